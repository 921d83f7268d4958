//! Everything that a phone holds of a walk, as one file that a person can keep or hand over: another line to the server.
//!
//! Promises: the records byte for byte, with the digest of these records and no others, whoever adds some meanwhile; the
//! photos, and what the phone cannot read, as it is; never the token that could write more.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Proof, Sealed, Store};
use crate::id::{SeriesId, WalkId};
use crate::record::{Head, Record};
use crate::statement::Statement;

/// The file's text: JSON. It carries a proof by the token, and not the token. What the phone can make nothing of comes as
/// JSON texts of its own.
pub async fn bundle<S: Store>(
    store: &S,
    walk: WalkId,
    series: SeriesId,
    token: &str,
    unreadable: &[String],
) -> Result<String, S::Error> {
    let records = store.read(series, 0, usize::MAX).await?;
    let mut file = beginning(walk, series, token, &records);
    let mut named = Vec::new();
    for record in &records {
        if let Some(Statement::Photographed(it)) = S::stated(&record.text)
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
    file.push_str(&unreadable.join(",\n"));
    Ok(file + "]}\n")
}

/// Up to the photos. The records are JSON as they stand.
fn beginning(walk: WalkId, series: SeriesId, token: &str, records: &[Record]) -> String {
    let texts: Vec<&str> = records.iter().map(|record| record.text.as_str()).collect();
    let head = texts.iter().fold(Head::empty(series), |head, text| head.then(text));
    let Proof { claim, seal } = Sealed { walk, series, head }.prove(token);
    let Head { number, digest } = head;
    // Servers from before the proof ignore it, so the version stays.
    format!(
        "{{\"format\":\"lykta-bundle\",\"version\":1,\"walk\":\"{walk}\",\"series\":\"{series}\",\"number\":{number},\
         \"digest\":\"{digest}\",\"proof\":{{\"claim\":\"{claim}\",\"seal\":\"{seal}\"}},\"records\":[\n{}],\"photos\":[",
        texts.join(",\n"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RecordId;
    use crate::log::Log as _;
    use crate::sync::MemoryStore;

    #[test]
    fn a_bundle_is_json_with_every_record_as_it_was_written() {
        let (store, series) = (MemoryStore::default(), SeriesId::from_bytes([7; 16]));
        let texts = [r#"{ "kind":"x" }"#, r#"{"kind":"å"}"#].map(str::to_owned);
        pollster::block_on(store.append(series, 1, &texts)).unwrap();
        let walk = RecordId { series: SeriesId::from_bytes([9; 16]), number: 1 };
        let Ok(file) = pollster::block_on(bundle(&store, walk, series, "secret", &["[1]".to_owned()]));
        let read: serde_json::Value = serde_json::from_str(&file).unwrap();
        let Ok(head) = pollster::block_on(store.head(series));
        assert_eq!((&read["number"], &read["unreadable"][0][0]), (&2.into(), &1.into()));
        assert_eq!(read["digest"], head.digest.to_string());
        assert_eq!(read["records"].as_array().map(Vec::len), Some(2));
        assert!(texts.iter().all(|text| file.contains(text)));
        let proof: Proof = serde_json::from_value(read["proof"].clone()).unwrap();
        assert_eq!(proof, Sealed { walk, series, head }.prove("secret"));
        assert!(!file.contains("secret"), "the token stays on the phone");
    }
}
