//! Where things lie in the workspace.
//!
//! Promises: absolute paths only, whatever directory a chore is started from.

use crate::failure::Failure;
use std::path::{Path, PathBuf};

/// The workspace on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The directory of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
}

impl Place {
    pub(crate) fn find() -> Self {
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here.parent().map_or_else(|| here.clone(), Path::to_path_buf);
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |directory| root.join(directory));
        Self { root, target }
    }

    pub(crate) fn assets(&self) -> PathBuf {
        self.root.join("assets")
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The server's binary of a cargo profile (`debug`, `release`).
    pub(crate) fn lykta(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join(format!("lykta{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Every file below `directory`, sorted, hidden ones left out.
pub(crate) fn files_below(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next).map_err(Failure::io("read", &next))? {
            let path = entry.map_err(Failure::io("read", &next))?.path();
            if file_name(&path).starts_with('.') {
                continue;
            }
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// The last part of a path as text.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The extension of a file's name, empty when there is none.
pub(crate) fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}
