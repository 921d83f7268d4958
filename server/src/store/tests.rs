//! The store against what it promises, each case on a fresh database.

pub(crate) mod both;
pub(crate) mod cluster;
mod encrypted;
mod full;
mod marks;

use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};

use shared::id::SeriesId;
use shared::log::{AppendError, Log as _, contract};
use sqlx::Row as _;

use super::database::Kind;
use super::*;
use crate::problem::Refusal;

pub(crate) async fn open(data: &Path) -> Store {
    Store::open(&both::location(data).await).await.unwrap()
}

async fn give_out(store: &Store, id: [u8; 16]) {
    sqlx::query("INSERT INTO series (id, writer, created_day) VALUES ($1, 'walker', '2026-11-22')")
        .bind(id.as_slice())
        .execute(&mut *store.write().await.unwrap())
        .await
        .unwrap();
}

#[tokio::test]
async fn the_store_keeps_the_contract() {
    let directory = tempfile::tempdir().unwrap();
    let fresh = AtomicU8::new(0);
    let new_log = || async {
        let number = fresh.fetch_add(1, Ordering::Relaxed);
        let store = open(&directory.path().join(number.to_string())).await;
        give_out(&store, [0xa; 16]).await;
        give_out(&store, [0xb; 16]).await;
        store.log().clone()
    };
    contract::check(new_log).await;
}

#[tokio::test]
async fn a_series_that_was_given_to_nobody_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).await;
    let series = SeriesId::from_bytes([9; 16]);
    let refused = store.log().append(series, 1, &["{}".to_owned()]).await;
    assert!(matches!(refused, Err(AppendError::Log(StoreError::UnknownSeries(it))) if it == series));
}

#[tokio::test]
async fn who_wrote_while_the_database_went_away_is_told_that_it_may_be_there() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).await;
    give_out(&store, [1; 16]).await;
    store.clone().close().await.unwrap();
    let lost = store.log().append(SeriesId::from_bytes([1; 16]), 1, &["{}".to_owned()]).await.unwrap_err();
    assert!(matches!(lost, AppendError::Log(StoreError::OutOfReach)), "{lost}");
    assert!(Refusal::from(lost).to_string().contains("may have been kept"));
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_drop_a_record() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).await;
    give_out(&store, [1; 16]).await;
    store.log().append(SeriesId::from_bytes([1; 16]), 1, &["{}".to_owned()]).await.unwrap();
    let mut statements = vec!["UPDATE records SET text = 'x'", "DELETE FROM records"];
    if Kind::of(&store.write().await.unwrap()) == Kind::Postgres {
        statements.push("TRUNCATE records CASCADE");
    }
    for statement in statements {
        let mut writer = store.write().await.unwrap();
        let refused = sqlx::raw_sql(statement).execute(&mut *writer).await.unwrap_err();
        assert!(refused.to_string().contains("a record is never"), "{refused}");
    }
}

