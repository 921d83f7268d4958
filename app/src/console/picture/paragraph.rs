//! The picture in one paragraph.
//!
//! Promises: pure up to the choice of words; says who it stems from before what they said; small numbers are said to
//! be small; nothing recorded is not called safe. A comparison is made only where one number is larger.

use shared::id::CategoryId;
use shared::situation::statistics::Change;
use shared::situation::{Base, CategoryCount, Limit, Situation, Trend};
use shared::statement::Feeling;

use super::{base_name, rate_text, rounded};
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

/// All of them, one after the other.
pub fn words(sentences: &[Said]) -> String {
    sentences.iter().map(Said::words).collect::<Vec<_>>().join(" ")
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
    let first = [Some(basis(it, place)), few(it), leading(it, Feeling::Unsafe)];
    let last =
        [strongest.and_then(|title| strongest_one(it, title)), leading(it, Feeling::Safe), unanswered(it)];
    first.into_iter().flatten().chain(changes(it)).chain(new(it)).chain(last.into_iter().flatten()).collect()
}

/// So many changes of kinds are told in words.
const CHANGES_TOLD: usize = 2;

/// What has changed since the period before, all of it first, then the surest kinds; if nothing has, or nothing can be
/// said, that.
fn changes(it: &Situation) -> Vec<Said> {
    if it.before.is_none() {
        return Vec::new();
    }
    let mut kinds: Vec<&CategoryCount> = it.by_category.iter().filter(|it| it.has_changed()).collect();
    kinds.sort_by(|a, b| a.adjusted_p.unwrap_or(1.0).total_cmp(&b.adjusted_p.unwrap_or(1.0)));
    let all = [("any-unsafe", it.trend), ("any-safe", it.safe_trend)];
    let told = all.into_iter().filter_map(|(what, trend)| change(it.base, what.into(), &trend));
    let of_kinds = kinds.into_iter().filter_map(|kind| change(it.base, named(&kind.category), &kind.trend));
    let told: Vec<Said> = told.chain(of_kinds.take(CHANGES_TOLD)).collect();
    if told.is_empty() { vec![Said::new(no_change(it), [])] } else { told }
}

/// Nothing has changed, or there is too little to tell.
fn no_change(it: &Situation) -> &'static str {
    let mut compared = it.by_category.iter().map(|it| &it.trend).chain([&it.trend, &it.safe_trend]);
    let could_tell = |it: &Trend| it.change.is_some_and(|change| change.change != Change::TooFew);
    if compared.any(could_tell) { "desk-said-no-change" } else { "desk-said-no-telling" }
}

/// One change with both rates and within what its ratio lies.
fn change(base: Base, what: Arg, trend: &Trend) -> Option<Said> {
    let (change, rate) = (trend.change?, trend.rate?);
    let how = match change.change {
        Change::More => "more",
        Change::Fewer => "fewer",
        Change::NotShown | Change::TooFew => return None,
    };
    let high = change.high.map_or_else(|| "∞".to_owned(), |high| rounded(high, 1));
    let args = [
        ("what", what),
        ("change", how.into()),
        ("base", base_name(base).into()),
        ("now", rate_text(rate.rate).into()),
        ("before", rate_text(trend.rate_before?.rate).into()),
        ("low", rounded(change.low, 1).into()),
        ("high", high.into()),
    ];
    Some(Said::new("desk-said-changed", args))
}

/// What has emerged in the last days.
fn new(it: &Situation) -> Option<Said> {
    let place = it.emerging.first()?;
    let args = [
        ("what", named(&place.category)),
        ("voices", Arg::from(place.cases)),
        ("days", place.days.into()),
        ("expected", rounded(place.expected, 1).into()),
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
    let waiting = it.strongest.iter().filter(|it| it.finding.answer.is_none()).count();
    let args = [("n", waiting.into()), ("of", it.strongest.len().into())];
    (waiting > 0).then(|| Said::new("desk-said-unanswered", args))
}

#[cfg(test)]
mod tests;
