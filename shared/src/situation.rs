//! The situation: from single observations to findings, and from findings to the picture of a neighbourhood.
//!
//! Promises: pure functions of what was recorded; the same result in any order of arrival. Every voice is kept:
//! merging adds weight and removes nothing.

mod observation;
mod revisit;

mod nature;
mod spot;
mod union;

mod lamps;
mod ties;

mod agglomerate;
mod components;
mod fold;
mod group;
mod likelihood;
mod neighbours;
mod plots;
mod reach;
mod sweep;
mod voices;

mod merged;

mod finding;
mod picture;
mod simultaneous;
pub mod statistics;
mod track;

pub use finding::{Finding, Standing, about_any, finding, findings};
pub use group::{Doubt, Group, Suggestion};
pub use lamps::{Lamp, Lamps};
pub use merged::{Merged, Regrouped};
pub use nature::Geometry;
pub use observation::{LAMP_REACH_M, Lighting, Observation, Provenance};
pub use revisit::Revisit;
pub use simultaneous::{SpeaksFor, fold_voices, has_walked, simultaneous};
pub use track::Track;

pub use picture::{
    BEST_SHOWN, BestPlace, CategoryCount, Chosen, ComparedPeriod, Counts, DenseCell, EarlierPlace,
    EarlierPlaces, ExcerptedSituation, FEW_WALKERS, FEWEST_CELLS, FEWEST_ON_STREET, Gathered, HotCell,
    HourOf, Knowledge, LeftOut, LightCount, Limit, Material, Measure, NEWS_DAYS, NewPlace, NewPlaces,
    PeriodComparison, REACH_M, RankedFinding, Refusal, SITUATION_VERSION, STRONGEST_SHOWN, SeverityCount,
    Sighted, Situation, Spots, Street, StreetInLight, StreetWalked, StreetsWalked, Stretch, TimeCount,
    TimeOfDay, Trend, WalkLight, Walked, WalkedAtTime, WalkedInLight, WhenCount, WithheldPart, news_periods,
    situation, streets_walked,
};

#[cfg(test)]
mod tests;
