//! The part of an address after the question mark: names and values.
//!
//! Promises: pure; whatever a person wrote survives the way into the address and back.

use std::fmt::Write as _;

/// Puts names and values together; what is empty is left out.
pub fn written<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let filled = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = filled.map(|(name, value)| format!("{name}={}", encoded(&value))).collect();
    pairs.join("&")
}

/// Takes names and values apart, in the order they stand.
pub fn read(query: &str) -> impl Iterator<Item = (&str, String)> {
    query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name, decoded(value)))
}

/// A value as it may stand in an address (RFC 3986: everything but the unreserved as `%XX` of its UTF-8).
pub fn encoded(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn decoded(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => unescaped(rest.next(), rest.next()).unwrap_or(b'?'),
            plain => plain,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unescaped(high: Option<u8>, low: Option<u8>) -> Option<u8> {
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? * 16 + digit(low)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_wrote_survives_the_address() {
        for words in ["gångväg & bro", "50 %", "a=b+c", "نص", "#?/"] {
            let query = written([("q", words.to_owned())]);
            assert_eq!(read(&query).collect::<Vec<_>>(), [("q", words.to_owned())]);
        }
    }

    #[test]
    fn empty_values_are_left_out_and_broken_ones_do_no_harm() {
        assert_eq!(written([("a", String::new()), ("b", "1".to_owned())]), "b=1");
        assert_eq!(read("x&a=%zz%4").collect::<Vec<_>>(), [("a", "??".to_owned())]);
    }
}
