//! Photos of an observation: taken, kept, shown, taken away.

use leptos::ev;
use leptos::prelude::*;
use shared::id::{BlobHash, ObservationId, RecordId};
use shared::statement::Change;
use shared::sync::Store as _;
use shared::wire::PHOTO_SIDE_PX;
use wasm_bindgen_futures::spawn_local;

use super::state::{Notice, Walker, walker};
use super::writer::Deed;
use crate::platform::photo::{Chosen, ObjectUrl, encode, take_chosen};
use crate::t;
use crate::ui::{Icon, announce};

/// The button that opens the camera.
#[component]
pub fn TakePhoto(
    /// Of which observation.
    of: ObservationId,
) -> impl IntoView {
    let walker = walker();
    let chosen = move |event: ev::Event| {
        let chosen = take_chosen(&event_target(&event));
        spawn_local(add(walker, of, chosen));
    };
    view! {
        <label class="button file-button">
            <Icon icon=Icon::Camera/>
            <span>{t!("photo")}</span>
            <input
                type="file"
                accept="image/*"
                capture="environment"
                multiple
                data-test="sheet-photo-input"
                on:change=chosen
            />
        </label>
    }
}

async fn add(walker: Walker, of: ObservationId, chosen: Vec<Chosen>) {
    for chosen in chosen {
        match encode(&chosen, PHOTO_SIDE_PX).await {
            Ok(photo) => walker.write(Deed::AddPhoto { of, photo }),
            Err(_) => walker.say(Notice::PhotoUnreadable),
        }
    }
}

/// The photos, each with a way to take it away.
#[component]
pub fn Photos(
    /// Of which observation.
    of: ObservationId,
    /// Whether they can be taken away here.
    #[prop(optional)]
    fixed: bool,
) -> impl IntoView {
    let walker = walker();
    let photos = Memo::new(move |_| {
        walker.own.with(|own| {
            own.state
                .photos(of)
                .map(|photo| (photo.id, photo.photo.blob))
                .collect::<Vec<(RecordId, BlobHash)>>()
        })
    });
    let remove = move |id: RecordId| {
        walker.write(Deed::Change { of: id, change: Change::Withdrawn(true) });
        announce(t!("said-photo-removed"));
    };
    move || {
        photos.with(|photos| !photos.is_empty()).then(|| {
            view! {
                <ul role="list" class="photos">
                    <For each=move || photos.get() key=|photo| *photo let:photo>
                        <li data-test="sheet-photo">
                            <Thumbnail blob=photo.1/>
                            {(!fixed).then(|| view! {
                                <button
                                    type="button"
                                    class="button quiet"
                                    data-test="sheet-photo-remove"
                                    on:click=move |_| remove(photo.0)
                                >
                                    {t!("photo-remove")}
                                </button>
                            })}
                        </li>
                    </For>
                </ul>
            }
        })
    }
}

#[component]
fn Thumbnail(blob: BlobHash) -> impl IntoView {
    let walker = walker();
    let shown = StoredValue::new_local(None::<ObjectUrl>);
    let address = RwSignal::new(String::new());
    spawn_local(async move {
        let Some(store) = walker.store() else { return };
        let url = store.blob(blob).await.ok().flatten().and_then(|bytes| ObjectUrl::of_jpeg(&bytes));
        if let Some(url) = url {
            // The screen may have been left meanwhile; then nothing is shown and the address is let go.
            let _ = address.try_set(url.as_str().to_owned());
            let _ = shown.try_set_value(Some(url));
        }
    });
    view! { <img alt=t!("photo-mine") width="88" height="88" src=move || Some(address.get()).filter(|it| !it.is_empty())/> }
}
