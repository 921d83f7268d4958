//! The exchange itself: a few loops over [`Store`] and [`Line`].

use super::{BlobProgress, BlobState, CHUNK_BYTES, Fault, Line, LineFault, Store};
use crate::id::{BlobHash, SeriesId};
use crate::record::{Head, Receipt, Record, blob_hash};
use crate::statement::Statement;
use crate::wire::{
    Heads, MAX_BATCH_BYTES, MAX_BATCH_RECORDS, PHOTO_REFUSED, Problem, PushRequest, SERIES_FULL, Stuck,
};

/// How far an exchange has come, told after every step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// The server holds the series up to this number.
    Records(u64),
    /// The server has this much of a photo.
    Photo {
        /// Which.
        blob: BlobHash,
        /// Bytes there.
        sent: u64,
        /// Bytes in all.
        total: u64,
    },
}

/// Sends what is missing of one series: records, then photos, then fetches the answers. A server that was restored from
/// a copy of before this phone joined does not know it; then it joins again, and all is sent. One that keeps no more
/// records of this phone still gets the photos of those that it has, and gives answers.
pub async fn exchange<S: Store, L: Line>(
    store: &S,
    line: &L,
    series: SeriesId,
    mut told: impl FnMut(Pushed),
) -> Result<(), Fault<S::Error>> {
    match send_missing(store, line, series, &mut told).await {
        Err(Fault::Stuck(problem)) if problem.status == 401 => match line.join_again(series).await {
            Ok(true) => match send_missing(store, line, series, &mut told).await {
                // Who let us in and does not know us was a hotel's page, or the server has been restored once more.
                Err(Fault::Stuck(problem)) if problem.status == 401 => Err(Fault::Retry(problem.detail)),
                outcome => outcome,
            },
            Err(LineFault::Retry(why)) => Err(Fault::Retry(why)),
            Ok(false) | Err(LineFault::Stuck(_)) => Err(Fault::Stuck(problem)),
        },
        outcome => outcome,
    }
}

async fn send_missing<S: Store, L: Line>(
    store: &S,
    line: &L,
    series: SeriesId,
    told: &mut impl FnMut(Pushed),
) -> Result<(), Fault<S::Error>> {
    let full = match push_records(store, line, series, told).await {
        Err(Fault::Stuck(problem)) if problem.code == SERIES_FULL => Some(problem),
        pushed => pushed.map(|()| None)?,
    };
    push_photos(store, line, series, told).await?;
    let answers = line.answers().await.map_err(LineFault::into_fault)?;
    store.keep_answers(series, &answers).await.map_err(Fault::Store)?;
    full.map_or(Ok(()), |problem| Err(Fault::Stuck(problem)))
}

/// Sends records until the server's receipt reaches the phone's head.
pub async fn push_records<S: Store, L: Line>(
    store: &S,
    line: &L,
    series: SeriesId,
    told: &mut impl FnMut(Pushed),
) -> Result<(), Fault<S::Error>> {
    let mut reached = reached(store, line, series).await?;
    loop {
        let head = store.head(series).await.map_err(Fault::Store)?;
        if reached >= head.number {
            return Ok(());
        }
        let now = push_batch(store, line, series, reached).await?;
        if now == reached {
            return Err(Fault::Retry(format!("the server stays at record {now}")));
        }
        reached = now;
        told(Pushed::Records(reached));
    }
}

