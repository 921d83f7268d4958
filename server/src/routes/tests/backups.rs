//! An installation is saved while it works, restored somewhere else, and looked through for what is not as it was.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use shared::id::BlobHash;
use shared::record::blob_hash;

use super::moving::{empty, file, is_empty, lively, on_sqlite, serving, tamper, told};
use super::*;
use crate::backup::{self, NotBackedUp, NotRestored};
use crate::config::Database;
use crate::photos::blob_tests::Storage;
use crate::photos::jpeg_tests::picture;
use crate::photos::{Blobs, place_in};
use crate::store::{Fault, Follows, NotMoved, Snapshot, StoreError, fill, finish, insert};

/// A server with a photo that has arrived, and what it is named.
async fn with_photo(world: &World, phone: &Phone, first: u64) -> BlobHash {
    let jpeg = picture(64, 48);
    let blob = blob_hash(&jpeg);
    let named = json!({ "kind": "photographed", "at_ms": 1, "of": phone.record(1), "blob": blob,
        "width": 64, "height": 48, "bytes": jpeg.len() });
    assert_eq!(world.push(phone, first, &[named.to_string()]).await.status, 200);
    let sent = request("PUT", &format!("/blobs/{blob}"));
    let sent = sent.header(header::AUTHORIZATION, format!("Bearer {}", phone.token));
    assert_eq!(world.send(sent.body(Body::from(jpeg)).unwrap()).await.status, 201);
    blob
}

fn location(world: &World, database: Database) -> Location {
    Location { data: world.directory.path().to_owned(), database, bucket: None }
}

/// A backup of a small server on a file.
async fn backup_of(world: &World, name: &str) -> PathBuf {
    let path = world.directory.path().join(name);
    backup::make(&location(world, file(world)), &path, |_| {}).await.unwrap();
    path
}

fn new_place() -> (tempfile::TempDir, Location) {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(directory.path(), None).unwrap();
    (directory, location)
}

async fn refused(path: &Path) -> NotRestored {
    let (directory, location) = new_place();
    let refused = backup::restore(path, &location, |_| {}).await.unwrap_err();
    assert!(is_empty(&location.database).await, "{refused}");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0, "{refused}");
    refused
}

#[tokio::test]
async fn a_backup_is_restored_into_either_database_and_everybody_goes_on_there() {
    let world = on_sqlite().await;
    std::fs::write(world.directory.path().join("basemap.pmtiles"), "a map").unwrap();
    let lively = lively(world).await;
    let (world, officer) = (lively.world, lively.officer);
    let blob = with_photo(&world, &lively.phone, 9).await;
    let (path, before) = (backup_of(&world, "backup").await, told(&world, &officer).await);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    // What comes after the backup is not in it; the phone will say it again.
    world.push(&lively.phone, 10, &[dark(90.0)]).await;

    let (_keep, sqlite) = new_place();
    let (directory, _) = new_place();
    let postgres = Location { data: directory.path().to_owned(), database: empty().await, bucket: None };
    let (_keep_back, back) = new_place();
    let path_back = world.directory.path().join("back");
    for (path, place, next) in
        [(&path, sqlite, None), (&path, postgres, Some(&path_back)), (&path_back, back, None)]
    {
        let restored = backup::restore(path, &place, |_| {}).await.unwrap();
        if let Some(next) = next {
            backup::make(&place, next, |_| {}).await.unwrap();
        }
        assert_eq!((restored.photos, restored.lost.len()), (1, 0));
        assert_eq!(std::fs::read(place.basemap()).unwrap(), b"a map");
        let there = World::at(tempfile::tempdir().unwrap(), place).await;
        assert_eq!(told(&there, &officer).await, before);
        let photo = there.get(&officer, &format!("/blobs/{blob}")).await;
        assert_eq!(blob_hash(&photo.bytes), blob);
        assert_eq!(there.push(&lively.phone, 10, &[dark(90.0), dark(91.0)]).await.status, 200);
        assert!(
            Snapshot::take(&there.database()).await.unwrap().faults(&mut |_| {}).await.unwrap().is_empty()
        );
    }
}

