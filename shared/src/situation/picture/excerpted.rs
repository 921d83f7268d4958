//! A situation as a reader gets it: told, or withheld as a whole.
//!
//! Promises: what planners get of a situation can be read, whatever of it is withheld.

use serde::Deserialize;

use super::Situation;

/// What the server answers to who asks for a situation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum ExcerptedSituation {
    /// It is told; fields that are withheld are absent.
    Told(Box<Situation>),
    /// Nothing of it is told.
    Withheld {
        /// What is withheld, and why.
        withheld: Vec<WithheldPart>,
    },
}

/// A part of a situation that is withheld.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WithheldPart {
    /// The field, or `situation` for all of them.
    pub what: String,
    /// The reason: `few_participants` or `single_ways`.
    pub why: String,
    /// How many participants there must be.
    pub fewest: usize,
}
