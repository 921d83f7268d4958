//! Voices that cannot be told apart: many that came at the same time from the same place and were seen nowhere else.
//!
//! Promises: what is folded is few rules that can be read aloud; whoever walks, or points at a second place, is a voice of
//! their own from then on; the order of arrival changes nothing.
//!
//! Somebody with a script joins forty times in a second and lets each of the forty point at one place. Forty neighbours who
//! join by one QR code do not look like that for long: they walk, and point at more than one place. So voices of one finding
//! are one voice when they are of the same walk, five at least, each arrived at the server within five seconds of the one
//! before, and none has a walk of its own: neither a track nor observations thirty metres apart. The server's clock is
//! believed, since a script writes whatever it wants into the phone's.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Finding;
use super::observation::Observation;
use crate::geo::Position;
use crate::id::{RecordId, SeriesId, WalkId};

/// Fewer than this are folded never: a family that comes home.
const FEWEST_SIMULTANEOUS: usize = 5;

/// So long after the one before a voice still counts as simultaneous, by the server's clock, in milliseconds.
const SIMULTANEOUS_MS: i64 = 5_000;

/// Whoever points at two places so far apart has walked, in metres.
const OWN_WALK_M: f64 = 30.0;

/// So many observations of one series are looked at: a walk shows in the first few.
const MOST_LOOKED_AT: usize = 200;

/// Who speaks for whom: series that count as another's voice, by series.
pub type SpeaksFor = BTreeMap<SeriesId, SeriesId>;

/// Whether observations of one series show that it walked.
pub fn has_walked<'a>(observations: impl Iterator<Item = &'a Observation>) -> bool {
    let mut positions = observations.take(MOST_LOOKED_AT).filter_map(|it| it.position);
    let Some(first) = positions.next() else { return false };
    positions.any(|it: Position| it.distance_m(first) >= OWN_WALK_M)
}

/// Counts as one in each finding those voices that cannot be told apart, by everything that was observed and those series that
/// have a track.
pub fn fold_voices(
    findings: Vec<Finding>,
    observations: &[Observation],
    tracked: &BTreeSet<SeriesId>,
) -> Vec<Finding> {
    let by_id: BTreeMap<_, _> = observations.iter().map(|it| (it.id, it)).collect();
    let own = |series| {
        let first = RecordId { series, number: 0 };
        has_walked(by_id.range(first..).map(|(_, it)| *it).take_while(|it| it.id.series == series))
    };
    let fold = |finding: Finding| {
        let members: Vec<_> = finding.observations.iter().filter_map(|id| by_id.get(id).copied()).collect();
        let speaks_for = simultaneous(&members, |series| tracked.contains(&series) || own(series));
        finding.with_one_voice(speaks_for)
    };
    findings.into_iter().map(fold).collect()
}

/// Those among a finding's observations that are one voice together. `is_on_its_own` says of a series whether it has a walk
/// of its own, by [`has_walked`] or a track.
pub fn simultaneous(members: &[&Observation], is_on_its_own: impl Fn(SeriesId) -> bool) -> SpeaksFor {
    let mut first: BTreeMap<SeriesId, (Option<WalkId>, i64)> = BTreeMap::new();
    for it in members {
        if let Some(arrived_at_ms) = it.arrived_at_ms {
            let known = first.entry(it.id.series).or_insert((it.walk, arrived_at_ms));
            known.1 = known.1.min(arrived_at_ms);
        }
    }
    if first.len() < FEWEST_SIMULTANEOUS {
        return SpeaksFor::new();
    }
    let apart = |(series, _): &(SeriesId, _)| !is_on_its_own(*series);
    let mut arrived: Vec<_> = first.into_iter().filter(apart).collect();
    arrived.sort_unstable_by_key(|(series, (walk, at_ms))| (*walk, *at_ms, *series));
    let crowds = arrived.chunk_by(|(_, one), (_, next)| one.0 == next.0 && next.1 - one.1 <= SIMULTANEOUS_MS);
    let crowds = crowds.filter(|crowd| crowd.len() >= FEWEST_SIMULTANEOUS);
    crowds.flat_map(|crowd| crowd.iter().map(|(series, _)| (*series, crowd[0].0))).collect()
}

