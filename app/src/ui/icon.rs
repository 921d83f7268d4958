//! Icons, drawn inline from the files in `assets/icons`.
//!
//! Promises: an icon without a label is silent for screen readers (the word beside it speaks); with one it is an image.

use leptos::prelude::*;

/// A picture; its constants are the files in `assets/icons`, such as [`Icon::Heart`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon {
    path: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

impl Icon {
    /// What its picture is drawn by, on 256 × 256.
    pub const fn path(self) -> &'static str {
        self.path
    }
}

/// The icon that the catalogue names; one that this build does not have is a pin.
pub fn category_icon(name: &str) -> Icon {
    of_catalogue(name).unwrap_or(Icon::MapPin)
}

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
            <path d=icon.path></path>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogues_icons_are_found_by_name_and_others_are_a_pin() {
        assert_eq!(category_icon("lightbulb"), Icon::Lightbulb);
        assert_eq!(category_icon("of-a-newer-catalogue"), Icon::MapPin);
    }
}
