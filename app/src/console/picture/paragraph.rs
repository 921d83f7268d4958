//! The picture in one paragraph: what has become of earlier places, whether there are more or fewer, and who says so.
//!
//! Promises: pure up to the choice of words; counts come before rates; what cannot be compared is said with its reason; ties
//! are told whole; small numbers are said to be small; nothing recorded is not called safe.

use shared::id::CategoryId;
use shared::situation::statistics::{Difference, EqualEffort, PerParticipant};
use shared::situation::{CategoryCount, EarlierPlaces, Limit, Measure, PeriodComparison, Situation};
use shared::statement::Feeling;

use super::{refusals, rounded};
use crate::console::desk::Shelf;
use crate::console::words::finding_title;
use crate::text::{Arg, category_text, text};

/// With fewer participants a leading category is told to rest on few.
const FEW_VOICES: usize = 5;

/// Most changes of categories that the paragraph puts into words.
const CHANGES_TOLD: usize = 2;

/// A sentence before it is put into words: a text's id and what it is filled with.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    id: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Said {
    pub(super) fn new(id: &'static str, args: impl Into<Vec<(&'static str, Arg)>>) -> Self {
        Self { id, args: args.into() }
    }

    /// In the language shown.
    pub fn words(&self) -> String {
        text(self.id, &self.args)
    }
}

/// All of them, one after the other.
pub fn words(sentences: &[Said]) -> String {
    sentences.iter().map(Said::words).collect::<Vec<_>>().join(" ")
}

/// What a paragraph is about, in words that a shelf or a calendar gives.
pub struct Named {
    /// The place; none for everything together.
    pub place: Option<String>,
    /// The days of the period before.
    pub days_before: String,
    /// The finding that comes first.
    pub strongest: Option<String>,
}

impl Named {
    /// Of a picture.
    pub fn of(it: &Situation, place: Option<String>, days_before: String, shelf: Shelf) -> Self {
        let strongest = it.strongest.first().map(|it| finding_title(&it.finding, shelf));
        Self { place, days_before, strongest }
    }
}

/// The sentences about a place, or about everything together.
pub fn sentences(it: &Situation, named: Named) -> Vec<Said> {
    let Named { place, days_before, strongest } = named;
    if it.observations == 0 {
        return vec![place.map_or(Said::new("desk-said-nothing", []), |place| {
            Said::new("desk-said-nothing-in", [("place", place.into())])
        })];
    }
    let comparison = it.comparison.as_ref();
    let all = [comparison.and_then(|it| earlier(&it.earlier, &days_before)), Some(basis(it, place)), few(it)];
    let compared = match (comparison, it.before) {
        (Some(with), _) => compared(it, with, &days_before),
        (None, Some(_)) => {
            vec![Said::new("desk-said-before-withheld", [("days", days_before.as_str().into())])]
        }
        (None, None) => Vec::new(),
    };
    let rest = [
        leading(it, Feeling::Unsafe),
        new(it),
        strongest.and_then(|title| strongest_one(it, title)),
        leading(it, Feeling::Safe),
        unanswered(it),
    ];
    all.into_iter().flatten().chain(compared).chain(rest.into_iter().flatten()).collect()
}

/// The headline: what has become of the earlier places, one by one.
fn earlier(it: &EarlierPlaces, days: &str) -> Option<Said> {
    let EarlierPlaces { places, fixed, remains, unclear, no_longer, not_asked, .. } = it;
    let asked = fixed + remains + unclear;
    let counts = [
        ("places", (*places).into()),
        ("days", days.into()),
        ("fixed", (*fixed).into()),
        ("remains", (*remains).into()),
        ("unclear", (*unclear).into()),
        ("silent", (*no_longer).into()),
        ("rest", (*not_asked).into()),
    ];
    let id = if asked > 0 { "desk-said-earlier" } else { "desk-said-earlier-not-asked" };
    (*places > 0).then(|| Said::new(id, counts))
}

/// Whether there are more or fewer places at equal effort, else both counts and why that cannot be said; then what changed
/// for each participant.
fn compared(it: &Situation, with: &PeriodComparison, days: &str) -> Vec<Said> {
    let whole = match &with.equal_effort {
        Some(found) => vec![equal_effort(found, with, days)],
        None => not_compared(it, days),
    };
    let per_participant = it.trend.per_participant.filter(|_| with.equal_effort.is_some());
    let described = per_participant.map(|it| Said::new("desk-said-per-participant", ratio(&it)));
    whole.into_iter().chain(described).chain(changes(it)).collect()
}

