//! From records to tables that can be asked: the projection.
//!
//! Promises: what the tables say follows from the log, the series and the areas alone, so that rebuilding them gives
//! the same; a record that cannot be used is kept, named in the quarantine with its reason, and changes nothing.

mod lighting;
mod tracks;

use serde::Serialize;
use sqlx::AnyConnection;

use shared::geo::{Area, Position, area_of};
use shared::id::{AreaId, BlobHash, CategoryId, RecordId, SeriesId, WalkId};
use shared::merge::State;
use shared::record::Record;
use shared::review::{Writer, may_state};
use shared::situation::{Observation, Provenance, Revisit};
use shared::statement::{Feeling, Reading, Statement};
use shared::text::displayable;

use crate::store::StoreError;

/// What an observation is placed on, and the number of the change that it is part of.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The neighbourhoods, in order of id.
    pub areas: &'a [Area],
    /// The revision that the changes get.
    pub revision: i64,
}

/// Whose records they are.
#[derive(Debug, Clone)]
pub struct Source {
    /// The series.
    pub series: SeriesId,
    /// Who writes it.
    pub writer: Writer,
    /// The walk that the phone joined.
    pub walk: Option<String>,
}

/// What a run of records adds to the tables.
#[derive(Debug, Default)]
struct Additions {
    threads: Vec<(u64, u64)>,
    photos: Vec<(u64, u64, BlobHash)>,
    walks: Vec<(RecordId, String)>,
    replans: Vec<(RecordId, String, WalkId, i64)>,
    decisions: Vec<(RecordId, String)>,
    tracks: Vec<tracks::Row>,
    groupings: Vec<(RecordId, String)>,
    quarantine: Vec<(u64, String)>,
}

/// Takes records of one series, which are in the log already and follow on what was taken before.
pub async fn records(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    source: &Source,
    records: &[Record],
) -> Result<(), StoreError> {
    let Some(first) = records.first().map(|record| record.id.number) else { return Ok(()) };
    let mut additions = Additions::default();
    for record in records {
        additions.take(source, record)?;
    }
    additions.store(connection, ground, source.series).await?;
    tracks::store(connection, ground, source, &additions.tracks).await?;
    if additions.threads.is_empty() {
        return Ok(());
    }
    if !additions.photos.is_empty() || additions.threads.iter().any(|(about, number)| about != number) {
        follow_photos(connection, source.series, first).await?;
    }
    observations(connection, ground, source, first).await
}

impl Additions {
    fn take(&mut self, source: &Source, record: &Record) -> Result<(), StoreError> {
        let number = record.id.number;
        match Statement::read(&record.text) {
            Ok(Reading::Foreign { .. }) => {}
            Err(error) => self.quarantine.push((number, printable(&error.to_string()))),
            Ok(Reading::Known(statement)) => match may_state(source.writer, source.series, &statement) {
                Err(refusal) => self.quarantine.push((number, refusal.to_string())),
                Ok(()) => self.use_statement(record.id, statement)?,
            },
        }
        Ok(())
    }

    fn use_statement(&mut self, id: RecordId, statement: Statement) -> Result<(), StoreError> {
        match statement {
            Statement::Observed(_) | Statement::Revisited(_) => self.threads.push((id.number, id.number)),
            Statement::Edited(it) => self.threads.push((it.of.number, id.number)),
            Statement::Photographed(it) => {
                self.threads.push((it.of.number, id.number));
                self.photos.push((id.number, it.of.number, it.photo.blob));
            }
            Statement::Tracked(it) => self.tracks.push(tracks::row(id, &it)?),
            Statement::WalkPlanned(it) => self.walks.push((id, serde_json::to_string(&it)?)),
            Statement::WalkReplanned(it) => {
                self.replans.push((id, serde_json::to_string(&it)?, it.of, it.plan.at_ms));
            }
            Statement::Decided(it) => self.decisions.push((id, serde_json::to_string(&it)?)),
            Statement::Grouped(it) => self.groupings.push((id, serde_json::to_string(&it)?)),
        }
        Ok(())
    }

