//! A server that is killed over and over while phones send.
//!
//! Promises: `SIGKILL`, at any moment, also while the server starts; each life finds the files of the one before and
//! nothing else; the files that a killed server left are read before the next one may mend them.

use std::path::Path;
use std::time::Duration;

use shared::id::BlobHash;
use shared::record::blob_hash;
use tempfile::TempDir;

use super::load::{Load, Toll};
use super::stored::Stored;
use crate::server::Server;

/// Phones that send at the same time.
const PHONES: usize = 8;

/// A server lives at most so long after it has answered.
const LIFE_MS: u32 = 120;

/// After so many deaths the files are read through and compared.
const LOOK_AFTER: u32 = 25;

/// Kills the server so often.
pub async fn run(kills: u32, seed: u64, mut at: impl FnMut(u32, &Toll)) -> Toll {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let load = Load::new(server.url(""), walk.code.clone(), PHONES, seed);
    let mut toll = Toll::default();
    let dies = async {
        for kill in 1..=kills {
            die(&mut server, &load).await;
            if kill % LOOK_AFTER == 0 || kill == kills {
                look(server.data(), &load, &mut toll).await;
                at(kill, &toll);
            }
        }
    };
    load.until(dies).await;
    server.start_again().await;
    load.come_home().await;
    server.stop().await;
    look(server.data(), &load, &mut toll).await;
    for walker in load.everybody() {
        toll.lost += walker.number() - walker.acknowledged.get();
    }
    server.run_well(&["verify"]);
    toll
}

/// One life. How far its work has come when it ends is for the moment to say: each is as good as any other, since
/// nothing may depend on it.
async fn die(server: &mut Server, load: &Load) {
    let moment = Duration::from_millis(load.below(LIFE_MS).into());
    if load.below(5) == 0 {
        server.begin();
    } else {
        server.start_or_go_on().await;
    }
    tokio::time::sleep(moment).await;
    server.kill();
}

/// Reads a copy of the files, so that the next server finds them as they were left.
async fn look(data: &Path, load: &Load, toll: &mut Toll) {
    let copy = TempDir::with_prefix_in("lykta-look-", super::disk::memory()).expect("a directory");
    for name in ["lykta.sqlite", "lykta.sqlite-wal"] {
        if data.join(name).exists() {
            std::fs::copy(data.join(name), copy.path().join(name)).expect("room for a copy");
        }
    }
    let stored = Stored::read(&copy.path().join("lykta.sqlite")).await.expect("a database that opens");
    load.compare(&stored, toll).await;
    for blob in &stored.photos {
        toll.corrupt += u64::from(!is_whole(data, *blob));
    }
}

fn is_whole(data: &Path, blob: BlobHash) -> bool {
    let place = server::photos::place_in(&data.join("blobs"), blob);
    std::fs::read(place).is_ok_and(|bytes| blob_hash(&bytes) == blob)
}
