//! Reads GPX files leniently, for the command line and the desk alike.
//!
//! Promises: 1.0 and 1.1, with and without namespace, version, times and byte-order mark; what stands in the file
//! between its points is passed over; a gap stays a gap; a point that cannot be read is left out with its line.

mod parts;
mod reader;

use shared::geo::Position;

/// Most points that are read of one file: ten days, one each second.
const MOST_POINTS: usize = 1_000_000;

/// Why a file has no line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotGpx {
    /// Something else altogether.
    #[error("this is {what}, not GPX: export the track as GPX")]
    OtherFormat {
        /// What it looks like.
        what: &'static str,
    },
    /// It is broken before its first point.
    #[error("this GPX file is damaged on line {line}: fetch it or export it again")]
    Damaged {
        /// From 1.
        line: usize,
    },
    /// No line in it.
    #[error("there is no track in this GPX file ({points} point(s), {left_out} left out{})", first_line(*.first_left_out))]
    NoTrack {
        /// Points found.
        points: usize,
        /// Points that could not be read.
        left_out: usize,
        /// The line of the first of those, from 1.
        first_left_out: Option<usize>,
    },
    /// All its points are one place.
    #[error("all points of this GPX file are at one place: it is a point, not a track")]
    OnePlace,
    /// More than can be read.
    #[error("this GPX file has more than {MOST_POINTS} points")]
    TooMany,
}

fn first_line(line: Option<usize>) -> String {
    line.map(|line| format!(", the first on line {line}")).unwrap_or_default()
}

/// A point of a track.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Where.
    pub position: Position,
    /// Seconds since 1970, where it says.
    pub at_s: Option<f64>,
}

/// The line of a file that a walk can follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its points; at least two, at different places.
    pub points: Vec<Point>,
    /// What had to be left out for it.
    pub omitted: Omitted,
}

/// What of a file is not in its line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Omitted {
    /// Other parts: after a gap, or other tracks.
    pub parts: usize,
    /// How far the next of those lies from the line, in metres; a gap that is not bridged.
    pub gap_m: Option<f64>,
    /// The lines of points that could not be read or stand far from all others, from 1.
    pub lines: Vec<usize>,
    /// The line where the file stops being readable, from 1.
    pub damaged_on: Option<usize>,
    /// Its line was made of single points (waypoints), in the order of the file.
    pub waypoints_joined: bool,
}

impl Omitted {
    /// Sentences for people.
    pub fn notes(&self) -> Vec<String> {
        let listed: Vec<String> = self.lines.iter().take(10).map(ToString::to_string).collect();
        let more = if self.lines.len() > listed.len() { " …" } else { "" };
        let gap = self.gap_m.map(|gap_m| format!(", after a gap of {gap_m:.0} m that is not bridged"));
        let all = [
            (self.parts > 0).then(|| {
                format!(
                    "the longest part is taken; {} other part(s) are left out{}",
                    self.parts,
                    gap.unwrap_or_default()
                )
            }),
            (!self.lines.is_empty()).then(|| {
                format!("{} point(s) are left out, on line {}{more}", self.lines.len(), listed.join(", "))
            }),
            self.damaged_on
                .map(|line| format!("the file is damaged on line {line}; what stands before it is taken")),
            self.waypoints_joined
                .then(|| "the file has single points only; they are joined in their order".to_owned()),
        ];
        all.into_iter().flatten().collect()
    }
}

/// Reads the longest unbroken line of a file: of its tracks, else of its routes, else of its single points.
pub fn read(bytes: &[u8]) -> Result<Line, NotGpx> {
    let found = reader::read(bytes)?;
    parts::longest(found)
}

#[cfg(test)]
mod tests;
