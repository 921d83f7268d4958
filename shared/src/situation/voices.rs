//! Walkers of groups compared: who is in both, and who pointed at one and, that day, not at the other.
//!
//! Promises: as much work for groups of a hundred thousand voices as for some tens of them; the same whatever groups a
//! group was made of.

use super::likelihood::{rank, weight_of_walker};
use super::spot::{Ground, Spot};
use crate::id::ObservationId;
use crate::time::DAY_MS;

const HALF_DAY_MS: u64 = DAY_MS.unsigned_abs() / 2;

/// Voices of a group that are compared with those of another, at most.
pub(super) const FIRST_VOICES: usize = 32;

/// Voices of one walker among them, at most.
const OF_ONE_WALKER: usize = 4;

/// One walker's voice in a group, as walkers are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Voice {
    rank: u64,
    pub(super) id: ObservationId,
    ground: Option<Ground>,
    fix_m2: f64,
    pub(super) at_ms: i64,
}

impl Voice {
    pub(super) fn of(spot: &Spot) -> Self {
        Self { rank: rank(spot.id), id: spot.id, ground: spot.ground, fix_m2: spot.fix_m2, at_ms: spot.at_ms }
    }

    fn order(&self) -> (u64, ObservationId) {
        (self.rank, self.id)
    }

    /// What two taps of one walker weigh; `None` where nobody could say where.
    fn weighed_with(&self, other: &Self) -> Option<f64> {
        Some(weight_of_walker(self.fix_m2 + other.fix_m2, self.ground?.apart_m2(&other.ground?)))
    }
}

/// The first few of some voices, by the rank of their walkers: of two groups the same walkers come first, so that who is in
/// both is found though neither is told whole (bottom-k sketches: Cohen & Kaplan, PODC 2007). The first of the first are
/// the first of all, however groups are made of groups.
pub(super) fn first_voices(mut voices: Vec<Voice>) -> Vec<Voice> {
    voices.sort_unstable_by_key(Voice::order);
    kept(voices.into_iter())
}

/// The first voices of two groups together.
pub(super) fn first_of_both(a: &[Voice], b: &[Voice]) -> Vec<Voice> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    kept(std::iter::from_fn(|| {
        let is_first = |a: &&Voice| b.peek().is_none_or(|b| a.order() < b.order());
        a.next_if(is_first).or_else(|| b.next()).copied()
    }))
}

fn kept(in_order: impl Iterator<Item = Voice>) -> Vec<Voice> {
    let mut first: Vec<Voice> = Vec::new();
    for voice in in_order {
        let own = first.iter().rev().take_while(|it| it.id.series == voice.id.series).count();
        if own < OF_ONE_WALKER {
            first.push(voice);
        }
        if first.len() == FIRST_VOICES {
            break;
        }
    }
    first
}

/// What it weighs who is in both groups: each walker by the two taps that lie nearest.
pub(super) fn weight_of_shared(a: &[Voice], b: &[Voice]) -> f64 {
    let (mut sum, mut at) = (0.0, 0);
    for own in a.chunk_by(|one, other| one.id.series == other.id.series) {
        let walker = (own[0].rank, own[0].id.series);
        at += b[at..].iter().take_while(|it| (it.rank, it.id.series) < walker).count();
        let theirs = b[at..].iter().take_while(|it| it.id.series == walker.1);
        let weights = theirs.flat_map(|it| own.iter().filter_map(|tap| tap.weighed_with(it)));
        sum += weights.max_by(f64::total_cmp).unwrap_or(0.0);
    }
    sum
}

/// How many of one group, at most `most`, pointed at nothing of the other that day, when others did.
pub(super) fn silent(one: &[Voice], other: &[Voice], most: usize) -> usize {
    // Who would come after the last that is known of the others may be among them.
    let known = other.last().filter(|_| other.len() == FIRST_VOICES).map(Voice::order);
    let is_silent = |it: &&Voice| {
        known.is_none_or(|last| it.order() <= last)
            && other.iter().any(|its| it.at_ms.abs_diff(its.at_ms) < HALF_DAY_MS)
            && !other.iter().any(|its| its.id.series == it.id.series)
    };
    one.iter().filter(is_silent).take(most).count()
}
