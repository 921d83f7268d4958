//! What people say, as statements in few words.

use serde_json::Value;
use shared::geo::{Fix, FixSource, Place, Position};
use shared::id::{BlobHash, ObservationId, RecordId, SeriesId};
use shared::record::blob_hash;
use shared::statement::{Change, Edited, Feeling, Observed, Photo, Photographed, Statement};

use crate::photo;
use crate::wait::clock_ms;

/// A lamp in Porsön, Luleå.
pub const LAMP: (f64, f64) = (65.617, 22.137);

/// A point some metres north and east of another.
pub fn beside((lat, lon): (f64, f64), north_m: f64, east_m: f64) -> (f64, f64) {
    const METRES_PER_DEGREE: f64 = 111_195.0;
    (lat + north_m / METRES_PER_DEGREE, lon + east_m / (METRES_PER_DEGREE * lat.to_radians().cos()))
}

/// How far an observation, as the server tells of it, lies from a place, in metres.
pub fn off_m(observation: &Value, (lat, lon): (f64, f64)) -> f64 {
    let told = |name: &str| observation["position"][name].as_f64().expect("it has a position");
    let position = |lat, lon| Position::new(lat, lon).expect("it is on the globe");
    position(told("lat"), told("lon")).distance_m(position(lat, lon))
}

/// A category that every catalogue has.
pub const LIGHTING: &str = "lighting";

/// “It is dark here.”
pub fn dark_at(at: (f64, f64)) -> Statement {
    pointed_out(Feeling::Unsafe, LIGHTING, at, clock_ms())
}

/// Something of that category, measured within 6 m.
pub fn pointed_out(feeling: Feeling, category: &str, (lat, lon): (f64, f64), at_ms: i64) -> Statement {
    let fix =
        Fix { lat, lon, accuracy_m: 6.0, fixed_at_ms: at_ms, source: FixSource::Device, estimated: None };
    let place = Place { fix: Some(fix), ..Place::default() };
    let category = category.parse().expect("a category");
    Statement::Observed(Observed { at_ms, feeling, category, place })
}

/// “And this is how it looks.”
pub fn photo_of(of: ObservationId, jpeg: &[u8]) -> Statement {
    let (width, height) = photo::size(jpeg);
    let photo = Photo { blob: blob_hash(jpeg), width, height, bytes: jpeg.len() as u64 };
    Statement::Photographed(Photographed { at_ms: clock_ms(), of, photo })
}

/// “I mean …”
pub fn edit(of: RecordId, change: Change) -> Statement {
    Statement::Edited(Edited { at_ms: clock_ms(), of, replaces: vec![], change })
}

/// The statement as a record's text.
pub fn text(statement: &Statement) -> String {
    statement.to_text().expect("statements can be written")
}

/// A record's text that names a photo, without decoding anything.
pub fn names_blob(series: SeriesId, blob: BlobHash, bytes: u64) -> String {
    let of = RecordId { series, number: 1 };
    let photo = Photo { blob, width: 4, height: 3, bytes };
    text(&Statement::Photographed(Photographed { at_ms: 2, of, photo }))
}