impl Finding {
    /// The same finding with these voices counted as one each.
    #[must_use]
    pub fn with_one_voice(self, speaks_for: SpeaksFor) -> Self {
        if speaks_for.is_empty() {
            return self;
        }
        let speakers: BTreeSet<_> = speaks_for.values().collect();
        let voices = self.voices.saturating_sub(speaks_for.len() - speakers.len());
        Self { voices, simultaneous: speaks_for.len(), speaks_for: speaks_for.into(), ..self }
    }

    /// Whose voice a series is in this finding: its own, or that of the one that speaks for it.
    pub fn voice_of(&self, series: SeriesId) -> SeriesId {
        self.speaks_for.get(&series).copied().unwrap_or(series)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geo::Place;

    fn said(voice: u8, arrived_at_ms: i64, north_m: f64) -> Observation {
        let pin = Position::new(65.617 + north_m / 111_195.0, 22.137).unwrap();
        let place = Place { pin: Some(pin), ..Place::default() };
        let id = RecordId { series: SeriesId::from_bytes([voice; 16]), number: 1 };
        let observation = Observation::pointed_at(id, "lighting".parse().unwrap(), place);
        Observation { arrived_at_ms: Some(arrived_at_ms), ..observation }
    }

    fn folded(all: &[Observation], is_on_its_own: impl Fn(SeriesId) -> bool) -> SpeaksFor {
        simultaneous(&all.iter().collect::<Vec<_>>(), is_on_its_own)
    }

    #[test]
    fn forty_joins_of_a_script_are_one_voice_and_a_bystander_is_another() {
        let mut all: Vec<_> = (1..=40).map(|voice| said(voice, i64::from(voice) * 25, 0.0)).collect();
        all.push(said(99, 600_000, 1.0));
        let speaks_for = folded(&all, |_| false);
        assert_eq!(speaks_for.len(), 40);
        assert!(speaks_for.values().all(|it| *it == SeriesId::from_bytes([1; 16])));
    }

    #[test]
    fn twenty_who_join_by_one_code_in_a_minute_and_walk_are_twenty() {
        let all: Vec<_> = (1..=20).map(|voice| said(voice, i64::from(voice) * 3_000, 0.0)).collect();
        let walks = |series| {
            let own = all.iter().find(|it| it.id.series == series).unwrap();
            has_walked([own, &said(0, 0, 80.0)].into_iter())
        };
        assert!(folded(&all, walks).is_empty());
        assert_eq!(folded(&all, |_| false).len(), 20, "as long as nobody has moved they are one");
    }

    #[test]
    fn few_or_far_apart_in_time_or_on_other_walks_are_voices_of_their_own() {
        let at = |ms: i64| (1..=8).map(|voice| said(voice, i64::from(voice) * ms, 0.0)).collect::<Vec<_>>();
        assert!(folded(&at(0)[..4], |_| false).is_empty());
        assert!(folded(&at(SIMULTANEOUS_MS + 1), |_| false).is_empty());
        let of_walk = |(number, it): (u64, Observation)| {
            let walk = RecordId { series: SeriesId::from_bytes([200; 16]), number };
            Observation { walk: Some(walk), ..it }
        };
        let elsewhere: Vec<_> = (1..).zip(at(0)).map(of_walk).collect();
        assert!(folded(&elsewhere, |_| false).is_empty());
        let unknown: Vec<_> = at(0).into_iter().map(|it| Observation { arrived_at_ms: None, ..it }).collect();
        assert!(folded(&unknown, |_| false).is_empty(), "nothing is known of when they came");
    }

    #[test]
    fn standing_still_is_no_walk() {
        let near = [said(1, 0, 0.0), said(1, 0, 20.0)];
        assert!(!has_walked(near.iter()) && !has_walked(std::iter::empty()));
        assert!(has_walked([said(1, 0, 0.0), said(1, 0, 31.0)].iter()));
    }

    proptest! {
        #[test]
        fn the_order_of_members_changes_nothing(
            (there, shuffled) in prop::collection::vec((1_u8..30, 0_i64..40_000), 0..40)
                .prop_map(|all| all.into_iter().map(|(voice, ms)| said(voice, ms, 0.0)).collect::<Vec<_>>())
                .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
        ) {
            prop_assert_eq!(folded(&there, |_| false), folded(&shuffled, |_| false));
        }
    }
}
