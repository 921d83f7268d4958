//! Brings a database up to what this program knows, step by step.
//!
//! Promises: each step is one transaction; a database of a newer program is left alone.

use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;

use super::{StoreError, begin};

/// The steps, oldest first. A step that was released is never edited.
const STEPS: [&str; 4] = [
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_second_looks.sql"),
    include_str!("../../migrations/0003_papers.sql"),
    include_str!("../../migrations/0004_light.sql"),
];

pub(super) async fn run(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut transaction = begin(connection).await?;
    let version: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *transaction).await?;
    let found = usize::try_from(version).unwrap_or(usize::MAX);
    let steps = STEPS.get(found..).ok_or(StoreError::TooNew { found, known: STEPS.len() })?;
    for step in steps {
        sqlx::raw_sql(*step).execute(&mut *transaction).await?;
    }
    let reached = format!("PRAGMA user_version = {}", STEPS.len());
    sqlx::raw_sql(AssertSqlSafe(reached)).execute(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}
