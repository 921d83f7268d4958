//! The map while walking: where one is, the loop, what one said and what others pointed out.
//!
//! Promises: everything on it is also in the list; without a map, or without the graphics for one, the list is there and
//! says so; a long press points at a place, a dragged pin keeps the place it had beside the new one; who comes back from
//! another screen finds the map as it was, without waiting for it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::geo::Position;
use shared::id::{CategoryId, ObservationId};
use shared::statement::{Change, Feeling};
use shared::track::{Along, points};
use shared::wire::AreaCard;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::around::{Around, MapState};
use super::loop_line::{parted, progress};
use super::parts::{bare, icon};
use super::screen::Screen;
use super::state::{Pointed, Walker};
use super::writer::Deed;
use super::{seen, thing};
use crate::icon::{Icon, category_icon};
use crate::live::{Live, derived, follow};
use crate::map::{Beginning, Feature, Features, Map, Maps, Spot, Told};
use crate::platform::dom::{El, el};
use crate::platform::json;
use crate::platform::page::{announce, shown_theme};
use crate::t;
use crate::text::{self, category_text};

/// So far around a walk without a loop one looks at first, in degrees of latitude.
const AROUND_DEG: f64 = 0.0013;

/// What a pin is drawn by.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pin {
    id: String,
    feeling: Feeling,
    icon: CategoryId,
    label: String,
    movable: bool,
    number: Option<usize>,
}

/// What a line or a lamp is drawn by.
#[derive(Serialize)]
struct Plain {
    walked: bool,
}

/// What only the map reads of a [`shared::wire::Surroundings`].
#[derive(Deserialize)]
struct Neighbourhoods {
    #[serde(default)]
    areas: Vec<AreaCard>,
}

/// What a neighbourhood's edge is drawn by.
#[derive(Clone, Serialize)]
struct Edge {
    name: String,
}

/// A map that was opened, in the element that it draws in.
struct Opened {
    /// The archive's digest, and the language of what is said on the map.
    archive: String,
    canvas: El,
    map: Rc<Map>,
}

thread_local! {
    /// The map that was opened last. Opening one takes a phone a second; a screen that is left keeps it.
    static OPENED: RefCell<Option<Opened>> = const { RefCell::new(None) };
}

/// The map in its place on the screen.
pub fn chart(walker: Walker, place: El) -> El {
    let map: Rc<Live<Option<Rc<Map>>>> = Rc::default();
    let canvas = opened_before(walker, &map).unwrap_or_else(|| {
        let canvas = el("div").class("chart-ground").test("chart");
        open(walker, &canvas, &map);
        canvas
    });
    show(&map, move |map| map.show("mine", &Features::of(mine(walker))));
    show(&map, move |map| {
        let around = walker.walk.with(|walk| walk.as_ref().and_then(|walk| walk.around.clone()));
        if let Some(around) = around {
            show_around(map, &around);
            show_areas(walker, map);
        }
    });
    let along = along(walker);
    let progress = along.clone();
    show(&map, move |map| map.show("loop", &Features::of(loop_parts(walker, progress.get()))));
    show(&map, move |map| map.show("track", &Features::of(track(walker))));
    show(&map, move |map| map.here(here(walker)));
    show(&map, move |map| {
        walker.night.with(|_| ());
        map.look(shown_theme());
    });
    stay_with_the_walk(walker);
    show(&map, move |map| map.follow(walker.follows.get()));
    let centred = move || walker.follows.set(true);
    let follow_me = move || {
        let button = bare("button alone", "chart-follow", centred).attr("aria-label", &t!("chart-follow"));
        (!walker.follows.get()).then(|| button.child(icon(Icon::Crosshair)))
    };
    let thanks = walker.around().and_then(|around| around.map.as_ref().map(|map| map.attribution.clone()));
    let thanks = el("p").class("chart-thanks").text(&thanks.unwrap_or_default());
    let come = move || along.get().map(|it| el("p").class("chart-along").text(&along_text(&it)));
    place.class("chart").child(canvas).child_live(come).child(thanks).child_live(follow_me)
}

/// Who is elsewhere, say at home some days before, looks at the walk's surroundings and not at where they are.
fn stay_with_the_walk(walker: Walker) {
    let is_there = derived(move || here(walker).is_none_or(|(spot, _, _)| walker.reaches(spot)));
    follow(move || {
        if !is_there.get() {
            walker.follows.set(false);
        }
    });
}

