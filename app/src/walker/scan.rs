//! Scans a walk's code: by the browser's own reader, else by the phone's camera app, whose link opens Lykta.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::parts::{button, p, pictured};
use super::state::Walker;
use crate::platform::dom::{El, el};
use crate::platform::scan::{Scanner, can_scan};
use crate::platform::time::sleep;
use crate::t;
use crate::ui::Icon;

const LOOK_EVERY_MS: u32 = 250;

/// The button, and the camera's picture while it looks.
pub fn scan(walker: Walker) -> El {
    if !can_scan() {
        return p(&t!("scan-by-camera")).class("hint");
    }
    let looking = RwSignal::new(false);
    let open = pictured("button", Icon::QrCode, &t!("scan"), "start-scan", move || looking.set(true));
    el("div").class("stack").child(open).child_live(move || looking.get().then(|| camera(walker, looking)))
}

fn camera(walker: Walker, looking: RwSignal<bool>) -> El {
    let refused = RwSignal::new(false);
    let video = el("video").class("camera").attr("playsinline", "").attr("muted", "");
    let picture = video.cast();
    spawn_local(async move {
        match Scanner::start(picture).await {
            Ok(scanner) => look(walker, looking, scanner).await,
            Err(_) => drop(refused.try_set(true)),
        }
    });
    let cancel = button("button", &t!("cancel"), "scan-cancel", move || looking.set(false));
    let problem = move || refused.get().then(|| p(&t!("scan-refused")).attr("role", "alert"));
    el("div").class("stack").child_live(problem).child(video).child(cancel)
}

/// Looks until a code is found, the person gives up, or the screen is left.
async fn look(walker: Walker, looking: RwSignal<bool>, scanner: Scanner) {
    while looking.try_get_untracked() == Some(true) {
        if let Some(found) = scanner.look().await {
            looking.set(false);
            walker.code.set(found);
            walker.join_by_code();
        }
        sleep(LOOK_EVERY_MS).await;
    }
}
