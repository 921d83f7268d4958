//! Finds the points of a GPX file among whatever else stands in it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use shared::geo::Position;

use super::{MOST_POINTS, NotGpx, Point};
use crate::import::text::{decode, parse_number};

/// What points belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Track,
    Route,
    Waypoints,
}

/// Points that follow each other in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stretch {
    pub(super) kind: Kind,
    pub(super) points: Vec<(Point, usize)>,
}

/// All that a file has.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) stretches: Vec<Stretch>,
    /// Lines of points that cannot be read, from 1.
    pub(super) unreadable: Vec<usize>,
    pub(super) damaged_on: Option<usize>,
    points: usize,
}

pub(super) fn read(bytes: &[u8]) -> Result<Found, NotGpx> {
    let decoded = decode(bytes);
    let text = decoded.text.trim_start_matches('\u{feff}').trim_start();
    if let Some(what) = other_format(text) {
        return Err(NotGpx::OtherFormat { what });
    }
    let before = &decoded.text[..decoded.text.len() - text.len()];
    let skipped = before.matches('\n').count();
    let mut lines = Lines { text, at: 0, line: 1 + skipped };
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.check_comments) = (false, true, false);
    let (mut found, mut time, mut root) = (Found::default(), false, false);
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Err(_) if found.points == 0 => return Err(NotGpx::Damaged { line: lines.of(at) }),
            Err(_) => {
                found.damaged_on = Some(lines.of(at));
                break;
            }
            Ok(Event::Eof) => break,
            Ok(Event::Start(element) | Event::Empty(element)) => {
                if !root {
                    check_root(&element)?;
                    root = true;
                }
                time = element.local_name().as_ref() == b"time";
                found.take(&element, lines.of(at))?;
            }
            Ok(Event::Text(text)) if time => found.time(&String::from_utf8_lossy(&text)),
            Ok(Event::End(element)) => {
                time = false;
                match element.local_name().as_ref() {
                    b"gpx" => break,
                    b"trk" | b"trkseg" | b"rte" => found.end(),
                    _ => {}
                }
            }
            Ok(_) => {}
        }
    }
    Ok(found)
}

fn other_format(text: &str) -> Option<&'static str> {
    match text {
        "" => Some("an empty file"),
        _ if text.starts_with("PK") => Some("a ZIP archive (perhaps KMZ)"),
        _ if text.starts_with("%PDF") => Some("a PDF"),
        _ if text.starts_with('{') => Some("JSON"),
        _ if !text.starts_with('<') => Some("something else"),
        _ => None,
    }
}

fn check_root(element: &BytesStart<'_>) -> Result<(), NotGpx> {
    let name = element.local_name().as_ref().to_ascii_lowercase();
    let what = match name.as_slice() {
        b"gpx" | b"trk" | b"rte" | b"trkseg" | b"trkpt" | b"rtept" | b"wpt" => return Ok(()),
        b"kml" => "KML",
        b"trainingcenterdatabase" => "TCX",
        b"html" => "a web page",
        b"osm" => "OpenStreetMap XML",
        _ => "XML of another kind",
    };
    Err(NotGpx::OtherFormat { what })
}

impl Found {
    fn take(&mut self, element: &BytesStart<'_>, line: usize) -> Result<(), NotGpx> {
        let kind = match element.local_name().as_ref() {
            b"trk" | b"trkseg" | b"rte" => {
                self.end();
                return Ok(());
            }
            b"trkpt" => Kind::Track,
            // Garmin's programs put the shape of a route between its points.
            b"rtept" | b"rpt" => Kind::Route,
            b"wpt" => Kind::Waypoints,
            _ => return Ok(()),
        };
        self.points += 1;
        if self.points > MOST_POINTS {
            return Err(NotGpx::TooMany);
        }
        let Some(position) = position(element) else {
            self.unreadable.push(line);
            return Ok(());
        };
        let point = (Point { position, at_s: None }, line);
        match self.stretches.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.points.push(point),
            None => self.stretches.push(Stretch { kind, points: vec![point] }),
        }
        Ok(())
    }

    /// The next point begins a stretch of its own.
    fn end(&mut self) {
        if self.stretches.last().is_some_and(|last| !last.points.is_empty()) {
            self.stretches.push(Stretch { kind: Kind::Track, points: Vec::new() });
        }
    }

    fn time(&mut self, text: &str) {
        let moment = seconds(text.trim());
        let last = self.stretches.last_mut().and_then(|stretch| stretch.points.last_mut());
        if let (Some((point, _)), Some(moment)) = (last, moment) {
            point.at_s.get_or_insert(moment);
        }
    }
}

/// A place on the globe that is not 0, 0, where receivers put what they do not know.
fn position(element: &BytesStart<'_>) -> Option<Position> {
    let number = |name: &[u8]| {
        let mut attributes = element.attributes();
        let attribute =
            attributes.with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name)?;
        parse_number(&String::from_utf8_lossy(&attribute.value))
    };
    let (lat, lon) = (number(b"lat")?, number(b"lon")?);
    Position::new(lat, lon).ok().filter(|_| lat != 0.0 || lon != 0.0)
}

/// A moment as GPX files have it, also without a zone, which then is UTC.
fn seconds(text: &str) -> Option<f64> {
    let moment = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let civil = text.parse::<jiff::civil::DateTime>().ok()?;
        Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    })?;
    Some(moment.as_duration().as_secs_f64())
}

/// Counts lines as they are asked for, which is in order.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> usize {
        let at = at.min(self.text.len());
        // A place within a character is none; the next call counts on from where this one began.
        let Some(between) = self.text.get(self.at..at) else { return self.line };
        self.line += between.matches('\n').count();
        self.at = at.max(self.at);
        self.line
    }
}