/// From where on to send: how far the server says it reaches, if it holds what this phone wrote, and no further than
/// this phone's own receipt. Asked anew each time: a server that was restored from a backup reaches less far than its
/// last receipt said. One that reaches further gave an answer that was lost, and with it what is stuck: that part is
/// sent again to hear it. Photos that such a server lacks wait again.
async fn reached<S: Store, L: Line>(store: &S, line: &L, series: SeriesId) -> Result<u64, Fault<S::Error>> {
    let Heads { heads, missing } = line.heads().await.map_err(LineFault::into_fault)?;
    wait_again(store, missing).await.map_err(Fault::Store)?;
    // A server may leave out a series of which it has nothing, as after a restore from before its first record.
    let theirs = heads.into_iter().find(|receipt| receipt.series == series);
    let theirs = theirs.unwrap_or_else(|| Receipt::new(series, Head::empty(series)));
    if !matches_ours(store, theirs).await.map_err(Fault::Store)? {
        return Err(forked(theirs));
    }
    let own = store.receipt(series).await.map_err(Fault::Store)?.map_or(0, |receipt| receipt.number);
    if theirs.number < own {
        let photos = named_blobs(store, series, theirs.number).await.map_err(Fault::Store)?;
        wait_again(store, photos).await.map_err(Fault::Store)?;
        store.keep_receipt(theirs, &[]).await.map_err(Fault::Store)?;
    }
    Ok(theirs.number.min(own))
}

/// Photos that were sent, to a server that has them no longer.
async fn wait_again<S: Store>(store: &S, photos: Vec<BlobHash>) -> Result<(), S::Error> {
    for blob in photos {
        if store.blob_state(blob).await? == BlobState::Sent {
            store.keep_blob_state(blob, &BlobState::Waiting).await?;
        }
    }
    Ok(())
}

async fn keep_if_ours<S: Store>(store: &S, receipt: Receipt, stuck: &[Stuck]) -> Result<(), Fault<S::Error>> {
    if !matches_ours(store, receipt).await.map_err(Fault::Store)? {
        return Err(forked(receipt));
    }
    store.keep_receipt(receipt, stuck).await.map_err(Fault::Store)
}

async fn push_batch<S: Store, L: Line>(
    store: &S,
    line: &L,
    series: SeriesId,
    after: u64,
) -> Result<u64, Fault<S::Error>> {
    let records = store.read(series, after, MAX_BATCH_RECORDS).await.map_err(Fault::Store)?;
    let batch = within_bytes(&records, MAX_BATCH_BYTES / 2);
    let answer = line.push_run(series, after + 1, batch).await.map_err(LineFault::into_fault)?;
    keep_if_ours(store, answer.receipt, &answer.stuck).await?;
    Ok(answer.receipt.number)
}

/// As many records from the start as fit, and at least one.
fn within_bytes(records: &[Record], limit: usize) -> &[Record] {
    let sums = records.iter().scan(0, |sum, record| {
        *sum += record.text.len() + 1;
        Some(*sum)
    });
    let fitting = sums.take_while(|sum| *sum <= limit).count();
    &records[..fitting.max(1).min(records.len())]
}

async fn matches_ours<S: Store>(store: &S, receipt: Receipt) -> Result<bool, S::Error> {
    Ok(head_at(store, receipt.series, receipt.number).await? == Some(receipt.head()))
}

/// The head of the first `number` records of a series; `None` when there are fewer here.
async fn head_at<S: Store>(store: &S, series: SeriesId, number: u64) -> Result<Option<Head>, S::Error> {
    let own = store.head(series).await?;
    if own.number <= number {
        return Ok((own.number == number).then_some(own));
    }
    let known = store.receipt(series).await?.map(|receipt| receipt.head());
    let mut head = known.filter(|head| head.number <= number).unwrap_or(Head::empty(series));
    while head.number < number {
        let wanted = usize::try_from(number - head.number).unwrap_or(usize::MAX).min(MAX_BATCH_RECORDS);
        let page = store.read(series, head.number, wanted).await?;
        if page.is_empty() {
            return Ok(None);
        }
        head = page.iter().fold(head, |head, record| head.then(&record.text));
    }
    Ok(Some(head))
}

/// The request that carries a run of records.
pub(super) fn request(series: SeriesId, first: u64, records: &[Record]) -> Result<PushRequest, LineFault> {
    PushRequest::new(series, first, records).map_err(|error| {
        let detail = format!("A record on this phone is not JSON and is kept here: {error}");
        LineFault::Stuck(problem("record-unsendable", detail))
    })
}

