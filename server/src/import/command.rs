//! `lykta areas import` and `lykta areas list`.
//!
//! Promises: an import is one transaction; a file that no areas can be taken from changes nothing.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use shared::wire::AreaCard;

use super::{Fields, Import, Report, Standing, read};
use crate::cli::{Outcome, Place};
use crate::store::{Store, StoreError};

/// Progress is told for files with at least this many features.
const MANY: usize = 500;

/// The municipality's neighbourhoods.
#[derive(Debug, Subcommand)]
pub enum AreasCommand {
    /// Takes in neighbourhoods (stadsdelar, statistical areas …) from a GeoJSON file.
    ///
    /// New ones are added, those with a known id are replaced, the others stay. Says of every feature what was
    /// mended (crossing outlines, unclosed or turned rings, swapped axes, SWEREF 99 …) or why it was refused.
    Import(ImportArgs),
    /// Lists the neighbourhoods.
    List {
        /// As JSON, for programs.
        #[arg(long)]
        json: bool,
    },
}

/// What to import, and how.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// A GeoJSON file in WGS 84 or SWEREF 99.
    #[arg(value_name = "FILE.geojson")]
    file: PathBuf,
    /// The field that holds the name; without it, the likeliest is taken and told.
    #[arg(long, value_name = "FIELD")]
    name_field: Option<String>,
    /// The field that ids are made of; without it, the name.
    #[arg(long, value_name = "FIELD")]
    id_field: Option<String>,
    /// The report as JSON, for programs.
    #[arg(long)]
    json: bool,
}

/// Why an import did not happen. Everything is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read from disk.
    #[error("{file}: {source}")]
    File {
        /// Its path.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There are no areas to be had from it.
    #[error("{file}: {source}. Nothing was imported; the areas are as they were.")]
    NotAreas {
        /// Its path.
        file: PathBuf,
        /// Why not.
        source: super::NotAreas,
    },
    /// All of its features were refused.
    #[error(
        "{file}: none of its features is an area. Nothing was imported; the areas are as they were.\n{report}"
    )]
    AllRefused {
        /// Its path.
        file: PathBuf,
        /// Why, one by one.
        report: Box<Report>,
    },
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Runs a command about areas.
pub async fn run(place: &Place, command: AreasCommand) -> Outcome {
    let store = place.store().await?;
    let said = match command {
        AreasCommand::Import(args) => import(&store, &args).await?,
        AreasCommand::List { json } => list(&store.areas().await?, json)?,
    };
    std::io::stdout().write_all(said.as_bytes())?;
    Ok(store.close().await?)
}

async fn import(
    store: &Store,
    args: &ImportArgs,
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let fields = Fields { name: args.name_field.clone(), id: args.id_field.clone() };
    let report = import_file(store, &args.file, &fields).await?;
    Ok(if args.json { serde_json::to_string_pretty(&report)? + "\n" } else { report.to_string() })
}

/// Imports a file into a store.
pub async fn import_file(store: &Store, file: &Path, fields: &Fields) -> Result<Report, ImportError> {
    let bytes = std::fs::read(file).map_err(|source| ImportError::File { file: file.to_owned(), source })?;
    let import = read(&bytes, fields, progress())
        .map_err(|source| ImportError::NotAreas { file: file.to_owned(), source })?;
    let nothing = import.areas.is_empty();
    let report = take(store, import).await?;
    if nothing {
        return Err(ImportError::AllRefused { file: file.to_owned(), report: Box::new(report) });
    }
    Ok(report)
}

/// Takes what was read into a store: only what is new or changed is written.
pub async fn take(store: &Store, import: Import) -> Result<Report, StoreError> {
    let there = store.areas().await?;
    let by_id: BTreeMap<_, _> = there.iter().map(|card| (&card.id, card)).collect();
    let standing = |card: &AreaCard| match by_id.get(&card.id) {
        None => Standing::New,
        Some(known) if **known == *card => Standing::Unchanged,
        Some(_) => Standing::Changed,
    };
    let areas: BTreeMap<_, _> = import.areas.iter().map(|card| (card.id.clone(), standing(card))).collect();
    let kept = there.iter().map(|card| card.id.clone()).filter(|id| !areas.contains_key(id)).collect();
    let write = |card: &AreaCard| areas.get(&card.id) != Some(&Standing::Unchanged);
    let changed: Vec<AreaCard> = import.areas.into_iter().filter(write).collect();
    if !changed.is_empty() {
        store.import_areas(&changed).await?;
    }
    Ok(Report { notes: import.notes, features: import.features, areas, kept })
}

fn progress() -> impl FnMut(usize, usize) {
    let shown = std::io::stderr().is_terminal();
    move |done, total| {
        if shown && total >= MANY && (done % MANY == 0 || done == total) {
            eprint!("\r{done} of {total} features");
            if done == total {
                eprintln!();
            }
        }
    }
}

fn list(areas: &[AreaCard], json: bool) -> Result<String, serde_json::Error> {
    if json {
        return Ok(serde_json::to_string_pretty(areas)? + "\n");
    }
    if areas.is_empty() {
        return Ok("No areas yet: lykta areas import FILE.geojson\n".to_owned());
    }
    let width = areas.iter().map(|card| card.id.as_str().len()).max().unwrap_or_default();
    let line = |card: &AreaCard| format!("{:width$}  {}", card.id.as_str(), card.name);
    Ok(areas.iter().map(line).collect::<Vec<_>>().join("\n") + "\n")
}
