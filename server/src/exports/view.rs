//! What somebody may see of a row: the one place where lists and exports ask.

use shared::situation::{Finding, Observation, Revisit};
use shared::wire::Role;

use crate::store::Account;

/// An observation as somebody may see it: planners without free text and photos.
pub fn observation(account: &Account, it: Observation) -> Observation {
    match account.role {
        Role::Planner => it.without_words(),
        Role::Officer | Role::Administrator => it,
    }
}

/// Names of the fields and columns that are withheld from somebody.
pub fn withheld_of_observation(account: &Account) -> &'static [&'static str] {
    match account.role {
        Role::Planner => &["text", "proposal", "described", "photos", "photo_count"],
        Role::Officer | Role::Administrator => &[],
    }
}

/// A finding as somebody may see it: planners without the walkers' own words and photos.
pub fn finding(account: &Account, finding: &Finding) -> Finding {
    let finding = finding.clone();
    if account.role > Role::Planner {
        return finding;
    }
    let revisits = finding.revisits.into_iter().map(Revisit::without_photos).collect();
    Finding { described: None, revisits, ..finding }
}

/// Names of the fields and columns that are withheld from somebody.
pub fn withheld_of_finding(account: &Account) -> &'static [&'static str] {
    match account.role {
        Role::Planner => &["described"],
        Role::Officer | Role::Administrator => &[],
    }
}