#[tokio::test]
async fn writes_reach_the_disk_before_they_are_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).await;
    let mut writer = store.write().await.unwrap();
    let expected: &[(&'static str, &str)] = match Kind::of(&writer) {
        Kind::Sqlite => {
            &[("PRAGMA journal_mode", "wal"), ("PRAGMA synchronous", "2"), ("PRAGMA foreign_keys", "1")]
        }
        Kind::Postgres => &[("SHOW synchronous_commit", "on")],
    };
    for (question, answer) in expected {
        let row = sqlx::query(*question).fetch_one(&mut *writer).await.unwrap();
        let said = row.try_get::<i64, _>(0).map_or_else(|_| row.get::<String, _>(0), |it| it.to_string());
        assert_eq!(said, *answer, "{question}");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let location = both::location(directory.path()).await;
    let store = Store::open(&location).await.unwrap();
    let mut writer = store.write().await.unwrap();
    let newer = match Kind::of(&writer) {
        Kind::Sqlite => "PRAGMA user_version = 99",
        Kind::Postgres => "UPDATE schema_version SET version = 99",
    };
    sqlx::raw_sql(newer).execute(&mut *writer).await.unwrap();
    drop(writer);
    let refused = Store::open(&location).await;
    assert!(matches!(refused, Err(StoreError::TooNew { found: 99, .. })));
}

#[tokio::test]
async fn a_path_may_have_any_letter() {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(&directory.path().join("a b?c=d#e%41ö"), None).unwrap();
    Store::open(&location).await.unwrap().close().await.unwrap();
    assert!(location.data.join("lykta.sqlite").is_file());
}

#[tokio::test]
async fn both_databases_have_the_same_tables() {
    let directory = tempfile::tempdir().unwrap();
    let sqlite = Store::open(&Location::new(directory.path(), None).unwrap()).await.unwrap();
    let columns = "SELECT m.name || '.' || c.name || CASE WHEN c.\"notnull\" OR c.pk THEN '!' ELSE '' END
        FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'";
    let mut in_sqlite: Vec<String> = sqlx::query_scalar(columns).fetch_all(&sqlite.readers).await.unwrap();
    let url = cluster::database().await;
    let postgres = Store::open(&Location::new(directory.path(), Some(&url)).unwrap()).await.unwrap();
    let columns = "SELECT CAST(table_name AS TEXT) || '.' || CAST(column_name AS TEXT)
            || CASE is_nullable WHEN 'NO' THEN '!' ELSE '' END
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'schema_version'";
    let mut in_postgres: Vec<String> =
        sqlx::query_scalar(columns).fetch_all(&postgres.readers).await.unwrap();
    in_sqlite.sort();
    in_postgres.sort();
    assert_eq!(in_sqlite, in_postgres);
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let directory = tempfile::tempdir().unwrap();
    let url = "postgres://lykta:secret@127.0.0.1:1/lykta";
    let refused = Store::open(&Location::new(directory.path(), Some(url)).unwrap()).await.unwrap_err();
    let said = format!("{refused} {refused:?}");
    assert!(said.contains("postgres://lykta@127.0.0.1:1/lykta cannot be reached"), "{said}");
    assert!(said.contains("refused") && !said.contains("secret"), "{said}");
}

#[tokio::test]
async fn a_file_that_is_no_database_and_a_database_without_every_letter_are_told_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(directory.path(), None).unwrap();
    std::fs::write(directory.path().join("lykta.sqlite"), "no database ".repeat(100)).unwrap();
    let refused = Store::open(&location).await.unwrap_err().to_string();
    assert!(refused.contains("not a database"), "{refused}");
    let url = cluster::empty_database("ENCODING 'LATIN1' TEMPLATE template0").await;
    let refused = Store::open(&Location::new(directory.path(), Some(&url)).unwrap()).await;
    assert!(matches!(refused, Err(StoreError::NotUtf8 { encoding }) if encoding == "LATIN1"));
}

#[tokio::test]
async fn several_who_start_at_once_bring_an_empty_database_up_once() {
    let directory = tempfile::tempdir().unwrap();
    let url = cluster::empty_database("").await;
    let location = Location::new(directory.path(), Some(&url)).unwrap();
    assert!(!Store::is_there(&location).await.unwrap());
    let opened = futures_util::future::join_all((0..4).map(|_| Store::open(&location))).await;
    for store in opened {
        store.unwrap().check().await.unwrap();
    }
    assert!(Store::is_there(&location).await.unwrap());
}

#[tokio::test]
async fn what_a_server_acknowledges_is_on_the_disk_whatever_the_database_prefers() {
    let directory = tempfile::tempdir().unwrap();
    let url = cluster::database().await;
    let name = url.split(['/', '?']).nth(3).unwrap();
    cluster::execute(name, &format!("ALTER DATABASE {name} SET synchronous_commit = off")).await;
    let store = Store::open(&Location::new(directory.path(), Some(&url)).unwrap()).await.unwrap();
    let mut writer = store.write().await.unwrap();
    let said: String = sqlx::query_scalar("SHOW synchronous_commit").fetch_one(&mut *writer).await.unwrap();
    assert_eq!(said, "on");
}
