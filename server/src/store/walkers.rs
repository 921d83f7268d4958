//! Series that were given out: to a phone that joined a walk, or to a desk.
//!
//! Promises: a series is random and tells nothing of the phone; of the time only the day is kept.

use sqlx::AnyConnection;

use shared::id::{SeriesId, WalkId};
use shared::review::Writer;

use super::{Store, StoreError, series_of};
use crate::{date, secret};

impl Store {
    /// A fresh series for a phone in a walk, and the token that may write to it.
    pub async fn join(&self, walk: WalkId) -> Result<(SeriesId, String), StoreError> {
        let (series, token) = (secret::series()?, secret::token()?);
        self.give_out(series, &token, walk).await?;
        Ok((series, token))
    }

    /// Gives this series and this token out to a phone in a walk. Both must be new; the caller brings the randomness.
    pub async fn give_out(&self, series: SeriesId, token: &str, walk: WalkId) -> Result<(), StoreError> {
        let mut connection = self.write().await?;
        let hash = secret::hash(token);
        insert_series(&mut connection, series, Writer::Walker, Some(walk), Some(&hash)).await
    }

    /// Gives out again what a phone says that it was given: whether it may use it now. A series that another token
    /// writes to is not its own.
    pub async fn know_again(&self, series: SeriesId, token: &str, walk: WalkId) -> Result<bool, StoreError> {
        let mut connection = self.write().await?;
        let hash = secret::hash(token);
        let known: Vec<(Vec<u8>, Option<Vec<u8>>)> =
            sqlx::query_as("SELECT id, token_hash FROM series WHERE id = $1 OR token_hash = $2")
                .bind(series.as_bytes().as_slice())
                .bind(hash.as_slice())
                .fetch_all(&mut *connection)
                .await?;
        match known.as_slice() {
            [] => insert_series(&mut connection, series, Writer::Walker, Some(walk), Some(&hash)).await?,
            [(id, None)] if id == series.as_bytes() => {
                return own(&mut connection, series, walk, &hash).await;
            }
            [(id, Some(owner))] => return Ok(id == series.as_bytes() && *owner == hash),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Makes room for what a phone brings of a walk by another way than the line: whether the series is, or is now, one
    /// of that walk's phones.
    pub async fn bring(&self, series: SeriesId, walk: WalkId) -> Result<bool, StoreError> {
        let mut connection = self.write().await?;
        let known: Option<(String, Option<String>)> =
            sqlx::query_as("SELECT writer, walk FROM series WHERE id = $1")
                .bind(series.as_bytes().as_slice())
                .fetch_optional(&mut *connection)
                .await?;
        if let Some((writer, known)) = known {
            return Ok(writer == "walker" && known == Some(walk.to_string()));
        }
        insert_series(&mut connection, series, Writer::Walker, Some(walk), None).await?;
        Ok(true)
    }

    /// The walk that a phone's series belongs to.
    pub async fn walk_of(&self, series: SeriesId) -> Result<Option<WalkId>, StoreError> {
        let found: Option<Option<String>> = sqlx::query_scalar("SELECT walk FROM series WHERE id = $1")
            .bind(series.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(found.flatten().map(|walk| walk.parse()).transpose()?)
    }

    /// The series that a phone's token may write to.
    pub async fn walker(&self, token: &str) -> Result<Option<SeriesId>, StoreError> {
        let found: Option<Vec<u8>> = sqlx::query_scalar("SELECT id FROM series WHERE token_hash = $1")
            .bind(secret::hash(token).as_slice())
            .fetch_optional(&self.readers)
            .await?;
        found.map(|id| series_of(&id)).transpose()
    }
}

/// A phone's file was taken in before the phone came itself: from now on its token may write. Paper sheets and desks have
/// no token either, and get none.
async fn own(
    connection: &mut AnyConnection,
    series: SeriesId,
    walk: WalkId,
    hash: &secret::Hash,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE series SET token_hash = $1 WHERE id = $2 AND writer = 'walker' AND walk = $3
            AND id NOT IN (SELECT series FROM papers)",
    )
    .bind(hash.as_slice())
    .bind(series.as_bytes().as_slice())
    .bind(walk.to_string())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn create_series(
    connection: &mut AnyConnection,
    writer: Writer,
    walk: Option<WalkId>,
    token_hash: Option<&secret::Hash>,
) -> Result<SeriesId, StoreError> {
    let series = secret::series()?;
    insert_series(connection, series, writer, walk, token_hash).await?;
    Ok(series)
}

async fn insert_series(
    connection: &mut AnyConnection,
    series: SeriesId,
    writer: Writer,
    walk: Option<WalkId>,
    token_hash: Option<&secret::Hash>,
) -> Result<(), StoreError> {
    let writer = match writer {
        Writer::Walker => "walker",
        Writer::Officer => "officer",
    };
    sqlx::query("INSERT INTO series (id, writer, walk, token_hash, created_day) VALUES ($1, $2, $3, $4, $5)")
        .bind(series.as_bytes().as_slice())
        .bind(writer)
        .bind(walk.map(|walk| walk.to_string()))
        .bind(token_hash.map(<[u8; 32]>::as_slice))
        .bind(date::today())
        .execute(connection)
        .await?;
    Ok(())
}