fn forked<E>(receipt: Receipt) -> Fault<E> {
    let detail = format!(
        "The server holds something else under record {} of this series. Everything is kept on this phone.",
        receipt.number
    );
    Fault::Stuck(problem("series-forked", detail))
}

fn problem(code: &str, detail: String) -> Problem {
    Problem { code: code.to_owned(), title: "Sync cannot go on by itself".to_owned(), status: 409, detail }
}

/// Sends the photos that the series names and the server lacks. A photo that the server refuses for what it is is
/// remembered and passed over; one that somebody on the way did not let through is tried again at the next exchange.
pub async fn push_photos<S: Store, L: Line>(
    store: &S,
    line: &L,
    series: SeriesId,
    told: &mut impl FnMut(Pushed),
) -> Result<(), Fault<S::Error>> {
    for blob in named_blobs(store, series, 0).await.map_err(Fault::Store)? {
        if store.blob_state(blob).await.map_err(Fault::Store)? != BlobState::Waiting {
            continue;
        }
        let state = match store.blob(blob).await.map_err(Fault::Store)? {
            Some(bytes) if blob_hash(&bytes) != blob => {
                BlobState::Refused("it was damaged on this phone".to_owned())
            }
            Some(bytes) => push_photo(line, blob, &bytes, told).await.map_err(LineFault::into_fault)?,
            None => BlobState::Refused("it is no longer on this phone".to_owned()),
        };
        store.keep_blob_state(blob, &state).await.map_err(Fault::Store)?;
    }
    Ok(())
}

/// The photos that the records of a series after a number name, each once, in order.
async fn named_blobs<S: Store>(
    store: &S,
    series: SeriesId,
    mut after: u64,
) -> Result<Vec<BlobHash>, S::Error> {
    let mut blobs = Vec::new();
    loop {
        let page = store.read(series, after, MAX_BATCH_RECORDS).await?;
        let Some(last) = page.last() else { return Ok(blobs) };
        after = last.id.number;
        for record in &page {
            if let Some(Statement::Photographed(it)) = S::stated(&record.text)
                && !blobs.contains(&it.photo.blob)
            {
                blobs.push(it.photo.blob);
            }
        }
    }
}

async fn push_photo<L: Line>(
    line: &L,
    blob: BlobHash,
    bytes: &[u8],
    told: &mut impl FnMut(Pushed),
) -> Result<BlobState, LineFault> {
    let total = bytes.len() as u64;
    let mut stalled = 0;
    let mut progress = match line.blob_progress(blob).await {
        Err(fault) => return refused_or(fault),
        Ok(progress) => progress,
    };
    while let BlobProgress::Partial(offset) = progress {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let end = bytes.len().min(start + CHUNK_BYTES);
        progress = match line.send_blob(blob, start as u64, total, &bytes[start..end]).await {
            Err(fault) => return refused_or(fault),
            Ok(progress) => progress,
        };
        if let BlobProgress::Partial(now) = progress {
            stalled = if now > offset { 0 } else { stalled + 1 };
            if stalled > 2 {
                return Err(LineFault::Retry(format!("the photo stays at byte {now}")));
            }
            told(Pushed::Photo { blob, sent: now, total });
        }
    }
    told(Pushed::Photo { blob, sent: total, total });
    Ok(BlobState::Sent)
}

/// A photo must not hold up the others, unless the token is no longer good: then nothing goes through. Only the
/// server's own word about the photo itself is final; a proxy with a small limit, a record that is not there yet or a
/// byte that was hurt on the way are not.
fn refused_or(fault: LineFault) -> Result<BlobState, LineFault> {
    match fault {
        LineFault::Stuck(problem) if problem.code == PHOTO_REFUSED => Ok(BlobState::Refused(problem.detail)),
        LineFault::Stuck(problem) if !matches!(problem.status, 401 | 403) => Ok(BlobState::Waiting),
        other => Err(other),
    }
}

#[cfg(test)]
mod tests;
