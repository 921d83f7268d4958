//! How many places: a bar for each row of the picture, drawn for reading.
//!
//! Promises: bars begin at zero and carry their number; a mark shows what it was before; what has changed more than chance
//! gives is lit; the same as a table for copying.

use leptos::prelude::*;
use shared::situation::statistics::{Difference, PerParticipant};
use shared::situation::{Counts, Trend};
use shared::statement::Feeling;

use super::{rounded, table};
use crate::console::words::feeling_name;
use crate::t;
use crate::ui::Icon;

/// A bar.
#[derive(Default)]
pub struct Row {
    /// What it is about.
    pub name: String,
    /// Its picture, in the colour of how it feels.
    pub mark: Option<(Icon, Feeling)>,
    /// What else there is to say of it.
    pub note: Option<String>,
    /// How much, now and before.
    pub trend: Trend,
    /// Whether its change holds among all that are compared with it.
    pub has_changed: bool,
}

impl Row {
    /// A row that is not compared.
    pub fn new(name: String, trend: &Trend) -> Self {
        let note = Some(counts_text(trend));
        Self { name, trend: *trend, note, ..Self::default() }
    }

    fn places_before(&self) -> usize {
        self.trend.before.map_or(0, |it| it.places)
    }

    fn change(&self) -> Option<PerParticipant> {
        self.trend.per_participant.filter(|_| self.has_changed)
    }
}

/// Bars under a heading.
pub struct Group {
    /// The heading.
    pub name: Option<String>,
    /// The bars.
    pub rows: Vec<Row>,
}

/// Bars with one scale.
pub struct Chart {
    /// Whether there is a period before.
    pub has_before: bool,
    /// The most places of a row, now or before.
    pub most: usize,
    /// The bars.
    pub groups: Vec<Group>,
}

impl Chart {
    /// A chart on a scale of its own.
    pub fn new(has_before: bool, groups: Vec<Group>) -> Self {
        let rows = groups.iter().flat_map(|it| &it.rows);
        let most = rows.map(|it| it.trend.now.places.max(it.places_before())).max().unwrap_or(0);
        Self { has_before, most, groups }
    }

    fn is_empty(&self) -> bool {
        self.groups.iter().all(|it| it.rows.is_empty())
    }
}

/// A chart in its card; nothing where there are no bars.
pub fn card(title: String, how: String, chart: Chart) -> Option<impl IntoView> {
    (!chart.is_empty()).then(|| {
        let bars = drawn(title.clone(), chart);
        view! { <section class="card"><h2>{title}</h2><p>{how}</p>{bars}</section> }
    })
}

/// A chart that is opened where it is wanted; nothing where there are no bars.
pub fn folded(title: String, chart: Chart) -> Option<impl IntoView> {
    (!chart.is_empty()).then(|| {
        let bars = drawn(title.clone(), chart);
        view! { <details class="card no-print"><summary>{title}</summary>{bars}</details> }
    })
}

/// A chart and its table.
pub fn drawn(title: String, chart: Chart) -> impl IntoView {
    let table = table::behind(title, head(&chart), cells(&chart));
    let most = chart.most;
    let groups = chart.groups.into_iter().filter(|it| !it.rows.is_empty());
    let drawn = move |group: Group| {
        let bars: Vec<_> = group.rows.iter().map(|row| bar(row, most)).collect();
        let unnamed = group.name.is_none();
        view! { <h3 hidden=unnamed>{group.name}</h3><ul class="bars" role="list">{bars}</ul> }
    };
    let groups: Vec<_> = groups.map(drawn).collect();
    view! { {groups}{table} }
}

