//! Sync as properties: whatever a line does to requests and answers, everything arrives exactly once.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use shared::id::{BlobHash, RecordId, SeriesId};
use shared::log::Log as _;
use shared::record::Head;
use shared::sync::{BlobState, CHUNK_BYTES, Fault, MemoryStore, Store as _, exchange};
use tests::line::{Fate, FaultyLine, ModelServer};
use tests::says;

const SERIES: SeriesId = SeriesId::from_bytes([7; 16]);

/// What the person does between two attempts to send.
#[derive(Debug, Clone)]
enum Deed {
    Say(String),
    Photo { bytes: Vec<u8>, refused: bool },
}

fn deed() -> impl Strategy<Value = Deed> {
    let known = Just(says::text(&says::dark_at(says::LAMP))).prop_map(Deed::Say);
    let strange = prop_oneof![
        Just(r#"{"kind":"sung","at_ms":1}"#),
        Just(r#"{"kind":"observed","v":9,"feeling":["mixed"]}"#),
        Just(r#"{"kind":"observed"}"#),
        Just("[1, 2]"),
        Just("\"åäö 🏮\""),
    ];
    let photo = (
        prop::sample::select(vec![1, 700, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES - 5]),
        any::<u8>(),
        prop::bool::weighted(0.2),
    );
    let photo =
        photo.prop_map(|(length, shade, refused)| Deed::Photo { bytes: vec![shade; length], refused });
    prop_oneof![4 => known, 2 => strange.prop_map(|text| Deed::Say(text.to_owned())), 2 => photo]
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => Just(Fate::Good),
        2 => Just(Fate::Lost),
        2 => Just(Fate::AnswerLost),
        1 => Just(Fate::Doubled),
        1 => Just(Fate::Echoed),
        2 => any::<u8>().prop_map(Fate::Cut),
    ]
}

/// A phone, and what its person expects of it.
#[derive(Debug, Default)]
struct Phone {
    store: MemoryStore,
    said: Vec<String>,
    photos: Vec<(BlobHash, Vec<u8>)>,
}

impl Phone {
    async fn say(&mut self, text: String) {
        self.said.push(text.clone());
        let first = self.said.len() as u64;
        self.store.append(SERIES, first, &[text]).await.unwrap();
    }

    async fn do_it(&mut self, deed: Deed, server: &ModelServer) {
        match deed {
            Deed::Say(text) => self.say(text).await,
            Deed::Photo { bytes, refused } => {
                let blob = self.store.keep_blob(bytes.clone());
                if refused && !self.photos.iter().any(|(known, _)| *known == blob) {
                    server.refuses.borrow_mut().insert(blob);
                }
                self.say(says::names_blob(SERIES, blob, bytes.len() as u64)).await;
                self.photos.push((blob, bytes));
            }
        }
    }

    async fn exchange(&self, line: &FaultyLine<'_>) -> Result<(), Fault<std::convert::Infallible>> {
        exchange(&self.store, line, SERIES, |_| ()).await
    }

    /// The digest is computed here anew, by nobody's code but `Head`'s.
    fn head(&self) -> Head {
        self.said.iter().fold(Head::empty(SERIES), |head, text| head.then(text))
    }
}

async fn texts(log: &impl shared::log::Log) -> Vec<String> {
    log.read(SERIES, 0, usize::MAX).await.unwrap().into_iter().map(|record| record.text).collect()
}

/// Everything said has arrived once and in order; nothing has left the phone.
async fn assert_arrived(phone: &Phone, server: &ModelServer) {
    assert_eq!(texts(&server.log).await, phone.said);
    assert_eq!(server.log.head(SERIES).await.unwrap(), phone.head());
    assert_eq!(phone.store.receipt(SERIES).await.unwrap().map(|it| it.head()), Some(phone.head()));
    assert_eq!(texts(&phone.store).await, phone.said, "nothing leaves the phone");
    for (blob, bytes) in &phone.photos {
        let refused = server.refuses.borrow().contains(blob);
        assert_eq!(server.blobs.borrow().get(blob), (!refused).then_some(bytes));
        let state = phone.store.blob_state(*blob).await.unwrap();
        assert_eq!(matches!(state, BlobState::Refused(_)), refused, "{state:?}");
        assert_eq!(state == BlobState::Sent, !refused);
        assert_eq!(phone.store.blob(*blob).await.unwrap().as_ref(), Some(bytes), "nothing leaves the phone");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_the_line_does_everything_arrives_exactly_once(
        days in prop::collection::vec(prop::collection::vec(deed(), 0..6), 1..5),
        fates in prop::collection::vec(fate(), 0..40),
    ) {
        pollster::block_on(async {
            let server = ModelServer::default();
            let line = FaultyLine::new(&server, fates);
            let mut phone = Phone::default();
            for deeds in days {
                for deed in deeds {
                    phone.do_it(deed, &server).await;
                }
                // It may get through or not; what counts is that a later one does.
                let _ = phone.exchange(&line).await;
            }
            while let Err(fault) = phone.exchange(&line).await {
                assert!(matches!(fault, Fault::Retry(_)), "{fault}");
                assert!(!line.is_good_from_now_on() || phone.exchange(&line).await.is_ok(), "{fault} on a good line");
            }
            if !phone.said.is_empty() {
                assert_arrived(&phone, &server).await;
            }
        });
    }

    #[test]
    fn a_reason_to_be_stuck_is_remembered_for_the_record_that_it_is_about(
        before in 0_usize..4, after in 0_usize..4, fates in prop::collection::vec(fate(), 0..6)
    ) {
        pollster::block_on(async {
            let (server, mut phone) = (ModelServer::default(), Phone::default());
            let good = || says::text(&says::dark_at(says::LAMP));
            for _ in 0..before { phone.say(good()).await; }
            phone.say(r#"{"kind":"observed"}"#.to_owned()).await;
            for _ in 0..after { phone.say(good()).await; }
            let line = FaultyLine::new(&server, fates);
            while phone.exchange(&line).await.is_err() {}
            let stuck = phone.store.stuck(SERIES);
            assert_eq!(stuck.keys().copied().collect::<Vec<_>>(), [before as u64 + 1]);
            assert_arrived(&phone, &server).await;
        });
    }

    #[test]
    fn a_series_that_says_something_else_on_the_server_is_stuck_and_both_keep_what_they_have(
        same in 0_usize..3, theirs in 1_usize..4, ours in 1_usize..4
    ) {
        pollster::block_on(async {
            let (server, mut phone) = (ModelServer::default(), Phone::default());
            for number in 0..same { phone.say(number.to_string()).await; }
            phone.exchange(&FaultyLine::new(&server, [])).await.unwrap();
            let strange: Vec<String> = (0..theirs).map(|number| format!("\"theirs {number}\"")).collect();
            server.log.append(SERIES, same as u64 + 1, &strange).await.unwrap();
            let there = texts(&server.log).await;

            for number in 0..ours { phone.say(format!("\"ours {number}\"")).await; }
            let fault = phone.exchange(&FaultyLine::new(&server, [])).await;
            assert!(matches!(fault, Err(Fault::Stuck(_))), "{fault:?}");
            assert_eq!((texts(&server.log).await, texts(&phone.store).await), (there, phone.said.clone()));
        });
    }
}

#[test]
fn a_server_that_lost_its_last_records_gets_them_again_with_the_next_one() {
    pollster::block_on(async {
        let (server, mut phone) = (ModelServer::default(), Phone::default());
        for number in 1..=5 {
            phone.say(number.to_string()).await;
        }
        phone.exchange(&FaultyLine::new(&server, [])).await.unwrap();

        let restored = ModelServer::default();
        restored.log.append(SERIES, 1, &phone.said[..2]).await.unwrap();
        phone.say("6".to_owned()).await;
        phone.exchange(&FaultyLine::new(&restored, [])).await.unwrap();
        assert_arrived(&phone, &restored).await;
    });
}

#[test]
fn a_photo_that_is_gone_from_the_phone_holds_up_no_other() {
    pollster::block_on(async {
        let (server, mut phone) = (ModelServer::default(), Phone::default());
        let gone = shared::record::blob_hash(b"gone");
        phone.say(says::names_blob(SERIES, gone, 4)).await;
        phone.do_it(Deed::Photo { bytes: vec![1; 10], refused: false }, &server).await;
        phone.exchange(&FaultyLine::new(&server, [])).await.unwrap();
        assert!(matches!(phone.store.blob_state(gone).await.unwrap(), BlobState::Refused(_)));
        assert_arrived(&phone, &server).await;
    });
}

#[test]
fn a_photo_that_somebody_on_the_way_bars_holds_up_no_other_and_is_tried_again() {
    pollster::block_on(async {
        let (server, mut phone) = (ModelServer::default(), Phone::default());
        phone.do_it(Deed::Photo { bytes: vec![1; 10], refused: false }, &server).await;
        let barred = phone.photos[0].0;
        server.barred.borrow_mut().insert(barred);
        phone.do_it(Deed::Photo { bytes: vec![2; 10], refused: false }, &server).await;
        phone.exchange(&FaultyLine::new(&server, [])).await.unwrap();
        assert_eq!(phone.store.blob_state(barred).await.unwrap(), BlobState::Waiting);
        assert_eq!(phone.store.blob_state(phone.photos[1].0).await.unwrap(), BlobState::Sent);
        server.barred.borrow_mut().clear();
        phone.exchange(&FaultyLine::new(&server, [])).await.unwrap();
        assert_arrived(&phone, &server).await;
    });
}

#[test]
fn many_records_go_in_batches_that_fit() {
    pollster::block_on(async {
        let (server, mut phone) = (ModelServer::default(), Phone::default());
        let of = RecordId { series: SERIES, number: 1 };
        let long = shared::statement::Change::Text("å".repeat(3_900));
        phone.said = vec![says::text(&says::edit(of, long.clone())); 1_200];
        phone.store.append(SERIES, 1, &phone.said).await.unwrap();
        phone.exchange(&FaultyLine::new(&server, [])).await.unwrap();
        assert_arrived(&phone, &server).await;
    });
}
