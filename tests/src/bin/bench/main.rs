//! The measured figures, as a table in Markdown: `cargo run --release -p tests --bin bench [server|load|laden|wire|line|phone|map|findings|merging|picture|million|position|situation|effort|basemap]`.
//!
//! Promises: real programs only: the release server with SQLite's `synchronous=FULL`, and Chromium for the phone. Each
//! line says how it was measured.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement that fails is no measurement"
)]

mod basemap;
mod effort;
mod findings;
mod line;
mod load;
mod map;
mod merging;
mod million;
mod peers;
mod phone;
mod picture;
mod position;
mod server;
mod situation;
mod wire;

use shared::geo::Position;
pub(crate) use tests::memory::{peak_kib, resident_kib};
use tests::place;

/// One line of the table.
pub(crate) struct Figure {
    what: String,
    found: String,
    how: String,
}

impl Figure {
    pub(crate) fn new(what: &str, found: String, how: &str) -> Self {
        Self { what: what.to_owned(), found, how: how.to_owned() }
    }
}

#[tokio::main]
async fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| it == name);
    println!("| What | Figure | How |\n|---|---|---|");
    if is_wanted("findings") {
        print(findings::measure());
    }
    if is_wanted("merging") {
        print(merging::measure(&lamps(), merging::HELD_OUT));
    }
    // Not of the figures: what the constants of the model are fitted by.
    if wanted.iter().any(|it| it == "fit") {
        let told = ["lamps not known", "lamps known"].into_iter().zip(merging::correction(&lamps()));
        let figure = |(name, [a, b]): (&str, [f64; 2])| {
            Figure::new(
                &format!("correction, {name}"),
                format!("{a:.3} + {b:.3} x"),
                "log-odds, training seeds",
            )
        };
        print(told.map(figure).collect());
    }
    if is_wanted("million") {
        print(million::measure());
    }
    if is_wanted("picture") {
        print(picture::measure());
    }
    if is_wanted("position") {
        print(position::measure());
    }
    if is_wanted("basemap") {
        print(basemap::measure().await);
    }
    if is_wanted("situation") {
        print(situation::measure());
        print(peers::measure());
    }
    if is_wanted("effort") {
        print(effort::measure());
    }
    if is_wanted("server") {
        print(server::measure().await);
    }
    if is_wanted("load") {
        load::measure(print).await;
    }
    if is_wanted("laden") {
        print(load::laden().await);
    }
    if is_wanted("wire") {
        print(wire::measure().await);
    }
    if is_wanted("line") {
        print(line::measure().await);
    }
    if is_wanted("phone") {
        print(phone::measure().await);
    }
    if is_wanted("map") {
        print(map::measure().await);
    }
}

/// The lamps of the demonstration's map.
fn lamps() -> Vec<Position> {
    let marks = ::server::basemap::marks(&place::demonstration("helsinki.pmtiles")).unwrap();
    marks.lamps.iter().filter_map(|[lon, lat]| Position::new(*lat, *lon).ok()).collect()
}

fn print(figures: Vec<Figure>) {
    for Figure { what, found, how } in figures {
        println!("| {what} | {found} | {how} |");
    }
}

/// Median and the value that 95 of 100 do not exceed.
pub(crate) fn median_and_p95(values: Vec<f64>) -> (f64, f64) {
    let [median, p95] = percentiles(values, [50, 95]);
    (median, p95)
}

/// The values that so many of 100 do not exceed.
pub(crate) fn percentiles<const N: usize>(mut values: Vec<f64>, of: [usize; N]) -> [f64; N] {
    values.sort_by(f64::total_cmp);
    of.map(|hundredth| values[(values.len() * hundredth / 100).min(values.len() - 1)])
}
