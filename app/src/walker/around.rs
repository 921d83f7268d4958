//! What the phone takes along on its walk: the plan as it is now, what others pointed out near it, and the map.
//!
//! Promises: nothing waits for it; what came before stays until something newer has come whole; a map that was cut off
//! is gone on with, and is used only when its bytes are those that the server named.

use std::rc::Rc;

use serde::Deserialize;
use shared::record::blob_hash;
use shared::wire::{MapFile, NearbyFinding, WalkCard};
use wasm_bindgen_futures::spawn_local;

use super::state::Walker;
use crate::map::{Maps, Spot, edges_around};
use crate::platform::json;
use crate::platform::net::{self, Body, Request, Who};
use crate::platform::service_worker::saved_for_offline;
use crate::platform::time::at_most;
use crate::sync::{Account, surroundings};

/// So much of the map crosses the line at a time: what is lost when it breaks.
const PIECE_BYTES: u64 = 128 * 1024;
const TIMEOUT_MS: u32 = 60_000;
/// How long the map waits for the app itself to lie on the phone.
const PATIENCE_MS: u32 = 20_000;
/// The map reaches about so far beyond the loop, in degrees of latitude.
const MARGIN_DEG: f64 = 0.004;
/// How often a piece is asked for again before the map waits for another occasion.
const TRIES: usize = 3;

/// What is read at once of a [`shared::wire::Surroundings`]; its neighbourhoods are read by the map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Around {
    /// The walk as it is planned now.
    pub walk: WalkCard,
    /// What others pointed out.
    pub findings: Vec<NearbyFinding>,
    /// Lamp posts as `[lon, lat]`.
    pub lamps: Vec<[f64; 2]>,
    /// Which map to fetch.
    pub map: Option<MapFile>,
}

impl Around {
    /// West, south, east, north of the loop and of what is asked about and known around it.
    pub fn edges(&self) -> Option<[f64; 4]> {
        let places = self.findings.iter().map(|it| [it.position.lon(), it.position.lat()]);
        edges_around(self.walk.loop_line.iter().copied().chain(places))
    }

    /// Reads what was kept.
    pub fn read(kept: &str) -> Option<Rc<Self>> {
        json::parse(kept).ok().map(Rc::new)
    }
}

/// How far the map has come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum MapState {
    /// Nobody has asked yet.
    #[default]
    Unasked,
    /// The municipality has no map here.
    None,
    /// So many bytes of so many are here.
    Fetching(f64, f64),
    /// It waits for net, with so many bytes of so many here.
    Waiting(f64, f64),
    /// It is here.
    Here(f64),
    /// The phone has no room for it.
    Full,
    /// This browser draws no maps.
    CannotDraw,
}

/// Fetches what is new around the walk, and its map. Whoever has it all is asked whether it is still so.
pub fn take_along(walker: Walker) {
    let Some(account) = walker.walk.peek(|walk| walk.as_ref().map(super::joined::JoinedWalk::account)) else {
        return;
    };
    let before = walker.around().and_then(|around| around.map.clone());
    spawn_local(async move {
        if let Ok(text) = surroundings(&account).await
            && Around::read(&text).is_some()
            && walker.series() == Some(account.series)
        {
            walker.change_walk(|walk| walk.with_around(text));
        }
        // Whoever went on to another walk meanwhile takes that one's map.
        if walker.around().is_some() && walker.series() == Some(account.series) {
            take_map(walker, &account, before).await;
        }
    });
}

async fn take_map(walker: Walker, account: &Account, before: Option<MapFile>) {
    let Some(file) = walker.around().and_then(|around| around.map.clone()) else {
        return walker.map.set(MapState::None);
    };
    // A map that is shown is not taken from under the walker's eyes.
    let is_here = matches!(walker.map.now(), MapState::Here(_)) && before.as_ref() == Some(&file);
    if is_here || matches!(walker.map.now(), MapState::Fetching(..)) {
        return;
    }
    let total = whole(file.bytes);
    walker.map.set(MapState::Fetching(0.0, total));
    // The map's own script is kept by the service worker, once that is there; a browser without one still has a map.
    at_most(PATIENCE_MS, saved_for_offline()).await;
    let state = match Maps::load().await {
        Err(_) => MapState::Waiting(0.0, total),
        Ok(maps) if !maps.can_draw() => MapState::CannotDraw,
        Ok(maps) => fetched(walker, &maps, &file, account).await,
    };
    walker.map.set(state);
}

async fn fetched(walker: Walker, maps: &Maps, file: &MapFile, account: &Account) -> MapState {
    let (name, total) = (file.sha256.to_string(), whole(file.bytes));
    for _ in 0..TRIES {
        let mut here = maps.held(&name).await;
        while here < total {
            walker.map.set(MapState::Fetching(here, total));
            let Ok(piece) = piece(account, here, total).await else { return MapState::Waiting(here, total) };
            if let Err(failure) = maps.keep(&name, here, &piece).await {
                return if failure.is_full() { MapState::Full } else { MapState::Waiting(here, total) };
            }
            here += whole(piece.len() as u64);
        }
        let bytes = match maps.archive(&name).await {
            Ok(archive) => Maps::bytes(&archive).await.unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        if blob_hash(&bytes) == file.sha256 {
            maps.keep_only(&walker.maps_wanted()).await;
            return MapState::Here(total);
        }
        // Something else came over the line, or the server has another map by now. Other walks' maps stay.
        let mut others = walker.maps_wanted();
        others.retain(|other| *other != name);
        maps.keep_only(&others).await;
    }
    MapState::Waiting(0.0, total)
}

/// The next piece of the map; tried again when the line breaks.
async fn piece(account: &Account, from: f64, total: f64) -> Result<Vec<u8>, ()> {
    let to = (from + whole(PIECE_BYTES)).min(total) - 1.0;
    let request = Request {
        method: "GET",
        path: "/api/v1/surroundings/map",
        who: Who::Token(&account.token),
        headers: &[("Range", format!("bytes={from}-{to}"))],
        body: Body::Empty,
        timeout_ms: TIMEOUT_MS,
    };
    for _ in 0..TRIES {
        if let Ok((206, bytes)) = net::fetch_bytes(&request).await {
            return Ok(bytes);
        }
    }
    Err(())
}

#[expect(clippy::cast_precision_loss, reason = "a map has a few megabytes")]
fn whole(bytes: u64) -> f64 {
    bytes as f64
}

impl Walker {
    /// What was taken along on the present walk.
    pub fn around(self) -> Option<Rc<Around>> {
        self.walk.peek(|walk| walk.as_ref().and_then(|walk| walk.around.clone()))
    }

    /// Whether a place lies where the walk is, as far as one knows where that is.
    pub fn reaches(self, spot: Spot) -> bool {
        let edges = self.around().and_then(|around| around.edges());
        edges.is_none_or(|[west, south, east, north]| {
            let (wide, high) = (2.0 * MARGIN_DEG, MARGIN_DEG);
            (west - wide..=east + wide).contains(&spot.lon)
                && (south - high..=north + high).contains(&spot.lat)
        })
    }

    /// The archives that some walk on this phone wants.
    fn maps_wanted(self) -> Vec<String> {
        let name = |around: &Rc<Around>| around.map.as_ref().map(|map| map.sha256.to_string());
        let of_all = self.walks.peek(|walks| {
            walks.iter().filter_map(|walk| walk.around.as_ref().and_then(name)).collect::<Vec<_>>()
        });
        of_all.into_iter().chain(self.around().as_ref().and_then(name)).collect()
    }
}
