//! What an officer writes about a finding before it is saved.
//!
//! Promises: pure; an answer is what was written without the spaces around it, and nothing is `None`, never empty.

use shared::id::{ObservationId, RecordId};
use shared::situation::Finding;
use shared::statement::FindingState;
use shared::wire::NewDecision;

/// State, responsible and public sentence as they stand in the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// How far it has come.
    pub state: FindingState,
    /// Who acts.
    pub responsible: String,
    /// The public sentence.
    pub answer: String,
}

impl Words {
    /// As they were decided.
    pub fn of(finding: &Finding) -> Self {
        let or_empty = |it: &Option<String>| it.clone().unwrap_or_default();
        let (responsible, answer) = (or_empty(&finding.responsible), or_empty(&finding.answer));
        Self { state: finding.state, responsible, answer }
    }

    /// The decision that says so, by an officer who saw these observations and these decisions.
    pub fn decision(&self, about: &[ObservationId], replaces: &[RecordId]) -> NewDecision {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        NewDecision {
            about: about.to_vec(),
            replaces: replaces.to_vec(),
            state: self.state,
            responsible: said(&self.responsible),
            answer: said(&self.answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_field_is_nothing_said() {
        let words = Words { responsible: "  ".to_owned(), answer: " Byts. ".to_owned(), ..Words::default() };
        let decision = words.decision(&[], &[]);
        assert_eq!(decision.responsible, None);
        assert_eq!(decision.answer.as_deref(), Some("Byts."));
    }
}
