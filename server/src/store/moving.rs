//! Moves a whole installation from one database, or from a file, into a database that is empty.
//!
//! Promises: nobody writes to either of the two meanwhile; the target gets all of it in one transaction or nothing;
//! before that is committed, what has arrived is verified (see [`verified`]). The source is only read. Photos are files,
//! and are left where they are.

pub(super) mod rows;
pub(super) mod verified;

pub use rows::{Page, insert};
pub use verified::{Contents, Follows};

use sqlx::{Any, AnyConnection, Transaction};

use shared::id::{RecordId, SeriesId};

use super::database;
use super::{StoreError, begin, migrate, rebuild};
use crate::config::Database;

/// Everything that does not follow from something else, in an order in which each table stands on earlier ones only.
/// What follows is made anew.
pub(super) const TABLES: [&str; 17] = [
    "series",
    "papers",
    "claims",
    "bundle_imports",
    "records",
    "blobs",
    "areas",
    "assets",
    "walk_codes",
    "code_states",
    "replaced_codes",
    "accounts",
    "sign_in_tokens",
    "sessions",
    "tokens",
    "settings",
    "imports",
];

/// Rows of a table that were moved.
type Count = (&'static str, u64);

/// Why an installation was not moved. The source is as it was, and the target as empty as it was.
#[derive(Debug, thiserror::Error)]
pub enum NotMoved {
    /// A database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to move.
    #[error("there is no installation in {0}")]
    NoSource(Database),
    /// The same database twice.
    #[error("{0} is both where from and where to")]
    Same(Database),
    /// The target has something already.
    #[error(
        "{database} is not empty: it has {count} rows in {table}. An installation is moved into an empty database"
    )]
    NotEmpty {
        /// The target.
        database: Database,
        /// A table with rows in it.
        table: &'static str,
        /// How many.
        count: u64,
    },
    /// A record that does not have its digest any more.
    #[error("record {0} does not have the digest that was acknowledged")]
    AnotherDigest(RecordId),
    /// A series that does not end where it ended.
    #[error("series {0} does not end where it ended")]
    AnotherEnd(SeriesId),
    /// Rows are missing or too many.
    #[error("of {0} not every row has arrived")]
    AnotherCount(&'static str),
    /// What follows from the records is not the same here and there.
    #[error(
        "what follows from the records is not what the source says in {0}: try `lykta rebuild` on the source first"
    )]
    AnotherProjection(&'static str),
    /// A table that this program does not know.
    #[error("there is no table {0} here")]
    NoSuchTable(String),
}

