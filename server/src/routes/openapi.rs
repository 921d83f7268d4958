//! `GET /api/openapi.json`: the contract, described for programs.

use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{
    PREFIX, answers, areas, blobs, export, findings, join, observations, records, session, situation, walks,
};
use crate::auth::COOKIE;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lykta",
        description = "Safety walks: records from phones, findings and situations for desks and planners. Errors \
                       are application/problem+json (RFC 9457) with a stable `code`."
    ),
    paths(
        join::join, join::catalogue, records::push, records::heads, answers::answers, blobs::offset, blobs::receive,
        blobs::receive_whole, blobs::show, session::sign_in, session::who_am_i, session::sign_out, session::invite,
        areas::list, situation::of_area, situation::of_all, walks::list, walks::one, walks::plan, walks::poster_code,
        findings::list, findings::one, findings::decide, observations::list, export::observations, export::findings
    ),
    modifiers(&Entrances)
)]
struct Contract;

struct Entrances;

impl Modify for Entrances {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = |what: &str| {
            let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(what)).build();
            SecurityScheme::Http(scheme)
        };
        let components = document.components.get_or_insert_with(Default::default);
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE)));
        components.add_security_scheme("session", cookie);
        components.add_security_scheme("token", bearer("made with `lykta token create`"));
        components.add_security_scheme("phone", bearer("from `POST /join`; opens one series"));
        document.servers = Some(vec![utoipa::openapi::Server::new(PREFIX)]);
    }
}

/// The document.
pub fn contract() -> utoipa::openapi::OpenApi {
    Contract::openapi()
}

pub(super) async fn document() -> impl IntoResponse {
    let text = contract().to_json().unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], text)
}
