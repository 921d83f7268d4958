//! Rows on their way: out of one database, into another one or into a file.
//!
//! Promises: what a cell says arrives as it was, also a number with all its digits; names that come from a file are
//! looked at before they stand in a statement.

use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Row as _};

use super::{NotMoved, TABLES};
use crate::store::database::Kind;
use crate::store::{StoreError, from_sql};

/// Rows that are written with one statement.
const PAGE: usize = 1_000;

/// Some rows of one table.
#[derive(Debug, Serialize, Deserialize)]
pub struct Page {
    columns: Vec<Column>,
    /// How many rows.
    pub count: usize,
    /// A list of lists of cells. It is never read by us, so that no digit of a number is lost.
    rows: Box<RawValue>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Column {
    name: String,
    sort: Sort,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    /// Written as its digits.
    Bytes,
    Integer,
    Real,
    Text,
}

impl Sort {
    fn of(kind: AnyTypeInfoKind) -> Self {
        match kind {
            AnyTypeInfoKind::Blob => Self::Bytes,
            AnyTypeInfoKind::BigInt => Self::Integer,
            AnyTypeInfoKind::Double => Self::Real,
            _ => Self::Text,
        }
    }

    fn cell(self, row: &AnyRow, index: usize) -> Result<Value, sqlx::Error> {
        Ok(match self {
            Self::Bytes => row.try_get::<Option<Vec<u8>>, _>(index)?.map(hex::encode).into(),
            Self::Integer => row.try_get::<Option<i64>, _>(index)?.into(),
            Self::Real => row.try_get::<Option<f64>, _>(index)?.into(),
            Self::Text => row.try_get::<Option<String>, _>(index)?.into(),
        })
    }

    fn read_back(self, index: usize) -> String {
        match self {
            Self::Bytes => format!("unhex(value ->> {index})"),
            Self::Integer => format!("CAST(value ->> {index} AS BIGINT)"),
            Self::Real => format!("CAST(value ->> {index} AS DOUBLE PRECISION)"),
            Self::Text => format!("value ->> {index}"),
        }
    }
}

/// How many rows a table has.
pub(in crate::store) async fn count(
    connection: &mut AnyConnection,
    table: &'static str,
) -> Result<u64, StoreError> {
    let count = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    Ok(from_sql(sqlx::query_scalar(count).fetch_one(connection).await?))
}

/// What a row says, cell by cell.
pub(in crate::store) fn cells(row: &AnyRow) -> Result<Vec<Value>, sqlx::Error> {
    row.columns().iter().map(|it| Sort::of(it.type_info().kind()).cell(row, it.ordinal())).collect()
}

/// Hands over a table page by page.
pub(in crate::store) async fn each_page<E: From<StoreError>>(
    source: &mut AnyConnection,
    table: &'static str,
    mut take: impl AsyncFnMut(Page) -> Result<(), E>,
) -> Result<(), E> {
    let all = AssertSqlSafe(format!("SELECT * FROM {table}"));
    let mut source = sqlx::query(all).fetch(source);
    let mut rows = Vec::with_capacity(PAGE);
    loop {
        let row = source.try_next().await.map_err(StoreError::from)?;
        let is_last = row.is_none();
        rows.extend(row);
        if let Some(first) = rows.first()
            && (is_last || rows.len() == PAGE)
        {
            take(page(first, &rows)?).await?;
            rows.clear();
        }
        if is_last {
            return Ok(());
        }
    }
}

fn page(first: &AnyRow, rows: &[AnyRow]) -> Result<Page, StoreError> {
    let columns = first
        .columns()
        .iter()
        .map(|column| Column { name: column.name().to_owned(), sort: Sort::of(column.type_info().kind()) });
    let columns = columns.collect();
    let cells = rows.iter().map(cells).collect::<Result<Vec<_>, _>>()?;
    Ok(Page { columns, count: rows.len(), rows: to_raw_value(&cells)? })
}

/// Writes a page into a table.
pub async fn insert(target: &mut AnyConnection, table: &str, page: &Page) -> Result<(), NotMoved> {
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if !TABLES.contains(&table) || !page.columns.iter().all(|column| is_name(&column.name)) {
        return Err(NotMoved::NoSuchTable(table.to_owned()));
    }
    let names: Vec<&str> = page.columns.iter().map(|column| column.name.as_str()).collect();
    let values = page.columns.iter().enumerate().map(|(index, column)| column.sort.read_back(index));
    let (names, values) = (names.join(", "), values.collect::<Vec<_>>().join(", "));
    let statement = format!("INSERT INTO {table} ({names}) SELECT {values} FROM json_each($1)");
    sqlx::query(AssertSqlSafe(statement)).bind(page.rows.get()).execute(&mut *target).await?;
    if table == "accounts" && Kind::of(target) == Kind::Postgres {
        // Who is let in next gets the number after these.
        let next = "SELECT setval(pg_get_serial_sequence('accounts', 'id'), max(id)) FROM accounts";
        sqlx::raw_sql(next).execute(target).await?;
    }
    Ok(())
}
