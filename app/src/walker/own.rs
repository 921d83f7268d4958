//! What this phone said in a walk, folded, and how far each of it has come.
//!
//! Promises: pure. "Sent" is a subtraction: what the server's matching receipt covers. An observation counts as sent
//! when everything told of it has arrived, its photos too: only then may the phone be lost.

use shared::id::{BlobHash, Digest, ObservationId, RecordId};
use shared::merge::State;
use shared::record::Record;
use shared::statement::{Change, Edited, Statement};
use shared::sync::BlobState;
use shared::wire::{PublicAnswer, Stuck, least_voices};

use crate::store::{News, Received, stated};

/// How far an observation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Something of it is on the phone alone.
    OnPhone,
    /// All words have arrived, photos have not.
    Sent {
        /// Photos still to be sent.
        photos_left: usize,
        /// Photos in all.
        photos: usize,
    },
    /// All of it has arrived.
    Received,
    /// The municipality has answered.
    Answered,
}

/// One walk's own observations.
#[derive(Debug, Default)]
pub struct Own {
    /// The fold of all records.
    pub state: State,
    /// The number of the last record taken in.
    pub reached: u64,
    /// How far the server's receipt reaches.
    pub received: u64,
    digest: Option<Digest>,
    since: Vec<Received>,
    blob_states: Vec<(BlobHash, BlobState)>,
    answers: Vec<PublicAnswer>,
    stuck: Vec<Stuck>,
    /// The number of each record in order, and the observation that it is about.
    records: Vec<(u64, ObservationId)>,
}

impl Own {
    /// Takes in a record of the walk's series; records come in order, and one that was taken in changes nothing.
    pub fn take(&mut self, record: &Record) {
        if record.id.number > self.reached {
            self.take_statement(record.id, stated(&record.text));
        }
    }

    fn take_statement(&mut self, id: RecordId, statement: Option<Statement>) {
        self.reached = id.number;
        if let Some(statement) = statement {
            if let Some(of) = self.observation_of(id, &statement) {
                self.records.push((id.number, of));
            }
            self.state.take(id, statement);
        }
    }

    fn observation_of(&self, id: RecordId, statement: &Statement) -> Option<ObservationId> {
        match statement {
            Statement::Observed(_) => Some(id),
            Statement::Photographed(photo) => Some(photo.of),
            // An edit of a photo is about the observation that the photo is of.
            Statement::Edited(edit) => self.records.iter().find(|it| it.0 == edit.of.number).map(|it| it.1),
            Statement::Revisited(it) => Some(it.of),
            Statement::Tracked(_)
            | Statement::WalkPlanned(_)
            | Statement::WalkReplanned(_)
            | Statement::Decided(_)
            | Statement::Grouped(_) => None,
        }
    }

    /// Takes in what the store has that the fold has not.
    pub fn hear(&mut self, news: News) {
        news.records.iter().for_each(|record| self.take(record));
        // A receipt may reach less far than before, but is never taken away: one that is not there was cleared away.
        if let Some(receipt) = news.receipt {
            (self.received, self.digest, self.since) = (receipt.number, Some(receipt.digest), news.since);
        }
        self.stuck = news.stuck;
        if let Some(answers) = news.answers {
            self.answers = answers.answers;
        }
    }

    /// The server's word for all that was said of an observation; none while something of it is on the phone alone.
    pub fn receipt(&self, id: ObservationId) -> Option<OwnReceipt> {
        let numbers: Vec<u64> =
            self.records.iter().filter(|(_, of)| *of == id).map(|(number, _)| *number).collect();
        let last = *numbers.last().filter(|last| **last <= self.received)?;
        let at_ms = self.since.iter().find(|it| it.number >= last).map(|it| it.at_ms);
        Some(OwnReceipt { numbers, at_ms, reaches: self.received, digest: self.digest? })
    }

    /// The answer to an observation, once somebody has decided.
    pub fn answer(&self, id: ObservationId) -> Option<&PublicAnswer> {
        self.said(id).filter(|answer| answer.decided_at_ms.is_some())
    }

    /// How many said the same, this phone included.
    pub fn voices(&self, id: ObservationId) -> usize {
        self.said(id).map_or(0, |answer| least_voices(answer.voices))
    }

    fn said(&self, id: ObservationId) -> Option<&PublicAnswer> {
        self.answers.iter().find(|answer| answer.observation == id)
    }

    /// Every observation, newest first.
    pub fn newest_first(&self) -> Vec<ObservationId> {
        let mut ids: Vec<ObservationId> = self.state.observations().map(|(id, _)| id).collect();
        ids.reverse();
        ids
    }

    /// How far an observation has come.
    pub fn standing(&self, id: ObservationId) -> Standing {
        let last = self.records.iter().rfind(|(_, of)| *of == id);
        if last.is_none_or(|(last, _)| *last > self.received) {
            return Standing::OnPhone;
        }
        let photos = self.state.photos(id).count();
        let photos_left = self.state.photos(id).filter(|photo| self.is_waiting(photo.photo.blob)).count();
        match photos_left {
            0 if self.answer(id).is_some() => Standing::Answered,
            0 => Standing::Received,
            _ => Standing::Sent { photos_left, photos },
        }
    }

