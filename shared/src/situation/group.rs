//! A group: the observations that are taken to be of one thing, how sure that is, and what else may be of it.

use serde::{Deserialize, Serialize};

use super::nature::Geometry;
use crate::id::{ObservationId, RecordId};

/// What speaks most against two findings being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Doubt {
    /// They lie apart, though not so far that they cannot be one.
    Apart,
    /// Somebody pointed at both, each by itself.
    SameWalker,
    /// They were seen long after one another.
    Time,
    /// One was seen by day and the other in the dark.
    Light,
    /// Together they would reach farther than such a thing does.
    Extent,
}

/// Another finding that may be the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// The other finding.
    pub finding: ObservationId,
    /// How likely they are one thing, from 0 to 1.
    pub probability: f64,
    /// What speaks most against it.
    pub doubt: Doubt,
}

/// Observations of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The first of them that arrived: voices that join later do not rename it.
    pub id: ObservationId,
    /// All of them, in order of id.
    pub members: Vec<ObservationId>,
    /// What shape the thing has.
    pub geometry: Geometry,
    /// How likely two of its observations are of one thing, from 0 to 1.
    pub confidence: f64,
    /// The lamp that it is about: the number of it among those that were told.
    pub(super) lamp: Option<u32>,
    /// What may be the same thing, likeliest first.
    pub suggestions: Vec<Suggestion>,
    /// What officers said of its members and stands.
    pub groupings: Vec<RecordId>,
}
