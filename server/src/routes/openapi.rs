//! `GET /api/openapi.json`: the contract, described for programs.

use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::{
    PREFIX, answers, areas, blobs, bundles, export, findings, imports, join, live, loops, observations,
    overview, papers, records, session, situation, storage, surroundings, walks,
};
use crate::auth::COOKIE;
use crate::filter::GEO_JSON;
use crate::problem::PROBLEM_JSON;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lykta",
        description = "Safety walks: records from phones, findings and situations for desks and planners. Errors \
                       are application/problem+json (RFC 9457) with a stable `code`."
    ),
    paths(
        join::join, join::catalogue, records::push, records::heads, answers::answers, surroundings::surroundings,
        surroundings::map, surroundings::basemap, blobs::offset, blobs::receive,
        blobs::receive_whole, blobs::show, session::sign_in, session::who_am_i, session::sign_out, session::invite,
        areas::list, situation::of_area, situation::of_all, walks::list, walks::one, walks::plan, walks::replan, walks::replace_code, walks::change_code, walks::poster_code, loops::find,
        storage::of_walk,
        papers::list, papers::write, papers::take_back, bundles::take,
        imports::list, imports::undo, imports::read_loop,
        findings::list, findings::one, findings::members, findings::questions, findings::numbered, findings::decide, findings::group, observations::list, overview::overview, export::observations, export::findings, live::follow
    ),
    modifiers(&Entrances, &Refusals, &Forms)
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

/// What any request can be answered that is refused before its own handler is asked, or by what all handlers share.
struct Refusals;

impl Modify for Refusals {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for item in document.paths.paths.values_mut() {
            let each = [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete];
            each.into_iter().chain([&mut item.head]).flatten().for_each(add_refusals);
        }
    }
}

fn add_refusals(operation: &mut Operation) {
    let is_asked_for = |it: &RefOr<Parameter>| match it {
        RefOr::T(it) => matches!(it.parameter_in, ParameterIn::Query | ParameterIn::Header),
        RefOr::Ref(_) => false,
    };
    let mut parameters = operation.parameters.iter().flatten();
    let is_typed = operation.request_body.is_some() || parameters.any(is_asked_for);
    let statuses = [
        (operation.security.is_some(), &["401", "403"][..]),
        (is_typed, &["400"]),
        (operation.request_body.is_some(), &["408", "413", "415", "422", "507"]),
        (true, &["429", "503"]),
    ];
    let refused = || {
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        ResponseBuilder::new().content("application/json", problem).build()
    };
    for status in statuses.into_iter().filter(|it| it.0).flat_map(|it| it.1) {
        operation.responses.responses.entry((*status).to_owned()).or_insert_with(|| refused().into());
    }
}

/// In what form answers come: refusals as problems, lists as GeoJSON too.
struct Forms;

impl Modify for Forms {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut document.paths.paths {
            for operation in [
                &mut item.get,
                &mut item.post,
                &mut item.patch,
                &mut item.put,
                &mut item.delete,
                &mut item.head,
            ] {
                let responses = operation.iter_mut().flat_map(|it| it.responses.responses.iter_mut());
                for (status, response) in responses {
                    if let RefOr::T(response) = response {
                        name_form(status, LISTS.contains(&path.as_str()), response);
                    }
                }
            }
        }
    }
}

/// What can also be had as GeoJSON.
const LISTS: [&str; 4] = ["/areas", "/walks", "/findings", "/observations"];

fn name_form(status: &str, is_list: bool, response: &mut utoipa::openapi::Response) {
    if status.starts_with(['4', '5']) {
        if let Some(problem) = response.content.shift_remove("application/json") {
            response.content.insert(PROBLEM_JSON.to_owned(), problem);
        }
    } else if is_list && status == "200" {
        response.content.insert(GEO_JSON.to_owned(), Content::default().into());
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
