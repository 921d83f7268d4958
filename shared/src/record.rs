//! A record: one statement's text in its place in a series, and the digest that chains the series together.
//!
//! Promises: the text is kept byte for byte as it was written. Two series with the same digest at the same number
//! hold the same records.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::id::{Digest, RecordId, SeriesId};

/// An immutable record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its place.
    pub id: RecordId,
    /// What it states, as JSON text, byte for byte.
    pub text: String,
}

/// How far a series reaches: its last number (0 when empty) and the digest up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Head {
    /// Number of the last record; 0 before the first.
    pub number: u64,
    /// Digest of the series up to there.
    pub digest: Digest,
}

impl Head {
    /// The head of a series without records.
    pub fn empty(series: SeriesId) -> Self {
        let seed = Sha256::new().chain_update(b"lykta series 1\n").chain_update(series.as_bytes());
        Self { number: 0, digest: Digest::from_bytes(seed.finalize().into()) }
    }

    /// The head after one more record:
    /// `digest' = SHA-256(digest ‖ number as 8 bytes big-endian ‖ SHA-256(text))`.
    ///
    /// The text enters by its own hash, so that a record whose body was erased (GDPR) can keep its place in the
    /// chain by that hash alone.
    #[must_use]
    pub fn then(self, text: &str) -> Self {
        let number = self.number + 1;
        let digest = Sha256::new()
            .chain_update(self.digest.as_bytes())
            .chain_update(number.to_be_bytes())
            .chain_update(Sha256::digest(text.as_bytes()));
        Self { number, digest: Digest::from_bytes(digest.finalize().into()) }
    }
}

/// What the server says it holds of a series. A phone compares the digest with its own and so *knows*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The series.
    pub series: SeriesId,
    /// Number of the last record held; 0 for none.
    pub number: u64,
    /// Digest up to there.
    pub digest: Digest,
}

impl Receipt {
    /// The receipt for a series up to a head.
    pub fn new(series: SeriesId, head: Head) -> Self {
        Self { series, number: head.number, digest: head.digest }
    }

    /// The head that it confirms.
    pub fn head(&self) -> Head {
        Head { number: self.number, digest: self.digest }
    }
}

/// SHA-256 of bytes, as the name of a photo.
pub fn blob_hash(bytes: &[u8]) -> crate::id::BlobHash {
    crate::id::BlobHash::from_bytes(Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_tells_series_order_and_content_apart() {
        let series = SeriesId::from_bytes([1; 16]);
        let head = |texts: &[&str]| texts.iter().fold(Head::empty(series), |head, text| head.then(text));
        assert_eq!(head(&["a", "b"]), head(&["a", "b"]));
        assert_ne!(head(&["a", "b"]).digest, head(&["b", "a"]).digest);
        assert_ne!(head(&["ab", ""]).digest, head(&["a", "b"]).digest);
        assert_ne!(Head::empty(series).digest, Head::empty(SeriesId::from_bytes([2; 16])).digest);
    }

    #[test]
    fn the_digest_is_the_same_for_ever() {
        // Golden: receipts lie on phones and in databases.
        let head = Head::empty(SeriesId::from_bytes([0; 16])).then(r#"{"kind":"x"}"#);
        assert_eq!(
            head.digest.to_string(),
            "272cc7c37a89cb49838bd430cc1218adf9c671a1a6d3659f808606e9b0476431"
        );
    }
}
