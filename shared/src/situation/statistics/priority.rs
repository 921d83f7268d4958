//! What to do first, and why: a sum of few parts, each shown.
//!
//! Promises: every part can be read off; more of anything never ranks lower; equals stand in order of id. The weights are
//! the municipality's and stand in one place; nothing here decides, a person does.
//!
//! What it does not see: what a measure costs or helps. A part that rests on few observations weighs as much as the rest;
//! the finding's own limits stand beside it.

use serde::{Deserialize, Serialize};

use super::real;
use crate::id::ObservationId;
use crate::statement::Severity;

/// More voices or walks than this are not asked for in a [`Step`].
const MOST_MORE: usize = 50;

/// What each part counts at most, and how fast it grows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// For the worst severity that somebody gave, 3 of 3.
    pub severity: f64,
    /// For many voices.
    pub voices: f64,
    /// So many voices beyond the first give half of that.
    pub half_voices: f64,
    /// For being pointed out on many walks: it lasts.
    pub persistence: f64,
    /// So many walks beyond the first give half of that.
    pub half_walks: f64,
    /// For lying in a hot spot.
    pub hot_spot: f64,
    /// For lying in what emerged in the last days.
    pub emerging: f64,
    /// For schools, stops and the like near by.
    pub vulnerable: f64,
    /// So many of these give half of that.
    pub half_vulnerable: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            severity: 3.0,
            voices: 3.0,
            half_voices: 3.0,
            persistence: 2.0,
            half_walks: 2.0,
            hot_spot: 1.0,
            emerging: 2.0,
            vulnerable: 1.0,
            half_vulnerable: 1.0,
        }
    }
}

/// A weight that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("the weight “{name}” is {value}; give {expected}")]
pub struct WrongWeight {
    name: &'static str,
    value: f64,
    expected: &'static str,
}

impl Weights {
    /// These weights, if every one is a number that can be used.
    pub fn checked(self) -> Result<Self, WrongWeight> {
        let whole = [
            ("severity", self.severity),
            ("voices", self.voices),
            ("persistence", self.persistence),
            ("hot_spot", self.hot_spot),
            ("emerging", self.emerging),
            ("vulnerable", self.vulnerable),
        ];
        let half = [
            ("half_voices", self.half_voices),
            ("half_walks", self.half_walks),
            ("half_vulnerable", self.half_vulnerable),
        ];
        let wrong_whole = whole.into_iter().find(|(_, it)| !(it.is_finite() && *it >= 0.0));
        let wrong_half = half.into_iter().find(|(_, it)| !(it.is_finite() && *it > 0.0));
        match (wrong_whole, wrong_half) {
            (Some((name, value)), _) => Err(WrongWeight { name, value, expected: "0 or more" }),
            (_, Some((name, value))) => Err(WrongWeight { name, value, expected: "more than 0" }),
            _ => Ok(self),
        }
    }
}

/// What is known of a finding when it is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The finding.
    pub id: ObservationId,
    /// The worst severity that somebody gave.
    pub severity: Option<Severity>,
    /// How many walkers said it.
    pub voices: usize,
    /// On how many walks.
    pub walks: usize,
    /// Whether it lies in a hot spot.
    pub is_in_hot_spot: bool,
    /// Whether it lies in what emerged.
    pub is_emerging: bool,
    /// How many schools, stops and the like are near; `None` where it is not known where they are.
    pub vulnerable_near: Option<usize>,
}

/// What a rank is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Ground {
    /// Somebody called it bad.
    Severity,
    /// Many said it.
    Voices,
    /// It was said on several walks.
    Persistence,
    /// It lies in a hot spot.
    HotSpot,
    /// It emerged in the last days.
    Emerging,
    /// Schools, stops and the like are near.
    Vulnerable,
}

/// One part of a rank.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// What for.
    pub ground: Ground,
    /// How much.
    pub points: f64,
    /// Of how much at most: the weight.
    pub of: f64,
    /// Whether anything is known of it; if not, it counts 0.
    pub is_known: bool,
}

/// One change that alone would bring a finding past the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Step {
    /// So many more voices.
    Voices {
        /// How many.
        more: usize,
    },
    /// So many more walks.
    Walks {
        /// How many.
        more: usize,
    },
    /// Being called so bad.
    Severity {
        /// 1, 2 or 3.
        severity: Severity,
    },
    /// Lying in a hot spot.
    HotSpot,
    /// Being new.
    Emerging,
}

/// A finding with its rank and all that it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Priority {
    /// The finding.
    pub id: ObservationId,
    /// 1 for the first.
    pub rank: usize,
    /// The sum of its parts.
    pub points: f64,
    /// Its parts, the greatest first: the first ones are why it stands where it does.
    pub parts: Vec<Part>,
    /// What alone would bring it one place up. None for the first, and where nothing alone would do.
    pub steps_up: Vec<Step>,
}