    fn is_waiting(&self, blob: BlobHash) -> bool {
        matches!(self.blob_state(blob), None | Some(BlobState::Waiting))
    }

    fn blob_state(&self, blob: BlobHash) -> Option<&BlobState> {
        self.blob_states.iter().rfind(|(known, _)| *known == blob).map(|(_, state)| state)
    }

    /// Why something of an observation could not be used: each needs a person.
    pub fn troubles(&self, id: ObservationId) -> Vec<Trouble> {
        let mine = |number| self.records.iter().any(|(other, of)| *other == number && *of == id);
        let stuck = self.stuck.iter().filter(|stuck| mine(stuck.number));
        let stuck = stuck.map(|stuck| Trouble::Record(stuck.reason.clone()));
        let refused = self.state.photos(id).filter_map(|photo| match self.blob_state(photo.photo.blob) {
            Some(BlobState::Refused(reason)) => Some(Trouble::Photo(reason.clone())),
            _ => None,
        });
        stuck.chain(refused).collect()
    }

    /// Whether anything needs a person.
    pub fn is_troubled(&self) -> bool {
        let refused = |(_, state): &(BlobHash, BlobState)| matches!(state, BlobState::Refused(_));
        !self.stuck.is_empty() || self.blob_states.iter().any(refused)
    }

    /// Observations that stand, and how many of them have arrived with everything.
    pub fn counts(&self) -> Counts {
        let standing = self.state.observations().filter(|(_, it)| !it.is_withdrawn());
        standing.fold(Counts::default(), |counts, (id, _)| {
            let sent = matches!(self.standing(id), Standing::Received | Standing::Answered);
            Counts { saved: counts.saved + 1, sent: counts.sent + usize::from(sent) }
        })
    }

    /// The blobs whose fate is not known to be settled.
    pub fn unsettled_blobs(&self) -> Vec<BlobHash> {
        let all = self.state.observations().flat_map(|(id, _)| self.state.photos(id));
        all.map(|photo| photo.photo.blob).filter(|blob| self.is_waiting(*blob)).collect()
    }

    /// Takes in what became of photos.
    pub fn set_blob_states(&mut self, states: Vec<(BlobHash, BlobState)>) {
        self.blob_states.retain(|(known, _)| states.iter().all(|(blob, _)| blob != known));
        self.blob_states.extend(states);
    }

    /// The statement that changes a property of an observation or photo, knowing all edits that stand here.
    pub fn change(&self, at_ms: i64, of: RecordId, change: Change) -> Statement {
        let replaces = self.state.observation(of).map_or_else(Vec::new, |it| match &change {
            Change::Category(_) => it.category.seen(),
            Change::Text(_) => it.text.seen(),
            Change::When(_) => it.when.seen(),
            Change::Severity(_) => it.severity.seen(),
            Change::Proposal(_) => it.proposal.seen(),
            Change::Pin(_) => it.pin.seen(),
            Change::Described(_) => it.described.seen(),
            Change::Fix(_) => it.fix.seen(),
            Change::Apart(_) => it.apart.seen(),
            Change::Withdrawn(_) => it.withdrawn.seen(),
        });
        Statement::Edited(Edited { at_ms, of, replaces, change })
    }
}

/// The server's word that it holds what this phone wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnReceipt {
    /// The records that an observation is made of.
    pub numbers: Vec<u64>,
    /// Since when this phone knows that they are there; a phone that had an older app may not.
    pub at_ms: Option<i64>,
    /// How far the receipt reaches.
    pub reaches: u64,
    /// Its digest, which this phone found to be that of its own records.
    pub digest: Digest,
}

/// Something that a person must look at. Everything is kept on the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The server could not use a record, and why.
    Record(String),
    /// The server would not have a photo, and why.
    Photo(String),
}

/// How many observations there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// On the phone.
    pub saved: usize,
    /// Arrived, with everything told of them.
    pub sent: usize,
}

