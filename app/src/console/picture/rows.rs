//! Rows of the picture as charts: all of it, by category, and by what and when.
//!
//! Promises: pure but for words; the rows of one chart have one scale; where nobody said, that is a row too, and a heading
//! over nothing else is not there.

use shared::situation::statistics::{Change, Exposure};
use shared::situation::{CategoryCount, Situation, TimeOfDay, Trend};
use shared::statement::Feeling;
use shared::wire::Focus;

use super::bars::{Chart, Group, Row, change_text, from_to, times};
use super::{rate_text, rounded};
use crate::console::words::{feeling_text, icon_of, light_text};
use crate::t;
use crate::text::{category_text, severity_text, when_text};
use crate::ui::Icon;

/// All that is unsafe and all that is safe; then what is unsafe by focus area and by how bad it is.
pub fn overall(it: &Situation) -> Chart {
    let both = [whole(Feeling::Unsafe, &it.trend), whole(Feeling::Safe, &it.safe_trend)];
    let focus = it.by_focus.iter().map(|it| {
        let row = named(it.focus.map(focus_text), &it.trend, it.adjusted_p);
        (it.focus.is_some(), Row { voices: Some(it.voices), ..row })
    });
    let severity = it
        .by_severity
        .iter()
        .map(|it| (it.severity.is_some(), named(it.severity.map(severity_text), &it.trend, it.adjusted_p)));
    let groups = [group(t!("desk-focus"), focus), group(t!("desk-how-bad"), severity)];
    let both = Group { name: None, rows: both.into() };
    chart(it, std::iter::once(both).chain(groups).collect())
}

/// The categories of one feeling, on the scale of both.
pub fn categories(it: &Situation, feeling: Feeling) -> Chart {
    let mut own: Vec<&CategoryCount> = it.by_category.iter().filter(|it| it.feeling == feeling).collect();
    // The longest bar first; of equals, what more voices speak of.
    own.sort_by_key(|it| std::cmp::Reverse(it.trend.findings));
    let own = Group { name: None, rows: own.into_iter().map(of_category).collect() };
    let most = it.by_category.iter().map(|it| of_category(it).reach()).fold(0.0, f64::max);
    Chart { most, ..chart(it, vec![own]) }
}

/// What is unsafe by time of day, by light, and by when it is said to be so.
pub fn when(it: &Situation) -> Chart {
    let time = it.by_time.iter().map(|it| {
        let note = Some(note(it.observations, None, it.walked.map(|it| it.exposure)));
        (true, Row { note, ..Row::new(time_text(it.time), &it.trend, it.adjusted_p) })
    });
    let light = it.by_light.iter().map(|it| {
        let note = Some(note(it.observations, Some(it.unlit), it.walked.map(|it| it.exposure)));
        (it.light.is_some(), Row { note, ..named(it.light.map(light_text), &it.trend, it.adjusted_p) })
    });
    let when = it.by_when.iter().map(|it| {
        let row = named(it.when.map(when_text), &it.trend, it.adjusted_p);
        (it.when.is_some(), Row { note: Some(note(it.observations, None, None)), ..row })
    });
    let (time, light) = (group(t!("desk-time-of-day"), time), group(t!("desk-light"), light));
    chart(it, vec![time, light, group(t!("desk-when-so"), when)])
}

fn chart(it: &Situation, groups: Vec<Group>) -> Chart {
    let most = groups.iter().flat_map(|it| &it.rows).map(Row::reach).fold(0.0, f64::max);
    Chart { base: it.base, has_before: it.before.is_some(), most, groups }
}

/// Rows, each with whether it is known what it is about; none of them where that is known of none.
fn group(name: String, rows: impl Iterator<Item = (bool, Row)>) -> Group {
    let rows: Vec<(bool, Row)> = rows.collect();
    let is_known = rows.iter().any(|(is_known, _)| *is_known);
    let rows = rows.into_iter().filter(|_| is_known).map(|(_, row)| row);
    Group { name: Some(name), rows: rows.collect() }
}

fn named(name: Option<String>, trend: &Trend, adjusted_p: Option<f64>) -> Row {
    Row::new(name.unwrap_or_else(|| t!("desk-not-said")), trend, adjusted_p)
}

fn of_category(it: &CategoryCount) -> Row {
    let mark = Some((icon_of(&it.category), it.feeling));
    let row = Row::new(category_text(it.category.as_str()), &it.trend, it.adjusted_p);
    Row { mark, voices: Some(it.voices), ..row }
}

/// All of one feeling: it is compared with nothing else, so its change stands for itself.
fn whole(feeling: Feeling, trend: &Trend) -> Row {
    let icon = if feeling == Feeling::Safe { Icon::Heart } else { Icon::Exclamation };
    let has_changed = trend.change.is_some_and(|it| matches!(it.change, Change::More | Change::Fewer));
    let row =
        Row { has_changed, mark: Some((icon, feeling)), ..Row::new(feeling_text(feeling), trend, None) };
    Row { note: Some(in_words(&row)).filter(|it| !it.is_empty()), ..row }
}

/// How often in an hour, and what has become of it since before.
fn in_words(it: &Row) -> String {
    let hourly = it.trend.hourly.map(|it| {
        let within = from_to(it.rate.low, Some(it.rate.high));
        t!("desk-hourly", rate = rate_text(it.rate.rate), within = within)
    });
    let ratio = it.trend.change.as_ref().and_then(times);
    let change = it.trend.change.map(|_| t!("desk-since-before", word = change_text(it)));
    [hourly, change, ratio].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a row in one light or at one time rests on.
fn note(observations: usize, unlit: Option<usize>, walked: Option<Exposure>) -> String {
    let unlit = unlit.filter(|n| *n > 0).map(|n| t!("desk-unlit", n = n));
    let walked = walked.map(|it| t!("desk-walked-km", n = rounded(it.walked_km, 1)));
    let said = [Some(t!("desk-observation-count", n = observations)), unlit, walked];
    said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn time_text(it: TimeOfDay) -> String {
    match it {
        TimeOfDay::Night => t!("desk-time-night"),
        TimeOfDay::Morning => t!("desk-time-morning"),
        TimeOfDay::Afternoon => t!("desk-time-afternoon"),
        TimeOfDay::Evening => t!("desk-time-evening"),
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
