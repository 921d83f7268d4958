//! A mark beside the store of what was in it, so that it is noticed when the phone cleared the store away.
//!
//! Promises: the mark is written after what it tells of lies on the disk, and of one walk at a time; it never says that
//! less was here than it said before; it holds counts and the walk's series, and nothing that anybody said.

use std::fmt::Write as _;

use shared::id::SeriesId;

use super::own::Own;
use super::state::Walker;
use crate::live::{Scope, follow};
use crate::platform::settings;
use crate::store::Odd;

const KEPT: &str = "was-here";

/// What was here of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// This phone's series in it.
    pub series: SeriesId,
    /// Records.
    pub records: u64,
    /// Places that were pointed out and stood.
    pub saved: usize,
    /// Those of them that had arrived with everything.
    pub sent: usize,
}

/// What is to be told of what was kept here.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What the phone cleared away.
    pub lost: Option<Lost>,
    /// What this version cannot read.
    pub odd: Odd,
}

/// What the phone cleared away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// Places that are here no longer and had arrived.
    pub arrived: usize,
    /// Places that are here no longer and nowhere else.
    pub gone: usize,
}

/// Every mark.
pub fn marks() -> Vec<Mark> {
    read(&settings::kept(KEPT).unwrap_or_default())
}

/// Keeps these in the stead of all others.
pub fn keep_marks(marks: &[Mark]) {
    settings::keep(KEPT, &written(marks));
}

/// Marks what is here of the present walk, now and whenever it is more.
pub fn mark(walker: Walker) {
    // It goes on for as long as the page.
    let page = Scope::default();
    page.hold(|| follow(move || marks_now(walker)));
    std::mem::forget(page);
}

fn marks_now(walker: Walker) {
    let (records, counts) = walker.own.with(|own: &Own| (own.reached, own.counts()));
    let Some(series) = walker.series().filter(|_| records > 0) else { return };
    let before = marks();
    let now = Mark { series, records, saved: counts.saved, sent: counts.sent };
    let after = with(before.clone(), now);
    if after != before {
        keep_marks(&after);
    }
}

/// With one mark more, or in the stead of one that told of less.
fn with(mut marks: Vec<Mark>, now: Mark) -> Vec<Mark> {
    match marks.iter_mut().find(|mark| mark.series == now.series) {
        Some(mark) if mark.records <= now.records => *mark = now,
        Some(_) => {}
        None => marks.push(now),
    }
    marks
}

fn written(marks: &[Mark]) -> String {
    marks.iter().fold(String::new(), |mut text, mark| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{} {} {} {};", mark.series, mark.records, mark.saved, mark.sent);
        text
    })
}

/// What cannot be read is passed over.
fn read(text: &str) -> Vec<Mark> {
    let mark = |text: &str| {
        let mut words = text.split(' ');
        Some(Mark {
            series: words.next()?.parse().ok()?,
            records: words.next()?.parse().ok()?,
            saved: words.next()?.parse().ok()?,
            sent: words.next()?.parse().ok()?,
        })
    };
    text.split(';').filter_map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(series: u8, records: u64, saved: usize, sent: usize) -> Mark {
        Mark { series: SeriesId::from_bytes([series; 16]), records, saved, sent }
    }

    #[test]
    fn marks_are_read_as_they_were_written_and_what_is_none_is_passed_over() {
        let marks = [of(1, 12, 4, 3), of(2, 1, 1, 0)];
        assert_eq!(read(&written(&marks)), marks);
        assert_eq!(read(&format!("x;;{}1 2;", written(&marks))), marks);
    }

    #[test]
    fn a_mark_never_tells_of_less_than_before() {
        let before = vec![of(1, 12, 4, 3)];
        assert_eq!(with(before.clone(), of(1, 12, 4, 4)), [of(1, 12, 4, 4)], "more has arrived");
        assert_eq!(with(before.clone(), of(1, 2, 1, 0)), before, "less is here than was");
        assert_eq!(with(before, of(2, 1, 1, 0)).len(), 2);
    }
}
