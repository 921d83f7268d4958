//! Secrets: tokens that open something, and codes that people type.
//!
//! Promises: 256 random bits from the operating system; stored and compared by SHA-256 only, so that neither a
//! stolen database nor the time that a comparison takes gives one away.

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use shared::id::SeriesId;
use shared::sync::keyed;

/// Letters and digits that nobody takes for one another, on paper or by phone.
const CODE_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const CODE_LENGTH: usize = 8;

/// SHA-256 of a secret: what the database holds.
pub type Hash = [u8; 32];

/// A new token, 64 hexadecimal digits.
pub fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// Whether a text could be a token of ours.
pub fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A new series, for a phone or a desk.
pub fn series() -> Result<SeriesId, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(SeriesId::from_bytes(bytes))
}

/// What is stored of a secret.
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// Half of a phone's token is random and half says that this installation issued it, each so many bytes.
const HALF: usize = 16;

/// The key by which an installation knows the tokens that it issued to phones. It opens nothing: a token is let in by its
/// hash in the database, and this only shows a server that lost a phone's row that it had given it out.
#[derive(Clone)]
pub struct IssuingKey([u8; 32]);

impl IssuingKey {
    /// The key that a text holds, as [`token`] makes them.
    pub fn read(text: &str) -> Option<Self> {
        hex::decode(text).ok()?.try_into().ok().map(Self)
    }

    /// A new token for a phone's series, 64 hexadecimal digits.
    pub fn token(&self, series: SeriesId) -> Result<String, getrandom::Error> {
        let mut random = [0; HALF];
        getrandom::fill(&mut random)?;
        Ok(hex::encode(random) + &hex::encode(self.mark(series, &random)))
    }

    /// Whether a token was issued here for a series.
    pub fn has_issued(&self, token: &str, series: SeriesId) -> bool {
        let Ok(bytes) = hex::decode(token) else { return false };
        let Some((random, mark)) = bytes.split_at_checked(HALF) else { return false };
        mark.len() == HALF && self.mac(series, random).verify_truncated_left(mark).is_ok()
    }

    fn mark(&self, series: SeriesId, random: &[u8]) -> Vec<u8> {
        self.mac(series, random).finalize().into_bytes()[..HALF].to_vec()
    }

    fn mac(&self, series: SeriesId, random: &[u8]) -> Hmac<Sha256> {
        let mut mac = keyed(&self.0);
        mac.update(b"lykta token 1\n");
        mac.update(series.as_bytes());
        mac.update(random);
        mac
    }
}

impl std::fmt::Debug for IssuingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IssuingKey")
    }
}

/// A new join code, without its hyphen.
pub fn code() -> Result<String, getrandom::Error> {
    let mut code = String::with_capacity(CODE_LENGTH);
    let mut byte = [0];
    while code.len() < CODE_LENGTH {
        getrandom::fill(&mut byte)?;
        let index = usize::from(byte[0] & 31);
        code.extend(CODE_ALPHABET.get(index).map(|letter| char::from(*letter)));
    }
    Ok(code)
}

/// A code as it is shown: `XXXX-XXXX`.
pub fn shown_code(code: &str) -> String {
    code.split_at_checked(CODE_LENGTH / 2).map_or_else(|| code.to_owned(), |(a, b)| format!("{a}-{b}"))
}

/// A code as it is stored, from however it was typed: case, hyphens and spaces do not matter.
pub fn plain_code(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric).take(2 * CODE_LENGTH);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_can_be_typed_as_people_type() {
        let code = code().unwrap();
        let typed = format!(" {} ", shown_code(&code).to_lowercase().replace('-', " - "));
        assert_eq!(plain_code(&typed), code);
    }

    #[test]
    fn a_token_shows_which_installation_issued_it_for_which_series() {
        let keys = [token().unwrap(), token().unwrap()].map(|text| IssuingKey::read(&text).unwrap());
        let (one, other) = (series().unwrap(), series().unwrap());
        let issued = keys[0].token(one).unwrap();
        assert!(is_token(&issued) && keys[0].has_issued(&issued, one));
        assert!(!keys[0].has_issued(&issued, other) && !keys[1].has_issued(&issued, one));
        for foreign in ["", "00", "xx", &token().unwrap(), &issued[..62]] {
            assert!(!keys[0].has_issued(foreign, one), "{foreign}");
        }
    }

    #[test]
    fn codes_and_tokens_differ_and_look_alikes_are_left_out() {
        assert_ne!((token().unwrap(), code().unwrap()), (token().unwrap(), code().unwrap()));
        assert!(!CODE_ALPHABET.iter().any(|letter| b"01IO".contains(letter)));
    }
}
