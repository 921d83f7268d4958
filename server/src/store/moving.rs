//! Moves a whole installation from one database into another one that is empty.
//!
//! Promises: nobody writes to either of the two meanwhile; the target gets all of it in one transaction or nothing;
//! before that is committed, what has arrived is verified (see [`verified`]). The source is only read. Photos are files,
//! and are left where they are.

mod verified;

use futures_util::TryStreamExt as _;
use serde_json::Value;
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Row as _};

use shared::id::RecordId;

use super::database::{self, Kind};
use super::{StoreError, begin, migrate, rebuild};
use crate::config::Database;

/// Everything that does not follow from something else, in an order in which each table stands on earlier ones only.
/// What follows is made anew.
const TABLES: [&str; 12] = [
    "series",
    "papers",
    "records",
    "blobs",
    "areas",
    "assets",
    "walk_codes",
    "accounts",
    "sign_in_tokens",
    "sessions",
    "tokens",
    "settings",
];

/// Rows that are written with one statement.
const PAGE: usize = 1_000;

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
    /// Rows are missing or too many.
    #[error("of {0} not every row has arrived")]
    AnotherCount(&'static str),
    /// What follows from the records is not the same here and there.
    #[error(
        "what follows from the records is not what the source says in {0}: try `lykta rebuild` on the source first"
    )]
    AnotherProjection(&'static str),
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
    let was_there = database::is_there(to).await?;
    let (source, target) = (database::writer(from).await?, database::writer(to).await?);
    let moved = {
        let (mut source, mut target) = (source.acquire().await?, target.acquire().await?);
        take(&mut source, &mut target, to, &mut at).await
    };
    source.close().await;
    target.close().await;
    if let (Err(_), Database::Sqlite(path), false) = (&moved, to, was_there) {
        // Where even this fails, an empty file stays; why nothing was moved is of more use.
        let _ = std::fs::remove_file(path);
    }
    moved
}

async fn take(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    to: &Database,
    at: &mut impl FnMut(&str),
) -> Result<Vec<Count>, NotMoved> {
    migrate::run(source).await?;
    let mut source = begin(source).await?;
    let mut target = migrate::begin(target).await?;
    migrate::bring_up(&mut target).await?;
    database::hold(&mut target).await?;
    for transaction in [&mut source, &mut target] {
        database::be_patient(transaction).await?;
    }
    for table in TABLES {
        match rows(&mut target, table).await? {
            0 => {}
            count => return Err(NotMoved::NotEmpty { database: to.clone(), table, count }),
        }
    }
    for table in TABLES {
        copy(&mut source, &mut target, table, at).await?;
    }
    counters(&mut source, &mut target).await?;
    at("making anew what follows from the records");
    rebuild::anew(&mut target).await?;
    at("verifying digests, counts and what follows");
    let counts = verified::verify(&mut source, &mut target).await?;
    target.commit().await?;
    Ok(counts)
}

async fn rows(connection: &mut AnyConnection, table: &'static str) -> Result<u64, NotMoved> {
    let count = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    Ok(super::from_sql(sqlx::query_scalar(count).fetch_one(connection).await?))
}

async fn copy(
    source: &mut AnyConnection,
    target: &mut AnyConnection,
    table: &'static str,
    at: &mut impl FnMut(&str),
) -> Result<(), NotMoved> {
    let all = AssertSqlSafe(format!("SELECT * FROM {table}"));
    let mut source = sqlx::query(all).fetch(source);
    let (mut page, mut done) = (Vec::with_capacity(PAGE), 0);
    loop {
        let row = source.try_next().await?;
        let is_last = row.is_none();
        page.extend(row);
        if page.len() == PAGE || is_last {
            insert(target, table, &page).await?;
            done += page.len();
            at(&format!("{table}: {done}"));
            page.clear();
        }
        if is_last {
            break;
        }
    }
    if table == "accounts" && Kind::of(target) == Kind::Postgres {
        // Who is let in next gets the number after these.
        let next = "SELECT setval(pg_get_serial_sequence('accounts', 'id'), max(id)) FROM accounts";
        sqlx::raw_sql(next).execute(target).await?;
    }
    Ok(())
}

async fn insert(target: &mut AnyConnection, table: &str, rows: &[AnyRow]) -> Result<(), NotMoved> {
    let Some(first) = rows.first() else { return Ok(()) };
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for column in first.columns() {
        names.push(column.name());
        values.push(match column.type_info().kind() {
            AnyTypeInfoKind::Blob => format!("unhex(value ->> {})", column.ordinal()),
            AnyTypeInfoKind::BigInt => format!("CAST(value ->> {} AS BIGINT)", column.ordinal()),
            AnyTypeInfoKind::Double => format!("CAST(value ->> {} AS DOUBLE PRECISION)", column.ordinal()),
            _ => format!("value ->> {}", column.ordinal()),
        });
    }
    let (names, values) = (names.join(", "), values.join(", "));
    let statement = format!("INSERT INTO {table} ({names}) SELECT {values} FROM json_each($1)");
    let rows = rows.iter().map(cells).collect::<Result<Vec<_>, _>>()?;
    let rows = serde_json::to_string(&rows).map_err(StoreError::from)?;
    sqlx::query(AssertSqlSafe(statement)).bind(rows).execute(target).await?;
    Ok(())
}

fn cells(row: &AnyRow) -> Result<Vec<Value>, sqlx::Error> {
    let mut cells = Vec::with_capacity(row.len());
    for column in row.columns() {
        let index = column.ordinal();
        cells.push(match column.type_info().kind() {
            AnyTypeInfoKind::Blob => row.try_get::<Option<Vec<u8>>, _>(index)?.map(hex::encode).into(),
            AnyTypeInfoKind::BigInt => row.try_get::<Option<i64>, _>(index)?.into(),
            AnyTypeInfoKind::Double => row.try_get::<Option<f64>, _>(index)?.into(),
            _ => row.try_get::<Option<String>, _>(index)?.into(),
        });
    }
    Ok(cells)
}

/// The counters are there already: their rows are what writers hold.
async fn counters(source: &mut AnyConnection, target: &mut AnyConnection) -> Result<(), NotMoved> {
    let counters: Vec<(String, i64)> =
        sqlx::query_as("SELECT name, value FROM counters").fetch_all(source).await?;
    for (name, value) in counters {
        sqlx::query("UPDATE counters SET value = $2 WHERE name = $1")
            .bind(name)
            .bind(value)
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

    /// Counted by themselves, and follow from other tables: `counters` are set, `threads` show in all that follows.
    const BESIDES: [&str; 2] = ["counters", "threads"];

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
