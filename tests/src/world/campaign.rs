//! Many worlds, one after the other, on every core; and what is told of the first that breaks a promise.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use core_affinity::CoreId;
use tokio::runtime::{Builder, Runtime};

use super::{Schedule, Town, live, plain};
use crate::wait;

/// What the phones of a world talk to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The real router and store, with everything that follows from the records.
    RealServer,
    /// A few maps in memory.
    PlainServer,
}

/// A promise that was broken.
#[derive(Debug)]
pub struct Broken {
    /// The schedule, as short as it could be made.
    pub schedule: Schedule,
    /// How many schedules went well before, at least.
    pub after: u64,
    /// What was seen.
    pub why: String,
}

/// What came of a campaign.
#[derive(Debug)]
pub struct Outcome {
    /// Schedules that were lived through.
    pub done: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// The first that went wrong.
    pub broken: Option<Broken>,
}

impl std::fmt::Display for Outcome {
    #[expect(clippy::cast_precision_loss, reason = "how many in a second is told roughly")]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.broken {
            Some(broken) => broken.fmt(f),
            None => write!(
                f,
                "{} schedules went well, {:.0} per second",
                self.done,
                self.done as f64 / self.seconds
            ),
        }
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Schedule { seed, skews_ms, deeds } = &self.schedule;
        writeln!(f, "seed {seed}, after {} that went well: {}", self.after, self.why)?;
        writeln!(f, "phones whose clocks are off by {skews_ms:?} ms, and then:")?;
        deeds.iter().try_for_each(|deed| writeln!(f, "  {deed:?}"))
    }
}

/// A thread's own surroundings for many worlds.
struct Place {
    runtime: Runtime,
    town: Town,
}

impl Place {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let town = runtime.block_on(Town::found());
        Self { runtime, town }
    }

    /// Lives through one schedule: a digest of what was decided, or what was broken.
    fn try_out(&self, against: Against, schedule: &Schedule) -> Result<String, String> {
        let lived = catch_unwind(AssertUnwindSafe(|| match against {
            Against::RealServer => self.runtime.block_on(live(&self.town, schedule)),
            Against::PlainServer => {
                pollster::block_on(plain::live(schedule));
                String::new()
            }
        }));
        lived.map_err(|panic| said(&*panic))
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let told = panic.downcast_ref::<String>().cloned();
    told.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
}

/// The digest of what one schedule decides; panics with what was broken.
pub fn digest_of(schedule: Schedule) -> String {
    let outcome = Place::new().try_out(Against::RealServer, &schedule);
    outcome.unwrap_or_else(|why| panic!("{}", Broken { schedule, after: 0, why }))
}

/// Lives through one schedule against either server; panics with what was broken.
pub fn goes_well(schedule: &Schedule) {
    for against in [Against::PlainServer, Against::RealServer] {
        if let Err(why) = Place::new().try_out(against, schedule) {
            panic!("{against:?}: {}", Broken { schedule: schedule.clone(), after: 0, why });
        }
    }
}

/// So many schedules, from a seed on, shared by all cores; ends at the first that breaks a promise.
pub fn run(against: Against, schedules: u64, first: u64) -> Outcome {
    let begun = wait::now();
    let (next, done, broken) = (AtomicU64::new(0), AtomicU64::new(0), Mutex::new(None::<Schedule>));
    let cores = core_affinity::get_core_ids().expect("a machine has cores");
    let work = |core| {
        stay_on(core);
        let place = Place::new();
        while broken.lock().expect("no panic here").is_none() {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= schedules {
                return;
            }
            let schedule = Schedule::new(first.wrapping_add(index));
            match place.try_out(against, &schedule) {
                Ok(_) => drop(done.fetch_add(1, Ordering::Relaxed)),
                Err(_) => drop(broken.lock().expect("no panic here").get_or_insert(schedule)),
            }
        }
    };
    let work = &work;
    std::thread::scope(|scope| {
        for core in cores {
            scope.spawn(move || work(core));
        }
    });
    let (done, seconds) = (done.into_inner(), begun.elapsed().as_secs_f64());
    let broken =
        broken.into_inner().expect("no panic here").map(|schedule| shortened(against, schedule, done));
    Outcome { done, seconds, broken }
}

/// Keeps this thread, and all that it begins, on one core: a world's threads wait for each other at every step, and waking
/// one on another core takes longer than what it then does.
fn stay_on(core: CoreId) {
    core_affinity::set_for_current(core);
}

/// The same schedule without what is not needed to break the promise, as far as a few hundred tries tell.
fn shortened(against: Against, mut schedule: Schedule, after: u64) -> Broken {
    let place = Place::new();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let mut why = place.try_out(against, &schedule).err();
    let mut span = schedule.deeds.len().div_ceil(2);
    while span > 0 && why.is_some() {
        let mut start = 0;
        while start < schedule.deeds.len() {
            let mut shorter = schedule.clone();
            shorter.deeds.drain(start..shorter.deeds.len().min(start + span));
            match place.try_out(against, &shorter) {
                Err(still) => (schedule, why) = (shorter, Some(still)),
                Ok(_) => start += span,
            }
        }
        span /= 2;
    }
    std::panic::set_hook(hook);
    let why = why.unwrap_or_else(|| {
        "it went well when it was tried again: it depends on how fast threads are".to_owned()
    });
    Broken { schedule, after, why }
}
