//! What of a list is asked for: `?area=&walk=&category=&from=&to=&bbox=`, and in which form.

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::header;
use axum::http::request::Parts;
use serde::Deserialize;

use shared::geo::BoundingBox;
use shared::id::{AreaId, CategoryId, WalkId};
use shared::situation::{Finding, Observation};
use shared::time::Period;
use shared::wire::Compare;

use crate::date;
use crate::picture::Picture;
use crate::problem::Refusal;

/// The parameters as typed.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Only of this neighbourhood.
    area: Option<String>,
    /// Only of this walk.
    walk: Option<String>,
    /// Only of this category.
    category: Option<String>,
    /// Only from this moment on: RFC 3339, `YYYY-MM-DD` (Swedish time) or milliseconds.
    from: Option<String>,
    /// Only before this moment; a date includes its day.
    to: Option<String>,
    /// Only inside `west,south,east,north`, in degrees.
    bbox: Option<String>,
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Only of this neighbourhood.
    pub area: Option<AreaId>,
    /// Only of this walk.
    pub walk: Option<WalkId>,
    /// Only of this category.
    pub category: Option<CategoryId>,
    /// Only in this span of time.
    pub period: Period,
    /// Only inside this.
    pub bbox: Option<BoundingBox>,
}

impl<S: Send + Sync> FromRequestParts<S> for Filter {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Self::of(&parts.uri)
    }
}

/// A filter, and what the picture of what it holds is compared with: `&compare=`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// What is asked for.
    pub filter: Filter,
    /// What it is compared with.
    pub compare: Compare,
}

impl<S: Send + Sync> FromRequestParts<S> for Question {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or("");
        let (compared, rest): (Vec<&str>, Vec<&str>) =
            query.split('&').partition(|pair| pair.starts_with(COMPARE));
        let compare = compared.last().map(|pair| pair[COMPARE.len()..].to_owned());
        // What is left is as it was, so it is an address still.
        let rest = format!("/?{}", rest.join("&")).parse().unwrap_or_default();
        Ok(Self { filter: Filter::of(&rest)?, compare: given(compare, str::parse)?.unwrap_or_default() })
    }
}

const COMPARE: &str = "compare=";

impl Filter {
    fn of(uri: &Uri) -> Result<Self, Refusal> {
        let asked = Query::<Asked>::try_from_uri(uri);
        let Query(asked) = asked.map_err(|error| Refusal::BadQuery(error.body_text()))?;
        Ok(Self {
            area: given(asked.area, str::parse)?,
            walk: given(asked.walk, str::parse)?,
            category: given(asked.category, str::parse)?,
            period: Period {
                from_ms: given(asked.from, date::moment_ms)?,
                to_ms: given(asked.to, date::end_ms)?,
            },
            bbox: given(asked.bbox, bounding_box)?,
        })
    }
}

/// An empty parameter is as good as none: forms send those.
fn given<T, E: ToString>(
    text: Option<String>,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, Refusal> {
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| read(&text)).transpose().map_err(|error| Refusal::BadQuery(error.to_string()))
}

fn bounding_box(text: &str) -> Result<BoundingBox, &'static str> {
    const HOW: &str = "bbox is four numbers: west,south,east,north in degrees";
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse()).collect();
    match numbers.map_err(|_| HOW)?[..] {
        [west, south, east, north] if west <= east && south <= north => {
            Ok(BoundingBox { west, south, east, north })
        }
        _ => Err(HOW),
    }
}

impl Filter {
    /// Whether an observation is asked for.
    pub fn holds(&self, it: &Observation) -> bool {
        fits(self.area.as_ref(), it.area.as_ref())
            && fits(self.walk.as_ref(), it.walk.as_ref())
            && fits(self.category.as_ref(), Some(&it.category))
            && self.period.contains(it.at_ms)
            && self.bbox.is_none_or(|bbox| it.position.is_some_and(|at| bbox.contains(at)))
    }

    /// Whether a finding is asked for: its kind and place fit, and somebody observed it in the period, on the walk.
    pub fn holds_finding(&self, it: &Finding, picture: &Picture) -> bool {
        let somebody = |id| {
            picture.observation(id).is_some_and(|observation| {
                fits(self.walk.as_ref(), observation.walk.as_ref()) && self.period.contains(observation.at_ms)
            })
        };
        fits(self.area.as_ref(), it.area.as_ref())
            && fits(self.category.as_ref(), Some(&it.category))
            && self.bbox.is_none_or(|bbox| it.position.is_some_and(|at| bbox.contains(at)))
            && it.observations.iter().any(|id| somebody(*id))
    }
}

fn fits<T: PartialEq>(asked: Option<&T>, found: Option<&T>) -> bool {
    asked.is_none() || asked == found
}

/// The media type of GeoJSON (RFC 7946).
pub const GEO_JSON: &str = "application/geo+json";

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Our own JSON.
    Json,
    /// RFC 7946, for maps.
    GeoJson,
}

impl<S: Send + Sync> FromRequestParts<S> for Form {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let accepted = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        let geojson = parts.uri.path().ends_with(".geojson") || accepted.contains(GEO_JSON);
        Ok(if geojson { Self::GeoJson } else { Self::Json })
    }
}
