//! Entity tags, and whether the reader has an answer already (RFC 9110, sections 8.8.3 and 13.1).
//!
//! Promises: a tag names exact bytes; `If-None-Match` is compared weakly, `If-Range` strongly; lists, `*` and commas within
//! tags are understood; what is no tag matches nothing.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use sha2::{Digest as _, Sha256};

use super::Packing;

/// A strong tag, before it is known how the answer is packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityTag(String);

impl EntityTag {
    /// The tag of exact bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(hex::encode(&Sha256::digest(bytes)[..12]))
    }

    /// The tag of an answer that follows from these facts alone.
    pub fn of_facts(facts: &impl std::fmt::Debug) -> Self {
        Self::of_bytes(format!("{facts:?}").as_bytes())
    }

    /// The tag in one packing: other bytes have another tag.
    pub fn of(&self, packing: Packing) -> HeaderValue {
        let ending = packing.name().map(|name| format!("-{name}")).unwrap_or_default();
        HeaderValue::from_str(&format!("\"{}{ending}\"", self.0)).unwrap_or(HeaderValue::from_static("\"\""))
    }
}

/// The tag by which the reader has this answer already, in whatever packing; by `If-None-Match`.
pub fn is_current(asked: &HeaderMap, tag: &EntityTag) -> Option<HeaderValue> {
    let own = Packing::ALL.map(|packing| tag.of(packing));
    let known = own.iter().find(|own| names(asked, &header::IF_NONE_MATCH, own));
    let any = asked.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes().trim_ascii() == b"*");
    known.or_else(|| any.then_some(&own[0])).cloned()
}

/// Whether a tag stands in a header's lists, weakly compared.
fn names(asked: &HeaderMap, name: &HeaderName, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    let lists = asked.get_all(name).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(tags).any(|listed| listed.strip_prefix("W/").unwrap_or(listed) == tag)
}

/// The tags of a list: `"a", W/"b,c"`.
fn tags(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let opened = if rest.starts_with("W/\"") { 3 } else { usize::from(rest.starts_with('"')) };
        if opened == 0 {
            return None;
        }
        let end = opened + rest.get(opened..)?.find('"')? + 1;
        let (tag, after) = rest.split_at(end);
        rest = after;
        Some(tag)
    })
}

/// Whether a range may be cut out of what has this tag: there is no `If-Range`, or it names exactly this.
pub fn range_is_valid(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    asked.get(header::IF_RANGE).is_none_or(|condition| condition.as_bytes().trim_ascii() == tag.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(condition: &[&'static str], expected: Option<&str>) {
        let values = condition.iter().map(|it| (header::IF_NONE_MATCH, HeaderValue::from_static(it)));
        let found = is_current(&values.collect::<HeaderMap>(), &EntityTag("ab".to_owned()));
        assert_eq!(found.as_ref().map(|it| it.to_str().unwrap()), expected, "{condition:?}");
    }

    #[test]
    fn lists_weak_tags_and_stars_are_understood() {
        check(&[], None);
        check(&["\"ab\""], Some("\"ab\""));
        check(&["W/\"ab\""], Some("\"ab\""));
        check(&["\"x\", \"a,b\" ,W/\"ab-gzip\""], Some("\"ab-gzip\""));
        check(&["*"], Some("\"ab\""));
        check(&["ab"], None);
        check(&["\"AB\""], None);
        check(&["\"a", "\""], None);
        check(&["\"x\" \"ab\""], Some("\"ab\""));
        check(&["\"ab\", *"], Some("\"ab\""));
    }

    #[test]
    fn headers_that_stand_twice_are_one_list() {
        let mut asked = HeaderMap::new();
        asked.append(header::IF_NONE_MATCH, HeaderValue::from_static("\"x\""));
        asked.append(header::IF_NONE_MATCH, HeaderValue::from_static("\"ab-br\""));
        assert!(is_current(&asked, &EntityTag("ab".to_owned())).is_some());
    }

    #[test]
    fn a_range_is_cut_only_out_of_the_very_same_bytes() {
        let tag = HeaderValue::from_static("\"ab\"");
        let check = |condition: &'static str| {
            let asked = HeaderMap::from_iter([(header::IF_RANGE, HeaderValue::from_static(condition))]);
            range_is_valid(&asked, &tag)
        };
        assert!(range_is_valid(&HeaderMap::new(), &tag));
        assert!(check("\"ab\""));
        assert!(!check("W/\"ab\"") && !check("\"b\"") && !check("Tue, 24 Nov 2026 10:00:00 GMT"));
    }
}
