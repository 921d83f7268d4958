//! The loop of a walk that is planned: its plan, asked for leg by leg, and the same as a line and as text.
//!
//! Promises: what was clicked stays, whatever becomes of the answers; the line that can be saved is whole, or there is
//! none; a text that cannot be read stands as it was written, and the line before it stays.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::{LoopAnswer, LoopRead, LoopRequest};

use super::loop_file::{left_out, refused};
use super::loop_line::{self, LonLat, Misread};
use super::loop_plan::{LoopPlan, Manner, NoWay, Question, Shape};
use crate::console::api::{self, Trouble};
use crate::console::chart::Chart;
use crate::map::{Stroke, edges_around};
use crate::platform::desk as browser;
use crate::t;
use crate::ui::announce;

/// The field of a GPX file.
pub const FILE_ID: &str = "walk-gpx";
/// A GPX file of an evening has some hundred kilobytes.
const MOST_FILE_BYTES: f64 = 20e6;
/// A server that has too much to do says so by this status.
const BUSY: u16 = 503;

/// The line while it is changed.
#[derive(Clone, Copy)]
pub struct LoopDraft {
    /// Its corners and legs.
    pub plan: RwSignal<LoopPlan>,
    /// The line as it was when all of it was last there.
    pub line: RwSignal<Vec<LonLat>>,
    /// Whether the next legs are to be straight.
    pub straight: RwSignal<bool>,
    /// Whether there is a map with ways to follow, as far as it is known.
    pub has_ways: RwSignal<bool>,
    /// The points as text.
    pub text: RwSignal<String>,
    /// What is wrong with it.
    pub problem: RwSignal<Option<String>>,
    /// What of the file is not in the loop.
    pub left_out: RwSignal<Option<String>>,
    /// The map.
    pub chart: Chart,
}

impl LoopDraft {
    /// A line to go on with.
    pub fn new(line: Vec<LonLat>) -> Self {
        Self {
            plan: RwSignal::new(LoopPlan::of(&line)),
            text: RwSignal::new(loop_line::written(&line)),
            line: RwSignal::new(line),
            straight: RwSignal::new(false),
            has_ways: RwSignal::new(true),
            problem: RwSignal::new(None),
            left_out: RwSignal::new(None),
            chart: Chart::default(),
        }
    }

    /// The line to be saved; `None` when what was written is none or a way is missing, which is then told.
    pub fn taken(self) -> Option<Vec<LonLat>> {
        self.read_text();
        let is_whole = self.plan.with_untracked(|plan| plan.shape().is_whole());
        let line = self.plan.with_untracked(|plan| plan.shape().line());
        if !is_whole {
            self.problem.set(Some(t!("desk-loop-not-whole")));
        } else if line.len() == 1 {
            self.problem.set(Some(misread(&Misread::OnePoint)));
        } else if let Err(why) = loop_line::checked(line.clone()) {
            self.problem.set(Some(misread(&why)));
        }
        self.problem.with_untracked(Option::is_none).then_some(line)
    }

    /// A loop that was kept when the page was closed; ways that were looked for then are looked for again.
    pub fn go_on(self, shape: Shape) {
        self.plan.set(LoopPlan::kept(shape));
        self.change(LoopPlan::seek_again);
        self.show_whole();
    }

    /// Does what was done on the map.
    pub fn draw(self, stroke: Stroke) {
        let place = |spot: crate::map::Spot| [spot.lon, spot.lat];
        let manner = |straight| {
            if straight || self.straight.get_untracked() { Manner::Straight } else { Manner::Along }
        };
        self.change(|plan| match stroke {
            Stroke::Add { at, straight } => plan.append(place(at), manner(straight)).into_iter().collect(),
            Stroke::Move { corner, to } => plan.move_corner(corner, place(to)),
            Stroke::Insert { middle, to } => plan.insert(middle, place(to)).into_iter().collect(),
            Stroke::Press { corner: 0 } => plan.close(manner(false)).into_iter().collect(),
            Stroke::Press { .. } => Vec::new(),
            Stroke::Remove { corner } => plan.remove(corner).into_iter().collect(),
        });
    }

    /// Changes the plan, and asks what is to be asked for it.
    pub fn change(self, change: impl FnOnce(&mut LoopPlan) -> Vec<Question>) {
        let questions = self.plan.try_update(change).unwrap_or_default();
        self.settle();
        for question in questions {
            self.ask(question);
        }
    }

    fn ask(self, question: Question) {
        spawn_local(async move {
            let request = LoopRequest { through: question.through.clone() };
            let answer = api::post::<LoopAnswer>("/loop", &request).await;
            // A page that was left meanwhile has no plan any more.
            let taken = self.plan.try_update(|plan| match &answer {
                Ok(answer) => plan.answer(&question, answer),
                Err(Trouble::Missing) => plan.straighten(&question),
                Err(trouble) => plan.fail(&question, no_way(trouble)),
            });
            if taken.is_some() {
                self.has_ways.set(answer != Err(Trouble::Missing));
                self.settle();
            }
        });
    }

    /// Once no way is missing any more, the plan is the line.
    fn settle(self) {
        let whole = self.plan.with_untracked(|plan| plan.shape().is_whole().then(|| plan.shape().line()));
        if let Some(line) = whole.filter(|line| self.line.with_untracked(|before| before != line)) {
            self.text.set(loop_line::written(&line));
            self.problem.set(None);
            self.left_out.set(None);
            self.line.set(line);
        }
    }

    /// A line that did not come from the map.
    pub fn replace(self, line: &[LonLat]) {
        self.change(|plan| {
            plan.replace(line);
            Vec::new()
        });
        self.show_whole();
    }

    fn show_whole(self) {
        let edges = self.plan.with_untracked(|plan| edges_around(plan.shape().line().into_iter()));
        if let Some(edges) = edges {
            self.chart.tell(|map| map.fit(edges));
        }
    }

    /// Takes back the last change.
    pub fn undo(self) {
        self.change(|plan| {
            plan.undo();
            Vec::new()
        });
    }

    /// Reads what stands in the field of the points.
    pub fn read_text(self) {
        let text = self.text.get_untracked();
        if text == self.line.with_untracked(|line| loop_line::written(line)) {
            return self.problem.set(None);
        }
        self.take(loop_line::read(&text));
    }

    fn take(self, read: Result<Vec<LonLat>, Misread>) {
        match read {
            Ok(line) => self.replace(&line),
            Err(why) => self.tell(misread(&why)),
        }
    }

    fn tell(self, sentence: String) {
        announce(sentence.clone());
        self.problem.set(Some(sentence));
    }

    /// Reads the chosen GPX file.
    pub fn read_file(self) {
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
}

fn no_way(trouble: &Trouble) -> NoWay {
    match trouble {
        Trouble::Refused(_) => NoWay::TooFar,
        Trouble::Failed(BUSY) => NoWay::Busy,
        _ => NoWay::NoAnswer,
    }
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
