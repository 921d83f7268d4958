//! What those who looked again said: of one place, and of all places of a walk together.
//!
//! Promises: pure; each walker counts once for a place, with what they said last; a tie is told as one and not decided.

use std::collections::BTreeMap;

use shared::id::{SeriesId, WalkId};
use shared::situation::{Finding, Revisit};
use shared::statement::Condition;

/// How many said what of one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looks([usize; 4]);

impl Looks {
    /// Counts second looks, which are in order of time.
    pub fn of<'a>(revisits: impl Iterator<Item = &'a Revisit>) -> Self {
        let last: BTreeMap<SeriesId, Condition> = revisits.map(|it| (it.id.series, it.condition)).collect();
        Self(Condition::ALL.map(|condition| last.values().filter(|it| **it == condition).count()))
    }

    /// Counts those of one walk.
    pub fn on(finding: &Finding, walk: WalkId) -> Self {
        Self::of(finding.revisits.iter().filter(|it| it.walk == Some(walk)))
    }

    /// How many said so.
    pub fn count(self, condition: Condition) -> usize {
        let at = Condition::ALL.iter().position(|it| *it == condition);
        at.map_or(0, |at| self.0[at])
    }

    /// How many looked.
    pub fn total(self) -> usize {
        self.0.iter().sum()
    }

    /// What was said by somebody, with how many.
    pub fn said(self) -> impl Iterator<Item = (Condition, usize)> {
        Condition::ALL.into_iter().zip(self.0).filter(|(_, n)| *n > 0)
    }

    /// What most say.
    pub fn verdict(self) -> Verdict {
        let most = self.0.into_iter().max().unwrap_or(0);
        let mut leading = self.said().filter(|(_, n)| *n == most).map(|(condition, _)| condition);
        match (leading.next(), leading.next()) {
            (None, _) => Verdict::NotLooked,
            (Some(one), None) => Verdict::Is(one),
            (Some(_), Some(_)) => Verdict::Tie,
        }
    }
}

/// What most say of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody looked.
    NotLooked,
    /// It is so.
    Is(Condition),
    /// As many say one thing as another.
    Tie,
}

/// What came of a follow-up walk, in places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Places that were asked about.
    pub asked: usize,
    /// Places that somebody looked at again.
    pub looked_at: usize,
    /// Mended.
    pub fixed: usize,
    /// Better.
    pub better: usize,
    /// As they were.
    pub remain: usize,
    /// Worse.
    pub worse: usize,
    /// Those of which as many say one thing as another.
    pub ties: usize,
}

/// Sums up what was found on the walk at the places that it asked about.
pub fn outcome(places: &[Finding], walk: WalkId) -> Outcome {
    let mut sum = Outcome { asked: places.len(), ..Outcome::default() };
    for place in places {
        let count = match Looks::on(place, walk).verdict() {
            Verdict::NotLooked => continue,
            Verdict::Is(Condition::Fixed) => &mut sum.fixed,
            Verdict::Is(Condition::Better) => &mut sum.better,
            Verdict::Is(Condition::Remains) => &mut sum.remain,
            Verdict::Is(Condition::Worse) => &mut sum.worse,
            Verdict::Tie => &mut sum.ties,
        };
        *count += 1;
        sum.looked_at += 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use shared::id::RecordId;

    use super::*;
    use Condition::{Better, Fixed, Remains, Worse};

    const WALK: &str = "0102030405060708090a0b0c0d0e0f10-3";

    fn look(who: u8, number: u64, condition: Condition) -> Revisit {
        let id: RecordId = format!("{who:032x}-{number}").parse().unwrap();
        Revisit { id, of: id, walk: WALK.parse().ok(), at_ms: 0, condition, light: None, photos: vec![] }
    }

    fn says(said: &[(u8, Condition)], expected: Verdict) {
        let looks: Vec<Revisit> = (1..).zip(said).map(|(at, (who, it))| look(*who, at, *it)).collect();
        assert_eq!(Looks::of(looks.iter()).verdict(), expected, "{said:?}");
    }

    #[test]
    fn most_voices_decide_and_a_tie_stays_one() {
        says(&[], Verdict::NotLooked);
        says(&[(1, Fixed), (2, Fixed), (3, Remains)], Verdict::Is(Fixed));
        says(&[(1, Better), (2, Worse)], Verdict::Tie);
    }

    #[test]
    fn who_looks_twice_counts_once_with_the_last_word() {
        says(&[(1, Remains), (1, Fixed)], Verdict::Is(Fixed));
        let looks = [look(1, 1, Remains), look(1, 2, Fixed), look(2, 1, Remains)];
        let looks = Looks::of(looks.iter());
        assert_eq!((looks.count(Fixed), looks.count(Remains), looks.total()), (1, 1, 2));
    }

    fn place(revisits: Vec<Revisit>) -> Finding {
        let text = format!(
            r#"{{"id":"{WALK}","feeling":"unsafe","category":"lighting","area":null,"position":null,
            "extent_m":0,"described":null,"voices":1,"walks":1,"observations":[],"first_at_ms":0,"last_at_ms":0,
            "revisits":[],"severity":null,"photos":0,"state":"new","responsible":null,"answer":null,
            "decided_at_ms":null,"decisions":[]}}"#
        );
        Finding { revisits, ..serde_json::from_str(&text).unwrap() }
    }

    #[test]
    fn a_walk_is_summed_up_in_places_and_other_walks_do_not_count() {
        let elsewhere = Revisit { walk: None, ..look(3, 1, Worse) };
        let places = [
            place(vec![look(1, 1, Fixed), look(2, 1, Fixed)]),
            place(vec![look(1, 2, Remains), look(2, 2, Fixed)]),
            place(vec![elsewhere]),
        ];
        let sum = outcome(&places, WALK.parse().unwrap());
        assert_eq!(sum, Outcome { asked: 3, looked_at: 2, fixed: 1, ties: 1, ..Outcome::default() });
    }
}
