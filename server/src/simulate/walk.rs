//! The phones at work: each with its own store and line, all walking at once.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::{JoinError, LocalSet, spawn_local};
use tokio::time::sleep;

use geo::InteriorPoint as _;
use shared::geo::{Area, area_of};
use shared::id::SeriesId;
use shared::log::{AppendError, Log as _};
use shared::statement::Statement;
use shared::sync::{BlobState, Fault, Line as _, LineFault, MemoryStore, Store as _, exchange};
use shared::wire::{JoinAnswer, JoinRequest};

use super::chance::Chance;
use super::faults::{Faults, FaultyLine, dead_spots};
use super::http::{Http, HttpLine};
use super::phone::{self, Act, Unspeakable, Walker};
use super::site::{self, Site};
use super::{PhoneSummary, Plan, Summary, Track};
use crate::clock;

/// A phone tries to send this often while it walks, in seconds of the walk.
const SYNC_EVERY_S: f64 = 45.0;

/// In how many places a track is looked at.
const LOOKS: u32 = 50;

/// Tries at home before a phone gives up.
const MOST_TRIES: u32 = 2_000;

/// Tries in a row that may fail for reasons of the real line.
const MOST_REAL_FAULTS: u32 = 12;

const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Why a walk could not be simulated to its end.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The phones were not let in.
    #[error("a phone could not join: {0}")]
    NotJoined(String),
    /// A phone cannot go on; what it holds would stay on it.
    #[error("phone {phone} is stuck: {reason}")]
    Stuck {
        /// Which.
        phone: u64,
        /// Why.
        reason: String,
    },
    /// There was nothing to record.
    #[error(transparent)]
    Unspeakable(#[from] Unspeakable),
    /// A record that cannot be written.
    #[error("a record cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// A phone's task ended early.
    #[error("a phone ended early: {0}")]
    Ended(#[from] JoinError),
}

/// What all phones of one walk share.
struct Group {
    http: Http,
    plan: Plan,
    sites: Vec<Site>,
    dead: Vec<std::ops::Range<f64>>,
    now_ms: i64,
    notes: RefCell<Vec<String>>,
}

/// Walks with all phones at once, until each has sent everything or is stuck.
pub async fn simulate(http: &Http, plan: Plan) -> Result<Summary, SimulationError> {
    let began_ms = clock::now_ms();
    let sites = site::along(&plan.track, plan.place_seed);
    let dead = if plan.loss > 0.0 { dead_spots(&plan.track, plan.place_seed) } else { Vec::new() };
    let notes = RefCell::new(plan.track.notes().to_vec());
    let group = Rc::new(Group { http: http.clone(), plan, sites, dead, now_ms: began_ms, notes });
    let phones = LocalSet::new().run_until(all(&group)).await?;
    let Plan { track, .. } = &group.plan;
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a run")]
    let took_s = (clock::now_ms() - began_ms) as f64 / 1_000.0;
    Ok(Summary {
        all_digests_equal: phones.iter().all(|phone| phone.digest_equal),
        phones,
        track_m: track.length_m(),
        walk_s: track.duration_s(),
        took_s,
        notes: group.notes.take(),
    })
}

async fn all(group: &Rc<Group>) -> Result<Vec<PhoneSummary>, SimulationError> {
    let walk = |index| {
        let group = Rc::clone(group);
        spawn_local(async move { group.phone(index).await })
    };
    let tasks: Vec<_> = (0..group.plan.walkers).map(walk).collect();
    let mut phones = Vec::with_capacity(tasks.len());
    for task in tasks {
        phones.push(task.await??);
    }
    Ok(phones)
}

impl Group {
    async fn phone(&self, index: u64) -> Result<PhoneSummary, SimulationError> {
        let joined = self.join().await?;
        if index == 0 {
            self.notes.borrow_mut().extend(elsewhere(&joined, &self.plan.track));
        }
        let acts = self.acts(index, &joined)?;
        let faults = Faults { loss: self.plan.loss, dead: self.dead.clone() };
        let line = FaultyLine::new(
            HttpLine::new(&self.http, &joined.token),
            faults,
            Chance::new(self.plan.seed, "line", index),
        );
        let delay_s = phone::delay_s(self.plan.seed, index);
        let mut phone =
            Phone { index, series: joined.series, store: MemoryStore::default(), line, delay_s, retries: 0 };
        phone.walk(&acts, self.plan.speed).await?;
        phone.come_home(self.plan.track.duration_s()).await?;
        phone.summary(&acts).await
    }

    /// Joins over a good line, as by the door of the meeting place.
    async fn join(&self) -> Result<JoinAnswer, SimulationError> {
        let request = JoinRequest { code: self.plan.code.clone(), again: None };
        let mut wait = Wait::default();
        loop {
            match self.http.post("/join", &request).await {
                Ok(joined) => return Ok(joined),
                Err(LineFault::Retry(_)) if wait.once_more().await => {}
                Err(LineFault::Retry(why)) => return Err(SimulationError::NotJoined(why)),
                Err(LineFault::Stuck(problem)) => {
                    return Err(SimulationError::NotJoined(problem.to_string()));
                }
            }
        }
    }

    fn acts(&self, index: u64, joined: &JoinAnswer) -> Result<Vec<Act>, Unspeakable> {
        let Plan { seed, ref track, photos, .. } = self.plan;
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a walk")]
        let duration_ms = (track.duration_s() * 1_000.0) as i64;
        // A walk that is yet to come is walked now: phones do not write from the future.
        let starts_at_ms = joined.walk.starts_at_ms.min(self.now_ms - duration_ms);
        let (sites, series) = (self.sites.as_slice(), joined.series);
        phone::acts(&Walker { seed, index, track, sites, series, starts_at_ms, photos })
    }
}

/// What to do about a track that lies elsewhere than the walk's area.
fn elsewhere(joined: &JoinAnswer, track: &Track) -> Option<String> {
    let area = joined.walk.area.as_ref()?;
    let area = Area::from(joined.areas.iter().find(|card| card.id == *area)?);
    let parts = (0..=LOOKS).map(|part| track.duration_s() * f64::from(part) / f64::from(LOOKS));
    let mut places = parts.map(|at_s| track.at(at_s));
    if places.any(|place| area_of(std::slice::from_ref(&area), place).is_some()) {
        return None;
    }
    let inside = area.outline.interior_point()?;
    let (name, lat, lon) = (area.name, inside.y(), inside.x());
    Some(format!(
        "the track does not touch the walk's area “{name}”: --move-to {lat:.4},{lon:.4} brings it there"
    ))
}

/// Waits longer each time, up to a limit of times.
#[derive(Debug, Default)]
struct Wait {
    times: u32,
}

impl Wait {
    /// Whether it is worth another try, after a while.
    async fn once_more(&mut self) -> bool {
        self.times += 1;
        sleep((FIRST_WAIT * 2_u32.saturating_pow(self.times.min(10) - 1)).min(LONGEST_WAIT)).await;
        self.times < MOST_REAL_FAULTS
    }
}

struct Phone {
    index: u64,
    series: SeriesId,
    store: MemoryStore,
    line: FaultyLine<HttpLine>,
    delay_s: f64,
    retries: u64,
}

impl Phone {
    /// Records on the way, and sends now and then if it can.
    async fn walk(&mut self, acts: &[Act], speed: Option<f64>) -> Result<(), SimulationError> {
        let (mut now_s, mut sent_s) = (0.0, 0.0);
        for (number, act) in (1..).zip(acts) {
            if let Some(speed) = speed {
                sleep(Duration::from_secs_f64(((act.at_s - now_s) / speed).max(0.0))).await;
            }
            now_s = act.at_s;
            self.line.at(now_s - self.delay_s);
            self.record(number, act).await?;
            if now_s - sent_s >= SYNC_EVERY_S {
                sent_s = now_s;
                self.send().await?;
            }
        }
        Ok(())
    }

    async fn record(&self, number: u64, act: &Act) -> Result<(), SimulationError> {
        if let Some(bytes) = &act.photo {
            self.store.keep_blob(bytes.clone());
        }
        let appended = self.store.append(self.series, number, &[act.states.to_text()?]).await;
        let refused = |error: AppendError<Infallible>| self.stuck(error.to_string());
        appended.map(|_| ()).map_err(refused)
    }

    /// One exchange. `false`: to be tried again.
    async fn send(&mut self) -> Result<bool, SimulationError> {
        match exchange(&self.store, &self.line, self.series, |_| {}).await {
            Ok(()) => Ok(true),
            Err(Fault::Retry(_)) => {
                self.retries += 1;
                Ok(false)
            }
            Err(fault) => Err(self.stuck(fault.to_string())),
        }
    }

    /// Sends until everything is there.
    async fn come_home(&mut self, walk_s: f64) -> Result<(), SimulationError> {
        self.line.at(walk_s + f64::from(MOST_TRIES));
        let mut wait = Wait::default();
        for _ in 0..MOST_TRIES {
            let before = self.line.tally().real_faults;
            if self.send().await? {
                return Ok(());
            }
            let real = self.line.tally().real_faults > before;
            if !real {
                wait = Wait::default();
            } else if !wait.once_more().await {
                return Err(self.stuck("the server does not answer".to_owned()));
            }
        }
        Err(self.stuck(format!("{MOST_TRIES} tries were not enough")))
    }

    fn stuck(&self, reason: String) -> SimulationError {
        SimulationError::Stuck { phone: self.index + 1, reason }
    }

    /// Asks the server once more, over a good line, and counts.
    async fn summary(&self, acts: &[Act]) -> Result<PhoneSummary, SimulationError> {
        let Ok(own) = self.store.head(self.series).await;
        let Ok(receipt) = self.store.receipt(self.series).await;
        let heads = self.line.line().heads().await.map_err(|fault| self.stuck(format!("{fault:?}")))?;
        let theirs = heads.heads.iter().find(|receipt| receipt.series == self.series);
        let digest_equal = receipt.map(|it| it.head()) == Some(own)
            && theirs.map(shared::record::Receipt::head) == Some(own);
        let count = |of: fn(&Act) -> bool| acts.iter().filter(|act| of(act)).count() as u64;
        Ok(PhoneSummary {
            records: own.number,
            observations: count(|act| matches!(act.states, Statement::Observed(_))),
            photos: count(|act| act.photo.is_some()),
            photos_refused: self.refused(acts).await,
            stuck: self.store.stuck(self.series).len() as u64,
            retries: self.retries,
            digest_equal,
            line: self.line.tally(),
            sent: self.line.line().sent(),
        })
    }

    async fn refused(&self, acts: &[Act]) -> u64 {
        let mut refused = 0;
        for act in acts {
            if let Statement::Photographed(it) = &act.states {
                let Ok(state) = self.store.blob_state(it.photo.blob).await;
                refused += u64::from(matches!(state, BlobState::Refused(_)));
            }
        }
        refused
    }
}
