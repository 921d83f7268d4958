//! What is known of light at a place: by the municipality's own register of lamps, else by the base map.
//!
//! Promises: where neither knows anything, nothing is said; the map's lamps count only where one is near, for on most
//! streets nobody has drawn them. What was asked of the database is remembered by cells, so that a batch of observations
//! costs one question, and none where somebody has been before.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AnyConnection;

use shared::geo::{BoundingBox, Position};
use shared::situation::Lighting;

use crate::store::StoreError;
use crate::store::assets::{LAMP, LIT_WAY, MAP_LAMP, UNLIT_WAY};
use crate::surroundings::around;

/// First one looks near, and then whether lamps are known here at all, in metres.
const NEAR_M: f64 = 60.0;
const KNOWN_M: f64 = 500.0;
/// Who is this near to a way is on it, for all that phones and maps know, in metres.
const ON_WAY_M: f64 = 20.0;

const ALL: [&str; 4] = [LAMP, MAP_LAMP, LIT_WAY, UNLIT_WAY];

/// Cells in a degree north, and east: a cell is some 280 m by 240 m where we are.
const NORTH: f64 = 400.0;
const EAST: f64 = 200.0;

/// When so many cells or marks are remembered, all are forgotten before more are asked for.
const MOST_CELLS: usize = 50_000;
const MOST_MARKS: usize = 500_000;

/// Whole steps north and east.
type Cell = (i32, i32);

/// A lamp, or a place along a way.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Which of [`ALL`].
    kind: usize,
    lat: f64,
    lon: f64,
}

/// What is remembered of lamps and ways.
#[derive(Debug, Default)]
pub struct Marks {
    version: Option<i64>,
    cells: BTreeMap<Cell, Vec<Mark>>,
    count: usize,
    questions: u64,
}

/// The marks of these kinds within boxes: of each box its number, and of each mark the kind and the place.
const WITHIN: &str = "SELECT CAST(box.value ->> 0 AS BIGINT), kind, lat, lon
    FROM json_each($1) AS box CROSS JOIN assets
    WHERE kind IN ($2, $3, $4, $5)
    AND lat BETWEEN CAST(box.value ->> 1 AS DOUBLE PRECISION) AND CAST(box.value ->> 2 AS DOUBLE PRECISION)
    AND lon BETWEEN CAST(box.value ->> 3 AS DOUBLE PRECISION) AND CAST(box.value ->> 4 AS DOUBLE PRECISION)";

impl Marks {
    /// Forgets what was remembered of another version of the register and the map.
    pub fn of_version(&mut self, version: i64) {
        if self.version != Some(version) {
            *self = Self { version: Some(version), questions: self.questions, ..Self::default() };
        }
    }

    /// How many questions the database was asked.
    pub fn questions(&self) -> u64 {
        self.questions
    }

