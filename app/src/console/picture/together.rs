//! What comes together in one place more often than by chance: material for a root-cause analysis, never a cause.

use leptos::prelude::*;
use shared::situation::statistics::{Together, Trait};

use super::rounded;
use crate::t;
use crate::text::{category_text, when_text};

/// So many are shown; the surest first.
const SHOWN: usize = 8;

/// The card; nothing where nothing is sure.
#[component]
pub fn TogetherCard(
    /// What comes together.
    together: Vec<Together<Trait>>,
) -> impl IntoView {
    let item = |it: Together<Trait>| {
        let names: Vec<String> = it.traits.iter().map(trait_text).collect();
        let how = t!(
            "desk-together-how",
            places = it.together,
            of = it.of,
            lift = rounded(it.lift, 1),
            low = rounded(it.low, 1),
            high = rounded(it.high, 1)
        );
        view! { <li><span>{names.join(" + ")}</span><p>{how}</p></li> }
    };
    (!together.is_empty()).then(|| {
        view! {
            <section class="card" data-test="together">
                <h2>{t!("desk-together")}</h2>
                <p>{t!("desk-together-what")}</p>
                <ul class="ranked plain" role="list">{together.into_iter().take(SHOWN).map(item).collect_view()}</ul>
            </section>
        }
    })
}

fn trait_text(it: &Trait) -> String {
    match it {
        Trait::Category(category) => category_text(category.as_str()),
        Trait::When(when) => when_text(*when),
        Trait::Dark => t!("desk-trait-dark"),
        Trait::NoLight => t!("desk-trait-no-light"),
    }
}