/// The first so many findings, what to do first at the front.
pub fn prioritised(known: &[Known], weights: &Weights, most: usize) -> Vec<Priority> {
    let mut order: Vec<(f64, &Known)> = known.iter().map(|it| (points(it, weights), it)).collect();
    let first = |a: &(f64, &Known), b: &(f64, &Known)| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id));
    if most < order.len() {
        order.select_nth_unstable_by(most, first);
        order.truncate(most);
    }
    order.sort_unstable_by(first);
    let told = |(at, (points, it)): (usize, &(f64, &Known))| Priority {
        id: it.id,
        rank: at + 1,
        points: *points,
        parts: sorted(parts(it, weights)),
        steps_up: at.checked_sub(1).map_or_else(Vec::new, |above| steps_past(it, order[above].1, weights)),
    };
    order.iter().enumerate().map(told).collect()
}

fn sorted(mut parts: [Part; 6]) -> Vec<Part> {
    parts.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.ground.cmp(&b.ground)));
    parts.into()
}

fn points(it: &Known, weights: &Weights) -> f64 {
    parts(it, weights).iter().map(|part| part.points).sum()
}

fn parts(it: &Known, weights: &Weights) -> [Part; 6] {
    let part = |ground, of: f64, share: Option<f64>| Part {
        ground,
        points: of * share.unwrap_or(0.0),
        of,
        is_known: share.is_some(),
    };
    let yes = |holds: bool| Some(if holds { 1.0 } else { 0.0 });
    let beyond_first = |count: usize, half| Some(saturating(count.saturating_sub(1), half));
    [
        part(Ground::Severity, weights.severity, it.severity.map(|it| f64::from(it.level()) / 3.0)),
        part(Ground::Voices, weights.voices, beyond_first(it.voices, weights.half_voices)),
        part(Ground::Persistence, weights.persistence, beyond_first(it.walks, weights.half_walks)),
        part(Ground::HotSpot, weights.hot_spot, yes(it.is_in_hot_spot)),
        part(Ground::Emerging, weights.emerging, yes(it.is_emerging)),
        part(
            Ground::Vulnerable,
            weights.vulnerable,
            it.vulnerable_near.map(|count| saturating(count, weights.half_vulnerable)),
        ),
    ]
}

/// 0 for none, a half for so many, towards 1 for very many: the tenth voice adds less than the second.
fn saturating(count: usize, half: f64) -> f64 {
    real(count) / (real(count) + half)
}

