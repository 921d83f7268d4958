//! Walks: all of them, a new one, one with its way, code and counts, what came of it, its poster, its paper, and what stands
//! on that.

pub mod again;
pub mod bring;
pub mod detail;
pub mod draft;
pub mod joining;
pub mod list;
pub mod live;
pub mod loop_draft;
pub mod loop_field;
pub mod loop_file;
pub mod loop_line;
pub mod loop_plan;
pub mod new;
pub mod paper;
pub mod poster;
pub mod saved_plan;
pub mod sheet;
pub mod type_in;
pub mod typing;
pub mod way;
