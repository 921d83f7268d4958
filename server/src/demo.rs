//! A demonstration municipality, so that every screen has life before the first real walk.
//!
//! Promises: clearly marked wherever it is shown; seeded once, each step only where it is missing; phones and desk go
//! through the real API of the server that was just started; never mixed into an installation with real walks. It lies
//! on a real map, which is built in: a base map that is there already stays.

mod answers;

use std::{fmt, io};

use jiff::{Span, Timestamp};

use shared::id::WalkId;
use shared::situation::Finding;
use shared::sync::LineFault;
use shared::wire::{NewWalk, Role};

use crate::basemap::{self, BasemapError};
use crate::import::gpx::NotGpx;
use crate::import::{self, Coordinates, Fields, NotAreas};
use crate::planning::{self, Purpose};
use crate::simulate::{Http, NoAddress, Plan, SimulationError, Track, simulate};
use crate::state::{App, Server};
use crate::store::{StoreError, WalkRow};
use crate::{clock, date, secret};

const AREAS: &[u8] = include_bytes!("../demo/areas.geojson");
const LOOP: &[u8] = include_bytes!("../demo/loop.gpx");
/// The middle of Helsinki: see `LICENCE-openstreetmap.txt` beside it.
const BASEMAP: &[u8] = include_bytes!("../demo/helsinki.pmtiles");

/// The planned loop leaves out what lies within so many metres of the line: less than a path is wide.
const LOOP_WITHIN_M: f64 = 1.0;

/// Every walk along the loop finds the same places.
const PLACE_SEED: u64 = 2_026;

/// Share of requests that the demonstration's line loses.
const LOSS: f64 = 0.1;