    async fn store(
        &self,
        connection: &mut AnyConnection,
        ground: Ground<'_>,
        series: SeriesId,
    ) -> Result<(), StoreError> {
        let own = series.as_bytes().as_slice();
        insert_of_series(connection, THREADS, own, &self.threads).await?;
        insert_of_series(connection, PHOTOS, own, &self.photos).await?;
        insert_of_series(connection, QUARANTINE, own, &self.quarantine).await?;
        insert(connection, WALKS, ground, &self.walks).await?;
        insert(connection, REPLANS, ground, &self.replans).await?;
        insert(connection, DECISIONS, ground, &self.decisions).await?;
        insert(connection, GROUPINGS, ground, &self.groupings).await
    }
}

/// A reason quotes what it is about; PostgreSQL cannot hold every character in a text, and a screen must not get it.
fn printable(reason: &str) -> String {
    displayable(reason).into_owned()
}

const THREADS: &str = "INSERT INTO threads (series, about, number)
    SELECT $1, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each($2) WHERE true
    ON CONFLICT DO NOTHING";
const PHOTOS: &str = "INSERT INTO photos (series, number, observation, blob)
    SELECT $1, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), unhex(value ->> 2) FROM json_each($2)";
const QUARANTINE: &str = "INSERT INTO quarantine (series, number, reason)
    SELECT $1, CAST(value ->> 0 AS BIGINT), value ->> 1 FROM json_each($2)";
const WALKS: &str = "INSERT INTO walks (id, body)
    SELECT value ->> 0, value ->> 1 FROM json_each($1) WHERE $2 IS NOT NULL";
const REPLANS: &str = "INSERT INTO replans (id, body, walk, at_ms)
    SELECT value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS BIGINT) FROM json_each($1)
    WHERE $2 IS NOT NULL";
const DECISIONS: &str = "INSERT INTO decisions (id, body, revision)
    SELECT value ->> 0, value ->> 1, $2 FROM json_each($1)";
const GROUPINGS: &str = "INSERT INTO groupings (id, body, revision)
    SELECT value ->> 0, value ->> 1, $2 FROM json_each($1)";
const REVISITS: &str = "INSERT INTO revisits (id, body, revision)
    SELECT value ->> 0, value ->> 1, $2 FROM json_each($1) WHERE true
    ON CONFLICT (id) DO UPDATE SET body = excluded.body, revision = excluded.revision";
const OBSERVATIONS: &str = "INSERT INTO observations
        (id, walk, area, feeling, category, lat, lon, at_ms, body, revision)
    SELECT value ->> 'id', value ->> 'walk', value ->> 'area', value ->> 'feeling', value ->> 'category',
        CAST(value ->> 'lat' AS DOUBLE PRECISION), CAST(value ->> 'lon' AS DOUBLE PRECISION),
        CAST(value ->> 'at_ms' AS BIGINT), value ->> 'body', $2
    FROM json_each($1) WHERE true
    ON CONFLICT (id) DO UPDATE SET walk = excluded.walk, area = excluded.area, feeling = excluded.feeling,
        category = excluded.category, lat = excluded.lat, lon = excluded.lon, at_ms = excluded.at_ms,
        body = excluded.body, revision = excluded.revision";

async fn insert_of_series<T: Serialize>(
    connection: &mut AnyConnection,
    statement: &'static str,
    series: &[u8],
    rows: &[T],
) -> Result<(), StoreError> {
    if !rows.is_empty() {
        let rows = serde_json::to_string(rows)?;
        sqlx::query(statement).bind(series).bind(rows).execute(connection).await?;
    }
    Ok(())
}

async fn insert<T: Serialize>(
    connection: &mut AnyConnection,
    statement: &'static str,
    ground: Ground<'_>,
    rows: &[T],
) -> Result<(), StoreError> {
    if !rows.is_empty() {
        let rows = serde_json::to_string(rows)?;
        sqlx::query(statement).bind(rows).bind(ground.revision).execute(connection).await?;
    }
    Ok(())
}

/// What is told of a photo is also told of the observation that it shows, whichever of the two came first.
async fn follow_photos(
    connection: &mut AnyConnection,
    series: SeriesId,
    first: u64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO threads (series, about, number)
         SELECT told.series, photos.observation, told.number
         FROM photos JOIN threads AS told ON told.series = photos.series AND told.about = photos.number
         WHERE photos.series = $1 AND (told.number >= $2 OR photos.number >= $2)
         ON CONFLICT DO NOTHING",
    )
    .bind(series.as_bytes().as_slice())
    .bind(i64::try_from(first).unwrap_or(i64::MAX))
    .execute(connection)
    .await?;
    Ok(())
}