/// How far along the loop the walker has come.
fn along(walker: Walker) -> Rc<Live<Option<Along>>> {
    let was_m = Cell::new(None);
    derived(move || {
        let here = walker.whereabouts.get().latest.and_then(|fix| fix.best_position())?;
        let along = walker.walk.with(|walk| progress(&walk.as_ref()?.card().loop_line, here, was_m.get()))?;
        was_m.set(Some(along.from_start_m));
        Some(along)
    })
}

/// In tens of metres, so that it is still while one stands.
fn along_text(along: &Along) -> String {
    let tens = |metres: f64| (metres / 10.0).round() * 10.0;
    t!("chart-along", come = tens(along.from_start_m), of = tens(along.total_m))
}

fn loop_parts(walker: Walker, along: Option<Along>) -> Vec<Feature<Plain>> {
    let line = walker.walk.with(|walk| walk.as_ref().map(|walk| walk.card().loop_line.clone()));
    let (behind, ahead) = parted(&line.unwrap_or_default(), along.map_or(0.0, |along| along.from_start_m));
    let parts = [(behind, true), (ahead, false)].into_iter().filter(|(line, _)| line.len() > 1);
    parts.map(|(line, walked)| Feature::line(line, Plain { walked })).collect()
}

/// Shows something once the map is there, and again whenever it changes.
fn show(map: &Rc<Live<Option<Rc<Map>>>>, run: impl Fn(&Map) + 'static) {
    let map = map.clone();
    follow(move || {
        if let Some(map) = map.get() {
            run(&map);
        }
    });
}

/// The element of the map that was opened before, if it is of the same archive.
fn opened_before(walker: Walker, into: &Rc<Live<Option<Rc<Map>>>>) -> Option<El> {
    let wanted = archive_name(walker)?;
    OPENED.with_borrow(|opened| {
        let opened = opened.as_ref().filter(|opened| opened.archive == wanted)?;
        into.set(Some(opened.map.clone()));
        Some(opened.canvas.clone())
    })
}

fn archive_name(walker: Walker) -> Option<String> {
    Some(format!("{}-{}", walker.around()?.map.as_ref()?.sha256, text::language()))
}

fn keep(walker: Walker, canvas: El, map: &Rc<Map>) {
    if let Some(archive) = archive_name(walker) {
        OPENED.set(Some(Opened { archive, canvas, map: map.clone() }));
    }
}

fn open(walker: Walker, canvas: &El, into: &Rc<Live<Option<Rc<Map>>>>) {
    let canvas = canvas.clone();
    // Who left the screen meanwhile does not want it any more: nothing holds `into` then but this.
    let into = Rc::downgrade(into);
    spawn_local(async move {
        let Some((maps, tiles)) = archive(walker).await else { return };
        let drawn = canvas.clone();
        let hear = move |told| hear(walker, &drawn, told);
        let opened =
            into.upgrade().map(|into| (maps.open(&canvas.cast(), beginning(walker, tiles), hear), into));
        match opened {
            Some((Ok(map), into)) => {
                let map = Rc::new(map);
                keep(walker, canvas, &map);
                into.set(Some(map));
            }
            Some((Err(_), _)) => walker.map.set(MapState::CannotDraw),
            None => {}
        }
    });
}

async fn archive(walker: Walker) -> Option<(Maps, JsValue)> {
    let file = walker.around()?.map.clone()?;
    let maps = Maps::load().await.ok()?;
    let tiles = maps.archive(&file.sha256.to_string()).await.ok()?;
    Some((maps, tiles))
}

fn beginning(walker: Walker, tiles: JsValue) -> Beginning<'static> {
    let catalogue = walker.walk.peek(|walk| walk.as_ref().map(|walk| walk.pack.catalogue.clone()));
    let icon =
        |category: shared::wire::Category| (category.id.to_string(), category_icon(&category.icon).path());
    Beginning {
        tiles,
        theme: shown_theme(),
        language: if text::language() == "sv" { "sv" } else { "en" },
        bounds: bounds(walker),
        icons: catalogue.unwrap_or_default().into_iter().map(icon).collect(),
        words: vec![("map", t!("chart-title")), ("here", t!("chart-here"))],
    }
}

/// What is seen first: where one is, else the loop, else what lies around.
fn bounds(walker: Walker) -> Option<[f64; 4]> {
    if let Some((spot, _, _)) = here(walker).filter(|(spot, _, _)| walker.reaches(*spot)) {
        let east = 2.0 * AROUND_DEG;
        return Some([spot.lon - east, spot.lat - AROUND_DEG, spot.lon + east, spot.lat + AROUND_DEG]);
    }
    walker.around()?.edges()
}