#[tokio::test]
async fn a_backup_of_which_one_bit_is_another_is_refused_and_leaves_nothing_behind() {
    let world = on_sqlite().await;
    let phone = world.phone().await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    with_photo(&world, &phone, 2).await;
    let path = backup_of(&world, "backup").await;
    let whole = std::fs::read(&path).unwrap();
    let hurt = world.directory.path().join("hurt");
    for at in (0..whole.len()).step_by(whole.len() / 97).chain(whole.len() - 2_050..whole.len()) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&hurt, &bytes).unwrap();
        let why = refused(&hurt).await.to_string();
        assert!(why.contains("damaged") || why.contains("newer lykta"), "{at}: {why}");
    }
    for length in [0, 1, 511, 512, 2_047, 2_048, whole.len() / 2, whole.len() - 1_024, whole.len() - 1] {
        std::fs::write(&hurt, &whole[..length]).unwrap();
        let why = refused(&hurt).await.to_string();
        assert!(why.contains("damaged"), "{length}: {why}");
    }
    std::fs::write(&hurt, [&whole[..], b"\0"].concat()).unwrap();
    assert!(matches!(refused(&hurt).await, NotRestored::Damaged(_)), "a byte more");
}

#[tokio::test]
async fn a_backup_of_a_newer_program_and_any_other_file_are_refused_with_a_sentence() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("other");
    for (manifest, why) in [
        (r#"{"format":2,"tables":1}"#, "made by a newer lykta"),
        (r#"{"format":1,"tables":99}"#, "made by a newer lykta"),
        (r#"{"form":1}"#, "not a backup"),
    ] {
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(manifest.len() as u64);
        tar.append_data(&mut header, "manifest.json", manifest.as_bytes()).unwrap();
        std::fs::write(&path, tar.into_inner().unwrap()).unwrap();
        let said = refused(&path).await.to_string();
        assert!(said.contains(why), "{said}");
    }
    std::fs::write(&path, "a letter").unwrap();
    assert!(matches!(refused(&path).await, NotRestored::NoBackup(_)));
    assert!(matches!(refused(&directory.path().join("none")).await, NotRestored::Read { .. }));
}

#[tokio::test]
async fn a_backup_takes_the_place_of_nothing_and_neither_does_its_restoration() {
    let (world, there) = (on_sqlite().await, on_sqlite().await);
    there.walk().await;
    let path = backup_of(&world, "backup").await;
    let again = backup::make(&location(&world, file(&world)), &path, |_| {}).await;
    assert!(matches!(again, Err(NotBackedUp::IsThere(_))), "{again:?}");
    let refused = backup::restore(&path, &location(&there, file(&there)), |_| {}).await.unwrap_err();
    assert!(refused.to_string().contains("is not empty"), "{refused}");
    assert_eq!(there.app.store.walks().await.unwrap().len(), 1);
    let (_keep, place) = new_place();
    std::fs::create_dir_all(place.blobs().join("aa")).unwrap();
    let refused = backup::restore(&path, &place, |_| {}).await.unwrap_err();
    assert!(matches!(refused, NotRestored::IsThere(_)), "{refused}");
}

#[tokio::test]
async fn a_lost_photo_is_named_and_the_phone_that_has_it_is_asked_for_it_again() {
    let world = on_sqlite().await;
    let phone = world.phone().await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    let blob = with_photo(&world, &phone, 2).await;
    std::fs::remove_file(place_in(&world.directory.path().join("blobs"), blob)).unwrap();
    let path = world.directory.path().join("backup");
    let saved = backup::make(&location(&world, file(&world)), &path, |_| {}).await.unwrap();
    assert_eq!(saved.lost, [blob]);
    let (_keep, place) = new_place();
    assert_eq!(backup::restore(&path, &place, |_| {}).await.unwrap().lost, [blob]);
    let there = World::at(tempfile::tempdir().unwrap(), place).await;
    let heads = there.get(&phone.token, "/records/heads").await.json();
    assert_eq!(heads["missing"], json!([blob]));
}

impl World {
    /// The file that the world lies in, for those that do.
    fn database(&self) -> Database {
        self.place.database.clone()
    }
}

async fn faults(world: &World) -> Vec<String> {
    let mut snapshot = Snapshot::take(&world.database()).await.unwrap();
    let faults = snapshot.faults(&mut |_| {}).await.unwrap();
    faults.iter().map(|fault: &Fault| fault.to_string()).collect()
}

#[tokio::test]
async fn an_installation_on_either_database_is_found_to_be_as_it_was_acknowledged() {
    let world = lively(World::new().await).await.world;
    assert_eq!(faults(&world).await, Vec::<String>::new());
    // Also when the tables were made anew, which gives every row another revision.
    world.app.store.rebuild().await.unwrap();
    assert_eq!(faults(&world).await, Vec::<String>::new());
}

#[tokio::test]
async fn whatever_is_not_as_it_was_is_found_and_named() {
    let planted: [(&'static str, &str); 9] = [
        (
            "DROP TRIGGER a_record_is_never_changed;
             UPDATE records SET text = replace(text, 'Porsön igen', 'Björnön')",
            "does not have the digest",
        ),
        (
            "DROP TRIGGER a_record_is_never_dropped; DELETE FROM records WHERE number = 6",
            "-7 does not have the digest",
        ),
        ("UPDATE observations SET area = NULL WHERE area IS NOT NULL", "something else of"),
        ("UPDATE observations SET lat = lat + 0.0001", "observations says something else of"),
        ("DELETE FROM decisions", "decisions lacks"),
        ("INSERT INTO quarantine (series, number, reason) VALUES (x'00', 1, 'x')", "quarantine has 00-1"),
        ("DELETE FROM threads WHERE number = 2", "threads lacks"),
        ("UPDATE tracks SET walk = NULL", "tracks says something else of"),
        ("UPDATE photos SET blob = x'00'", "photos says something else of"),
    ];
    for (statements, expected) in planted {
        let world = lively(on_sqlite().await).await.world;
        tamper(&world, statements).await;
        let found = faults(&world).await;
        assert!(found.iter().any(|fault| fault.contains(expected)), "{statements}: {found:?}");
    }
}

#[tokio::test]
async fn rows_of_an_older_version_are_poured_into_its_tables_and_these_are_brought_up_then() {
    let world = on_sqlite().await;
    let (phone, officer) = (world.phone().await, world.token(Role::Officer).await);
    world.push(&phone, 1, &[dark(0.0), dark(300.0)]).await;
    let before = told(&world, &officer).await;
    let (_keep, sqlite) = new_place();
    for place in [sqlite.database, empty().await] {
        let mut snapshot = Snapshot::take(&file(&world)).await.unwrap();
        let contents = snapshot.contents().await.unwrap();
        let poured = fill(&place, 1, async |target| {
            snapshot
                .each_page(async |table, page| {
                    insert(target, table, &page).await.unwrap();
                    Ok::<_, StoreError>(())
                })
                .await?;
            finish(target, &contents, Follows::Same, &mut |_| {}).await
        });
        poured.await.unwrap();
        assert_eq!(told(&serving(&place).await, &officer).await, before);
        let again = fill(&place, 1, async |_| Ok::<_, NotMoved>(())).await.unwrap_err().to_string();
        assert!(again.contains("give one without any tables"), "{again}");
    }
}

#[tokio::test]
async fn whoever_brings_an_older_database_up_finds_in_it_all_that_newer_tables_say() {
    let world = on_sqlite().await;
    let (phone, officer) = (world.phone().await, world.token(Role::Officer).await);
    world.push(&phone, 1, &[dark(0.0), walked(0.0)]).await;
    let before = (told(&world, &officer).await, world.app.store.counts().await.unwrap());
    assert_eq!(before.1.tracks, 1);
    let (_keep, sqlite) = new_place();
    for place in [sqlite.database, empty().await] {
        let mut snapshot = Snapshot::take(&file(&world)).await.unwrap();
        let poured = fill(&place, 1, async |target| {
            snapshot
                .each_page(async |table, page| {
                    insert(target, table, &page).await.unwrap();
                    Ok::<_, StoreError>(())
                })
                .await?;
            Ok::<_, NotMoved>(())
        });
        poured.await.unwrap();
        let up = serving(&place).await;
        assert_eq!((told(&up, &officer).await, up.app.store.counts().await.unwrap()), before);
        assert_eq!(up.app.pictures.current().await.unwrap().tracks.len(), 1);
    }
}

#[tokio::test]
async fn a_newer_database_is_not_read_and_an_older_one_is_not_updated_by_who_only_reads() {
    let world = on_sqlite().await;
    for (version, why) in
        [("PRAGMA user_version = 1", "start `lykta serve` once"), ("PRAGMA user_version = 99", "newer lykta")]
    {
        tamper(&world, version).await;
        let refused = Snapshot::take(&file(&world)).await.unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
}

#[tokio::test]
async fn a_moved_installation_is_found_to_be_as_it_was() {
    let world = lively(on_sqlite().await).await.world;
    let postgres = empty().await;
    crate::store::move_installation(&file(&world), &postgres, |_| {}).await.unwrap();
    assert_eq!(faults(&serving(&postgres).await).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_installation_whose_photos_lie_in_a_bucket_is_used_saved_restored_and_verified_like_any_other() {
    let Some(storage) = Storage::start().await else { return };
    let (_keep, files) = new_place();
    let here = Location { bucket: Some(storage.bucket("s3://photos/here")), ..files };
    let world = World::at(tempfile::tempdir().unwrap(), here.clone()).await;
    let (phone, officer) = (world.phone().await, world.token(Role::Officer).await);
    world.push(&phone, 1, &[dark(0.0)]).await;
    let blob = with_photo(&world, &phone, 2).await;
    let (before, photo) =
        (told(&world, &officer).await, world.get(&officer, &format!("/blobs/{blob}")).await);
    assert_eq!(blob_hash(&photo.bytes), blob);
    assert!(!place_in(&here.blobs(), blob).exists(), "no photo lies in the data directory");
    assert_eq!(std::fs::read_dir(here.uploads()).unwrap().count(), 0, "nor what has arrived");

    let path = world.directory.path().join("backup");
    assert_eq!(backup::make(&here, &path, |_| {}).await.unwrap().lost, []);
    let (_keep_files, files) = new_place();
    let (_keep_other, other) = new_place();
    let there = Location { bucket: Some(storage.bucket("s3://photos/there")), ..other };
    for place in [files, there.clone()] {
        assert_eq!(backup::restore(&path, &place, |_| {}).await.unwrap().photos, 1);
        let restored = World::at(tempfile::tempdir().unwrap(), place.clone()).await;
        assert_eq!(told(&restored, &officer).await, before);
        let shown = restored.get(&officer, &format!("/blobs/{blob}")).await;
        assert_eq!(shown.bytes, photo.bytes);
        assert!(!place.data.join("restoring").exists());
    }

    let (_keep_late, late) = new_place();
    let late = Location { bucket: there.bucket.clone(), ..late };
    let refused = backup::restore(&path, &late, |_| {}).await.unwrap_err().to_string();
    assert!(refused.starts_with("s3://photos/there has photos already"), "{refused}");
    assert!(is_empty(&late.database).await);

    let blobs = Blobs::of(&here).await.unwrap();
    blobs.take_back(blob).await.unwrap();
    let (_keep_lost, lost) = new_place();
    let path = world.directory.path().join("another");
    assert_eq!(backup::make(&here, &path, |_| {}).await.unwrap().lost, [blob]);
    assert_eq!(backup::restore(&path, &lost, |_| {}).await.unwrap().lost, [blob]);
}
