//! An installation moves from one database to the other, and nobody who uses it notices.

use shared::log::Log as _;
use shared::wire::{AreaCard, Imported};
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use super::*;
use crate::basemap::Marks;
use crate::config::Database;
use crate::store::tests::cluster;
use crate::store::{Asset, NotMoved, Store, move_installation};

/// A server with everything that an installation can have, and those who use it.
pub(super) struct Lively {
    pub(super) world: World,
    pub(super) phone: Phone,
    pub(super) officer: String,
    session: String,
    code: String,
}

/// Of a period that has ended: what is new until now changes with each minute.
const SITUATION: &str = "/situation?from=1970-01-01&to=1971-01-01";

pub(super) async fn lively(world: World) -> Lively {
    let store = &world.app.store;
    store.import_basemap(&Marks::default(), false, Imported::default()).await.unwrap();
    let ring = [[22.0, 65.6], [22.2, 65.6], [22.2, 65.7], [22.0, 65.7], [22.0, 65.6]];
    let outline = vec![vec![ring.to_vec()]];
    let porson = AreaCard { id: "porson".parse().unwrap(), name: "Porsön".to_owned(), outline };
    store.import_areas(&[porson]).await.unwrap();
    let position = shared::geo::Position::new(65.6171, 22.1371).unwrap();
    store.replace_assets("lamp", &[Asset { name: "B 17".to_owned(), position }]).await.unwrap();
    let (walk, code) = world.walk().await;
    let (phone, other) = (world.join(&code).await, world.join(&code).await);
    let texts = [
        dark(0.0),
        edited(phone.record(1), &json!({ "text": "helt svart \u{0} 🏮" })),
        dark(300.0),
        edited(phone.record(3), &json!({ "withdrawn": true })),
        "{}".to_owned(),
        json!({ "kind": "photographed", "at_ms": 1, "of": phone.record(1), "blob": "a".repeat(64),
            "width": 1, "height": 1, "bytes": 1 })
        .to_string(),
        json!({ "kind": "revisited", "at_ms": 5, "of": phone.record(1), "condition": "remains" }).to_string(),
        walked(0.0),
    ];
    assert_eq!(world.push(&phone, 1, &texts).await.status, 200);
    world.push(&other, 1, &[dark(5.0)]).await;
    let officer = world.token(Role::Officer).await;
    let plan = json!({ "title": "Porsön igen", "starts_at_ms": 7 });
    assert_eq!(put(&world, &officer, &format!("/walks/{walk}"), &plan).await.status, 200);
    let finding = world.get(&officer, "/findings").await.json()[0]["id"].as_str().unwrap().to_owned();
    let decision = json!({ "about": [phone.record(1)], "state": "ongoing" });
    let decided = world.post(&officer, &format!("/findings/{finding}/decisions"), &decision).await;
    assert_eq!(decided.status, 201, "{}", decided.text());
    let sheet =
        json!({ "at_ms": 7, "points": [{ "feeling": "safe", "category": "life", "described": "Torget" }] });
    let typed = put(&world, &officer, &format!("/walks/{walk}/papers/{}", "1".repeat(32)), &sheet).await;
    assert_eq!(typed.status, 204, "{}", typed.text());
    store.replace_code(walk).await.unwrap();
    store.open_code(walk, 7).await.unwrap();
    let code = secret::shown_code(&store.walk(walk).await.unwrap().unwrap().code.unwrap());
    let stranger = SeriesId::from_bytes([5; 16]);
    let empty = Head::empty(stranger);
    let saved = json!({ "format": "lykta-bundle", "version": 1, "walk": walk, "series": stranger, "number": 0,
        "digest": empty.digest, "records": [], "photos": [] });
    assert_eq!(world.post(&officer, "/bundles", &saved).await.status, 200);
    let link = store.create_sign_in("Eva", Role::Officer, false).await.unwrap();
    let session = store.sign_in(&link.token).await.unwrap().unwrap().1.token;
    store.create_sign_in("Ali", Role::Planner, false).await.unwrap();
    store.keep_public_url("https://lykta.example.se").await.unwrap();
    Lively { world, phone, officer, session, code }
}

