//! The same promises as in simulated worlds, with nothing simulated: real processes that are killed, and what a real
//! server wrote cut off as a power cut does.
//!
//! Promises: what a phone was told is there is looked for by nobody's code but the test's; every campaign says how much
//! it went through, and ends at the first thing that is lost, doubled or corrupt.

pub mod browsers;
pub mod cuts;
mod disk;
pub mod hostile;
pub mod kills;
mod load;
mod stored;
mod trace;

pub use load::Toll;
