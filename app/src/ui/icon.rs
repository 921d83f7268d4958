//! Icons, drawn inline.
//!
//! Promises: an icon without a label is silent for screen readers (the word beside it speaks); with one it is an image.

use leptos::prelude::*;

pub use crate::icon::{Icon, category_icon};

/// Draws the icon in the colour of the text around it, one and a quarter of its size.
#[component]
pub fn Icon(
    /// Which picture.
    icon: Icon,
    /// What it says, where no word stands beside it.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let hidden = label.is_none().then_some("true");
    let role = label.is_some().then_some("img");
    view! {
        <svg class="icon" viewBox="0 0 256 256" aria-hidden=hidden role=role aria-label=label focusable="false">
            <path d=icon.path()></path>
        </svg>
    }
}