async fn put(world: &World, token: &str, path: &str, body: &Value) -> Answer {
    let request = request("PUT", path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    world.send(request.body(Body::from(body.to_string())).unwrap()).await
}

/// A server on SQLite, whatever the others are tested on.
pub(super) async fn on_sqlite() -> World {
    let directory = tempfile::tempdir().unwrap();
    let location = Location::new(directory.path(), None).unwrap();
    World::at(directory, location).await
}

pub(super) fn file(world: &World) -> Database {
    Database::Sqlite(world.directory.path().join("lykta.sqlite"))
}

pub(super) async fn empty() -> Database {
    Database::from_url(&cluster::empty_database("").await).unwrap()
}

pub(super) async fn serving(database: &Database) -> World {
    let directory = tempfile::tempdir().unwrap();
    let location = Location { data: directory.path().to_owned(), database: database.clone(), bucket: None };
    World::at(directory, location).await
}

/// Everything that an officer reads.
pub(super) async fn told(world: &World, officer: &str) -> Vec<String> {
    let mut told = Vec::new();
    for path in ["/findings", "/observations", "/walks", "/areas.geojson", SITUATION, "/export/findings.csv"]
    {
        told.push(world.get(officer, path).await.text());
    }
    told
}

pub(super) async fn tamper(world: &World, statements: &'static str) {
    let path = world.directory.path().join("lykta.sqlite");
    let mut connection = SqliteConnection::connect(&path.display().to_string()).await.unwrap();
    sqlx::raw_sql(statements).execute(&mut connection).await.unwrap();
}

pub(super) async fn is_empty(database: &Database) -> bool {
    let location = Location { data: "none".into(), database: database.clone(), bucket: None };
    !Store::is_there(&location).await.unwrap()
}

#[tokio::test]
async fn an_installation_moves_to_postgres_and_back_and_goes_on_there() {
    let Lively { world, phone, officer, session, code } = lively(on_sqlite().await).await;
    let (before, postgres) = (told(&world, &officer).await, empty().await);
    let mut steps = Vec::new();
    let counts =
        move_installation(&file(&world), &postgres, |step| steps.push(step.to_owned())).await.unwrap();
    assert!(counts.contains(&("records", 13)), "{counts:?}");
    assert!(counts.iter().all(|(table, count)| *count > 0 || *table == "blobs"), "{counts:?}");
    assert!(steps.iter().any(|step| step == "records: 13"), "{steps:?}");

    let moved = serving(&postgres).await;
    assert_eq!(told(&moved, &officer).await, before);
    let log = (world.app.store.log(), moved.app.store.log());
    let records =
        (log.0.read(phone.series, 0, 99).await.unwrap(), log.1.read(phone.series, 0, 99).await.unwrap());
    assert_eq!(records.0, records.1);
    assert_eq!(moved.app.store.counts().await.unwrap(), world.app.store.counts().await.unwrap());
    assert_eq!(moved.app.store.session(&session).await.unwrap().unwrap().name, "Eva");
    assert_eq!(moved.app.store.public_url().await.unwrap().as_deref(), Some("https://lykta.example.se"));
    let link = moved.app.store.create_sign_in("Bo", Role::Officer, false).await.unwrap();
    assert!(
        moved.app.store.sign_in(&link.token).await.unwrap().is_some(),
        "a new account has a number of its own"
    );
    assert_eq!(moved.push(&phone, 9, &[dark(90.0)]).await.status, 200);
    moved.join(&code).await;

    let (before, back) = (told(&moved, &officer).await, tempfile::tempdir().unwrap());
    let sqlite = Database::Sqlite(back.path().join("lykta.sqlite"));
    move_installation(&postgres, &sqlite, |_| {}).await.unwrap();
    assert_eq!(told(&serving(&sqlite).await, &officer).await, before);
}

#[tokio::test]
async fn an_installation_is_moved_into_an_empty_database_only() {
    let (here, there) = (on_sqlite().await, on_sqlite().await);
    here.walk().await;
    there.walk().await;
    let refused = move_installation(&file(&here), &file(&there), |_| {}).await;
    assert!(matches!(refused, Err(NotMoved::NotEmpty { table: "series", count: 1, .. })), "{refused:?}");
    assert_eq!(there.app.store.walks().await.unwrap().len(), 1);
    let refused = move_installation(&file(&here), &file(&here), |_| {}).await;
    assert!(matches!(refused, Err(NotMoved::Same(_))), "{refused:?}");
    let nowhere = Database::Sqlite(here.directory.path().join("misspelt.sqlite"));
    let refused = move_installation(&nowhere, &empty().await, |_| {}).await;
    assert!(matches!(refused, Err(NotMoved::NoSource(_))), "{refused:?}");
}

#[tokio::test]
async fn what_does_not_arrive_as_it_was_acknowledged_leaves_nothing_behind() {
    let world = lively(on_sqlite().await).await.world;
    let postgres = empty().await;
    tamper(&world, "DELETE FROM decisions").await;
    let refused = move_installation(&file(&world), &postgres, |_| {}).await;
    assert!(matches!(refused, Err(NotMoved::AnotherProjection("decisions"))), "{refused:?}");
    assert!(is_empty(&postgres).await);

    tamper(
        &world,
        "DROP TRIGGER a_record_is_never_changed;
         UPDATE records SET text = '{\"kind\":\"another\"}' WHERE number = 5",
    )
    .await;
    let new_file = Database::Sqlite(world.directory.path().join("new.sqlite"));
    for target in [&postgres, &new_file] {
        let refused = move_installation(&file(&world), target, |_| {}).await;
        assert!(matches!(&refused, Err(NotMoved::AnotherDigest(id)) if id.number == 5), "{refused:?}");
        assert!(is_empty(target).await);
    }
}
