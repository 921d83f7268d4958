//! Tables for Excel, R and everybody else: CSV as RFC 4180.
//!
//! Promises: UTF-8 with a byte order mark, so that Excel reads å, ä and ö; one header row.

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use shared::export::{FINDING_COLUMNS, OBSERVATION_COLUMNS, finding_row, observation_row};
use shared::wire::Problem;

use super::{findings, observations};
use crate::filter::{Asked, Filter};
use crate::problem::Refusal;
use crate::state::App;
use crate::store::{Account, StoreError};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Observations as a table.
#[utoipa::path(get, path = "/export/observations.csv", tag = "data", security(("session" = []), ("token" = [])),
    params(Asked),
    responses((status = 200, content_type = "text/csv", body = String), (status = 401, body = Problem)))]
pub(super) async fn observations(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    filter: Filter,
) -> Result<Response, Refusal> {
    let picture = app.pictures.current().await?;
    let rows = observations::asked_for(&picture, &filter, &account);
    table("observations.csv", &OBSERVATION_COLUMNS, rows.iter().map(observation_row))
}

/// Findings as a table.
#[utoipa::path(get, path = "/export/findings.csv", tag = "data", security(("session" = []), ("token" = [])),
    params(Asked),
    responses((status = 200, content_type = "text/csv", body = String), (status = 401, body = Problem)))]
pub(super) async fn findings(
    State(app): State<App>,
    Extension(account): Extension<Account>,
    filter: Filter,
) -> Result<Response, Refusal> {
    let picture = app.pictures.current().await?;
    let rows = findings::asked_for(&picture, &filter, &account);
    table("findings.csv", &FINDING_COLUMNS, rows.iter().map(finding_row))
}

fn table<const N: usize>(
    name: &str,
    columns: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Response, Refusal> {
    let bytes = csv(columns, rows).map_err(|error| StoreError::Files(error.into()))?;
    let attachment = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, attachment),
    ];
    Ok((headers, bytes).into_response())
}

fn csv<const N: usize>(
    columns: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, csv::Error> {
    let terminated = csv::Terminator::CRLF;
    let mut writer = csv::WriterBuilder::new().terminator(terminated).from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
