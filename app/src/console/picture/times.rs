//! When: at what hours things were pointed out; at what time of day, in which light and for when that is often.
//!
//! Promises: each bar of an hour that its neighbours do not reach carries its number; all of them stand in the table.

use leptos::prelude::*;
use shared::situation::Situation;

use super::{bars, base_name, rows, table};
use crate::t;

/// The card.
#[component]
pub fn Times(
    /// The picture.
    situation: Situation,
) -> impl IntoView {
    let title = t!("desk-times", base = base_name(situation.base));
    let bars = bars::drawn(title.clone(), rows::when(&situation));
    view! {
        <section class="card">
            <h2>{title}</h2>
            <p>{t!("desk-times-how")}</p>
            <Hours hours=situation.by_hour/>
            {bars}
        </section>
    }
}

/// A bar for each hour of the day.
#[component]
fn Hours(hours: Vec<usize>) -> impl IntoView {
    let most = hours.iter().copied().max().unwrap_or(0);
    let spoken = || {
        let some = hours.iter().enumerate().filter(|(_, count)| **count > 0);
        some.map(|(hour, count)| t!("desk-hour-count", hour = hour, n = *count))
            .collect::<Vec<_>>()
            .join(", ")
    };
    (most > 0).then(|| {
        let bars = (0..hours.len()).map(|hour| bar(&hours, hour, most)).collect_view();
        view! {
            <figure class="hours" data-test="hours">
                <svg role="img" aria-label=spoken()>{bars}</svg>
                <figcaption aria-hidden="true">{["0", "6", "12", "18", "24"].map(|hour| view! { <span>{hour}</span> })}</figcaption>
            </figure>
            {as_table(&hours)}
        }
    })
}

fn bar(hours: &[usize], hour: usize, most: usize) -> impl IntoView + use<> {
    let count = hours[hour];
    let (left, top, height) = (share(hour, HOURS), share(most - count, most), share(count, most));
    let number = stands_out(hours, hour)
        .then(|| view! { <text x=left.clone() y=top.clone() dx="1.7%" dy="-4">{count}</text> });
    view! { <rect x=left y=top width="3.4%" height=height></rect>{number} }
}

/// Whether it is higher than the hour before and no lower than the one after: no two such lie side by side.
fn stands_out(hours: &[usize], hour: usize) -> bool {
    let count = |at: Option<usize>| at.and_then(|at| hours.get(at)).copied().unwrap_or(0);
    hours[hour] > count(hour.checked_sub(1)) && hours[hour] >= count(hour.checked_add(1))
}

fn as_table(hours: &[usize]) -> AnyView {
    let row = |(hour, count): (usize, &usize)| vec![format!("{hour}–{}", hour + 1), count.to_string()];
    let head = vec![t!("desk-hour"), t!("desk-observations")];
    table::behind(t!("desk-hours"), head, hours.iter().enumerate().map(row).collect())
}

const HOURS: usize = 24;

#[expect(clippy::cast_precision_loss, reason = "counts of observations")]
fn share(of: usize, most: usize) -> String {
    bars::share(of as f64, most as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_with_numbers_never_lie_side_by_side() {
        let hours = [3, 3, 0, 1, 2, 2, 2, 9, 8, 9];
        let told: Vec<usize> = (0..hours.len()).filter(|hour| stands_out(&hours, *hour)).collect();
        assert_eq!(told, [0, 4, 7, 9]);
    }
}
