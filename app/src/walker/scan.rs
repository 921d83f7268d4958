//! Scans a walk's code: by the browser's own reader, else by the phone's camera app, whose link opens Lykta.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::state::{Walker, walker};
use crate::platform::scan::{Scanner, can_scan};
use crate::platform::time::sleep;
use crate::t;
use crate::ui::{Button, Dialog, Icon};

const LOOK_EVERY_MS: u32 = 250;

/// The button, and the camera's picture when it looks.
#[component]
pub fn Scan() -> impl IntoView {
    if !can_scan() {
        return view! { <p class="hint">{t!("scan-by-camera")}</p> }.into_any();
    }
    let open = RwSignal::new(false);
    view! {
        <Button icon=Icon::QrCode on_press=move || open.set(true) test="start-scan">{t!("scan")}</Button>
        <Dialog open title=t!("scan")>
            <Camera open/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Camera(open: RwSignal<bool>) -> impl IntoView {
    let walker = walker();
    let video = NodeRef::<html::Video>::new();
    let refused = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(video) = video.get() {
            spawn_local(async move {
                match Scanner::start(video).await {
                    Ok(scanner) => look(walker, open, scanner).await,
                    Err(_) => refused.set(true),
                }
            });
        }
    });
    view! {
        {move || refused.get().then(|| view! { <p>{t!("scan-refused")}</p> })}
        <video node_ref=video class="camera" playsinline muted></video>
        <div class="actions">
            <Button on_press=move || open.set(false)>{t!("cancel")}</Button>
        </div>
    }
}

/// Looks until a code is found or the person gives up.
async fn look(walker: Walker, open: RwSignal<bool>, scanner: Scanner) {
    while open.try_get_untracked() == Some(true) {
        if let Some(found) = scanner.look().await {
            open.set(false);
            walker.code.set(found);
            walker.join_by_code();
        }
        sleep(LOOK_EVERY_MS).await;
    }
}
