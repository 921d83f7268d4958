//! Gives a file out, by sharing where the phone shares files, else as a download.

use crate::platform::share::{can_share_files, save_file, share_file};

const KIND: &str = "application/json";

/// Whether it was given out, or the person changed their mind.
pub async fn give_out(name: &str, json: &str) -> Option<()> {
    if can_share_files() {
        match share_file(name, KIND, json.as_bytes()).await {
            Ok(()) => return Some(()),
            // The person closed the sharing sheet again.
            Err(failure) if failure.name == "AbortError" => return Some(()),
            Err(_) => {}
        }
    }
    save_file(name, KIND, json.as_bytes()).await.ok()
}
