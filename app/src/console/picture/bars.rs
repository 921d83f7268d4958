//! How often: a bar for each row of the picture, for each kilometre walked or each walker, drawn for reading.
//!
//! Promises: bars begin at zero and carry their number; a thin line shows within what chance may have moved it, a mark
//! what it was before; what has changed carries how many times as often it is; the same as a table for copying.

use leptos::prelude::*;
use shared::situation::statistics::{Change, Comparison, Rate};
use shared::situation::{Base, Trend, has_changed};
use shared::statement::Feeling;

use super::{base_name, rate_text, table};
use crate::console::words::feeling_name;
use crate::t;
use crate::ui::Icon;

/// A bar.
#[derive(Clone, Default)]
pub struct Row {
    /// What it is about.
    pub name: String,
    /// Its picture, in the colour of how it feels.
    pub mark: Option<(Icon, Feeling)>,
    /// What else there is to say of it.
    pub note: Option<String>,
    /// Voices behind it.
    pub voices: Option<usize>,
    /// How often, and what it was before.
    pub trend: Trend,
    /// Whether its change holds among all that are compared with it.
    pub has_changed: bool,
}

impl Row {
    /// A row whose change was tested beside others.
    pub fn new(name: String, trend: &Trend, adjusted_p: Option<f64>) -> Self {
        Self { name, trend: *trend, has_changed: has_changed(adjusted_p), ..Self::default() }
    }

    /// Its rate; of what nobody counted there is none.
    fn rate(&self) -> Option<Rate> {
        self.trend.rate.filter(|_| self.trend.findings > 0)
    }

    /// As far as its drawing reaches.
    pub fn reach(&self) -> f64 {
        let before = self.trend.rate_before.map_or(0.0, |rate| rate.rate);
        self.rate().map_or(before, |rate| rate.high.max(before))
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
    /// What rates are counted on.
    pub base: Base,
    /// Whether there is a period before.
    pub has_before: bool,
    /// As far as it reaches.
    pub most: f64,
    /// The bars.
    pub groups: Vec<Group>,
}

/// A chart in its card; nothing where there are no bars.
pub fn card(title: String, how: String, chart: Chart) -> Option<AnyView> {
    chart.groups.iter().any(|it| !it.rows.is_empty()).then(|| {
        let bars = drawn(title.clone(), chart);
        view! { <section class="card"><h2>{title}</h2><p>{how}</p>{bars}</section> }.into_any()
    })
}

/// A chart and its table.
pub fn drawn(title: String, chart: Chart) -> AnyView {
    let table = table::behind(title, head(&chart), cells(&chart));
    let groups = chart.groups.into_iter().filter(|it| !it.rows.is_empty()).map(|group| {
        let bars = group.rows.iter().map(|row| bar(row, chart.most)).collect_view();
        let heading = group.name.map(|name| view! { <h3>{name}</h3> });
        view! { {heading}<ul class="bars" role="list">{bars}</ul> }
    });
    view! { {groups.collect_view()}{table} }.into_any()
}

fn bar(it: &Row, most: f64) -> AnyView {
    let rate = it.rate();
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
    let times = it.trend.change.filter(|_| it.has_changed).map(|it| times(&it));
    let (icon, feeling) = it.mark.unzip();
    view! {
        <li class="bar" class:lit=it.has_changed>
            <span class="bar-name" data-feeling=feeling.map(feeling_name)>{icon.map(|icon| view! { <Icon icon/> })}{it.name.clone()}</span>
            <svg aria-hidden="true">{drawn}{before}</svg>
            <span class="value">{value}<span class="visually-hidden">" "{change_text(it)}</span><small>{times}</small></span>
            {it.note.clone().map(|note| view! { <small class="note">{note}</small> })}
        </li>
    }
    .into_any()
}

/// Its length as a share of the longest.
pub fn share(value: f64, most: f64) -> String {
    format!("{:.1}%", if most > 0.0 { 100.0 * value / most } else { 0.0 })
}

/// What the comparison says, in a word; only what holds among all rows is called a change.
pub fn change_text(it: &Row) -> String {
    match it.trend.change.map(|change| change.change) {
        None => String::new(),
        Some(Change::TooFew) => t!("desk-change-too-few"),
        Some(Change::More) if it.has_changed => t!("desk-change-more"),
        Some(Change::Fewer) if it.has_changed => t!("desk-change-fewer"),
        Some(_) => t!("desk-change-not-shown"),
    }
}

/// How many times as often, and within what that lies.
pub fn times(it: &Comparison) -> Option<String> {
    Some(format!("× {} ({})", rate_text(it.ratio?), from_to(it.low, it.high)))
}

/// An interval; nothing may bound it above.
pub fn from_to(low: f64, high: Option<f64>) -> String {
    format!("{}–{}", rate_text(low), high.map_or_else(|| "∞".to_owned(), rate_text))
}

fn head(chart: &Chart) -> Vec<String> {
    let base = t!("desk-per", base = base_name(chart.base));
    let of_rate = |per: String| [per, t!("desk-uncertainty")];
    let before = chart.has_before.then(|| [t!("desk-before"), t!("desk-change")]);
    let voices = chart.has_voices().then(|| t!("desk-voices-column"));
    let hourly = chart.is_hourly().then(|| of_rate(t!("desk-per-hour")));
    let first = [t!("desk-kind"), t!("desk-findings")].into_iter().chain(voices).chain(of_rate(base));
    first.chain(hourly.into_iter().flatten()).chain(before.into_iter().flatten()).collect()
}

fn cells(chart: &Chart) -> Vec<Vec<String>> {
    let rows = |group: &Group| group.rows.iter().map(|row| chart.row(row)).collect::<Vec<_>>();
    let named =
        |group: &Group| [group.name.iter().map(|it| vec![it.clone()]).collect(), rows(group)].concat();
    chart.groups.iter().filter(|it| !it.rows.is_empty()).flat_map(named).collect()
}

impl Chart {
    fn any(&self, is: impl Fn(&Row) -> bool) -> bool {
        self.groups.iter().flat_map(|it| &it.rows).any(is)
    }

    fn has_voices(&self) -> bool {
        self.any(|it| it.voices.is_some())
    }

    fn is_hourly(&self) -> bool {
        self.any(|it| it.trend.hourly.is_some())
    }

    fn row(&self, it: &Row) -> Vec<String> {
        let number = |n: usize| n.to_string();
        let mut cells = vec![it.name.clone(), number(it.trend.findings)];
        cells.extend(self.has_voices().then(|| it.voices.map_or_else(|| t!("desk-no-rate"), number)));
        cells.extend(rate_cells(it.trend.rate));
        if self.is_hourly() {
            cells.extend(rate_cells(it.trend.hourly.map(|it| it.rate)));
        }
        if self.has_before {
            let change = it.trend.change.as_ref().and_then(times);
            let [before, _] = rate_cells(it.trend.rate_before);
            cells.extend([before, [change.unwrap_or_default(), change_text(it)].join(" ")]);
        }
        cells
    }
}

fn rate_cells(rate: Option<Rate>) -> [String; 2] {
    match rate {
        Some(it) => [rate_text(it.rate), from_to(it.low, Some(it.high))],
        None => [t!("desk-no-rate"), t!("desk-no-rate")],
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
