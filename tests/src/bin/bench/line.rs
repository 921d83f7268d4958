//! The same thousand observations on the line: from a real browser to us, through `PouchDB` and to `PocketBase`.

use std::process::Command;

use serde::Serialize;
use shared::id::{RecordId, SeriesId};
use shared::position::simulated::Chance;
use shared::record::Head;
use shared::statement::{Change, Edited, Feeling, Severity, Statement, When};
use tests::browser::Kind;
use tests::journey::Walker;
use tests::says::{self, LAMP, beside};
use tests::server::{Server, Walk};

use crate::Figure;
use crate::situation::index;
use crate::wire::{Recorder, told};

const SCRIPT: &str = include_str!("line.mjs");
const OBSERVATIONS: usize = 1_000;

/// What a walker says of one thing; others are given it as it is.
#[derive(Debug, Serialize)]
struct Said {
    feeling: Feeling,
    category: &'static str,
    lat: f64,
    lon: f64,
    accuracy_m: f64,
    at_ms: i64,
    text: String,
    when: Vec<When>,
    severity: Severity,
}

pub(crate) async fn measure() -> Vec<Figure> {
    let mut chance = Chance(1_000);
    let all: Vec<Said> = (0..OBSERVATIONS).map(|number| said(number, &mut chance)).collect();
    let mut figures = vec![ours(&all).await];
    figures.extend(others(&all));
    figures
}

/// Sentences of words that come up on walks: no two are alike, as no two people say the same.
fn said(number: usize, chance: &mut Chance) -> Said {
    const ABOUT: [&str; 6] = ["lighting", "vegetation", "graffiti", "littering", "traffic", "underpass"];
    const WORDS: &str = "lampan är trasig vid skolan mörkt buskarna skymmer hela vägen klotter på elskåpet ingen ser in här från \
        husen bilar kör fort förbi lekplatsen halt i backen mot stationen sent";
    let words: Vec<&str> = WORDS.split(' ').collect();
    let mut any = |of: usize| index(chance, of);
    let text: Vec<&str> = (0..5 + any(8)).map(|_| words[any(words.len())]).collect();
    let (category, level) = (ABOUT[any(ABOUT.len())], u8::try_from(any(4)).expect("few"));
    let at_ms = 1_795_000_000_000
        + 60_000 * i64::try_from(number).expect("few")
        + i64::try_from(any(60_000)).expect("few");
    let (north_m, east_m) = (chance.normal(400.0), chance.normal(400.0));
    let (lat, lon) = beside(LAMP, north_m, east_m);
    let (feeling, when) = (Feeling::Unsafe, vec![When::Dark]);
    let severity = Severity::try_from(level).expect("0 to 3");
    Said { feeling, category, lat, lon, accuracy_m: 6.0, at_ms, text: text.join(" "), when, severity }
}

/// Lies on the phone's disk as if it had been said on a walk without net, and is sent by Chromium.
async fn ours(all: &[Said]) -> Figure {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let line = Recorder::start(server.port()).await;
    let through = Walk { link: format!("http://127.0.0.1:{}/#{}", line.port, walk.code), ..walk };
    let walker = Walker::joins(Kind::Chromium, &through, LAMP).await;
    walker.leaves().await;
    server.kill();
    let series = walker.series().await;
    let rows = rows(all, series);
    walker.browser.put_rows("records", &rows).await;
    line.heard.lock().unwrap().clear();
    server.start_again().await;
    walker.browser.reload().await;
    walker.counts(OBSERVATIONS, OBSERVATIONS).await;
    let heard = line.heard.lock().unwrap().clone();
    let how = "Chromium, after a walk without net: words, when and severity; gzip; the same observations as the next";
    Figure::new("1,000 observations on the line, for each", told(&heard, OBSERVATIONS), how)
}

/// As they would lie in the phone's database.
fn rows(all: &[Said], series: SeriesId) -> Vec<serde_json::Value> {
    let (mut head, mut rows) = (Head::empty(series), Vec::new());
    for it in all {
        let of = RecordId { series, number: head.number + 1 };
        let changes =
            [Change::Text(it.text.clone()), Change::When(it.when.clone()), Change::Severity(it.severity)];
        let observed = says::pointed_out(it.feeling, it.category, (it.lat, it.lon), it.at_ms);
        let edits = changes.map(|change| edited(it, of, change));
        for text in std::iter::once(observed).chain(edits).map(|it| says::text(&it)) {
            head = head.then(&text);
            rows.push(serde_json::json!({
                "series": series, "number": head.number, "text": text, "digest": head.digest
            }));
        }
    }
    rows
}

fn edited(it: &Said, of: RecordId, change: Change) -> Statement {
    match says::edit(of, change) {
        Statement::Edited(edited) => Statement::Edited(Edited { at_ms: it.at_ms + 20_000, ..edited }),
        other => other,
    }
}

fn others(all: &[Said]) -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    let (script, file) = (folder.path().join("line.mjs"), folder.path().join("observations.json"));
    std::fs::write(&script, SCRIPT).unwrap();
    std::fs::write(&file, serde_json::to_string(all).unwrap()).unwrap();
    match Command::new("node").arg(script).arg(file).output() {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).lines().filter_map(crate::peers::figure).collect()
        }
        Ok(output) => panic!("{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => vec![Figure::new("others' programs", "not found here".to_owned(), "no Node")],
    }
}
