//! Walks: all of them, a new one, one with its way, code and counts, what came of it, its poster and its paper.

pub mod again;
pub mod detail;
pub mod draft;
pub mod list;
pub mod live;
pub mod loop_field;
pub mod loop_line;
pub mod new;
pub mod paper;
pub mod poster;
pub mod way;
