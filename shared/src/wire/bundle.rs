//! What became of a file that a phone had saved.

use serde::{Deserialize, Serialize};

use crate::id::WalkId;

/// `POST /bundles`: what of the file is here now, and what of it was not before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BundleTaken {
    /// The walk.
    pub walk: WalkId,
    /// Its title.
    pub title: String,
    /// Records in the file.
    pub records: u64,
    /// Those that were not here before.
    pub new_records: u64,
    /// Records that are kept and cannot be used.
    pub stuck: u64,
    /// Photos in the file.
    pub photos: u64,
    /// Those that were not here before.
    pub new_photos: u64,
    /// Those that cannot be kept.
    pub refused_photos: u64,
    /// What the file proves of where it comes from; absent in answers of servers that did not ask.
    #[serde(default)]
    pub proof: Option<FileProof>,
    /// Every taking in of files of this series, this one included, latest first.
    #[serde(default)]
    pub imports: Vec<BundleImport>,
}

/// What is known of whether a saved file comes from the phone that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FileProof {
    /// The server knows the phone, and the file carries its seal.
    Proved,
    /// The server does not know the phone yet. The file names what the phone's token must match when it comes.
    Claimed,
    /// The file carries no proof, as older apps saved it: taken in as data, and no phone can go on with it.
    None,
}

/// One taking in of a file of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BundleImport {
    /// Who took it in, by the name that the account had.
    pub by: String,
    /// When, in milliseconds.
    pub at_ms: i64,
    /// What the file proved.
    pub proof: FileProof,
    /// Records in the file.
    pub records: u64,
    /// Those that were new then.
    pub new_records: u64,
    /// Photos that were new then.
    pub new_photos: u64,
}