    /// Asks for what is around these places and not remembered, at once.
    pub async fn learn(
        &mut self,
        connection: &mut AnyConnection,
        places: impl Iterator<Item = Position>,
    ) -> Result<(), StoreError> {
        let wanted: BTreeSet<Cell> = places.flat_map(|place| cells(place, KNOWN_M)).collect();
        if self.cells.len() > MOST_CELLS || self.count > MOST_MARKS {
            (self.cells, self.count) = (BTreeMap::new(), 0);
        }
        let missing: Vec<Cell> = wanted.into_iter().filter(|cell| !self.cells.contains_key(cell)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let runs = runs(&missing);
        let found = within(connection, &runs).await?;
        self.questions += 1;
        self.cells.extend(missing.into_iter().map(|cell| (cell, Vec::new())));
        self.count += found.len();
        for (run, kind, lat, lon) in found {
            let run = &runs[usize::try_from(run).unwrap_or(usize::MAX).min(runs.len() - 1)];
            let kind = ALL.iter().position(|it| *it == kind).unwrap_or_default();
            // Rounding may put what lies on an edge beside it.
            let cell = (run.north, step(lon, EAST).clamp(run.first, run.last));
            self.cells.entry(cell).or_default().push(Mark { kind, lat, lon });
        }
        Ok(())
    }

    /// What is known of light at a place that was learned of.
    pub fn lighting(&self, position: Option<Position>) -> Lighting {
        let Some(position) = position else { return Lighting::default() };
        if let Some(lamp_m) = self.nearest_m(LAMP, position, NEAR_M) {
            return Lighting { lamp_m: Some(lamp_m), lit: None };
        }
        if let Some(lamp_m) = self.nearest_m(LAMP, position, KNOWN_M) {
            return Lighting { lamp_m: Some(lamp_m), lit: None };
        }
        let way_m = |kind| self.nearest_m(kind, position, ON_WAY_M);
        let lit = match (way_m(LIT_WAY), way_m(UNLIT_WAY)) {
            (None, None) => None,
            (lit, unlit) => Some(lit.unwrap_or(f64::MAX) <= unlit.unwrap_or(f64::MAX)),
        };
        Lighting { lamp_m: self.nearest_m(MAP_LAMP, position, NEAR_M), lit }
    }

    fn nearest_m(&self, kind: &str, position: Position, within_m: f64) -> Option<f64> {
        let bbox = around(std::iter::once([position.lon(), position.lat()]), within_m)?;
        let marks = cells(position, within_m).filter_map(|cell| self.cells.get(&cell)).flatten();
        let of_kind = marks.filter(|mark| ALL[mark.kind] == kind && holds(&bbox, mark));
        let away_m = |mark: &Mark| Some(Position::new(mark.lat, mark.lon).ok()?.distance_m(position));
        let nearest = of_kind.filter_map(away_m).min_by(f64::total_cmp);
        nearest.filter(|metres| *metres <= within_m).map(|metres| (metres * 10.0).round() / 10.0)
    }
}

fn holds(bbox: &BoundingBox, mark: &Mark) -> bool {
    (bbox.south..=bbox.north).contains(&mark.lat) && (bbox.west..=bbox.east).contains(&mark.lon)
}

/// The cells that reach within so many metres of a place.
fn cells(place: Position, within_m: f64) -> impl Iterator<Item = Cell> {
    let bbox = around(std::iter::once([place.lon(), place.lat()]), within_m);
    bbox.into_iter().flat_map(|it| {
        let (west, east) = (step(it.west, EAST), step(it.east, EAST));
        let norths = step(it.south, NORTH)..=step(it.north, NORTH);
        norths.flat_map(move |north| (west..=east).map(move |east| (north, east)))
    })
}

#[expect(clippy::cast_possible_truncation, reason = "a hundred thousand steps at most")]
fn step(degrees: f64, per_degree: f64) -> i32 {
    (degrees * per_degree).floor() as i32
}

/// Cells side by side.
struct Run {
    north: i32,
    first: i32,
    last: i32,
}

/// Cells in order, as runs: fewer and longer boxes are found sooner.
fn runs(cells: &[Cell]) -> Vec<Run> {
    let is_next = |one: &Cell, next: &Cell| one.0 == next.0 && one.1 + 1 == next.1;
    let run = |cells: &[Cell]| {
        Some(Run { north: cells.first()?.0, first: cells.first()?.1, last: cells.last()?.1 })
    };
    cells.chunk_by(is_next).filter_map(run).collect()
}

async fn within(
    connection: &mut AnyConnection,
    runs: &[Run],
) -> Result<Vec<(i64, String, f64, f64)>, StoreError> {
    let edges = |(number, it): (usize, &Run)| {
        let (north, first, last) = (f64::from(it.north), f64::from(it.first), f64::from(it.last));
        (number, north / NORTH, (north + 1.0) / NORTH, first / EAST, (last + 1.0) / EAST)
    };
    let boxes: Vec<_> = runs.iter().enumerate().map(edges).collect();
    let asked = sqlx::query_as(WITHIN).bind(serde_json::to_string(&boxes)?);
    let asked = ALL.into_iter().fold(asked, sqlx::query::QueryAs::bind);
    Ok(asked.fetch_all(connection).await?)
}
