//! Signing in as it crosses the line: who is here, and how new what they will see is.

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
