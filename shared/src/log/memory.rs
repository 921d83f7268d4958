//! A log in memory, for simulated phones and tests.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;

use super::{AppendError, Appended, Log, fresh};
use crate::id::{RecordId, SeriesId};
use crate::record::{Head, Record};

/// A log that lasts as long as its process.
#[derive(Debug, Default, Clone)]
pub struct MemoryLog {
    kept: RefCell<BTreeMap<SeriesId, Kept>>,
}

/// What there is of a series.
#[derive(Debug, Clone)]
struct Kept {
    texts: Vec<String>,
    /// Where it ends: hashed once, for hashing is most of what simulated phones and servers do.
    head: Head,
}

impl MemoryLog {
    fn read_now(&self, series: SeriesId, after: u64, limit: usize) -> Vec<Record> {
        let kept = self.kept.borrow();
        let texts = kept.get(&series).map(|it| it.texts.as_slice()).unwrap_or_default();
        let numbered = (1..).zip(texts).skip_while(|(number, _)| *number <= after).take(limit);
        numbered
            .map(|(number, text)| Record { id: RecordId { series, number }, text: text.clone() })
            .collect()
    }

    fn head_now(&self, series: SeriesId) -> Head {
        self.kept.borrow().get(&series).map_or_else(|| Head::empty(series), |it| it.head)
    }
}

impl Log for MemoryLog {
    type Error = Infallible;

    async fn append(
        &self,
        series: SeriesId,
        first: u64,
        texts: &[String],
    ) -> Result<Appended, AppendError<Infallible>> {
        let held = self.read_now(series, first.saturating_sub(1), texts.len());
        let fresh = fresh(self.head_now(series), first, texts, &held)?;
        if !fresh.is_empty() {
            let mut kept = self.kept.borrow_mut();
            let nothing = || Kept { texts: Vec::new(), head: Head::empty(series) };
            let own = kept.entry(series).or_insert_with(nothing);
            own.head = fresh.iter().fold(own.head, |head, text| head.then(text));
            own.texts.extend_from_slice(fresh);
        }
        Ok(Appended { head: self.head_now(series), fresh: fresh.len() })
    }

    async fn head(&self, series: SeriesId) -> Result<Head, Infallible> {
        Ok(self.head_now(series))
    }

    async fn series(&self) -> Result<Vec<SeriesId>, Infallible> {
        Ok(self.kept.borrow().keys().copied().collect())
    }

    async fn read(&self, series: SeriesId, after: u64, limit: usize) -> Result<Vec<Record>, Infallible> {
        Ok(self.read_now(series, after, limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::contract;

    #[test]
    fn memory_keeps_the_contract() {
        pollster::block_on(contract::check(|| async { MemoryLog::default() }));
    }
}
