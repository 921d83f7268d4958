//! Photos of an observation: taken, kept, shown, taken away.

use std::rc::Rc;

use shared::id::{BlobHash, ObservationId, RecordId};
use shared::statement::Change;
use shared::sync::Store as _;
use shared::wire::PHOTO_SIDE_PX;
use wasm_bindgen_futures::spawn_local;

use super::parts::{button, icon, list, p};
use super::state::{Notice, Walker};
use super::writer::Deed;
use crate::icon::Icon;
use crate::live::Live;
use crate::platform::dom::{El, el};
use crate::platform::page::announce;
use crate::platform::photo::{Chosen, ObjectUrl, encode, take_chosen};
use crate::t;

/// The button that opens the camera.
pub fn take_photo(walker: Walker, of: ObservationId) -> El {
    let input = el("input").attr("type", "file").attr("accept", "image/*").attr("capture", "environment");
    let input = input.attr("multiple", "").test("sheet-photo-input");
    let field = input.clone();
    let input = input.on("change", move |_| spawn_local(add(walker, of, take_chosen(&field.input()))));
    let words = el("span").text(&t!("photo"));
    el("label").class("button file-button").child(icon(Icon::Camera)).child(words).child(input)
}

async fn add(walker: Walker, of: ObservationId, chosen: Vec<Chosen>) {
    for chosen in chosen {
        match encode(&chosen, PHOTO_SIDE_PX).await {
            Ok(photo) => walker.write(Deed::AddPhoto { of, photo }),
            Err(_) => walker.say(Notice::PhotoUnreadable),
        }
    }
}

/// Whether photos can be taken away where they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// They can.
    Offered,
    /// They are only shown.
    None,
}

/// The photos, each known by the number of the record that added it.
pub fn photos(walker: Walker, of: ObservationId, removal: Removal) -> El {
    let numbers = move || walker.own.with(|own| own.state.photos(of).map(|photo| photo.id.number).collect());
    list("photos").each(numbers, move |number| photo(walker, of, RecordId { number, ..of }, removal))
}

fn photo(walker: Walker, of: ObservationId, id: RecordId, removal: Removal) -> El {
    let blob = walker
        .own
        .with(|own| own.state.photos(of).find(|photo| photo.id == id).map(|photo| photo.photo.blob));
    let remove = move || {
        walker.write(Deed::Change { of: id, change: Change::Withdrawn(true) });
        announce(&t!("said-photo-removed"));
    };
    let offered = removal == Removal::Offered;
    let away = offered.then(|| button("button quiet", &t!("photo-remove"), "sheet-photo-remove", remove));
    let shown = blob.map(|blob| thumbnail(walker, blob));
    el("li").test("sheet-photo").children(shown).children(away)
}

/// The picture, or a word in its place: that it is elsewhere, for whoever made room let it go, or that it is spoilt.
fn thumbnail(walker: Walker, blob: BlobHash) -> El {
    let shown = Rc::new(Live::new(None::<ObjectUrl>));
    let word = Rc::new(Live::new(None::<String>));
    let (comes, instead) = (shown.clone(), word.clone());
    spawn_local(async move {
        let Some(store) = walker.store() else { return };
        let bytes = store.blob(blob).await;
        instead.set(match &bytes {
            Ok(None) => Some(t!("photo-not-here")),
            Ok(Some(bytes)) if bytes.is_empty() => Some(t!("photo-unreadable")),
            _ => None,
        });
        let url = bytes.ok().flatten().and_then(|bytes| ObjectUrl::of_jpeg(&bytes));
        // If the screen was left meanwhile, nothing is shown and the address is let go.
        comes.set(url);
    });
    el("div").child_live(move || {
        let shown = shown.clone();
        Some(
            word.with(|word| word.as_ref().map(|word| p(word).class("quiet")))
                .unwrap_or_else(|| picture(shown)),
        )
    })
}

fn picture(shown: Rc<Live<Option<ObjectUrl>>>) -> El {
    let image = el("img").attr("alt", &t!("photo-mine")).attr("width", "88").attr("height", "88");
    image.attr_live("src", move || shown.with(|url| url.as_ref().map(|url| url.as_str().to_owned())))
}
