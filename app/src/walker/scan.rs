//! Scans a walk's code: by the browser's own reader, else by the phone's camera app, whose link opens Lykta.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::parts::{button, p, pictured};
use super::state::Walker;
use crate::icon::Icon;
use crate::live::{Live, keep};
use crate::platform::dom::{El, el};
use crate::platform::scan::{Scanner, can_scan};
use crate::platform::time::sleep;
use crate::t;

const LOOK_EVERY_MS: u32 = 250;

/// The button, and the camera's picture while it looks.
pub fn scan(walker: Walker) -> El {
    if !can_scan() {
        return p(&t!("scan-by-camera")).class("hint");
    }
    let looking = Rc::new(Live::new(false));
    let (begins, shown) = (looking.clone(), looking.clone());
    keep(Box::new(Stops(looking)));
    let open = pictured("button", Icon::QrCode, &t!("scan"), "start-scan", move || begins.set(true));
    el("div")
        .class("stack")
        .child(open)
        .child_live(move || shown.get().then(|| camera(walker, shown.clone())))
}

/// Lets the camera go when the screen is left.
struct Stops(Rc<Live<bool>>);

impl Drop for Stops {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

fn camera(walker: Walker, looking: Rc<Live<bool>>) -> El {
    let has_no_camera = Rc::new(Live::new(false));
    let (refuses, cancels) = (has_no_camera.clone(), looking.clone());
    let video = el("video").class("camera").attr("playsinline", "").attr("muted", "");
    let picture = video.cast();
    spawn_local(async move {
        match Scanner::start(picture).await {
            Ok(scanner) => look(walker, looking, scanner).await,
            Err(_) => refuses.set(true),
        }
    });
    let cancel = button("button", &t!("cancel"), "scan-cancel", move || cancels.set(false));
    let problem = move || has_no_camera.get().then(|| p(&t!("scan-refused")).attr("role", "alert"));
    el("div").class("stack").child_live(problem).child(video).child(cancel)
}

/// Looks until a code is found, the person gives up, or the screen is left.
async fn look(walker: Walker, looking: Rc<Live<bool>>, scanner: Scanner) {
    while looking.now() {
        if let Some(found) = scanner.look().await {
            looking.set(false);
            walker.code.set(found);
            walker.join_by_code();
        }
        sleep(LOOK_EVERY_MS).await;
    }
}
