//! Review: who may state what. The one table; routes and projections ask it.
//!
//! Promises: a walker states only of its own series; a decision enters at the top like any other record.

use crate::id::SeriesId;
use crate::statement::Statement;

/// Who writes a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    /// A resident's phone in one walk.
    Walker,
    /// A signed-in officer, an officer's program, or the operator at the command line.
    Officer,
}

/// A statement that its writer may not make. It is kept and has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotYours {
    /// Of a kind that only officers state.
    #[error("only an officer may state this")]
    ForOfficers,
    /// Of a kind that only residents state.
    #[error("only a resident's phone may state this")]
    ForWalkers,
    /// About something in another series.
    #[error("it is about what somebody else recorded")]
    SomebodyElses,
}

/// Whether the writer of a series may make the statement.
pub fn may_state(writer: Writer, series: SeriesId, statement: &Statement) -> Result<(), NotYours> {
    let own = |target: SeriesId| if target == series { Ok(()) } else { Err(NotYours::SomebodyElses) };
    match (writer, statement) {
        // What somebody else pointed out may be looked at again by everybody.
        (Writer::Walker, Statement::Observed(_) | Statement::Revisited(_) | Statement::Tracked(_))
        | (
            Writer::Officer,
            Statement::WalkPlanned(_)
            | Statement::WalkReplanned(_)
            | Statement::Decided(_)
            | Statement::Grouped(_),
        ) => Ok(()),
        (Writer::Walker, Statement::Photographed(it)) => own(it.of.series),
        (Writer::Walker, Statement::Edited(it)) => own(it.of.series),
        (
            Writer::Walker,
            Statement::WalkPlanned(_)
            | Statement::WalkReplanned(_)
            | Statement::Decided(_)
            | Statement::Grouped(_),
        ) => Err(NotYours::ForOfficers),
        (Writer::Officer, _) => Err(NotYours::ForWalkers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RecordId;
    use crate::statement::{Change, Edited, Grouped, Tracked, WalkPlanned};

    const OWN: SeriesId = SeriesId::from_bytes([1; 16]);
    const OTHER: SeriesId = SeriesId::from_bytes([2; 16]);

    fn edit(series: SeriesId) -> Statement {
        let of = RecordId { series, number: 1 };
        Statement::Edited(Edited { at_ms: 0, of, replaces: vec![], change: Change::Withdrawn(true) })
    }

    fn walk() -> Statement {
        Statement::WalkPlanned(WalkPlanned {
            at_ms: 0,
            title: "Porsön".to_owned(),
            area: None,
            starts_at_ms: 0,
            meeting_place: None,
            themes: vec![],
            loop_line: vec![],
            follows: None,
            shares_live: false,
            demonstration: false,
        })
    }

    #[test]
    fn a_walker_may_not_touch_what_somebody_else_recorded() {
        assert_eq!(may_state(Writer::Walker, OWN, &edit(OWN)), Ok(()));
        assert_eq!(may_state(Writer::Walker, OWN, &edit(OTHER)), Err(NotYours::SomebodyElses));
    }

    #[test]
    fn only_a_walker_has_a_track() {
        let from = crate::geo::Position::new(65.6, 22.1).unwrap();
        let tracked = Tracked { at_ms: 0, after: None, from, accuracy_m: 6, steps: vec![] };
        let tracked = Statement::Tracked(tracked);
        assert_eq!(may_state(Writer::Walker, OWN, &tracked), Ok(()));
        assert_eq!(may_state(Writer::Officer, OWN, &tracked), Err(NotYours::ForWalkers));
    }

    #[test]
    fn officers_plan_and_decide_and_walkers_observe() {
        assert_eq!(may_state(Writer::Walker, OWN, &walk()), Err(NotYours::ForOfficers));
        let grouped = Statement::Grouped(Grouped { at_ms: 0, one: vec![], apart: vec![], replaces: vec![] });
        assert_eq!(may_state(Writer::Walker, OWN, &grouped), Err(NotYours::ForOfficers));
        assert_eq!(may_state(Writer::Officer, OWN, &grouped), Ok(()));
        assert_eq!(may_state(Writer::Officer, OWN, &walk()), Ok(()));
        assert_eq!(may_state(Writer::Officer, OWN, &edit(OWN)), Err(NotYours::ForWalkers));
    }
}