fn equal_effort(it: &EqualEffort, with: &PeriodComparison, days: &str) -> Said {
    let change = match it.difference {
        Difference::More => "more",
        Difference::Fewer => "fewer",
        Difference::NotShown => "not-shown",
    };
    let args = [
        ("now", it.now.round().into()),
        ("before", it.before.round().into()),
        ("days", days.into()),
        ("change", change.into()),
        ("walksbefore", with.before.walks.into()),
        ("walksnow", with.now.walks.into()),
    ];
    Said::new("desk-said-equal-effort", args)
}

/// The counts of both periods, and the reason.
fn not_compared(it: &Situation, days: &str) -> Vec<Said> {
    let before = it.trend.before.unwrap_or_default();
    let why = it.refused.iter().find(|it| it.measure == Measure::EqualEffort);
    let why = why.map(|it| refusals::said(&it.why));
    if it.trend.now.told_participants().is_none() || before.told_participants().is_none() {
        return why.into_iter().collect();
    }
    let args = [
        ("places", it.trend.now.places.into()),
        ("people", it.trend.now.participants.into()),
        ("days", days.into()),
        ("placesbefore", before.places.into()),
        ("peoplebefore", before.participants.into()),
    ];
    [Said::new("desk-said-counts", args)].into_iter().chain(why).collect()
}

fn ratio(it: &PerParticipant) -> [(&'static str, Arg); 3] {
    let one = |name, value: f64| (name, Arg::from(rounded(value, 1)));
    [one("ratio", it.ratio), one("low", it.low), one("high", it.high)]
}

/// The kinds that have changed, the surest first.
fn changes(it: &Situation) -> Vec<Said> {
    let mut kinds: Vec<&CategoryCount> = it.by_category.iter().filter(|it| it.has_changed()).collect();
    kinds.sort_by(|a, b| a.adjusted_p.unwrap_or(1.0).total_cmp(&b.adjusted_p.unwrap_or(1.0)));
    let told = kinds.into_iter().filter_map(|kind| {
        let change = kind.trend.per_participant?;
        let how = if change.difference == Difference::More { "more" } else { "fewer" };
        let args = [("what", named(&kind.category)), ("change", how.into())];
        Some(Said::new("desk-said-changed", [&args[..], &ratio(&change)].concat()))
    });
    told.take(CHANGES_TOLD).collect()
}

/// What is new.
fn new(it: &Situation) -> Option<Said> {
    let place = it.new_places.new.first()?;
    let args = [
        ("what", named(&place.category)),
        ("people", place.voices.into()),
        ("walks", place.walks.into()),
        ("before", place.voices_before.into()),
    ];
    Some(Said::new("desk-said-new", args))
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

/// What most participants name; all that as many name.
fn leading(it: &Situation, feeling: Feeling) -> Option<Said> {
    let of_feeling = || it.by_category.iter().filter(|it| it.feeling == feeling);
    let most = of_feeling().map(|it| it.trend.now.participants).max().filter(|most| *most > 0)?;
    let first: Vec<&CategoryCount> = of_feeling().filter(|it| it.trend.now.participants == most).collect();
    let is_unsafe = feeling == Feeling::Unsafe;
    let id = match (is_unsafe, first.len() > 1, most < FEW_VOICES) {
        (true, true, _) => "desk-said-tie",
        (false, true, _) => "desk-said-good-tie",
        (true, false, false) => "desk-said-most",
        (true, false, true) => "desk-said-most-of-few",
        (false, false, _) => "desk-said-good",
    };
    let names: Vec<String> = first.iter().map(|it| category_text(it.category.as_str())).collect();
    let places: usize = first.iter().map(|it| it.trend.now.places).sum();
    let args = [("what", names.join(", ").into()), ("people", most.into()), ("places", places.into())];
    Some(Said::new(id, args))
}

fn named(category: &CategoryId) -> Arg {
    category_text(category.as_str()).into()
}

/// The place that most agree on in the period; one participant is no agreement.
fn strongest_one(it: &Situation, title: String) -> Option<Said> {
    let first = it.strongest.first()?;
    let args = [("title", title.into()), ("people", first.voices.into()), ("walks", first.walks.into())];
    (first.voices > 1).then(|| Said::new("desk-said-strongest", args))
}

fn unanswered(it: &Situation) -> Option<Said> {
    let waiting = it.strongest.iter().filter(|it| it.finding.answer.is_none()).count();
    let args = [("n", waiting.into()), ("of", it.strongest.len().into())];
    (waiting > 0).then(|| Said::new("desk-said-unanswered", args))
}

#[cfg(test)]
mod tests;
