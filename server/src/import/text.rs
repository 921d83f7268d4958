//! Decodes the text of an imported file, whichever program wrote it.
//!
//! Promises: UTF-8 with or without a byte-order mark, UTF-16 of either byte order and Windows-1252 are read; a damaged
//! line spoils no other line; nothing of a file is refused here.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes that are looked at to see whether a file without a byte-order mark is UTF-16.
const PROBE_BYTES: usize = 512;

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// Without a byte-order mark; lines end as they did in the file.
    pub(crate) text: String,
    /// Which encoding was assumed, where the file does not prove it.
    pub(crate) note: Option<String>,
}

/// Decodes a file.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return lines(rest);
    }
    match utf_16(bytes) {
        Some(encoding) => {
            let (text, _) = encoding.decode_with_bom_removal(bytes);
            Decoded {
                text: text.into_owned(),
                note: Some("the file is in UTF-16 and was read as such".to_owned()),
            }
        }
        None => lines(bytes),
    }
}

/// The byte order of UTF-16: by its mark, else by every second byte of its first characters being zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let probe = &bytes[..bytes.len().min(PROBE_BYTES)];
    let zeros = |from: usize| probe.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), probe.len() / 2);
    let most = |count: usize| pairs > 1 && count * 10 > pairs * 7;
    match (most(even), most(odd)) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// Lines in UTF-8; one that is not is read as Windows-1252, which is what older Swedish programs write.
fn lines(bytes: &[u8]) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), note: None };
    }
    let decoded = bytes.split_inclusive(|byte| *byte == b'\n').map(line);
    let note = "the file is not in UTF-8; it was read as Windows-1252: check å, ä and ö in the names";
    Decoded { text: decoded.collect(), note: Some(note.to_owned()) }
}

fn line(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// A name without what a database or a page cannot show: control and direction characters; at most 200 characters.
pub(crate) fn clean_name(text: &str) -> String {
    const LONGEST: usize = 200;
    let shown = |letter: &char| {
        !letter.is_control()
            && !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.chars().filter(shown).take(LONGEST).collect()
}

/// A number as people and programs write it: decimal point or comma, thousands apart by spaces, dots or commas, a
/// degree sign, a direction, or degrees with minutes and seconds. `None` for everything else, also for `7,3E+06`,
/// which a spreadsheet has rounded.
pub(crate) fn parse_number(text: &str) -> Option<f64> {
    let upper = text.trim().to_uppercase();
    let (body, turned) = match upper.strip_suffix(['N', 'E', 'Ö', 'O']) {
        Some(body) => (body, false),
        None => upper.strip_suffix(['S', 'W', 'V']).map_or((upper.as_str(), false), |body| (body, true)),
    };
    let value = match body.split_once('°') {
        Some((degrees, rest)) if !rest.trim().is_empty() => sexagesimal(degrees, rest)?,
        Some((degrees, _)) => decimal(degrees)?,
        None => decimal(body)?,
    };
    Some(if turned { -value } else { value })
}

/// Degrees, minutes and seconds.
fn sexagesimal(degrees: &str, rest: &str) -> Option<f64> {
    let parts: Vec<&str> =
        rest.split(['\'', '′', '’', '"', '″', '”']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let (minutes, seconds) = match parts[..] {
        [minutes] => (decimal(minutes)?, 0.0),
        [minutes, seconds] => (decimal(minutes)?, decimal(seconds)?),
        _ => return None,
    };
    let fits = (0.0..60.0).contains(&minutes) && (0.0..60.0).contains(&seconds);
    fits.then_some(decimal(degrees)? + minutes / 60.0 + seconds / 3_600.0)
}

fn decimal(text: &str) -> Option<f64> {
    let gap =
        |sign: char| sign.is_whitespace() || matches!(sign, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
    let plain: String = text.trim().chars().filter(|sign| !gap(*sign)).collect::<String>().replace('−', "-");
    let digits = |sign: char| sign.is_ascii_digit() || matches!(sign, '+' | '-' | '.' | ',');
    if !plain.chars().all(digits) {
        return None;
    }
    let (dots, commas) = (plain.matches('.').count(), plain.matches(',').count());
    let number = match (dots, commas) {
        (_, 0) if dots < 2 => plain,
        (0, 1) => plain.replace(',', "."),
        (_, 0) => plain.replace('.', ""),
        (0, _) => plain.replace(',', ""),
        // Both: the last one is the decimal sign.
        _ if plain.rfind(',') > plain.rfind('.') => plain.replace('.', "").replace(',', "."),
        _ => plain.replace(',', ""),
    };
    number.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_comes_out_of_every_encoding() {
        let text = "Stolpe;Gata\r\nB1;Ångströmsvägen\n";
        let utf_16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let (little, big) = (utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes));
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let all = [
            text.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", text.as_bytes()),
            marked(b"\xff\xfe", &little),
            marked(b"\xfe\xff", &big),
            little,
            big,
            windows,
        ];
        for bytes in all {
            assert_eq!(decode(&bytes).text, text, "{:?}", &bytes[..4]);
        }
    }

    #[test]
    fn a_line_in_another_encoding_spoils_no_other_line() {
        let mixed = [b"\xc3\xa5\n".as_slice(), b"\xe5 \x80\n", b"\xc3\xb6\n"].concat();
        assert_eq!(decode(&mixed).text, "å\nå €\nö\n");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("7 295 871,72", 7_295_871.72),
            ("7\u{a0}295\u{202f}871.72", 7_295_871.72),
            ("7.295.871,72", 7_295_871.72),
            ("7,295,871.72", 7_295_871.72),
            ("7,295,871", 7_295_871.0),
            ("65.5° N", 65.5),
            ("22,5 Ö", 22.5),
            ("1.5W", -1.5),
            ("−3", -3.0),
            ("65°30'36\"N", 65.51),
        ];
        for (text, expected) in cases {
            let found = parse_number(text).unwrap();
            assert!((found - expected).abs() < 1e-9, "{text}: {found}");
        }
        for text in ["", "okänd", "7,3E+06", "NaN", "inf", "1-2", "65°75'", "--3"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    #[test]
    fn names_hold_nothing_that_a_page_or_a_database_cannot_show() {
        assert_eq!(clean_name(" a\0b\u{202e}c \n d "), "abc d");
        assert_eq!(clean_name(&"x".repeat(999)).len(), 200);
    }
}
