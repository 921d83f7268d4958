//! `lykta areas import`, `lykta areas undo` and `lykta areas list`.
//!
//! Promises: an import is one transaction; a file that no areas can be taken from changes nothing.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use shared::wire::{AreaCard, Imported, ImportedRow};

use super::text::clean_name;
use super::{
    Coordinates, FeatureReport, Fields, Import, Partial, Report, Standing, System, read, system_of_argument,
    undo,
};
use crate::cli::{Outcome, Place, output};
use crate::store::imports::AREAS;
use crate::store::{Store, StoreError};
use crate::surroundings::around;

/// Most rows that were left out and are shown at the desk.
pub(crate) const MOST_SHOWN: usize = 100;

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
    /// Takes the latest import of neighbourhoods back: those that it changed are as they were, those that it brought
    /// are gone.
    Undo,
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
    /// A GeoJSON file in WGS 84, SWEREF 99 or another system that it names.
    #[arg(value_name = "FILE.geojson")]
    file: PathBuf,
    /// The field that holds the name; without it, the likeliest is taken and told.
    #[arg(long, value_name = "FIELD")]
    name_field: Option<String>,
    /// The field that ids are made of; without it, the name.
    #[arg(long, value_name = "FIELD")]
    id_field: Option<String>,
    /// The coordinate system, where the file does not say it or says it wrongly: an EPSG code such as 3006 (SWEREF 99
    /// TM) or 3017 (SWEREF 99 21 45).
    #[arg(long, value_name = "EPSG", value_parser = system_of_argument)]
    crs: Option<System>,
    /// Imports also what seems to be damaged or incomplete.
    #[arg(long)]
    anyway: bool,
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
    /// Most of it was refused, and areas are in use.
    #[error(
        "{file}: {refused} of its {features} features are no areas, so that the file seems to be damaged. Nothing was \
         imported; the areas are as they were. (--anyway imports the rest.)\n{report}"
    )]
    MostRefused {
        /// Its path.
        file: PathBuf,
        /// How many were refused.
        refused: usize,
        /// How many there are.
        features: usize,
        /// Why, one by one.
        report: Box<Report>,
    },
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a file is imported.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which fields to use.
    pub fields: Fields,
    /// The coordinate system that a person says it has.
    pub system: Option<System>,
    /// Whether to import what seems to be damaged.
    pub anyway: bool,
}

/// Runs a command about areas.
pub async fn run(place: &Place, command: AreasCommand) -> Outcome {
    let store = place.store().await?;
    let said = match command {
        AreasCommand::Import(args) => import(&store, &args).await?,
        AreasCommand::Undo => {
            let undone =
                undo::undo(&store, &place.location()?.basemap(), undo::latest(&store, AREAS).await?).await?;
            format!("The import of {} is undone; the areas are as they were before it.\n", undone.file)
        }
        AreasCommand::List { json } => list(&store.areas().await?, json)?,
    };
    output::print(&said)?;
    Ok(store.close().await?)
}

async fn import(
    store: &Store,
    args: &ImportArgs,
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let fields = Fields { name: args.name_field.clone(), id: args.id_field.clone() };
    let options = Options { fields, system: args.crs, anyway: args.anyway };
    let report = import_file(store, &args.file, &options).await?;
    Ok(if args.json { serde_json::to_string_pretty(&report)? + "\n" } else { report.to_string() })
}

/// Imports a file into a store.
pub async fn import_file(store: &Store, file: &Path, options: &Options) -> Result<Report, ImportError> {
    let bytes = std::fs::read(file).map_err(|source| ImportError::File { file: file.to_owned(), source })?;
    let there = store.areas().await?;
    let areas = around(there.iter().flat_map(AreaCard::corners), 0.0);
    let import = read(&bytes, &options.fields, Coordinates { system: options.system, areas }, progress())
        .map_err(|source| ImportError::NotAreas { file: file.to_owned(), source })?;
    let features = import.features.len();
    let refused = import.features.iter().filter(|feature| feature.refused.is_some()).count();
    let report = |import: Import| {
        Box::new(Report { notes: import.notes, features: import.features, ..Report::default() })
    };
    if import.areas.is_empty() {
        return Err(ImportError::AllRefused { file: file.to_owned(), report: report(import) });
    }
    if refused * 2 > features && !there.is_empty() && !options.anyway {
        return Err(ImportError::MostRefused {
            file: file.to_owned(),
            refused,
            features,
            report: report(import),
        });
    }
    Ok(take_named(store, import, &name_of(file)).await?)
}

/// The name of a file without its folder.
pub(crate) fn name_of(file: &Path) -> String {
    file.file_name().map(|name| clean_name(&name.to_string_lossy())).unwrap_or_default()
}

/// Takes what was read into a store: only what is new or changed is written.
pub async fn take(store: &Store, import: Import) -> Result<Report, StoreError> {
    take_named(store, import, "").await
}

async fn take_named(store: &Store, import: Import, file: &str) -> Result<Report, StoreError> {
    let there = store.areas().await?;
    let by_id: BTreeMap<_, _> = there.iter().map(|card| (&card.id, card)).collect();
    let standing = |card: &AreaCard| match by_id.get(&card.id) {
        None => Standing::New,
        Some(known) if **known == *card => Standing::Unchanged,
        Some(_) => Standing::Changed,
    };
    let areas: BTreeMap<_, _> = import.areas.iter().map(|card| (card.id.clone(), standing(card))).collect();
    let kept = there.iter().map(|card| card.id.clone()).filter(|id| !areas.contains_key(id)).collect();
    let notes = import.partial.map(partial_note).into_iter().chain(import.notes).collect();
    let report = Report { notes, features: import.features, areas, kept };
    let write = |card: &AreaCard| report.areas.get(&card.id) != Some(&Standing::Unchanged);
    let changed: Vec<AreaCard> = import.areas.into_iter().filter(write).collect();
    if !changed.is_empty() {
        store.import_noted_areas(&changed, imported(&report, file)).await?;
    }
    Ok(report)
}

/// What is said of a file that holds only a part.
fn partial_note(partial: Partial) -> String {
    let total = partial.total.map(|total| format!(" of {total}")).unwrap_or_default();
    format!(
        "WARNING: the file says that it holds only a part{total}: the service has a limit. The areas that it has were \
         taken; ask the service for all of them, page by page, and import that"
    )
}

/// An import as the desk shows it.
fn imported(report: &Report, file: &str) -> Imported {
    let count = |standing| report.count(standing) as u64;
    let row = |feature: &FeatureReport| {
        let reason = feature.refused.as_ref()?.to_string();
        Some(ImportedRow {
            line: None,
            feature: Some(feature.feature as u64),
            name: feature.name.clone(),
            reason,
        })
    };
    Imported {
        file: file.to_owned(),
        new: count(Standing::New),
        changed: count(Standing::Changed),
        unchanged: count(Standing::Unchanged),
        left_out: report.refused() as u64,
        rows: report.features.iter().filter_map(row).take(MOST_SHOWN).collect(),
        notes: report.notes.clone(),
        ..Imported::default()
    }
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
