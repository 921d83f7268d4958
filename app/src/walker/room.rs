//! *Frigör plats*: photos that the municipality has had for long need not lie on the phone.
//!
//! Promises: what goes is said before, with what it takes up; nothing goes unasked.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::parts::{p, pictured};
use super::state::Walker;
use crate::icon::Icon;
use crate::live::Live;
use crate::platform::dom::{El, el};
use crate::platform::page::announce;
use crate::platform::time::now_ms;
use crate::store::Old;
use crate::t;

/// The offer, where there is something to let go of.
pub fn room(walker: Walker, place: El) -> El {
    let old = Rc::new(Live::new(Old::default()));
    let found = old.clone();
    spawn_local(async move {
        let Some(store) = walker.store() else { return };
        // What cannot be counted now stays.
        found.set(store.old(now_ms()).await.unwrap_or_default());
    });
    place.child_live(move || {
        let shown = old.get();
        let left = old.clone();
        (!shown.blobs.is_empty()).then(|| offer(walker, shown, left))
    })
}

fn offer(walker: Walker, old: Old, left: Rc<Live<Old>>) -> El {
    let (photos, words) = (old.blobs.len(), t!("room-free", mb = megabytes(old.bytes)));
    let free = move || {
        let (old, left) = (old.clone(), left.clone());
        spawn_local(async move {
            let Some(store) = walker.store() else { return };
            match store.free(&old).await {
                Ok(()) => {
                    announce(&t!("room-freed"));
                    left.set(Old::default());
                    // What did not fit before may now.
                    walker.write_on();
                }
                Err(error) => walker.say(error),
            }
        });
    };
    let free = pictured("button", Icon::Database, &words, "room-free", free);
    el("div").class("offer").test("room").child(p(&t!("room-line", n = photos)).class("quiet")).child(free)
}

/// In tenths, as people say it.
pub fn megabytes(bytes: f64) -> f64 {
    (bytes / 100_000.0).ceil() / 10.0
}
