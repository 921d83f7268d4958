//! Codes that let phones join walks: looked up, replaced, closed and opened.
//!
//! Promises: one look-up costs two small queries, whatever came in on the walk; a code that was given out once is never
//! another walk's.

use shared::id::WalkId;
use shared::time::DAY_MS;
use shared::wire::WalkCard;

use super::walks::card;
use super::{Store, StoreError, begin};
use crate::secret;

/// How many codes are tried before a free one must be found; one in 10^11 is taken.
const TRIES: usize = 4;

/// Days after a walk's end by which phones may still join, where the operator does not say otherwise.
pub const JOIN_DAYS: u16 = 7;

/// What the desk did with a walk's code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CodeState {
    /// Whether it was closed at the desk.
    pub closed: bool,
    /// When it was opened at the desk last, in milliseconds; 0 when it never was.
    pub opened_at_ms: i64,
}

impl CodeState {
    /// When the code closes by itself, in milliseconds: so many days after the walk's end, or after it was opened at the
    /// desk if that was later. `None` for a demonstration, which anybody may try at any time.
    pub fn closes_at_ms(&self, walk: &WalkCard, join_days: u16) -> Option<i64> {
        let from_ms = walk.ends_at_ms().max(self.opened_at_ms);
        (!walk.demonstration).then(|| from_ms.saturating_add(i64::from(join_days) * DAY_MS))
    }

    /// Whether a phone may join now.
    pub fn is_open(&self, walk: &WalkCard, join_days: u16, now_ms: i64) -> bool {
        !self.closed && self.closes_at_ms(walk, join_days).is_none_or(|closes_at_ms| now_ms <= closes_at_ms)
    }
}

/// What a code leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeFound {
    /// The walk.
    pub walk: WalkCard,
    /// What the desk did with it; `None` when another code took its place.
    pub state: Option<CodeState>,
}

/// The third number says whether it was replaced.
const FIND: &str = "SELECT walk_codes.walk, coalesce(closed, 0), coalesce(opened_at_ms, 0), CAST(0 AS BIGINT)
    FROM walk_codes LEFT JOIN code_states ON code_states.walk = walk_codes.walk WHERE code = $1
    UNION ALL SELECT walk, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(1 AS BIGINT) FROM replaced_codes
    WHERE code = $1";

/// A walk as it was planned last.
const CARD: &str = "SELECT coalesce((SELECT replans.body FROM replans WHERE replans.walk = walks.id
        ORDER BY replans.at_ms DESC, replans.id DESC LIMIT 1), walks.body)
    FROM walks WHERE walks.id = $1";

impl Store {
    /// What a code leads to, also one that was replaced or closed.
    pub async fn code(&self, code: &str) -> Result<Option<CodeFound>, StoreError> {
        let found: Option<(String, i64, i64, i64)> =
            sqlx::query_as(FIND).bind(code).fetch_optional(&self.readers).await?;
        let Some((walk, closed, opened_at_ms, replaced)) = found else { return Ok(None) };
        let state = (replaced == 0).then_some(CodeState { closed: closed > 0, opened_at_ms });
        let body: Option<String> = sqlx::query_scalar(CARD).bind(&walk).fetch_optional(&self.readers).await?;
        body.map(|body| Ok(CodeFound { walk: card(&walk, &body)?, state })).transpose()
    }

    /// The code of a walk; it gets one if it has none yet.
    pub async fn ensure_code(&self, walk: WalkId) -> Result<String, StoreError> {
        let mut connection = self.write().await?;
        for _ in 0..TRIES {
            sqlx::query(
                "INSERT INTO walk_codes (walk, code) SELECT $1, $2
                 WHERE NOT EXISTS (SELECT 1 FROM replaced_codes WHERE code = $2) ON CONFLICT DO NOTHING",
            )
            .bind(walk.to_string())
            .bind(secret::code()?)
            .execute(&mut *connection)
            .await?;
            let code: Option<String> = sqlx::query_scalar("SELECT code FROM walk_codes WHERE walk = $1")
                .bind(walk.to_string())
                .fetch_optional(&mut *connection)
                .await?;
            if let Some(code) = code {
                return Ok(code);
            }
        }
        Err(StoreError::Database(sqlx::Error::RowNotFound))
    }

