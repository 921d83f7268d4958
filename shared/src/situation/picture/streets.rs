//! Which streets were walked, when and in which light, and which never: what a picture may speak of.
//!
//! Promises: a piece of street counts as walked where somebody's track passes within [`REACH_M`]; no track itself is
//! told, only streets; of a street that fewer than [`FEWEST_ON_STREET`] walked nothing is told but whether it counts as
//! walked. Streets without a name count in the lengths and are not listed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::material::{Material, Stretch};
use super::walked::light_of;
use crate::geo::{Metres, Plane, Position, apart_m};
use crate::id::SeriesId;
use crate::light::Light;
use crate::time::HOUR_MS;
use crate::track::points;

/// Phones and maps together are this far off in a street, in metres.
pub const REACH_M: f64 = 20.0;

/// Of a street that fewer walkers than this walked (series: one phone in one walk), where they turned, when and in which
/// light is their way home, and not told.
pub const FEWEST_ON_STREET: usize = 3;

/// Streets and tracks are looked at in pieces of at most this length, in metres.
const PIECE_M: f64 = 10.0;

/// Of a street that was walked less than this share of, one may not speak.
const WALKED_SHARE: f64 = 0.5;

/// Sums over all streets are told to so many metres: what a single street adds cannot be reckoned from them.
const TOLD_TO_M: f64 = 100.0;

/// A street or path, or a piece of one, as a map has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Street {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Along its middle.
    pub line: Vec<Position>,
}

/// How much of a street was walked in one light.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreetInLight {
    /// The sky's light.
    pub light: Light,
    /// How much was walked in it, in metres.
    pub walked_m: f64,
}

/// A street with how much of it was walked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreetWalked {
    /// Its name.
    pub name: String,
    /// How long it is in the area, in metres.
    pub length_m: f64,
    /// How much of that was walked; all of it or nothing where fewer than [`FEWEST_ON_STREET`] walked there.
    pub walked_m: f64,
    /// How much was walked in the dark; absent where fewer than [`FEWEST_ON_STREET`] walked there.
    pub dark_m: Option<f64>,
    /// The hour in which somebody last walked there; absent where fewer than [`FEWEST_ON_STREET`] did.
    pub last_at_ms: Option<i64>,
    /// How much was walked in each light, the lightest first; empty where fewer than [`FEWEST_ON_STREET`] walked there.
    #[serde(default)]
    pub by_light: Vec<StreetInLight>,
}

/// The streets of an area.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreetsWalked {
    /// How long all streets and paths are together, in metres.
    pub length_m: f64,
    /// How much of that was walked, to 100 m.
    pub walked_m: f64,
    /// How much of that in the dark, to 100 m.
    pub dark_m: f64,
    /// Streets of which at least half was walked, the longest walk first.
    pub walked: Vec<StreetWalked>,
    /// Streets of which less was walked, the longest unwalked first: the picture does not speak of these.
    pub never: Vec<StreetWalked>,
    /// The walked pieces as lines of `[lon, lat]`, for a map.
    pub lines: Vec<Vec<[f64; 2]>>,
}

/// The streets of the material; none without a map of them or without tracks.
pub(super) fn of(material: &Material) -> Option<StreetsWalked> {
    let (streets, stretches) = (material.knowledge.streets, &material.now.stretches);
    (!streets.is_empty() && !stretches.is_empty()).then(|| streets_walked(streets, stretches))
}

