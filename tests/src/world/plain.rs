//! The same phones and the same schedules against the plainest server there is: a few maps in memory. Forty of these
//! take the time of one against the real server, so that what phones do is tried out far more often.
//!
//! Promises: the same as in any world, as far as phones and records go. There is no desk, and the server never dies; it
//! is still put back to an old copy.

use std::rc::Rc;

use shared::log::Log as _;
use shared::record::Head;
use shared::sync::{BlobState, Fault, exchange};

use super::Schedule;
use super::deed::{Deed, Fate, Interruption, Said, Which};
use super::disk::Full;
use super::phone::Phone;
use super::pictures::picture;
use super::town::START_MS;
use crate::line::{self, FaultyLine, ModelServer};

struct Plain {
    seed: u64,
    server: ModelServer,
    backup: Option<ModelServer>,
    phones: Vec<Rc<Phone>>,
    clock_ms: i64,
}

/// Lives through a schedule, and checks that every record and every photo is there once.
pub(super) async fn live(schedule: &Schedule) {
    let server = ModelServer::default();
    let refused = (0..64).map(picture).filter(|it| !it.is_good).map(|it| it.blob);
    server.refuses.borrow_mut().extend(refused);
    let mut plain = Plain { seed: schedule.seed, server, backup: None, phones: vec![], clock_ms: START_MS };
    schedule.skews_ms.iter().for_each(|skew_ms| plain.join(*skew_ms));
    for deed in &schedule.deeds {
        plain.clock_ms += super::DEED_MS;
        plain.happens(deed).await;
    }
    for phone in plain.phones.clone() {
        plain.comes_home(&phone).await;
    }
}

impl Plain {
    fn join(&mut self, skew_ms: i64) {
        let walk = shared::id::RecordId { series: super::series(self.seed, usize::MAX), number: 1 };
        let series = super::series(self.seed, self.phones.len());
        self.phones.push(Phone::new(series, String::new(), String::new(), walk, skew_ms));
    }

    fn phone(&self, which: Which) -> Rc<Phone> {
        let living: Vec<_> = self.phones.iter().filter(|phone| !phone.is_evicted.get()).collect();
        Rc::clone(living[which as usize % living.len()])
    }

    async fn happens(&mut self, deed: &Deed) {
        match deed {
            Deed::Say { phone, said } => self.say(&self.phone(*phone), said, 0),
            Deed::SayInStaleTab { phone, behind, said } => self.say(&self.phone(*phone), said, *behind),
            Deed::Photograph { phone, of, picture, killed } => {
                let phone = self.phone(*phone);
                let at_ms = self.clock_ms.saturating_add(phone.skew_ms);
                let _ = phone.photograph(*of, *picture, *killed, at_ms);
            }
            Deed::FillUp { phone, writes } => self.phone(*phone).disk.full_for.set(*writes),
            Deed::Exchange { phone, fates, interruption } => {
                self.exchange(&self.phone(*phone), fates, interruption.as_ref()).await;
            }
            Deed::Evict { phone } => {
                let phone = self.phone(*phone);
                phone.is_evicted.set(true);
                self.assert_confirmed(&phone).await;
                self.join(phone.skew_ms);
            }
            Deed::Join { skew_ms, .. } => self.join(*skew_ms),
            Deed::BackUp => self.backup = Some(self.server.clone()),
            Deed::Restore => self.restore().await,
            _ => {}
        }
    }

    /// Says it, or learns that there is no room.
    fn say(&self, phone: &Phone, said: &Said, behind: u32) {
        let other = &self.phones[self.phones.len() - 1];
        let at_ms = self.clock_ms.saturating_add(phone.skew_ms);
        let (text, is_stuck) = phone.text_among(said, other, at_ms);
        let _ = phone.say_behind(behind, text, is_stuck);
    }

