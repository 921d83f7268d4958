//! What a list is narrowed to, as it stands in the address.
//!
//! Promises: pure; filters survive the way into the address and back, so that a link shows a colleague the same list.
//! What the address says that no filter knows is dropped, never an error.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::{AreaId, CategoryId, WalkId};
use shared::situation::Finding;
use shared::statement::{Feeling, FindingState};
use shared::wire::Compare;

use super::day::Day;
use super::query;

/// Which findings by how far they have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Those that are not done with.
    Open,
    /// Those that nobody has answered.
    Unanswered,
    /// Those in one state.
    In(FindingState),
}

/// What a list is narrowed to; nothing said narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Lies in this neighbourhood.
    pub area: Option<AreaId>,
    /// Was said on this walk.
    pub walk: Option<WalkId>,
    /// Is about this.
    pub category: Option<CategoryId>,
    /// Is safe, or unsafe.
    pub feeling: Option<Feeling>,
    /// Has come this far.
    pub progress: Option<Progress>,
    /// Was observed on this day or later.
    pub from: Option<Day>,
    /// Was observed on this day or earlier.
    pub to: Option<Day>,
    /// Holds these words.
    pub words: String,
    /// What a picture is compared with.
    pub compare: Compare,
}

impl Filters {
    /// As they stand in the address, without the question mark.
    pub fn to_query(&self) -> String {
        let text = |it: Option<String>| it.unwrap_or_default();
        query::written([
            ("area", text(self.area.as_ref().map(ToString::to_string))),
            ("walk", text(self.walk.map(|it| it.to_string()))),
            ("category", text(self.category.as_ref().map(ToString::to_string))),
            ("feeling", text(self.feeling.as_ref().and_then(name))),
            ("state", text(self.progress.and_then(Progress::name))),
            ("from", text(self.from.map(|it| it.to_string()))),
            ("to", text(self.to.map(|it| it.to_string()))),
            ("q", self.words.clone()),
            ("compare", self.compare_name()),
        ])
    }

    /// What a picture is compared with; what stands there when nothing is said needs no saying.
    pub fn compare_name(&self) -> String {
        if self.compare == Compare::default() { String::new() } else { self.compare.name().to_owned() }
    }

    /// What the address says.
    pub fn of_query(text: &str) -> Self {
        let mut filters = Self::default();
        for (name, value) in query::read(text) {
            match name {
                "area" => filters.area = value.parse().ok(),
                "walk" => filters.walk = value.parse().ok(),
                "category" => filters.category = value.parse().ok(),
                "feeling" => filters.feeling = named(&value),
                "state" => filters.progress = Progress::named(&value),
                "from" => filters.from = value.parse().ok(),
                "to" => filters.to = value.parse().ok(),
                "q" => filters.words = value,
                "compare" => filters.compare = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        filters
    }

    /// Whether the finding is of this kind and has come this far; area and period are asked of the server, words
    /// of [`holds`].
    pub fn admits(&self, finding: &Finding) -> bool {
        self.category.as_ref().is_none_or(|category| *category == finding.category)
            && self.feeling.is_none_or(|feeling| feeling == finding.feeling)
            && self.progress.is_none_or(|progress| progress.admits(finding))
    }
}

/// Whether a text holds every one of the words, whatever their case.
pub fn holds(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

impl Progress {
    /// As it stands in the address.
    pub fn name(self) -> Option<String> {
        match self {
            Self::Open => Some("open".to_owned()),
            Self::Unanswered => Some("unanswered".to_owned()),
            Self::In(state) => name(&state),
        }
    }

    /// What the address says.
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "open" => Some(Self::Open),
            "unanswered" => Some(Self::Unanswered),
            state => named(state).map(Self::In),
        }
    }

    fn admits(self, finding: &Finding) -> bool {
        match self {
            Self::Open => !finding.state.is_closed(),
            Self::Unanswered => waits(finding),
            Self::In(state) => state == finding.state,
        }
    }
}

/// Whether those who said it have not been answered.
pub fn waits(finding: &Finding) -> bool {
    finding.is_unanswered()
}

/// The name that an enum has on the wire.
pub fn name(it: &impl Serialize) -> Option<String> {
    serde_json::to_value(it).ok()?.as_str().map(str::to_owned)
}

/// What has this name on the wire.
pub fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(name)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str) {
        assert_eq!(Filters::of_query(query).to_query(), query);
    }

    #[test]
    fn filters_survive_the_address() {
        check("");
        check("area=porson&category=lighting&feeling=unsafe&state=not_ours&from=2026-09-01&to=2026-11-22");
        check("state=open&q=g%C3%A5ngv%C3%A4g%20bakom%20Coop");
        check("area=porson&from=2026-01-01&compare=last-year");
        check("walk=0102030405060708090a0b0c0d0e0f10-3&state=unanswered");
    }

    #[test]
    fn what_no_filter_knows_is_dropped() {
        let odd = "area=Pors%C3%B6n&state=sung&from=yesterday&colour=red&feeling=safe";
        assert_eq!(Filters::of_query(odd).to_query(), "feeling=safe");
    }

    #[test]
    fn all_words_must_be_there_in_any_order_and_case() {
        assert!(holds("Gångvägen bakom Coop, mörkt", "coop GÅNGV"));
        assert!(!holds("Gångvägen bakom Coop", "coop bro"));
        assert!(holds("", ""));
    }
}