fn steps_past(it: &Known, above: &Known, weights: &Weights) -> Vec<Step> {
    let target = points(above, weights);
    let is_past = |changed: &Known| {
        let reached = points(changed, weights);
        reached > target || (reached >= target && it.id < above.id)
    };
    let voices = (1..=MOST_MORE).find(|more| is_past(&Known { voices: it.voices + more, ..*it }));
    let walks = (1..=MOST_MORE).find(|more| is_past(&Known { walks: it.walks + more, ..*it }));
    let worse = Severity::ALL.into_iter().filter(|severity| Some(*severity) > it.severity);
    let severity = { worse }.find(|severity| is_past(&Known { severity: Some(*severity), ..*it }));
    let hot = is_past(&Known { is_in_hot_spot: true, ..*it });
    let emerging = is_past(&Known { is_emerging: true, ..*it });
    [
        voices.map(|more| Step::Voices { more }),
        walks.map(|more| Step::Walks { more }),
        severity.map(|severity| Step::Severity { severity }),
        hot.then_some(Step::HotSpot),
        emerging.then_some(Step::Emerging),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::{RecordId, SeriesId};

    fn finding(number: u64) -> Known {
        let id = RecordId { series: SeriesId::from_bytes([1; 16]), number };
        let (is_in_hot_spot, is_emerging, vulnerable_near) = (false, false, None);
        Known { id, severity: None, voices: 1, walks: 1, is_in_hot_spot, is_emerging, vulnerable_near }
    }

    fn bad(level: u8) -> Severity {
        Severity::try_from(level).unwrap()
    }

    fn order(known: &[Known]) -> Vec<u64> {
        prioritised(known, &Weights::default(), known.len()).iter().map(|it| it.id.number).collect()
    }

    #[test]
    fn why_it_is_third_can_be_read_off() {
        let many = Known { voices: 7, walks: 3, ..finding(1) };
        let worst = Known { severity: Some(bad(3)), vulnerable_near: Some(1), ..finding(2) };
        let some = Known { voices: 4, severity: Some(bad(0)), ..finding(3) };
        let ranked = prioritised(&[some, many, worst], &Weights::default(), 9);
        let found: Vec<_> = ranked.iter().map(|it| (it.id.number, it.rank, it.points.to_string())).collect();
        assert_eq!(found, [(2, 1, "3.5".to_owned()), (1, 2, "3".to_owned()), (3, 3, "1.5".to_owned())]);
        let third = &ranked[2];
        let grounds: Vec<_> = third.parts.iter().map(|it| (it.ground, it.is_known)).collect();
        assert_eq!(grounds[..2], [(Ground::Voices, true), (Ground::Severity, true)]);
        assert!(grounds.contains(&(Ground::Vulnerable, false)), "unknown, which is not none");
        // 1.5 lack: more voices give less than that however many, seven more walks 14/9, severity 2 and being new 2.
        let walks = Step::Walks { more: 7 };
        assert_eq!(third.steps_up, [walks, Step::Severity { severity: bad(2) }, Step::Emerging]);
        assert_eq!(ranked[0].steps_up, []);
        let second = &ranked[1].steps_up;
        assert_eq!(second[..2], [Step::Voices { more: 9 }, Step::Walks { more: 4 }]);
    }

    #[test]
    fn equals_stand_in_order_of_id_whatever_the_order_of_arrival() {
        assert_eq!(order(&[finding(3), finding(1), finding(2)]), [1, 2, 3]);
        assert_eq!(order(&[finding(1), Known { is_emerging: true, ..finding(2) }]), [2, 1]);
        assert_eq!(order(&[finding(1), Known { is_in_hot_spot: true, ..finding(2) }]), [2, 1]);
    }

    #[test]
    fn weights_are_read_from_a_file_and_wrong_ones_are_refused_with_a_sentence() {
        let read: Weights = serde_json::from_str(r#"{"voices": 9.0}"#).unwrap();
        assert_eq!(read, Weights { voices: 9.0, ..Weights::default() });
        assert!(serde_json::from_str::<Weights>(r#"{"vioces": 9.0}"#).is_err());
        assert_eq!(read.checked(), Ok(read));
        let wrong = |weights: Weights| weights.checked().unwrap_err().to_string();
        let negative = Weights { emerging: -1.0, ..read };
        assert_eq!(wrong(negative), "the weight “emerging” is -1; give 0 or more");
        let none = Weights { half_walks: 0.0, ..read };
        assert_eq!(wrong(none), "the weight “half_walks” is 0; give more than 0");
    }

    fn known() -> impl Strategy<Value = Known> {
        let parts =
            (0_u8..5, 1_usize..9, 1_usize..5, any::<bool>(), any::<bool>(), prop::option::of(0_usize..4));
        parts.prop_map(|(severity, voices, walks, is_in_hot_spot, is_emerging, vulnerable_near)| Known {
            severity: Severity::try_from(severity).ok(),
            voices,
            walks,
            is_in_hot_spot,
            is_emerging,
            vulnerable_near,
            ..finding(0)
        })
    }

    fn several() -> impl Strategy<Value = Vec<Known>> {
        prop::collection::vec(known(), 2..12).prop_map(|all| {
            (1..).zip(all).map(|(number, it)| Known { id: finding(number).id, ..it }).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_changes_nothing(
            (there, shuffled) in several().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle()))
        ) {
            let ranked = |of: &[Known], most| prioritised(of, &Weights::default(), most);
            let all = ranked(&there, there.len());
            prop_assert_eq!(&ranked(&shuffled, there.len() + 1), &all);
            for most in 0..there.len() {
                prop_assert_eq!(&ranked(&shuffled, most), &all[..most]);
            }
        }

        #[test]
        fn each_step_alone_leads_past_the_one_above_and_the_parts_are_the_whole(there in several()) {
            let ranked = prioritised(&there, &Weights::default(), there.len());
            for it in &ranked {
                prop_assert!((it.parts.iter().map(|part| part.points).sum::<f64>() - it.points).abs() < 1e-9);
                for step in &it.steps_up {
                    let stepped = |known: &Known| match *step {
                        _ if known.id != it.id => *known,
                        Step::Voices { more } => Known { voices: known.voices + more, ..*known },
                        Step::Walks { more } => Known { walks: known.walks + more, ..*known },
                        Step::Severity { severity } => Known { severity: Some(severity), ..*known },
                        Step::HotSpot => Known { is_in_hot_spot: true, ..*known },
                        Step::Emerging => Known { is_emerging: true, ..*known },
                    };
                    let changed: Vec<Known> = there.iter().map(stepped).collect();
                    let after = order(&changed).iter().position(|number| *number == it.id.number);
                    prop_assert!(after.unwrap() + 1 < it.rank, "{:?}", step);
                }
            }
        }
    }
}
