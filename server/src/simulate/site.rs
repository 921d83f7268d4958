//! Places along a track that several walkers will point at.

use shared::geo::Position;

use super::chance::Chance;
use super::track::{Track, step};
use super::words::{KINDS, Kind};

/// Metres of track for each place, and the most places of one walk.
const SPACING_M: f64 = 75.0;
const MOST: u32 = 48;

/// A place, as it truly is.
#[derive(Debug, Clone)]
pub(super) struct Site {
    /// What is there.
    pub(super) kind: &'static Kind,
    /// When a walker who starts at 0 passes it.
    pub(super) at_s: f64,
    /// Where it is.
    pub(super) position: Position,
    /// Which share of those who pass point at it.
    pub(super) noticed: f64,
    /// Seed of how it looks.
    pub(super) look: u64,
}

/// The places along a track, in the order in which they are passed.
pub(super) fn along(track: &Track, seed: u64) -> Vec<Site> {
    let mut chance = Chance::new(seed, "sites", 0);
    let wanted = track.length_m() / SPACING_M;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    let count = (wanted.round() as u32).clamp(3, MOST);
    let spacing_m = track.length_m() / f64::from(count);
    let mut place =
        |index| site(track, (f64::from(index) + chance.between(0.2, 0.8)) * spacing_m, &mut chance);
    (0..count).map(&mut place).collect()
}

fn site(track: &Track, at_m: f64, chance: &mut Chance) -> Site {
    let at_s = track.when_s(at_m);
    let position = step(track.at(at_s), chance.normal(3.0), chance.normal(3.0));
    let noticed = chance.between(0.25, 0.85);
    Site { kind: kind(chance), at_s, position, noticed, look: chance.number() }
}

fn kind(chance: &mut Chance) -> &'static Kind {
    let sum = KINDS.iter().map(|kind| kind.weight).sum();
    let mut left = chance.below(sum);
    for kind in &KINDS {
        if left < kind.weight {
            return kind;
        }
        left -= kind.weight;
    }
    &KINDS[0]
}

#[cfg(test)]
mod tests {
    use shared::wire::Category;

    use super::*;

    #[test]
    fn every_kind_is_in_the_catalogue_with_the_same_feeling() {
        let catalogue: Vec<Category> =
            serde_json::from_str(include_str!("../../../assets/catalogue.json")).unwrap();
        for kind in &KINDS {
            let found = catalogue.iter().find(|category| category.id.as_str() == kind.category);
            let safe = found.map(|category| category.feeling == shared::statement::Feeling::Safe);
            assert_eq!(safe, Some(kind.safe), "{}", kind.category);
            assert!(!kind.texts.is_empty() && kind.severity.0 <= kind.severity.1 && kind.severity.1 <= 3);
        }
    }
}