/// How much of these streets was walked on these tracks.
pub fn streets_walked(streets: &[Street], stretches: &[Stretch]) -> StreetsWalked {
    let Some(origin) = streets.iter().find_map(|it| it.line.first()) else { return StreetsWalked::default() };
    let plane = Plane::around(*origin);
    let trodden = Trodden::of(plane, stretches);
    let (mut all, mut listed) = (StreetsWalked::default(), Vec::new());
    for (name, ways) in whole_streets(streets, |it| trodden.along(plane, it)) {
        all.length_m += length_m(&ways, |_| true);
        all.walked_m += length_m(&ways, |it| it.is_walked);
        all.dark_m += length_m(&ways, |it| it.lights.contains(&Light::Dark));
        let ways = protected(ways);
        all.lines.extend(ways.iter().flat_map(|it| lines(plane, it)));
        listed.extend(name.map(|name| told(name, &ways)));
    }
    for sum_m in [&mut all.walked_m, &mut all.dark_m] {
        *sum_m = (*sum_m / TOLD_TO_M).round() * TOLD_TO_M;
    }
    let is_walked = |it: &StreetWalked| it.walked_m >= WALKED_SHARE * it.length_m;
    (all.walked, all.never) = listed.into_iter().partition(is_walked);
    all.walked.sort_by(|a, b| b.walked_m.total_cmp(&a.walked_m));
    all.never.sort_by(|a, b| (b.length_m - b.walked_m).total_cmp(&(a.length_m - a.walked_m)));
    all
}

/// A line of a map in pieces, each with who passed.
type Way = Vec<(Piece, Seen)>;

/// Each street with all ways of its name; a way without a name is a street of its own.
fn whole_streets(streets: &[Street], along: impl Fn(&Street) -> Way) -> Vec<(Option<&str>, Vec<Way>)> {
    let (mut by_name, mut nameless) = (BTreeMap::<&str, Vec<Way>>::new(), Vec::new());
    for street in streets {
        match street.name.as_deref() {
            Some(name) => by_name.entry(name).or_default().push(along(street)),
            None => nameless.push((None, vec![along(street)])),
        }
    }
    by_name.into_iter().map(|(name, ways)| (Some(name), ways)).chain(nameless).collect()
}

/// A street as it may be told of: where few walked it, as walked or as not walked, and nothing else.
fn protected(mut ways: Vec<Way>) -> Vec<Way> {
    let walkers: BTreeSet<SeriesId> = ways.iter().flatten().flat_map(|(_, it)| it.walkers.clone()).collect();
    if walkers.len() < FEWEST_ON_STREET {
        let walked_m = length_m(&ways, |it| it.is_walked);
        let is_walked = walked_m > 0.0 && walked_m >= WALKED_SHARE * length_m(&ways, |_| true);
        for (_, seen) in ways.iter_mut().flatten() {
            *seen = Seen { is_walked, ..Seen::default() };
        }
    }
    ways
}

fn length_m(ways: &[Way], is_wanted: impl Fn(&Seen) -> bool) -> f64 {
    ways.iter().flatten().filter(|(_, seen)| is_wanted(seen)).map(|(piece, _)| piece.length_m()).sum()
}

fn told(name: &str, ways: &[Way]) -> StreetWalked {
    let seen = || ways.iter().flatten().map(|(_, seen)| seen);
    let lights: BTreeSet<Light> = seen().flat_map(|it| it.lights.iter().copied()).collect();
    let in_light = |light| length_m(ways, |it| it.lights.contains(&light));
    let last_at_ms = seen().filter_map(|it| it.last_at_ms).max();
    StreetWalked {
        name: name.to_owned(),
        length_m: length_m(ways, |_| true),
        walked_m: length_m(ways, |it| it.is_walked),
        dark_m: last_at_ms.map(|_| in_light(Light::Dark)),
        last_at_ms: last_at_ms.map(|it| it - it.rem_euclid(HOUR_MS)),
        by_light: lights
            .into_iter()
            .map(|light| StreetInLight { light, walked_m: in_light(light) })
            .collect(),
    }
}

/// The walked pieces, joined where they follow on each other.
fn lines(plane: Plane, way: &Way) -> Vec<Vec<[f64; 2]>> {
    let lon_lat = |at: Metres| plane.position(at).map(|it| [it.lon(), it.lat()]);
    let runs = way.chunk_by(|a, b| a.1.is_walked == b.1.is_walked);
    let line = |run: &[(Piece, Seen)]| {
        let first = run.first().map(|(piece, _)| piece.from).into_iter();
        first.chain(run.iter().map(|(piece, _)| piece.to)).filter_map(lon_lat).collect()
    };
    runs.filter(|run| run[0].1.is_walked).map(line).collect()
}

