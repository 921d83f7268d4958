//! Which of a phone's records are used, and which are kept without effect since there are too many.
//!
//! Promises: the answer follows from the records of the series alone, in their order; the reason is a sentence for the
//! person who holds the phone.

use shared::geo::Position;
use shared::statement::{Change, Edited, Observed, Revisited, Statement};
use shared::wire::{
    MAX_HOUR_STRETCHES, MAX_HOUR_TAPS, MAX_PADDING_BYTES, MAX_PLACE_TAPS, MAX_SERIES_PHOTOS,
    MAX_SERIES_STRETCHES, MAX_SERIES_TAPS, MAX_THREAD_BYTES, MAX_THREAD_RECORDS,
};

use super::tally::{Key, Tally};

const HOUR_MS: i64 = 3_600_000;

/// Why a record has no effect though it is well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum OverLimit {
    /// Observations and revisits of a phone.
    #[error("this phone has pointed at {MAX_SERIES_TAPS} places on this walk, and no more are used")]
    Taps,
    /// The same within an hour.
    #[error("this phone has pointed at {MAX_HOUR_TAPS} places within this hour, and no more are used")]
    HourTaps,
    /// What a phone puts at one place.
    #[error("this phone has put {MAX_PLACE_TAPS} marks at this one place, and no more are used")]
    Place,
    /// Stretches of a track.
    #[error("this phone's track has {MAX_SERIES_STRETCHES} stretches already, and no more are used")]
    Stretches,
    /// The same within an hour.
    #[error("this phone's track has {MAX_HOUR_STRETCHES} stretches within this hour, and no more are used")]
    HourStretches,
    /// Photos of a phone.
    #[error("this phone has taken {MAX_SERIES_PHOTOS} photos on this walk, and no more are used")]
    Photos,
    /// Records that stand of one observation.
    #[error("{MAX_THREAD_RECORDS} records stand of this observation already, and no more are used")]
    ThreadRecords,
    /// Their texts.
    #[error("what stands of this observation is {MAX_THREAD_BYTES} bytes long already, and no more is used")]
    ThreadBytes,
    /// A record that is far longer than what it states.
    #[error("it is far longer than what it states")]
    Padded,
}

/// What a statement counts towards, the most of each, and what to say when that is passed.
type Counted = (Key, u64, OverLimit);

/// What a statement counts towards.
pub(super) fn counted(statement: &Statement) -> Vec<Counted> {
    match statement {
        Statement::Observed(Observed { at_ms, place, .. })
        | Statement::Revisited(Revisited { at_ms, place, .. }) => {
            let hour = (Key::HourTaps(at_ms.div_euclid(HOUR_MS)), MAX_HOUR_TAPS, OverLimit::HourTaps);
            let all = (Key::Taps, MAX_SERIES_TAPS, OverLimit::Taps);
            [all, hour].into_iter().chain(place.position().map(at)).collect()
        }
        Statement::Edited(Edited { change: Change::Pin(position), .. }) => vec![at(*position)],
        Statement::Edited(Edited { change: Change::Fix(fix), .. }) => {
            fix.best_position().map(at).into_iter().collect()
        }
        Statement::Tracked(it) => {
            let hour = Key::HourStretches(it.at_ms.div_euclid(HOUR_MS));
            let all = (Key::Stretches, MAX_SERIES_STRETCHES, OverLimit::Stretches);
            vec![all, (hour, MAX_HOUR_STRETCHES, OverLimit::HourStretches)]
        }
        Statement::Photographed(_) => vec![(Key::Photos, MAX_SERIES_PHOTOS, OverLimit::Photos)],
        _ => Vec::new(),
    }
}

/// A place some hundred metres wide. Its number is made of whole steps north and east.
fn at(position: Position) -> Counted {
    #[expect(clippy::cast_possible_truncation, reason = "a hundred thousand steps at most")]
    let step = |degrees: f64, per_degree: f64| (degrees * per_degree).floor() as i64;
    let place = step(position.lat(), 1_000.0) * 1_000_000 + step(position.lon(), 500.0);
    (Key::Place(place), MAX_PLACE_TAPS, OverLimit::Place)
}

/// Whether a statement is used, as far as its counts and its length say.
pub(super) fn is_allowed(tally: &Tally, statement: &Statement, bytes: usize) -> Result<(), OverLimit> {
    let stated = statement.to_text().map_or(0, |text| text.len() as u64);
    if bytes as u64 > 3 * stated + MAX_PADDING_BYTES {
        return Err(OverLimit::Padded);
    }
    let passed = counted(statement).into_iter().find(|(key, most, _)| !tally.has_room(*key, 1, *most));
    passed.map_or(Ok(()), |(.., why)| Err(why))
}
