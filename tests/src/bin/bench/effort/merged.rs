//! What errors of position, and of merging, do to the comparison at equal effort: phones are off by up to 8 m, and what they
//! point out is merged as the server merges it.

use std::collections::{BTreeMap, BTreeSet};

use shared::geo::{Place, Plane, Position};
use shared::id::{RecordId, SeriesId};
use shared::position::simulated::Chance;
use shared::situation::statistics::simulated::{Design, TwoPeriods};
use shared::situation::statistics::{Difference, EqualEffort, Refused, WalkPlaces, at_equal_effort};
use shared::situation::{Lamps, Merged, Observation};

/// Phones are off by at most so much, in metres, along each axis.
const OFF_M: f64 = 8.0;

/// Places lie along a street of so many metres.
const STREET_M: f64 = 2_000.0;

/// What is pointed out is of one of so many kinds: only like is merged with like.
const KINDS: [&str; 4] = ["lighting", "snow", "graffiti", "gathering"];

/// Shares called changed, where places are known and where they are merged; of the comparisons that are refused in neither.
pub(super) fn compared(design: &Design, comparisons: usize) -> [(usize, usize); 2] {
    let mut chance = Chance(7);
    let mut counted = [(0, 0); 2];
    for _ in 0..comparisons {
        let truth = TwoPeriods::of(design, &mut chance);
        for (of, found) in counted.iter_mut().zip([truth.equal_effort(), merged(&truth, &mut chance)]) {
            if let Ok(found) = found {
                of.0 += usize::from(found.difference != Difference::NotShown);
                of.1 += 1;
            }
        }
    }
    counted
}

/// The same walks, told by where phones say that they are.
fn merged(truth: &TwoPeriods, chance: &mut Chance) -> Result<EqualEffort, Refused> {
    let along_m: Vec<f64> = truth.is_there.iter().map(|_| chance.between(0.0, STREET_M)).collect();
    let (mut said, mut walk_by_series) = (Vec::new(), BTreeMap::new());
    let mut sizes: [Vec<usize>; 2] = truth.walks.each_ref().map(|walks| walks.iter().map(Vec::len).collect());
    for (period, walks) in truth.walks.iter().enumerate() {
        for (number, walk) in walks.iter().enumerate() {
            for named in walk {
                let series = series(walk_by_series.len());
                walk_by_series.insert(series, (period, number));
                let places = named.iter().enumerate().filter(|(_, is_named)| **is_named);
                said.extend(places.map(|(place, _)| observed(series, place, along_m[place], chance)));
            }
        }
    }
    let by_id: BTreeMap<RecordId, &Observation> = said.iter().map(|it| (it.id, it)).collect();
    let merged = Merged::of(&said, BTreeMap::new(), Lamps::default());
    let mut named: [Vec<WalkPlaces>; 2] = [0, 1].map(|period| {
        let walk = |participants| WalkPlaces { participants, named_by: vec![] };
        std::mem::take(&mut sizes[period]).into_iter().map(walk).collect()
    });
    for (finding, group) in merged.groups().enumerate() {
        let walkers: BTreeSet<SeriesId> =
            group.members.iter().filter_map(|id| Some(by_id.get(id)?.id.series)).collect();
        let mut by_walk: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for series in walkers {
            *by_walk.entry(walk_by_series[&series]).or_default() += 1;
        }
        for ((period, walk), by) in by_walk {
            named[period][walk].named_by.push((finding, by));
        }
    }
    at_equal_effort(&named[0], &named[1], 1)
}

fn observed(series: SeriesId, place: usize, along_m: f64, chance: &mut Chance) -> Observation {
    let ground = Plane::around(Position::new(65.6, 22.1).unwrap());
    let off = [0.0, along_m].map(|at_m| at_m + chance.between(-OFF_M, OFF_M));
    let at = Place::measured(ground.position(off).unwrap(), OFF_M);
    let id = RecordId { series, number: place as u64 + 1 };
    Observation::pointed_at(id, KINDS[place % KINDS.len()].parse().unwrap(), at)
}

fn series(number: usize) -> SeriesId {
    SeriesId::from_bytes((number as u128 + 1).to_be_bytes())
}
