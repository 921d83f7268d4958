//! Names of things: series, records, photos, walks, areas, categories.
//!
//! Promises: an id has one text form, which parses back to the same id; nothing else parses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text that is not the id it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not {expected}")]
pub struct InvalidId {
    /// The text as given.
    pub text: String,
    /// What was expected, in words.
    pub expected: &'static str,
}

macro_rules! text_form {
    ($name:ident, $pattern:expr, $expected:literal) => {
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
                text.pattern(Some($pattern)).description(Some($expected)).into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// The id with these bytes; the caller brings the randomness or the hash.
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// The bytes of the id.
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let invalid = || InvalidId { text: text.chars().take(80).collect(), expected: $expected };
                let lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
                let mut bytes = [0; $bytes];
                hex::decode_to_slice(text, &mut bytes).ok().filter(|()| lower).ok_or_else(invalid)?;
                Ok(Self(bytes))
            }
        }

        text_form!($name, format!("^[0-9a-f]{{{}}}$", 2 * $bytes), $expected);
    };
}

hex_id! {
    /// One writer's densely numbered run of records: a phone in one walk, or a desk in one sign-in.
    /// 128 random bits, new for each walk, so that nobody can tie one resident's walks together.
    SeriesId, 16, "a series (32 hexadecimal digits)"
}

hex_id! {
    /// SHA-256 of a photo's bytes: its name everywhere.
    BlobHash, 32, "a photo's SHA-256 (64 hexadecimal digits)"
}

hex_id! {
    /// Running SHA-256 over a series up to a record; see [`crate::record::Chain`].
    Digest, 32, "a digest (64 hexadecimal digits)"
}

/// The highest number that a record can have: what every reader of JSON and every database holds exactly.
pub const MAX_NUMBER: u64 = (1 << 53) - 1;

/// One record: the `number`th (from 1) of its series. Text form `series-number`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// Whose record.
    pub series: SeriesId,
    /// Which of them, from 1.
    pub number: u64,
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.series, self.number)
    }
}

impl FromStr for RecordId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid =
            || InvalidId { text: text.chars().take(80).collect(), expected: "a record (series-number)" };
        let (series, number) = text.split_once('-').ok_or_else(invalid)?;
        let dense = !number.starts_with(['0', '+']);
        let number =
            number.parse().ok().filter(|number| dense && *number <= MAX_NUMBER).ok_or_else(invalid)?;
        Ok(Self { series: series.parse().map_err(|_| invalid())?, number })
    }
}

// Numbers of sixteen digits are read too, and will not come.
text_form!(RecordId, "^[0-9a-f]{32}-[1-9][0-9]{0,14}$", "a record (series-number)");

/// A walk is named by the record that planned it.
pub type WalkId = RecordId;

/// An observation is named by the record that made it.
pub type ObservationId = RecordId;

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let fits = (1..=64).contains(&text.len())
                    && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(InvalidId { text: text.chars().take(80).collect(), expected: $expected })
                }
            }
        }

        text_form!($name, "^[a-z0-9_-]{1,64}$", $expected);
    };
}

slug_id! {
    /// A neighbourhood (stadsdel, statistical area …), named when imported.
    AreaId, "an area (1–64 of a–z, 0–9, - and _)"
}

slug_id! {
    /// What an observation is about, from the walk's catalogue.
    CategoryId, "a category (1–64 of a–z, 0–9, - and _)"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses<T: FromStr<Err = InvalidId>>(texts: &[&str]) {
        for text in texts {
            assert!(text.parse::<T>().is_err(), "{text} should not parse");
        }
    }

    #[test]
    fn a_record_id_survives_its_text_form() {
        let id = RecordId { series: SeriesId::from_bytes([0xab; 16]), number: 42 };
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{id}\""));
    }

    #[test]
    fn only_the_one_text_form_parses() {
        let series = "ab".repeat(16);
        refuses::<SeriesId>(&["", "ab", &series.to_uppercase(), &"zz".repeat(16)]);
        refuses::<RecordId>(&[
            &series,
            &format!("{series}-0"),
            &format!("{series}-01"),
            &format!("{series}-+1"),
            &format!("{series}-{}", MAX_NUMBER + 1),
        ]);
        refuses::<AreaId>(&["", "Porsön", "a b", &"a".repeat(65)]);
    }
}
