//! When: at what hours things were pointed out; at what time of day, in which light and for when that is often.
//!
//! Promises: each bar of an hour that its neighbours do not reach carries its number; all of them stand in the table.

use leptos::prelude::*;
use shared::situation::Situation;

use super::{bars, rows, table};
use crate::t;

/// The card.
pub fn card(it: &Situation) -> impl IntoView + use<> {
    let title = t!("desk-times");
    let bars = bars::drawn(title.clone(), rows::when(it));
    view! {
        <section class="card">
            <h2>{title}</h2>
            <p>{t!("desk-times-how")}</p>
            {hours(&it.by_hour)}
            {bars}
        </section>
    }
}

/// A bar for each hour of the day.
fn hours(hours: &[usize]) -> Option<impl IntoView + use<>> {
    let most = hours.iter().copied().max().filter(|most| *most > 0)?;
    let spoken = hours.iter().enumerate().filter(|(_, count)| **count > 0);
    let spoken: Vec<String> =
        spoken.map(|(hour, count)| t!("desk-hour-count", hour = hour, n = *count)).collect();
    let bars: Vec<_> = (0..hours.len()).map(|hour| bar(hours, hour, most)).collect();
    Some(view! {
        <figure class="hours" data-test="hours">
            <svg role="img" aria-label=spoken.join(", ")>{bars}</svg>
            <figcaption aria-hidden="true">{["0", "6", "12", "18", "24"].map(|hour| view! { <span>{hour}</span> })}</figcaption>
        </figure>
        {as_table(hours)}
    })
}

fn bar(hours: &[usize], hour: usize, most: usize) -> impl IntoView + use<> {
    let count = hours[hour];
    let (left, top, height) = (share(hour, HOURS), share(most - count, most), share(count, most));
    let number = stands_out(hours, hour).then_some(count);
    view! {
        <rect x=left.clone() y=top.clone() width="3.4%" height=height></rect>
        <text x=left y=top dx="1.7%" dy="-4">{number}</text>
    }
}

/// Whether it is higher than the hour before and no lower than the one after: no two such lie side by side.
fn stands_out(hours: &[usize], hour: usize) -> bool {
    let count = |at: Option<usize>| at.and_then(|at| hours.get(at)).copied().unwrap_or(0);
    hours[hour] > count(hour.checked_sub(1)) && hours[hour] >= count(hour.checked_add(1))
}

fn as_table(hours: &[usize]) -> impl IntoView + use<> {
    let row = |(hour, count): (usize, &usize)| vec![format!("{hour}–{}", hour + 1), count.to_string()];
    let head = vec![t!("desk-hour"), t!("desk-observations")];
    table::behind(t!("desk-hours"), head, hours.iter().enumerate().map(row).collect())
}

const HOURS: usize = 24;

fn share(of: usize, most: usize) -> String {
    bars::share(of, most)
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
