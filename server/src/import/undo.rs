//! Takes an import back.
//!
//! Promises: what was in use before is in use again, the base map's file included; if that fails, nothing has changed.

use std::path::{Path, PathBuf};

use shared::wire::Imported;

use crate::basemap::{Marks, marks};
use crate::store::Store;
use crate::store::imports::{NotUndone, Previous};

/// Takes an import back. `basemap` is where the base map lies that is in use.
pub async fn undo(store: &Store, basemap: &Path, id: i64) -> Result<Imported, NotUndone> {
    let (_, previous) = store.import_to_undo(id).await?;
    let Previous::Basemap(had_one) = previous else { return store.undo_import(id, None).await };
    let in_use = basemap.to_owned();
    let put_back = tokio::task::spawn_blocking(move || put_back(&in_use, had_one)).await;
    let marks = put_back.map_err(|_| NotUndone::Basemap("the server is stopping".to_owned()))??;
    let undone = store.undo_import(id, Some(&marks)).await?;
    // The file has served; another import keeps its own.
    let _ = std::fs::remove_file(beside(basemap));
    Ok(undone)
}

/// The latest import of a kind that can be undone.
pub async fn latest(store: &Store, kind: &str) -> Result<i64, Box<dyn std::error::Error + Send + Sync>> {
    let found = store.file_imports().await?.into_iter().find(|it| it.kind == kind && it.can_undo);
    Ok(found.ok_or_else(|| format!("there is no import of {kind} that can be undone"))?.id)
}

/// The base map that is in use, kept aside while another is imported.
#[derive(Debug)]
pub(crate) struct KeptBasemap {
    aside: PathBuf,
    previous: PathBuf,
    had_one: bool,
}

impl KeptBasemap {
    /// Keeps the map that is in use. What an earlier import kept stays until [`Self::confirm`], since this import may
    /// be refused.
    pub(crate) fn of(in_use: &Path) -> std::io::Result<Self> {
        let aside = in_use.with_file_name("basemap.aside.pmtiles");
        remove_if_there(&aside)?;
        let had_one = in_use.is_file();
        if had_one {
            // A new map takes the name of the one in use, whose bytes stay under this one.
            std::fs::hard_link(in_use, &aside).or_else(|_| std::fs::copy(in_use, &aside).map(|_| ()))?;
        }
        Ok(Self { aside, previous: beside(in_use), had_one })
    }

    /// Another map is in use: this is the one to go back to. Whether there was one.
    pub(crate) fn confirm(self) -> std::io::Result<bool> {
        if self.had_one {
            std::fs::rename(&self.aside, &self.previous)?;
        } else {
            remove_if_there(&self.previous)?;
        }
        Ok(self.had_one)
    }
}

impl Drop for KeptBasemap {
    fn drop(&mut self) {
        // Gone already when it was confirmed; otherwise the import was refused.
        let _ = std::fs::remove_file(&self.aside);
    }
}

fn remove_if_there(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn put_back(in_use: &Path, had_one: bool) -> Result<Marks, NotUndone> {
    let failed = |why: &dyn std::fmt::Display| NotUndone::Basemap(why.to_string());
    if !had_one {
        return match std::fs::remove_file(in_use) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(&error)),
            _ => Ok(Marks::default()),
        };
    }
    let (kept, unfinished) = (beside(in_use), in_use.with_extension(format!("{}.part", std::process::id())));
    let marks = marks(&kept).map_err(|error| failed(&error))?;
    std::fs::copy(&kept, &unfinished).map_err(|error| failed(&error))?;
    std::fs::rename(&unfinished, in_use).map_err(|error| failed(&error))?;
    Ok(marks)
}

fn beside(basemap: &Path) -> PathBuf {
    basemap.with_file_name("basemap.previous.pmtiles")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &Path) -> Option<String> {
        std::fs::read_to_string(file).ok()
    }

    #[test]
    fn an_import_that_is_refused_leaves_the_way_back_of_the_one_before() {
        let directory = tempfile::tempdir().unwrap();
        let in_use = directory.path().join("basemap.pmtiles");
        std::fs::write(&in_use, "first").unwrap();
        let kept = KeptBasemap::of(&in_use).unwrap();
        std::fs::rename(written(directory.path(), "second"), &in_use).unwrap();
        assert!(kept.confirm().unwrap());
        drop(KeptBasemap::of(&in_use).unwrap());
        assert_eq!(read(&beside(&in_use)).as_deref(), Some("first"));
        let kept = KeptBasemap::of(&in_use).unwrap();
        std::fs::rename(written(directory.path(), "third"), &in_use).unwrap();
        assert!(kept.confirm().unwrap());
        assert_eq!(read(&beside(&in_use)).as_deref(), Some("second"));
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 2, "nothing is left aside");
    }

    fn written(directory: &Path, text: &str) -> PathBuf {
        let file = directory.join("new");
        std::fs::write(&file, text).unwrap();
        file
    }
}
