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
}
