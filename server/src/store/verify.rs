//! Whether the tables that are asked say what follows from the records.
//!
//! Promises: what follows is made anew somewhere else, so that the installation is only read; every row of every such
//! table is compared, cell by cell.

use std::cmp::Ordering;
use std::fmt::Write as _;

use futures_util::{Stream, TryStreamExt as _};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Row as _};

use shared::id::{BlobHash, RecordId};

use super::moving::{self, NotMoved};
use super::{StoreError, migrate, rebuild};
use crate::config::Database;

/// What follows from the records, and by what a row is known.
const FOLLOWING: [(&str, &[&str]); 11] = [
    ("threads", &["series", "about", "number"]),
    ("observations", &["id"]),
    ("revisits", &["id"]),
    ("walks", &["id"]),
    ("replans", &["id"]),
    ("decisions", &["id"]),
    ("groupings", &["id"]),
    ("photos", &["series", "number"]),
    ("tracks", &["series", "number"]),
    ("quarantine", &["series", "number"]),
    ("tallies", &["series", "what", "part"]),
];

/// When a row was written says nothing of what it says.
const NOT_COMPARED: &str = "revision";

/// Something that is not as it was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A record, or what was acknowledged of it, was changed.
    #[error(
        "record {0} does not have the digest that was acknowledged: it, or one before it, was changed or lost"
    )]
    AnotherDigest(RecordId),
    /// A photo is gone.
    #[error("photo {0} was acknowledged and is not where photos are kept")]
    PhotoLost(BlobHash),
    /// A photo is another one.
    #[error("photo {0} is damaged: its bytes do not have the hash that it is named by")]
    PhotoDamaged(BlobHash),
    /// A row that the records say should be there.
    #[error("{table} lacks {key}, which follows from the records: `lykta rebuild` makes it anew")]
    Lacking {
        /// The table.
        table: &'static str,
        /// By what the row is known.
        key: String,
    },
    /// A row that no record says.
    #[error("{table} has {key}, which follows from no record: `lykta rebuild` puts it right")]
    Surplus {
        /// The table.
        table: &'static str,
        /// By what the row is known.
        key: String,
    },
    /// A row that says something else.
    #[error("{table} says something else of {key} than the records do: `lykta rebuild` puts it right")]
    Different {
        /// The table.
        table: &'static str,
        /// By what the row is known.
        key: String,
    },
}

/// Compares every table of what follows with one made anew.
pub(super) async fn projection(
    source: &mut AnyConnection,
    at: &mut impl FnMut(&str),
) -> Result<Vec<Fault>, StoreError> {
    let scratch = tempfile::Builder::new().prefix("lykta-verify-").tempdir()?;
    let mut faults = Vec::new();
    let place = Database::Sqlite(scratch.path().join("anew.sqlite"));
    let compared = moving::fill(&place, migrate::NEWEST, async |anew| {
        moving::copy(source, anew, at).await?;
        at("making anew what follows from the records, and comparing");
        rebuild::anew(anew).await?;
        for (table, key) in FOLLOWING {
            compare(source, anew, table, key, &mut faults).await?;
        }
        Ok::<(), NotMoved>(())
    });
    match compared.await {
        Ok(()) => Ok(faults),
        Err(NotMoved::Store(error)) => Err(error),
        Err(other) => Err(std::io::Error::other(other).into()),
    }
}

async fn compare(
    source: &mut AnyConnection,
    anew: &mut AnyConnection,
    table: &'static str,
    key: &[&str],
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    let all = format!("SELECT * FROM {table} ORDER BY {}", key.join(", "));
    let mut here = sqlx::query(AssertSqlSafe(all.clone())).fetch(source);
    let mut there = sqlx::query(AssertSqlSafe(all)).fetch(anew);
    let (mut one, mut other) = (next(&mut here, key).await?, next(&mut there, key).await?);
    loop {
        let order = match (&one, &other) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => one.key.cmp(&other.key),
        };
        let shown = |row: &Option<Said>| row.as_ref().map(Said::shown).unwrap_or_default();
        match order {
            Ordering::Less => faults.push(Fault::Surplus { table, key: shown(&one) }),
            Ordering::Greater => faults.push(Fault::Lacking { table, key: shown(&other) }),
            Ordering::Equal if one != other => faults.push(Fault::Different { table, key: shown(&one) }),
            Ordering::Equal => {}
        }
        if order != Ordering::Greater {
            one = next(&mut here, key).await?;
        }
        if order != Ordering::Less {
            other = next(&mut there, key).await?;
        }
    }
}

/// What a row says.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    key: Vec<Part>,
    cells: Vec<(String, String)>,
}

/// A part of a key, in the order in which databases have it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(i64),
    Text(String),
}

impl Said {
    fn of(row: &AnyRow, key: &[&str]) -> Result<Self, StoreError> {
        let values = moving::rows::cells(row)?;
        let mut cells: Vec<(String, Value)> =
            row.columns().iter().map(|column| column.name().to_owned()).zip(values).collect();
        cells.retain(|(name, _)| name != NOT_COMPARED);
        cells.sort_by(|one, other| one.0.cmp(&other.0));
        let part = |name: &&str| match cells.iter().find(|(column, _)| column == name).map(|it| &it.1) {
            Some(Value::Number(number)) => Part::Number(number.as_i64().unwrap_or_default()),
            Some(Value::String(text)) => Part::Text(text.clone()),
            _ => Part::Text(String::new()),
        };
        let key = key.iter().map(part).collect();
        Ok(Self { key, cells: cells.into_iter().map(|(name, value)| (name, told(&value))).collect() })
    }

    fn shown(&self) -> String {
        self.key.iter().fold(String::new(), |mut shown, part| {
            let between = if shown.is_empty() { "" } else { "-" };
            let _ = match part {
                Part::Number(number) => write!(shown, "{between}{number}"),
                Part::Text(text) => write!(shown, "{between}{text}"),
            };
            shown
        })
    }
}

/// Degrees are compared to a tenth of a millimetre: databases read the last digit of a number each in its own way.
fn told(value: &Value) -> String {
    match value.as_f64().filter(|_| value.is_f64()) {
        Some(number) => format!("{number:.9}"),
        None => value.to_string(),
    }
}

async fn next(
    rows: &mut (impl Stream<Item = Result<AnyRow, sqlx::Error>> + Unpin),
    key: &[&str],
) -> Result<Option<Said>, StoreError> {
    rows.try_next().await?.map(|row| Said::of(&row, key)).transpose()
}
