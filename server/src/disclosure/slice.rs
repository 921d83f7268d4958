//! Planners' questions, widened to whole squares and whole days: two questions that differ by less have one answer.

use shared::time::Period;

use super::grid::CELLS;
use super::release::{day_ms, next_day_ms};
use crate::filter::{Filter, Question};

/// The question that is answered: its box reaches out to whole squares, its period to whole days in Sweden.
pub fn widen(question: Question) -> Question {
    let Question { filter, compare } = question;
    let period = Period {
        from_ms: filter.period.from_ms.map(day_ms),
        to_ms: filter.period.to_ms.map(|to_ms| next_day_ms(to_ms.saturating_sub(1))),
    };
    let bbox = filter.bbox.map(|bbox| CELLS.outward(bbox));
    Question { filter: Filter { period, bbox, ..filter }, compare }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    #[test]
    fn minutes_are_whole_days_in_sweden_and_whole_days_stay() {
        let at = |text: &str| date::moment_ms(text).unwrap();
        let asked = |from: &str, to: &str| {
            let period = Period { from_ms: Some(at(from)), to_ms: Some(at(to)) };
            let question = Question { filter: Filter { period, ..Filter::default() }, ..Question::default() };
            widen(question).filter.period
        };
        let day = Period { from_ms: Some(at("2026-11-24")), to_ms: Some(at("2026-11-25")) };
        assert_eq!(asked("2026-11-24T18:30", "2026-11-24T18:31"), day);
        assert_eq!(asked("2026-11-24", "2026-11-25"), day);
        assert_eq!(
            asked("2026-03-29T12:00", "2026-03-29T12:01").to_ms,
            Some(at("2026-03-30")),
            "a day of 23 hours"
        );
        assert_eq!(widen(Question::default()), Question::default());
    }
}
