//! A walked track, from a GPX file: where one was when.
//!
//! Promises: time only goes forward; what had to be assumed or left out is noted.

use geo::{Destination as _, Haversine, LineString, Simplify as _};

use shared::geo::Position;
use shared::wire::MAX_LOOP_POINTS;

use crate::import::gpx::{self, NotGpx, Omitted};

/// How fast people walk who look around, when a track does not say (metres per second).
pub const WALKING_M_PER_S: f64 = 1.3;

/// A loop is drawn with as many points as it needs to lie so near to the track, in metres.
const LOOP_WITHIN_M: f64 = 3.0;

/// Metres of a degree of latitude on the mean sphere.
const METRES_PER_DEGREE: f64 = 111_195.0;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    at_s: f64,
    at_m: f64,
    position: Position,
}

/// A track with a time, from 0, for each point.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    points: Vec<Point>,
    notes: Vec<String>,
    omitted: Omitted,
}

impl Track {
    /// Reads a GPX file: its longest part without a gap.
    pub fn read(bytes: &[u8]) -> Result<Self, NotGpx> {
        let line = gpx::read(bytes)?;
        let walked: Vec<Walked> = line.points.iter().map(|point| (point.position, point.at_s)).collect();
        let mut track = Self::of(&walked);
        track.notes.extend(line.omitted.notes());
        track.omitted = line.omitted;
        Ok(track)
    }

    fn of(walked: &[Walked]) -> Self {
        let lengths_m = lengths_m(walked.iter().map(|(position, _)| *position));
        let mut notes = Vec::new();
        let times_s = told_times(walked).unwrap_or_else(|| {
            notes.push(format!("the track has no usable times: walked at {WALKING_M_PER_S} m/s"));
            lengths_m.iter().map(|at_m| at_m / WALKING_M_PER_S).collect()
        });
        let timed = walked.iter().zip(times_s).zip(lengths_m);
        let points = timed.map(|(((position, _), at_s), at_m)| Point { at_s, at_m, position: *position });
        Self { points: points.collect(), notes, omitted: Omitted::default() }
    }

    /// Its points as `[lon, lat]`, without those that lie within so many metres of the line through the others.
    pub fn line(&self, within_m: f64) -> Vec<[f64; 2]> {
        let width = self.start().lat().to_radians().cos();
        let on_plane: LineString =
            self.points.iter().map(|it| (it.position.lon() * width, it.position.lat())).collect();
        let kept = on_plane.simplify(within_m / METRES_PER_DEGREE);
        kept.coords().map(|coord| [coord.x / width, coord.y]).collect()
    }

    /// Its points as a loop has them: within 3 m of the track, and coarser where that would be too many.
    pub fn loop_line(&self) -> Vec<[f64; 2]> {
        let mut within_m = LOOP_WITHIN_M;
        loop {
            let line = self.line(within_m);
            if line.len() <= MAX_LOOP_POINTS / 2 {
                return line;
            }
            within_m *= 2.0;
        }
    }

    /// What of the file is not in it.
    pub fn omitted(&self) -> &Omitted {
        &self.omitted
    }

    /// What had to be assumed.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How long it takes, in seconds.
    pub fn duration_s(&self) -> f64 {
        self.points.last().map_or(0.0, |point| point.at_s)
    }

    /// How long it is, in metres.
    pub fn length_m(&self) -> f64 {
        self.points.last().map_or(0.0, |point| point.at_m)
    }

    /// Where it begins.
    pub fn start(&self) -> Position {
        self.at(0.0)
    }

    /// Where one is so many seconds after the start.
    pub fn at(&self, at_s: f64) -> Position {
        self.between(at_s, |point| point.at_s).1
    }

    /// When one has walked so many metres.
    pub fn when_s(&self, at_m: f64) -> f64 {
        self.between(at_m, |point| point.at_m).0
    }

    /// Time and place where a measure that only grows along the track reaches a value.
    fn between(&self, value: f64, measure: impl Fn(&Point) -> f64) -> (f64, Position) {
        let next = self.points.partition_point(|point| measure(point) <= value);
        let last = self.points.len() - 1;
        let (a, b) = (&self.points[next.saturating_sub(1)], &self.points[next.min(last)]);
        let span = measure(b) - measure(a);
        let share = if span > 0.0 { ((value - measure(a)) / span).clamp(0.0, 1.0) } else { 0.0 };
        let mix = |from: f64, to: f64| from + (to - from) * share;
        let north = mix(a.position.lat(), b.position.lat());
        let east = mix(a.position.lon(), b.position.lon());
        (mix(a.at_s, b.at_s), Position::new(north, east).unwrap_or(a.position))
    }

    /// The same walk somewhere else: it begins there and keeps its shape.
    #[must_use]
    pub fn moved_to(&self, start: Position) -> Self {
        let from = self.start();
        let moved = |point: &Point| {
            let (east_m, north_m) = offset_m(from, point.position);
            Point { position: step(start, east_m, north_m), ..*point }
        };
        Self {
            points: self.points.iter().map(moved).collect(),
            notes: self.notes.clone(),
            omitted: self.omitted.clone(),
        }
    }
}

/// A point, with seconds since 1970 where it says.
type Walked = (Position, Option<f64>);

fn lengths_m(positions: impl Iterator<Item = Position>) -> Vec<f64> {
    let lengths = positions.scan((None::<Position>, 0.0), |(last, at_m), position| {
        *at_m += last.map_or(0.0, |last| last.distance_m(position));
        *last = Some(position);
        Some(*at_m)
    });
    lengths.collect()
}

