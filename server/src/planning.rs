//! What officers and the operator write down: walks, and statements in general.
//!
//! Promises: what is written down can be read again; a walk is a record like any other and has a code.

use shared::id::{CategoryId, RecordId, SeriesId};
use shared::statement::{Statement, WalkPlanned};
use shared::wire::NewWalk;

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
    check(server, &new).await?;
    let statement = Statement::WalkPlanned(WalkPlanned {
        at_ms: clock::now_ms(),
        title: new.title.trim().to_owned(),
        area: new.area,
        starts_at_ms: new.starts_at_ms,
        meeting_place: new.meeting_place.filter(|text| !text.trim().is_empty()),
        themes: new.themes,
        demonstration: purpose == Purpose::Demonstration,
    });
    let written = server.store.log().write(series, At::End, vec![stated(&statement)?]).await?;
    let id = RecordId { series, number: written.appended.head.number };
    server.store.ensure_code(id).await?;
    server.store.walk(id).await?.ok_or(Refusal::NoSuch("walk"))
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
    let known = |theme: &CategoryId| server.catalogue.iter().any(|category| category.id == *theme);
    match new.themes.iter().find(|theme| !known(theme)) {
        Some(theme) => Err(Refusal::BadInput(format!("There is no category “{theme}”."))),
        None => Ok(()),
    }
}

/// The text of a statement that this server writes down for somebody, if it may be written down.
pub fn stated(statement: &Statement) -> Result<String, Refusal> {
    let text = statement.to_text().map_err(StoreError::Unreadable)?;
    Statement::read(&text)
        .map_err(|error| Refusal::BadInput(format!("It was not written down: {error}.")))?;
    Ok(text)
}
