//! Walks: all of them, a new one, one with its code and counts, its poster.

pub mod detail;
pub mod list;
pub mod new;
pub mod poster;
