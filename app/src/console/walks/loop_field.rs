//! The way of a walk: drawn on a map, written as points, or read from a file; all three are one line.
//!
//! Promises: without the map and without a mouse everything can be done by the list of points; whatever was changed can
//! be undone, step by step; a text that cannot be read stands as it was written, and the line before it stays.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::LoopRead;

use super::draft::Draft;
use super::loop_line::{self, LonLat, Misread};
use crate::console::api::{self, Trouble};
use crate::console::chart::{Chart, ChartFrame, ChartNote, Stage, first_sight};
use crate::console::desk::Shelf;
use crate::map::{Told, edges_around};
use crate::platform::desk as browser;
use crate::t;
use crate::ui::{Button, Icon, TextArea, announce};

/// The field of the points.
pub const POINTS_ID: &str = "walk-points";
const FILE_ID: &str = "walk-gpx";
/// A GPX file of an evening has some hundred kilobytes.
const MOST_FILE_BYTES: f64 = 20e6;

/// A line before it was changed, and whether the map can take that change back itself.
#[derive(Clone)]
struct Step {
    before: Vec<LonLat>,
    by_map: bool,
}

/// The line while it is changed.
#[derive(Clone, Copy)]
pub struct LoopDraft {
    /// The line as it is.
    pub line: RwSignal<Vec<LonLat>>,
    text: RwSignal<String>,
    problem: RwSignal<Option<String>>,
    /// What of the file is not in the loop.
    left_out: RwSignal<Option<String>>,
    steps: RwSignal<Vec<Step>>,
    undoing: RwSignal<bool>,
    chart: Chart,
}

impl LoopDraft {
    /// A line to go on with.
    pub fn new(line: Vec<LonLat>) -> Self {
        let text = RwSignal::new(loop_line::written(&line));
        let (problem, steps) = (RwSignal::new(None), RwSignal::new(Vec::new()));
        let (line, left_out) = (RwSignal::new(line), RwSignal::new(None));
        Self { line, text, problem, left_out, steps, undoing: RwSignal::new(false), chart: Chart::default() }
    }

    /// The line to be saved; `None` when what was written is none, which is then told.
    pub fn taken(self) -> Option<Vec<LonLat>> {
        self.read_text();
        let whole = self.line.with_untracked(|line| line.len() != 1);
        if !whole {
            self.problem.set(Some(misread(&Misread::OnePoint)));
        }
        (whole && self.problem.with_untracked(Option::is_none)).then(|| self.line.get_untracked())
    }

    /// The map tells the line.
    fn drawn(self, line: Vec<LonLat>) {
        if self.undoing.get_untracked() {
            self.undoing.set(false);
        } else {
            self.remember(true);
        }
        self.put(line);
    }

    fn remember(self, by_map: bool) {
        let before = self.line.get_untracked();
        self.steps.update(|steps| {
            // The map begins anew with what came another way, and knows no earlier steps then.
            if !by_map {
                for step in steps.iter_mut() {
                    step.by_map = false;
                }
            }
            steps.push(Step { before, by_map });
        });
    }

    fn put(self, line: Vec<LonLat>) {
        self.text.set(loop_line::written(&line));
        self.problem.set(None);
        self.left_out.set(None);
        self.line.set(line);
    }

    /// A line that did not come from the map.
    fn replace(self, line: Vec<LonLat>) {
        self.remember(false);
        self.put(line);
        self.draw_anew();
    }

    fn draw_anew(self) {
        let line = self.line.get_untracked();
        self.chart.tell(|map| {
            map.draw(false, &[]);
            map.draw(true, &line);
            if let Some(edges) = edges_around(line.iter().copied()) {
                map.fit(edges);
            }
        });
    }

    fn undo(self) {
        let Some(step) = self.steps.try_update(Vec::pop).flatten() else { return };
        if step.by_map
            && matches!(self.chart.stage.get_untracked(), Stage::OnBasemap(_) | Stage::OnPlainGround)
        {
            self.undoing.set(true);
            self.chart.tell(crate::map::Map::undo);
        } else {
            self.put(step.before);
            self.draw_anew();
        }
    }

    fn read_text(self) {
        let text = self.text.get_untracked();
        if text == self.line.with_untracked(|line| loop_line::written(line)) {
            return self.problem.set(None);
        }
        self.take(loop_line::read(&text));
    }

