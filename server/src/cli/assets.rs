//! `lykta assets`: what the municipality knows of points outdoors.
//!
//! Promises: an import is one transaction and can be undone; one that is refused has changed nothing.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use shared::wire::AreaCard;

use super::output::say;
use super::{Outcome, Place, output};
use crate::import::command::{MOST_SHOWN, name_of};
use crate::import::points::{self, PointFields, Points};
use crate::import::{Coordinates, System, system_of_argument, undo};
use crate::store::Store;
use crate::store::assets::{LAMP, MAP_LAMP, MAP_VULNERABLE, VULNERABLE};
use crate::surroundings::around;

/// Points outdoors.
#[derive(Debug, Subcommand)]
pub enum AssetsCommand {
    /// Replaces all points of one kind by those of a file: GeoJSON points, or a table (CSV) with coordinates.
    ///
    /// Rows are judged singly; what is left out is listed by line with the reason. A file that says that it is a part,
    /// or has much less than what is here, replaces nothing.
    Import(ImportArgs),
    /// Takes the latest import of one kind back: what was here before it is here again.
    Undo {
        /// What they are.
        #[arg(long)]
        kind: Kind,
    },
    /// Tells how many there are.
    List,
}

/// What to import.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// A GeoJSON file with points, or a table with columns lat and lon (or N and E in SWEREF 99 TM).
    #[arg(value_name = "FILE.geojson|FILE.csv")]
    file: PathBuf,
    /// What they are.
    #[arg(long)]
    kind: Kind,
    /// The coordinate system, where the file does not say it or says it wrongly: an EPSG code such as 3006 (SWEREF 99
    /// TM) or 3017 (SWEREF 99 21 45).
    #[arg(long, value_name = "EPSG", value_parser = system_of_argument)]
    crs: Option<System>,
    /// The column that holds the name; without it, the likeliest is taken.
    #[arg(long, value_name = "FIELD")]
    name_field: Option<String>,
    /// The column that holds degrees or metres north; without it, the likeliest is taken.
    #[arg(long, value_name = "FIELD", requires = "east_field")]
    north_field: Option<String>,
    /// The column that holds degrees or metres east.
    #[arg(long, value_name = "FIELD", requires = "north_field")]
    east_field: Option<String>,
    /// Imports also what seems to be damaged or incomplete.
    #[arg(long)]
    anyway: bool,
}

/// What a point is.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// A lamp post.
    Lamp,
    /// A school, a stop, a home for the elderly, or another place where many are who are easily made unsafe.
    Vulnerable,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Lamp => LAMP,
            Self::Vulnerable => VULNERABLE,
        }
    }
}

/// Runs a command about points outdoors.
pub(super) async fn run(place: &Place, command: AssetsCommand) -> Outcome {
    let store = place.store().await?;
    match command {
        AssetsCommand::List => {
            for kind in [LAMP, MAP_LAMP, VULNERABLE, MAP_VULNERABLE] {
                say!("{kind:<16}{:>10}", store.count_assets(kind).await?)?;
            }
        }
        AssetsCommand::Import(args) => {
            let file = args.file.display().to_string();
            let said = import(&store, args).await.map_err(|why| {
                format!("{file} could not be imported: {why}. What was there is as it was.")
            })?;
            output::print(&said)?;
        }
        AssetsCommand::Undo { kind } => {
            let id = undo::latest(&store, kind.word()).await?;
            let undone = undo::undo(&store, &place.location()?.basemap(), id).await?;
            let count = store.count_assets(kind.word()).await?;
            say!("The import of {} is undone; {count} of kind {} are here now.", undone.file, kind.word())?;
        }
    }
    Ok(store.close().await?)
}

async fn import(store: &Store, args: ImportArgs) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let bytes = std::fs::read(&args.file)?;
    let there = store.areas().await?;
    let areas = around(there.iter().flat_map(AreaCard::corners), 0.0);
    let fields = PointFields { name: args.name_field, north: args.north_field, east: args.east_field };
    let points = points::read(&bytes, &fields, Coordinates { system: args.crs, areas })?;
    let kind = args.kind.word();
    if !args.anyway {
        points.check(store.count_assets(kind).await?).map_err(|why| format!("{why}{}", listed(&points)))?;
    }
    let imported = store.import_assets(kind, &points.assets, points.imported(&name_of(&args.file))).await?;
    let mut said = format!(
        "{} of kind {kind} are here now: {} new, {} changed, {} unchanged; {} that were here are gone.\n",
        imported.new + imported.changed + imported.unchanged,
        imported.new,
        imported.changed,
        imported.unchanged,
        imported.removed
    );
    for note in points.notes.iter().cloned().chain(points.mended.iter().map(ToString::to_string)) {
        writeln!(said, "note: {note}")?;
    }
    match listed(&points) {
        lines if lines.is_empty() => {}
        lines => writeln!(said, "{}", lines.trim_start())?,
    }
    Ok(said)
}

/// What was left out, row by row.
fn listed(points: &Points) -> String {
    let mut lines: Vec<String> = points.left_out.iter().take(MOST_SHOWN).map(ToString::to_string).collect();
    if points.left_out.len() > MOST_SHOWN {
        lines.push(format!("… and {} more were left out.", points.left_out.len() - MOST_SHOWN));
    }
    if lines.is_empty() { String::new() } else { format!("\n{}", lines.join("\n")) }
}
