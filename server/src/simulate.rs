//! The walk simulator: a track replayed as many phones, through the same sync as real ones.
//!
//! Promises: what the phones record follows from the seed alone; they are done only when the server's digest of each
//! series equals the phone's own; a line that loses, doubles and goes dead changes nothing of what arrives.

mod chance;
pub mod command;
mod faults;
mod gps;
mod http;
mod phone;
mod scene;
mod site;
mod summary;
pub mod track;
mod walk;
mod way;
mod words;

pub use faults::Tally;
pub use http::{Http, HttpLine, NoAddress, Sent};
pub use phone::Unspeakable;
pub use summary::{PhoneSummary, Summary};
pub use track::{Track, WALKING_M_PER_S};
pub use walk::{SimulationError, simulate};

/// How a walk is simulated.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The walk's code.
    pub code: String,
    /// How many phones.
    pub walkers: u64,
    /// Where they walk.
    pub track: Track,
    /// Decides everything that chance decides about people, phones and line.
    pub seed: u64,
    /// Decides what there is along the track; walks with the same find the same places.
    pub place_seed: u64,
    /// Seconds of the walk in one real second; as fast as possible without.
    pub speed: Option<f64>,
    /// Share of requests that are lost.
    pub loss: f64,
    /// Most photos that one walker takes.
    pub photos: usize,
}

#[cfg(test)]
pub(crate) mod tests;
