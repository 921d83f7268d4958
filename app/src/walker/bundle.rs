//! Everything that this phone holds of a walk, as one file that a person can keep or hand over.
//!
//! Promises: the records byte for byte, with their digest, the photos, and what this version cannot read, as it is; never
//! the token that could write more.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::log::Log as _;
use shared::record::{Head, Record};
use shared::statement::Statement;
use shared::sync::Store as _;

use super::joined::JoinedWalk;
use crate::store::{PhoneStore, StoreError, stated};

/// The file's text: JSON.
pub async fn bundle(store: &PhoneStore, walk: &JoinedWalk) -> Result<String, StoreError> {
    let series = walk.series();
    let records = store.read(series, 0, usize::MAX).await?;
    let mut file = beginning(walk, store.head(series).await?, &records);
    let mut named = Vec::new();
    for record in &records {
        if let Some(Statement::Photographed(it)) = stated(&record.text)
            && !named.contains(&it.photo.blob)
            && let Some(bytes) = store.blob(it.photo.blob).await?
        {
            file.push_str(if named.is_empty() { "\n" } else { ",\n" });
            let (hash, jpeg) = (it.photo.blob, STANDARD.encode(bytes));
            // Writing into a string cannot fail.
            let _ = write!(file, "{{\"sha256\":\"{hash}\",\"jpeg_base64\":\"{jpeg}\"}}");
            named.push(it.photo.blob);
        }
    }
    file.push_str("],\"unreadable\":[");
    file.push_str(&unreadable(store).await?.join(",\n"));
    Ok(file + "]}\n")
}

/// Rows that nothing can be made of, of whichever walk: they may not say of which.
async fn unreadable(store: &PhoneStore) -> Result<Vec<String>, StoreError> {
    Ok(store.odd(|walk| JoinedWalk::read(walk).is_some()).await?.rows())
}

/// Up to the photos. The records are JSON as they stand.
fn beginning(walk: &JoinedWalk, head: Head, records: &[Record]) -> String {
    let texts: Vec<&str> = records.iter().map(|record| record.text.as_str()).collect();
    format!(
        "{{\"format\":\"lykta-bundle\",\"version\":1,\"walk\":\"{}\",\"series\":\"{}\",\"number\":{},\
         \"digest\":\"{}\",\"records\":[\n{}],\"photos\":[",
        walk.card().id,
        walk.series(),
        head.number,
        head.digest,
        texts.join(",\n"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::walker::joined::tests::walk;
    use shared::id::RecordId;

    #[test]
    fn a_bundle_is_json_with_every_record_as_it_was_written_and_without_the_token() {
        let walk = walk();
        let record = |number, text: &str| Record {
            id: RecordId { series: walk.series(), number },
            text: text.to_owned(),
        };
        let records = [record(1, r#"{ "kind":"x" }"#), record(2, r#"{"kind":"å"}"#)];
        let head = records.iter().fold(Head::empty(walk.series()), |head, record| head.then(&record.text));
        let file = beginning(&walk, head, &records) + "],\"unreadable\":[]}";
        let read: serde_json::Value = serde_json::from_str(&file).unwrap();
        assert_eq!((&read["number"], read["records"].as_array().map(Vec::len)), (&2.into(), Some(2)));
        assert!(file.contains(r#"{ "kind":"x" }"#) && !file.contains("secret"));
    }
}
