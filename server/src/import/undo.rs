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

/// Keeps the base map that is in use beside it, for an undo; whether there was one.
pub(crate) fn keep_basemap(in_use: &Path) -> std::io::Result<bool> {
    let kept = beside(in_use);
    match std::fs::remove_file(&kept) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    if !in_use.is_file() {
        return Ok(false);
    }
    // A new map takes the name of the one in use, whose bytes stay under this one.
    std::fs::hard_link(in_use, &kept).or_else(|_| std::fs::copy(in_use, &kept).map(|_| ()))?;
    Ok(true)
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
