//! This period beside the one before: better or worse, place by place and at equal effort.
//!
//! Promises: like is compared with like; what cannot be is refused with the counts behind it. That the places at equal
//! effort are more or fewer is the one test of the whole; places per participant describe it.

use serde::{Deserialize, Serialize};

use super::compared_walks::{ComparedWalks, LeftOut, WalkLight};
use super::earlier::EarlierPlaces;
use super::pairs::Counts;
use super::trends::Trends;
use crate::situation::statistics::{EqualEffort, Refused, at_equal_effort};

/// Decides which walks are drawn for the variance.
const SEED: u64 = 1971;

/// A measure that may be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Measure {
    /// Distinct unsafe places at equal effort.
    EqualEffort,
    /// Unsafe places per participant.
    PerParticipant,
    /// What is new.
    NewPlaces,
}

/// What is not said, and why.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refusal {
    /// What.
    pub measure: Measure,
    /// Why, with the counts behind it.
    pub why: Refused,
}

/// What is compared of one period, of unsafe places on the stretch that is compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComparedPeriod {
    /// Walks.
    pub walks: usize,
    /// Their participants, whether or not they pointed anything out.
    pub participants: usize,
    /// What they pointed out.
    pub counts: Counts,
    /// What of the period is not compared.
    pub left_out: LeftOut,
}

/// This period beside the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodComparison {
    /// The earlier period.
    pub before: ComparedPeriod,
    /// This period.
    pub now: ComparedPeriod,
    /// The light of the walks that are compared.
    pub light: WalkLight,
    /// Whether it is known which stretch was passed in both periods; if not, it is taken to be the same.
    pub is_stretch_known: bool,
    /// Distinct unsafe places at equal effort: better or worse. Absent where that is refused.
    pub equal_effort: Option<EqualEffort>,
    /// What has become of the earlier unsafe places.
    pub earlier: EarlierPlaces,
}

/// The comparison, and what was refused of it.
pub(super) fn comparison(
    walks: &ComparedWalks,
    trends: &Trends,
    unlike: Option<Refused>,
    earlier: EarlierPlaces,
) -> (PeriodComparison, Vec<Refusal>) {
    let equal_effort = match unlike {
        Some(why) => Err(why),
        None => at_equal_effort(&trends.unsafe_places(0), &trends.unsafe_places(1), SEED),
    };
    let per_participant = match unlike {
        Some(why) => Some(why),
        None => trends.per_participant(|it, _| it.is_unsafe()).and_then(Result::err),
    };
    let refusal = |measure, why| Refusal { measure, why };
    let refused = [
        equal_effort.err().map(|why| refusal(Measure::EqualEffort, why)),
        per_participant.map(|why| refusal(Measure::PerParticipant, why)),
    ];
    let [before, now] = [0, 1].map(|period| compared_period(walks, trends, period));
    let comparison = PeriodComparison {
        before,
        now,
        light: walks.light,
        is_stretch_known: walks.is_stretch_known(),
        equal_effort: equal_effort.ok(),
        earlier,
    };
    (comparison, refused.into_iter().flatten().collect())
}

fn compared_period(walks: &ComparedWalks, trends: &Trends, period: usize) -> ComparedPeriod {
    let own = &walks.periods[period];
    ComparedPeriod {
        walks: own.walks.iter().filter(|it| it.there > 0).count(),
        participants: own.walks.iter().map(|it| it.there).sum(),
        counts: trends.compared_counts(period),
        left_out: own.left_out,
    }
}
