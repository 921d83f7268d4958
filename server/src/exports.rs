//! Lists as files: JSON, GeoJSON and CSV over one kind of row.
//!
//! Promises: rows come from one revision of the merged data and are written one by one; each form has the same columns,
//! whatever is asked for and also when there is nothing.

mod csv;
mod geojson;
mod json;
mod names;
mod order;
mod rows;

pub use names::{Lists, Names};
pub use order::{Chosen, chosen};
pub use rows::{finding_rows, observation_rows};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use shared::export::Row;
use shared::wire::Version;

use crate::answer::{Answer, Chunks, EntityTag, RowWriter, Rows};
use crate::filter::{Form, GEO_JSON};
use crate::problem::Refusal;
use crate::state::Server;
use crate::store::Account;

/// How many entries there are of those asked for, where `limit` cuts the list off.
pub const TOTAL: HeaderName = HeaderName::from_static("lykta-total");

/// Counts the changes of what is written for the same data, so that readers do not keep the old form.
const WRITTEN_AS: u32 = 1;

/// What a list is answered to.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The server.
    pub app: &'a Server,
    /// Who asks.
    pub account: &'a Account,
    /// The headers of the request.
    pub headers: &'a HeaderMap,
}

impl Request<'_> {
    /// The tag of an answer that follows from one version, from names, from who asks and from what is asked for.
    pub async fn tag(
        &self,
        version: Version,
        names: &Names,
        asked: &(impl std::fmt::Debug + Sync),
    ) -> Result<EntityTag, Refusal> {
        let lineage = self.app.lists.lineage(&self.app.store).await?;
        let written = (WRITTEN_AS, env!("CARGO_PKG_VERSION"));
        let reader = (self.account.series, self.account.role, self.app.disclosure.day(self.account));
        Ok(EntityTag::of_facts(&(lineage, version, names.digest(), reader, written, asked)))
    }

    /// How a list in this form is answered.
    pub fn answer<R: Row>(&self, form: Form, tag: Option<EntityTag>) -> Answer<'_> {
        let media_type = match form {
            Form::Json => "application/json",
            Form::GeoJson => GEO_JSON,
            Form::Csv(_) => "text/csv; charset=utf-8; header=present",
        };
        Answer { asked: self.headers, tag, media_type, packable: R::LIST != "walks" || form == Form::GeoJson }
    }

    /// The rows in a form.
    pub async fn list<R: Row + Send>(
        &self,
        form: Form,
        answer: Answer<'_>,
        rows: Rows<R>,
        total: Option<usize>,
    ) -> Result<Response, Refusal> {
        let writer: Box<dyn RowWriter<R>> = match form {
            Form::Json => Box::new(json::Objects),
            Form::GeoJson => Box::new(geojson::Features),
            Form::Csv(dialect) => Box::new(csv::Table(dialect)),
        };
        let readers = &self.app.lists.readers;
        let mut response = answer.written(Chunks::new(rows, writer), readers, self.account.series).await?;
        let headers = response.headers_mut();
        if let Form::Csv(_) = form {
            let attachment = format!("attachment; filename=\"{}.csv\"", R::LIST);
            headers.extend(HeaderValue::try_from(attachment).map(|it| (header::CONTENT_DISPOSITION, it)));
        }
        headers.extend(total.map(|total| (TOTAL, HeaderValue::from(total))));
        Ok(response)
    }
}

#[cfg(test)]
mod tests;
