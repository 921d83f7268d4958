//! What shows that a saved file comes from the phone that it names, without a secret in the file.
//!
//! Promises: nothing in a proof opens anything; a proof fits one content of one series, so that somebody who has a file
//! cannot make another one that passes for the phone's.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::id::{Digest, SeriesId, WalkId};
use crate::record::Head;

/// SHA-256 of a phone's token: what the server keeps of it, and what a phone can compute.
pub type TokenHash = [u8; 32];

/// The proof in a saved file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// SHA-256 over the token's hash: only the phone that has the token can take the series over later.
    pub claim: Digest,
    /// HMAC-SHA-256 by the token's hash over walk, series and head: for a server that knows the phone.
    pub seal: Digest,
}

/// What is proved: that a phone wrote these records of this walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// The walk.
    pub walk: WalkId,
    /// The phone's series.
    pub series: SeriesId,
    /// How far it reaches in the file.
    pub head: Head,
}

impl Sealed {
    /// The proof by the phone that has this token.
    pub fn prove(&self, token: &str) -> Proof {
        let key: TokenHash = Sha256::digest(token.as_bytes()).into();
        let seal = Digest::from_bytes(self.mac(&key).finalize().into_bytes().into());
        Proof { claim: claim(&key), seal }
    }

    /// Whether the proof was made by the phone whose token has this hash, for exactly this content.
    pub fn is_proved(&self, proof: &Proof, key: &TokenHash) -> bool {
        self.mac(key).verify_slice(proof.seal.as_bytes()).is_ok()
    }

    fn mac(&self, key: &TokenHash) -> Hmac<Sha256> {
        let mut mac = keyed(key);
        mac.update(format!("lykta seal 1\n{}\n", self.walk).as_bytes());
        mac.update(self.series.as_bytes());
        mac.update(&self.head.number.to_be_bytes());
        mac.update(self.head.digest.as_bytes());
        mac
    }
}

/// HMAC-SHA-256 by a key of 32 bytes (RFC 2104: a key shorter than a block is filled up with zeros).
pub fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    Hmac::new(&block.into())
}

/// What a token with this hash must match to take a series over that came by file.
pub fn claim(key: &TokenHash) -> Digest {
    let claim = Sha256::new().chain_update(b"lykta claim 1\n").chain_update(key);
    Digest::from_bytes(claim.finalize().into())
}

/// The claim of a file without proof: it fits this content alone, and no token. So the same file can be taken in again,
/// and nothing can be added to what it brought.
pub fn claim_without_proof(head: Head) -> Digest {
    let claim = Sha256::new().chain_update(b"lykta file 1\n").chain_update(head.digest.as_bytes());
    Digest::from_bytes(claim.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RecordId;

    fn sealed(number: u64) -> Sealed {
        let series = SeriesId::from_bytes([7; 16]);
        let head = (0..number).fold(Head::empty(series), |head, _| head.then("{}"));
        Sealed { walk: RecordId { series: SeriesId::from_bytes([9; 16]), number: 1 }, series, head }
    }

    fn hash(token: &str) -> TokenHash {
        Sha256::digest(token.as_bytes()).into()
    }

    #[test]
    fn a_proof_fits_one_token_and_one_content() {
        let (content, proof) = (sealed(2), sealed(2).prove("secret"));
        assert!(content.is_proved(&proof, &hash("secret")));
        assert!(!content.is_proved(&proof, &hash("another")));
        assert!(!sealed(3).is_proved(&proof, &hash("secret")), "one more record");
        let elsewhere = Sealed { series: SeriesId::from_bytes([8; 16]), ..content };
        assert!(!elsewhere.is_proved(&proof, &hash("secret")));
        let other_walk = Sealed { walk: RecordId { number: 2, ..content.walk }, ..content };
        assert!(!other_walk.is_proved(&proof, &hash("secret")));
    }

    #[test]
    fn a_claim_tells_neither_the_token_nor_its_hash_and_fits_no_file_without_proof() {
        let proof = sealed(2).prove("secret");
        assert_eq!(proof.claim, claim(&hash("secret")));
        assert_ne!(proof.claim.as_bytes(), &hash("secret"));
        assert_ne!(proof.claim, claim_without_proof(sealed(2).head));
    }

    #[test]
    fn the_formula_stays_as_it_was_published() {
        let json = serde_json::to_string(&sealed(2).prove("secret")).unwrap();
        assert_eq!(json, include_str!("proof/golden.json").trim_end());
    }
}
