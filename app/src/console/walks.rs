//! Walks: all of them, a new one, one with its way, code and counts, what came of it, its poster, its paper, and what stands
//! on that.

pub mod again;
pub mod bring;
pub mod detail;
pub mod draft;
pub mod joining;
pub mod list;
pub mod live;
pub mod loop_field;
pub mod loop_line;
pub mod new;
pub mod paper;
pub mod poster;
pub mod sheet;
pub mod type_in;
pub mod typing;
pub mod way;
