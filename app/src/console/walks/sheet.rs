//! A paper sheet while it is typed in.
//!
//! Promises: pure; a line on which nothing stands is no line; what is missing is told with its line, and nothing that
//! was typed is lost by it.

use serde::{Deserialize, Serialize};
use shared::geo::Position;
use shared::id::{CategoryId, ObservationId};
use shared::statement::{Condition, Feeling, Severity};
use shared::wire::{PaperLook, PaperPoint, PaperSheet};

use super::loop_line::LonLat;
use crate::console::words::catalogue;

/// A numbered line as it stands in the form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// What it is about; tells safe from unsafe too.
    pub category: String,
    /// In the walkers' words.
    pub text: String,
    /// Where, in words.
    pub described: String,
    /// Where, on the map.
    pub pin: Option<LonLat>,
    /// How bad: `0` to `3`, or nothing.
    pub severity: String,
    /// What they propose.
    pub proposal: String,
}

/// What a sheet lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Anything at all.
    Everything,
    /// What the line with this index is about.
    Category(usize),
    /// Where the line with this index is.
    Place(usize),
}

impl Line {
    fn is_blank(&self) -> bool {
        let words = [&self.category, &self.text, &self.described, &self.severity, &self.proposal];
        words.iter().all(|it| it.trim().is_empty()) && self.pin.is_none()
    }

    fn point(&self, index: usize) -> Result<PaperPoint, Lacks> {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        let (category, feeling) = category(&self.category).ok_or(Lacks::Category(index))?;
        let pin = self.pin.and_then(|[lon, lat]| Position::new(lat, lon).ok());
        let described = said(&self.described);
        if pin.is_none() && described.is_none() {
            return Err(Lacks::Place(index));
        }
        let severity = self.severity.parse::<u8>().ok().and_then(|level| Severity::try_from(level).ok());
        let (text, proposal) = (said(&self.text), said(&self.proposal));
        Ok(PaperPoint { feeling, category, pin, described, text, severity, proposal })
    }
}

fn category(id: &str) -> Option<(CategoryId, Feeling)> {
    let known = catalogue().iter().find(|it| it.id.as_str() == id)?;
    Some((known.id.clone(), known.feeling))
}

/// The sheet of these lines and answers.
pub fn sheet(at_ms: i64, lines: &[Line], looks: &[(ObservationId, Condition)]) -> Result<PaperSheet, Lacks> {
    let written = lines.iter().enumerate().filter(|(_, line)| !line.is_blank());
    let points = written.map(|(index, line)| line.point(index)).collect::<Result<Vec<_>, _>>()?;
    let looks: Vec<PaperLook> =
        looks.iter().map(|(of, condition)| PaperLook { of: *of, condition: *condition }).collect();
    if points.is_empty() && looks.is_empty() {
        return Err(Lacks::Everything);
    }
    Ok(PaperSheet { at_ms, points, looks })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(category: &str, described: &str) -> Line {
        Line { category: category.to_owned(), described: described.to_owned(), ..Line::default() }
    }

    #[test]
    fn lines_become_points_and_blank_ones_are_left_out() {
        let bridge =
            Line { severity: "2".to_owned(), text: " Klotter ".to_owned(), ..line("graffiti", "bron") };
        let square = Line { pin: Some([22.1, 65.6]), ..line("life", "") };
        let sheet = sheet(7, &[bridge, Line::default(), square], &[]).unwrap();
        let [bridge, square] = sheet.points.as_slice() else { panic!("{sheet:?}") };
        assert_eq!((bridge.feeling, bridge.text.as_deref()), (Feeling::Unsafe, Some("Klotter")));
        assert_eq!((bridge.severity.map(Severity::level), bridge.proposal.as_deref()), (Some(2), None));
        assert_eq!((square.feeling, square.pin.map(Position::lat)), (Feeling::Safe, Some(65.6)));
    }

    #[test]
    fn what_is_missing_is_told_with_its_line() {
        let words = Line { text: "Mörkt".to_owned(), ..Line::default() };
        assert_eq!(sheet(0, &[line("life", "här"), words], &[]), Err(Lacks::Category(1)));
        assert_eq!(sheet(0, &[line("life", " ")], &[]), Err(Lacks::Place(0)));
        assert_eq!(sheet(0, &[Line::default()], &[]), Err(Lacks::Everything));
    }

    #[test]
    fn answers_alone_are_a_sheet() {
        let of = "0102030405060708090a0b0c0d0e0f10-3".parse().unwrap();
        let sheet = sheet(0, &[], &[(of, Condition::Fixed)]).unwrap();
        assert_eq!(sheet.looks, [PaperLook { of, condition: Condition::Fixed }]);
    }
}
