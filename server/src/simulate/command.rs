//! `lykta simulate`.
//!
//! Promises: exit status 0 only when every phone's digest equals the server's.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use shared::geo::Position;

use super::{Http, Plan, Summary, Track, simulate};
use crate::cli::Outcome;

/// Walkers at most: more phones than a walk ever has, for load.
const MOST_WALKERS: u64 = 1_000;

/// What to simulate.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// Address of the server, by plain HTTP.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// Code of the walk, as on its poster.
    #[arg(long, value_name = "CODE")]
    walk: String,
    /// How many phones.
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = clap::value_parser!(u64).range(1..=MOST_WALKERS))]
    walkers: u64,
    /// Where they walk: a GPX file with a track.
    #[arg(long, value_name = "FILE.gpx")]
    track: PathBuf,
    /// The same seed gives the same walk.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Seconds of the walk in one real second; as fast as possible without.
    #[arg(long, value_name = "X", value_parser = positive)]
    speed: Option<f64>,
    /// Share of requests that are lost on the way there or back, 0 to 0.9; with any, the track has dead spots too.
    #[arg(long, value_name = "P", default_value = "0.1", value_parser = share)]
    loss: f64,
    /// Photos that each walker takes at most.
    #[arg(long, value_name = "K", default_value_t = 2)]
    photos: usize,
    /// Shifts the track so that it begins here, for one that lies elsewhere.
    #[arg(long, value_name = "LAT,LON", value_parser = position)]
    move_to: Option<Position>,
    /// The summary as JSON, for programs.
    #[arg(long)]
    json: bool,
}

fn positive(text: &str) -> Result<f64, String> {
    let speed = text.parse().ok().filter(|speed: &f64| *speed > 0.0 && speed.is_finite());
    speed.ok_or_else(|| "a number above 0 is wanted".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=0.9).contains(share));
    share.ok_or_else(|| "a number from 0 to 0.9 is wanted".to_owned())
}

fn position(text: &str) -> Result<Position, String> {
    let odd = || "a latitude and a longitude are wanted, such as 65.617,22.137".to_owned();
    let (lat, lon) = text.split_once(',').ok_or_else(odd)?;
    let degrees = |text: &str| text.trim().parse().map_err(|_| odd());
    Position::new(degrees(lat)?, degrees(lon)?).map_err(|error| error.to_string())
}

/// Simulates a walk.
pub async fn run(args: SimulateArgs) -> Outcome {
    let http = Http::new(&args.server)?;
    let summary = simulate(&http, plan(&args)?).await?;
    let said = if args.json { serde_json::to_string_pretty(&summary)? + "\n" } else { summary.to_string() };
    std::io::stdout().write_all(said.as_bytes())?;
    verdict(&summary)
}

fn plan(args: &SimulateArgs) -> Result<Plan, Box<dyn std::error::Error + Send + Sync>> {
    let told = |error: &dyn std::error::Error| format!("{}: {error}", args.track.display());
    let bytes = std::fs::read(&args.track).map_err(|error| told(&error))?;
    let track = Track::read(&bytes).map_err(|error| told(&error))?;
    let track = args.move_to.map_or_else(|| track.clone(), |start| track.moved_to(start));
    Ok(Plan {
        code: args.walk.clone(),
        walkers: args.walkers,
        track,
        seed: args.seed,
        place_seed: args.seed,
        speed: args.speed,
        loss: args.loss,
        photos: args.photos,
    })
}

fn verdict(summary: &Summary) -> Outcome {
    if summary.all_digests_equal {
        return Ok(());
    }
    Err("the server does not hold what the phones wrote".into())
}
