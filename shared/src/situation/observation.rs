//! An observation as everybody downstream reads it: merged, placed, not withdrawn.

use serde::{Deserialize, Serialize};

use crate::geo::{Place, Position};
use crate::id::{AreaId, CategoryId, ObservationId, WalkId};
use crate::light::{Light, light};
use crate::merge::State;
use crate::statement::{Feeling, Photo, Severity, When};
use crate::text::displayable;

/// What the server adds to an observation when it arrives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Provenance {
    /// The walk that the series belongs to.
    pub walk: Option<WalkId>,
    /// The neighbourhood that holds the place.
    pub area: Option<AreaId>,
    /// When the record arrived, by the server's clock.
    pub arrived_at_ms: Option<i64>,
    /// What is known of light there.
    pub lighting: Lighting,
}

/// A lamp farther off than this lights nothing here, in metres: posts along paths stand about so far apart.
pub const LAMP_REACH_M: f64 = 30.0;

/// One observation as it stands now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Observation {
    /// The record that made it.
    pub id: ObservationId,
    /// The walk it was made on.
    pub walk: Option<WalkId>,
    /// The neighbourhood it lies in.
    pub area: Option<AreaId>,
    /// When it was made, by the phone's clock.
    pub at_ms: i64,
    /// When it arrived, by the server's clock.
    pub arrived_at_ms: Option<i64>,
    /// Safe or unsafe.
    pub feeling: Feeling,
    /// What it is about.
    pub category: CategoryId,
    /// Where, with all that was said of it; withheld from planners.
    #[serde(default)]
    pub place: Place,
    /// The best position.
    pub position: Option<Position>,
    /// How far off it may be, in metres.
    pub accuracy_m: Option<f64>,
    /// The walker's words.
    pub text: Option<String>,
    /// When it is so.
    pub when: Vec<When>,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// What the walker proposes.
    pub proposal: Option<String>,
    /// What others pointed out close by and the walker said is something else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<ObservationId>,
    /// Photos that were not removed; withheld from planners.
    #[serde(default)]
    pub photos: Vec<Photo>,
    /// Whether edits that did not know of each other stand side by side; withheld from planners.
    #[serde(default)]
    pub disputed: bool,
    /// How light it was when it was made, if it is known where.
    #[serde(default)]
    pub light: Option<Light>,
    /// What is known of light there.
    #[serde(flatten)]
    pub lighting: Lighting,
}

#[cfg(any(test, feature = "contract"))]
impl Observation {
    /// What somebody pointed at as unsafe who said nothing else: for tests and measurements.
    pub fn pointed_at(id: ObservationId, category: CategoryId, place: Place) -> Self {
        Self {
            id,
            walk: None,
            area: None,
            at_ms: 0,
            arrived_at_ms: None,
            feeling: Feeling::Unsafe,
            category,
            position: place.position(),
            accuracy_m: place.accuracy_m(),
            place,
            text: None,
            when: vec![],
            severity: None,
            proposal: None,
            apart: vec![],
            photos: vec![],
            disputed: false,
            light: None,
            lighting: Lighting::default(),
        }
    }
}

/// What is known of the light at a place, apart from the sky's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lighting {
    /// How far off the nearest lamp is, in metres; absent where it is not known which lamps there are.
    #[serde(default)]
    pub lamp_m: Option<f64>,
    /// Whether the base map says that the way there is lit; absent where the municipality's own lamps are known.
    #[serde(default)]
    pub lit: Option<bool>,
}

impl Lighting {
    /// Whether there is light after sunset; `None` where nothing is known.
    pub fn is_lit(self) -> Option<bool> {
        match (self.lamp_m, self.lit) {
            (Some(metres), _) if metres <= LAMP_REACH_M => Some(true),
            (_, Some(lit)) => Some(lit),
            (Some(_), None) => Some(false),
            (None, None) => None,
        }
    }
}

impl Observation {
    /// The observation as a state has it; `None` when it was not made or was withdrawn.
    pub fn of(
        state: &State,
        id: ObservationId,
        Provenance { walk, area, arrived_at_ms, lighting }: Provenance,
    ) -> Option<Self> {
        let it = state.observation(id).filter(|it| !it.is_withdrawn())?;
        let (place, at_ms) = (it.place(), it.at_ms()?);
        let said = |text: &String| (!text.trim().is_empty()).then(|| displayable(text).into_owned());
        let described = place.described.as_deref().map(|text| displayable(text).into_owned());
        let place = Place { described, ..place };
        Some(Self {
            id,
            walk,
            area,
            at_ms,
            arrived_at_ms,
            feeling: it.feeling()?,
            category: it.category()?.clone(),
            position: place.position(),
            accuracy_m: place.accuracy_m(),
            lighting,
            light: place.position().and_then(|position| light(position, at_ms)),
            place,
            text: it.text.shown().and_then(said),
            when: it.when.shown().cloned().unwrap_or_default(),
            severity: it.severity.shown().copied(),
            proposal: it.proposal.shown().and_then(said),
            apart: it.apart.shown().cloned().unwrap_or_default(),
            photos: state.photos(id).map(|photo| photo.photo.clone()).collect(),
            disputed: it.text.is_disputed() || it.category.is_disputed() || it.pin.is_disputed(),
        })
    }

    /// Whether it was dark there, and no lamp within 30 m or no light along the way; `None` where lamps or the hour's
    /// light are not known.
    pub fn is_unlit(&self) -> Option<bool> {
        Some(self.light? == Light::Dark && !self.lighting.is_lit()?)
    }
}
