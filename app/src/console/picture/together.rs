//! What comes together in one place more often than by chance: material for a root-cause analysis, never a cause.

use leptos::prelude::*;
use shared::situation::statistics::{Together, Trait};

use super::ranked::{self, Listed};
use super::rounded;
use crate::t;
use crate::text::{category_text, when_text};

/// So many are shown; the surest first.
const SHOWN: usize = 8;

/// The card; nothing where nothing is sure.
pub fn card(together: &[Together<Trait>]) -> Option<impl IntoView + use<>> {
    let listed = together.iter().take(SHOWN).map(listed).collect();
    ranked::card("together", t!("desk-together"), t!("desk-together-what"), false, listed)
}

fn listed(it: &Together<Trait>) -> Listed {
    let names: Vec<String> = it.traits.iter().map(trait_text).collect();
    Listed {
        href: None,
        title: Signal::stored(names.join(" + ")),
        line: t!(
            "desk-together-how",
            places = it.together,
            of = it.of,
            lift = rounded(it.lift, 1),
            low = rounded(it.low, 1),
            high = rounded(it.high, 1)
        ),
    }
}

fn trait_text(it: &Trait) -> String {
    match it {
        Trait::Category(category) => category_text(category.as_str()),
        Trait::When(when) => when_text(*when),
        Trait::Dark => t!("desk-trait-dark"),
        Trait::NoLight => t!("desk-trait-no-light"),
    }
}