impl From<sqlx::Error> for NotMoved {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Moves an installation, and tells what it is at.
pub async fn move_installation(
    from: &Database,
    to: &Database,
    mut at: impl FnMut(&str),
) -> Result<Vec<Count>, NotMoved> {
    if from.to_string() == to.to_string() {
        return Err(NotMoved::Same(to.clone()));
    }
    if !database::is_there(from).await? {
        return Err(NotMoved::NoSource(from.clone()));
    }
    let source = database::writer(from).await?;
    let moved = {
        let mut connection = source.acquire().await?;
        migrate::run(&mut connection).await?;
        let mut source = begin(&mut connection).await?;
        database::be_patient(&mut source).await?;
        let mut contents = None;
        let filled = fill(to, migrate::NEWEST, async |target| {
            copy(&mut source, target, &mut at).await?;
            let of_source = Contents::of(&mut source).await?;
            finish(target, &of_source, Follows::Same, &mut at).await?;
            contents = Some(of_source);
            Ok(())
        });
        filled.await.map(|()| contents.map(|contents| contents.counts()).unwrap_or_default())
    };
    source.close().await;
    moved
}

/// Fills an empty database, all or nothing: whatever comes of it, a fault leaves the database as empty as it was.
pub async fn fill<E: From<NotMoved>>(
    to: &Database,
    version: usize,
    pour: impl AsyncFnOnce(&mut AnyConnection) -> Result<(), E>,
) -> Result<(), E> {
    let was_there = database::is_there(to).await.map_err(NotMoved::from)?;
    let pool = database::writer(to).await.map_err(NotMoved::from)?;
    let filled = match pool.acquire().await {
        Ok(mut target) => fill_in(&mut target, to, version, pour).await,
        Err(error) => Err(NotMoved::from(error).into()),
    };
    pool.close().await;
    if let (Err(_), Database::Sqlite(path), false) = (&filled, to, was_there) {
        // Where even this fails, an empty file stays; why nothing was moved is of more use.
        let _ = std::fs::remove_file(path);
    }
    filled
}

async fn fill_in<E: From<NotMoved>>(
    target: &mut AnyConnection,
    to: &Database,
    version: usize,
    pour: impl AsyncFnOnce(&mut AnyConnection) -> Result<(), E>,
) -> Result<(), E> {
    let mut target = empty(target, to, version).await?;
    pour(&mut target).await?;
    target.commit().await.map_err(NotMoved::from)?;
    Ok(())
}

async fn empty<'a>(
    target: &'a mut AnyConnection,
    to: &Database,
    version: usize,
) -> Result<Transaction<'a, Any>, NotMoved> {
    let mut target = migrate::begin(target).await?;
    migrate::bring_up(&mut target, version).await?;
    database::hold(&mut target).await?;
    database::be_patient(&mut target).await?;
    for table in TABLES {
        // Tables of later versions are not there yet.
        if !database::has_table(&mut target, table).await? {
            continue;
        }
        match rows::count(&mut target, table).await? {
            0 => {}
            count => return Err(NotMoved::NotEmpty { database: to.clone(), table, count }),
        }
    }
    Ok(target)
}

/// Copies every table.
pub(super) async fn copy(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    at: &mut impl FnMut(&str),
) -> Result<(), NotMoved> {
    for table in TABLES {
        let mut done = 0;
        let paged = rows::each_page(source, table, async |page| {
            insert(target, table, &page).await?;
            done += page.count;
            at(&format!("{table}: {done}"));
            Ok::<(), NotMoved>(())
        });
        paged.await?;
    }
    Ok(())
}

/// When all rows are there: makes anew what follows from them, and verifies that it is what there was.
pub async fn finish(
    target: &mut AnyConnection,
    contents: &Contents,
    follows: Follows,
    at: &mut impl FnMut(&str),
) -> Result<(), NotMoved> {
    migrate::bring_up(target, migrate::NEWEST).await?;
    counters(target, contents).await?;
    at("making anew what follows from the records");
    rebuild::anew(target).await?;
    at("verifying digests, counts and what follows");
    contents.verify(target, follows).await
}

/// Which database this is: it is drawn where the database is made, and never moved.
const LINEAGE: &str = "lineage";

/// The counters are there already: their rows are what writers hold.
async fn counters(target: &mut AnyConnection, contents: &Contents) -> Result<(), NotMoved> {
    for (name, value) in contents.counters.iter().filter(|(name, _)| *name != LINEAGE) {
        sqlx::query("UPDATE counters SET value = $2 WHERE name = $1")
            .bind(name)
            .bind(*value)
            .execute(&mut *target)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Location;
    use crate::store::Store;

    /// Counted by themselves, and follow from other tables: `counters` are set, `threads` and `tallies` show in all that follows.
    const BESIDES: [&str; 3] = ["counters", "tallies", "threads"];

    #[tokio::test]
    async fn every_table_is_moved_or_follows_from_one_that_is() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::new(directory.path(), None).unwrap()).await.unwrap();
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                .fetch_all(&store.readers)
                .await
                .unwrap();
        let mut known = [TABLES.as_slice(), &verified::FOLLOWING.map(|(table, _)| table), &BESIDES].concat();
        known.sort_unstable();
        assert_eq!(tables, known);
    }
}
