//! From records to tables that can be asked: the projection.
//!
//! Promises: what the tables say follows from the log, the series and the areas alone, so that rebuilding them gives
//! the same, however the records were split into batches; a record that cannot be used is kept, named in the quarantine
//! with its reason, and changes nothing. What a record costs is bounded by what stands of the observation that it is
//! about, never by how much was said before.

mod additions;
mod allowed;
mod lighting;
mod tally;
mod threads;
mod tracks;

pub use lighting::Marks;

use serde::Serialize;
use sqlx::AnyConnection;

use shared::geo::{Area, Position, area_of};
use shared::id::{AreaId, CategoryId, RecordId, SeriesId, WalkId};
use shared::merge::State;
use shared::record::Record;
use shared::review::{Writer, may_state};
use shared::situation::{Observation, Provenance, Revisit};
use shared::statement::{Feeling, Reading, Statement, Unreadable};
use shared::text::displayable;

use crate::store::StoreError;
use additions::{Additions, OBSERVATIONS, REVISITS, insert};
use tally::{Key, Tally};
use threads::Threads;

/// Observations that are placed together when the areas or the lamps have changed.
const PLACED_TOGETHER: usize = 1_000;

/// Longest reason in the quarantine, in characters: some reasons quote what they are about.
const MAX_REASON_CHARS: usize = 300;

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

/// A record, and what it was found to be.
type Read<'a> = (&'a Record, Result<Reading, Unreadable>);

/// Takes records of one series, which are in the log already and follow on what was taken before.
pub async fn records(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    marks: &mut Marks,
    source: &Source,
    records: &[Record],
) -> Result<(), StoreError> {
    if records.is_empty() {
        return Ok(());
    }
    let read: Vec<Read<'_>> = records.iter().map(|it| (it, Statement::read(&it.text))).collect();
    let mut use_of = Use::load(connection, source, &read).await?;
    let mut additions = Additions::default();
    for (record, reading) in read {
        match use_of.judge(source, record, reading) {
            Ok(Some(statement)) => additions.take(record.id, statement)?,
            Ok(None) => {}
            Err(reason) => additions.quarantine(record.id.number, printable(&reason)),
        }
    }
    use_of.tally.store(connection, source.series).await?;
    use_of.threads.store(connection, source.series).await?;
    additions.store(connection, ground, source.series).await?;
    tracks::store(connection, ground, source, additions.tracks()).await?;
    observations(connection, ground, marks, source, &use_of.threads).await
}

/// How much the series has used of what may be used.
struct Use {
    tally: Tally,
    threads: Threads,
}