/// The times as told, from 0, if every point has one and they go forward.
fn told_times(walked: &[Walked]) -> Option<Vec<f64>> {
    let times: Vec<f64> = walked.iter().map(|(_, at_s)| *at_s).collect::<Option<_>>()?;
    let first = *times.first()?;
    let forward = times.is_sorted() && times.last().is_some_and(|last| *last > first);
    forward.then(|| times.iter().map(|at_s| at_s - first).collect())
}

/// The position so many metres east and north of another.
pub(super) fn step(from: Position, east_m: f64, north_m: f64) -> Position {
    let bearing = east_m.atan2(north_m).to_degrees();
    let point = Haversine.destination(from.point(), bearing, east_m.hypot(north_m));
    Position::new(point.y(), point.x()).unwrap_or(from)
}

/// How many metres east and north of one position another lies; good for a walk's lengths.
pub(super) fn offset_m(from: Position, to: Position) -> (f64, f64) {
    let east = Position::new(from.lat(), to.lon()).unwrap_or(from).distance_m(from);
    let north = Position::new(to.lat(), from.lon()).unwrap_or(from).distance_m(from);
    (east.copysign(to.lon() - from.lon()), north.copysign(to.lat() - from.lat()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    const NO_TIMES: &str = r#"<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg/><trkseg>
        <trkpt lat="65.6170" lon="22.1370"/><trkpt lat="65.6180" lon="22.1370"/><trkpt lat="65.6180" lon="22.1390"/>
        </trkseg></trk></gpx>"#;

    #[test]
    fn a_track_without_times_is_walked_at_walking_speed_and_says_so() {
        let with_mark = format!("\u{feff}{NO_TIMES}");
        let track = Track::read(with_mark.as_bytes()).unwrap();
        assert_eq!(track, Track::read(NO_TIMES.as_bytes()).unwrap());
        assert!((track.length_m() - 203.0).abs() < 1.0, "{}", track.length_m());
        assert!((track.duration_s() * WALKING_M_PER_S - track.length_m()).abs() < 1e-6);
        assert!(track.notes()[0].contains("1.3 m/s"));
        let half = track.at(track.when_s(track.length_m() / 2.0));
        assert!((half.distance_m(track.start()) - 101.5).abs() < 1.0);
    }

    #[test]
    fn times_are_kept_as_they_were_told() {
        let point =
            |lat: &str, time: &str| format!(r#"<trkpt lat="{lat}" lon="22"><time>{time}</time></trkpt>"#);
        let points = point("65.0", "2026-11-01T18:00:00Z") + &point("65.001", "2026-11-01T18:03:20Z");
        let gpx = format!(r#"<gpx version="1.1" creator="x"><trk><trkseg>{points}</trkseg></trk></gpx>"#);
        let track = Track::read(gpx.as_bytes()).unwrap();
        assert!((track.duration_s() - 200.0).abs() < 1e-9 && track.notes().is_empty());
        assert!((track.at(100.0).lat() - 65.0005).abs() < 1e-6);
        assert_eq!((track.at(-5.0), track.at(1e9)), (track.start(), track.at(200.0)));
    }

    #[test]
    fn a_moved_track_keeps_its_shape() {
        let track = Track::read(NO_TIMES.as_bytes()).unwrap();
        let start = Position::new(55.6, 13.0).unwrap();
        let moved = track.moved_to(start);
        assert_eq!(moved.start(), start);
        let far = |track: &Track| track.start().distance_m(track.at(track.duration_s()));
        assert!((far(&moved) - far(&track)).abs() < 1.0, "{} {}", far(&moved), far(&track));
    }

    #[test]
    fn a_file_that_cannot_be_walked_is_one_sentence() {
        let check = |text: &str, expected: &str| {
            let refused = Track::read(text.as_bytes()).unwrap_err().to_string();
            assert!(refused.starts_with(expected) && !refused.contains('\n'), "{refused}");
        };
        check("not this", "this is something else, not GPX");
        check("<gpx version=\"1.1\" creator=\"x\"><trk>", "there is no track in this GPX file (0 p");
        check(
            r#"<gpx version="1.1" creator="x"><wpt lat="1" lon="2"/></gpx>"#,
            "there is no track in this GPX file (1 p",
        );
    }

    fn real(name: &str) -> Option<Result<Track, NotGpx>> {
        let base = std::env::var_os("LYKTA_SHARED_DATA").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
            PathBuf::from,
        );
        let Ok(bytes) = std::fs::read(base.join("tracks").join(name)) else {
            println!("skipped: tracks/{name} is not here; LYKTA_SHARED_DATA says where it is");
            return None;
        };
        Some(Track::read(&bytes))
    }

    #[test]
    fn real_tracks_can_be_walked() {
        for (name, noted) in [
            ("cerknicko-jezero.gpx", false),
            ("cerknicko-without-times.gpx", true),
            ("korita-zbevnica.gpx", true),
            ("track-with-empty-segment.gpx", false),
        ] {
            let Some(track) = real(name) else { continue };
            let track = track.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(track.length_m() > 5.0 && track.duration_s() > 0.0, "{name}");
            assert_eq!(track.notes().iter().any(|note| note.contains("no usable times")), noted, "{name}");
        }
    }
}
