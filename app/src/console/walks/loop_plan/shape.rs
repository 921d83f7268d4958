//! The corners of a loop and what lies between them, and how an answer is taken into them.
//!
//! Promises: pure; a corner is moved by the first answer about it and by no later one; a leg that is not looked for any
//! more is not changed by an answer.

use serde::{Deserialize, Serialize};
use shared::wire::{LegFound, LoopAnswer};

use crate::console::walks::loop_line::LonLat;

/// A place that was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Corner {
    pub(super) key: u32,
    /// Where it is: as clicked, until the first answer moves it onto its way.
    pub at: LonLat,
    pub(super) is_settled: bool,
}

/// What lies between two corners.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Course {
    /// Bends along streets and paths, or of a line that was there before; both ends included.
    Along(Vec<LonLat>),
    /// A straight line, which was asked for.
    Straight,
    /// A way is being looked for.
    Sought,
    /// There is none, and this is why.
    Missing(NoWay),
}

/// Why there is no way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoWay {
    /// The map has none that leads there.
    Apart,
    /// No way is near one of the corners.
    OffWays,
    /// The corners lie too far from each other.
    TooFar,
    /// The server did not answer.
    NoAnswer,
    /// The server has too much to do, or is still reading the map.
    Busy,
}

/// A stretch between two corners.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Leg {
    pub(super) key: u32,
    /// What lies there.
    pub course: Course,
}

/// Corners, and a leg between each and the next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// The corners, in order.
    pub corners: Vec<Corner>,
    /// The legs, one fewer.
    pub legs: Vec<Leg>,
}

/// A question for the server: corners that follow on each other, and the legs between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub(super) corners: Vec<u32>,
    pub(super) legs: Vec<u32>,
    /// The places to find a way through.
    pub through: Vec<LonLat>,
}

impl Corner {
    /// Whether it lies exactly there.
    fn is_at(&self, at: LonLat) -> bool {
        self.at.map(f64::to_bits) == at.map(f64::to_bits)
    }
}

impl Leg {
    /// Whether its way is looked for, or missing.
    pub fn is_open(&self) -> bool {
        matches!(self.course, Course::Sought | Course::Missing(_))
    }
}

impl Shape {
    /// Whether it ends in the corner in which it begins.
    pub fn is_closed(&self) -> bool {
        let [first, .., last] = self.corners.as_slice() else { return false };
        self.corners.len() > 2 && first.is_at(last.at)
    }

    /// Whether nothing is looked for or missing.
    pub fn is_whole(&self) -> bool {
        !self.legs.iter().any(Leg::is_open) && self.corners.iter().all(|corner| corner.is_settled)
    }

    /// The bends of a leg; those of one that is not settled are its corners.
    pub fn line_of(&self, leg: usize) -> Vec<LonLat> {
        match self.legs.get(leg).map(|leg| &leg.course) {
            Some(Course::Along(line)) => line.clone(),
            Some(_) => self.corners.iter().skip(leg).take(2).map(|corner| corner.at).collect(),
            None => Vec::new(),
        }
    }

    /// The whole line.
    pub fn line(&self) -> Vec<LonLat> {
        if self.legs.is_empty() {
            return self.corners.iter().map(|corner| corner.at).collect();
        }
        let mut line: Vec<LonLat> = (0..self.legs.len()).flat_map(|leg| self.line_of(leg)).collect();
        line.dedup();
        line
    }

    pub(super) fn take(&mut self, question: &Question, answer: &LoopAnswer) {
        for (key, stop) in question.corners.iter().zip(&answer.stops) {
            for corner in self.corners.iter_mut().filter(|corner| corner.key == *key && !corner.is_settled) {
                corner.at = stop.at;
                corner.is_settled = true;
            }
        }
        for (key, leg) in question.legs.iter().zip(&answer.legs) {
            let course = match leg.found {
                LegFound::Along => Course::Along(leg.line.clone()),
                LegFound::Apart => Course::Missing(NoWay::Apart),
                LegFound::OffWays => Course::Missing(NoWay::OffWays),
                LegFound::TooFar => Course::Missing(NoWay::TooFar),
            };
            self.settle(*key, &course);
        }
        self.join_ends(question);
    }

    /// A corner that does not lie on a way, as of a line that was written, is led to it.
    fn join_ends(&mut self, question: &Question) {
        for (leg, pair) in self.legs.iter_mut().zip(self.corners.windows(2)) {
            if let Course::Along(line) = &mut leg.course
                && question.legs.contains(&leg.key)
            {
                line.insert(0, pair[0].at);
                line.push(pair[1].at);
                line.dedup();
            }
        }
    }

    pub(super) fn settle(&mut self, key: u32, course: &Course) {
        for leg in self.legs.iter_mut().filter(|leg| leg.key == key && leg.course == Course::Sought) {
            leg.course = course.clone();
        }
    }
}
