//! What came in by imports, and what an undo puts back.
//!
//! Promises: an import and the note of it are one transaction; so are an undo and what it puts back; only the latest
//! import of a kind that still stands can be undone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use shared::id::AreaId;
use shared::wire::{AreaCard, Imported};

use super::assets::{self, Asset};
use super::{Store, StoreError, areas, begin};
use crate::basemap::Marks;
use crate::clock;

/// The kind of an import of neighbourhoods.
pub(crate) const AREAS: &str = "areas";
/// The kind of an import of a base map.
pub(crate) const BASEMAP: &str = "basemap";

/// So many imports of a kind can be undone, one after the other. Of base maps, which are large files, one.
const KEPT: i64 = 3;

/// So many imports are listed.
const LISTED: i64 = 100;

/// What an undo puts back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Previous {
    /// Areas as they were; none where there was none of that id.
    Areas(BTreeMap<AreaId, Option<AreaCard>>),
    /// All points of the kind: name, degrees north, degrees east.
    Assets(Vec<(String, f64, f64)>),
    /// Whether there was a base map, which then lies beside the one in use.
    Basemap(bool),
}

/// Why an import was not undone. Everything is as it was.
#[derive(Debug, thiserror::Error)]
pub enum NotUndone {
    /// There is no such import.
    #[error("there is no import {0}")]
    NoSuch(i64),
    /// It is undone already.
    #[error("import {0} is undone already")]
    Already(i64),
    /// One of the same kind came later.
    #[error("import {later} came after import {id} and is of the same kind: undo that one first")]
    NotLatest {
        /// The one asked for.
        id: i64,
        /// The one that came later.
        later: i64,
    },
    /// What it replaced is not kept any more.
    #[error("what import {0} replaced is not kept any more: import the earlier file again")]
    NotKept(i64),
    /// The map that was in use before cannot be put back.
    #[error("the base map that was in use before cannot be put back ({0})")]
    Basemap(String),
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for NotUndone {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Replaces all points of a kind, and notes it. Of several with one name, the last stays.
    pub(crate) async fn import_assets(
        &self,
        kind: &'static str,
        assets: &[Asset],
        mut imported: Imported,
    ) -> Result<Imported, StoreError> {
        let place_by_name: BTreeMap<_, _> =
            assets.iter().map(|it| (it.name.clone(), (it.position.lat(), it.position.lon()))).collect();
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let before = assets::rows(&mut transaction, kind).await?;
        compare(&mut imported, &before, &place_by_name);
        let rows = place_by_name.into_iter().map(|(name, (lat, lon))| (name, lat, lon));
        assets::replace(&mut transaction, kind, rows.collect()).await?;
        areas::place_anew(&mut transaction).await?;
        note(&mut transaction, kind, &Previous::Assets(before), &mut imported).await?;
        self.commit_and_tell(transaction).await?;
        Ok(imported)
    }

    /// Takes in areas, and notes it: new ones are added, those with a known id are replaced, the others stay.
    pub(crate) async fn import_noted_areas(
        &self,
        cards: &[AreaCard],
        mut imported: Imported,
    ) -> Result<Imported, StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let mut known: BTreeMap<_, _> =
            areas::all(&mut transaction).await?.into_iter().map(|card| (card.id.clone(), card)).collect();
        let before = cards.iter().map(|card| (card.id.clone(), known.remove(&card.id))).collect();
        areas::put(&mut transaction, cards).await?;
        note(&mut transaction, AREAS, &Previous::Areas(before), &mut imported).await?;
        self.commit_and_tell(transaction).await?;
        Ok(imported)
    }

    /// Replaces what the base map marks, and notes that another one is in use.
    pub(crate) async fn import_basemap(
        &self,
        marks: &Marks,
        had_one: bool,
        mut imported: Imported,
    ) -> Result<Imported, StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        assets::put_marks(&mut transaction, marks).await?;
        note(&mut transaction, BASEMAP, &Previous::Basemap(had_one), &mut imported).await?;
        self.commit_and_tell(transaction).await?;
        Ok(imported)
    }

    /// The imports, the latest first.
    pub async fn file_imports(&self) -> Result<Vec<Imported>, StoreError> {
        list(&mut *self.readers.acquire().await?).await
    }

    /// What an import replaced, if it can be undone.
    pub(crate) async fn import_to_undo(&self, id: i64) -> Result<(Imported, Previous), NotUndone> {
        to_undo(&mut *self.readers.acquire().await.map_err(StoreError::from)?, id).await
    }

    /// Puts back what an import replaced. For a base map the file is put back by the caller, and its marks are given.
    pub(crate) async fn undo_import(&self, id: i64, marks: Option<&Marks>) -> Result<Imported, NotUndone> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let (mut imported, previous) = to_undo(&mut transaction, id).await?;
        match previous {
            Previous::Areas(cards) => areas::put_back(&mut transaction, cards).await?,
            Previous::Assets(rows) => {
                assets::replace(&mut transaction, &imported.kind, rows).await?;
                areas::place_anew(&mut transaction).await?;
            }
            Previous::Basemap(_) => {
                assets::put_marks(&mut transaction, marks.unwrap_or(&Marks::default())).await?;
            }
        }
        let now_ms = clock::now_ms();
        sqlx::query("UPDATE imports SET undone_at_ms = $1, previous = NULL WHERE id = $2")
            .bind(now_ms)
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        self.commit_and_tell(transaction).await?;
        (imported.undone_at_ms, imported.can_undo) = (Some(now_ms), false);
        Ok(imported)
    }
}

