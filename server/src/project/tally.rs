//! How much of each limit a series has used: counted when a record is taken, so that nothing is counted again.
//!
//! Promises: the counts follow from the records alone, in their order, however they are split into batches.

use std::collections::BTreeMap;

use sqlx::AnyConnection;

use shared::id::SeriesId;

use crate::store::StoreError;

/// What is counted of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Bytes of texts.
    Bytes,
    /// Observations and revisits.
    Taps,
    /// The same, within an hour of the phone's clock.
    HourTaps(i64),
    /// What was put at a place.
    Place(i64),
    /// Stretches of a track.
    Stretches,
    /// The same, within an hour of the phone's clock.
    HourStretches(i64),
    /// Photos.
    Photos,
}

impl Key {
    /// Its columns.
    fn columns(self) -> (&'static str, i64) {
        match self {
            Self::Bytes => ("bytes", 0),
            Self::Taps => ("taps", 0),
            Self::HourTaps(hour) => ("hour-taps", hour),
            Self::Place(place) => ("place", place),
            Self::Stretches => ("stretches", 0),
            Self::HourStretches(hour) => ("hour-stretches", hour),
            Self::Photos => ("photos", 0),
        }
    }
}

/// The counts of one series that a batch has to do with.
#[derive(Debug, Default)]
pub(super) struct Tally {
    used: BTreeMap<Key, u64>,
}

const LOAD: &str = "SELECT what, part, used FROM json_each($2) AS asked CROSS JOIN tallies
    WHERE series = $1 AND what = asked.value ->> 0 AND part = CAST(asked.value ->> 1 AS BIGINT)";
const STORE: &str = "INSERT INTO tallies (series, what, part, used)
    SELECT $1, value ->> 0, CAST(value ->> 1 AS BIGINT), CAST(value ->> 2 AS BIGINT) FROM json_each($2) WHERE true
    ON CONFLICT (series, what, part) DO UPDATE SET used = excluded.used";

impl Tally {
    pub(super) async fn load(
        connection: &mut AnyConnection,
        series: SeriesId,
        keys: impl Iterator<Item = Key>,
    ) -> Result<Self, StoreError> {
        let mut used: BTreeMap<Key, u64> = keys.map(|key| (key, 0)).collect();
        let asked: Vec<_> = used.keys().map(|key| key.columns()).collect();
        let found: Vec<(String, i64, i64)> = sqlx::query_as(LOAD)
            .bind(series.as_bytes().as_slice())
            .bind(serde_json::to_string(&asked)?)
            .fetch_all(connection)
            .await?;
        let found: BTreeMap<(&str, i64), u64> =
            found.iter().map(|(what, part, used)| ((what.as_str(), *part), used.unsigned_abs())).collect();
        for (key, used) in &mut used {
            *used = found.get(&key.columns()).copied().unwrap_or(0);
        }
        Ok(Self { used })
    }

    /// Whether so much more stays within a most.
    pub(super) fn has_room(&self, key: Key, more: u64, most: u64) -> bool {
        self.used.get(&key).copied().unwrap_or(0) + more <= most
    }

    pub(super) fn add(&mut self, key: Key, more: u64) {
        *self.used.entry(key).or_default() += more;
    }

    pub(super) async fn store(
        &self,
        connection: &mut AnyConnection,
        series: SeriesId,
    ) -> Result<(), StoreError> {
        let row = |(key, used): (&Key, &u64)| {
            let (what, part) = key.columns();
            (what, part, *used)
        };
        let rows: Vec<_> = self.used.iter().filter(|(_, used)| **used > 0).map(row).collect();
        sqlx::query(STORE)
            .bind(series.as_bytes().as_slice())
            .bind(serde_json::to_string(&rows)?)
            .execute(connection)
            .await?;
        Ok(())
    }
}
