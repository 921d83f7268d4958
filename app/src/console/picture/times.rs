//! When: in which light things were pointed out and how far was walked in it, at what hours, when walkers say that it is so,
//! and how bad. All as one table and a row of hours.

use leptos::prelude::*;
use shared::situation::{LightCount, Situation};
use shared::wire::Focus;

use super::rounded;
use crate::console::words::light_text;
use crate::t;
use crate::text::{severity_text, when_text};

/// The card.
#[component]
pub fn Times(
    /// The picture.
    situation: Situation,
) -> impl IntoView {
    let it = situation;
    let lights = it.by_light.iter().map(light_row).collect_view();
    let said = |words: Option<String>| words.unwrap_or_else(|| t!("desk-not-said"));
    let when: Vec<(String, usize)> =
        it.by_when.iter().map(|it| (said(it.when.map(when_text)), it.observations)).collect();
    let severity: Vec<(String, usize)> =
        it.by_severity.iter().map(|it| (said(it.severity.map(severity_text)), it.findings)).collect();
    let focus: Vec<(String, usize)> =
        it.by_focus.iter().map(|it| (said(it.focus.map(focus_text)), it.findings)).collect();
    view! {
        <section class="card">
            <h2>{t!("desk-times")}</h2>
            <p>{t!("desk-times-how")}</p>
            <Hours hours=it.by_hour/>
            <div class="table-frame" role="region" tabindex="0" aria-label=t!("desk-light-table")>
                <table>
                    <caption class="visually-hidden">{t!("desk-light-table")}</caption>
                    <thead><tr>
                        <th scope="col">{t!("desk-light")}</th><th scope="col" class="number">{t!("desk-observations")}</th>
                        <th scope="col" class="number">{t!("desk-unlit")}</th><th scope="col" class="number">{t!("desk-walked-km")}</th>
                    </tr></thead>
                    <tbody>{lights}</tbody>
                </table>
            </div>
            <dl class="shares">
                <Shares title=t!("desk-focus") shares=focus/>
                <Shares title=t!("desk-when-so") shares=when/>
                <Shares title=t!("desk-how-bad") shares=severity/>
            </dl>
        </section>
    }
}

fn light_row(it: &LightCount) -> impl IntoView + use<> {
    let name = it.light.map_or_else(|| t!("desk-not-known"), light_text);
    let walked = it.walked.map_or_else(|| t!("desk-no-rate"), |it| rounded(it.exposure.walked_km, 1));
    view! {
        <tr><th scope="row">{name}</th><td class="number">{it.observations}</td>
            <td class="number">{it.unlit}</td><td class="number">{walked}</td></tr>
    }
}

/// What a focus area is called.
fn focus_text(focus: Focus) -> String {
    match focus {
        Focus::Trygghet => t!("focus-trygghet"),
        Focus::Ungdomar => t!("focus-ungdomar"),
        Focus::Andts => t!("focus-andts"),
    }
}

/// One line: what, and how many of each.
#[component]
fn Shares(title: String, shares: Vec<(String, usize)>) -> impl IntoView {
    let words: Vec<String> = shares.into_iter().map(|(name, n)| format!("{name} {n}")).collect();
    view! { <div><dt>{title}</dt><dd>{words.join(" · ")}</dd></div> }
}

/// A bar for each hour of the day.
#[component]
fn Hours(hours: Vec<usize>) -> impl IntoView {
    let most = hours.iter().copied().max().unwrap_or(0);
    let bar = |(hour, count): (usize, &usize)| {
        let height = percent(*count, most);
        let top = format!("calc(100% - {height})");
        view! { <rect x=format!("{:.2}%", 100.0 / 24.0 * f64::from(u8::try_from(hour).unwrap_or(0))) y=top width="3.4%" height=height></rect> }
    };
    let spoken = || {
        let some = hours.iter().enumerate().filter(|(_, count)| **count > 0);
        some.map(|(hour, count)| t!("desk-hour-count", hour = hour, n = *count))
            .collect::<Vec<_>>()
            .join(", ")
    };
    (most > 0).then(|| {
        view! {
            <figure class="hours">
                <svg role="img" aria-label=spoken()>{hours.iter().enumerate().map(bar).collect_view()}</svg>
                <figcaption aria-hidden="true">{["0", "6", "12", "18", "24"].map(|hour| view! { <span>{hour}</span> })}</figcaption>
            </figure>
        }
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts of observations")]
fn percent(count: usize, most: usize) -> String {
    format!("{:.1}%", 100.0 * count as f64 / most.max(1) as f64)
}
