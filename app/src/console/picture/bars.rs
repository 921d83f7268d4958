//! What it is about: findings by category for each kilometre walked or each walker, drawn for reading.
//!
//! Promises: bars begin at zero and carry their number; a thin line shows within what chance may have moved it, a mark
//! what it was before; both charts have one scale; the same as a table for copying.

use leptos::prelude::*;
use shared::situation::statistics::Change;
use shared::situation::{Base, CategoryCount, Situation};
use shared::statement::Feeling;

use super::rate_text;
use crate::console::words::{feeling_name, icon_of};
use crate::t;
use crate::text::category_text;
use crate::ui::Icon;

/// The categories of one feeling.
#[component]
pub fn Bars(
    /// The picture.
    situation: Situation,
    /// Which of its categories are drawn.
    feeling: Feeling,
) -> impl IntoView {
    let (base, has_before) = (situation.base, situation.before.is_some());
    let most = situation.by_category.iter().map(reach).fold(0.0, f64::max);
    let mut own: Vec<_> = situation.by_category.into_iter().filter(|it| it.feeling == feeling).collect();
    // The longest bar first; of equals, what more voices speak of.
    own.sort_by_key(|it| std::cmp::Reverse(it.trend.findings));
    let title = match (feeling, base) {
        (Feeling::Unsafe, Base::Kilometre) => t!("desk-about-unsafe-km"),
        (Feeling::Unsafe, Base::Walker) => t!("desk-about-unsafe-walker"),
        (Feeling::Safe, Base::Kilometre) => t!("desk-about-safe-km"),
        (Feeling::Safe, Base::Walker) => t!("desk-about-safe-walker"),
    };
    let how = if has_before { t!("desk-bars-how-before") } else { t!("desk-bars-how") };
    let bars = own.iter().map(|it| bar(it, most)).collect_view();
    (!own.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{title.clone()}</h2>
                <p>{how}</p>
                <ul class="bars" role="list">{bars}</ul>
                <details class="no-print">
                    <summary>{t!("desk-as-table")}</summary>
                    <Table counts=own title has_before/>
                </details>
            </section>
        }
    })
}

/// As far as its drawing reaches.
fn reach(it: &CategoryCount) -> f64 {
    let now = it.trend.rate.map_or(0.0, |rate| rate.high);
    now.max(it.trend.rate_before.map_or(0.0, |rate| rate.rate))
}

fn bar(it: &CategoryCount, most: f64) -> impl IntoView + use<> {
    let icon = icon_of(&it.category);
    let rate = it.trend.rate.filter(|_| it.trend.findings > 0);
    let value = rate.map_or_else(|| t!("desk-no-rate"), |rate| rate_text(rate.rate));
    let drawn = rate.map(|rate| {
        view! {
            <rect width=share(rate.rate, most) height="16"></rect>
            <line class="interval" x1=share(rate.low, most) x2=share(rate.high, most) y1="8" y2="8"></line>
        }
    });
    let before = it.trend.rate_before.map(|rate| {
        view! { <line class="before" x1=share(rate.rate, most) x2=share(rate.rate, most) y1="-2" y2="18"></line> }
    });
    view! {
        <li class="bar" class:lit=it.has_changed()>
            <span class="bar-name" data-feeling=feeling_name(it.feeling)><Icon icon/>{category_text(it.category.as_str())}</span>
            <svg aria-hidden="true">{drawn}{before}</svg>
            <span class="value">{value}<span class="visually-hidden">{change_text(it)}</span></span>
        </li>
    }
}

/// Its length as a share of the longest.
fn share(value: f64, most: f64) -> String {
    format!("{:.1}%", if most > 0.0 { 100.0 * value / most } else { 0.0 })
}

/// What the comparison says, in a word; only what holds among so many categories is called a change.
fn change_text(it: &CategoryCount) -> String {
    match it.trend.change.map(|change| change.change) {
        None => String::new(),
        Some(Change::TooFew) => t!("desk-change-too-few"),
        Some(Change::More) if it.has_changed() => t!("desk-change-more"),
        Some(Change::Fewer) if it.has_changed() => t!("desk-change-fewer"),
        Some(_) => t!("desk-change-not-shown"),
    }
}

#[component]
fn Table(counts: Vec<CategoryCount>, title: String, has_before: bool) -> impl IntoView {
    let name = title.clone();
    let row = move |it: CategoryCount| {
        let text = |rate: Option<shared::situation::statistics::Rate>| {
            rate.map_or_else(|| t!("desk-no-rate"), |it| rate_text(it.rate))
        };
        let within = it
            .trend
            .rate
            .map_or_else(|| t!("desk-no-rate"), |it| format!("{}–{}", rate_text(it.low), rate_text(it.high)));
        let before = has_before.then(|| {
            view! { <td class="number">{text(it.trend.rate_before)}</td><td>{change_text(&it)}</td> }
        });
        view! {
            <tr><th scope="row">{category_text(it.category.as_str())}</th>
                <td class="number">{it.findings}</td><td class="number">{it.voices}</td>
                <td class="number">{text(it.trend.rate)}</td><td class="number">{within}</td>{before}</tr>
        }
    };
    let before = has_before.then(|| {
        view! { <th scope="col" class="number">{t!("desk-before")}</th><th scope="col">{t!("desk-change")}</th> }
    });
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=name>
            <table>
                <caption class="visually-hidden">{title}</caption>
                <thead><tr>
                    <th scope="col">{t!("desk-kind")}</th><th scope="col" class="number">{t!("desk-findings")}</th>
                    <th scope="col" class="number">{t!("desk-voices-column")}</th>
                    <th scope="col" class="number">{t!("desk-rate")}</th><th scope="col" class="number">{t!("desk-uncertainty")}</th>
                    {before}
                </tr></thead>
                <tbody>{counts.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_begin_at_zero() {
        assert_eq!([share(0.0, 8.0), share(2.0, 8.0), share(8.0, 8.0)], ["0.0%", "25.0%", "100.0%"]);
        assert_eq!(share(0.0, 0.0), "0.0%");
    }
}