    /// Gives a walk another code in place of the one it has, in one transaction. Nobody joins by the old one any more.
    pub async fn replace_code(&self, walk: WalkId) -> Result<(), StoreError> {
        let mut connection = self.write().await?;
        for _ in 0..TRIES {
            let code = secret::code()?;
            let mut transaction = begin(&mut connection).await?;
            let taken: i64 = sqlx::query_scalar(
                "SELECT (SELECT count(*) FROM walk_codes WHERE code = $1)
                     + (SELECT count(*) FROM replaced_codes WHERE code = $1)",
            )
            .bind(&code)
            .fetch_one(&mut *transaction)
            .await?;
            if taken > 0 {
                continue;
            }
            for change in [
                "INSERT INTO replaced_codes (code, walk) SELECT code, walk FROM walk_codes WHERE walk = $1 AND code <> $2",
                "UPDATE walk_codes SET code = $2 WHERE walk = $1",
            ] {
                sqlx::query(change).bind(walk.to_string()).bind(&code).execute(&mut *transaction).await?;
            }
            return Ok(transaction.commit().await?);
        }
        Err(StoreError::Database(sqlx::Error::RowNotFound))
    }

    /// Closes a walk's code.
    pub async fn close_code(&self, walk: WalkId) -> Result<(), StoreError> {
        self.set_code(walk, 1, 0).await
    }

    /// Opens a walk's code, at this moment.
    pub async fn open_code(&self, walk: WalkId, now_ms: i64) -> Result<(), StoreError> {
        self.set_code(walk, 0, now_ms).await
    }

    async fn set_code(&self, walk: WalkId, closed: i64, opened_at_ms: i64) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO code_states (walk, closed, opened_at_ms) VALUES ($1, $2, $3)
             ON CONFLICT (walk) DO UPDATE SET closed = excluded.closed, opened_at_ms = excluded.opened_at_ms",
        )
        .bind(walk.to_string())
        .bind(closed)
        .bind(opened_at_ms)
        .execute(&mut *self.write().await?)
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(starts_at_ms: i64, demonstration: bool) -> WalkCard {
        let plan = format!(
            r#"{{"at_ms":1,"title":"x","starts_at_ms":{starts_at_ms},"demonstration":{demonstration}}}"#
        );
        let id = format!("{}-1", "0".repeat(32));
        card(&id, &plan).unwrap()
    }

    #[test]
    fn a_code_is_open_from_the_announcement_until_some_days_after_the_end() {
        let (state, walk_) = (CodeState::default(), walk(100 * DAY_MS, false));
        let end_ms = walk_.ends_at_ms();
        for (now_ms, open) in
            [(0, true), (end_ms, true), (end_ms + 7 * DAY_MS, true), (end_ms + 7 * DAY_MS + 1, false)]
        {
            assert_eq!(state.is_open(&walk_, 7, now_ms), open, "{now_ms}");
        }
        assert!(!state.is_open(&walk_, 0, end_ms + 1), "no days at all");
        assert!(state.is_open(&walk(0, true), 7, i64::MAX), "a demonstration does not end");
    }

    #[test]
    fn the_desk_closes_at_once_and_opens_for_as_many_days_again() {
        let walk = walk(0, false);
        let closed = CodeState { closed: true, opened_at_ms: 0 };
        assert!(!closed.is_open(&walk, 7, 0));
        let opened = CodeState { closed: false, opened_at_ms: 1_000 * DAY_MS };
        assert!(opened.is_open(&walk, 7, 1_007 * DAY_MS));
        assert!(!opened.is_open(&walk, 7, 1_007 * DAY_MS + 1));
    }
}
