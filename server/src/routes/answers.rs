//! What the municipality answers to what a phone said.

use axum::extract::State;
use axum::{Extension, Json};

use shared::id::ObservationId;
use shared::situation::Finding;
use shared::wire::{Answers, Problem, PublicAnswer};

use crate::auth::OwnSeries;
use crate::current::Current;
use crate::disclosure::nearby::Onlooker;
use crate::picture::Picture;
use crate::problem::Refusal;
use crate::state::App;

/// For each of the phone's own observations that stand, how far its finding has come.
#[utoipa::path(get, path = "/answers", tag = "phones", security(("phone" = [])),
    responses((status = 200, body = Answers), (status = 401, body = Problem)))]
pub(super) async fn answers(
    State(app): State<App>,
    Extension(own): Extension<OwnSeries>,
    Current(picture): Current,
) -> Result<Json<Answers>, Refusal> {
    let walk = app.store.walk_of(own.0).await?.ok_or(Refusal::NoSuch("walk"))?;
    let onlooker = app.disclosure.onlooker(&app.store, picture.version(), own.0, walk).await?;
    let answers = picture.findings_of(own.0).map(|(id, it)| public(id, it, &onlooker, &picture)).collect();
    Ok(Json(Answers { answers }))
}

fn public(
    observation: ObservationId,
    finding: &Finding,
    onlooker: &Onlooker,
    picture: &Picture,
) -> PublicAnswer {
    PublicAnswer {
        observation,
        state: finding.state,
        responsible: finding.responsible.clone(),
        answer: finding.answer.clone(),
        decided_at_ms: finding.decided_at_ms,
        voices: onlooker.voices(finding, picture),
    }
}
