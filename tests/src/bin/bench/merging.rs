//! How well observations are merged that walkers made of real lamps: against truth, against a fixed circle and DBSCAN.
//!
//! Promises: the lamps are those of the demonstration's map, the walkers are simulated by seed; what was fitted was fitted
//! to [`TRAINED`] and what is told is told of [`HELD_OUT`]. Rivals have the radius that is best in hindsight.

mod rivals;
mod told;
mod walked;

use std::fmt::Write as _;

use shared::geo::{Metres, Position};
use shared::position::simulated::{Sky, plane};
use shared::situation::{Lamps, Merged};

use self::rivals::{RIVALS, Rival};
use self::told::{Pairs, Partition, Reliability};
use self::walked::{Kind, Scene, scene};
use crate::Figure;

/// Seeds that constants of the model were fitted to.
pub(crate) const TRAINED: std::ops::Range<u64> = 0..24;
/// Seeds that nothing was fitted to.
pub(crate) const HELD_OUT: std::ops::Range<u64> = 1_000..1_024;

const WALKERS: [usize; 4] = [5, 10, 20, 30];
const SKIES: [(&str, Sky); 2] = [("open sky", Sky::OPEN), ("between houses", Sky::CANYON)];
const HOW: &str = "pairwise precision / recall / F1 of faulty lamps";

/// All that is told of walks under these lamps.
pub(crate) fn measure(lamps: &[Position], seeds: std::ops::Range<u64>) -> Vec<Figure> {
    let lamps_m = moved(lamps);
    let of = |(sky_name, sky)| {
        WALKERS.map(|walkers| {
            let scenes = seeds.clone().map(|seed| scene(seed, walkers, sky, &lamps_m)).collect();
            Cell { what: format!("{walkers} walkers, {sky_name}"), scenes }
        })
    };
    let cells: Vec<Cell> = SKIES.into_iter().flat_map(of).collect();
    let ours: Vec<[Vec<Ours>; 2]> = cells.iter().map(Cell::merged).collect();
    let mut figures = Vec::new();
    for (cell, ours) in cells.iter().zip(&ours) {
        figures.extend(cell.of_lamps(ours));
    }
    for (name, at) in [("lamps not known", 0), ("lamps known", 1)] {
        let all = || cells.iter().zip(&ours).flat_map(|(cell, ours)| cell.scenes.iter().zip(&ours[at]));
        figures.extend(told::errors(all(), name));
        figures.extend(told::reliability(all(), name));
    }
    for kind in [Kind::Scrawl, Kind::DarkPath, Kind::Litter] {
        figures.extend(
            cells
                .iter()
                .zip(&ours)
                .filter(|(it, _)| it.scenes[0].walkers == 20)
                .map(|(cell, ours)| cell.of_kind(&ours[0], kind)),
        );
    }
    figures
}

/// The same lamps where simulated phones walk: around the middle of their plane.
fn moved(lamps: &[Position]) -> Vec<Metres> {
    let Some(first) = lamps.first() else { return Vec::new() };
    let around = shared::geo::Plane::around(*first);
    lamps.iter().map(|it| around.metres(*it)).collect()
}

/// What is told of one kind of walk.
struct Cell {
    what: String,
    scenes: Vec<Scene>,
}

/// What we make of a scene.
pub(crate) struct Ours {
    merged: Merged,
    partition: Partition,
}

impl Ours {
    fn of(scene: &Scene, lamps: &Lamps) -> Self {
        let observations = scene.observations(!lamps.is_empty());
        let merged = Merged::of(&observations, std::collections::BTreeMap::new(), lamps.clone());
        let label = |id| merged.group_of(id).map(|group| group.id);
        let partition = told::numbered(observations.iter().map(|it| label(it.id)));
        Self { merged, partition }
    }
}

impl Cell {
    fn merged(&self) -> [Vec<Ours>; 2] {
        let without = self.scenes.iter().map(|it| Ours::of(it, &Lamps::default())).collect();
        [without, self.scenes.iter().map(|it| Ours::of(it, &it.lamps)).collect()]
    }

    fn pairs<'a>(&self, kind: Kind, partitions: impl Iterator<Item = &'a Partition>) -> Pairs {
        self.scenes.iter().zip(partitions).map(|(scene, labels)| Pairs::of(scene, kind, labels)).sum()
    }

    fn of_lamps(&self, ours: &[Vec<Ours>; 2]) -> Vec<Figure> {
        let figure =
            |name: &str, pairs: Pairs| Figure::new(&format!("{}: {name}", self.what), pairs.to_string(), HOW);
        let our = |at: usize| self.pairs(Kind::Lamp, ours[at].iter().map(|it| &it.partition));
        let mut figures = vec![figure("ours, lamps not known", our(0)), figure("ours, lamps known", our(1))];
        figures.extend(RIVALS.iter().map(|rival| {
            let (reach_m, pairs) = self.best(rival, Kind::Lamp);
            figure(&format!("{}, best at {reach_m:.0} m", rival.name), pairs)
        }));
        figures
    }

    fn of_kind(&self, ours: &[Ours], kind: Kind) -> Figure {
        let mut found = format!("ours {}", self.pairs(kind, ours.iter().map(|it| &it.partition)));
        for rival in RIVALS.iter().filter(|rival| !rival.knows_lamps) {
            let (reach_m, pairs) = self.best(rival, kind);
            let _ = write!(found, "; {} {pairs} at {reach_m:.0} m", rival.name);
        }
        let how = "pairwise precision / recall / F1";
        Figure::new(&format!("{}: {}", self.what, kind.name()), found, how)
    }

    /// The reach that is best in hindsight, on the very walks that are told of.
    fn best(&self, rival: &Rival, kind: Kind) -> (f64, Pairs) {
        let of = |reach_m: f64| {
            let labels: Vec<Partition> = self.scenes.iter().map(|it| rival.labels(it, reach_m)).collect();
            (reach_m, self.pairs(kind, labels.iter()))
        };
        let all = (3..=60).map(|reach_m| of(f64::from(reach_m)));
        all.max_by(|a, b| a.1.f1().total_cmp(&b.1.f1())).unwrap()
    }
}

/// The step of [`Reliability`] that would bring what was told to what was true, for fitting anew.
pub(crate) fn correction(lamps: &[Position]) -> [[f64; 2]; 2] {
    let lamps_m = moved(lamps);
    let scenes: Vec<Scene> = SKIES
        .into_iter()
        .flat_map(|(_, sky)| WALKERS.map(|walkers| (walkers, sky)))
        .flat_map(|(walkers, sky)| TRAINED.map(move |seed| (seed, walkers, sky)))
        .map(|(seed, walkers, sky)| scene(seed, walkers, sky, &lamps_m))
        .collect();
    let of = |known: bool| {
        let lamps = |scene: &Scene| if known { scene.lamps.clone() } else { Lamps::default() };
        let ours: Vec<Ours> = scenes.iter().map(|it| Ours::of(it, &lamps(it))).collect();
        Reliability::of(scenes.iter().zip(&ours)).correction()
    };
    [of(false), of(true)]
}

/// A position in the plane of all simulated walks.
fn position(place_m: Metres) -> Position {
    plane().position(place_m).unwrap()
}
