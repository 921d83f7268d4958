//! Why a comparison was not made.
//!
//! Promises: every reason carries the counts that it rests on and what would have been needed, so that a page can say it
//! and a municipality knows how many walks it takes.

use serde::{Deserialize, Serialize};

/// Why nothing is said, with the counts behind it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Refused {
    /// A period has too few walks: a talkative evening looks like a changed place.
    FewWalks {
        /// Walks in the earlier period.
        before: usize,
        /// Walks in this period.
        now: usize,
        /// Walks needed in each.
        needed: usize,
    },
    /// Too few places at equal effort.
    FewPlaces {
        /// Places in the earlier period, at equal effort.
        before: f64,
        /// Places in this period, at equal effort.
        now: f64,
        /// Places needed in each.
        needed: usize,
    },
    /// Too few places pointed out, each counted once for each participant.
    FewPairs {
        /// In the earlier period.
        before: usize,
        /// In this period.
        now: usize,
        /// Needed in each.
        needed: usize,
        /// Needed in both together.
        needed_in_all: usize,
    },
    /// All walks of both periods pointed out the same: nothing shows how much walks differ by chance.
    NoVariation,
    /// Walks can be dealt to the two periods in too few ways.
    FewDeals {
        /// Earlier walks.
        before: usize,
        /// Walks in this period.
        now: usize,
        /// In how many ways they can be dealt.
        deals: usize,
        /// How many ways are needed.
        needed: usize,
    },
    /// Walks of one period are much larger than those of the other.
    UnequalWalks {
        /// Participants per earlier walk, on average.
        before: f64,
        /// Participants per walk in this period, on average.
        now: f64,
        /// How many times as large they may be.
        most: f64,
    },
    /// No stretch is known to have been passed in both periods.
    NothingShared,
    /// Walks of the two periods were in different light.
    OtherLight {
        /// Earlier walks in daylight.
        daylight_before: usize,
        /// Earlier walks in twilight or dark.
        dark_before: usize,
        /// Walks of this period in daylight.
        daylight_now: usize,
        /// Walks of this period in twilight or dark.
        dark_now: usize,
    },
    /// One period has phones, the other only paper sheets: a shared sheet names each place once for several people.
    OtherForm {
        /// Paper sheets in the earlier period.
        sheets_before: usize,
        /// Paper sheets in this period.
        sheets_now: usize,
    },
    /// Participants were asked about earlier places in one period much more than in the other: who answers does not point
    /// out the same place once more.
    OtherQuestions {
        /// Participants who answered in the earlier period.
        before: usize,
        /// Participants who answered in this period.
        now: usize,
    },
}
