//! The situation: from single observations to findings, and from findings to the picture of a neighbourhood.
//!
//! Promises: pure functions of what was recorded; the same result in any order of arrival. Every voice is kept:
//! merging adds weight and removes nothing.

mod finding;
mod linkage;
mod observation;
mod picture;
mod revisit;
pub mod statistics;
mod track;

pub use finding::{Finding, findings};
pub use linkage::{MAX_REACH_M, MIN_REACH_M, reach_m};
pub use observation::{LAMP_REACH_M, Lighting, Observation, Provenance};
pub use revisit::Revisit;
pub use track::Track;

pub use picture::{
    Base, CategoryCount, Chosen, DenseCell, EmergingPlace, FEW_WALKERS, FEWEST_CELLS, FocusCount, HotCell,
    Knowledge, LightCount, Limit, Material, REACH_M, RankedFinding, STRONGEST_SHOWN, SeverityCount, Sighted,
    Situation, Spots, Street, StreetWalked, StreetsWalked, Stretch, Trend, Walked, WalkedInLight, WhenCount,
    situation, streets_walked,
};

#[cfg(test)]
mod tests;
