//! Paper sheets of a walk, typed in at the desk on equal terms with what phones record.
//!
//! Promises: a sheet is a walker's series of its own, one voice among the others; typing it in twice is typing it in
//! once; what is taken back is withdrawn as a walker would, and nothing of it is lost.

use shared::geo::Place;
use shared::id::{RecordId, SeriesId};
use shared::log::Log as _;
use shared::merge::State;
use shared::statement::{Change, Edited, Observed, Revisited, Statement};
use shared::wire::{MAX_SHEET_LINES, PaperLook, PaperPoint, PaperSheet};

use crate::clock;
use crate::planning::stated;
use crate::problem::Refusal;
use crate::state::Server;
use crate::store::At;

/// More records than this no sheet has: each point is a tap, at most three edits and a withdrawal, each second look is
/// a record and a withdrawal.
const MAX_RECORDS: usize = 8 * MAX_SHEET_LINES;

/// Writes a sheet that was checked into its series, which must have been given to it.
pub async fn write(server: &Server, series: SeriesId, sheet: &PaperSheet) -> Result<(), Refusal> {
    let texts = statements(series, sheet).iter().map(stated).collect::<Result<Vec<_>, _>>()?;
    server.store.log().write(series, At::Number(1), texts).await?;
    Ok(())
}

/// Takes back everything of a sheet that stands.
pub async fn take_back(server: &Server, series: SeriesId) -> Result<(), Refusal> {
    let mut state = State::default();
    for record in server.store.log().read(series, 0, MAX_RECORDS).await? {
        state.apply(&record);
    }
    let seen = state.observations().filter(|(_, it)| !it.is_withdrawn()).map(|(id, _)| id);
    let standing: Vec<RecordId> = seen.chain(state.revisits().map(|(id, _)| id)).collect();
    let withdrawal = |of| {
        let change = Change::Withdrawn(true);
        stated(&Statement::Edited(Edited { at_ms: clock::now_ms(), of, replaces: Vec::new(), change }))
    };
    let texts = standing.into_iter().map(withdrawal).collect::<Result<Vec<_>, _>>()?;
    if !texts.is_empty() {
        server.store.log().write(series, At::End, texts).await?;
    }
    Ok(())
}

/// Whether a sheet can be taken in.
pub async fn check(server: &Server, sheet: &PaperSheet) -> Result<(), Refusal> {
    let refused = |why: String| Err(Refusal::BadInput(why));
    if sheet.points.is_empty() && sheet.looks.is_empty() {
        return refused("A sheet has one line at least.".to_owned());
    }
    if sheet.points.len() > MAX_SHEET_LINES || sheet.looks.len() > MAX_SHEET_LINES {
        return refused(format!("A sheet has {MAX_SHEET_LINES} lines at most."));
    }
    if let Some(point) = sheet.points.iter().find(|point| !server.knows(&point.category)) {
        return refused(format!("There is no category “{}”.", point.category));
    }
    let picture = server.pictures.latest(None).await?.picture;
    match sheet.looks.iter().find(|look| picture.observation(look.of).is_none()) {
        Some(look) => refused(format!("There is no observation {} (any more).", look.of)),
        None => Ok(()),
    }
}

/// What the sheet states, in the order of its lines: the same for the same sheet.
fn statements(series: SeriesId, sheet: &PaperSheet) -> Vec<Statement> {
    let mut all = Vec::new();
    for point in &sheet.points {
        let of = RecordId { series, number: all.len() as u64 + 1 };
        all.push(observed(sheet.at_ms, point));
        let told = edits(point).map(|change| Edited { at_ms: sheet.at_ms, of, replaces: Vec::new(), change });
        all.extend(told.map(Statement::Edited));
    }
    all.extend(sheet.looks.iter().map(|look| looked(sheet.at_ms, look)));
    all
}

fn observed(at_ms: i64, point: &PaperPoint) -> Statement {
    let place = Place { fix: None, pin: point.pin, described: said(point.described.as_deref()) };
    let (feeling, category) = (point.feeling, point.category.clone());
    Statement::Observed(Observed { at_ms, feeling, category, place })
}

fn edits(point: &PaperPoint) -> impl Iterator<Item = Change> {
    let text = said(point.text.as_deref()).map(Change::Text);
    let severity = point.severity.map(Change::Severity);
    let proposal = said(point.proposal.as_deref()).map(Change::Proposal);
    [text, severity, proposal].into_iter().flatten()
}

fn looked(at_ms: i64, look: &PaperLook) -> Statement {
    let PaperLook { of, condition } = *look;
    Statement::Revisited(Revisited { at_ms, of, condition, place: Place::default() })
}

fn said(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
