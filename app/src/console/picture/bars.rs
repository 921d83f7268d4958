//! What it is about: voices by category, drawn for reading.
//!
//! Promises: bars begin at zero and carry their number; both charts have one scale; the same as a table for copying.

use leptos::prelude::*;
use shared::situation::CategoryCount;
use shared::statement::Feeling;

use crate::console::words::{feeling_name, icon_of};
use crate::t;
use crate::text::category_text;
use crate::ui::Icon;

/// The categories of one feeling.
#[component]
pub fn Bars(
    /// All counts, most voices first.
    counts: Vec<CategoryCount>,
    /// Which of them are drawn.
    feeling: Feeling,
) -> impl IntoView {
    let most = counts.iter().map(|it| it.voices).max().unwrap_or(0);
    let own: Vec<_> = counts.into_iter().filter(|it| it.feeling == feeling).collect();
    let title = match feeling {
        Feeling::Unsafe => t!("desk-about-unsafe"),
        Feeling::Safe => t!("desk-about-safe"),
    };
    let bars = own.iter().enumerate().map(|(rank, it)| bar(it, most, rank == 0)).collect_view();
    (!own.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{title.clone()}</h2>
                <p>{t!("desk-voices-by-kind")}</p>
                <ul class="bars" role="list">{bars}</ul>
                <details class="no-print">
                    <summary>{t!("desk-as-table")}</summary>
                    <Table counts=own title/>
                </details>
            </section>
        }
    })
}

fn bar(it: &CategoryCount, most: usize, first: bool) -> impl IntoView + use<> {
    let icon = icon_of(&it.category);
    view! {
        <li class="bar" class:lit=first>
            <span class="bar-name" data-feeling=feeling_name(it.feeling)><Icon icon/>{category_text(it.category.as_str())}</span>
            <svg aria-hidden="true"><rect width=width(it.voices, most) height="16"></rect></svg>
            <span class="value">{t!("desk-voices", n = it.voices)}</span>
        </li>
    }
}

/// Its length as a share of the longest.
#[expect(clippy::cast_precision_loss, reason = "counts of people")]
fn width(voices: usize, most: usize) -> String {
    format!("{:.1}%", 100.0 * voices as f64 / most.max(1) as f64)
}

#[component]
fn Table(counts: Vec<CategoryCount>, title: String) -> impl IntoView {
    let name = title.clone();
    let row = |it: CategoryCount| {
        view! {
            <tr><th scope="row">{category_text(it.category.as_str())}</th>
                <td class="number">{it.findings}</td><td class="number">{it.observations}</td><td class="number">{it.voices}</td></tr>
        }
    };
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=name>
            <table>
                <caption class="visually-hidden">{title}</caption>
                <thead><tr>
                    <th scope="col">{t!("desk-kind")}</th><th scope="col" class="number">{t!("desk-findings")}</th>
                    <th scope="col" class="number">{t!("desk-observations")}</th><th scope="col" class="number">{t!("desk-voices-column")}</th>
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
        assert_eq!([width(0, 8), width(2, 8), width(8, 8)], ["0.0%", "25.0%", "100.0%"]);
        assert_eq!(width(0, 0), "0.0%");
    }
}
