//! How long it takes to merge all observations of a municipality anew.

use std::collections::BTreeMap;

use shared::geo::{Place, Position};
use shared::id::{RecordId, SeriesId};
use shared::situation::{Lamps, Observation, findings};
use tests::wait;

use crate::Figure;

pub(crate) fn measure() -> Vec<Figure> {
    [10_000, 100_000].map(of).into_iter().collect()
}

fn of(count: u32) -> Figure {
    let observations: Vec<Observation> = (0..count).map(observation).collect();
    let begun = wait::now();
    let found = findings(&observations, &[], &BTreeMap::new(), &BTreeMap::new(), &Lamps::default());
    let took = begun.elapsed();
    let what = format!("findings of {count} observations, all anew");
    let how = "pure function, one core; six categories, sites of four within 5 m on 20 × 20 km";
    Figure::new(&what, format!("{:.0} ms, {} findings", took.as_secs_f64() * 1_000.0, found.len()), how)
}

/// Four to a site; sites scattered by a fixed rule, so that runs can be compared.
fn observation(number: u32) -> Observation {
    let scattered =
        |seed: u32, salt: u32| f64::from((seed ^ salt).wrapping_mul(0x9e37_79b1) >> 8) / f64::from(1 << 24);
    let site = number / 4;
    let lat = 65.5 + 0.18 * scattered(site, 1) + 0.000_05 * scattered(number, 2);
    let lon = 21.9 + 0.43 * scattered(site, 3) + 0.000_1 * scattered(number, 4);
    let categories = ["lighting", "vegetation", "graffiti", "littering", "snow", "traffic"];
    let category = categories[site as usize % categories.len()].parse().unwrap();
    let series = SeriesId::from_bytes([number.to_be_bytes(); 4].concat().try_into().unwrap());
    let place = Place::measured(Position::new(lat, lon).unwrap(), 6.0);
    let pointed_at = Observation::pointed_at(RecordId { series, number: 1 }, category, place);
    Observation { at_ms: i64::from(number), ..pointed_at }
}
