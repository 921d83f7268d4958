//! How a face begins: texts first, then itself in the page's root.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::live::LiveRegion;
use crate::platform::page;
use crate::text;

/// Loads the language and mounts the face; the shell's own picture stands until then, and it says so if that cannot be.
pub fn start<V: IntoView + 'static>(face: fn() -> V) {
    // The framework's own tasks run only once something is mounted.
    spawn_local(async move {
        if !text::load().await {
            return page::tell_that_it_failed();
        }
        let Some(root) = page::take_root() else { return };
        mount_to(root, move || (face(), LiveRegion())).forget();
    });
}