fn here(walker: Walker) -> Option<(Spot, f64, Option<f64>)> {
    let whereabouts = walker.whereabouts.get();
    let fix = whereabouts.latest?;
    let at = fix.best_position()?;
    Some((Spot { lat: at.lat(), lon: at.lon() }, fix.best_accuracy_m(), whereabouts.heading_deg))
}

fn at(position: Position) -> [f64; 2] {
    [position.lon(), position.lat()]
}

fn mine(walker: Walker) -> Vec<Feature<Pin>> {
    let pin = |id: ObservationId| {
        thing::read(walker, id, |_, it| {
            let place = it.place().position().filter(|_| !it.is_withdrawn())?;
            let pin = Pin {
                id: id.number.to_string(),
                feeling: it.feeling()?,
                icon: it.category()?.clone(),
                label: thing::name(it),
                movable: true,
                number: None,
            };
            Some(Feature::point(at(place), pin))
        })
    };
    let ids = walker.own.with(super::own::Own::newest_first);
    ids.into_iter().filter_map(|id| pin(id).flatten()).collect()
}

/// The walker's own track: one line for each run of stretches that join.
fn track(walker: Walker) -> Vec<Feature<Plain>> {
    let mut lines: Vec<Vec<[f64; 2]>> = Vec::new();
    walker.own.with(|own| {
        for (_, stretch) in own.state.tracked() {
            let points = points(stretch).into_iter().map(|passed| at(passed.position));
            match lines.last_mut().filter(|_| stretch.after.is_none()) {
                Some(line) => line.extend(points),
                None => lines.push(points.collect()),
            }
        }
    });
    lines.into_iter().map(|line| Feature::line(line, Plain { walked: true })).collect()
}

fn show_around(map: &Map, around: &Around) {
    let lamps = around.lamps.iter().map(|lamp| Feature::point(*lamp, Plain { walked: false }));
    map.show("assets", &Features::of(lamps.collect()));
    let pin = |number: Option<usize>, it: &shared::wire::NearbyFinding| {
        let (id, icon) = (it.id.to_string(), it.category.clone());
        let label = category_text(it.category.as_str());
        Feature::point(at(it.position), Pin { id, feeling: it.feeling, icon, label, movable: false, number })
    };
    let (asked, found): (Vec<_>, Vec<_>) = around.findings.iter().partition(|it| it.asked);
    let asked = asked.into_iter().enumerate().map(|(at, it)| pin(Some(at + 1), it));
    map.show("ask", &Features::of(asked.collect()));
    map.show("found", &Features::of(found.into_iter().map(|it| pin(None, it)).collect()));
}

fn show_areas(walker: Walker, map: &Map) {
    let kept = walker.walk.peek(|walk| walk.as_ref().and_then(|walk| walk.kept.around.clone()));
    let read: Option<Neighbourhoods> = kept.and_then(|kept| json::parse(&kept).ok());
    let areas = read.map(|read| read.areas).unwrap_or_default();
    let edges = areas.into_iter().flat_map(|area| {
        let edge = Edge { name: area.name };
        area.outline.into_iter().flatten().map(move |ring| Feature::line(ring, edge.clone()))
    });
    map.show("areas", &Features::of(edges.collect()));
}

fn hear(walker: Walker, canvas: &El, told: Told) {
    match told {
        Told::Drawn(features) => drop(canvas.clone().attr("data-features", &features.to_string())),
        Told::Panned => walker.follows.set(false),
        Told::Press(spot) => point(walker, spot),
        Told::Tap { layer, id } if layer == "mine" => {
            if let Ok(number) = id.parse() {
                walker.go(Screen::Tell(number));
            }
        }
        Told::Tap { id, .. } => seen::look_at(walker, id.parse().ok()),
        Told::Moved { id, to } => drag(walker, &id, to),
        Told::Failed => {
            // Not dropped in the midst of its own telling.
            spawn_local(async { drop(OPENED.take()) });
            walker.map.set(MapState::CannotDraw);
        }
        Told::Drawing(_) | Told::Ground(_) | Told::Moves => {}
    }
}

fn point(walker: Walker, spot: Spot) {
    if let Ok(position) = Position::new(spot.lat, spot.lon) {
        walker.pointed.set(Some(Pointed { at: position, instead_of: None }));
        announce(&t!("chart-pointed"));
    }
}

fn drag(walker: Walker, id: &str, to: Spot) {
    let of = id.parse().ok().and_then(|number| walker.observation(number));
    if let (Some(of), Ok(pin)) = (of, Position::new(to.lat, to.lon)) {
        walker.write(Deed::Change { of, change: Change::Pin(pin) });
        announce(&t!("said-pinned"));
    }
}
