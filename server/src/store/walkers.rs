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
        let token = secret::token()?;
        let mut connection = self.write().await?;
        let hash = secret::hash(&token);
        let series = create_series(&mut connection, Writer::Walker, Some(walk), Some(&hash)).await?;
        Ok((series, token))
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
    Ok(series)
}
