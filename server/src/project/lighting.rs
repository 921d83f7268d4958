//! What is known of light at a place: by the municipality's own register of lamps, else by the base map.
//!
//! Promises: where neither knows anything, nothing is said; the map's lamps are told only where one is near, for on
//! most streets nobody has drawn them.

use sqlx::AnyConnection;

use shared::geo::Position;
use shared::situation::Lighting;

use crate::store::StoreError;
use crate::store::assets::{LAMP, LIT_WAY, MAP_LAMP, UNLIT_WAY};
use crate::surroundings::around;

/// First one looks near, and then whether lamps are known here at all, in metres.
const NEAR_M: f64 = 60.0;
const KNOWN_M: f64 = 500.0;
/// Who is this near to a way is on it, for all that phones and maps know, in metres.
const ON_WAY_M: f64 = 20.0;

const ALL: [&str; 4] = [LAMP, MAP_LAMP, LIT_WAY, UNLIT_WAY];

type Thing = (String, f64, f64);

/// What is known of light at a place.
pub(super) async fn lighting(
    connection: &mut AnyConnection,
    position: Option<Position>,
) -> Result<Lighting, StoreError> {
    let Some(position) = position else { return Ok(Lighting::default()) };
    let near = around_here(connection, position, NEAR_M, ALL).await?;
    if let Some(lamp_m) = nearest_m(&near, LAMP, position, NEAR_M) {
        return Ok(Lighting { lamp_m: Some(lamp_m), lit: None });
    }
    let register = around_here(connection, position, KNOWN_M, [LAMP; 4]).await?;
    if let Some(lamp_m) = nearest_m(&register, LAMP, position, KNOWN_M) {
        return Ok(Lighting { lamp_m: Some(lamp_m), lit: None });
    }
    let way_m = |kind| nearest_m(&near, kind, position, ON_WAY_M);
    let lit = match (way_m(LIT_WAY), way_m(UNLIT_WAY)) {
        (None, None) => None,
        (lit, unlit) => Some(lit.unwrap_or(f64::MAX) <= unlit.unwrap_or(f64::MAX)),
    };
    Ok(Lighting { lamp_m: nearest_m(&near, MAP_LAMP, position, NEAR_M), lit })
}

fn nearest_m(things: &[Thing], kind: &str, position: Position, within_m: f64) -> Option<f64> {
    let of_kind = things.iter().filter(|thing| thing.0 == kind);
    let away_m = |(_, lat, lon): &Thing| Some(Position::new(*lat, *lon).ok()?.distance_m(position));
    let nearest = of_kind.filter_map(away_m).min_by(f64::total_cmp);
    nearest.filter(|metres| *metres <= within_m).map(|metres| (metres * 10.0).round() / 10.0)
}

/// The things of these kinds around a place.
async fn around_here(
    connection: &mut AnyConnection,
    position: Position,
    within_m: f64,
    kinds: [&str; 4],
) -> Result<Vec<Thing>, StoreError> {
    let Some(bbox) = around(std::iter::once([position.lon(), position.lat()]), within_m) else {
        return Ok(Vec::new());
    };
    let all = "SELECT kind, lat, lon FROM assets
        WHERE kind IN ($1, $2, $3, $4) AND lat BETWEEN $5 AND $6 AND lon BETWEEN $7 AND $8";
    let all = kinds.into_iter().fold(sqlx::query_as(all), sqlx::query::QueryAs::bind);
    let all = all.bind(bbox.south).bind(bbox.north).bind(bbox.west).bind(bbox.east);
    Ok(all.fetch_all(connection).await?)
}
