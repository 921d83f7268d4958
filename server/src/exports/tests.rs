//! Every form has the same columns, of the same kinds, for every row and for none.

use std::sync::Arc;

use futures_util::stream::{self, StreamExt as _};
use proptest::prelude::*;
use serde_json::Value;

use shared::export::{Cell, Column, FindingRow, Kind, ObservationRow, Row, WalkRow};
use shared::geo::{Place, Position};
use shared::id::{RecordId, SeriesId};
use shared::situation::Observation;
use shared::statement::{Severity, When};

use super::{csv, geojson, json};
use crate::answer::{Chunks, RowWriter};
use crate::filter::Dialect;

/// An observation of which everything or nothing is said.
fn observation(text: Option<&str>) -> ObservationRow {
    let id = RecordId { series: SeriesId::from_bytes([1; 16]), number: 7 };
    let said = text.is_some();
    let mut place = Place::default();
    if said {
        place = Place::measured(Position::new(65.617, 22.137).unwrap(), 5.0);
        place.described = text.map(str::to_owned);
    }
    let mut observation = Observation::pointed_at(id, "lighting".parse().unwrap(), place);
    observation.at_ms = 1_795_541_400_000;
    if said {
        observation.text = text.map(str::to_owned);
        observation.proposal = text.map(str::to_owned);
        observation.when = vec![When::Dark];
        observation.severity = Some(Severity::ALL[2]);
        observation.lighting.lamp_m = Some(12.25);
    }
    let name = |name: &str| said.then(|| Arc::from(name));
    ObservationRow {
        observation,
        finding: said.then_some(id),
        area_name: text.map(Arc::from),
        category_name: name("Belysning"),
        walk_title: text.map(Arc::from),
        withheld: &[],
    }
}

async fn written<R: Send + Clone + 'static>(rows: &[R], writer: impl RowWriter<R> + 'static) -> String {
    let rows: Vec<R> = rows.to_vec();
    let chunks =
        Chunks::new(Box::pin(stream::iter(rows.into_iter().map(|row| Ok(Some(row))))), Box::new(writer));
    let chunks: Vec<Vec<u8>> = chunks.map(Result::unwrap).collect().await;
    String::from_utf8(chunks.concat()).unwrap()
}

fn names<R: Row>() -> Vec<&'static str> {
    R::COLUMNS.iter().map(|column: &Column<R>| column.name).collect()
}

#[tokio::test]
async fn features_have_every_column_of_one_plain_type_also_where_there_is_none() {
    let rows = [observation(Some("Mörkt")), observation(None)];
    let some: Value = serde_json::from_str(&written(&rows, geojson::Features).await).unwrap();
    let none: Value = serde_json::from_str(&written::<ObservationRow>(&[], geojson::Features).await).unwrap();
    assert_eq!(none["columns"], some["columns"]);
    assert_eq!(none["features"], Value::Array(vec![]));
    let mut expected = names::<ObservationRow>();
    expected.sort_unstable();
    for feature in some["features"].as_array().unwrap() {
        let properties = feature["properties"].as_object().unwrap();
        let mut found: Vec<&str> = properties.keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, expected);
        assert!(properties.values().all(|value| !value.is_object() && !value.is_array()), "{properties:?}");
    }
    let said = &some["features"][0];
    assert_eq!(said["geometry"]["coordinates"], serde_json::json!([22.137, 65.617]));
    assert_eq!(said["properties"]["at"], "2026-11-24T18:30:00.000+01:00");
    assert_eq!(said["properties"]["when"], "dark");
    assert_eq!(some["features"][1]["geometry"], Value::Null);
}

#[test]
fn no_column_is_called_geometry_and_each_has_values_of_its_kind() {
    for names in [names::<ObservationRow>(), names::<FindingRow>(), names::<WalkRow>()] {
        assert!(!names.contains(&"geometry"));
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len(), "{names:?}");
    }
    for row in [observation(Some("x")), observation(None)] {
        for column in ObservationRow::COLUMNS {
            assert!(column.kind.admits(&(column.read)(&row)), "{}", column.name);
        }
    }
    assert!(!Kind::Integer.admits(&Cell::Number(1.0)));
}

#[tokio::test]
async fn objects_have_the_columns_that_they_lacked_and_no_withheld_ones() {
    let rows = [
        observation(Some("Mörkt")),
        ObservationRow { withheld: &["text", "photos"], ..observation(Some("x")) },
    ];
    let objects: Value = serde_json::from_str(&written(&rows, json::Objects).await).unwrap();
    for name in names::<ObservationRow>() {
        assert!(objects[0].get(name).is_some(), "{name}");
    }
    assert!(objects[0]["when"].is_array() && objects[0]["apart"].is_array());
    assert!(objects[1].get("text").is_none() && objects[1].get("photos").is_none());
    assert_eq!(objects[1]["withheld"], "text photos");
    assert_eq!(written::<ObservationRow>(&[], json::Objects).await, "[]");
}

#[tokio::test]
async fn tables_are_written_for_programs_and_for_swedish_excel() {
    let rows =
        [observation(Some("Mörkt; igen")), ObservationRow { withheld: &["text"], ..observation(None) }];
    let plain = written(&rows, csv::Table(Dialect::Rfc4180)).await;
    assert!(plain.starts_with("\u{feff}id,finding_id,walk,"), "{plain}");
    assert!(plain.contains(",2026-11-24T18:30:00.000+01:00,"), "{plain}");
    assert!(plain.contains(",65.617,22.137,5.0,2,dark,Mörkt; igen,"), "{plain}");
    assert!(plain.contains(",12.25,"), "{plain}");
    let excel = written(&rows, csv::Table(Dialect::ExcelSv)).await;
    assert!(excel.starts_with("\u{feff}id;finding_id;walk;"), "{excel}");
    assert!(
        excel.contains(";2026-11-24 18:30:00;")
            && excel.contains(";65,617;22,137;5,0;2;dark;\"Mörkt; igen\";"),
        "{excel}"
    );
    assert!(excel.contains(";FALSKT;") && excel.contains(";12,25;"), "{excel}");
    for table in [plain, excel] {
        assert!(
            table.contains("withheld\r\n") || table.lines().nth(2).unwrap().contains("withheld"),
            "{table}"
        );
        assert!(table.ends_with("\r\n") && table.lines().count() == 3, "{table}");
    }
    let none = written::<ObservationRow>(&[], csv::Table(Dialect::ExcelSv)).await;
    assert_eq!(none.trim_start_matches('\u{feff}').trim_end(), names::<ObservationRow>().join(";"));
}

proptest! {
    /// A program that was not told the separator divides at any of these, and knows nothing of quotation marks.
    #[test]
    fn no_cell_is_a_formula_whatever_the_file_is_divided_at(words in "[-=+@a \"',;\t\r\n]{1,20}") {
        let rows = [observation(Some(&words))];
        for dialect in [Dialect::Rfc4180, Dialect::ExcelSv] {
            let table = pollster::block_on(written(&rows, csv::Table(dialect)));
            for separators in [&[',', '\n'][..], &[';', '\n'], &['\t', '\n'], &['\r', '\n'], &[',', ';', '\t', '\r', '\n']] {
                for cell in table.split(separators) {
                    let begins = cell.trim_start_matches(['"', ' ', '\u{feff}']).chars().next();
                    prop_assert!(!matches!(begins, Some('=' | '+' | '-' | '@')), "{cell:?} of {table:?}");
                }
            }
        }
    }
}
