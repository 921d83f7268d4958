//! The picture in one paragraph.
//!
//! Promises: pure up to the choice of words; says who it stems from before what they said; small numbers are said to
//! be small; nothing recorded is not called safe. A comparison is made only where one number is larger.

use shared::id::CategoryId;
use shared::situation::{CategoryCount, Limit, Reason, Situation};
use shared::statement::Feeling;

use crate::console::desk::Shelf;
use crate::console::words::finding_title;
use crate::text::{Arg, category_text, text};

/// Below this many voices a leading category is told to rest on few.
const FEW_VOICES: usize = 5;

/// A sentence before it is put into words: a text's id and what it is filled with.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    id: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Said {
    fn new(id: &'static str, args: impl Into<Vec<(&'static str, Arg)>>) -> Self {
        Self { id, args: args.into() }
    }

    /// In the language shown.
    pub fn words(&self) -> String {
        text(self.id, &self.args)
    }
}

/// The sentences about a place, or about everything together.
pub fn sentences(it: &Situation, place: Option<String>, shelf: Shelf) -> Vec<Said> {
    let strongest = it.strongest.first().map(|it| finding_title(&it.finding, shelf));
    told(it, place, strongest)
}

fn told(it: &Situation, place: Option<String>, strongest: Option<String>) -> Vec<Said> {
    if it.observations == 0 {
        return vec![place.map_or(Said::new("desk-said-nothing", []), |place| {
            Said::new("desk-said-nothing-in", [("place", place.into())])
        })];
    }
    let sentences = [
        Some(basis(it, place)),
        few(it),
        leading(it, Feeling::Unsafe),
        strongest.and_then(|title| strongest_one(it, title)),
        leading(it, Feeling::Safe),
        unanswered(it),
    ];
    sentences.into_iter().flatten().collect()
}

/// Who it stems from and how much they pointed at.
fn basis(it: &Situation, place: Option<String>) -> Said {
    let counts = [
        ("walkers", it.walkers.into()),
        ("walks", it.walks.into()),
        ("findings", it.findings.into()),
        ("good", it.good_places.into()),
    ];
    match place {
        Some(place) => Said::new("desk-said-basis-in", [&counts[..], &[("place", place.into())]].concat()),
        None => Said::new("desk-said-basis", counts),
    }
}

fn few(it: &Situation) -> Option<Said> {
    it.limits
        .contains(&Limit::FewWalkers)
        .then(|| Said::new("desk-said-few", [("walkers", it.walkers.into())]))
}

/// What is named most, if one thing is.
fn leading(it: &Situation, feeling: Feeling) -> Option<Said> {
    let mut of_feeling = it.by_category.iter().filter(|count| count.feeling == feeling);
    let (first, second) = (of_feeling.next()?, of_feeling.next());
    let unsafe_one = feeling == Feeling::Unsafe;
    if let Some(second) = second.filter(|second| second.voices == first.voices) {
        let pair = [
            ("one", named(&first.category)),
            ("other", named(&second.category)),
            ("voices", first.voices.into()),
        ];
        return Some(Said::new(if unsafe_one { "desk-said-tie" } else { "desk-said-good-tie" }, pair));
    }
    let id = match (unsafe_one, first.voices < FEW_VOICES) {
        (true, false) => "desk-said-most",
        (true, true) => "desk-said-most-of-few",
        (false, _) => "desk-said-good",
    };
    Some(Said::new(id, about(first)))
}

fn about(count: &CategoryCount) -> [(&'static str, Arg); 3] {
    [("what", named(&count.category)), ("voices", count.voices.into()), ("places", count.findings.into())]
}

fn named(category: &CategoryId) -> Arg {
    category_text(category.as_str()).into()
}

/// The place that most agree on; one voice is no agreement.
fn strongest_one(it: &Situation, title: String) -> Option<Said> {
    let finding = &it.strongest.first()?.finding;
    let args = [("title", title.into()), ("voices", finding.voices.into()), ("walks", finding.walks.into())];
    (finding.voices > 1).then(|| Said::new("desk-said-strongest", args))
}

fn unanswered(it: &Situation) -> Option<Said> {
    let waiting = it.strongest.iter().filter(|it| it.reasons.contains(&Reason::Unanswered)).count();
    let args = [("n", waiting.into()), ("of", it.strongest.len().into())];
    (waiting > 0).then(|| Said::new("desk-said-unanswered", args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::Period;

    fn count(feeling: Feeling, category: &str, voices: usize) -> CategoryCount {
        let category = category.parse().unwrap();
        CategoryCount { feeling, category, findings: 2, observations: voices, voices }
    }

    fn situation(observations: usize, by_category: Vec<CategoryCount>, limits: Vec<Limit>) -> Situation {
        Situation {
            area: None,
            period: Period::default(),
            findings: 3,
            good_places: 1,
            observations,
            voices: observations,
            walkers: 6,
            walks: 2,
            by_category,
            strongest: vec![],
            limits,
        }
    }

    fn check(it: &Situation, place: Option<&str>, expected: &[&str]) {
        let said = told(it, place.map(str::to_owned), None);
        assert_eq!(said.iter().map(|said| said.id).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn nothing_recorded_is_said_and_not_called_safe() {
        check(&situation(0, vec![], vec![Limit::NothingRecorded]), None, &["desk-said-nothing"]);
        check(&situation(0, vec![], vec![]), Some("Porsön"), &["desk-said-nothing-in"]);
    }

    #[test]
    fn what_most_point_at_is_named_with_its_numbers() {
        let counts = vec![count(Feeling::Unsafe, "lighting", 9), count(Feeling::Unsafe, "snow", 4)];
        let it = situation(13, counts, vec![]);
        check(&it, Some("Porsön"), &["desk-said-basis-in", "desk-said-most"]);
        let most = leading(&it, Feeling::Unsafe).unwrap();
        assert_eq!(most.args[1], ("voices", Arg::Number(9.0)));
    }

    #[test]
    fn equal_numbers_are_not_ranked() {
        let counts = vec![
            count(Feeling::Unsafe, "lighting", 7),
            count(Feeling::Unsafe, "snow", 7),
            count(Feeling::Safe, "life", 2),
            count(Feeling::Safe, "well-kept", 2),
        ];
        check(
            &situation(18, counts, vec![]),
            None,
            &["desk-said-basis", "desk-said-tie", "desk-said-good-tie"],
        );
    }

    #[test]
    fn small_numbers_are_said_to_be_small() {
        let counts = vec![count(Feeling::Unsafe, "lighting", 2), count(Feeling::Safe, "life", 1)];
        let it = situation(3, counts, vec![Limit::FewWalkers]);
        check(&it, None, &["desk-said-basis", "desk-said-few", "desk-said-most-of-few", "desk-said-good"]);
    }
}