    async fn exchange(
        &self,
        phone: &Phone,
        fates: &[Fate],
        interruption: Option<&(u32, Interruption)>,
    ) -> Option<Result<(), Fault<Full>>> {
        let line = FaultyLine::new(&self.server, fates.iter().copied().map(on_a_plain_line));
        let moments = Rc::clone(&phone.disk.moments);
        if let Some((moment, _)) = interruption {
            moments.stop_at(*moment);
        }
        let goes_on = || match interruption {
            Some((_, Interruption::OtherTab(said))) => {
                self.say(phone, said, 0);
                true
            }
            _ => false,
        };
        let outcome = moments.run(exchange(&phone.disk, &line, phone.series, |_| ()), goes_on).await;
        if let Some(Err(Fault::Stuck(problem))) = &outcome {
            panic!("a phone is stuck: {problem}");
        }
        phone.note_after(matches!(outcome, Some(Ok(()))));
        outcome
    }

    async fn restore(&mut self) {
        let Some(backup) = &self.backup else { return };
        self.server = backup.clone();
        for phone in &self.phones {
            phone.is_behind.set(true);
            let mut confirmed = phone.confirmed.take();
            confirmed.number = confirmed.number.min(self.texts(phone).await.len() as u64);
            confirmed.photos.retain(|blob, _| self.server.blobs.borrow().contains_key(blob));
            phone.confirmed.replace(confirmed);
        }
    }

    async fn texts(&self, phone: &Phone) -> Vec<String> {
        let Ok(records) = self.server.log.read(phone.series, 0, usize::MAX).await;
        records.into_iter().map(|record| record.text).collect()
    }

    async fn assert_confirmed(&self, phone: &Phone) {
        let (there, said) = (self.texts(phone).await, phone.said.borrow());
        let confirmed = phone.confirmed.borrow();
        assert!(there.len() as u64 >= confirmed.number, "what was confirmed is there");
        assert!(there.len() <= said.len() && there == said[..there.len()], "the server has what was said");
        for (blob, picture) in &confirmed.photos {
            assert_eq!(
                self.server.blobs.borrow().get(blob),
                Some(&picture.bytes),
                "a confirmed photo is there"
            );
        }
    }

    async fn comes_home(&self, phone: &Phone) {
        if phone.is_evicted.get() {
            return self.assert_confirmed(phone).await;
        }
        phone.disk.full_for.set(0);
        // The second time the photos are asked for that were found missing at last.
        for _ in 0..2 {
            let outcome = self.exchange(phone, &[], None).await;
            assert!(matches!(outcome, Some(Ok(()))), "on a good line: {outcome:?}");
        }
        self.assert_confirmed(phone).await;
        let there = self.texts(phone).await;
        let said = phone.said.borrow();
        assert_eq!((&there, &phone.disk.texts(phone.series)), (&*said, &*said), "all has arrived");
        let own = said.iter().fold(Head::empty(phone.series), |head, text| head.then(text));
        let received = phone.disk.receipt_now(phone.series).map_or(Head::empty(phone.series), |it| it.head());
        assert_eq!(received, own, "all digests are equal");
        let told: Vec<u64> = phone.disk.kept.stuck(phone.series).into_keys().collect();
        assert!(told.iter().eq(phone.stuck.borrow().iter()), "the phone knows what cannot be used");
        for picture in phone.photos.borrow().iter() {
            let is_sent = phone.disk.blob_state_now(picture.blob) == BlobState::Sent;
            let as_it_was = self.server.blobs.borrow().get(&picture.blob).map(|it| *it == picture.bytes);
            assert_eq!((is_sent, as_it_was), (picture.is_good, picture.is_good.then_some(true)));
        }
    }
}

/// What the plain line knows of it.
fn on_a_plain_line(fate: Fate) -> line::Fate {
    match fate {
        Fate::Lost | Fate::Late | Fate::Portal | Fate::Unavailable | Fate::ServerDiesBefore => {
            line::Fate::Lost
        }
        Fate::AnswerLost | Fate::HungUp(_) | Fate::ServerDiesAfter => line::Fate::AnswerLost,
        Fate::Doubled => line::Fate::Doubled,
        Fate::Echoed => line::Fate::Echoed,
        Fate::Cut(part) | Fate::Shortened(part) | Fate::ServerDiesAmidPhoto(part) => {
            line::Fate::Cut(part.to_be_bytes()[0])
        }
        Fate::Good | Fate::Hurt(_) | Fate::ServerDiesAfterAnswer => line::Fate::Good,
    }
}