impl Counts {
    /// How many have not arrived.
    pub const fn left(self) -> usize {
        self.saved - self.sent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::geo::Place;
    use shared::id::SeriesId;
    use shared::record::{Receipt, blob_hash};
    use shared::statement::{Feeling, Observed, Photo, Photographed};
    use shared::wire::{Answers, PublicAnswer};

    fn id(number: u64) -> RecordId {
        RecordId { series: SeriesId::from_bytes([1; 16]), number }
    }

    fn observed() -> Statement {
        let category = "lighting".parse().unwrap();
        Statement::Observed(Observed {
            at_ms: 1,
            feeling: Feeling::Unsafe,
            category,
            place: Place::default(),
        })
    }

    fn photo(of: u64) -> Statement {
        let photo = Photo { blob: blob_hash(b"jpeg"), width: 1, height: 1, bytes: 4 };
        Statement::Photographed(Photographed { at_ms: 2, of: id(of), photo })
    }

    fn own(statements: Vec<Statement>) -> Own {
        let mut own = Own::default();
        for (number, statement) in (1..).zip(statements) {
            own.take_statement(id(number), Some(statement));
        }
        own
    }

    fn news(number: u64) -> News {
        let digest = Digest::from_bytes([7; 32]);
        let receipt = Some(Receipt { series: id(1).series, number, digest });
        News { records: vec![], receipt, since: vec![], stuck: vec![], answers: None }
    }

    fn answered(answers: Vec<PublicAnswer>) -> News {
        News { answers: Some(Answers { answers }), ..news(1) }
    }

    fn counts(own: &Own) -> (usize, usize) {
        (own.counts().saved, own.counts().sent)
    }

    #[test]
    fn an_observation_is_sent_when_all_that_was_told_of_it_has_arrived() {
        let mut own = own(vec![observed(), photo(1), observed()]);
        assert_eq!((own.standing(id(1)), counts(&own)), (Standing::OnPhone, (2, 0)));
        own.received = 1;
        assert_eq!(own.standing(id(1)), Standing::OnPhone, "the photo's record has not arrived");
        own.received = 3;
        assert_eq!(own.standing(id(1)), Standing::Sent { photos_left: 1, photos: 1 });
        assert_eq!(counts(&own), (2, 1));
        own.set_blob_states(vec![(blob_hash(b"jpeg"), BlobState::Sent)]);
        assert_eq!((own.standing(id(1)), counts(&own)), (Standing::Received, (2, 2)));
    }

    #[test]
    fn a_receipt_tells_since_when_all_that_was_said_of_a_thing_is_there() {
        let mut own = own(vec![observed(), observed(), photo(1)]);
        let since = [(2, 20), (3, 30)].map(|(number, at_ms)| Received { number, at_ms });
        own.hear(News { since: since[..1].to_vec(), ..news(2) });
        assert_eq!(own.receipt(id(1)), None, "its photo has not been told of");
        own.hear(News { since: since.to_vec(), ..news(3) });
        let told = |number| own.receipt(id(number)).map(|it| (it.numbers, it.at_ms, it.reaches));
        assert_eq!(told(1), Some((vec![1, 3], Some(30), 3)));
        assert_eq!(told(2), Some((vec![2], Some(20), 3)));
        own.hear(news(3));
        assert_eq!(own.receipt(id(1)).and_then(|it| it.at_ms), None, "an older app did not write when");
        own.hear(News { receipt: None, ..news(0) });
        assert_eq!(own.received, 3, "what the phone cleared away was there");
    }

    #[test]
    fn an_answer_counts_once_somebody_has_decided() {
        let mut own = own(vec![observed()]);
        own.received = 1;
        let mut answer = PublicAnswer {
            observation: id(1),
            state: shared::statement::FindingState::New,
            responsible: None,
            answer: None,
            decided_at_ms: None,
            voices: 2,
        };
        own.hear(answered(vec![answer.clone()]));
        assert_eq!((own.standing(id(1)), own.voices(id(1))), (Standing::Received, 2));
        answer.decided_at_ms = Some(9);
        own.hear(answered(vec![answer]));
        assert_eq!(own.standing(id(1)), Standing::Answered);
    }

    #[test]
    fn an_edit_supersedes_every_edit_that_stands_here() {
        let mut own = own(vec![observed()]);
        for (number, words) in [(2, "mörkt"), (3, "svart")] {
            let edit = own.change(2, id(1), Change::Text(words.to_owned()));
            own.take_statement(id(number), Some(edit));
        }
        let it = own.state.observation(id(1)).unwrap();
        assert!(!it.text.is_disputed());
        assert_eq!(it.text.shown().map(String::as_str), Some("svart"));
    }

    #[test]
    fn what_is_withdrawn_is_no_longer_counted_and_can_be_put_forward_again() {
        let mut own = own(vec![observed(), observed()]);
        for (number, withdrawn, saved) in [(3, true, 1), (4, false, 2)] {
            let edit = own.change(2, id(1), Change::Withdrawn(withdrawn));
            own.take_statement(id(number), Some(edit));
            assert_eq!(own.counts().saved, saved);
        }
    }

    #[test]
    fn what_the_server_could_not_use_stands_with_its_reason() {
        let mut own = own(vec![observed(), photo(1)]);
        let stuck = vec![Stuck { number: 2, reason: "the photo is of nothing".to_owned() }];
        own.hear(News { stuck, ..news(0) });
        own.set_blob_states(vec![(blob_hash(b"jpeg"), BlobState::Refused("it is no image".to_owned()))]);
        assert!(own.is_troubled());
        let (record, photo) = ("the photo is of nothing".to_owned(), "it is no image".to_owned());
        assert_eq!(own.troubles(id(1)), [Trouble::Record(record), Trouble::Photo(photo)]);
    }
}
