//! Files that nobody but their owner may read: what residents said lies in them.
//!
//! Promises: what this program makes is closed to others from its first byte; what an earlier version left open is closed
//! when an installation is opened, and said in the log; nothing of anybody else's in the same directory is touched.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::config::{Database, Location};

/// What others may do, of all permissions.
const OTHERS: u32 = 0o077;

/// Set on directories that are shared on purpose, such as `/tmp`.
const STICKY: u32 = 0o1000;

/// Makes every file that this process makes from now on readable by its owner alone.
pub fn close_by_default() {
    let _before = rustix::process::umask(rustix::fs::Mode::from_raw_mode(OTHERS));
}

/// Makes a directory, and those above it that are missing, for its owner alone.
pub fn directory(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes an empty file for its owner alone, unless it is there.
pub fn file(path: &Path) -> io::Result<()> {
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(|_| ()),
    }
}

/// Closes what is open to others of an installation: how many files and directories were. What cannot be closed, since it
/// belongs to somebody else, is logged and left.
pub fn close(location: &Location) -> usize {
    let below: usize = parts(location).iter().map(|part| close_all(part)).sum();
    // Other files may lie in the data directory; it is closed, and they stay as they are.
    let closed = below + usize::from(close_one(&location.data));
    if closed > 0 {
        tracing::warn!(
            closed,
            "files of the installation were open to other users of this machine; they are closed now"
        );
    }
    closed
}

/// Everything that an installation keeps in files.
fn parts(location: &Location) -> Vec<PathBuf> {
    let mut parts = vec![
        location.blobs(),
        location.uploads(),
        location.map_pieces(),
        location.acme(),
        location.basemap(),
        location.data.join("serving.lock"),
    ];
    if let Database::Sqlite(path) = &location.database {
        parts.extend(["", "-wal", "-shm", "-journal"].map(|end| {
            let mut file = path.clone().into_os_string();
            file.push(end);
            PathBuf::from(file)
        }));
    }
    parts
}

/// Closes a file, or a directory and what lies in it. Below a directory that is closed nobody can look, so only one that
/// is open is gone through.
fn close_all(path: &Path) -> usize {
    if !close_one(path) {
        return 0;
    }
    let below = fs::read_dir(path).into_iter().flatten().flatten();
    1 + below.map(|entry| close_all(&entry.path())).sum::<usize>()
}

/// Whether it was open to others and is closed now.
fn close_one(path: &Path) -> bool {
    match try_close(path) {
        Ok(closed) => closed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => {
            tracing::warn!(%error, "a part of the installation is open to other users and cannot be closed");
            false
        }
    }
}

fn try_close(path: &Path) -> io::Result<bool> {
    let metadata = fs::symlink_metadata(path)?;
    let mode = metadata.permissions().mode();
    if metadata.is_symlink() || mode & OTHERS == 0 || mode & STICKY != 0 {
        return Ok(false);
    }
    fs::set_permissions(path, Permissions::from_mode(mode & 0o7700))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn open(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_an_earlier_version_left_open_is_closed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(&folder.path().join("data"), None).unwrap();
        let photo = location.blobs().join("ab").join("cd");
        fs::create_dir_all(photo.parent().unwrap()).unwrap();
        let strange = location.data.join("somebody's");
        for file in
            [&photo, &strange, &location.data.join("lykta.sqlite"), &location.data.join("lykta.sqlite-wal")]
        {
            fs::write(file, "x").unwrap();
            open(file, 0o644);
        }
        for directory in [&location.data, &location.blobs(), &location.blobs().join("ab")] {
            open(directory, 0o755);
        }
        assert_eq!(close(&location), 6);
        assert_eq!((mode(&location.data), mode(&location.blobs()), mode(&photo)), (0o700, 0o700, 0o600));
        assert_eq!(mode(&location.data.join("lykta.sqlite-wal")), 0o600);
        assert_eq!(mode(&strange), 0o644, "it is not ours");
        assert_eq!(close(&location), 0, "there is nothing more to do");
    }

    #[test]
    fn a_shared_directory_stays_shared() {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path(), 0o1777);
        assert_eq!(close(&Location::new(folder.path(), None).unwrap()), 0);
        assert_eq!(mode(folder.path()), 0o777);
    }

    #[test]
    fn what_is_made_is_closed_whatever_the_process_makes_by_default() {
        let folder = tempfile::tempdir().unwrap();
        let (inner, made) = (folder.path().join("a").join("b"), folder.path().join("a").join("b").join("c"));
        directory(&inner).unwrap();
        file(&made).unwrap();
        assert_eq!((mode(&inner), mode(&made)), (0o700, 0o600));
        fs::write(&made, "kept").unwrap();
        file(&made).unwrap();
        assert_eq!(fs::read_to_string(&made).unwrap(), "kept");
    }
}
