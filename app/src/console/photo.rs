//! Photos of a place.
//!
//! Promises: a photo that has not arrived yet is said to be on its way, not shown as broken.

use leptos::prelude::*;
use shared::statement::Photo;

use super::api::API;
use crate::t;
use crate::ui::{Button, Dialog, Icon};

/// Where a photo lies.
pub fn address(photo: &Photo) -> String {
    format!("{API}/blobs/{}", photo.blob)
}

/// Photos beside each other; a press shows one large.
#[component]
pub fn Gallery(
    /// The photos.
    photos: Vec<Photo>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<(usize, Photo)>);
    let count = photos.len();
    let thumbs = photos.into_iter().enumerate().map(|(at, photo)| {
        let large = photo.clone();
        let show = move |_| {
            chosen.set(Some((at, large.clone())));
            open.set(true);
        };
        view! {
            <li>
                <button type="button" class="photo" on:click=show>
                    <Thumb photo alt=t!("desk-photo-of", at = at + 1, n = count)/>
                </button>
            </li>
        }
    });
    view! {
        <ul class="gallery" role="list">{thumbs.collect_view()}</ul>
        <Dialog open title=Signal::derive(move || {
            let at = chosen.with(|it| it.as_ref().map_or(0, |(at, _)| *at));
            t!("desk-photo-of", at = at + 1, n = count)
        })>
            {move || chosen.get().map(|(at, photo)| view! {
                <img class="large-photo" src=address(&photo) width=photo.width height=photo.height
                    alt=t!("desk-photo-of", at = at + 1, n = count)/>
            })}
            <div class="actions"><Button on_press=move || open.set(false)>{t!("close")}</Button></div>
        </Dialog>
    }
}

/// One photo, small.
#[component]
pub fn Thumb(
    /// The photo.
    photo: Photo,
    /// What it shows, for screen readers.
    alt: String,
) -> impl IntoView {
    let missing = RwSignal::new(false);
    let (src, Photo { width, height, .. }) = (address(&photo), photo);
    move || {
        if missing.get() {
            view! { <span class="no-photo"><Icon icon=Icon::CloudArrowUp/><span class="tiny">{t!("desk-photo-on-its-way")}</span></span> }.into_any()
        } else {
            view! {
                <img src=src.clone() alt=alt.clone() width=width height=height loading="lazy"
                    on:error=move |_| missing.set(true)/>
            }
            .into_any()
        }
    }
}
