//! The one writer of records: gathers what has come in and commits it together.
//!
//! Promises: an append is answered after its commit is on the disk; appends that arrive while another commit is
//! under way share the next one; one that fails takes no other with it. What records mean is projected in the same
//! transaction.

use std::sync::Arc;

use sqlx::{AnyConnection, AnyPool};
use tokio::sync::{Notify, mpsc, oneshot};

use shared::geo::Area;
use shared::id::{RecordId, SeriesId};
use shared::log::{AppendError, Appended, fresh};
use shared::record::{Head, Record};
use shared::review::Writer;
use shared::wire::Stuck;

use super::{StoreError, areas, begin, from_sql, log, next_revision, quota, to_sql};
use crate::project::{self, Ground, Marks, Source};
use crate::{clock, meters};

/// Appends that one commit takes together.
const GROUP: usize = 256;

/// Where to append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// As this number, which the writer counted itself.
    Number(u64),
    /// After whatever is there.
    End,
}

/// What an append did, and which of its records could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where the series ends now.
    pub appended: Appended,
    /// Those of the records given that are kept and have no effect.
    pub stuck: Vec<Stuck>,
}

pub(super) type Outcome = Result<Written, AppendError<StoreError>>;

#[derive(Debug)]
pub(super) struct Append {
    pub series: SeriesId,
    pub at: At,
    pub texts: Vec<String>,
    pub answer: oneshot::Sender<Outcome>,
}

/// Starts the writer, which tells after each commit that something has moved; it ends when nobody can append any more.
pub(super) fn start(writer: AnyPool, moved: Arc<Notify>) -> mpsc::Sender<Append> {
    let (appends, queue) = mpsc::channel(GROUP);
    tokio::spawn(run(writer, queue, moved));
    appends
}

async fn run(writer: AnyPool, mut queue: mpsc::Receiver<Append>, moved: Arc<Notify>) {
    let mut known = Known::default();
    let mut group = Vec::new();
    while queue.recv_many(&mut group, GROUP).await > 0 {
        commit_group(&writer, &mut known, std::mem::take(&mut group)).await;
        moved.notify_one();
    }
}

async fn commit_group(writer: &AnyPool, known: &mut Known, group: Vec<Append>) {
    match commit(writer, known, &group).await {
        Ok(outcomes) => group.into_iter().zip(outcomes).for_each(|(append, outcome)| answer(append, outcome)),
        // Whether the commit was done is not known. Who counts records can send again; nobody else is made to say twice
        // what was said once.
        Err(error) if error.is_of_the_line() => {
            meters::of_process().database_errors.inc();
            tracing::error!(%error, appends = group.len(), "the line to the database broke");
            for append in group {
                answer(append, Err(AppendError::Log(StoreError::OutOfReach)));
            }
        }
        Err(error) => {
            tracing::warn!(%error, appends = group.len(), "a commit failed; each append is tried alone");
            one_by_one(writer, known, group).await;
        }
    }
}

async fn one_by_one(writer: &AnyPool, known: &mut Known, group: Vec<Append>) {
    for append in group {
        let outcome = match commit(writer, known, std::slice::from_ref(&append)).await {
            Ok(outcomes) => {
                outcomes.into_iter().next().unwrap_or(Err(AppendError::Log(StoreError::Stopping)))
            }
            Err(error) => Err(AppendError::Log(error)),
        };
        answer(append, outcome);
    }
}

fn answer(append: Append, outcome: Outcome) {
    // Whoever asked may have hung up; the records are kept all the same.
    let _ = append.answer.send(outcome);
}

/// Appends all of a group in one transaction. An error means that nothing of the group is there.
async fn commit(writer: &AnyPool, known: &mut Known, group: &[Append]) -> Result<Vec<Outcome>, StoreError> {
    let mut connection = writer.acquire().await?;
    let mut transaction = begin(&mut connection).await?;
    known.bring_up(&mut transaction).await?;
    let revision = next_revision(&mut transaction).await?;
    let ground = Ground { areas: &known.areas, revision };
    let mut outcomes = Vec::with_capacity(group.len());
    for append in group {
        outcomes.push(match append_one(&mut transaction, ground, &mut known.marks, append).await {
            Err(AppendError::Log(error)) if !error.is_of_one_series() => return Err(error),
            outcome => outcome,
        });
    }
    transaction.commit().await?;
    let fresh = outcomes.iter().flatten().map(|written| written.appended.fresh as u64).sum();
    meters::of_process().committed(group.len() as u64, fresh);
    Ok(outcomes)
}

