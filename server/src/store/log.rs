//! The server's log, in its database.
//!
//! Promises: the contract of [`shared::log::contract`]; durable when an append returns.

use sqlx::{AnyConnection, AnyPool};
use tokio::sync::{mpsc, oneshot};

use shared::id::{RecordId, SeriesId};
use shared::log::{AppendError, Appended, Log};
use shared::record::{Head, Record};

use super::append::{Append, At, Outcome};
use super::{StoreError, from_sql, series_of, to_sql};

/// The records of every series that this server gave out.
#[derive(Debug, Clone)]
pub struct StoreLog {
    appends: mpsc::Sender<Append>,
    readers: AnyPool,
}

impl StoreLog {
    pub(super) fn new(appends: mpsc::Sender<Append>, readers: AnyPool) -> Self {
        Self { appends, readers }
    }

    /// Appends, and says which of the records could not be used.
    pub async fn write(&self, series: SeriesId, at: At, texts: Vec<String>) -> Outcome {
        let (answer, written) = oneshot::channel();
        let stopping = || AppendError::Log(StoreError::Stopping);
        self.appends.send(Append { series, at, texts, answer }).await.map_err(|_| stopping())?;
        written.await.unwrap_or_else(|_| Err(stopping()))
    }
}

impl Log for StoreLog {
    type Error = StoreError;

    async fn append(
        &self,
        series: SeriesId,
        first: u64,
        texts: &[String],
    ) -> Result<Appended, AppendError<StoreError>> {
        Ok(self.write(series, At::Number(first), texts.to_vec()).await?.appended)
    }

    async fn head(&self, series: SeriesId) -> Result<Head, StoreError> {
        head(&mut *self.readers.acquire().await?, series).await
    }

    async fn series(&self) -> Result<Vec<SeriesId>, StoreError> {
        let all = "SELECT id FROM series WHERE EXISTS (SELECT 1 FROM records WHERE series = id) ORDER BY id";
        let ids: Vec<Vec<u8>> = sqlx::query_scalar(all).fetch_all(&self.readers).await?;
        ids.iter().map(|id| series_of(id)).collect()
    }

    async fn read(&self, series: SeriesId, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        read(&mut *self.readers.acquire().await?, series, after, limit).await
    }
}

pub(super) async fn head(connection: &mut AnyConnection, series: SeriesId) -> Result<Head, StoreError> {
    let last: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT number, digest FROM records WHERE series = $1 ORDER BY number DESC LIMIT 1")
            .bind(series.as_bytes().as_slice())
            .fetch_optional(connection)
            .await?;
    let Some((number, digest)) = last else { return Ok(Head::empty(series)) };
    Ok(Head { number: from_sql(number), digest: hex::encode(digest).parse()? })
}

pub(super) async fn read(
    connection: &mut AnyConnection,
    series: SeriesId,
    after: u64,
    limit: usize,
) -> Result<Vec<Record>, StoreError> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT number, text FROM records WHERE series = $1 AND number > $2 ORDER BY number LIMIT $3",
    )
    .bind(series.as_bytes().as_slice())
    .bind(to_sql(after))
    .bind(to_sql(limit as u64))
    .fetch_all(connection)
    .await?;
    let record = |(number, text)| Record { id: RecordId { series, number: from_sql(number) }, text };
    Ok(rows.into_iter().map(record).collect())
}