/// Counts what is new, changed, unchanged and gone.
fn compare(imported: &mut Imported, before: &[(String, f64, f64)], after: &BTreeMap<String, (f64, f64)>) {
    let before: BTreeMap<&str, (f64, f64)> =
        before.iter().map(|(name, lat, lon)| (name.as_str(), (*lat, *lon))).collect();
    for (name, place) in after {
        match before.get(name.as_str()) {
            None => imported.new += 1,
            Some(known) if known == place => imported.unchanged += 1,
            Some(_) => imported.changed += 1,
        }
    }
    imported.removed = before.keys().filter(|name| !after.contains_key(**name)).count() as u64;
}

async fn note(
    connection: &mut AnyConnection,
    kind: &'static str,
    previous: &Previous,
    imported: &mut Imported,
) -> Result<(), StoreError> {
    let last: i64 =
        sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM imports").fetch_one(&mut *connection).await?;
    (imported.id, imported.at_ms, imported.can_undo) = (last + 1, clock::now_ms(), true);
    kind.clone_into(&mut imported.kind);
    sqlx::query("INSERT INTO imports (id, at_ms, kind, body, previous) VALUES ($1, $2, $3, $4, $5)")
        .bind(imported.id)
        .bind(imported.at_ms)
        .bind(kind)
        .bind(serde_json::to_string(imported)?)
        .bind(serde_json::to_string(previous)?)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "UPDATE imports SET previous = NULL WHERE kind = $1 AND id NOT IN
         (SELECT id FROM imports WHERE kind = $1 ORDER BY id DESC LIMIT $2)",
    )
    .bind(kind)
    .bind(if kind == BASEMAP { 1 } else { KEPT })
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM imports WHERE id <= $1").bind(imported.id - LISTED).execute(connection).await?;
    Ok(())
}

/// Number, time, body, whether what it replaced is kept, when it was undone.
type Row = (i64, i64, String, i64, Option<i64>);

async fn list(connection: &mut AnyConnection) -> Result<Vec<Imported>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, at_ms, body, CAST(CASE WHEN previous IS NULL THEN 0 ELSE 1 END AS BIGINT), undone_at_ms
         FROM imports ORDER BY id DESC LIMIT $1",
    )
    .bind(LISTED)
    .fetch_all(connection)
    .await?;
    let mut listed: Vec<Imported> = Vec::new();
    for (id, at_ms, body, is_kept, undone_at_ms) in rows {
        let body: Imported = serde_json::from_str(&body)?;
        let stands = |later: &Imported| later.kind == body.kind && later.undone_at_ms.is_none();
        let can_undo = is_kept == 1 && undone_at_ms.is_none() && !listed.iter().any(stands);
        listed.push(Imported { id, at_ms, undone_at_ms, can_undo, ..body });
    }
    Ok(listed)
}

async fn to_undo(connection: &mut AnyConnection, id: i64) -> Result<(Imported, Previous), NotUndone> {
    let listed = list(connection).await?;
    let imported = listed.iter().find(|it| it.id == id).ok_or(NotUndone::NoSuch(id))?;
    if imported.undone_at_ms.is_some() {
        return Err(NotUndone::Already(id));
    }
    let stands = |it: &&Imported| it.kind == imported.kind && it.id > id && it.undone_at_ms.is_none();
    if let Some(later) = listed.iter().find(stands) {
        return Err(NotUndone::NotLatest { id, later: later.id });
    }
    let kept: Option<String> = sqlx::query_scalar("SELECT previous FROM imports WHERE id = $1")
        .bind(id)
        .fetch_one(connection)
        .await?;
    let kept = kept.ok_or(NotUndone::NotKept(id))?;
    let previous = serde_json::from_str(&kept).map_err(StoreError::from)?;
    Ok((imported.clone(), previous))
}