/// What is not there is drawn with no length: one shape for all bars.
fn bar(it: &Row, most: usize) -> impl IntoView + use<> {
    let places = it.trend.now.places;
    let now = share(places, most);
    let before = it.trend.before.map(|before| share(before.places, most));
    let until = if before.is_some() { "18" } else { "-2" };
    let (icon, feeling) = it.mark.unzip();
    view! {
        <li class=if it.has_changed { "bar lit" } else { "bar" }>
            <span class="bar-name" data-feeling=feeling.map(feeling_name)>{icon.map(|icon| view! { <Icon icon/> })}{it.name.clone()}</span>
            <svg aria-hidden="true">
                <rect width=now height="16"></rect>
                <line class="before" x1=before.clone() x2=before y1="-2" y2=until></line>
            </svg>
            <span class="value">{places}<small>{it.change().map(|it| change_word(&it))}</small></span>
            <small class="note">{it.note.clone()}</small>
        </li>
    }
}

/// Its length as a share of the longest.
#[expect(clippy::cast_precision_loss, reason = "counts of places")]
pub fn share(value: usize, most: usize) -> String {
    format!("{:.1}%", if most > 0 { 100.0 * value as f64 / most as f64 } else { 0.0 })
}

/// Counts before rates: places and participants, and the same of the period before.
pub fn counts_text(it: &Trend) -> String {
    let said = |it: Counts| match it.told_participants() {
        Some(people) => t!("desk-places-people", places = it.places, people = people),
        None => t!("desk-places-few-people", places = it.places),
    };
    match it.before {
        Some(before) => t!("desk-counts-before", now = said(it.now), before = said(before)),
        None => said(it.now),
    }
}

/// What has changed, in a word.
pub fn change_word(it: &PerParticipant) -> String {
    match it.difference {
        Difference::More => t!("desk-change-more"),
        Difference::Fewer => t!("desk-change-fewer"),
        Difference::NotShown => String::new(),
    }
}

/// How many times as many places per participant, and within what that lies.
pub fn times(it: &PerParticipant) -> String {
    format!("× {} ({}–{})", rounded(it.ratio, 1), rounded(it.low, 1), rounded(it.high, 1))
}

fn head(chart: &Chart) -> Vec<String> {
    let now = [t!("desk-kind"), t!("desk-places-column"), t!("desk-people-column")];
    let before = [t!("desk-places-before"), t!("desk-people-before"), t!("desk-times-per-participant")];
    now.into_iter().chain(before.into_iter().filter(|_| chart.has_before)).collect()
}

fn cells(chart: &Chart) -> Vec<Vec<String>> {
    let rows = |group: &Group| group.rows.iter().map(|row| chart.row(row)).collect::<Vec<_>>();
    let named =
        |group: &Group| [group.name.iter().map(|it| vec![it.clone()]).collect(), rows(group)].concat();
    chart.groups.iter().filter(|it| !it.rows.is_empty()).flat_map(named).collect()
}

impl Chart {
    fn row(&self, it: &Row) -> Vec<String> {
        let people =
            |it: Counts| it.told_participants().map_or_else(|| t!("desk-few-people"), |it| it.to_string());
        let of = |counts: Counts| [counts.places.to_string(), people(counts)];
        let before = it.trend.before.map(of).into_iter().flatten();
        let change = it.trend.per_participant.as_ref().map_or_else(|| t!("desk-no-rate"), times);
        let change = self.has_before.then_some(change);
        [it.name.clone()].into_iter().chain(of(it.trend.now)).chain(before).chain(change).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_begin_at_zero() {
        assert_eq!([share(0, 8), share(2, 8), share(8, 8)], ["0.0%", "25.0%", "100.0%"]);
        assert_eq!(share(0, 0), "0.0%");
    }

    #[test]
    fn a_scale_holds_what_was_before_too() {
        let counts = |places| Counts { places, participants: 1, pairs: places };
        let trend = Trend { now: counts(3), before: Some(counts(7)), per_participant: None };
        let rows = vec![Row { trend, ..Row::default() }];
        assert_eq!(Chart::new(true, vec![Group { name: None, rows }]).most, 7);
    }
}
