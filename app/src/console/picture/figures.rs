//! How much there is, in numbers.

use leptos::prelude::*;
use shared::situation::Situation;
use shared::situation::statistics::Exposure;

use super::rounded;
use crate::t;
use crate::text;

/// The numbers under the paragraph.
pub fn figures(it: &Situation) -> impl IntoView + use<> {
    let figure = |words: String, n: usize, test: &'static str| (words, text::number(count(n)), test);
    let Exposure { walked_km, walked_hours } = it.walked.exposure;
    let walked = (walked_km > 0.0).then(|| {
        let far = t!("desk-km", n = rounded(walked_km, 1));
        let long = t!("desk-hours-walked", n = rounded(walked_hours, 1));
        (t!("desk-figure-walked"), [far, long].join(" · "), "figure-walked")
    });
    let first = [
        figure(t!("desk-figure-findings", n = it.findings), it.findings, "figure-findings"),
        figure(t!("desk-figure-walkers", n = it.walkers), it.walkers, "figure-walkers"),
        figure(t!("desk-figure-walks", n = it.walks), it.walks, "figure-walks"),
    ];
    let good = t!("desk-figure-good-places", n = it.good_places);
    let all = first.into_iter().chain(walked).chain([figure(good, it.good_places, "figure-good-places")]);
    let drawn = |(words, number, test): (String, String, &'static str)| {
        view! { <div><dt>{words}</dt><dd data-test=test>{number}</dd></div> }
    };
    let all: Vec<_> = all.map(drawn).collect();
    view! {
        <dl class="figures">{all}</dl>
        <p class="tiny quiet">{t!("desk-walker-is-a-phone")}</p>
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts shown to people")]
fn count(n: usize) -> f64 {
    n as f64
}