/// A short piece of a street.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: Metres,
    to: Metres,
}

impl Piece {
    fn middle(&self) -> Metres {
        [0, 1].map(|axis| f64::midpoint(self.from[axis], self.to[axis]))
    }

    fn length_m(&self) -> f64 {
        apart_m(self.from, self.to)
    }
}

/// A line in pieces of at most [`PIECE_M`].
fn pieces(line: &[Metres]) -> Vec<Piece> {
    let cut = |pair: &[Metres]| {
        let (from, to) = (pair[0], pair[1]);
        let count = (apart_m(from, to) / PIECE_M).ceil().max(1.0);
        let at = move |step: f64| [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * step / count);
        let steps = std::iter::successors(Some(0.0), move |step| Some(step + 1.0).filter(|it| *it < count));
        steps.map(move |step| Piece { from: at(step), to: at(step + 1.0) })
    };
    line.windows(2).flat_map(cut).collect()
}

/// Who passed near a place, and when.
#[derive(Debug, Clone, Default)]
struct Seen {
    is_walked: bool,
    walkers: BTreeSet<SeriesId>,
    last_at_ms: Option<i64>,
    lights: BTreeSet<Light>,
}

/// Somebody was here.
#[derive(Debug, Clone, Copy)]
struct Step {
    at: Metres,
    walker: SeriesId,
    at_ms: i64,
    light: Option<Light>,
}

/// Points along tracks, by squares of [`REACH_M`].
struct Trodden(BTreeMap<[i64; 2], Vec<Step>>);

impl Trodden {
    fn of(plane: Plane, stretches: &[Stretch]) -> Self {
        let mut by_square: BTreeMap<[i64; 2], Vec<Step>> = BTreeMap::new();
        for stretch in stretches {
            let (walker, at_ms, light) = (stretch.series, stretch.tracked.at_ms, light_of(stretch));
            let line: Vec<Metres> =
                points(stretch.tracked).into_iter().map(|it| plane.metres(it.position)).collect();
            let ends = pieces(&line).into_iter().flat_map(|it| [it.from, it.to]);
            // A bend is the end of one piece and the start of the next; one of them does.
            let mut there = BTreeSet::new();
            for at in ends.filter(|at| there.insert(at.map(f64::to_bits))) {
                by_square.entry(square(at)).or_default().push(Step { at, walker, at_ms, light });
            }
        }
        Self(by_square)
    }

    /// A street in pieces, each with who passed.
    fn along(&self, plane: Plane, street: &Street) -> Way {
        let line: Vec<Metres> = street.line.iter().map(|it| plane.metres(*it)).collect();
        pieces(&line).into_iter().map(|it| (it, self.near(it.middle()))).collect()
    }

    /// Who passed within [`REACH_M`].
    fn near(&self, at: Metres) -> Seen {
        let [east, north] = square(at);
        let squares = (-1..=1).flat_map(|x| (-1..=1).map(move |y| [east + x, north + y]));
        let there = squares.filter_map(|it| self.0.get(&it)).flatten();
        let mut seen = Seen::default();
        for step in there.filter(|step| apart_m(step.at, at) <= REACH_M) {
            seen.is_walked = true;
            seen.walkers.insert(step.walker);
            seen.last_at_ms = seen.last_at_ms.max(Some(step.at_ms));
            seen.lights.extend(step.light);
        }
        seen
    }
}

#[expect(clippy::cast_possible_truncation, reason = "within a municipality, in squares of metres")]
fn square(at: Metres) -> [i64; 2] {
    at.map(|metres| (metres / REACH_M).floor() as i64)
}
