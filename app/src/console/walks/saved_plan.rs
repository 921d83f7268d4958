//! A walk that is planned, as it lies in the browser until it is saved.
//!
//! Promises: a closed or crashed browser loses nothing that was written or clicked; what cannot be read is as if it were
//! not there.

use serde::{Deserialize, Serialize};
use shared::id::CategoryId;

use super::loop_plan::Shape;
use crate::platform::settings;

/// A longer text was not written here.
const MOST_BYTES: usize = 1_000_000;

/// What stands in the form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedPlan {
    /// What the walk is called.
    pub title: String,
    /// The neighbourhood's id, or nothing.
    pub area: String,
    /// Day and time as the field says them.
    pub starts: String,
    /// Where the walkers meet.
    pub meeting_place: String,
    /// What is shown first.
    pub themes: Vec<CategoryId>,
    /// The id of the walk that it follows, or nothing.
    pub follows: String,
    /// Whether participants see on the walk what others point out.
    pub shares_live: bool,
    /// The corners of the loop and what lies between them.
    pub shape: Shape,
}

impl SavedPlan {
    /// What was kept under this name.
    pub fn load(name: &str) -> Option<Self> {
        Self::read(&settings::kept(name)?)
    }

    fn read(text: &str) -> Option<Self> {
        (text.len() <= MOST_BYTES).then(|| serde_json::from_str(text).ok()).flatten()
    }

    /// Keeps it, or forgets it when nothing was changed.
    pub fn save(&self, name: &str, is_unchanged: bool) {
        if is_unchanged {
            Self::forget(name);
        } else if let Ok(text) = serde_json::to_string(self) {
            settings::keep(name, &text);
        }
    }

    /// Forgets what was kept.
    pub fn forget(name: &str) {
        settings::forget(name);
    }
}

#[cfg(test)]
mod tests {
    use super::super::loop_plan::{LoopPlan, Manner};
    use super::*;

    #[test]
    fn what_is_written_is_read_again_with_the_loop_as_it_was() {
        let mut plan = LoopPlan::of(&[[22.10, 65.60], [22.11, 65.60]]);
        plan.append([22.11, 65.61], Manner::Along);
        let saved =
            SavedPlan { title: "Porsön".to_owned(), shape: plan.shape().clone(), ..SavedPlan::default() };
        let text = serde_json::to_string(&saved).unwrap();
        assert_eq!(SavedPlan::read(&text), Some(saved));
    }

    #[test]
    fn what_cannot_be_read_is_not_there_and_what_an_older_page_left_out_is_empty() {
        for text in ["", "{", "3", r#"{"title":3}"#] {
            assert_eq!(SavedPlan::read(text), None, "{text}");
        }
        assert_eq!(SavedPlan::read("{}"), Some(SavedPlan::default()));
        let long = format!("{{\"title\":\"{}\"}}", "x".repeat(MOST_BYTES));
        assert_eq!(SavedPlan::read(&long), None);
    }
}
