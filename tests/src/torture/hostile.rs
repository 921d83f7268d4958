//! A hostile phone on a walk that others are on too: what each attempt costs the attacker, and the others.
//!
//! Promises: a real server and real requests; a bystander sends records and asks for answers all the while, from the
//! same address; waits and memory are reported, what was lost or refused to the bystander is a failure.

mod attacks;
mod bystander;
mod raw;

use std::time::Duration;

use shared::wire::Role;

use crate::memory::peak_kib;
use crate::server::Server;
use crate::wait;

use attacks::Attacker;
use bystander::Bystander;
pub use bystander::Waits;

/// How much of everything the attacker sends.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Taps of one series on one spot.
    pub taps: usize,
    /// Padded records about one observation.
    pub padded: usize,
    /// Photos whose sender hangs up.
    pub hang_ups: usize,
    /// Saved files of a few kilobytes that unpack to megabytes.
    pub bundles: usize,
    /// Connections whose bodies trickle, and for how many seconds.
    pub trickles: (usize, u64),
    /// Guesses at a walk's code.
    pub guesses: usize,
}

impl Scale {
    /// What a test run has time for.
    pub const SMALL: Self =
        Self { taps: 400, padded: 60, hang_ups: 6, bundles: 2, trickles: (130, 2), guesses: 400 };
    /// What was tried by hand when the faults were found.
    pub const FULL: Self =
        Self { taps: 3_000, padded: 2_000, hang_ups: 40, bundles: 4, trickles: (160, 20), guesses: 20_000 };
}

/// What came of one attempt.
#[derive(Debug)]
pub struct Outcome {
    /// What was attempted.
    pub name: &'static str,
    /// Bytes that the attacker sent.
    pub sent_bytes: usize,
    /// What the server answered, and how often.
    pub answers: String,
    /// How long it took.
    pub took: Duration,
    /// What the bystander met meanwhile.
    pub waits: Waits,
    /// The most memory that the server held, in MiB.
    pub peak_mib: u64,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, sent_bytes, answers, took, waits, peak_mib } = self;
        let (kib, took_s) = (sent_bytes / 1_024, took.as_secs_f64());
        write!(f, "| {name} | {kib} KiB, {took_s:.1} s; {answers} | {waits} | {peak_mib} MiB |")
    }
}

/// Runs every attempt on one server, one after the other.
pub async fn run(scale: Scale, mut report: impl FnMut(&Outcome)) -> Vec<Outcome> {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let officer = server.desk(Role::Officer);
    let attacker = Attacker { server: &server, walk: &walk, officer, scale };
    let mut outcomes = Vec::new();
    macro_rules! attempt {
        ($name:literal, $attack:ident) => {
            let outcome = observed(&attacker, $name, attacker.$attack()).await;
            report(&outcome);
            outcomes.push(outcome);
        };
    }
    attempt!("nothing", rest);
    attempt!("taps on one spot by one series", taps);
    attempt!("padded records about one observation", padded);
    attempt!("photos, hanging up", hang_ups);
    attempt!("saved files that unpack to megabytes", bundles);
    attempt!("bodies that trickle, unauthenticated", trickles);
    attempt!("guesses at the walk's code", guesses);
    outcomes
}

/// What an attack sent, and what it was answered.
struct Sent {
    bytes: usize,
    answers: raw::Counted,
}

async fn observed(
    attacker: &Attacker<'_>,
    name: &'static str,
    attack: impl Future<Output = Sent>,
) -> Outcome {
    let pid = attacker.server.pid();
    // Writing 5 resets the peak that the kernel keeps of a process's resident memory (proc(5)).
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("a process of ours");
    let bystander = Bystander::start(attacker.server.url(""), attacker.walk.code.clone());
    let begun = wait::now();
    let sent = attack.await;
    let took = begun.elapsed();
    let waits = bystander.stop().await;
    let peak_kib = peak_kib(pid);
    assert!(peak_kib > 0, "the server did not outlive “{name}”");
    Outcome {
        name,
        sent_bytes: sent.bytes,
        answers: sent.answers.to_string(),
        took,
        waits,
        peak_mib: peak_kib / 1_024,
    }
}
