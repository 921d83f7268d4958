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
