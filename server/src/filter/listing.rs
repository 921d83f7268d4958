//! What is asked for beside a filter: how much of a list and in which order, how a table is written, what is compared.

use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use shared::wire::Compare;

use super::{Filter, OF_FILTER, Parameters, refused};
use crate::problem::Refusal;
use crate::state::App;

/// Most entries of a list that is cut off or put in order.
pub const MAX_LIMIT: usize = 10_000;

/// The parameters of a list beside its filter.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by utoipa alone; `Parameters` reads the address")]
pub struct AskedOfList {
    /// At most so many entries; the header `Lykta-Total` says how many there are without it.
    #[param(minimum = 1, maximum = 10_000)]
    limit: Option<usize>,
    /// `newest`: last observed first; `arrived`: last arrived first. Needs `limit`. Else in order of id.
    order: Option<String>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By id.
    #[default]
    Id,
    /// Last observed first.
    Newest,
    /// Last arrived first.
    Arrived,
}

impl FromStr for Order {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "id" => Ok(Self::Id),
            "newest" => Ok(Self::Newest),
            "arrived" => Ok(Self::Arrived),
            _ => Err("there are id, newest and arrived"),
        }
    }
}

/// A filter, and how much of what it holds is wanted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// What is asked for.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// At most so many.
    pub limit: Option<usize>,
}

impl FromRequestParts<App> for Listing {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let parameters = Parameters::of(&parts.uri, &[&OF_FILTER[..], &["limit", "order"]].concat())?;
        let listing = Self::of(&parameters)?;
        Ok(Self { filter: listing.filter.known(app).await?, ..listing })
    }
}

impl Listing {
    pub(super) fn of(parameters: &Parameters) -> Result<Self, Refusal> {
        let order = parameters.read("order", str::parse)?.unwrap_or_default();
        let limit = parameters.read("limit", limit)?;
        if order != Order::Id && limit.is_none() {
            return Err(refused("order", "needs a limit beside it"));
        }
        Ok(Self { filter: Filter::of(parameters)?, order, limit })
    }
}

fn limit(text: &str) -> Result<usize, String> {
    let limit = text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| format!("a whole number from 1 to {MAX_LIMIT} is wanted"))
}

/// The parameter of a table beside its filter.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by utoipa alone; `Parameters` reads the address")]
pub struct AskedOfTable {
    /// `rfc4180`, as if left out: commas, decimal points, ISO 8601. `excel-sv`: semicolons, decimal commas, local times.
    dialect: Option<String>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Commas between cells, decimal points, ISO 8601 times: for programs.
    #[default]
    Rfc4180,
    /// Semicolons between cells, decimal commas, local times, SANT and FALSKT: for Excel in Swedish.
    ExcelSv,
}

impl FromStr for Dialect {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "rfc4180" => Ok(Self::Rfc4180),
            "excel-sv" => Ok(Self::ExcelSv),
            _ => Err("there are rfc4180 and excel-sv"),
        }
    }
}

/// A filter, and how the table of what it holds is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Export {
    /// What is asked for.
    pub filter: Filter,
    /// How it is written.
    pub dialect: Dialect,
}

impl FromRequestParts<App> for Export {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let parameters = Parameters::of(&parts.uri, &[&OF_FILTER[..], &["dialect"]].concat())?;
        let dialect = parameters.read("dialect", str::parse)?.unwrap_or_default();
        Ok(Self { filter: Filter::of(&parameters)?.known(app).await?, dialect })
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

impl FromRequestParts<App> for Question {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let parameters = Parameters::of(&parts.uri, &[&OF_FILTER[..], &["compare"]].concat())?;
        let compare = parameters.read("compare", str::parse)?.unwrap_or_default();
        Ok(Self { filter: Filter::of(&parameters)?.known(app).await?, compare })
    }
}
