//! Files to test with that are not ours to carry.
//!
//! Promises: where they are not at hand, that is said aloud, and the test that wants them is skipped.

use std::path::PathBuf;

/// The text of a file below `LYKTA_SHARED_DATA`, or beside the project.
pub(crate) fn text(below: &str, wanted_by: &str) -> Option<String> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let base = std::env::var_os("LYKTA_SHARED_DATA").map_or_else(beside, PathBuf::from);
    let found = std::fs::read_to_string(base.join(below)).ok();
    if found.is_none() {
        println!("skipped: {wanted_by} ({below} is not here; LYKTA_SHARED_DATA says where it is)");
    }
    found
}
