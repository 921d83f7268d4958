//! Where findings lie close: what is more than chance, and a surface for the eye; and what comes together in a place.
//!
//! Promises: only squares where somebody was are compared, since "not walked" is not "safe": a loop through an unwalked
//! park is no hot spot for being walked. The false discovery rate is held over all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::material::Chosen;
use crate::geo::{Metres, Position};
use crate::situation::statistics::{
    FALSE_DISCOVERY_RATE, Field, Own, Together, Trait, adjusted_p, density_per_km2, real, seen_by_place,
    together, two_sided_p,
};
use crate::statement::Feeling;
use crate::track::points;

/// Fewer squares than this tell nothing: with few places the normal distribution that scores rest on is no good.
pub const FEWEST_CELLS: usize = 30;

/// How far the surface spreads each finding, in metres: as far as one sees.
const SPREAD_M: f64 = 150.0;

/// The surface is told where it is at least this share of its top.
const LEAST_SHARE: f64 = 0.1;

/// More squares of the surface than this are not told.
const MOST_DENSE: usize = 4_000;

/// A square around which more voices lie than chance puts there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HotCell {
    /// The middle of the square.
    pub middle: Position,
    /// Voices on unsafe findings in the square itself.
    pub voices: usize,
    /// How many standard deviations it and its neighbours hold more than expected (Gi*).
    pub z: f64,
    /// The probability, adjusted for there being many squares.
    pub adjusted_p: f64,
}

/// A square of the surface.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DenseCell {
    /// The middle of the square.
    pub middle: Position,
    /// Unsafe findings for each square kilometre, smoothed over 150 m.
    pub per_km2: f64,
}

/// Where findings lie close.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spots {
    /// The side of the squares, in metres; absent where nothing has a place.
    pub side_m: Option<f64>,
    /// How many squares somebody was in and were compared.
    pub cells: usize,
    /// Those that stand out, the hottest first. None is told of fewer than [`FEWEST_CELLS`].
    pub hot: Vec<HotCell>,
    /// Whether voices lie gathered over all squares, or spread; absent where [`FEWEST_CELLS`] are not there.
    #[serde(default)]
    pub gathered: Option<Gathered>,
    /// The surface, for the eye.
    pub dense: Vec<DenseCell>,
}

/// Whether squares with many voices lie beside each other (Moran's I).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gathered {
    /// Above `expected` like lies beside like, below it beside unlike.
    pub i: f64,
    /// What chance gives on average.
    pub expected: f64,
    /// How often shuffling the voices over the squares gives something as far from that; two-sided.
    pub p: f64,
}

impl Spots {
    /// Whether a position lies in a square that stands out.
    pub(super) fn is_hot(&self, position: Position) -> bool {
        let Some(side_m) = self.side_m else { return false };
        let plane = crate::geo::Plane::around(position);
        let holds = |middle: Position| plane.metres(middle).iter().all(|off_m| off_m.abs() <= side_m / 2.0);
        self.hot.iter().any(|it| holds(it.middle))
    }
}

pub(super) fn spots(now: &Chosen) -> Spots {
    let Some(cells) = Cells::over(places(now)) else { return Spots::default() };
    let voices = voices_by_cell(now, &cells);
    let field = field(&cells, &voices);
    Spots {
        side_m: Some(cells.grid.side_m()),
        cells: voices.len(),
        hot: field.as_ref().map(|field| hot(&cells, &voices, field)).unwrap_or_default(),
        gathered: field.as_ref().and_then(Field::moran).map(|it| Gathered {
            i: it.i,
            expected: it.expected,
            p: it.p(),
        }),
        dense: dense(now, &cells),
    }
}

/// Everywhere that somebody observed something or walked, as far as one knows.
fn places<'a>(now: &'a Chosen) -> impl Iterator<Item = Position> + Clone + 'a {
    let observed = now.observations.iter().filter_map(|it| it.position);
    let walked = now.stretches.iter().flat_map(|it| points(it.tracked)).map(|it| it.position);
    observed.chain(walked)
}

/// Voices on unsafe findings in each square that somebody was in.
fn voices_by_cell(now: &Chosen, cells: &Cells) -> BTreeMap<usize, usize> {
    let mut voices: BTreeMap<usize, usize> =
        places(now).filter_map(|it| cells.cell(it)).map(|cell| (cell, 0)).collect();
    for it in now.of(Feeling::Unsafe) {
        if let Some(cell) = it.finding.position.and_then(|at| cells.cell(at)) {
            *voices.entry(cell).or_default() += it.voices;
        }
    }
    voices
}

/// The squares that are compared, each with those around it; none where they are too few.
fn field(cells: &Cells, voices: &BTreeMap<usize, usize>) -> Option<Field> {
    if voices.len() < FEWEST_CELLS {
        return None;
    }
    let index: BTreeMap<usize, usize> = voices.keys().enumerate().map(|(at, cell)| (*cell, at)).collect();
    let beside = |cell: usize| {
        cells.grid.around(cell).filter_map(|it| index.get(&it).copied()).collect::<Vec<usize>>()
    };
    let neighbours = voices.keys().map(|cell| beside(*cell)).collect();
    let values = voices.values().map(|it| real(*it)).collect();
    Field::new(values, neighbours).ok()
}

fn hot(cells: &Cells, voices: &BTreeMap<usize, usize>, field: &Field) -> Vec<HotCell> {
    let scores: Vec<f64> = field.getis_ord(Own::Included).into_iter().map(|z| z.unwrap_or(0.0)).collect();
    let adjusted = adjusted_p(&scores.iter().map(|z| two_sided_p(*z)).collect::<Vec<_>>());
    let told = voices.iter().zip(scores.into_iter().zip(adjusted));
    let hot = told.filter(|(_, (z, p))| *z > 0.0 && *p <= FALSE_DISCOVERY_RATE);
    let mut hot: Vec<HotCell> = hot
        .filter_map(|((cell, voices), (z, adjusted_p))| {
            Some(HotCell { middle: cells.middle(*cell)?, voices: *voices, z, adjusted_p })
        })
        .collect();
    hot.sort_by(|a, b| b.z.total_cmp(&a.z));
    hot
}

fn dense(now: &Chosen, cells: &Cells) -> Vec<DenseCell> {
    let positions = now.of(Feeling::Unsafe).filter_map(|it| it.finding.position);
    let points: Vec<Metres> = positions.map(|it| cells.metres(it)).collect();
    let surface = density_per_km2(cells.grid, &points, SPREAD_M.max(2.0 * cells.grid.side_m()));
    let least = LEAST_SHARE * surface.values().iter().copied().fold(0.0, f64::max);
    let dense = surface.values().iter().enumerate().filter(|(_, it)| **it > 0.0 && **it >= least);
    let told = dense.filter_map(|(cell, it)| Some(DenseCell { middle: cells.middle(cell)?, per_km2: *it }));
    let mut told: Vec<DenseCell> = told.collect();
    told.sort_by(|a, b| b.per_km2.total_cmp(&a.per_km2));
    told.truncate(MOST_DENSE);
    told
}

/// What comes together in the squares where something was observed.
pub(super) fn together_at_places(now: &Chosen) -> Vec<Together<Trait>> {
    let placed = || now.unsafe_ones().filter(|it| it.position.is_some());
    let positions: Vec<Position> = placed().filter_map(|it| it.position).collect();
    let Some(cells) = Cells::over(positions.iter().copied()) else { return Vec::new() };
    together(&seen_by_place(placed(), |it| it.position.and_then(|at| cells.cell(at))))
}
