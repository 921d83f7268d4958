//! Lists as JSON or GeoJSON.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

use shared::export::collection;

use crate::filter::{Form, GEO_JSON};

/// A list in the form asked for.
pub(super) fn list<T: Serialize>(form: Form, things: &[T], feature: impl Fn(&T) -> Value) -> Response {
    match form {
        Form::Json => axum::Json(things).into_response(),
        Form::GeoJson => geojson(&collection(&things.iter().map(feature).collect::<Vec<_>>())),
    }
}

fn geojson(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, GEO_JSON)], value.to_string()).into_response()
}
