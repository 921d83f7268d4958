//! How much there is, in numbers.

use leptos::prelude::*;
use shared::situation::Situation;
use shared::situation::statistics::Exposure;

use super::rounded;
use crate::t;
use crate::text;

/// The numbers under the paragraph.
#[component]
pub fn Figures(
    /// The picture.
    situation: Situation,
) -> impl IntoView {
    let it = situation;
    let figure = |words: String, n: usize, test: &'static str| {
        view! { <div><dt>{words}</dt><dd data-test=test>{text::number(count(n))}</dd></div> }
    };
    let Exposure { walked_km, walked_hours } = it.walked.exposure;
    let walked = (walked_km > 0.0).then(|| {
        let far = t!("desk-km", n = rounded(walked_km, 1));
        let long = t!("desk-hours-walked", n = rounded(walked_hours, 1));
        view! { <div><dt>{t!("desk-figure-walked")}</dt><dd data-test="figure-walked">{far}" · "{long}</dd></div> }
    });
    view! {
        <dl class="figures">
            {figure(t!("desk-figure-findings", n = it.findings), it.findings, "figure-findings")}
            {figure(t!("desk-figure-voices", n = it.voices), it.voices, "figure-voices")}
            {figure(t!("desk-figure-walkers", n = it.walkers), it.walkers, "figure-walkers")}
            {figure(t!("desk-figure-walks", n = it.walks), it.walks, "figure-walks")}
            {walked}
            {figure(t!("desk-figure-good-places", n = it.good_places), it.good_places, "figure-good-places")}
        </dl>
        <p class="tiny quiet">{t!("desk-walker-is-a-phone")}</p>
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts shown to people")]
fn count(n: usize) -> f64 {
    n as f64
}
