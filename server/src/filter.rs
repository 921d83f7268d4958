//! What of a list is asked for: `?area=&walk=&category=&from=&to=&bbox=`, and in which form.

mod listing;

pub use listing::{AskedOfList, AskedOfTable, Dialect, Export, Listing, MAX_LIMIT, Order, Question};

use std::collections::BTreeMap;

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::header;
use axum::http::request::Parts;

use shared::geo::BoundingBox;
use shared::id::{AreaId, CategoryId, WalkId};
use shared::situation::{Finding, Observation};
use shared::time::Period;

use crate::date;
use crate::picture::Picture;
use crate::problem::Refusal;
use crate::state::{App, Server};

/// The parameters of every filter, as the API's description has them.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by utoipa alone; `Parameters` reads the address")]
pub struct Asked {
    /// Only of this neighbourhood; one that is not known here is refused.
    area: Option<String>,
    /// Only of this walk; one that is not known here is refused.
    walk: Option<String>,
    /// Only of this category; one that the catalogue does not have is refused.
    category: Option<String>,
    /// Only from this moment on: RFC 3339, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM` (Swedish time), or milliseconds since 1970.
    from: Option<String>,
    /// Only before this moment; a date includes its day. Must be after `from`.
    to: Option<String>,
    /// Only inside `west,south,east,north`, in degrees.
    bbox: Option<String>,
}

const OF_FILTER: [&str; 6] = ["area", "walk", "category", "from", "to", "bbox"];

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

impl FromRequestParts<App> for Filter {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let parameters = Parameters::of(&parts.uri, &OF_FILTER)?;
        Self::of(&parameters)?.known(app).await
    }
}

/// The moment after which something is new: `?since=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since(pub Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for Since {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Parameters::of(&parts.uri, &["since"])?.read("since", date::moment_ms).map(Self)
    }
}

/// The parameters of an address, by name. An empty one is as good as none: forms send those.
#[derive(Debug, Default)]
struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Reads an address that may have these parameters, each once, and no others.
    fn of(uri: &Uri, allowed: &[&str]) -> Result<Self, Refusal> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri);
        let Query(pairs) = pairs.map_err(|error| Refusal::BadQuery(error.body_text()))?;
        let mut value_by_name = BTreeMap::new();
        for (name, value) in pairs {
            if !allowed.contains(&name.as_str()) {
                return Err(refused(
                    &name,
                    &format!("is no parameter here; there are {}", allowed.join(", ")),
                ));
            }
            if value_by_name.insert(name.clone(), value).is_some() {
                return Err(refused(&name, "stands there twice"));
            }
        }
        value_by_name.retain(|_, value| !value.is_empty());
        Ok(Self(value_by_name))
    }

    /// The value of a parameter, if it is there; the refusal names the parameter.
    fn read<T, E: ToString>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Refusal> {
        let value = self.0.get(name).map(|text| read(text));
        value.transpose().map_err(|error| refused(name, &error.to_string()))
    }
}

/// What is wrong with a parameter; of a long name its beginning.
fn refused(name: &str, why: &str) -> Refusal {
    Refusal::BadQuery(format!("{}: {why}", name.chars().take(40).collect::<String>()))
}

impl Filter {
    /// What can be read of the parameters by themselves.
    fn of(parameters: &Parameters) -> Result<Self, Refusal> {
        let period = Period {
            from_ms: parameters.read("from", date::moment_ms)?,
            to_ms: parameters.read("to", date::end_ms)?,
        };
        if let (Some(from_ms), Some(to_ms)) = (period.from_ms, period.to_ms)
            && from_ms >= to_ms
        {
            return Err(refused("to", "must be after from"));
        }
        Ok(Self {
            area: parameters.read("area", str::parse)?,
            walk: parameters.read("walk", str::parse)?,
            category: parameters.read("category", str::parse)?,
            period,
            bbox: parameters.read("bbox", bounding_box)?,
        })
    }

    /// The same, if area, walk and category are known here: an empty list would say that nothing was recorded there.
    async fn known(self, app: &Server) -> Result<Self, Refusal> {
        if let Some(area) = &self.area
            && !app.store.has_area(area).await?
        {
            return Err(refused("area", "no such area is known here; GET /areas lists them"));
        }
        if let Some(walk) = self.walk
            && !app.store.has_walk(walk).await?
        {
            return Err(refused("walk", "no such walk is known here; GET /walks lists them"));
        }
        match &self.category {
            Some(category) if !app.knows(category) => {
                let known: Vec<&str> = app.catalogue.iter().map(|it| it.id.as_str()).collect();
                Err(refused("category", &format!("there are {}", known.join(", "))))
            }
            _ => Ok(self),
        }
    }
}

fn bounding_box(text: &str) -> Result<BoundingBox, &'static str> {
    const HOW: &str = "four numbers are wanted, west,south,east,north, in degrees of WGS 84";
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse()).collect();
    let [west, south, east, north] = numbers.map_err(|_| HOW)?[..] else { return Err(HOW) };
    let within = |range: [f64; 2], most: f64| range.iter().all(|it| it.abs() <= most);
    match () {
        () if !within([west, east], 180.0) || !within([south, north], 90.0) => {
            Err("longitudes lie between -180 and 180, latitudes between -90 and 90, west and south first")
        }
        () if west > east => Err("west, the first number, must not be east of the third"),
        () if south > north => Err("south, the second number, must not be north of the fourth"),
        () => Ok(BoundingBox { west, south, east, north }),
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
    /// A table.
    Csv(Dialect),
}

impl<S: Send + Sync> FromRequestParts<S> for Form {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let accepted = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        let geojson = parts.uri.path().ends_with(".geojson") || accepted.contains(GEO_JSON);
        Ok(if geojson { Self::GeoJson } else { Self::Json })
    }
}

#[cfg(test)]
mod tests;
