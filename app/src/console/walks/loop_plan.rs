//! A loop while it is drawn: the corners that were clicked and what lies between them.
//!
//! Promises: pure; answers may come in any order, and one that came too late for what it was about changes nothing; a leg
//! is straight only when that was asked for; each change can be undone, also while a way is still looked for.

mod shape;

use shared::wire::LoopAnswer;

use super::loop_line::{LonLat, bends};

pub use shape::{Corner, Course, Leg, NoWay, Question, Shape};

/// A line that was there before gets corners where it bends more than this, in metres.
const BEND_M: f64 = 12.0;
/// Steps that can be undone.
const MOST_STEPS: usize = 200;

/// A loop, and how it was before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LoopPlan {
    shape: Shape,
    before: Vec<Shape>,
    next_key: u32,
}

/// Whether a leg follows the streets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Along streets and paths.
    Along,
    /// Straight across.
    Straight,
}

impl LoopPlan {
    /// A line that was drawn before: corners where it bends, and what lies between as it lies.
    pub fn of(line: &[LonLat]) -> Self {
        let mut plan = Self::default();
        plan.shape = plan.shape_of(line);
        plan
    }

    /// A shape that was kept.
    pub fn kept(shape: Shape) -> Self {
        let keys = shape.corners.iter().map(|it| it.key).chain(shape.legs.iter().map(|it| it.key));
        let next_key = keys.max().map_or(0, |key| key.saturating_add(1));
        let fits = shape.legs.len() == shape.corners.len().saturating_sub(1);
        if fits { Self { shape, before: Vec::new(), next_key } } else { Self::default() }
    }

    /// As it is.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Whether there is something to undo.
    pub fn has_steps(&self) -> bool {
        !self.before.is_empty()
    }

    fn shape_of(&mut self, line: &[LonLat]) -> Shape {
        let bends = bends(line, BEND_M);
        let corners = bends.iter().map(|bend| self.fixed(line[*bend])).collect();
        let legs = bends.windows(2).map(|pair| {
            let course = Course::Along(line[pair[0]..=pair[1]].to_vec());
            self.leg(course)
        });
        let legs = legs.collect();
        Shape { corners, legs }
    }

    fn key(&mut self) -> u32 {
        self.next_key += 1;
        self.next_key
    }

    /// A corner whose place the next answer decides.
    fn corner(&mut self, at: LonLat) -> Corner {
        Corner { key: self.key(), at, is_settled: false }
    }

    /// A corner that stays where it is.
    fn fixed(&mut self, at: LonLat) -> Corner {
        Corner { is_settled: true, ..self.corner(at) }
    }

    fn leg(&mut self, course: Course) -> Leg {
        Leg { key: self.key(), course }
    }

    fn remember(&mut self) {
        self.before.push(self.shape.clone());
        if self.before.len() > MOST_STEPS {
            self.before.remove(0);
        }
    }

    /// Takes back the last change.
    pub fn undo(&mut self) {
        if let Some(before) = self.before.pop() {
            self.shape = before;
        }
    }

    /// Another line altogether.
    pub fn replace(&mut self, line: &[LonLat]) {
        self.remember();
        self.shape = self.shape_of(line);
    }

    /// Goes on to a place; what is to be asked for it.
    pub fn append(&mut self, at: LonLat, manner: Manner) -> Option<Question> {
        self.remember();
        let corner = match manner {
            Manner::Along => self.corner(at),
            Manner::Straight => self.fixed(at),
        };
        let has_any = !self.shape.corners.is_empty();
        self.shape.corners.push(corner);
        if has_any {
            let leg = self.leg(course(manner));
            self.shape.legs.push(leg);
        }
        let last = self.shape.corners.len() - 1;
        (manner == Manner::Along).then(|| self.question(last.saturating_sub(1), last))
    }

    /// Goes back to where it began, unless it is there already.
    pub fn close(&mut self, manner: Manner) -> Option<Question> {
        let first = self.shape.corners.first().filter(|_| self.shape.corners.len() > 2)?.at;
        if self.shape.is_closed() {
            return None;
        }
        let question = self.append(first, manner);
        // Both ends are one corner, wherever the answers move it.
        let last = self.shape.corners.len() - 1;
        self.shape.corners[last] = self.shape.corners[0];
        question.map(|_| self.question(last - 1, last))
    }

    /// Moves a corner; of a closed loop the first takes the last along. Straight legs stay straight.
    pub fn move_corner(&mut self, index: usize, at: LonLat) -> Vec<Question> {
        if index >= self.shape.corners.len() {
            return Vec::new();
        }
        self.remember();
        let last = self.shape.corners.len() - 1;
        let is_end = index == 0 || index == last;
        let moved = if self.shape.is_closed() && is_end { vec![0, last] } else { vec![index] };
        let corner = self.corner(at);
        for index in &moved {
            self.shape.corners[*index] = corner;
            self.seek_around(*index);
        }
        moved.into_iter().filter_map(|index| self.around(index)).collect()
    }

