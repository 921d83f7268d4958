//! Finding the way along streets and paths: a graph of the base map's ways, made once for each map and kept beside it.
//!
//! Promises: whatever the map shows as a way can be walked along, across the sides of tiles too, and nothing else; there
//! is never a straight line where there is no way: the answer says so. A map that is imported while the server runs is
//! used from the next question on. Making a graph takes seconds to minutes and holds nobody up.

mod file;
mod graph;
mod join;
mod network;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use shared::wire::{LegFound, LoopAnswer, LoopLeg, LoopStop};

pub use graph::Graph;
pub use network::{Leg, MOST_VISITED, Network, NoLeg, OnWay, REACH_M};

use crate::basemap::{self, BasemapError, Spot};
use crate::config::Location;
use crate::jobs::Jobs;
use crate::maps::name_of_map;

/// A question waits this long for a graph in the making before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(8);

/// So many questions are answered at a time; a leg takes milliseconds, so others wait.
const AT_ONCE: usize = 2;

/// What came of reading or making the graph of a map.
type Made = Result<Arc<Network>, Arc<str>>;

/// The graph of the map in use.
#[derive(Debug, Clone)]
struct Current {
    map: String,
    made: watch::Receiver<Option<Made>>,
}

/// Finds ways on the map of an installation.
pub struct Router {
    basemap: PathBuf,
    file: PathBuf,
    current: Mutex<Option<Current>>,
    answering: Jobs,
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").field("basemap", &self.basemap).finish_non_exhaustive()
    }
}

/// Why no way can be looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoWays {
    /// There is no base map.
    #[error("there is no base map")]
    NoMap,
    /// The graph is being made.
    #[error("the ways of the base map are being read")]
    Making,
    /// The map's ways cannot be used.
    #[error("the ways of the base map cannot be used: {0}")]
    Unusable(Arc<str>),
}

impl Router {
    /// Finds ways on the map that lies in a location.
    pub fn new(location: &Location) -> Self {
        Self {
            basemap: location.basemap(),
            file: location.ways(),
            current: Mutex::default(),
            answering: Jobs::at_most(AT_ONCE),
        }
    }

    /// Begins to read or make the graph, if there is a map, so that the first question need not wait.
    pub fn prepare(&self) {
        // Without a map there is nothing to prepare; what fails is told to who asks.
        let _ = self.current();
    }

    /// What lies between places, each `[longitude, latitude]` in degrees.
    pub async fn find(&self, through: Vec<[f64; 2]>) -> Result<LoopAnswer, NoWays> {
        let network = self.network().await?;
        self.answering.run(move || find(&network, &through)).await.map_err(|_| NoWays::Making)
    }

    async fn network(&self) -> Result<Arc<Network>, NoWays> {
        let mut made = self.current()?.made;
        let ready = async { made.wait_for(Option::is_some).await.ok().and_then(|made| made.clone()) };
        match tokio::time::timeout(PATIENCE, ready).await {
            Ok(Some(made)) => made.map_err(NoWays::Unusable),
            Ok(None) | Err(_) => Err(NoWays::Making),
        }
    }

    /// The graph of the map that lies there now, in the making if it is new.
    fn current(&self) -> Result<Current, NoWays> {
        let map = name_of_map(&self.basemap).map_err(|_| NoWays::NoMap)?;
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match &*current {
            Some(current) if current.map == map => Ok(current.clone()),
            _ => {
                let begun = self.begin(map);
                *current = Some(begun.clone());
                Ok(begun)
            }
        }
    }

    fn begin(&self, map: String) -> Current {
        let (told, made) = watch::channel(None);
        let (basemap, file, of_map) = (self.basemap.clone(), self.file.clone(), map.clone());
        tokio::task::spawn_blocking(move || {
            let graph = read_or_make(&basemap, &file, &of_map);
            let made = graph.map(|graph| Arc::new(Network::new(graph))).map_err(|why| {
                tracing::warn!(%why, "no ways can be found on the base map");
                Arc::from(why.to_string())
            });
            // Nobody may be waiting for it yet.
            let _ = told.send(Some(made));
        });
        Current { map, made }
    }
}

fn read_or_make(basemap: &Path, file: &Path, map: &str) -> Result<Graph, BasemapError> {
    match file::read(file, map) {
        Some(graph) => Ok(graph),
        None => make(basemap, file, map),
    }
}

/// Makes the graph of a map and keeps it in a file; also when it cannot be kept, it can be used.
fn make(basemap: &Path, file: &Path, map: &str) -> Result<Graph, BasemapError> {
    let (ways, unit) = basemap::ways(basemap)?;
    let graph = Graph::of(ways, unit);
    if let Err(why) = file::write(file, map, &graph) {
        tracing::warn!(%why, "the ways of the base map cannot be kept: they are read again at the next start");
    }
    Ok(graph)
}

/// Makes the graph of a map that was just imported; how many kilometres of ways it has.
pub fn make_for(location: &Location) -> Result<f64, BasemapError> {
    let basemap = location.basemap();
    let map = name_of_map(&basemap).map_err(BasemapError::Read)?;
    Ok(make(&basemap, &location.ways(), &map)?.length_m() / 1_000.0)
}

fn find(network: &Network, through: &[[f64; 2]]) -> LoopAnswer {
    let spots: Vec<Spot> = through.iter().map(|[lon, lat]| basemap::spot(*lon, *lat)).collect();
    let places: Vec<Option<OnWay>> = spots.iter().map(|spot| network.nearest(*spot)).collect();
    let stop = |(clicked, place): (&[f64; 2], &Option<OnWay>)| LoopStop {
        at: place.map_or(*clicked, |place| degrees(place.spot)),
        on_way: place.is_some(),
    };
    let stops: Vec<LoopStop> = through.iter().zip(&places).map(stop).collect();
    let legs = places.windows(2).map(|pair| leg(network, pair[0].as_ref(), pair[1].as_ref())).collect();
    LoopAnswer { stops, legs }
}

fn leg(network: &Network, from: Option<&OnWay>, to: Option<&OnWay>) -> LoopLeg {
    let (Some(from), Some(to)) = (from, to) else { return none(LegFound::OffWays) };
    match network.leg(from, to) {
        Ok(leg) => LoopLeg {
            found: LegFound::Along,
            line: leg.line.into_iter().map(degrees).collect(),
            length_m: leg.length_m,
        },
        Err(NoLeg::Apart) => none(LegFound::Apart),
        Err(NoLeg::TooFar) => none(LegFound::TooFar),
    }
}

fn none(found: LegFound) -> LoopLeg {
    LoopLeg { found, line: Vec::new(), length_m: 0.0 }
}

/// A place in degrees, to a centimetre, as records and files have them.
fn degrees(spot: Spot) -> [f64; 2] {
    let (lon, lat) = basemap::degrees(spot);
    [lon, lat].map(|degrees| (degrees * 1e7).round() / 1e7)
}

#[cfg(test)]
mod tests;
