//! Which streets were walked, when and in which light, and which never: what a picture may speak of.
//!
//! Promises: a piece of street counts as walked where somebody's track passes within [`REACH_M`]; no track itself is
//! told, only streets. Streets without a name count in the lengths and are not listed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::material::{Material, Stretch};
use super::walked::light_of;
use crate::geo::{Metres, Plane, Position, apart_m};
use crate::light::Light;
use crate::track::points;

/// Phones and maps together are this far off in a street, in metres.
pub const REACH_M: f64 = 20.0;

/// Streets and tracks are looked at in pieces of at most this length, in metres.
const PIECE_M: f64 = 10.0;

/// Of a street that was walked less than this share of, one may not speak.
const WALKED_SHARE: f64 = 0.5;

/// A street or path, or a piece of one, as a map has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Street {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Along its middle.
    pub line: Vec<Position>,
}

/// A street with how much of it was walked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreetWalked {
    /// Its name.
    pub name: String,
    /// How long it is in the area, in metres.
    pub length_m: f64,
    /// How much of that was walked.
    pub walked_m: f64,
    /// How much was walked in the dark.
    pub dark_m: f64,
    /// When somebody last walked there; absent where nobody did.
    pub last_at_ms: Option<i64>,
}

/// The streets of an area.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreetsWalked {
    /// How long all streets and paths are together, in metres.
    pub length_m: f64,
    /// How much of that was walked.
    pub walked_m: f64,
    /// How much of that in the dark.
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
    let (mut all, mut by_name) = (StreetsWalked::default(), BTreeMap::<&str, StreetWalked>::new());
    for street in streets {
        let line: Vec<Metres> = street.line.iter().map(|it| plane.metres(*it)).collect();
        let seen: Vec<(Piece, Option<Seen>)> =
            pieces(&line).into_iter().map(|it| (it, trodden.near(it.middle()))).collect();
        let own = told(street.name.as_deref().unwrap_or_default(), &seen);
        all.length_m += own.length_m;
        all.walked_m += own.walked_m;
        all.dark_m += own.dark_m;
        all.lines.extend(lines(plane, &seen));
        if let Some(name) = &street.name {
            by_name.entry(name).and_modify(|it| join(it, &own)).or_insert(own);
        }
    }
    let is_walked = |it: &StreetWalked| it.walked_m >= WALKED_SHARE * it.length_m;
    (all.walked, all.never) = by_name.into_values().partition(is_walked);
    all.walked.sort_by(|a, b| b.walked_m.total_cmp(&a.walked_m));
    all.never.sort_by(|a, b| (b.length_m - b.walked_m).total_cmp(&(a.length_m - a.walked_m)));
    all
}

fn join(street: &mut StreetWalked, more: &StreetWalked) {
    street.length_m += more.length_m;
    street.walked_m += more.walked_m;
    street.dark_m += more.dark_m;
    street.last_at_ms = street.last_at_ms.max(more.last_at_ms);
}

fn told(name: &str, pieces: &[(Piece, Option<Seen>)]) -> StreetWalked {
    let sum = |is_wanted: &dyn Fn(&Option<Seen>) -> bool| {
        pieces.iter().filter(|(_, seen)| is_wanted(seen)).map(|(piece, _)| piece.length_m()).sum()
    };
    StreetWalked {
        name: name.to_owned(),
        length_m: sum(&|_| true),
        walked_m: sum(&Option::is_some),
        dark_m: sum(&|seen| seen.is_some_and(|it| it.in_the_dark)),
        last_at_ms: pieces.iter().filter_map(|(_, seen)| seen.map(|it| it.last_at_ms)).max(),
    }
}

/// The walked pieces, joined where they follow on each other.
fn lines(plane: Plane, pieces: &[(Piece, Option<Seen>)]) -> Vec<Vec<[f64; 2]>> {
    let lon_lat = |at: Metres| plane.position(at).map(|it| [it.lon(), it.lat()]);
    let runs = pieces.chunk_by(|a, b| a.1.is_some() == b.1.is_some());
    let line = |run: &[(Piece, Option<Seen>)]| {
        let first = run.first().map(|(piece, _)| piece.from).into_iter();
        first.chain(run.iter().map(|(piece, _)| piece.to)).filter_map(lon_lat).collect()
    };
    runs.filter(|run| run[0].1.is_some()).map(line).collect()
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

/// Who passed near a place.
#[derive(Debug, Clone, Copy)]
struct Seen {
    last_at_ms: i64,
    in_the_dark: bool,
}

/// Points along tracks, by squares of [`REACH_M`].
struct Trodden(BTreeMap<[i64; 2], Vec<(Metres, Seen)>>);

impl Trodden {
    fn of(plane: Plane, stretches: &[Stretch]) -> Self {
        let mut by_square: BTreeMap<[i64; 2], Vec<(Metres, Seen)>> = BTreeMap::new();
        for stretch in stretches {
            let in_the_dark = light_of(stretch) == Some(Light::Dark);
            let seen = Seen { last_at_ms: stretch.tracked.at_ms, in_the_dark };
            let line: Vec<Metres> =
                points(stretch.tracked).into_iter().map(|it| plane.metres(it.position)).collect();
            let ends = pieces(&line).into_iter().flat_map(|it| [it.from, it.to]);
            // A bend is the end of one piece and the start of the next; one of them does.
            let mut there = BTreeSet::new();
            for at in ends.filter(|at| there.insert(at.map(f64::to_bits))) {
                by_square.entry(square(at)).or_default().push((at, seen));
            }
        }
        Self(by_square)
    }

    /// Who passed within [`REACH_M`], if anybody did.
    fn near(&self, at: Metres) -> Option<Seen> {
        let [east, north] = square(at);
        let squares = (-1..=1).flat_map(|x| (-1..=1).map(move |y| [east + x, north + y]));
        let there = squares.filter_map(|it| self.0.get(&it)).flatten();
        let near = there.filter(|(point, _)| apart_m(*point, at) <= REACH_M).map(|(_, seen)| *seen);
        near.reduce(|a, b| Seen {
            last_at_ms: a.last_at_ms.max(b.last_at_ms),
            in_the_dark: a.in_the_dark || b.in_the_dark,
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "within a municipality, in squares of metres")]
fn square(at: Metres) -> [i64; 2] {
    at.map(|metres| (metres / REACH_M).floor() as i64)
}
