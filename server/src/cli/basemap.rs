//! `lykta basemap`: the map under everything, from the command line.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::output::say;
use super::{Outcome, Place, output};
use crate::basemap::{
    BasemapError, Bounds, Description, LeftOut, Marks, Report, Schema, Sea, Step, Streets, adopt_pmtiles,
    describe, import_osm, marks,
};
use crate::import::command::name_of;
use crate::import::undo;
use crate::routing;
use crate::store::imports::BASEMAP;
use crate::surroundings::around;
use shared::wire::AreaCard;

/// So far beyond its neighbourhoods a municipality's map reaches, in metres.
const AROUND_AREAS_M: f64 = 2_000.0;

/// The base map.
#[derive(Debug, Subcommand)]
pub enum BasemapCommand {
    /// Takes a map: an OpenStreetMap extract (.osm.pbf) or a ready archive in Protomaps' schema (.pmtiles).
    ///
    /// Of an extract, the map is drawn here, with street lamps, lit paths and surfaces; it is cut to the
    /// municipality's neighbourhoods if there are any. The map in use stays until the new one is whole; a running
    /// server uses it from the next request on.
    Import(ImportArgs),
    /// Takes the latest import back: the map that was in use before is in use again.
    Undo,
    /// Tells which map is in use.
    Show,
}

/// What to import.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file.
    #[arg(value_name = "FILE.osm.pbf|FILE.pmtiles")]
    file: PathBuf,
    /// All that the extract holds, not only what lies around the neighbourhoods.
    #[arg(long)]
    everywhere: bool,
    /// Takes also a map without streets.
    #[arg(long)]
    anyway: bool,
}

/// Runs a command about the base map.
pub(super) async fn run(place: &Place, command: BasemapCommand) -> Outcome {
    let location = place.location()?;
    let store = place.store().await?;
    let out = location.basemap();
    match command {
        BasemapCommand::Show if !out.is_file() => {
            say!("There is no base map; everything works without one.")?;
        }
        BasemapCommand::Show => output::print(&described(&describe(&out)?))?,
        BasemapCommand::Import(args) => {
            let outlines = store.areas().await?;
            let points = outlines.iter().flat_map(AreaCard::corners);
            let within = around(points, AROUND_AREAS_M).filter(|_| !args.everywhere);
            let within = within.map(|it| Bounds::new(it.west, it.south, it.east, it.north)).transpose()?;
            let (file, streets) =
                (name_of(&args.file), if args.anyway { Streets::Optional } else { Streets::Wanted });
            let in_use = undo::KeptBasemap::of(&out)?;
            let import = move || import(&args.file, &out, within, streets);
            let (said, notes, marks) = tokio::task::spawn_blocking(import).await??;
            let imported =
                shared::wire::Imported { file, notes, new: 1, ..shared::wire::Imported::default() };
            store.import_basemap(&marks, in_use.confirm()?, imported).await?;
            let made = tokio::task::spawn_blocking(move || routing::make_for(&location)).await?;
            output::print(&said)?;
            say!("{}", known(&marks))?;
            say!("{}", walkable(made))?;
        }
        BasemapCommand::Undo => {
            let id = undo::latest(&store, BASEMAP).await?;
            let undone = undo::undo(&store, &out, id).await?;
            let map_is_there = out.is_file();
            let made = tokio::task::spawn_blocking(move || routing::make_for(&location)).await?;
            say!(
                "The import of {} is undone; the map that was in use before it is in use again.",
                undone.file
            )?;
            if map_is_there {
                say!("{}", walkable(made))?;
            }
        }
    }
    Ok(store.close().await?)
}

/// What to say, what to note, and what the map marks.
type Imported = Result<(String, Vec<String>, Marks), Box<dyn std::error::Error + Send + Sync>>;

fn import(file: &Path, out: &Path, within: Option<Bounds>, streets: Streets) -> Imported {
    let refused = |why: &dyn std::fmt::Display| {
        format!("{} could not be imported: {why}. The map in use is as it was.", file.display())
    };
    if is_pmtiles(file).map_err(|why| refused(&why))? {
        let said = described(&adopt_pmtiles(file, out).map_err(|why| refused(&why))?);
        return Ok((said, Vec::new(), marks(out)?));
    }
    let mut progress = progress();
    let report = import_osm(file, out, within, streets, &mut progress).map_err(|why| refused(&why))?;
    let notes = notes(&report);
    let mut said = told(&report);
    for note in &notes {
        writeln!(said, "note: {note}")?;
    }
    Ok((said, notes, marks(out)?))
}

