//! The way of a walk while it is drawn: what lies along streets and paths between the places that were clicked.

use axum::Json;
use axum::extract::State;

use shared::geo::Position;
use shared::track::length_m;
use shared::wire::{LoopAnswer, LoopRequest, MAX_LOOP_M, MAX_LOOP_STOPS, Problem};

use crate::body;
use crate::problem::Refusal;
use crate::state::App;

/// Finds the way along the base map's streets and paths between places; a place near a way is moved onto it. Where there
/// is no way, the leg says so and has no line.
#[utoipa::path(post, path = "/loop", tag = "desk", security(("session" = []), ("token" = [])), request_body = LoopRequest,
    responses((status = 200, body = LoopAnswer), (status = 404, description = "there is no base map", body = Problem),
        (status = 422, body = Problem), (status = 503, description = "the map's ways are being read", body = Problem)))]
pub(super) async fn find(
    State(app): State<App>,
    body::Json(request): body::Json<LoopRequest>,
) -> Result<Json<LoopAnswer>, Refusal> {
    check(&request.through)?;
    Ok(Json(app.router.find(request.through).await?))
}

fn check(through: &[[f64; 2]]) -> Result<(), Refusal> {
    let refused = |why: &str| Err(Refusal::BadInput(format!("No way was looked for: {why}.")));
    if through.is_empty() || through.len() > MAX_LOOP_STOPS {
        return refused(&format!("give between 1 and {MAX_LOOP_STOPS} places"));
    }
    let places: Result<Vec<Position>, _> =
        through.iter().map(|[lon, lat]| Position::new(*lat, *lon)).collect();
    match places {
        Err(_) => refused("a place is not on the globe; give degrees east and north"),
        Ok(places) if length_m(places.iter().copied()) > MAX_LOOP_M => {
            refused("they lie farther apart than 30 km")
        }
        Ok(_) => Ok(()),
    }
}
