//! How sure it is: what the picture does not say, what it rests on, and which streets it cannot speak of.

use leptos::prelude::*;
use shared::situation::{FEW_WALKERS, Limit, Situation, StreetsWalked};

use super::rounded;
use crate::t;

/// So many streets that nobody walked are named.
const STREETS_SHOWN: usize = 12;

/// The card.
#[component]
pub fn Sure(
    /// The picture.
    situation: Situation,
) -> impl IntoView {
    let it = situation;
    let told = it.limits.iter().copied().map(limit_text).map(|words| view! { <li>{words}</li> });
    let looks =
        t!("desk-sources", observations = it.observations, tracked = it.walked.walkers, walkers = it.walkers);
    let sources = (it.observations > 0).then(|| view! { <li>{looks}</li> });
    view! {
        <section class="card" data-test="sure">
            <h2>{t!("desk-how-sure-title")}</h2>
            <ul class="limits">
                {told.collect_view()}{sources}<li>{t!("desk-limit-groups", n = FEW_WALKERS)}</li><li>{t!("desk-limit-always")}</li>
            </ul>
            {it.streets.as_ref().map(streets)}
        </section>
    }
}

fn streets(it: &StreetsWalked) -> impl IntoView + use<> {
    let share = if it.length_m > 0.0 { 100.0 * it.walked_m / it.length_m } else { 0.0 };
    let covered = t!(
        "desk-streets-walked",
        share = share.round(),
        km = rounded(it.length_m / 1_000.0, 1),
        dark = rounded(it.dark_m / 1_000.0, 1)
    );
    let names = |list: &[shared::situation::StreetWalked]| {
        let named: Vec<&str> = list.iter().take(STREETS_SHOWN).map(|it| it.name.as_str()).collect();
        let more = list.len().saturating_sub(STREETS_SHOWN);
        let rest = (more > 0).then(|| format!(" {}", t!("desk-and-more", n = more)));
        named.join(", ") + &rest.unwrap_or_default()
    };
    let line = |title: String, words: String| {
        (!words.is_empty()).then(|| view! { <div><dt>{title}</dt><dd>{words}</dd></div> })
    };
    view! {
        <h3>{t!("desk-streets")}</h3>
        <p>{covered}</p>
        <dl class="shares" data-test="streets">
            {line(t!("desk-streets-never"), names(&it.never))}
            {line(t!("desk-streets-seen"), names(&it.walked))}
        </dl>
    }
}

fn limit_text(limit: Limit) -> String {
    match limit {
        Limit::NothingRecorded => t!("desk-limit-nothing"),
        Limit::FewWalkers => t!("desk-limit-few", n = FEW_WALKERS),
        Limit::OneWalk => t!("desk-limit-one-walk"),
        Limit::SomeUnplaced => t!("desk-limit-unplaced"),
        Limit::FewBefore => t!("desk-limit-few-before", n = FEW_WALKERS),
        Limit::WaysUnknown => t!("desk-limit-ways-unknown"),
        Limit::SomeWaysUnknown => t!("desk-limit-some-ways"),
        Limit::NeverInTheDark => t!("desk-limit-never-dark"),
        Limit::PartsUnwalked => t!("desk-limit-parts-unwalked"),
        Limit::TooFewPlaces => t!("desk-limit-few-places"),
    }
}
