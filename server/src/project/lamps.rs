//! How far off the nearest lamp is, by the municipality's own register.
//!
//! Promises: where no lamps are known around a place, nothing is said of it.

use sqlx::AnyConnection;

use shared::geo::Position;

use crate::store::StoreError;
use crate::surroundings::around;

/// First one looks near, and then whether lamps are known here at all, in metres.
const NEAR_M: f64 = 60.0;
const KNOWN_M: f64 = 500.0;

/// How far off the nearest lamp is, in metres; `None` when none is known within half a kilometre.
pub(super) async fn nearest_m(
    connection: &mut AnyConnection,
    position: Option<Position>,
) -> Result<Option<f64>, StoreError> {
    let Some(position) = position else { return Ok(None) };
    for within_m in [NEAR_M, KNOWN_M] {
        let found = among(connection, position, within_m).await?;
        if found.is_some_and(|metres| metres <= within_m) {
            return Ok(found.map(|metres| (metres * 10.0).round() / 10.0));
        }
    }
    Ok(None)
}

async fn among(
    connection: &mut AnyConnection,
    position: Position,
    within_m: f64,
) -> Result<Option<f64>, StoreError> {
    let Some(bbox) = around(std::iter::once([position.lon(), position.lat()]), within_m) else {
        return Ok(None);
    };
    let lamps: Vec<(f64, f64)> = sqlx::query_as(
        "SELECT lat, lon FROM assets WHERE kind = 'lamp' AND lat BETWEEN $1 AND $2 AND lon BETWEEN $3 AND $4",
    )
    .bind(bbox.south)
    .bind(bbox.north)
    .bind(bbox.west)
    .bind(bbox.east)
    .fetch_all(connection)
    .await?;
    let away_m = |(lat, lon): (f64, f64)| Some(Position::new(lat, lon).ok()?.distance_m(position));
    Ok(lamps.into_iter().filter_map(away_m).min_by(f64::total_cmp))
}
