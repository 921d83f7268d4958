//! A file that is there whole or not at all.
//!
//! Promises: until it is kept, whatever was there under its name stays; what is not kept is removed again.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::BasemapError;

/// Tells drafts of one process apart.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A file that is being written, beside the one that it is to be.
#[derive(Debug)]
pub(crate) struct Draft {
    beside: PathBuf,
    goal: PathBuf,
    kept: bool,
}

impl Draft {
    /// Begins a file.
    pub(crate) fn new(path: &Path) -> Result<(Self, File), BasemapError> {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}-{number}.part", std::process::id()));
        let beside = path.with_file_name(name);
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&beside)
            .map_err(BasemapError::Write)?;
        Ok((Self { beside, goal: path.to_owned(), kept: false }, file))
    }

    /// Where it is until it is kept.
    pub(crate) fn beside(&self) -> &Path {
        &self.beside
    }

    /// Puts the file in its place, once the disk has it; how many bytes it has.
    pub(crate) fn keep(mut self) -> Result<u64, BasemapError> {
        let bytes = self.put().map_err(BasemapError::Write)?;
        self.kept = true;
        Ok(bytes)
    }

    fn put(&self) -> std::io::Result<u64> {
        let file = File::open(&self.beside)?;
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        fs::rename(&self.beside, &self.goal)?;
        if let Some(folder) = self.goal.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(bytes)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            // Nothing can be done about a draft that does not go; its name tells what it is.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_is_replaced_only_by_a_whole_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map");
        let read = || fs::read_to_string(&path).unwrap();
        fs::write(&path, "old").unwrap();
        let (draft, mut file) = Draft::new(&path).unwrap();
        file.write_all(b"half").unwrap();
        assert_eq!(read(), "old");
        drop(draft);
        assert_eq!((read().as_str(), fs::read_dir(folder.path()).unwrap().count()), ("old", 1));
        let (draft, mut file) = Draft::new(&path).unwrap();
        file.write_all(b"whole").unwrap();
        assert_eq!(draft.keep().unwrap(), 5);
        assert_eq!((read().as_str(), fs::read_dir(folder.path()).unwrap().count()), ("whole", 1));
    }
}