impl Use {
    async fn load(
        connection: &mut AnyConnection,
        source: &Source,
        read: &[Read<'_>],
    ) -> Result<Self, StoreError> {
        let known = || {
            read.iter().filter_map(|(record, reading)| match reading {
                Ok(Reading::Known(statement)) => Some((record.id.number, statement)),
                _ => None,
            })
        };
        let counted = known().flat_map(|(_, statement)| allowed::counted(statement));
        let keys = counted.map(|(key, ..)| key).chain([Key::Bytes]);
        let tally = Tally::load(connection, source.series, keys).await?;
        Ok(Self { tally, threads: Threads::load(connection, source.series, known()).await? })
    }

    /// The statement, if it is to be used; none of a newer app's; or why it has no effect.
    fn judge(
        &mut self,
        source: &Source,
        record: &Record,
        reading: Result<Reading, Unreadable>,
    ) -> Result<Option<Statement>, String> {
        let bytes = record.text.len();
        self.tally.add(Key::Bytes, bytes as u64);
        let Reading::Known(statement) = reading.map_err(|error| error.to_string())? else { return Ok(None) };
        may_state(source.writer, source.series, &statement).map_err(|error| error.to_string())?;
        if source.writer == Writer::Walker {
            allowed::is_allowed(&self.tally, &statement, bytes).map_err(|error| error.to_string())?;
            self.threads.take(record.id, &statement, bytes).map_err(|error| error.to_string())?;
            for (key, ..) in allowed::counted(&statement) {
                self.tally.add(key, 1);
            }
        }
        Ok(Some(statement))
    }
}

/// A reason quotes what it is about: not all of it, for PostgreSQL cannot hold every character in a text, and a screen must
/// not get it.
fn printable(reason: &str) -> String {
    let mut letters = reason.chars();
    let mut printable: String = letters.by_ref().take(MAX_REASON_CHARS).collect();
    if letters.next().is_some() {
        printable.push('…');
    }
    displayable(&printable).into_owned()
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

/// What stands of an observation or a revisit, and when it arrived.
struct Standing {
    about: RecordId,
    state: State,
    arrived_at_ms: Option<i64>,
}

const TEXTS: &str = "SELECT t.about, t.number, r.text, r.arrived_at_ms
    FROM json_each($2) AS asked CROSS JOIN threads AS t CROSS JOIN records AS r
    WHERE t.series = $1 AND t.about = CAST(asked.value ->> 0 AS BIGINT)
        AND r.series = t.series AND r.number = t.number
    ORDER BY t.about, t.number";

/// Writes each observation and each revisit of which something is new.
async fn observations(
    connection: &mut AnyConnection,
    ground: Ground<'_>,
    marks: &mut Marks,
    source: &Source,
    threads: &Threads,
) -> Result<(), StoreError> {
    let standing = standing(connection, source.series, threads).await?;
    let place = |it: &Standing| it.state.observation(it.about)?.place().position();
    marks.learn(connection, standing.iter().filter_map(place)).await?;
    let walk = source.walk.as_deref().map(str::parse).transpose()?;
    let (mut rows, mut revisits) = (Vec::new(), Vec::new());
    for it in &standing {
        let Standing { about, state, arrived_at_ms } = it;
        if state.observation(*about).is_some() {
            let (area, lighting) = (area(ground, place(it)), marks.lighting(place(it)));
            let provenance = Provenance { walk, area, arrived_at_ms: *arrived_at_ms, lighting };
            rows.push(Row::of(*about, Observation::of(state, *about, provenance))?);
        } else if arrived_at_ms.is_some() {
            let revisit = Revisit::of(state, *about, walk);
            revisits.push((about, revisit.map(|it| serde_json::to_string(&it)).transpose()?));
        }
    }
    insert(connection, REVISITS, ground, &revisits).await?;
    insert(connection, OBSERVATIONS, ground, &rows).await
}

async fn standing(
    connection: &mut AnyConnection,
    series: SeriesId,
    threads: &Threads,
) -> Result<Vec<Standing>, StoreError> {
    if threads.changed().is_empty() {
        return Ok(Vec::new());
    }
    let about: Vec<[u64; 1]> = threads.changed().iter().map(|number| [*number]).collect();
    let rows: Vec<(i64, i64, String, i64)> = sqlx::query_as(TEXTS)
        .bind(series.as_bytes().as_slice())
        .bind(serde_json::to_string(&about)?)
        .fetch_all(connection)
        .await?;
    let id = |number: i64| RecordId { series, number: number.unsigned_abs() };
    let of_one = |rows: &[(i64, i64, String, i64)]| {
        let mut state = State::default();
        for (_, number, text, _) in rows {
            let _ = state.apply(&Record { id: id(*number), text: text.clone() });
        }
        let arrived_at_ms = rows.iter().find(|row| row.1 == row.0).map(|row| row.3);
        Standing { about: id(rows[0].0), state, arrived_at_ms }
    };
    Ok(rows.chunk_by(|one, next| one.0 == next.0).map(of_one).collect())
}

fn area(ground: Ground<'_>, position: Option<Position>) -> Option<AreaId> {
    position.and_then(|position| area_of(ground.areas, position)).map(|area| area.id.clone())
}

/// Places every observation again, after the areas or the lamps have changed.
pub async fn place_anew(connection: &mut AnyConnection, ground: Ground<'_>) -> Result<(), StoreError> {
    let bodies: Vec<String> = sqlx::query_scalar("SELECT body FROM observations WHERE body IS NOT NULL")
        .fetch_all(&mut *connection)
        .await?;
    let mut marks = Marks::default();
    for bodies in bodies.chunks(PLACED_TOGETHER) {
        let observations = bodies.iter().map(|body| serde_json::from_str::<Observation>(body));
        let observations = observations.collect::<Result<Vec<_>, _>>()?;
        marks.learn(connection, observations.iter().filter_map(|it| it.position)).await?;
        let mut moved = Vec::new();
        for it in observations {
            let (area, lighting) = (area(ground, it.position), marks.lighting(it.position));
            if area != it.area || lighting != it.lighting {
                moved.push(Row::of(it.id, Some(Observation { area, lighting, ..it }))?);
            }
        }
        insert(connection, OBSERVATIONS, ground, &moved).await?;
    }
    Ok(())
}