/// Whether the map helps to know where it is dark, and what lies near.
fn known(marks: &Marks) -> String {
    if *marks == Marks::default() {
        return "The map tells nothing of lamps, light along ways, schools or stops.".to_owned();
    }
    format!(
        "It tells of {} lamps, of light along ways, and of {} schools, stops and the like; where the municipality's own \
         lamps are imported, those count.",
        marks.lamps.len(),
        marks.vulnerable.len()
    )
}

/// Whether loops can be drawn along its streets and paths.
fn walkable(made: Result<f64, BasemapError>) -> String {
    match made {
        Ok(kilometres) => format!("Loops can be drawn along {kilometres:.0} km of streets and paths."),
        Err(why) => format!("Loops cannot be drawn along its streets and paths: {why}."),
    }
}

/// What could not be drawn.
fn notes(report: &Report) -> Vec<String> {
    let LeftOut { areas, lines } = report.left_out;
    let complete =
        "`osmium extract --strategy complete_ways` (or `smart`) cuts an extract that has them whole";
    let all = [
        (areas > 0).then(|| {
            format!("{areas} area(s) could not be closed, since parts are not in the extract: {complete}")
        }),
        (lines > 0).then(|| format!("{lines} line(s) have no point in the extract: {complete}")),
    ];
    all.into_iter().flatten().collect()
}

/// By its first bytes, whatever it is called.
fn is_pmtiles(file: &Path) -> std::io::Result<bool> {
    let mut start = [0; 7];
    let read = std::fs::File::open(file)?.read(&mut start)?;
    Ok(start[..read] == *b"PMTiles")
}

/// Tells how far it is, on a terminal.
fn progress() -> impl FnMut(Step, f64) {
    let shown = std::io::stderr().is_terminal();
    let mut last = String::new();
    move |step, share| {
        let line = format!("{} … {:.0} %", name(step), share * 100.0);
        if shown && line != last {
            eprint!("\r\x1b[K{line}");
            last = line;
        }
        if shown && step == Step::Tiles && share >= 1.0 {
            eprintln!();
        }
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Digest => "Looking at the file",
        Step::Relations => "Reading what belongs together",
        Step::Box | Step::Outlines => "Looking what lies within",
        Step::Ways => "Reading streets and areas",
        Step::Nodes => "Reading places",
        Step::Shapes => "Putting shapes together",
        Step::Tiles => "Drawing",
    }
}

fn described(map: &Description) -> String {
    let Bounds { west, south, east, north } = map.bounds;
    let schema = match map.schema {
        Schema::Lykta { .. } => "Lykta's own, with lamps and lit paths",
        Schema::Protomaps => "Protomaps' (without lamps and lit paths)",
    };
    let mut text = format!(
        "{:.1} MB, {} tiles, zoom {}–{}, from {south:.3}, {west:.3} to {north:.3}, {east:.3}\nSchema {schema}\n",
        megabytes(map.bytes),
        map.tiles,
        map.min_zoom,
        map.max_zoom
    );
    let thanks = map.attribution.as_deref().unwrap_or("nobody (the archive does not say whom to thank)");
    let _ = writeln!(text, "Thanks to {thanks}");
    if let Some(current_at) = map.current_at {
        let _ = writeln!(text, "As of {current_at}");
    }
    text
}

#[expect(clippy::cast_precision_loss, reason = "megabytes for people")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn told(report: &Report) -> String {
    let mut text = format!("{:.1} MB, {} tiles\n", megabytes(report.bytes), report.tiles);
    for (layer, count) in &report.features_by_layer {
        let _ = writeln!(text, "{layer:<12}{count:>10}");
    }
    let _ = writeln!(text, "{}Thanks to {}", sea(report.sea), report.attribution);
    text
}

fn sea(sea: Sea) -> &'static str {
    match sea {
        Sea::NoCoast => "",
        Sea::Drawn => "The sea is drawn from the coastline.\n",
        Sea::Broken { .. } | Sea::Flooding => {
            "The coastline is broken in this extract, so the sea is not drawn; lakes and rivers are.\n"
        }
    }
}
