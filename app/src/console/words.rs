//! How the desk speaks of findings, walks and categories.
//!
//! Promises: what a finding is called is the same everywhere: what it is about and where, in somebody's words if any
//! were given, else by neighbourhood.

use std::sync::LazyLock;

use shared::id::CategoryId;
use shared::light::Light;
use shared::situation::Finding;
use shared::statement::{Condition, Feeling, FindingState};
use shared::wire::Category;

use super::desk::Shelf;
use crate::t;
use crate::text::{self, category_text};
use crate::ui::{Icon, Tone, category_icon};

/// What can be pointed at, as this build knows it.
pub fn catalogue() -> &'static [Category] {
    static CATALOGUE: LazyLock<Vec<Category>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../../assets/catalogue.json")).unwrap_or_default()
    });
    &CATALOGUE
}

/// The category's picture; a category of a newer catalogue has a pin.
pub fn icon_of(category: &CategoryId) -> Icon {
    let known = catalogue().iter().find(|it| it.id == *category);
    known.map_or(Icon::MapPin, |it| category_icon(&it.icon))
}

/// What a finding is called.
pub fn finding_title(finding: &Finding, shelf: Shelf) -> String {
    let what = category_text(finding.category.as_str());
    let area = || finding.area.as_ref().map(|id| shelf.area_name(id));
    match finding.described.clone().or_else(area) {
        Some(place) => format!("{what}, {}", place.trim_end_matches('.')),
        None => what,
    }
}

/// Who said it, how often, how sure the place is.
pub fn finding_line(finding: &Finding) -> String {
    let voices = t!("desk-voices", n = finding.voices);
    let walks = (finding.walks > 1).then(|| t!("desk-on-walks", n = finding.walks));
    let photos = (finding.photos > 0).then(|| t!("desk-photos", n = finding.photos));
    let last = text::day(finding.last_at_ms);
    [Some(voices), walks, photos, Some(last)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How far it has come and who acts.
pub fn progress_line(finding: &Finding) -> String {
    let state = text::state_text(finding.state);
    match &finding.responsible {
        Some(who) => format!("{state} · {who}"),
        None => state,
    }
}

/// How light the sky was.
pub fn light_text(light: Light) -> String {
    match light {
        Light::Daylight => t!("desk-light-daylight"),
        Light::Twilight => t!("desk-light-twilight"),
        Light::Dark => t!("desk-light-dark"),
    }
}

/// What somebody who looked again found.
pub fn condition_text(condition: Condition) -> String {
    match condition {
        Condition::Remains => t!("condition-remains"),
        Condition::Better => t!("condition-better"),
        Condition::Fixed => t!("condition-fixed"),
        Condition::Worse => t!("condition-worse"),
    }
}

/// How many found it so, such as "2 lagat".
pub fn condition_count(condition: Condition, n: usize) -> String {
    t!("desk-count-of", n = n, what = condition_text(condition).to_lowercase())
}

/// How it is meant.
pub fn condition_tone(condition: Condition) -> Tone {
    match condition {
        Condition::Fixed => Tone::Good,
        Condition::Better => Tone::Info,
        Condition::Remains => Tone::Plain,
        Condition::Worse => Tone::Bad,
    }
}

/// How a state is meant.
pub fn tone(state: FindingState) -> Tone {
    match state {
        FindingState::New => Tone::Notice,
        FindingState::Confirmed | FindingState::Ongoing => Tone::Info,
        FindingState::Done | FindingState::Kept => Tone::Good,
        FindingState::Planned | FindingState::NotOurs | FindingState::Declined => Tone::Plain,
    }
}

/// Safe or unsafe, in a word.
pub fn feeling_text(feeling: Feeling) -> String {
    match feeling {
        Feeling::Safe => t!("safe"),
        Feeling::Unsafe => t!("unsafe"),
    }
}

/// As style sheets know it.
pub const fn feeling_name(feeling: Feeling) -> &'static str {
    match feeling {
        Feeling::Safe => "safe",
        Feeling::Unsafe => "unsafe",
    }
}
/// That many voices count as one, since they came at the same time from the same place; none where it is not so.
pub fn simultaneous_line(finding: &Finding) -> Option<String> {
    (finding.simultaneous > 0).then(|| t!("desk-simultaneous", n = finding.simultaneous))
}
