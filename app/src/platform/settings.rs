//! Small settings that outlive the page. What cannot be kept is forgotten, and nothing depends on it.
//!
//! Promises: a setting lies as a JSON string, as `gloo-storage` keeps it and the page's first script reads it; its own
//! reader of JSON is left out for its weight.

use gloo_storage::{LocalStorage, Storage};

use super::json;

/// What was kept under this name.
pub fn kept(name: &str) -> Option<String> {
    json::parse(&LocalStorage::raw().get_item(name).ok()??).ok()
}

/// Keeps it.
pub fn keep(name: &str, value: &str) {
    if let Ok(text) = json::write(value) {
        let _ = LocalStorage::raw().set_item(name, &text);
    }
}

/// Forgets it.
pub fn forget(name: &str) {
    LocalStorage::delete(name);
}
