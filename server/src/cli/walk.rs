//! `lykta walk`: walks from the command line.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use shared::id::{AreaId, CategoryId, WalkId};
use shared::wire::NewWalk;

use super::output::say;
use super::{Outcome, Place, output};
use crate::planning::{self, Purpose};
use crate::simulate::track::Track;
use crate::store::WalkRow;
use crate::{date, qr, secret, state};

/// Walks.
#[derive(Debug, Subcommand)]
pub enum WalkCommand {
    /// Plans a walk and prints its code, its link and the QR code for the poster.
    Create(Box<WalkArgs>),
    /// Lists the walks, latest start first.
    List {
        /// As JSON, for programs.
        #[arg(long)]
        json: bool,
    },
}

/// A walk to plan.
#[derive(Debug, Args)]
pub struct WalkArgs {
    /// Its name for people.
    #[arg(long)]
    title: String,
    /// The neighbourhood, by its id (see `lykta areas list`).
    #[arg(long)]
    area: Option<AreaId>,
    /// When it starts: 2026-11-24T18:30 in Swedish time, or with an offset as in 2026-11-24T18:30:00+01:00.
    #[arg(long, value_parser = date::moment_ms, value_name = "TIME")]
    starts: i64,
    /// Where the walkers meet, in words.
    #[arg(long)]
    meeting_place: Option<String>,
    /// A category to show first; may be given several times.
    #[arg(long = "theme", value_name = "CATEGORY")]
    themes: Vec<CategoryId>,
    /// The loop, as a GPX file: the longest part without a gap of its tracks, else of its routes or points.
    #[arg(long = "loop", value_name = "FILE.gpx")]
    loop_file: Option<PathBuf>,
    /// The earlier walk, by its id (see `lykta walk list --json`), whose findings are looked at again.
    #[arg(long, value_name = "WALK")]
    follows: Option<WalkId>,
    /// Lets phones on the walk see what others point out while it is under way.
    #[arg(long)]
    share_live: bool,
    /// Marks the walk, and with it the whole installation, as a demonstration.
    #[arg(long)]
    demonstration: bool,
    /// As JSON, for programs.
    #[arg(long)]
    json: bool,
}

/// Plans or lists walks.
pub(super) async fn run(place: &Place, command: WalkCommand) -> Outcome {
    match command {
        WalkCommand::Create(args) => create(place, *args).await,
        WalkCommand::List { json } => list(place, json).await,
    }
}

fn loop_of(file: &Path) -> Result<Vec<[f64; 2]>, String> {
    let said = |why: &dyn std::fmt::Display| format!("the loop {} was not taken: {why}", file.display());
    let bytes = std::fs::read(file).map_err(|why| said(&why))?;
    let track = Track::read(&bytes).map_err(|why| said(&why))?;
    for note in track.omitted().notes() {
        output::complain(&format!("note: {note}"));
    }
    Ok(track.loop_line())
}

async fn create(place: &Place, args: WalkArgs) -> Outcome {
    let server = place.server().await?;
    let operator = server.store.operator().await?;
    let (json, purpose) =
        (args.json, if args.demonstration { Purpose::Demonstration } else { Purpose::Real });
    let loop_line = args.loop_file.as_deref().map(loop_of).transpose()?.unwrap_or_default();
    let new = NewWalk {
        title: args.title,
        area: args.area,
        starts_at_ms: args.starts,
        meeting_place: args.meeting_place,
        themes: args.themes,
        loop_line,
        follows: args.follows,
        shares_live: args.share_live,
    };
    let row = planning::plan(&server, operator, new, purpose).await.map_err(|refusal| refusal.to_string())?;
    let code = secret::shown_code(&row.code.unwrap_or_default());
    let link = server.walk_link(&code);
    if json {
        let qr_svg = qr::picture(&link)?;
        say!("{}", json!({ "id": row.walk.id, "code": code, "link": link, "qr_svg": qr_svg }))?;
    } else {
        say!("Code  {code}\nLink  {link}\n\n{}", qr::drawn(&link)?)?;
    }
    Ok(server.store.clone().close().await?)
}

async fn list(place: &Place, json: bool) -> Outcome {
    let store = place.store().await?;
    let public_url = place.public_url(&store).await?;
    let rows = store.walks().await?;
    if json {
        let walks: Vec<_> = rows.iter().map(|row| as_json(row, &public_url)).collect();
        say!("{}", serde_json::to_string_pretty(&walks)?)?;
    } else if rows.is_empty() {
        say!("No walks yet: lykta walk create --title TITLE --starts TIME")?;
    } else {
        for row in &rows {
            say!("{}", as_line(row))?;
        }
    }
    Ok(store.close().await?)
}

fn as_json(row: &WalkRow, public_url: &str) -> serde_json::Value {
    let code = row.code.as_deref().map(secret::shown_code);
    let link = code.as_deref().map(|code| state::walk_link(public_url, code));
    json!({
        "walk": row.walk, "code": code, "link": link, "joined": row.joined, "sent": row.sent,
        "observations": row.observations, "photos": row.photos, "photos_missing": row.photos_missing,
    })
}

fn as_line(row: &WalkRow) -> String {
    format!(
        "{}  {}  {}  {} joined, {} sent, {} observations",
        date::swedish(row.walk.starts_at_ms),
        row.code.as_deref().map_or_else(|| "(no code)".to_owned(), secret::shown_code),
        row.walk.title,
        row.joined,
        row.sent,
        row.observations
    )
}
