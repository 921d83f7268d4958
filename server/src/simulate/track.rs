//! A walked track, from a GPX file: where one was when.
//!
//! Promises: time only goes forward; what had to be assumed is noted; a file without a track is a clear sentence.

use geo::{Destination as _, Haversine, LineString, Simplify as _};
use gpx::{Gpx, Waypoint};

use shared::geo::Position;

/// How fast people walk who look around, when a track does not say (metres per second).
pub const WALKING_M_PER_S: f64 = 1.3;

/// Metres of a degree of latitude on the mean sphere.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// Why a file cannot be walked.
#[derive(Debug, thiserror::Error)]
pub enum NotATrack {
    /// Broken, or no GPX at all.
    #[error("this is not a GPX track: {0}")]
    NotGpx(#[from] gpx::errors::GpxError),
    /// Nothing to walk.
    #[error("there is no track in this GPX file ({waypoints} waypoints, {points} track points)")]
    NoTrack {
        /// Single points found.
        waypoints: usize,
        /// Points of tracks and routes found.
        points: usize,
    },
}

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
}

impl Track {
    /// Reads a GPX file, 1.0 or 1.1, with or without times, byte-order mark and empty segments.
    pub fn read(bytes: &[u8]) -> Result<Self, NotATrack> {
        let gpx = gpx::read(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))?;
        let waypoints = gpx.waypoints.len();
        let (walked, others) = longest(gpx);
        if walked.len() < 2 {
            return Err(NotATrack::NoTrack { waypoints, points: walked.len() });
        }
        let mut track = Self::of(&walked);
        if others > 0 {
            track.notes.push(format!("the file has {} tracks: the longest is walked", others + 1));
        }
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
        Self { points: points.collect(), notes }
    }

    /// Its points as `[lon, lat]`, without those that lie within so many metres of the line through the others.
    pub fn line(&self, within_m: f64) -> Vec<[f64; 2]> {
        let width = self.start().lat().to_radians().cos();
        let on_plane: LineString =
            self.points.iter().map(|it| (it.position.lon() * width, it.position.lat())).collect();
        let kept = on_plane.simplify(within_m / METRES_PER_DEGREE);
        kept.coords().map(|coord| [coord.x / width, coord.y]).collect()
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
        Self { points: self.points.iter().map(moved).collect(), notes: self.notes.clone() }
    }
}

/// A point, with seconds since 1970 where it says.
type Walked = (Position, Option<f64>);

/// The longest track, or else route, and how many others there are.
fn longest(gpx: Gpx) -> (Vec<Walked>, usize) {
    let tracks =
        gpx.tracks.into_iter().map(|track| track.segments.into_iter().flat_map(|it| it.points).collect());
    let mut all: Vec<Vec<Walked>> =
        tracks.map(|points: Vec<Waypoint>| points.iter().filter_map(timed).collect()).collect();
    if all.iter().all(|points| points.len() < 2) {
        all.extend(gpx.routes.into_iter().map(|route| route.points.iter().filter_map(timed).collect()));
    }
    all.retain(|points| !points.is_empty());
    let length_m =
        |points: &Vec<Walked>| lengths_m(points.iter().map(|(position, _)| *position)).pop().unwrap_or(0.0);
    let others = all.len().saturating_sub(1);
    (all.into_iter().max_by(|a, b| length_m(a).total_cmp(&length_m(b))).unwrap_or_default(), others)
}

fn timed(point: &Waypoint) -> Option<Walked> {
    let place = point.point();
    let moment = point.time.and_then(|time| time.format().ok()?.parse::<jiff::Timestamp>().ok());
    let at_s = moment.map(|moment| moment.as_duration().as_secs_f64());
    Some((Position::new(place.y(), place.x()).ok()?, at_s))
}

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
        check("not this", "this is not a GPX track: ");
        check("<gpx version=\"1.1\" creator=\"x\"><trk>", "this is not a GPX track: ");
        check(
            r#"<gpx version="1.1" creator="x"><wpt lat="1" lon="2"/></gpx>"#,
            "there is no track in this GPX file (1 w",
        );
    }

    fn real(name: &str) -> Option<Result<Track, NotATrack>> {
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
        if let Some(refused) = real("unicode_with_bom.gpx") {
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains("GPX"), "{refused}");
        }
    }
}
