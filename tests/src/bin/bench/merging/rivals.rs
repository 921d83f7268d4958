//! What one could do instead of weighing: a circle, DBSCAN, the nearest lamp.

use shared::geo::{Metres, apart_m};
use shared::situation::statistics::clusters;

use super::told::Partition;
use super::walked::{Kind, Scene};

/// Labels of places within a reach, with the lamps that are known.
type Group = fn(&[Metres], f64, &[Metres]) -> Vec<Option<usize>>;

/// One way to group places, with one length to choose.
pub(crate) struct Rival {
    pub(crate) name: &'static str,
    pub(crate) knows_lamps: bool,
    group: Group,
}

pub(crate) const RIVALS: [Rival; 4] = [
    Rival { name: "fixed radius", knows_lamps: false, group: fixed_radius },
    Rival { name: "DBSCAN, 2 points", knows_lamps: false, group: |it, reach_m, _| clusters(it, reach_m, 2) },
    Rival { name: "DBSCAN, 3 points", knows_lamps: false, group: |it, reach_m, _| clusters(it, reach_m, 3) },
    Rival { name: "nearest known lamp", knows_lamps: true, group: nearest_lamp },
];

impl Rival {
    /// What it makes of a scene, each kind by itself; who belongs to nothing stands alone.
    pub(crate) fn labels(&self, scene: &Scene, reach_m: f64) -> Partition {
        let mut labels: Vec<usize> = (0..scene.voices.len()).collect();
        for kind in [Kind::Lamp, Kind::Scrawl, Kind::DarkPath, Kind::Litter] {
            let mut own: Vec<usize> = (0..labels.len()).filter(|at| scene.voices[*at].kind == kind).collect();
            own.sort_by_key(|at| scene.voices[*at].observation.arrived_at_ms);
            let places: Vec<Metres> = own.iter().map(|at| scene.voices[*at].place_m).collect();
            let first = |label: usize, found: &[Option<usize>]| {
                own[found.iter().position(|it| *it == Some(label)).unwrap()]
            };
            let found = (self.group)(&places, reach_m, &scene.lamps_m);
            for (at, label) in own.iter().zip(&found) {
                labels[*at] = label.map_or(*at, |label| first(label, &found));
            }
        }
        labels
    }
}

/// Each joins the nearest circle it lies in, else draws one around itself; in order of arrival.
fn fixed_radius(places: &[Metres], reach_m: f64, _: &[Metres]) -> Vec<Option<usize>> {
    let mut middles: Vec<Metres> = Vec::new();
    let mut join = |place: &Metres| {
        if let Some(nearest) = nearest(&middles, *place, reach_m) {
            return Some(nearest);
        }
        middles.push(*place);
        Some(middles.len() - 1)
    };
    places.iter().map(&mut join).collect()
}

fn nearest_lamp(places: &[Metres], reach_m: f64, lamps_m: &[Metres]) -> Vec<Option<usize>> {
    places.iter().map(|it| nearest(lamps_m, *it, reach_m)).collect()
}

fn nearest(middles: &[Metres], place: Metres, reach_m: f64) -> Option<usize> {
    let off_m = |at: &usize| apart_m(middles[*at], place);
    let nearest = (0..middles.len()).min_by(|a, b| off_m(a).total_cmp(&off_m(b)))?;
    (off_m(&nearest) <= reach_m).then_some(nearest)
}
