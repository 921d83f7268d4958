//! What officers and the operator write down: walks, and statements in general.
//!
//! Promises: what is written down can be read again; a walk is a record like any other and has a code.

use shared::geo::Position;
use shared::id::{RecordId, SeriesId};
use shared::statement::{Statement, WalkPlanned, WalkReplanned};
use shared::track::length_m;
use shared::wire::{MAX_LOOP_M, MAX_LOOP_POINTS, NewWalk};

use crate::clock;
use crate::problem::Refusal;
use crate::state::Server;
use crate::store::{At, StoreError, WalkRow};

/// What a walk is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// People walk it.
    Real,
    /// It shows how Lykta works, and is marked wherever it is shown.
    Demonstration,
}

/// Plans a walk in an officer's series.
pub async fn plan(
    server: &Server,
    series: SeriesId,
    new: NewWalk,
    purpose: Purpose,
) -> Result<WalkRow, Refusal> {
    let statement = Statement::WalkPlanned(planned(server, new, purpose).await?);
    let written = server.store.log().write(series, At::End, vec![stated(&statement)?]).await?;
    let id = RecordId { series, number: written.appended.head.number };
    server.store.ensure_code(id).await?;
    server.store.walk(id).await?.ok_or(Refusal::NoSuch("walk"))
}

/// Plans a walk anew, as a whole, in an officer's series.
pub async fn replan(
    server: &Server,
    series: SeriesId,
    walk: WalkRow,
    new: NewWalk,
) -> Result<WalkRow, Refusal> {
    let of = walk.walk.id;
    if new.follows == Some(of) {
        return Err(Refusal::BadInput("A walk does not follow itself.".to_owned()));
    }
    let purpose = if walk.walk.demonstration { Purpose::Demonstration } else { Purpose::Real };
    let plan = planned(server, new, purpose).await?;
    let statement = Statement::WalkReplanned(WalkReplanned { of, plan });
    server.store.log().write(series, At::End, vec![stated(&statement)?]).await?;
    server.store.walk(of).await?.ok_or(Refusal::NoSuch("walk"))
}

async fn planned(server: &Server, new: NewWalk, purpose: Purpose) -> Result<WalkPlanned, Refusal> {
    check(server, &new).await?;
    Ok(WalkPlanned {
        at_ms: clock::now_ms(),
        title: new.title.trim().to_owned(),
        area: new.area,
        starts_at_ms: new.starts_at_ms,
        meeting_place: new.meeting_place.filter(|text| !text.trim().is_empty()),
        themes: new.themes,
        loop_line: new.loop_line,
        follows: new.follows,
        shares_live: new.shares_live,
        demonstration: purpose == Purpose::Demonstration,
    })
}

async fn check(server: &Server, new: &NewWalk) -> Result<(), Refusal> {
    if new.title.trim().is_empty() {
        return Err(Refusal::BadInput("A walk needs a title.".to_owned()));
    }
    if let Some(area) = &new.area
        && !server.store.has_area(area).await?
    {
        return Err(Refusal::BadInput(format!("There is no area “{area}” here.")));
    }
    check_loop(&new.loop_line)?;
    if let Some(walk) = new.follows
        && server.store.walk(walk).await?.is_none()
    {
        return Err(Refusal::BadInput(format!("There is no walk {walk} to follow.")));
    }
    match new.themes.iter().find(|theme| !server.knows(theme)) {
        Some(theme) => Err(Refusal::BadInput(format!("There is no category “{theme}”."))),
        None => Ok(()),
    }
}

/// A loop can be walked in an evening, and can be drawn.
fn check_loop(line: &[[f64; 2]]) -> Result<(), Refusal> {
    let refused = |why: &str| Err(Refusal::BadInput(format!("The loop was not taken: {why}.")));
    if line.len() == 1 || line.len() > MAX_LOOP_POINTS {
        return refused("it needs two points at least, and a thousand at most");
    }
    let points: Option<Vec<Position>> =
        line.iter().map(|[lon, lat]| Position::new(*lat, *lon).ok()).collect();
    let Some(points) = points else { return refused("one of its points is off the globe") };
    if length_m(points) > MAX_LOOP_M { refused("it is longer than 30 km") } else { Ok(()) }
}

/// The text of a statement that this server writes down for somebody, if it may be written down.
pub fn stated(statement: &Statement) -> Result<String, Refusal> {
    let text = statement.to_text().map_err(StoreError::Unreadable)?;
    Statement::read(&text)
        .map_err(|error| Refusal::BadInput(format!("It was not written down: {error}.")))?;
    Ok(text)
}
