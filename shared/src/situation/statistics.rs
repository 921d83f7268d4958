//! What the numbers of a situation say, and how sure one may be of it.
//!
//! Promises: pure functions; the same numbers in any order give the same answer; chance is a seed that the caller tells.
//! What cannot be said is `None` and never 0. Every method names the paper that it comes from, and what it does not see.
//!
//! What all of them share: an observation shows where somebody walked and looked. Where nobody walked there is none, and
//! that is not "safe"; walkers are volunteers and not a sample of those who live there.

mod chance;
mod clusters;
mod density;
mod earlier_places;
mod exposure;
mod field;
mod grid;
mod holm;
mod hot_spots;
mod moran;
mod new_places;
#[cfg(test)]
mod oracle;
mod per_participant;
mod priority;
mod rarefaction;
mod refused;
mod significance;
#[cfg(any(test, feature = "contract"))]
pub mod simulated;
mod student;
mod together;

pub use clusters::{clusters, sizes};
pub use density::density_per_km2;
pub use earlier_places::{
    Answers, CORRELATION, FEWEST_ANSWERS, FEWEST_EARLIER_VOICES, Passed, Verdict, silence_p,
};
pub use exposure::Exposure;
pub use field::{Field, Own, Unfit};
pub use grid::{Grid, MAX_CELLS, NoGrid, Raster};
pub use holm::holm;
pub use hot_spots::{HotSpot, hot_spots};
pub use moran::Moran;
pub use new_places::{Alarm, DealtWalk, FEWEST_DEALS, InWindow, MOST_UNEQUAL, new_places};
pub use per_participant::{FEWEST_PAIRS, FEWEST_PAIRS_EACH, PerParticipant, WalkPairs, per_participant};
pub use priority::{Ground, Known, Part, Priority, Step, Weights, WrongWeight, prioritised};
pub use rarefaction::{Difference, EqualEffort, FEWEST_PLACES, FEWEST_WALKS, WalkPlaces, at_equal_effort};
pub use refused::Refused;
pub use significance::{FALSE_DISCOVERY_RATE, adjusted_p, two_sided_p};
pub use together::{Seen, Together, Trait, seen_by_place, together, traits};

/// Intervals hold the truth at least this often, and what chance gives more often than the rest is no change.
pub const CONFIDENCE: f64 = 0.95;

/// Below so many places counts are told and no rates: their standard error is more than 22 % of themselves. The US National
/// Center for Health Statistics marks rates of fewer than 20 events as unreliable.
pub const FEW_PLACES: usize = 20;

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, which no municipality observes")]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}
