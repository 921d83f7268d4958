//! A loop as numbers and as text: how long it is, how long it takes, its points as lines that can be read and written.
//!
//! Promises: pure; whatever cannot be read is told with its line, and nothing that was there is lost by it; what is
//! written is read again as it was, to a tenth of a metre.

use shared::geo::Position;
use shared::wire::{MAX_LOOP_M, MAX_LOOP_POINTS};

/// A place as GeoJSON has it: degrees east, degrees north.
pub type LonLat = [f64; 2];

/// Who walks, looks, talks and points comes so far in a minute: 3 km/h.
const M_PER_MINUTE: f64 = 50.0;
/// Nobody knows it to the minute.
const ROUND_MINUTES: f64 = 5.0;
/// Metres in a degree of latitude, and of longitude at the equator.
const M_PER_DEGREE: f64 = 111_319.49;
/// Ends this near to each other are one place to people.
const SAME_PLACE_M: f64 = 25.0;

/// Why a text is no loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misread {
    /// This line is not two numbers.
    NotTwoNumbers {
        /// Which line, from 1.
        line: usize,
    },
    /// This line is no place on the globe.
    OffGlobe {
        /// Which line, from 1.
        line: usize,
    },
    /// This line has, as it seems, east before north.
    Swapped {
        /// Which line, from 1.
        line: usize,
    },
    /// There is one point, and a loop needs two.
    OnePoint,
    /// More points than can be taken.
    TooMany,
    /// Farther than anybody walks in an evening.
    TooLong,
}

fn position([lon, lat]: LonLat) -> Option<Position> {
    Position::new(lat, lon).ok()
}

fn between_m(a: LonLat, b: LonLat) -> f64 {
    position(a).zip(position(b)).map_or(0.0, |(a, b)| a.distance_m(b))
}

/// How long a line is, in metres.
pub fn length_m(line: &[LonLat]) -> f64 {
    line.windows(2).map(|pair| between_m(pair[0], pair[1])).sum()
}

/// The points that make the shape of a line, by number, after Ramer (1972) and Douglas & Peucker (1973): what is left out
/// lies within `within_m` metres of the line through them. The first and the last are always among them.
pub fn bends(line: &[LonLat], within_m: f64) -> Vec<usize> {
    let Some(last) = line.len().checked_sub(1) else { return Vec::new() };
    let (mut kept, mut waiting) = (std::collections::BTreeSet::from([0, last]), vec![(0, last)]);
    while let Some((from, to)) = waiting.pop() {
        let off = |at: &usize| off_m(line[*at], line[from], line[to]);
        let far = (from + 1..to).max_by(|a, b| off(a).total_cmp(&off(b)));
        if let Some(far) = far.filter(|far| off(far) > within_m) {
            kept.insert(far);
            waiting.extend([(from, far), (far, to)]);
        }
    }
    kept.into_iter().collect()
}

/// How far a place lies from a straight stretch, in metres; good within a town.
fn off_m(place: LonLat, from: LonLat, to: LonLat) -> f64 {
    let flat = |[lon, lat]: LonLat| {
        [(lon - from[0]) * M_PER_DEGREE * from[1].to_radians().cos(), (lat - from[1]) * M_PER_DEGREE]
    };
    let ([x, y], [dx, dy]) = (flat(place), flat(to));
    let squared = dx * dx + dy * dy;
    let along = if squared > 0.0 { ((x * dx + y * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    (x - along * dx).hypot(y - along * dy)
}

/// The place half way along a line, by length.
pub fn middle(line: &[LonLat]) -> Option<LonLat> {
    let mut left_m = length_m(line) / 2.0;
    for pair in line.windows(2) {
        let stretch_m = between_m(pair[0], pair[1]);
        if left_m <= stretch_m && stretch_m > 0.0 {
            let at = |axis: usize| pair[0][axis] + (pair[1][axis] - pair[0][axis]) * left_m / stretch_m;
            return Some([at(0), at(1)]);
        }
        left_m -= stretch_m;
    }
    line.first().copied()
}

/// How many minutes a walk of so many metres takes with its stops, to the next five.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes of a walk")]
pub fn minutes(length_m: f64) -> u32 {
    ((length_m / M_PER_MINUTE / ROUND_MINUTES).ceil() * ROUND_MINUTES) as u32
}

/// How far the end is from where it began; `None` where that is one place to people.
pub fn gap_m(line: &[LonLat]) -> Option<f64> {
    let gap_m = between_m(*line.first()?, *line.last()?);
    (gap_m > SAME_PLACE_M).then_some(gap_m)
}

/// The points as lines of degrees north and east.
pub fn written(line: &[LonLat]) -> String {
    let lines: Vec<String> = line.iter().map(|[lon, lat]| format!("{lat:.6}, {lon:.6}")).collect();
    lines.join("\n")
}

/// Reads lines of degrees north and east; empty ones are skipped, and no line at all is no loop.
pub fn read(text: &str) -> Result<Vec<LonLat>, Misread> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let points: Result<Vec<LonLat>, Misread> = lines.map(|(at, line)| point(line, at + 1)).collect();
    checked(points?)
}

fn point(text: &str, line: usize) -> Result<LonLat, Misread> {
    let Some((lat, lon)) = two_numbers(text) else { return Err(Misread::NotTwoNumbers { line }) };
    // The North has its latitudes above its longitudes everywhere.
    if (54.0..72.0).contains(&lon) && (4.0..32.0).contains(&lat) {
        return Err(Misread::Swapped { line });
    }
    if Position::new(lat, lon).is_ok() { Ok([lon, lat]) } else { Err(Misread::OffGlobe { line }) }
}

/// Two numbers as people write and maps copy them: with point or comma, between them comma, semicolon or space.
fn two_numbers(text: &str) -> Option<(f64, f64)> {
    let apart = |sign: char| sign.is_whitespace() || sign == ';';
    let mut parts: Vec<&str> = text.split(apart).map(|it| it.trim_matches(',')).collect();
    parts.retain(|it| !it.is_empty());
    if let [one] = parts[..] {
        parts = one.split(',').collect();
    }
    let number = |text: &str| text.replace(',', ".").parse::<f64>().ok().filter(|it| it.is_finite());
    if let [lat, lon] = parts[..] { Some((number(lat)?, number(lon)?)) } else { None }
}

/// A line that can be a loop.
pub fn checked(line: Vec<LonLat>) -> Result<Vec<LonLat>, Misread> {
    match line.len() {
        1 => Err(Misread::OnePoint),
        n if n > MAX_LOOP_POINTS => Err(Misread::TooMany),
        _ if length_m(&line) > MAX_LOOP_M => Err(Misread::TooLong),
        _ => Ok(line),
    }
}

#[cfg(test)]
mod tests;
