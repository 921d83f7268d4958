//! Browsers that are killed over and over while a walker says things and the phone sends them.
//!
//! Promises: `SIGKILL`, at any moment: while something is said, right after *Sparad* stood there, while records and
//! photos are on their way; each start finds the profile of the one before. Whatever was *Sparad* is in the phone's own
//! log after it, once and as it was, and at last on the server.

use std::time::Duration;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;
use tempfile::TempDir;

use crate::browser::{Browser, Kind};
use crate::journey::{Walker, file};
use crate::photo::Shot;
use crate::says::{LAMP, beside};
use crate::server::{Server, Walk};
use crate::wait;

/// A browser lives at most so long after the last thing that was said.
const LIFE_MS: u64 = 400;

/// A walk that becomes long is followed by another.
const KILLS_OF_A_WALK: u32 = 25;

/// What a campaign went through.
#[derive(Debug, Default, Clone, Copy)]
pub struct Toll {
    /// Kills.
    pub kills: u32,
    /// Observations that stood there as *Sparad*.
    pub saved: usize,
    /// Observations that were there and had not been seen as *Sparad* before the kill.
    pub unseen: usize,
}

/// Kills a browser so often; panics at the first thing that is lost, doubled or changed.
pub async fn run(kind: Kind, kills: u32, seed: u64, mut at: impl FnMut(&Toll)) -> Toll {
    let server = Server::start().await;
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut toll = Toll::default();
    while toll.kills < kills {
        let walk = server.create_walk("Porsön");
        let most = KILLS_OF_A_WALK.min(kills - toll.kills);
        one_walk(kind, (&server, &walk), most, &mut chance, &mut toll, &mut at).await;
    }
    toll
}

async fn one_walk(
    kind: Kind,
    (server, walk): (&Server, &Walk),
    kills: u32,
    chance: &mut ChaCha8Rng,
    toll: &mut Toll,
    at: &mut impl FnMut(&Toll),
) {
    let photos = TempDir::new().expect("a directory");
    let shot = file(&photos, "lamp.jpg", &Shot { width: 900, height: 1_200, orientation: 6 }.jpeg());
    let mut walker = Walker::joins(kind, walk, LAMP).await;
    walker.leaves().await;
    let mut before: Vec<String> = Vec::new();
    for kill in 1..=kills {
        let place = beside(LAMP, 20.0 * f64::from(kill), 0.0);
        walker.browser.stand_at(place, 6.0).await;
        let said = 1 + usize::from(chance.random_bool(0.3));
        for _ in 0..said {
            walker.points_at("unsafe", "lighting").await;
            if chance.random_bool(0.4) {
                // Whether it is saved when the browser dies is left open.
                walker.browser.choose_file("sheet-photo-input", &shot).await;
            }
            walker.browser.tap("sheet-done").await;
        }
        let is_amid_another = chance.random_bool(0.4);
        if is_amid_another {
            walker.browser.tap("unsafe-here").await;
            walker.browser.tap("category-lighting").await;
        }
        tokio::time::sleep(Duration::from_millis(chance.random_range(0..LIFE_MS))).await;
        let profile = walker.browser.kill().await;
        walker = Walker { browser: Browser::start_with(profile).await };
        walker.browser.stand_at(place, 6.0).await;
        walker.browser.open(&server.url("/")).await;
        walker.goes_on(walk).await;
        let now = texts(&walker).await;
        let (was, is) = (observed(&before), observed(&now));
        assert!(now.starts_with(&before), "kill {kill}: what was on the phone is there, as it was");
        assert!(is >= was + said, "kill {kill}: {said} more were Sparad after {was}, and {is} are there");
        let most = was + said + usize::from(is_amid_another);
        assert!(is <= most, "kill {kill}: {is} are there, and {most} were said at most");
        (toll.kills, toll.saved, toll.unseen) =
            (toll.kills + 1, toll.saved + said, toll.unseen + is - was - said);
        at(toll);
        before = now;
    }
    comes_home(&walker, server).await;
}

/// The phone and the server have the same, by the digest of each.
async fn comes_home(walker: &Walker, server: &Server) {
    let said = walker.own_head().await;
    let arrived = async || {
        let kept = walker.browser.rows("receipts").await;
        kept.iter().any(|it| it["number"].as_u64() == Some(said.number)).then_some(())
    };
    wait::until("the server has everything", arrived).await;
    let (kept, held) = walker.receipts(server).await;
    assert_eq!((kept, held), (said, said), "phone, receipt and server have the same digest");
    let mut texts = texts(walker).await;
    let all = texts.len();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), all, "nothing is doubled");
}

/// The texts of the phone's own log, in order.
async fn texts(walker: &Walker) -> Vec<String> {
    let mut rows = walker.browser.rows("records").await;
    rows.sort_by_key(|row| row["number"].as_u64());
    rows.iter().map(|row| row["text"].as_str().expect("a text").to_owned()).collect()
}

fn observed(texts: &[String]) -> usize {
    let is_observed =
        |text: &&String| serde_json::from_str::<Value>(text).is_ok_and(|it| it["kind"] == "observed");
    texts.iter().filter(is_observed).count()
}
