//! A stretch of a walker's way, as everybody downstream reads it.

use std::sync::Arc;

use crate::id::{RecordId, WalkId};
use crate::statement::Tracked;

/// A stretch of a track, and the walk on which it was walked. Copies share what was recorded, for there are many.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// The record that tells it.
    pub id: RecordId,
    /// The walk that its phone joined.
    pub walk: Option<WalkId>,
    /// When the record arrived, by the server's clock.
    pub arrived_at_ms: Option<i64>,
    /// Where it went and when: `track::points` reads it.
    pub tracked: Arc<Tracked>,
}

impl Track {
    /// Takes further stretches, in any order, in among these, which are in order of id. One that is known is not taken
    /// again.
    pub fn gather(known: &Arc<Vec<Self>>, further: Vec<Self>) -> Arc<Vec<Self>> {
        if further.is_empty() {
            return Arc::clone(known);
        }
        let mut all = Vec::with_capacity(known.len() + further.len());
        all.extend(known.iter().cloned().chain(further));
        all.sort_by_key(|track| track.id);
        all.dedup_by_key(|track| track.id);
        Arc::new(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::Position;
    use crate::id::SeriesId;

    fn track(series: u8, number: u64) -> Track {
        let from = Position::new(65.6, 22.1).unwrap();
        let tracked = Tracked { at_ms: 1, after: None, from, accuracy_m: 5, steps: vec![1, 2, 3] };
        let id = RecordId { series: SeriesId::from_bytes([series; 16]), number };
        Track { id, walk: None, arrived_at_ms: None, tracked: Arc::new(tracked) }
    }

    #[test]
    fn stretches_come_in_order_of_id_each_once_whatever_the_order_of_their_arrival() {
        let [one, two, ten, other] = [track(1, 1), track(1, 2), track(1, 10), track(2, 1)];
        let known = Track::gather(&Arc::default(), vec![ten.clone(), one.clone()]);
        let all = Track::gather(&known, vec![other.clone(), ten.clone(), two.clone()]);
        assert_eq!(*all, [one, two, ten, other]);
        assert!(Arc::ptr_eq(&all[0].tracked, &known[0].tracked), "nothing is copied that was recorded");
        assert!(Arc::ptr_eq(&Track::gather(&all, vec![]), &all), "where nothing comes nothing is made anew");
    }
}
