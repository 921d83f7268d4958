//! What else the map shows, for the list: the loop and the nearest lamp, which way and how far.
//!
//! Promises: nothing is said of what the phone does not know, its own place among it.

use shared::geo::Position;
use shared::track::along;

use super::loop_line::parted;
use super::parts::p;
use super::state::Walker;
use super::wind::{self, Here};
use crate::live::derived;
use crate::platform::dom::{El, el};
use crate::t;

/// A lamp farther off than this lights nothing here, and may be behind the next house, in metres.
const LAMP_M: f64 = 150.0;

/// The lines, in their place.
pub fn near(walker: Walker, place: El) -> El {
    let line = move |hook: &'static str, told: fn(Walker, &Here) -> Option<String>| {
        let told = derived(move || told(walker, &Here::of(&walker.whereabouts.get())?));
        let is_told = {
            let told = told.clone();
            derived(move || told.with(Option::is_some))
        };
        move || {
            let told = told.clone();
            is_told
                .get()
                .then(|| p("").class("quiet").test(hook).text_live(move || told.get().unwrap_or_default()))
        }
    };
    place.child(
        el("div")
            .class("near")
            .child_live(line("near-loop", loop_text))
            .child_live(line("near-lamp", lamp_text)),
    )
}

/// Where the loop is nearest, and how far along it that is.
fn loop_text(walker: Walker, here: &Here) -> Option<String> {
    let line = walker.walk.with(|walk| walk.as_ref().map(|walk| walk.card().loop_line.clone()))?;
    let points: Vec<Position> = line.iter().filter_map(position).collect();
    let along = along(&points, here.position, None)?;
    let nearest = parted(&line, along.from_start_m).1.first().and_then(position)?;
    let tens = |metres: f64| (metres / 10.0).round() * 10.0;
    let (come, of) = (tens(along.from_start_m), tens(along.total_m));
    Some(t!("near-loop", way = wind::way_text(here, nearest), come = come, of = of))
}

fn lamp_text(walker: Walker, here: &Here) -> Option<String> {
    let around = walker.around()?;
    let away_m = |lamp: &Position| wind::distance_m(here.position, *lamp);
    let lamps = around.lamps.iter().filter_map(position).filter(|lamp| away_m(lamp) <= LAMP_M);
    let nearest = lamps.min_by(|a, b| away_m(a).total_cmp(&away_m(b)))?;
    Some(t!("near-lamp", way = wind::way_text(here, nearest)))
}

fn position([lon, lat]: &[f64; 2]) -> Option<Position> {
    Position::new(*lat, *lon).ok()
}