    fn take(self, read: Result<Vec<LonLat>, Misread>) {
        match read {
            Ok(line) => self.replace(line),
            Err(why) => self.tell(misread(&why)),
        }
    }

    fn read_file(self) {
        spawn_local(async move {
            let Some(chosen) = browser::chosen_bytes(FILE_ID, MOST_FILE_BYTES).await else { return };
            let read = match chosen {
                Ok(bytes) => api::hand_over_bytes("/loops", &bytes).await.map_err(|it| refused(&it)),
                Err(_) => Err(t!("desk-loop-file-unreadable")),
            };
            // The form may have been left meanwhile.
            if self.line.is_disposed() {
                return;
            }
            match read {
                Ok(read) => self.take_read(read),
                Err(sentence) => self.tell(sentence),
            }
        });
    }

    fn take_read(self, read: LoopRead) {
        let left_out = left_out(&read);
        self.take(loop_line::checked(read.line));
        if self.problem.with_untracked(Option::is_none) {
            self.left_out.set((!left_out.is_empty()).then_some(left_out));
        }
    }

    fn tell(self, sentence: String) {
        announce(sentence.clone());
        self.problem.set(Some(sentence));
    }
}

/// Why a file gave no loop.
fn refused(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Refused(problem) => t!("desk-loop-file-refused", detail = &problem.detail),
        other => other.sentence(),
    }
}

/// What of a file is not in the loop.
fn left_out(read: &LoopRead) -> String {
    let lines: Vec<String> = read.lines_left_out.iter().map(ToString::to_string).collect();
    let gap_m = read.gap_m.unwrap_or_default().round();
    let all = [
        (read.parts_left_out > 0).then(|| t!("desk-loop-parts-left-out", n = read.parts_left_out, m = gap_m)),
        (read.points_left_out > 0)
            .then(|| t!("desk-loop-points-left-out", n = read.points_left_out, lines = lines.join(", "))),
        read.damaged_on_line.map(|line| t!("desk-loop-damaged", line = line)),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn misread(why: &Misread) -> String {
    match why {
        Misread::NotTwoNumbers { line } => t!("desk-loop-not-numbers", line = *line),
        Misread::OffGlobe { line } => t!("desk-loop-off-globe", line = *line),
        Misread::Swapped { line } => t!("desk-loop-swapped", line = *line),
        Misread::OnePoint => t!("desk-loop-one-point"),
        Misread::TooMany => t!("desk-loop-too-many"),
        Misread::TooLong => t!("desk-loop-too-long"),
    }
}

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
    chart.keep(move |map| map.draw(true, &way.line.get_untracked()));
    chart.keep_in_sight(Signal::derive(move || {
        let empty = way.line.with_untracked(Vec::is_empty);
        let chosen = area.get().filter(|_| empty)?;
        first_sight(&[], &areas.get(), Some(&chosen), &Stage::Coming)
    }));
    let hear = move |told: Told| {
        if let Told::Line(line) = told {
            way.drawn(line);
        }
    };
    view! {
        <fieldset class="loop-field">
            <legend class="group-label">{t!("desk-loop")}</legend>
            <p class="hint">{t!("desk-loop-how")}</p>
            <ChartFrame chart sight on_told=hear test="walk-chart"/>
            <ChartNote chart/>
            <div class="loop-line">
                <p class="loop-words" role="status" data-test="walk-loop-words">{move || way.line.with(|line| loop_words(line))}</p>
                <Tools way/>
            </div>
            {move || way.left_out.get().map(|words| view! {
                <p class="hint" role="status" data-test="walk-loop-left-out">{words}</p>
            })}
            <Points way/>
        </fieldset>
    }
}

#[component]
fn Tools(way: LoopDraft) -> impl IntoView {
    let untouched = Signal::derive(move || way.steps.with(Vec::is_empty));
    let empty = Signal::derive(move || way.line.with(Vec::is_empty));
    view! {
        <div class="save-line">
            <Button icon=Icon::ArrowCounterClockwise disabled=untouched on_press=move || way.undo() test="walk-loop-undo">{t!("undo")}</Button>
            <Button icon=Icon::Trash disabled=empty on_press=move || way.replace(Vec::new()) test="walk-loop-clear">{t!("desk-loop-clear")}</Button>
        </div>
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