/// A row of the observations. One that was withdrawn keeps its place, empty, so that readers see it go.
#[derive(Debug, Default, Serialize)]
struct Row {
    id: Option<RecordId>,
    walk: Option<WalkId>,
    area: Option<AreaId>,
    feeling: Option<Feeling>,
    category: Option<CategoryId>,
    lat: Option<f64>,
    lon: Option<f64>,
    at_ms: Option<i64>,
    body: Option<String>,
}

impl Row {
    fn of(id: RecordId, observation: Option<Observation>) -> Result<Self, StoreError> {
        let Some(it) = observation else { return Ok(Self { id: Some(id), ..Self::default() }) };
        Ok(Self {
            id: Some(id),
            body: Some(serde_json::to_string(&it)?),
            walk: it.walk,
            feeling: Some(it.feeling),
            lat: it.position.map(Position::lat),
            lon: it.position.map(Position::lon),
            at_ms: Some(it.at_ms),
            area: it.area,
            category: Some(it.category),
        })
    }
}

/// Writes anew each observation and each second look that the records from `first` on tell of.
async fn observations(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    source: &Source,
    first: u64,
) -> Result<(), StoreError> {
    let told: Vec<(i64, i64, String, i64)> = sqlx::query_as(
        "SELECT t.about, t.number, r.text, r.arrived_at_ms
         FROM threads AS t JOIN records AS r ON r.series = t.series AND r.number = t.number
         WHERE t.series = $1 AND t.about IN (SELECT about FROM threads WHERE series = $1 AND number >= $2)
         ORDER BY t.about, t.number",
    )
    .bind(source.series.as_bytes().as_slice())
    .bind(i64::try_from(first).unwrap_or(i64::MAX))
    .fetch_all(&mut *connection)
    .await?;
    let walk = source.walk.as_deref().map(str::parse).transpose()?;
    let id = |number: i64| RecordId { series: source.series, number: number.unsigned_abs() };
    let (mut rows, mut looks) = (Vec::new(), Vec::new());
    for thread in told.chunk_by(|one, next| one.0 == next.0) {
        let about = id(thread[0].0);
        let mut state = State::default();
        for (_, number, text, _) in thread {
            let _ = state.apply(&Record { id: id(*number), text: text.clone() });
        }
        let Some(observed) = state.observation(about) else {
            if thread.iter().any(|told| told.1 == told.0) {
                let look = Revisit::of(&state, about, walk);
                looks.push((about, look.map(|look| serde_json::to_string(&look)).transpose()?));
            }
            continue;
        };
        let area = observed.place().position().and_then(|position| area_of(ground.areas, position));
        let arrived_at_ms = thread.iter().find(|told| told.1 == told.0).map(|told| told.3);
        let area = area.map(|area| area.id.clone());
        let lighting = lighting::lighting(&mut *connection, observed.place().position()).await?;
        let body = Observation::of(&state, about, Provenance { walk, area, arrived_at_ms, lighting });
        rows.push(Row::of(about, body)?);
    }
    insert(connection, REVISITS, ground, &looks).await?;
    insert(connection, OBSERVATIONS, ground, &rows).await
}

/// Places every observation anew, after the areas or the lamps have changed.
pub async fn place_anew(connection: &mut AnyConnection, ground: Ground<'_>) -> Result<(), StoreError> {
    let bodies: Vec<String> = sqlx::query_scalar("SELECT body FROM observations WHERE body IS NOT NULL")
        .fetch_all(&mut *connection)
        .await?;
    let mut moved = Vec::new();
    for body in bodies {
        let observation: Observation = serde_json::from_str(&body)?;
        let area = observation.position.and_then(|position| area_of(ground.areas, position));
        let area = area.map(|area| area.id.clone());
        let lighting = lighting::lighting(&mut *connection, observation.position).await?;
        if area != observation.area || lighting != observation.lighting {
            moved.push(Row::of(observation.id, Some(Observation { area, lighting, ..observation }))?);
        }
    }
    insert(connection, OBSERVATIONS, ground, &moved).await
}
