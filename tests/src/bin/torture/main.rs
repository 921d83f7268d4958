//! The campaigns with real processes: `cargo xtask torture [kills|cuts|hostile|chromium|firefox] [HOW MANY] [SEED]`.
//!
//! Promises: without a name all of them run; it says what it went through, and fails at the first promise broken.
#![expect(clippy::expect_used, reason = "a campaign that cannot run has failed")]

use std::process::ExitCode;

use tests::browser::Kind;
use tests::torture::browsers;
use tests::torture::cuts::{self, Care};
use tests::torture::hostile::{self, Scale};
use tests::torture::kills;
use tests::wait;

/// How often each is done, unless told otherwise.
const KILLS: u32 = 1_000;
const CUTS: u32 = 20_000;
const KILLS_OF_A_BROWSER: u32 = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let told: Vec<String> = std::env::args().skip(1).collect();
    let wanted = told.first().map_or("all", String::as_str);
    let number = |place: usize| told.get(place).map(|it| it.parse::<u32>().expect("a number"));
    let (many, seed) = (number(1), u64::from(number(2).unwrap_or(1)));
    let is_wanted = |name: &str| wanted == "all" || wanted == name;
    let mut went_well = true;
    if is_wanted("kills") {
        went_well &= kill(many.unwrap_or(KILLS), seed).await;
    }
    if is_wanted("cuts") {
        went_well &= cut(many.unwrap_or(CUTS), seed).await;
    }
    if is_wanted("hostile") {
        went_well &= attack().await;
    }
    for kind in [Kind::Chromium, Kind::Firefox] {
        if is_wanted(kind.name()) {
            kill_browser(kind, many.unwrap_or(KILLS_OF_A_BROWSER), seed).await;
        }
    }
    if went_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn kill(kills: u32, seed: u64) -> bool {
    let begun = wait::now();
    let say = |kill, toll: &_| println!("killed {kill} times: {toll}");
    let toll = kills::run(kills, seed, say).await;
    println!("the server, killed {kills} times in {:.0} s: {toll}", begun.elapsed().as_secs_f64());
    toll.is_clean()
}

async fn attack() -> bool {
    println!("| Attempt | What the attacker sent | The bystander | Server's memory |\n|---|---|---|---|");
    let outcomes = hostile::run(Scale::FULL, |outcome| println!("{outcome}")).await;
    outcomes.iter().all(|it| it.waits.is_unharmed())
}

async fn kill_browser(kind: Kind, kills: u32, seed: u64) {
    let begun = wait::now();
    let say = |toll: &_| println!("{}: {toll:?}", kind.name());
    let toll = browsers::run(kind, kills, seed, say).await;
    let (name, took) = (kind.name(), begun.elapsed().as_secs_f64());
    println!("{name} in {took:.0} s: {toll:?}: 0 lost, 0 doubled, 0 changed");
}

async fn cut(cuts: u32, seed: u64) -> bool {
    // So that the same cuts are seldom made twice.
    let rounds = u64::from(cuts / 160).clamp(20, 40);
    let recorded = cuts::record(Care::Full, rounds, seed).await;
    let (records, photos) = recorded.told();
    println!("{} calls of the server, {records} records and {photos} photos acknowledged", recorded.events());
    let begun = wait::now();
    let outcome = recorded.cut(cuts as usize, seed);
    println!("synchronous=FULL: {outcome} ({:.0} s)", begun.elapsed().as_secs_f64());
    let names = recorded.without_flushes_of_directories().cut(cuts as usize / 20, seed);
    println!("the same without flushes of directories, which must go wrong: {names}");
    let normal = cuts::record(Care::Normal, rounds, seed).await.cut(cuts as usize / 20, seed);
    println!("synchronous=NORMAL, which must go wrong: {normal}");
    (outcome.lost, outcome.corrupt) == (0, 0) && names.lost > 0 && normal.lost > 0
}
