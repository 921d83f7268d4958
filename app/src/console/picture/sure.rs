//! How sure it is: what the picture does not say and what it rests on; how it is reckoned, for those who want to know.

use leptos::prelude::*;
use shared::situation::statistics::{EqualEffort, PerParticipant};
use shared::situation::{FEW_WALKERS, Limit, Measure, NewPlace, PeriodComparison, Situation};

use super::{bars, ground, refusals, rounded};
use crate::t;

/// The card.
pub fn card(it: &Situation) -> impl IntoView + use<> {
    let sources = (it.observations > 0).then(|| {
        let [observations, walkers] = [it.observations, it.walkers];
        t!("desk-sources", observations = observations, tracked = it.walked.walkers, walkers = walkers)
    });
    let always = [t!("desk-limit-groups", n = FEW_WALKERS), t!("desk-limit-always")];
    let left_out = it.comparison.iter().filter_map(left_out);
    let said = it.limits.iter().copied().map(limit_text).chain(left_out).chain(sources).chain(always);
    let said: Vec<_> = said.map(|words| view! { <li>{words}</li> }).collect();
    view! {
        <section class="card" data-test="sure">
            <h2>{t!("desk-how-sure-title")}</h2>
            <ul class="limits">{said}</ul>
            {reckoned(it)}
        </section>
    }
}

/// The figures behind the words, folded away.
fn reckoned(it: &Situation) -> Option<impl IntoView + use<>> {
    let comparison = it.comparison.as_ref();
    let equal_effort = comparison.and_then(|it| it.equal_effort).map(|it| equal_effort_text(&it));
    let per_participant = it.trend.per_participant.map(|it| per_participant_text(&it));
    let refused = it.refused.iter().map(|it| {
        let why = refusals::said(&it.why).words();
        t!("desk-refused-what", what = measure_text(it.measure), why = why)
    });
    let new = it.new_places.new.iter().filter_map(new_text);
    let spots = ground::reckoned(&it.spots);
    let all = equal_effort.into_iter().chain(per_participant).chain(refused).chain(new).chain(spots);
    let all: Vec<_> = all.map(|words| view! { <li>{words}</li> }).collect();
    (!all.is_empty()).then(|| {
        view! {
            <details class="no-print" data-test="reckoned"><summary>{t!("desk-reckoned")}</summary>
                <p>{t!("desk-reckoned-how")}</p><ul class="limits">{all}</ul>
            </details>
        }
    })
}

fn equal_effort_text(it: &EqualEffort) -> String {
    t!(
        "desk-reckoned-equal-effort",
        walks = it.walks,
        people = it.participants,
        before = rounded(it.before, 1),
        now = rounded(it.now, 1),
        low = rounded(it.low, 1),
        high = rounded(it.high, 1),
        p = rounded(it.p, 3)
    )
}

fn per_participant_text(it: &PerParticipant) -> String {
    t!("desk-reckoned-per-participant", times = bars::times(it))
}

fn new_text(it: &NewPlace) -> Option<String> {
    Some(t!(
        "desk-reckoned-new",
        people = it.voices,
        expected = rounded(it.expected?, 1),
        p = rounded(it.p?, 3)
    ))
}

fn measure_text(it: Measure) -> String {
    match it {
        Measure::EqualEffort => t!("desk-measure-equal-effort"),
        Measure::PerParticipant => t!("desk-measure-per-participant"),
        Measure::NewPlaces => t!("desk-measure-new-places"),
    }
}

/// What of both periods is not compared; nothing where all is.
fn left_out(it: &PeriodComparison) -> Option<String> {
    let [before, now] = [it.before.left_out, it.now.left_out];
    let sheets = before.sheets + now.sheets;
    let walks = before.walks_in_other_light + now.walks_in_other_light;
    (sheets + walks > 0).then(|| t!("desk-left-out", sheets = sheets, walks = walks))
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
