//! What stands of each observation: the tap itself, its photos, and the edits that no later edit supersedes.
//!
//! Promises: an edit that is superseded is forgotten here (the log keeps it), so that a thread is as long as what stands of
//! it and not as its history; a photo's edits belong to the observation that it shows, whichever of the two came first; how
//! records are split into batches makes no difference.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::AnyConnection;

use shared::id::{RecordId, SeriesId};
use shared::statement::{Change, Edited, Photographed, Statement};
use shared::wire::{MAX_THREAD_BYTES, MAX_THREAD_RECORDS};

use super::allowed::OverLimit;
use crate::store::{StoreError, from_sql};

/// A record that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Member {
    number: u64,
    /// Which property of which record it gives a value: two edits of the same may supersede each other.
    part: String,
    bytes: u64,
}

/// The threads of one series that a batch has to do with.
#[derive(Debug)]
pub(super) struct Threads {
    members: BTreeMap<u64, Vec<Member>>,
    /// The observation that a photo shows, by the photo's number.
    shown: BTreeMap<u64, u64>,
    stored: BTreeSet<(u64, u64)>,
    changed: BTreeSet<u64>,
}

const PHOTOS: &str = "SELECT number, observation FROM json_each($2) AS asked CROSS JOIN photos
    WHERE series = $1 AND number = CAST(asked.value ->> 0 AS BIGINT)";
const LOAD: &str = "SELECT about, number, part, bytes FROM json_each($2) AS asked CROSS JOIN threads
    WHERE series = $1 AND about = CAST(asked.value ->> 0 AS BIGINT)";
const DROP: &str = "DELETE FROM threads WHERE series = $1 AND (about, number) IN (
    SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each($2))";
const ADD: &str = "INSERT INTO threads (series, about, number, part, bytes)
    SELECT $1, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), value ->> 2, CAST(value ->> 3 AS BIGINT)
    FROM json_each($2)";

impl Threads {
    /// Loads what these statements are about, by the number of each.
    pub(super) async fn load<'a>(
        connection: &mut AnyConnection,
        series: SeriesId,
        statements: impl Iterator<Item = (u64, &'a Statement)>,
    ) -> Result<Self, StoreError> {
        let (mut about, mut targets) = (BTreeSet::new(), BTreeSet::new());
        for (number, statement) in statements {
            match statement {
                Statement::Observed(_) | Statement::Revisited(_) => about.extend([number]),
                Statement::Photographed(it) => about.extend([number, it.of.number]),
                Statement::Edited(it) => {
                    about.extend([it.of.number]);
                    targets.extend([it.of.number]);
                }
                _ => {}
            }
        }
        let shown: Vec<(i64, i64)> = numbered(connection, PHOTOS, series, &targets).await?;
        let shown: BTreeMap<u64, u64> =
            shown.into_iter().map(|(photo, of)| (from_sql(photo), from_sql(of))).collect();
        about.extend(shown.values());
        let rows: Vec<(i64, i64, String, i64)> = numbered(connection, LOAD, series, &about).await?;
        let (mut members, mut stored) = (BTreeMap::<_, Vec<_>>::new(), BTreeSet::new());
        for (about, number, part, bytes) in rows {
            let (about, number) = (from_sql(about), from_sql(number));
            members.entry(about).or_default().push(Member { number, part, bytes: from_sql(bytes) });
            stored.insert((about, number));
        }
        Ok(Self { members, shown, stored, changed: BTreeSet::new() })
    }

    /// Takes a statement into the thread that it belongs to, if it belongs to one and there is room.
    pub(super) fn take(
        &mut self,
        id: RecordId,
        statement: &Statement,
        bytes: usize,
    ) -> Result<(), OverLimit> {
        let (number, bytes) = (id.number, bytes as u64);
        let member = |part| Member { number, part, bytes };
        match statement {
            Statement::Observed(_) => self.join(number, member(part("observed", number)), &[]),
            Statement::Revisited(_) => self.join(number, member(part("revisited", number)), &[]),
            Statement::Photographed(it) => self.show(it, member(part("photo", number))),
            Statement::Edited(it) => {
                let about = self.shown.get(&it.of.number).copied().unwrap_or(it.of.number);
                let replaced = it.replaces.iter().filter(|replaced| replaced.series == id.series);
                let replaced: Vec<u64> = replaced.map(|replaced| replaced.number).collect();
                self.join(about, member(part(property(it), it.of.number)), &replaced)
            }
            _ => Ok(()),
        }
    }