async fn append_one(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    marks: &mut Marks,
    append: &Append,
) -> Outcome {
    let series = append.series;
    let source = writer_of(connection, series).await.map_err(AppendError::Log)?;
    let head = log::head(connection, series).await.map_err(AppendError::Log)?;
    let first = match append.at {
        At::Number(first) => first,
        At::End => head.number + 1,
    };
    let already = held(connection, head, first, append).await.map_err(AppendError::Log)?;
    let texts = fresh(head, first, &append.texts, &already)?;
    let texts = quota::within(connection, &source, head, texts).await.map_err(AppendError::Log)?;
    let written = write(connection, ground, marks, &source, head, texts).await.map_err(AppendError::Log)?;
    let stuck = stuck(connection, series, first, append.texts.len()).await.map_err(AppendError::Log)?;
    Ok(Written { appended: Appended { head: written, fresh: texts.len() }, stuck })
}

/// What is there already of what is to be appended.
async fn held(
    connection: &mut AnyConnection,
    head: Head,
    first: u64,
    append: &Append,
) -> Result<Vec<Record>, StoreError> {
    if first == 0 || first > head.number {
        return Ok(Vec::new());
    }
    log::read(connection, append.series, first - 1, append.texts.len()).await
}

async fn write(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    marks: &mut Marks,
    source: &Source,
    head: Head,
    texts: &[String],
) -> Result<Head, StoreError> {
    let Some(last) = texts.len().checked_sub(1) else { return Ok(head) };
    let heads: Vec<Head> = texts
        .iter()
        .scan(head, |head, text| {
            *head = head.then(text);
            Some(*head)
        })
        .collect();
    insert(connection, source.series, &heads, texts).await?;
    let numbered = heads.iter().zip(texts);
    let record = |(head, text): (&Head, &String)| Record {
        id: RecordId { series: source.series, number: head.number },
        text: text.clone(),
    };
    let records: Vec<Record> = numbered.map(record).collect();
    project::records(connection, ground, marks, source, &records).await?;
    Ok(heads[last])
}

async fn insert(
    connection: &mut AnyConnection,
    series: SeriesId,
    heads: &[Head],
    texts: &[String],
) -> Result<(), StoreError> {
    let rows: Vec<_> = heads.iter().zip(texts).map(|(head, text)| (head.number, text, head.digest)).collect();
    sqlx::query(
        "INSERT INTO records (series, number, text, digest, arrived_at_ms)
         SELECT $1, CAST(value ->> 0 AS BIGINT), value ->> 1, unhex(value ->> 2), $3 FROM json_each($2)",
    )
    .bind(series.as_bytes().as_slice())
    .bind(serde_json::to_string(&rows)?)
    .bind(clock::now_ms())
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn writer_of(
    connection: &mut AnyConnection,
    series: SeriesId,
) -> Result<Source, StoreError> {
    let found: Option<(String, Option<String>)> =
        sqlx::query_as("SELECT writer, walk FROM series WHERE id = $1")
            .bind(series.as_bytes().as_slice())
            .fetch_optional(connection)
            .await?;
    let (writer, walk) = found.ok_or(StoreError::UnknownSeries(series))?;
    let writer = if writer == "officer" { Writer::Officer } else { Writer::Walker };
    Ok(Source { series, writer, walk })
}

async fn stuck(
    connection: &mut AnyConnection,
    series: SeriesId,
    first: u64,
    count: usize,
) -> Result<Vec<Stuck>, StoreError> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT number, reason FROM quarantine
         WHERE series = $1 AND number >= $2 AND number < $2 + $3 ORDER BY number",
    )
    .bind(series.as_bytes().as_slice())
    .bind(to_sql(first))
    .bind(to_sql(count as u64))
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(number, reason)| Stuck { number: from_sql(number), reason }).collect())
}

/// The areas and the lamps as they were last read; read again only when others were imported.
#[derive(Debug, Default)]
struct Known {
    version: Option<i64>,
    areas: Vec<Area>,
    marks: Marks,
}

impl Known {
    async fn bring_up(&mut self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        let versions = "SELECT name, value FROM counters WHERE name IN ('areas', 'assets')";
        let versions: Vec<(String, i64)> = sqlx::query_as(versions).fetch_all(&mut *connection).await?;
        let version = |of: &str| versions.iter().find(|(name, _)| name == of).map(|(_, value)| *value);
        self.marks.of_version(version("assets").unwrap_or_default());
        if self.version != version("areas") {
            self.areas = areas::all(connection).await?.iter().map(Area::from).collect();
            self.version = version("areas");
        }
        Ok(())
    }
}
