//! `lykta rebuild`.

use super::output::say;
use super::{Outcome, Place};
use crate::store::Counts;

/// Makes the query tables anew from the log, and tells what was there before and after.
pub(super) async fn run(place: &Place) -> Outcome {
    let store = place.store().await?;
    let (before, after) = store.rebuild().await?;
    say!("{:<14}{:>10}{:>10}", "", "before", "after")?;
    for (name, of) in COUNTED {
        say!("{name:<14}{:>10}{:>10}", of(&before), of(&after))?;
    }
    let same = before == after;
    say!(
        "{}",
        if same { "The tables said what the log says." } else { "The tables now say what the log says." }
    )?;
    Ok(store.close().await?)
}

type Counted = (&'static str, fn(&Counts) -> u64);

const COUNTED: [Counted; 7] = [
    ("records", |counts| counts.records),
    ("observations", |counts| counts.observations),
    ("photos", |counts| counts.photos),
    ("walks", |counts| counts.walks),
    ("decisions", |counts| counts.decisions),
    ("tracks", |counts| counts.tracks),
    ("quarantined", |counts| counts.quarantined),
];
