//! Signing in as it crosses the line: who is here, and how new what they will see is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Role;

/// `POST /session`: the one-time token of a sign-in link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRequest {
    /// The part of the link after `#sign-in=`.
    pub token: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The name that an administrator gave.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether this installation shows demonstration data.
    pub demonstration: bool,
}

/// How new merged data is: what `GET /live` tells whenever it moves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Version {
    /// How often all of it was made anew from the records.
    pub rebuilds: i64,
    /// The last change that is in it.
    pub revision: i64,
}

/// As headers have it: `rebuilds-revision`.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.rebuilds, self.revision)
    }
}

/// A text that is no version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a version is two whole numbers with a hyphen between them")]
pub struct InvalidVersion;

impl FromStr for Version {
    type Err = InvalidVersion;

    fn from_str(text: &str) -> Result<Self, InvalidVersion> {
        let number = |text: &str| {
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| text.parse().ok()).flatten().ok_or(InvalidVersion)
        };
        let (rebuilds, revision) = text.split_once('-').ok_or(InvalidVersion)?;
        Ok(Self { rebuilds: number(rebuilds)?, revision: number(revision)? })
    }
}

/// Who is signed in, and the version that the merged data had then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Welcome {
    /// Who.
    #[serde(flatten)]
    pub session: Session,
    /// What is asked for from now on is at least as new.
    #[serde(default)]
    pub version: Version,
}

/// `POST /sign-in-links`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInLinkRequest {
    /// Who is to sign in.
    pub name: String,
    /// As what.
    pub role: Role,
}

/// A link that signs one person in, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInLink {
    /// The address to open.
    pub link: String,
    /// When it stops working.
    pub expires_at_ms: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_as_it_is_written_and_nothing_else_is() {
        let version = Version { rebuilds: 2, revision: 17 };
        assert_eq!((version.to_string().as_str(), version.to_string().parse()), ("2-17", Ok(version)));
        for text in ["", "2", "2-", "-17", "2-17-1", "+2-17", "2--17", " 2-17", "2-99999999999999999999"] {
            assert_eq!(text.parse::<Version>(), Err(InvalidVersion), "{text}");
        }
    }
}
