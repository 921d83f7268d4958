//! The way of a walk: drawn on a map along streets and paths, written as points, or read from a file; all are one line.
//!
//! Promises: without the map and without a mouse everything can be done by the list of points; whatever was changed can
//! be undone, step by step; a way that is looked for or missing is said in words.

use leptos::prelude::*;
use serde::Serialize;

use super::draft::Draft;
use super::loop_draft::{FILE_ID, LoopDraft};
use super::loop_line::{self, LonLat};
use super::loop_plan::{LoopPlan, NoWay, Shape};
use crate::console::chart::{ChartFrame, ChartNote, Stage, first_sight};
use crate::console::desk::Shelf;
use crate::map::{Feature, Features, Handles, Middle, Told};
use crate::t;
use crate::ui::{Banner, Button, Chip, Icon, TextArea, Tone};

/// The field of the points.
pub const POINTS_ID: &str = "walk-points";
/// So much room on the screen a handle between two corners wants.
const ROOM_PX: f64 = 56.0;
/// What a pixel covers at the equator at zoom 0, where MapLibre's world is 512 wide, in metres.
const PIXEL_M: f64 = 40_075_016.686 / 512.0;

/// How long a loop is and takes, and whether it comes back.
pub fn loop_words(line: &[LonLat]) -> String {
    if line.len() < 2 {
        return if line.is_empty() { t!("desk-loop-none") } else { t!("desk-loop-begun") };
    }
    let length_m = loop_line::length_m(line);
    let minutes = loop_line::minutes(length_m);
    let length = if length_m < 1_000.0 {
        t!("desk-loop-metres", n = (length_m / 10.0).round() * 10.0)
    } else {
        t!("desk-loop-kilometres", n = (length_m / 100.0).round() / 10.0)
    };
    let end = loop_line::gap_m(line).map_or_else(
        || t!("desk-loop-closed"),
        |gap_m| t!("desk-loop-open", m = (gap_m / 10.0).round() * 10.0),
    );
    t!("desk-loop-takes", length = length, minutes = minutes, end = end)
}

/// What a leg is drawn by.
#[derive(Serialize)]
struct LegLook {
    open: bool,
}

fn drawn(shape: &Shape) -> Features<LegLook> {
    let leg = |at: usize| Feature::line(shape.line_of(at), LegLook { open: shape.legs[at].is_open() });
    Features::of((0..shape.legs.len()).map(leg).collect())
}

fn handles(shape: &Shape) -> Handles {
    // The last corner of a closed loop is its first.
    let shown = shape.corners.len() - usize::from(shape.is_closed());
    let middle = |leg: usize| {
        let line = shape.line_of(leg);
        let (from, to) = (*line.first()?, *line.last()?);
        let from_zoom =
            (PIXEL_M * from[1].to_radians().cos() * ROOM_PX / loop_line::length_m(&[from, to])).log2();
        Some(Middle { at: loop_line::middle(&line)?, from_zoom: from_zoom.min(NO_ROOM) })
    };
    Handles {
        corners: shape.corners.iter().take(shown).map(|corner| corner.at).collect(),
        middles: (0..shape.legs.len()).filter_map(middle).collect(),
    }
}

/// Maps do not come so close.
const NO_ROOM: f64 = 30.0;

/// The part of the form.
#[component]
pub fn LoopField(
    /// The walk that is planned.
    draft: Draft,
) -> impl IntoView {
    let shelf = Shelf::here();
    let way = draft.way;
    let chart = way.chart;
    let areas = Signal::derive(move || shelf.areas.get().unwrap_or_default());
    let area = Memo::new(move |_| draft.area.with(|it| it.parse().ok()));
    let sight = move |stage: &Stage| {
        let (things, areas) = (way.line.get_untracked(), areas.get_untracked());
        first_sight(&things, &areas, area.get_untracked().as_ref(), stage)
    };
    chart.keep_areas(areas, area.into());
    chart.keep(move |map| {
        way.plan.with(|plan| {
            map.show("draft", &drawn(plan.shape()));
            map.draw(&handles(plan.shape()));
        });
    });
    chart.keep_in_sight(Signal::derive(move || {
        let empty = way.plan.with_untracked(|plan| plan.shape().corners.is_empty());
        let chosen = area.get().filter(|_| empty)?;
        first_sight(&[], &areas.get(), Some(&chosen), &Stage::Coming)
    }));
    let hear = move |told: Told| {
        if let Told::Drawing(stroke) = told {
            way.draw(stroke);
        }
    };
    view! {
        <fieldset class="loop-field">
            <legend class="group-label">{t!("desk-loop")}</legend>
            <p class="hint">{t!("desk-loop-how")}</p>
            <ChartFrame chart sight on_told=hear test="walk-chart"/>
            <ChartNote chart/>
            <div class="loop-line">
                <p class="loop-words" role="status" data-test="walk-loop-words">{move || words(way)}</p>
                <Tools way/>
            </div>
            {move || way.left_out.get().map(|words| view! {
                <p class="hint" role="status" data-test="walk-loop-left-out">{words}</p>
            })}
            <MissingWay way/>
            <Points way/>
        </fieldset>
    }
}

