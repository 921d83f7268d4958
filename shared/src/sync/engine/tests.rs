//! What the exchange does when a server keeps no more records of a phone.

use std::cell::Cell;

use super::*;
use crate::id::RecordId;
use crate::log::Log as _;
use crate::statement::{Photo, Photographed};
use crate::sync::{BlobProgress, MemoryStore};
use crate::wire::{Answers, PushAnswer};

const SERIES: SeriesId = SeriesId::from_bytes([7; 16]);

/// A server that keeps two records and any photo.
struct FullServer<'a> {
    store: &'a MemoryStore,
    photos: Cell<usize>,
}

impl FullServer<'_> {
    async fn receipt(&self) -> Receipt {
        let Ok(head) = head_at(self.store, SERIES, 2).await;
        Receipt::new(SERIES, head.unwrap())
    }
}

impl Line for FullServer<'_> {
    async fn heads(&self) -> Result<Heads, LineFault> {
        Ok(Heads { heads: vec![self.receipt().await], missing: vec![] })
    }

    async fn push(&self, request: &PushRequest) -> Result<PushAnswer, LineFault> {
        if request.first > 2 {
            let detail = "This phone has sent as much as is kept.".to_owned();
            let full =
                Problem { code: SERIES_FULL.to_owned(), title: "Full".to_owned(), status: 413, detail };
            return Err(LineFault::from_problem(full));
        }
        Ok(PushAnswer { receipt: self.receipt().await, stuck: vec![] })
    }

    async fn blob_progress(&self, _: BlobHash) -> Result<BlobProgress, LineFault> {
        self.photos.set(self.photos.get() + 1);
        Ok(BlobProgress::Complete)
    }

    async fn send_blob(&self, _: BlobHash, _: u64, _: u64, _: &[u8]) -> Result<BlobProgress, LineFault> {
        Ok(BlobProgress::Complete)
    }

    async fn answers(&self) -> Result<Answers, LineFault> {
        Ok(Answers { answers: vec![] })
    }
}

#[test]
fn a_phone_whose_series_is_full_still_sends_its_photos_and_says_that_it_is_stuck() {
    let (store, bytes) = (MemoryStore::default(), b"jpeg".to_vec());
    let of = RecordId { series: SERIES, number: 1 };
    let photo = Photo { blob: blob_hash(&bytes), width: 1, height: 1, bytes: 4 };
    let photographed = Statement::Photographed(Photographed { at_ms: 1, of, photo }).to_text().unwrap();
    let texts = ["{}".to_owned(), photographed, "{}".to_owned(), "{}".to_owned()];
    pollster::block_on(store.append(SERIES, 1, &texts)).unwrap();
    store.keep_blob(bytes.clone());
    let server = FullServer { store: &store, photos: Cell::new(0) };
    let ended = pollster::block_on(exchange(&store, &server, SERIES, |_| {}));
    assert!(matches!(ended, Err(Fault::Stuck(problem)) if problem.code == SERIES_FULL));
    assert_eq!(server.photos.get(), 1, "the photo has gone on");
    let Ok(state) = pollster::block_on(store.blob_state(blob_hash(&bytes)));
    assert_eq!(state, BlobState::Sent);
    let Ok(receipt) = pollster::block_on(store.receipt(SERIES));
    assert_eq!(receipt.map(|receipt| receipt.number), Some(2), "what was kept counts as sent");
}
