//! Small settings that outlive the page. What cannot be kept is forgotten, and nothing depends on it.

use gloo_storage::{LocalStorage, Storage};

/// What was kept under this name.
pub fn kept(name: &str) -> Option<String> {
    LocalStorage::get(name).ok()
}

/// Keeps it.
pub fn keep(name: &str, value: &str) {
    let _ = LocalStorage::set(name, value);
}

/// Forgets it.
pub fn forget(name: &str) {
    LocalStorage::delete(name);
}
