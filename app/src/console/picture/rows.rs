//! Rows of the picture as charts: all of it, by category, and by what and when.
//!
//! Promises: pure but for words; the rows of one chart have one scale; where nobody said, that is a row too, and a heading
//! over nothing else is not there.

use shared::situation::statistics::Exposure;
use shared::situation::{CategoryCount, Situation, TimeOfDay, Trend};
use shared::statement::Feeling;

use super::bars::{Chart, Group, Row, counts_text};
use super::rounded;
use crate::console::words::{feeling_text, icon_of, light_text};
use crate::t;
use crate::text::{category_text, severity_text, when_text};
use crate::ui::Icon;

/// All that is unsafe and all that is safe; then what is unsafe by how bad it is.
pub fn overall(it: &Situation) -> Chart {
    let both = [whole(Feeling::Unsafe, &it.trend), whole(Feeling::Safe, &it.safe_trend)];
    let severity = it
        .by_severity
        .iter()
        .map(|it| (it.severity.is_some(), named(it.severity.map(severity_text), &it.trend)));
    let both = Group { name: None, rows: both.into() };
    chart(it, vec![both, group(t!("desk-how-bad"), severity)])
}

/// The categories of one feeling.
pub fn categories(it: &Situation, feeling: Feeling) -> Chart {
    let mut own: Vec<&CategoryCount> = it.by_category.iter().filter(|it| it.feeling == feeling).collect();
    // The longest bar first; of equals, what more participants speak of.
    own.sort_by_key(|it| std::cmp::Reverse((it.trend.now.places, it.trend.now.participants)));
    chart(it, vec![Group { name: None, rows: own.into_iter().map(of_category).collect() }])
}

/// What is unsafe by time of day, by light, and by when it is said to be so.
pub fn when(it: &Situation) -> Chart {
    let time = it.by_time.iter().map(|it| {
        let note = Some(note(&it.trend, None, it.walked));
        (true, Row { note, ..Row::new(time_text(it.time), &it.trend) })
    });
    let light = it.by_light.iter().filter(|it| it.light.is_some() || it.observations > 0).map(|it| {
        let name = it.light.map_or_else(|| t!("desk-not-known"), light_text);
        let note = Some(note(&it.trend, Some(it.unlit), it.walked.map(|it| it.exposure)));
        (it.light.is_some(), Row { note, ..Row::new(name, &it.trend) })
    });
    let when = it.by_when.iter().map(|it| (it.when.is_some(), named(it.when.map(when_text), &it.trend)));
    let (time, light) = (group(t!("desk-time-of-day"), time), group(t!("desk-light"), light));
    chart(it, vec![time, light, group(t!("desk-when-so"), when)])
}

fn chart(it: &Situation, groups: Vec<Group>) -> Chart {
    Chart::new(it.before.is_some() && it.trend.before.is_some(), groups)
}

/// Rows, each with whether it is known what it is about; none of them where that is known of none.
fn group(name: String, rows: impl Iterator<Item = (bool, Row)>) -> Group {
    let rows: Vec<(bool, Row)> = rows.collect();
    let is_known = rows.iter().any(|(is_known, _)| *is_known);
    let rows = rows.into_iter().filter(|_| is_known).map(|(_, row)| row);
    Group { name: Some(name), rows: rows.collect() }
}

fn named(name: Option<String>, trend: &Trend) -> Row {
    Row::new(name.unwrap_or_else(|| t!("desk-not-said")), trend)
}

fn of_category(it: &CategoryCount) -> Row {
    let mark = Some((icon_of(&it.category), it.feeling));
    let row = Row::new(category_text(it.category.as_str()), &it.trend);
    Row { mark, has_changed: it.has_changed(), ..row }
}

fn whole(feeling: Feeling, trend: &Trend) -> Row {
    let icon = if feeling == Feeling::Safe { Icon::Heart } else { Icon::Exclamation };
    Row { mark: Some((icon, feeling)), ..Row::new(feeling_text(feeling), trend) }
}

/// What a row in one light or at one time rests on.
fn note(trend: &Trend, unlit: Option<usize>, walked: Option<Exposure>) -> String {
    let unlit = unlit.filter(|n| *n > 0).map(|n| t!("desk-unlit", n = n));
    let walked = walked.map(|it| t!("desk-walked-km", n = rounded(it.walked_km, 1)));
    let said = [Some(counts_text(trend)), unlit, walked];
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
