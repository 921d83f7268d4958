//! What the municipality answers to what a phone said.

use axum::{Extension, Json};

use shared::id::ObservationId;
use shared::situation::Finding;
use shared::wire::{Answers, Problem, PublicAnswer};

use crate::auth::OwnSeries;
use crate::current::Current;

/// For each of the phone's own observations that stand, how far its finding has come.
#[utoipa::path(get, path = "/answers", tag = "phones", security(("phone" = [])),
    responses((status = 200, body = Answers), (status = 401, body = Problem)))]
pub(super) async fn answers(
    Extension(OwnSeries(series)): Extension<OwnSeries>,
    Current(picture): Current,
) -> Json<Answers> {
    Json(Answers { answers: picture.findings_of(series).map(public).collect() })
}

fn public((observation, finding): (ObservationId, &Finding)) -> PublicAnswer {
    PublicAnswer {
        observation,
        state: finding.state,
        responsible: finding.responsible.clone(),
        answer: finding.answer.clone(),
        decided_at_ms: finding.decided_at_ms,
        voices: finding.voices,
    }
}
