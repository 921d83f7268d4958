//! `lykta assets`: what the municipality knows of things outdoors.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Outcome, Place};
use crate::import::points;
use crate::store::assets::{LAMP, MAP_LAMP, MAP_VULNERABLE, VULNERABLE};

/// Things that stand outdoors.
#[derive(Debug, Subcommand)]
pub enum AssetsCommand {
    /// Takes in things of one kind from GeoJSON points or a table (CSV) with coordinates, in the stead of those that
    /// were there.
    Import(ImportArgs),
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
}

/// What a thing is.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Kind {
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

/// Runs a command about things outdoors.
pub(super) async fn run(place: &Place, command: AssetsCommand) -> Outcome {
    let store = place.store().await?;
    match command {
        AssetsCommand::List => {
            for kind in [LAMP, MAP_LAMP, VULNERABLE, MAP_VULNERABLE] {
                println!("{kind:<16}{:>10}", store.count_assets(kind).await?);
            }
        }
        AssetsCommand::Import(ImportArgs { file, kind }) => {
            let refused = |why: &dyn std::fmt::Display| {
                format!("{} could not be imported: {why}. What was there is as it was.", file.display())
            };
            let bytes = std::fs::read(&file).map_err(|why| refused(&why))?;
            let points = points::read(&bytes).map_err(|why| refused(&why))?;
            store.replace_assets(kind.word(), &points.assets).await?;
            println!("{} of kind {} are here now.", points.assets.len(), kind.word());
            for mended in points.mended {
                println!("{mended}");
            }
            if points.without_place > 0 {
                println!("{} had no place and were left out.", points.without_place);
            }
        }
    }
    Ok(store.close().await?)
}
