//! What the numbers of a situation say, and how sure one may be of it.
//!
//! Promises: pure functions; the same numbers in any order give the same answer; chance is a seed that the caller tells.
//! What cannot be said is `None` and never 0. Every method names the paper that it comes from, and what it does not see.
//!
//! What all of them share: an observation shows where somebody walked and looked. Where nobody walked there is none, and
//! that is not "safe"; walkers are volunteers and not a sample of those who live there.

mod clusters;
mod density;
mod emerging;
mod field;
mod grid;
mod hot_spots;
mod moran;
#[cfg(test)]
mod oracle;
mod priority;
mod rate;
mod significance;
mod together;

pub use clusters::{clusters, sizes};
pub use density::density_per_km2;
pub use emerging::{Case, Emerging, MOST_REACH, REPORTED_P, Scan, emerging};
pub use field::{Field, Own, Unfit};
pub use grid::{Grid, MAX_CELLS, NoGrid, Raster};
pub use hot_spots::{HotSpot, hot_spots};
pub use moran::Moran;
pub use priority::{Ground, Known, Part, Priority, Step, Weights, WrongWeight, prioritised};
pub use rate::{CONFIDENCE, Change, Comparison, Exposure, FEW_EVENTS, Observed, Rate, compared};
pub use significance::{FALSE_DISCOVERY_RATE, adjusted_p, two_sided_p};
pub use together::{Seen, Together, Trait, seen_by_place, together, traits};

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, which no municipality observes")]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}
