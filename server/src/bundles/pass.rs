//! Passes over a saved file: each reads it from its beginning on a thread of its own.
//!
//! Promises: what a pass hands over waits for its taker, one at a time; a taker that goes away ends the pass; nothing is
//! handed over of a file before a pass has found it whole.

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;

use serde_json::value::RawValue;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use shared::id::SeriesId;
use shared::record::Head;
use shared::wire::MAX_BATCH_BYTES;

use super::reader::{self, Outline, PHOTOS, Picture, RECORDS};
use super::refused;
use crate::body::Packed;
use crate::jobs::Jobs;
use crate::problem::Refusal;
use crate::store::StoreError;

/// What the app writes today.
const FORMAT: (&str, u32) = ("lykta-bundle", 1);

/// Records that are written together, so that others write in between.
const BATCH_RECORDS: usize = 100;
const BATCH_BYTES: usize = MAX_BATCH_BYTES / 4;

/// A file that is read several times.
pub(super) struct Pass {
    file: Arc<Packed>,
    limit: u64,
    jobs: Jobs,
}

impl Pass {
    pub(super) fn new(file: Packed, limit: u64, jobs: &Jobs) -> Self {
        Self { file: Arc::new(file), limit, jobs: jobs.clone() }
    }

    /// What the file says of itself, if it is whole.
    pub(super) async fn outline(&mut self) -> Result<Outline, Refusal> {
        let (file, limit) = (self.file.clone(), self.limit);
        let read = move || {
            let outline = reader::outline(file.reader().map_err(StoreError::Files)?, limit);
            let outline = of_this_app(outline.map_err(|error| unreadable(&error, limit))?)?;
            let head = head(&mut file.reader().map_err(StoreError::Files)?, limit, outline.series)?;
            if head != (Head { number: outline.number, digest: outline.digest }) {
                return Err(refused(
                    "This file is damaged: its records are not those that the phone counted.",
                ));
            }
            Ok(outline)
        };
        self.jobs.run(read).await.map_err(StoreError::Files)?
    }

    /// The texts of its records, in batches.
    pub(super) fn batches(&mut self) -> Handed<Vec<String>> {
        self.hand(|file, limit, hand| {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            let mut each = |record: Box<RawValue>| {
                bytes += record.get().len();
                batch.push(record.get().to_owned());
                if batch.len() < BATCH_RECORDS && bytes < BATCH_BYTES {
                    return Ok(());
                }
                bytes = 0;
                hand(std::mem::take(&mut batch))
            };
            reader::for_each(file, limit, RECORDS, &mut each)?;
            if batch.is_empty() { Ok(()) } else { hand(batch).map_err(serde_json::Error::io) }
        })
    }

    /// Its photos.
    pub(super) fn photos(&mut self) -> Handed<Picture> {
        self.hand(|file, limit, hand| reader::for_each(file, limit, PHOTOS, hand))
    }

    fn hand<T: Send + 'static>(
        &mut self,
        read: impl FnOnce(
            Box<dyn Read + Send>,
            u64,
            &mut dyn FnMut(T) -> io::Result<()>,
        ) -> Result<(), serde_json::Error>
        + Send
        + 'static,
    ) -> Handed<T> {
        let (sender, receiver) = mpsc::channel(1);
        let (file, limit, jobs) = (self.file.clone(), self.limit, self.jobs.clone());
        let pass = async move {
            let work = move || {
                let mut hand = |it| sender.blocking_send(it).map_err(|_| io::Error::other("nobody takes it"));
                let reader = file.reader().map_err(StoreError::Files)?;
                read(reader, limit, &mut hand).map_err(|error| unreadable(&error, limit))
            };
            jobs.run(work).await.map_err(StoreError::Files)?
        };
        Handed { receiver, pass: Some(tokio::spawn(pass)) }
    }
}

/// What a pass hands over.
pub(super) struct Handed<T> {
    receiver: mpsc::Receiver<T>,
    pass: Option<JoinHandle<Result<(), Refusal>>>,
}

impl<T> Handed<T> {
    /// The next one; none when the pass has come to its end.
    pub(super) async fn next(&mut self) -> Result<Option<T>, Refusal> {
        if let Some(it) = self.receiver.recv().await {
            return Ok(Some(it));
        }
        if let Some(pass) = self.pass.take() {
            pass.await.map_err(|error| StoreError::Files(io::Error::other(error)))??;
        }
        Ok(None)
    }
}

fn of_this_app(outline: Outline) -> Result<Outline, Refusal> {
    if outline.format != FORMAT.0 {
        return Err(refused("This is no file that the app saved."));
    }
    if outline.version != FORMAT.1 {
        return Err(refused(
            "This file was saved by a newer app than this server knows: update the server first.",
        ));
    }
    Ok(outline)
}

/// Where its records end.
fn head(file: &mut dyn Read, limit: u64, series: SeriesId) -> Result<Head, Refusal> {
    let mut head = Head::empty(series);
    let mut each = |record: Box<RawValue>| {
        head = head.then(record.get());
        Ok(())
    };
    reader::for_each(file, limit, RECORDS, &mut each).map_err(|error| unreadable(&error, limit))?;
    Ok(head)
}

fn unreadable(error: &serde_json::Error, limit: u64) -> Refusal {
    if error.io_error_kind() == Some(ErrorKind::FileTooLarge) {
        return Refusal::TooLarge { limit: usize::try_from(limit).unwrap_or(usize::MAX) };
    }
    refused(&format!("This is no file that the app saved, or not all of it ({error})."))
}
