//! One range of bytes (RFC 9110, section 14).
//!
//! Promises: what is no single range of bytes is as if nothing were asked, so that the whole is sent.

use std::ops::Range;

use axum::http::{HeaderMap, header};

/// What is wanted of something that has a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of it.
    Whole,
    /// These bytes, at least one.
    Part(Range<usize>),
    /// Bytes that it does not have.
    Nothing,
}

/// What a request wants of something of this length.
pub fn wanted(asked: &HeaderMap, length: usize) -> Wanted {
    let range = asked.get(header::RANGE).and_then(|value| value.to_str().ok());
    let Some((first, last)) = range.and_then(|it| it.strip_prefix("bytes=")?.trim().split_once('-')) else {
        return Wanted::Whole;
    };
    let number = |text: &str| text.parse::<usize>().ok();
    let part = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.is_empty() => first..length,
        (None, Some(count)) if first.is_empty() => length.saturating_sub(count)..length,
        _ => return Wanted::Whole,
    };
    if part.is_empty() { Wanted::Nothing } else { Wanted::Part(part) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn single_ranges_are_cut_and_everything_else_is_whole() {
        let check = |range: &'static str, expected| {
            let asked = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(range))]);
            assert_eq!(wanted(&asked, 10), expected, "{range}");
        };
        check("bytes=0-3", Wanted::Part(0..4));
        check("bytes=4-", Wanted::Part(4..10));
        check("bytes=-3", Wanted::Part(7..10));
        check("bytes=-30", Wanted::Part(0..10));
        check("bytes=8-99999999999999999999", Wanted::Whole);
        check("bytes=8-18446744073709551615", Wanted::Part(8..10));
        check("bytes=10-", Wanted::Nothing);
        check("bytes=-0", Wanted::Nothing);
        check("bytes=3-2", Wanted::Whole);
        check("bytes=0-1,4-5", Wanted::Whole);
        check("lines=0-1", Wanted::Whole);
        assert_eq!(wanted(&HeaderMap::new(), 10), Wanted::Whole);
    }
}