    /// Puts a corner into a leg.
    pub fn insert(&mut self, leg: usize, at: LonLat) -> Option<Question> {
        let course = self.shape.legs.get(leg)?.course.clone();
        self.remember();
        let course = if course == Course::Straight { course } else { Course::Sought };
        let (corner, [before, after]) = (self.corner(at), [self.leg(course.clone()), self.leg(course)]);
        self.shape.corners.insert(leg + 1, corner);
        self.shape.legs.splice(leg..=leg, [before, after]);
        self.around(leg + 1)
    }

    /// Takes a corner away.
    pub fn remove(&mut self, index: usize) -> Option<Question> {
        if index >= self.shape.corners.len() {
            return None;
        }
        self.remember();
        let was_closed = self.shape.is_closed();
        self.shape.corners.remove(index);
        if self.shape.legs.is_empty() {
            return None;
        }
        let inner = index > 0 && index < self.shape.legs.len();
        self.shape.legs.remove(index.min(self.shape.legs.len() - 1));
        if inner {
            self.shape.legs[index - 1] = self.leg(Course::Sought);
            return Some(self.question(index - 1, index));
        }
        // A closed loop that lost its beginning ends at the next corner.
        if was_closed && index == 0 && self.shape.corners.len() > 1 {
            let (last, first) = (self.shape.corners.len() - 1, self.shape.corners[0].at);
            self.shape.corners[last] = self.fixed(first);
            self.seek_around(last);
            return self.around(last);
        }
        None
    }

    fn seek_around(&mut self, index: usize) {
        for leg in [index.checked_sub(1), Some(index)].into_iter().flatten() {
            let kept = self.shape.legs.get(leg).is_none_or(|it| it.course == Course::Straight);
            if !kept {
                self.shape.legs[leg] = self.leg(Course::Sought);
            }
        }
    }

    /// What is to be asked about the legs on both sides of a corner that are sought.
    fn around(&self, index: usize) -> Option<Question> {
        let is_sought = |leg: usize| self.shape.legs.get(leg).is_some_and(|leg| leg.course == Course::Sought);
        let before = index.checked_sub(1).filter(|leg| is_sought(*leg));
        let after = is_sought(index);
        match (before, after) {
            (None, false) => None,
            (before, after) => Some(self.question(before.unwrap_or(index), index + usize::from(after))),
        }
    }

    fn question(&self, from: usize, to: usize) -> Question {
        let corners = &self.shape.corners[from..=to];
        Question {
            corners: corners.iter().map(|corner| corner.key).collect(),
            legs: self.shape.legs[from..to].iter().map(|leg| leg.key).collect(),
            through: corners.iter().map(|corner| corner.at).collect(),
        }
    }

    /// Takes an answer, also into the steps that can be undone.
    pub fn answer(&mut self, question: &Question, answer: &LoopAnswer) {
        for shape in self.before.iter_mut().chain([&mut self.shape]) {
            shape.take(question, answer);
        }
    }

    /// No answer came: the corners stay, and the legs say why they are not there.
    pub fn fail(&mut self, question: &Question, why: NoWay) {
        self.settle(question, &Course::Missing(why));
    }

    /// There is no map with ways: what was asked for is straight.
    pub fn straighten(&mut self, question: &Question) {
        self.settle(question, &Course::Straight);
    }

    fn settle(&mut self, question: &Question, course: &Course) {
        for shape in self.before.iter_mut().chain([&mut self.shape]) {
            for corner in shape.corners.iter_mut().filter(|corner| question.corners.contains(&corner.key)) {
                corner.is_settled = true;
            }
            for key in &question.legs {
                shape.settle(*key, course);
            }
        }
    }

    /// Makes legs without a way straight, because that was asked for.
    pub fn straighten_missing(&mut self) {
        self.remember();
        for leg in &mut self.shape.legs {
            if matches!(leg.course, Course::Missing(_)) {
                leg.course = Course::Straight;
            }
        }
    }

    /// Asks again for every leg that is not settled.
    pub fn seek_again(&mut self) -> Vec<Question> {
        let open: Vec<usize> =
            (0..self.shape.legs.len()).filter(|leg| self.shape.legs[*leg].is_open()).collect();
        for leg in &open {
            self.shape.legs[*leg] = self.leg(Course::Sought);
        }
        let alone = self.shape.corners.len() == 1 && !self.shape.is_whole();
        let first = alone.then(|| self.question(0, 0));
        open.into_iter().map(|leg| self.question(leg, leg + 1)).chain(first).collect()
    }

    /// Why the first leg without a way has none, and how many such legs there are.
    pub fn missing(&self) -> Option<(NoWay, usize)> {
        let mut missing = self.shape.legs.iter().filter_map(|leg| match leg.course {
            Course::Missing(why) => Some(why),
            _ => None,
        });
        let first = missing.next()?;
        Some((first, missing.count() + 1))
    }

    /// How many legs are being looked for.
    pub fn sought(&self) -> usize {
        self.shape.legs.iter().filter(|leg| leg.course == Course::Sought).count()
    }
}

fn course(manner: Manner) -> Course {
    match manner {
        Manner::Along => Course::Sought,
        Manner::Straight => Course::Straight,
    }
}

#[cfg(test)]
mod tests;
