//! Databases that have no room left, each of the two in its own way.

use std::path::{Path, PathBuf};
use std::process::Command;

use axum::http::StatusCode;
use axum::response::IntoResponse as _;

use super::*;

const SERIES: [u8; 16] = [1; 16];

/// A desk's series: a phone's would be full before the disk is.
async fn give_out_to_a_desk(store: &Store) {
    sqlx::query("INSERT INTO series (id, writer, created_day) VALUES ($1, 'officer', '2026-11-22')")
        .bind(SERIES.as_slice())
        .execute(&mut *store.write().await.unwrap())
        .await
        .unwrap();
}

/// Appends until there is no room; the number of the last record that was acknowledged.
async fn append_until_full(store: &Store) -> u64 {
    let series = SeriesId::from_bytes(SERIES);
    // Nothing that a database could pack.
    let melody: String =
        (0..500_u32).map(|tone| hex::encode(crate::secret::hash(&tone.to_string()))).collect();
    let text = serde_json::json!({ "kind": "sung", "melody": melody }).to_string();
    for number in 1..2_000 {
        let Err(refused) = store.log().append(series, number, std::slice::from_ref(&text)).await else {
            continue;
        };
        let refused = Refusal::from(refused);
        assert!(matches!(refused, Refusal::DiskFull(_)), "{refused:?}");
        assert_eq!(refused.into_response().status(), StatusCode::INSUFFICIENT_STORAGE);
        return number - 1;
    }
    panic!("there was room for everything");
}

/// What was acknowledged is there, nothing else is, and the next record follows on it.
async fn assert_goes_on_after(store: &Store, number: u64) {
    let series = SeriesId::from_bytes(SERIES);
    assert_eq!(store.log().head(series).await.unwrap().number, number);
    let appended = store.log().append(series, number + 1, &["{}".to_owned()]).await.unwrap();
    assert_eq!(appended.head.number, number + 1);
}

#[tokio::test]
async fn a_file_that_may_not_grow_says_so_and_goes_on_when_it_may() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::new(directory.path(), None).unwrap()).await.unwrap();
    give_out_to_a_desk(&store).await;
    let limit = async |pages: &'static str| {
        sqlx::raw_sql(pages).execute(&mut *store.write().await.unwrap()).await.unwrap();
    };
    limit("PRAGMA max_page_count = 200").await;
    let acknowledged = append_until_full(&store).await;
    limit("PRAGMA max_page_count = 4000000000").await;
    assert_goes_on_after(&store, acknowledged).await;
}

/// A disk with little room, mounted for as long as it lives.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn at(path: &Path) -> Option<Self> {
        let mut mount = Command::new("mount");
        let mounted =
            mount.args(["-t", "tmpfs", "-o", "size=24m,mode=0777", "lykta-tests"]).arg(path).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(path.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[tokio::test]
async fn a_server_without_room_says_so_and_goes_on_when_there_is_some() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("disk");
    std::fs::create_dir(&place).unwrap();
    let Some(_disk) = SmallDisk::at(&place) else {
        eprintln!("SKIPPED: only root can mount a small disk");
        return;
    };
    let open_to_all = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(directory.path(), open_to_all).unwrap();
    // PostgreSQL makes the directory its own, which its parent must let it.
    let space = cluster::own_directory(&place.join("space"));
    cluster::execute("postgres", &format!("CREATE TABLESPACE small LOCATION '{}'", space.display())).await;
    let url = cluster::empty_database("TABLESPACE small").await;
    let data = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::new(data.path(), Some(&url)).unwrap()).await.unwrap();
    give_out_to_a_desk(&store).await;
    std::fs::write(place.join("filler"), vec![0; 2 << 20]).unwrap();
    let acknowledged = append_until_full(&store).await;
    std::fs::remove_file(place.join("filler")).unwrap();
    assert_goes_on_after(&store, acknowledged).await;
}
