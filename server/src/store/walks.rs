//! Walks as they were planned, and how many have joined and sent.

use futures_util::TryStreamExt as _;

use shared::id::{AreaId, CategoryId, WalkId};
use shared::statement::WalkPlanned;
use shared::text::displayable;
use shared::wire::WalkCard;

use super::codes::CodeState;
use super::{Store, StoreError, from_sql};

/// A walk with its code and its counts.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkRow {
    /// The walk.
    pub walk: WalkCard,
    /// The code that lets a phone join, without its hyphen.
    pub code: Option<String>,
    /// What the desk did with the code.
    pub code_state: CodeState,
    /// Phones that joined.
    pub joined: u64,
    /// Phones that have sent something.
    pub sent: u64,
    /// Observations received that were not withdrawn.
    pub observations: u64,
    /// Different photos received.
    pub photos: u64,
    /// Photos named by records that have not arrived yet.
    pub photos_missing: u64,
}

/// What lists need to know of every walk.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkOutline {
    /// The record that planned it.
    pub id: WalkId,
    /// Its name for people.
    pub title: String,
    /// The neighbourhood.
    pub area: Option<AreaId>,
    /// When it starts.
    pub starts_at_ms: i64,
    /// Categories to show first.
    pub themes: Vec<CategoryId>,
    /// Whether its phones see what others point out while it is under way.
    pub shares_live: bool,
}

/// Every walk as it is planned now.
const PLANNED: &str = "
    SELECT walks.id, coalesce((SELECT replans.body FROM replans WHERE replans.walk = walks.id
        ORDER BY replans.at_ms DESC, replans.id DESC LIMIT 1), walks.body)
    FROM walks";

type Counted = (String, String, Option<String>, i64, i64, i64, i64, i64, i64, i64);

const COUNTED: &str = "
    SELECT walks.id, coalesce((SELECT replans.body FROM replans WHERE replans.walk = walks.id
            ORDER BY replans.at_ms DESC, replans.id DESC LIMIT 1), walks.body), code,
        coalesce(closed, 0), coalesce(opened_at_ms, 0),
        (SELECT count(*) FROM series WHERE walk = walks.id AND id NOT IN (SELECT series FROM papers)),
        (SELECT count(*) FROM series WHERE walk = walks.id AND id NOT IN (SELECT series FROM papers)
            AND EXISTS (SELECT 1 FROM records WHERE records.series = series.id)),
        (SELECT count(*) FROM observations WHERE walk = walks.id AND body IS NOT NULL),
        (SELECT count(DISTINCT blob) FROM photos JOIN series ON series.id = photos.series
            WHERE walk = walks.id AND blob IN (SELECT hash FROM blobs)),
        (SELECT count(DISTINCT blob) FROM photos JOIN series ON series.id = photos.series
            WHERE walk = walks.id AND blob NOT IN (SELECT hash FROM blobs))
    FROM walks LEFT JOIN walk_codes ON walk_codes.walk = walks.id
        LEFT JOIN code_states ON code_states.walk = walks.id
    WHERE $1 IS NULL OR walks.id = $1";

impl Store {
    /// Every walk, latest start first.
    pub async fn walks(&self) -> Result<Vec<WalkRow>, StoreError> {
        let rows: Vec<Counted> =
            sqlx::query_as(COUNTED).bind(None::<String>).fetch_all(&self.readers).await?;
        let mut walks = rows.into_iter().map(walk_row).collect::<Result<Vec<_>, _>>()?;
        walks.sort_by_key(|row| (std::cmp::Reverse(row.walk.starts_at_ms), row.walk.id));
        Ok(walks)
    }

    /// Every walk without its loop, latest start first; one row is in memory at a time.
    pub async fn walk_outlines(&self) -> Result<Vec<WalkOutline>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let mut rows = sqlx::query_as::<_, (String, String)>(PLANNED).fetch(&mut *connection);
        let mut outlines = Vec::new();
        while let Some((id, body)) = rows.try_next().await? {
            let WalkPlanned { title, area, starts_at_ms, themes, shares_live, .. } =
                serde_json::from_str(&body)?;
            let title = displayable(&title).into_owned();
            outlines.push(WalkOutline { id: id.parse()?, title, area, starts_at_ms, themes, shares_live });
        }
        outlines.sort_by_key(|walk| (std::cmp::Reverse(walk.starts_at_ms), walk.id));
        Ok(outlines)
    }

    /// One walk.
    pub async fn walk(&self, id: WalkId) -> Result<Option<WalkRow>, StoreError> {
        let row: Option<Counted> =
            sqlx::query_as(COUNTED).bind(id.to_string()).fetch_optional(&self.readers).await?;
        row.map(walk_row).transpose()
    }

    /// Whether there is such a walk.
    pub async fn has_walk(&self, id: WalkId) -> Result<bool, StoreError> {
        let such: i64 = sqlx::query_scalar("SELECT count(*) FROM walks WHERE id = $1")
            .bind(id.to_string())
            .fetch_one(&self.readers)
            .await?;
        Ok(such > 0)
    }

    /// Whether demonstration walks are here, so that everything shown is marked.
    pub async fn is_demonstration(&self) -> Result<bool, StoreError> {
        let bodies: Vec<String> =
            sqlx::query_scalar("SELECT body FROM walks").fetch_all(&self.readers).await?;
        let planned = bodies.iter().map(|body| serde_json::from_str(body));
        let planned = planned.collect::<Result<Vec<WalkPlanned>, _>>()?;
        Ok(planned.iter().any(|walk| walk.demonstration))
    }
}

fn walk_row(
    (id, body, code, closed, opened_at_ms, joined, sent, observations, photos, photos_missing): Counted,
) -> Result<WalkRow, StoreError> {
    Ok(WalkRow {
        walk: card(&id, &body)?,
        code,
        code_state: CodeState { closed: closed > 0, opened_at_ms },
        joined: from_sql(joined),
        sent: from_sql(sent),
        observations: from_sql(observations),
        photos: from_sql(photos),
        photos_missing: from_sql(photos_missing),
    })
}

pub(super) fn card(id: &str, body: &str) -> Result<WalkCard, StoreError> {
    Ok(card_of(id.parse()?, serde_json::from_str(body)?))
}

/// A walk as everybody may know it, from the record that planned it.
pub fn card_of(id: WalkId, planned: WalkPlanned) -> WalkCard {
    WalkCard {
        id,
        title: displayable(&planned.title).into_owned(),
        area: planned.area,
        starts_at_ms: planned.starts_at_ms,
        meeting_place: planned.meeting_place.map(|place| displayable(&place).into_owned()),
        themes: planned.themes,
        loop_line: planned.loop_line,
        follows: planned.follows,
        shares_live: planned.shares_live,
        demonstration: planned.demonstration,
    }
}
