//! Which way: for words such as “60 metres, ahead to the right”.

use super::{Metres, Plane, Position};

/// Which way something lies for somebody who looks ahead, to an eighth of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Straight on.
    Ahead,
    /// Half to the right.
    AheadRight,
    /// To the right.
    Right,
    /// Half back, on the right.
    BehindRight,
    /// Back.
    Behind,
    /// Half back, on the left.
    BehindLeft,
    /// To the left.
    Left,
    /// Half to the left.
    AheadLeft,
}

impl Direction {
    /// All of them, clockwise from ahead.
    pub const ALL: [Self; 8] = [
        Self::Ahead,
        Self::AheadRight,
        Self::Right,
        Self::BehindRight,
        Self::Behind,
        Self::BehindLeft,
        Self::Left,
        Self::AheadLeft,
    ];
}

/// Which way one goes from one position to the other, in degrees clockwise from north (0 to 360); `None` where both are
/// the same. For the lengths of a walk.
pub fn bearing_deg(from: Position, to: Position) -> Option<f64> {
    bearing_of(Plane::around(from).metres(to))
}

/// The bearing of a step in the plane.
pub fn bearing_of([east_m, north_m]: Metres) -> Option<f64> {
    let is_somewhere = east_m != 0.0 || north_m != 0.0;
    is_somewhere.then(|| turned(east_m.atan2(north_m).to_degrees()))
}

/// Which way a bearing lies for somebody who heads there; `None` when nobody knows where they head, or it is no number.
pub fn direction(heading_deg: Option<f64>, bearing_deg: f64) -> Option<Direction> {
    let turn_deg = bearing_deg - heading_deg?;
    turn_deg.is_finite().then(|| Direction::ALL[eighth(turned(turn_deg))])
}

/// Which eighth of a turn, from 0 to 7, each around its middle.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 8")]
fn eighth(turned_deg: f64) -> usize {
    ((turned_deg + 22.5) / 45.0) as usize % 8
}

/// The same direction, from 0 to below 360; of a number only.
pub(super) fn turned(degrees: f64) -> f64 {
    // Not `%`, which is a function of its own in a phone's program.
    let turned = degrees - 360.0 * (degrees / 360.0).floor();
    if turned < 360.0 { turned } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).unwrap()
    }

    #[test]
    fn bearings_go_clockwise_from_north() {
        let from = at(65.6, 22.1);
        let to = [at(65.601, 22.1), at(65.6, 22.102), at(65.599, 22.1), at(65.6, 22.098), from];
        let found = to.map(|to| bearing_deg(from, to).map(f64::round));
        assert_eq!(found, [Some(0.0), Some(90.0), Some(180.0), Some(270.0), None]);
    }

    #[test]
    fn a_direction_is_an_eighth_of_a_turn_around_where_one_heads() {
        let found = [10.0, 32.6, 100.0, 235.0, 347.4, 347.6].map(|bearing| direction(Some(10.0), bearing));
        let expected = [
            Direction::Ahead,
            Direction::AheadRight,
            Direction::Right,
            Direction::BehindLeft,
            Direction::AheadLeft,
            Direction::Ahead,
        ];
        assert_eq!(found, expected.map(Some));
        for (eighth, expected) in (0_u8..).zip(Direction::ALL) {
            assert_eq!(direction(Some(350.0), 350.0 + f64::from(eighth) * 45.0), Some(expected));
            assert_eq!(direction(Some(-1e6), f64::from(eighth) * 45.0 - 1e6), Some(expected));
        }
    }

    #[test]
    fn without_a_heading_there_is_no_direction() {
        assert_eq!(direction(None, 10.0), None);
        assert_eq!(direction(Some(f64::NAN), 10.0), None);
        assert_eq!(direction(Some(0.0), f64::INFINITY), None);
    }
}
