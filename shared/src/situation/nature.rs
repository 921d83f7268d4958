//! What kind of thing an observation is about: a spot, a stretch or a place, and how far such a thing reaches.
//!
//! Promises: the one table of the model's lengths. They are stated, not learnt: [`super::likelihood`] says what of the
//! model was fitted, and to what.

use serde::{Deserialize, Serialize};

use super::observation::Observation;

/// What shape a thing has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Geometry {
    /// It stands in one spot: a lamp, a scrawl on a wall.
    Point,
    /// It goes along a way: a dark path, a slippery pavement.
    Line,
    /// It fills a place: a littered park, a square with life in it.
    Area,
}

/// How things of one kind lie about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Nature {
    pub(super) geometry: Geometry,
    /// How far from its middle people stand who point at it, along one axis, in metres.
    pub(super) spread_m: f64,
    /// How far two things of the kind lie apart as a rule, in metres: one in each square of this side.
    pub(super) apart_m: f64,
    /// Beyond this many metres two observations are never weighed against each other.
    pub(super) reach_m: f64,
    /// No thing of the kind is longer, in metres.
    pub(super) length_m: f64,
    /// No thing of the kind is wider across its length, in metres.
    pub(super) width_m: f64,
    /// How long such a thing lasts, in days: after so long another is as likely.
    pub(super) lasts_days: f64,
    /// Whether it is a matter of lamp posts.
    pub(super) of_lamps: bool,
}

const POINT: Nature = Nature {
    geometry: Geometry::Point,
    spread_m: 3.5,
    apart_m: 50.0,
    reach_m: 35.0,
    length_m: 40.0,
    width_m: 40.0,
    lasts_days: 365.0,
    of_lamps: false,
};
const LAMP: Nature = Nature { of_lamps: true, ..POINT };
const LINE: Nature = Nature {
    geometry: Geometry::Line,
    spread_m: 12.0,
    apart_m: 120.0,
    reach_m: 40.0,
    length_m: 150.0,
    width_m: 30.0,
    lasts_days: 365.0,
    of_lamps: false,
};
const AREA: Nature = Nature {
    geometry: Geometry::Area,
    spread_m: 12.0,
    apart_m: 180.0,
    reach_m: 50.0,
    length_m: 100.0,
    width_m: 100.0,
    lasts_days: 365.0,
    of_lamps: false,
};
/// What is swept, melts or goes home.
const PASSING: f64 = 60.0;

impl Nature {
    /// The nature of what somebody pointed out. Where it is known that nothing lights the way, *belysning* is about the
    /// dark way and not about a lamp.
    pub(super) fn of(it: &Observation) -> &'static Self {
        match it.category.as_str() {
            "lighting" if it.lighting.is_lit() == Some(false) => &LINE,
            "lighting" => &LAMP,
            "snow" => &const { Self { lasts_days: PASSING, ..LINE } },
            "vegetation" | "visibility" | "deserted" | "traffic" | "good-lighting" => &LINE,
            "littering" | "gathering" => &const { Self { lasts_days: PASSING, ..AREA } },
            "substances" | "neglect" | "life" | "meeting-place" | "overview" | "well-kept" => &AREA,
            _ => &POINT,
        }
    }

    /// How many things of the kind there are on a square metre.
    pub(super) fn per_m2(&self) -> f64 {
        1.0 / (self.apart_m * self.apart_m)
    }
}