    fn join(&mut self, about: u64, member: Member, replaced: &[u64]) -> Result<(), OverLimit> {
        let is_replaced = |it: &Member| it.part == member.part && replaced.contains(&it.number);
        let members = self.members.entry(about).or_default();
        has_room(members.iter().filter(|it| !is_replaced(it)).chain([&member]))?;
        members.retain(|it| !is_replaced(it));
        members.push(member);
        self.changed.insert(about);
        Ok(())
    }

    /// A photo brings along what was said of it before it came.
    fn show(&mut self, photo: &Photographed, member: Member) -> Result<(), OverLimit> {
        let (number, about) = (member.number, photo.of.number);
        let early = self.members.get(&number).cloned().unwrap_or_default();
        let members = self.members.entry(about).or_default();
        has_room(members.iter().chain(&early).chain([&member]))?;
        members.extend(early);
        members.push(member);
        self.members.remove(&number);
        self.shown.insert(number, about);
        self.changed.insert(about);
        Ok(())
    }

    /// The threads of which something is new.
    pub(super) fn changed(&self) -> &BTreeSet<u64> {
        &self.changed
    }

    pub(super) async fn store(
        &self,
        connection: &mut AnyConnection,
        series: SeriesId,
    ) -> Result<(), StoreError> {
        let all = || self.members.iter().flat_map(|(about, of)| of.iter().map(move |it| (*about, it)));
        let standing: BTreeSet<(u64, u64)> = all().map(|(about, it)| (about, it.number)).collect();
        let gone: Vec<_> = self.stored.difference(&standing).collect();
        let is_new = |(about, it): &(u64, &Member)| !self.stored.contains(&(*about, it.number));
        let new: Vec<_> =
            all().filter(is_new).map(|(about, it)| (about, it.number, &it.part, it.bytes)).collect();
        for (statement, rows) in [
            (DROP, (!gone.is_empty()).then(|| serde_json::to_string(&gone))),
            (ADD, (!new.is_empty()).then(|| serde_json::to_string(&new))),
        ] {
            let Some(rows) = rows else { continue };
            let write = sqlx::query(statement).bind(series.as_bytes().as_slice()).bind(rows?);
            write.execute(&mut *connection).await?;
        }
        Ok(())
    }
}

async fn numbered<T>(
    connection: &mut AnyConnection,
    statement: &'static str,
    series: SeriesId,
    numbers: &BTreeSet<u64>,
) -> Result<Vec<T>, StoreError>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> + Send + Unpin,
{
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<[u64; 1]> = numbers.iter().map(|number| [*number]).collect();
    let rows = sqlx::query_as(statement).bind(series.as_bytes().as_slice());
    Ok(rows.bind(serde_json::to_string(&numbers)?).fetch_all(connection).await?)
}

fn has_room<'a>(members: impl Iterator<Item = &'a Member>) -> Result<(), OverLimit> {
    let (count, bytes) = members.fold((0, 0), |(count, bytes), it| (count + 1, bytes + it.bytes));
    if count > MAX_THREAD_RECORDS {
        return Err(OverLimit::ThreadRecords);
    }
    if bytes > MAX_THREAD_BYTES { Err(OverLimit::ThreadBytes) } else { Ok(()) }
}

fn part(property: &str, of: u64) -> String {
    format!("{property}-{of}")
}

fn property(edited: &Edited) -> &'static str {
    match edited.change {
        Change::Category(_) => "category",
        Change::Text(_) => "text",
        Change::When(_) => "when",
        Change::Severity(_) => "severity",
        Change::Proposal(_) => "proposal",
        Change::Pin(_) => "pin",
        Change::Described(_) => "described",
        Change::Fix(_) => "fix",
        Change::Apart(_) => "apart",
        Change::Withdrawn(_) => "withdrawn",
    }
}
