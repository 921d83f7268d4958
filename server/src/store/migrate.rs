//! Brings a database up to what this program knows, step by step.
//!
//! Promises: all steps are one transaction, whoever else starts at the same moment; a database of a newer program is
//! left alone.

use sqlx::{Any, AnyConnection, AssertSqlSafe, Connection as _, Transaction};

use super::database::{Kind, hold};
use super::{StoreError, rebuild};

/// One step, as each of the databases understands it.
struct Step {
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! step {
    ($name:literal) => {
        Step {
            sqlite: include_str!(concat!("../../migrations/", $name)),
            postgres: include_str!(concat!("../../migrations/postgres/", $name)),
        }
    };
}

/// The steps, oldest first. A step that was released is never edited.
const STEPS: [Step; 9] = [
    step!("0001_first.sql"),
    step!("0002_second_looks.sql"),
    step!("0003_papers.sql"),
    step!("0004_tracks.sql"),
    step!("0005_groupings.sql"),
    step!("0006_lists.sql"),
    step!("0007_codes_and_claims.sql"),
    step!("0008_bounded.sql"),
    step!("0009_imports.sql"),
];

/// The version of a database that this program has brought up.
pub(super) const NEWEST: usize = STEPS.len();

/// Where PostgreSQL has no number of its own for the version.
const VERSION: &str = "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)";

/// Whoever brings a PostgreSQL database up holds this lock: "lykta" in ASCII.
const ALONE: &str = "SELECT pg_advisory_xact_lock(x'6c796b7461'::bigint)";

/// Brings the database up. What follows from the records of an older one is made anew: newer tables say more of them.
pub(super) async fn run(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let mut transaction = begin(connection).await?;
    let found = bring_up(&mut transaction, NEWEST).await?;
    if (1..NEWEST).contains(&found) {
        hold(&mut transaction).await?;
        rebuild::anew(&mut transaction).await?;
    }
    Ok(transaction.commit().await?)
}

/// Begins a transaction that may make every table, with nobody else doing the same.
pub(super) async fn begin(connection: &mut AnyConnection) -> Result<Transaction<'_, Any>, StoreError> {
    match Kind::of(connection) {
        Kind::Sqlite => Ok(connection.begin_with("BEGIN IMMEDIATE").await?),
        Kind::Postgres => {
            let mut transaction = connection.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
            sqlx::raw_sql(ALONE).execute(&mut *transaction).await?;
            Ok(transaction)
        }
    }
}

/// The steps that are missing up to a version, within a transaction: the version before.
pub(super) async fn bring_up(connection: &mut AnyConnection, to: usize) -> Result<usize, StoreError> {
    let kind = Kind::of(connection);
    let found = made(connection, kind).await?;
    if found.max(to) > NEWEST {
        return Err(StoreError::TooNew { found: found.max(to), known: NEWEST });
    }
    let steps = STEPS.get(found..to).ok_or(StoreError::Ahead { found, wanted: to })?;
    if steps.is_empty() {
        return Ok(found);
    }
    for step in steps {
        let step = match kind {
            Kind::Sqlite => step.sqlite,
            Kind::Postgres => step.postgres,
        };
        sqlx::raw_sql(step).execute(&mut *connection).await?;
    }
    reached(connection, kind, to).await?;
    Ok(found)
}

/// The version; where PostgreSQL has no place for it, one is made.
async fn made(connection: &mut AnyConnection, kind: Kind) -> Result<usize, StoreError> {
    if kind == Kind::Postgres {
        is_utf8(connection).await?;
        sqlx::raw_sql(VERSION).execute(&mut *connection).await?;
    }
    version(connection, kind).await
}

async fn version(connection: &mut AnyConnection, kind: Kind) -> Result<usize, StoreError> {
    let version = match kind {
        Kind::Sqlite => "PRAGMA user_version",
        Kind::Postgres => "SELECT version FROM schema_version",
    };
    let version: Option<i64> = sqlx::query_scalar(version).fetch_optional(connection).await?;
    Ok(usize::try_from(version.unwrap_or(0)).unwrap_or(usize::MAX))
}

/// For those who only read: whether the database is as this program knows it.
pub(super) async fn is_current(connection: &mut AnyConnection) -> Result<(), StoreError> {
    match version(connection, Kind::of(connection)).await? {
        found if found > NEWEST => Err(StoreError::TooNew { found, known: NEWEST }),
        found if found < NEWEST => Err(StoreError::TooOld { found, known: NEWEST }),
        _ => Ok(()),
    }
}

/// What residents write has letters of every kind.
async fn is_utf8(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let encoding: String = sqlx::query_scalar("SHOW server_encoding").fetch_one(connection).await?;
    if encoding == "UTF8" { Ok(()) } else { Err(StoreError::NotUtf8 { encoding }) }
}

async fn reached(connection: &mut AnyConnection, kind: Kind, version: usize) -> Result<(), StoreError> {
    let reached = match kind {
        Kind::Sqlite => format!("PRAGMA user_version = {version}"),
        Kind::Postgres => {
            format!("DELETE FROM schema_version; INSERT INTO schema_version (version) VALUES ({version})")
        }
    };
    sqlx::raw_sql(AssertSqlSafe(reached)).execute(connection).await?;
    Ok(())
}
