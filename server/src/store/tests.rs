//! The store against what it promises, each case on a fresh database.

use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};

use shared::id::SeriesId;
use shared::log::{AppendError, Log as _, contract};
use sqlx::Row as _;

use super::*;

pub(crate) async fn open(data: &Path) -> Store {
    Store::open(&Location::new(data, None).unwrap()).await.unwrap()
}

async fn give_out(store: &Store, id: [u8; 16]) {
    sqlx::query("INSERT INTO series (id, writer, created_day) VALUES (?1, 'walker', '2026-11-22')")
        .bind(id.as_slice())
        .execute(&mut *store.write().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn sqlite_keeps_the_contract() {
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
async fn the_database_itself_refuses_to_change_or_drop_a_record() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).await;
    give_out(&store, [1; 16]).await;
    store.log().append(SeriesId::from_bytes([1; 16]), 1, &["{}".to_owned()]).await.unwrap();
    for statement in ["UPDATE records SET text = 'x'", "DELETE FROM records"] {
        let refused = sqlx::query(statement).execute(&mut *store.write().await).await.unwrap_err();
        assert!(refused.to_string().contains("a record is never"), "{refused}");
    }
}

#[tokio::test]
async fn writes_reach_the_disk_before_they_are_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).await;
    let mut writer = store.write().await;
    let mut pragma = async |name: &'static str| -> String {
        let row = sqlx::query(name).fetch_one(&mut *writer).await.unwrap();
        row.try_get::<i64, _>(0).map_or_else(|_| row.get::<String, _>(0), |number| number.to_string())
    };
    assert_eq!(pragma("PRAGMA journal_mode").await, "wal");
    assert_eq!(pragma("PRAGMA synchronous").await, "2");
    assert_eq!(pragma("PRAGMA foreign_keys").await, "1");
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path()).await;
    sqlx::query("PRAGMA user_version = 99").execute(&mut *store.write().await).await.unwrap();
    drop(store);
    let refused = Store::open(&Location::new(directory.path(), None).unwrap()).await;
    assert!(matches!(refused, Err(StoreError::TooNew { found: 99, .. })));
}
