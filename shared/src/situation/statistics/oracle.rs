//! Golden values of other people's programs (libpysal, esda, scikit-learn), where they are at hand.

use serde::Deserialize;

use super::Field;
use crate::geo::Metres;
use crate::outside;

#[derive(Deserialize)]
pub(super) struct Oracle {
    pub(super) columbus: Columbus,
    pub(super) sf_grid250: SfGrid,
    pub(super) sf_dbscan: SfDbscan,
}

#[derive(Deserialize)]
pub(super) struct SfDbscan {
    pub(super) eps: f64,
    pub(super) min_samples: usize,
    pub(super) n: usize,
    pub(super) clusters: usize,
    pub(super) noise: usize,
    pub(super) sizes: [usize; 8],
}

#[derive(Deserialize)]
pub(super) struct Columbus {
    #[serde(rename = "Gstar_z")]
    pub(super) gi_star: Vec<f64>,
    #[serde(rename = "G_z")]
    pub(super) gi: Vec<f64>,
    #[serde(rename = "globalI")]
    pub(super) global_i: f64,
    #[serde(rename = "EI")]
    pub(super) expected_i: f64,
    pub(super) z_norm: f64,
    pub(super) z_rand: f64,
    crime: Vec<f64>,
    queen_neighbours: Vec<Vec<usize>>,
}

impl Columbus {
    pub(super) fn field(&self) -> Field {
        Field::new(self.crime.clone(), self.queen_neighbours.clone()).unwrap()
    }
}

#[derive(Deserialize)]
pub(super) struct SfGrid {
    pub(super) nx: usize,
    pub(super) ny: usize,
    pub(super) x0: f64,
    pub(super) y0: f64,
    #[serde(rename = "maxZ")]
    pub(super) max_z: f64,
    pub(super) argmax: [usize; 2],
    pub(super) hot99: usize,
    #[serde(rename = "sumZ")]
    pub(super) sum_z: f64,
}

/// The golden values; `None`, said aloud, where they are not at hand.
pub(super) fn pysal(wanted_by: &str) -> Option<Oracle> {
    outside::text("oracle/pysal_esda.json", wanted_by).map(|text| serde_json::from_str(&text).unwrap())
}

/// The lines of a table of two columns, without its head.
fn pairs(name: &str) -> Option<Vec<[f64; 2]>> {
    let pair = |line: &str| {
        let (a, b) = line.split_once(',').unwrap();
        [a, b].map(|it| it.trim().parse().unwrap())
    };
    Some(
        outside::text(&format!("oracle/{name}"), "real points and cells")?
            .lines()
            .skip(1)
            .map(pair)
            .collect(),
    )
}

/// Vandalism in San Francisco, in metres of UTM 10 N.
pub(super) fn points() -> Option<Vec<Metres>> {
    pairs("sf_vandalism_utm10.csv")
}

/// Count and Gi* of the cells of 250 m, column by column from the west.
pub(super) fn cells() -> Option<Vec<[f64; 2]>> {
    pairs("sf_grid250.csv")
}