/// What there is to say of the loop as it is.
fn words(way: LoopDraft) -> String {
    let sought = way.plan.with(LoopPlan::sought);
    let is_begun = way.plan.with(|plan| plan.shape().corners.len() == 1);
    if sought > 0 {
        t!("desk-loop-seeking", n = sought)
    } else if is_begun {
        t!("desk-loop-begun")
    } else {
        way.line.with(|line| loop_words(line))
    }
}

#[component]
fn Tools(way: LoopDraft) -> impl IntoView {
    let untouched = Signal::derive(move || way.plan.with(|plan| !plan.has_steps()));
    let empty = Signal::derive(move || way.plan.with(|plan| plan.shape().corners.is_empty()));
    view! {
        <div class="save-line">
            <Chip on=way.straight on_toggle=move |on: bool| way.straight.set(on) test="walk-loop-straight">{t!("desk-loop-straight")}</Chip>
            <Button icon=Icon::ArrowCounterClockwise disabled=untouched on_press=move || way.undo() test="walk-loop-undo">{t!("undo")}</Button>
            <Button icon=Icon::Trash disabled=empty on_press=move || way.replace(&[]) test="walk-loop-clear">{t!("desk-loop-clear")}</Button>
        </div>
    }
}

/// That a way is missing, why, and what can be done.
#[component]
fn MissingWay(way: LoopDraft) -> impl IntoView {
    let missing = Memo::new(move |_| way.plan.with(LoopPlan::missing));
    let straighten = move || {
        way.change(|plan| {
            plan.straighten_missing();
            Vec::new()
        });
    };
    let no_ways = move || {
        let drawn = way.plan.with(|plan| !plan.shape().legs.is_empty());
        (drawn && !way.has_ways.get()).then(|| view! { <p class="hint">{t!("desk-loop-no-ways")}</p> })
    };
    view! {
        {no_ways}
        {move || missing.get().map(|(why, n)| view! {
            <Banner tone=Tone::Notice>
                <p data-test="walk-loop-missing">{why_missing(why, n)}</p>
                <div class="save-line">
                    <Button on_press=straighten test="walk-loop-straighten">{t!("desk-loop-draw-straight")}</Button>
                    <Button on_press=move || way.change(LoopPlan::seek_again) test="walk-loop-seek">{t!("desk-loop-seek-again")}</Button>
                </div>
            </Banner>
        })}
    }
}

fn why_missing(why: NoWay, n: usize) -> String {
    match why {
        NoWay::Apart => t!("desk-loop-apart", n = n),
        NoWay::OffWays => t!("desk-loop-off-ways", n = n),
        NoWay::TooFar => t!("desk-loop-too-far", n = n),
        NoWay::NoAnswer => t!("desk-loop-no-answer", n = n),
        NoWay::Busy => t!("desk-loop-busy", n = n),
    }
}

/// The points as text, and from a file.
#[component]
fn Points(way: LoopDraft) -> impl IntoView {
    let open = Memo::new(move |was: Option<&bool>| {
        was == Some(&true) || way.problem.with(Option::is_some) || way.chart.stage.get() == Stage::CannotDraw
    });
    view! {
        <details class="points" prop:open=open>
            <summary data-test="walk-points-open">{t!("desk-loop-as-points")}</summary>
            <div class="stack">
                <TextArea id=POINTS_ID test=POINTS_ID rows=6 label=Signal::derive(|| t!("desk-loop-points"))
                    hint=Signal::derive(|| Some(t!("desk-loop-points-hint")))
                    problem=Signal::derive(move || way.problem.get())
                    value=way.text on_leave=Callback::new(move |()| way.read_text())/>
                <div class="field">
                    <label for=FILE_ID>{t!("desk-loop-file")}</label>
                    <p class="hint">{t!("desk-loop-file-hint")}</p>
                    <input id=FILE_ID data-test=FILE_ID type="file" accept=".gpx,application/gpx+xml"
                        on:change=move |_| way.read_file()/>
                </div>
            </div>
        </details>
    }
}
