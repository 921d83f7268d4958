//! Bytes from outside, damaged as chance would have it: whoever reads them answers or refuses, soon, and never panics.
//!
//! Promises: what chance does follows from a seed, which is told with what went wrong. `LYKTA_DAMAGES` says how often each
//! reader is tried.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};
use tests::readers::{Reader, reader};
use tests::wait;

/// How often each reader is tried, unless told otherwise.
const DAMAGES: u64 = 2_000;

/// Nobody waits longer for a few kilobytes.
const SOON: Duration = Duration::from_secs(20);

/// What numbers and texts break at.
const PIECES: [&[u8]; 12] = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\"",
    b"{",
    b"[[[[[[[[",
    b"null",
    b"-1",
    b"1e400",
    b"18446744073709551616",
    b"NaN",
    "å\u{2028}".as_bytes(),
    b"\x7f\xff\xff\xff\xff\xff\xff\xff",
];

fn anywhere(chance: &mut ChaCha8Rng, bytes: &[u8]) -> usize {
    chance.random_range(0..=bytes.len())
}

/// One damage: a bit, a piece left out, said twice, put in, or all that follows gone.
fn damage(chance: &mut ChaCha8Rng, bytes: &mut Vec<u8>) {
    let (at, length) = (anywhere(chance, bytes), chance.random_range(1..64));
    let end = bytes.len().min(at + length);
    match chance.random_range(0..6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.random_range(0..8),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let again = bytes[at..end].to_vec();
            let to = anywhere(chance, bytes);
            bytes.splice(to..to, again);
        }
        3 if chance.random_ratio(1, 8) => bytes.truncate(at),
        4 if at < bytes.len() => bytes[at] = chance.random_range(0..=255),
        _ => {
            let piece = PIECES[chance.random_range(0..PIECES.len())];
            bytes.splice(
                at..bytes.len().min(at + piece.len() * chance.random_range(0..2)),
                piece.iter().copied(),
            );
        }
    }
}

/// Tries a reader with samples as they are and damaged.
fn try_out(Reader { name, samples, read }: Reader) {
    let samples = samples();
    let told = std::env::var("LYKTA_DAMAGES").ok().and_then(|told| told.parse().ok());
    let begun = wait::now();
    let count = told.unwrap_or(DAMAGES);
    for seed in 0..count {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = samples[chance.random_range(0..samples.len())].clone();
        for _ in 0..chance.random_range(0..6) {
            damage(&mut chance, &mut bytes);
        }
        let since = wait::now();
        let went = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        assert!(went.is_ok(), "{name}, seed {seed}: {}", String::from_utf8_lossy(&bytes));
        assert!(since.elapsed() < SOON, "{name}, seed {seed}: {:?}", since.elapsed());
    }
    println!("{name}: {count} in {:.1} s", begun.elapsed().as_secs_f64());
}

#[test]
fn records_and_requests() {
    try_out(reader("statement"));
    try_out(reader("push"));
    try_out(reader("desk"));
}

#[test]
fn names_and_tokens() {
    try_out(reader("name"));
}

#[test]
fn areas_and_points() {
    try_out(reader("areas"));
    try_out(reader("points"));
}

#[test]
fn tracks() {
    try_out(reader("gpx"));
}

#[test]
fn maps() {
    try_out(reader("pbf"));
    try_out(reader("pmtiles"));
}

#[test]
fn photos() {
    try_out(reader("photo"));
}

#[test]
fn files_that_phones_saved() {
    try_out(reader("bundle"));
}