/// Findings that somebody has answered, at most.
const MOST_ANSWERED: usize = 24;

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum NoDemo {
    /// Somebody uses this installation for real.
    #[error(
        "this installation has real walks; a demonstration needs a data directory of its own (--data DIR)"
    )]
    RealWalks,
    /// The areas that are built in cannot be read.
    #[error(transparent)]
    Areas(#[from] NotAreas),
    /// The loop that is built in cannot be read.
    #[error(transparent)]
    Track(#[from] NotGpx),
    /// The base map that is built in cannot be put in its place.
    #[error("the base map could not be written: {0}")]
    Basemap(#[from] io::Error),
    /// The base map that is there cannot be read.
    #[error("the base map could not be read: {0}")]
    Unreadable(#[from] BasemapError),
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The server that was just started cannot be reached.
    #[error(transparent)]
    Address(#[from] NoAddress),
    /// A phone did not get through.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// The server refused what the demonstration asked of it.
    #[error("{0}")]
    Refused(String),
}

impl From<LineFault> for NoDemo {
    fn from(fault: LineFault) -> Self {
        match fault {
            LineFault::Retry(why) => Self::Refused(why),
            LineFault::Stuck(problem) => Self::Refused(problem.to_string()),
        }
    }
}

/// A walk of the demonstration.
struct Walk {
    title: &'static str,
    area: &'static str,
    /// Days from today; the walk starts at half past six in the evening.
    days: i32,
    /// Whose findings it asks about.
    follows: Option<&'static str>,
    walkers: u64,
    photos: usize,
    seed: u64,
}

const SPRING: &str = "Demo: vårvandring";
const AUTUMN: &str = "Demo: höstvandring";
const WINTER: &str = "Demo: vintervandring";

const WALKS: [Walk; 3] = [
    Walk { title: SPRING, area: "demostranden", days: -196, follows: None, walkers: 9, photos: 1, seed: 1 },
    Walk { title: AUTUMN, area: "demoangen", days: -18, follows: None, walkers: 12, photos: 2, seed: 2 },
    Walk {
        title: WINTER,
        area: "demobacken",
        days: 4,
        follows: Some(AUTUMN),
        walkers: 0,
        photos: 0,
        seed: 3,
    },
];

const STARTS: &str = "18:30";
const MEETING_PLACE: &str = "Demotorget, vid anslagstavlan";

/// What the demonstration offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// The title of the walk that is to come.
    pub title: String,
    /// Its code.
    pub code: String,
    /// The link that lets a phone join it.
    pub link: String,
}

impl fmt::Display for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The demonstration is ready. Everything in it is invented.")?;
        write!(f, "Join “{}” with the code {} or by this link:\n{}", self.title, self.code, self.link)
    }
}

/// Seeds the demonstration into the server that listens at an address, where that was not done before.
pub async fn seed(app: &App, address: &str) -> Result<Demo, NoDemo> {
    let _turn = app.store.turn().await?;
    let mut there = app.store.walks().await?;
    if there.iter().any(|row| !row.walk.demonstration) {
        return Err(NoDemo::RealWalks);
    }
    let areas = import::read(AREAS, &Fields::default(), Coordinates::default(), |_, _| {})?;
    import::command::take(&app.store, areas).await?;
    if let Some(map) = app.maps.put_if_none(BASEMAP)? {
        app.store.replace_marks(&basemap::marks(map)?).await?;
    }
    let http = Http::new(address)?;
    let mut coming = None;
    for walk in &WALKS {
        let row = planned(app, walk, &there).await?;
        if row.joined == 0 && walk.walkers > 0 {
            simulate(&http, plan(walk, &row)?).await?;
        }
        there.push(row.clone());
        coming = Some(row);
    }
    answer(app, &http).await?;
    coming.map(|row| offered(app, row)).ok_or_else(|| NoDemo::Refused("there are no walks".to_owned()))
}

fn offered(app: &Server, row: WalkRow) -> Demo {
    let code = secret::shown_code(&row.code.unwrap_or_default());
    Demo { title: row.walk.title, link: app.walk_link(&code), code }
}

/// The walk, planned now if it was not before.
async fn planned(app: &App, walk: &Walk, there: &[WalkRow]) -> Result<WalkRow, NoDemo> {
    if let Some(row) = there.iter().find(|row| row.walk.title == walk.title) {
        return Ok(row.clone());
    }
    let new = NewWalk {
        title: walk.title.to_owned(),
        area: walk.area.parse().ok(),
        starts_at_ms: evening_ms(walk.days),
        meeting_place: Some(MEETING_PLACE.to_owned()),
        themes: ["lighting", "vegetation", "snow"].iter().filter_map(|theme| theme.parse().ok()).collect(),
        loop_line: Track::read(LOOP)?.line(LOOP_WITHIN_M),
        follows: walk.follows.and_then(|title| titled(title, there)),
        shares_live: false,
    };
    let series = app.store.operator().await?;
    let planned = planning::plan(app, series, new, Purpose::Demonstration).await;
    planned.map_err(|refusal| NoDemo::Refused(refusal.to_string()))
}

fn titled(title: &str, there: &[WalkRow]) -> Option<WalkId> {
    there.iter().find(|row| row.walk.title == title).map(|row| row.walk.id)
}

/// Half past six in the evening, Swedish time, so many days from today.
fn evening_ms(days: i32) -> i64 {
    let now_ms = clock::now_ms();
    let today = Timestamp::from_millisecond(now_ms).unwrap_or_default().to_zoned(date::sweden()).date();
    let day = today.checked_add(Span::new().days(days)).unwrap_or(today);
    date::moment_ms(&format!("{day}T{STARTS}")).unwrap_or(now_ms)
}

fn plan(walk: &Walk, row: &WalkRow) -> Result<Plan, NoDemo> {
    Ok(Plan {
        code: row.code.clone().unwrap_or_default(),
        walkers: walk.walkers,
        track: Track::read(LOOP)?,
        seed: walk.seed,
        place_seed: PLACE_SEED,
        speed: None,
        loss: LOSS,
        photos: walk.photos,
    })
}

/// Lets an officer of the demonstration decide on some findings and answer those who said it.
async fn answer(app: &App, http: &Http) -> Result<(), NoDemo> {
    if app.pictures.current().await?.findings.iter().any(|finding| !finding.decisions.is_empty()) {
        return Ok(());
    }
    let token = app.store.create_token("Demonstration", Role::Officer).await?;
    let http = http.with_token(&token);
    let mut findings: Vec<Finding> = http.get("/findings").await?;
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.voices), finding.id));
    for (index, finding) in findings.iter().take(MOST_ANSWERED).enumerate() {
        if let Some(decision) = answers::decision(finding, index) {
            http.send(&format!("/findings/{}/decisions", finding.id), &decision).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
