//! Uploads of which only a part is here, as files.
//!
//! Promises: what was added is on the disk when that is said; one phone has a few of them at a time, the oldest makes
//! room for the next; those that nobody goes on with are removed.

use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use super::UploadError;

/// Uploads of one phone that may lie here by parts. Phones send one photo after the other.
const PARTS_OF_SERIES: usize = 8;

/// Adds to a partial upload; it is on the disk when this returns, since the phone will go on from there. What could not
/// be added whole, for want of room, is taken away again.
pub(super) fn add(partial: &Path, bytes: &mut impl Read) -> Result<(), UploadError> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(partial)?;
    let before = file.metadata()?.len();
    let added = io::copy(bytes, &mut file).and_then(|_| file.sync_data());
    if let Err(error) = added {
        file.set_len(before)?;
        return Err(error.into());
    }
    Ok(())
}

/// Before a new partial upload is begun: removes the oldest ones of the same phone when there are too many. A phone that
/// goes on with one of those begins it again.
pub(super) fn make_room(uploads: &Path, partial: &Path) -> io::Result<()> {
    let name = partial.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Some((series, _)) = name.split_once('-').filter(|_| !partial.exists()) else { return Ok(()) };
    let mut others = Vec::new();
    for entry in std::fs::read_dir(uploads)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().split_once('-').is_some_and(|(of, _)| of == series) {
            others.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    others.sort();
    let surplus = (others.len() + 1).saturating_sub(PARTS_OF_SERIES);
    others.into_iter().take(surplus).try_for_each(|(_, path)| remove(&path))
}

/// Removes uploads of which nothing has come since; how many.
pub(super) fn sweep(uploads: &Path, since: SystemTime) -> io::Result<usize> {
    let mut removed = 0;
    for entry in std::fs::read_dir(uploads)? {
        let entry = entry?;
        // One that has just been completed is gone by now.
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() && metadata.modified()? < since {
            remove(&entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(directory).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn part(directory: &Path, name: &str, age: u64) {
        let path = directory.join(name);
        add(&path, &mut &b"half"[..]).unwrap();
        let file = std::fs::File::options().append(true).open(path).unwrap();
        file.set_modified(before(age)).unwrap();
    }

    /// So many seconds before some moment.
    fn before(age: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 - age)
    }

    #[test]
    fn a_phone_that_begins_one_upload_after_the_other_keeps_the_last_few_and_takes_nobody_elses() {
        let directory = tempfile::tempdir().unwrap();
        part(directory.path(), "other-0", 99);
        for number in 0..20 {
            let name = format!("series-{number:02}");
            make_room(directory.path(), &directory.path().join(&name)).unwrap();
            part(directory.path(), &name, 50 - number);
        }
        let left = names(directory.path());
        assert_eq!(left.len(), 1 + PARTS_OF_SERIES);
        assert_eq!((left[0].as_str(), left[1].as_str()), ("other-0", "series-12"));
        make_room(directory.path(), &directory.path().join("series-15")).unwrap();
        assert_eq!(names(directory.path()), left, "going on with one removes none");
    }

    #[test]
    fn what_nobody_goes_on_with_is_removed_and_the_rest_stays() {
        let directory = tempfile::tempdir().unwrap();
        part(directory.path(), "one-old", 200);
        part(directory.path(), "one-new", 50);
        let since = before(100);
        assert_eq!(sweep(directory.path(), since).unwrap(), 1);
        assert_eq!(names(directory.path()), ["one-new"]);
    }
}
