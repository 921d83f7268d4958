//! Whole walks against the real server, over a line that loses one request in three.

use std::sync::Arc;

use shared::log::Log as _;
use shared::wire::{NewWalk, Role};

use super::*;
use crate::assets::Assets;
use crate::config::Location;
use crate::planning::{self, Purpose};
use crate::routes;
use crate::state::{App, Server};
use crate::store::tests::both;

const LOOP: &[u8] = include_bytes!("../../demo/loop.gpx");

/// A server at work, until it is dropped.
pub(crate) struct Running {
    pub(crate) app: App,
    pub(crate) address: String,
    _directory: tempfile::TempDir,
}

/// Starts a server on a fresh database.
pub(crate) async fn running() -> Running {
    let directory = tempfile::tempdir().unwrap();
    let location = both::location(directory.path()).await;
    running_at(directory, &location).await
}

/// Starts a server on a database that there is.
pub(crate) async fn running_at(directory: tempfile::TempDir, location: &Location) -> Running {
    let app = Server::open(location, "http://127.0.0.1", Assets::Embedded).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = routes::router(Arc::clone(&app));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Running { app, address, _directory: directory }
}

impl Running {
    async fn code(&self) -> String {
        let series = self.app.store.operator().await.unwrap();
        let new = NewWalk {
            title: "Provslingan".to_owned(),
            area: None,
            starts_at_ms: 1_760_000_000_000,
            meeting_place: None,
            themes: vec![],
            loop_line: vec![],
            follows: None,
            shares_live: false,
        };
        planning::plan(&self.app, series, new, Purpose::Demonstration).await.unwrap().code.unwrap()
    }
}

fn plan(code: String, loss: f64) -> Plan {
    let track = Track::read(LOOP).unwrap();
    Plan { code, walkers: 4, track, seed: 11, place_seed: 11, speed: None, loss, photos: 1 }
}

#[tokio::test]
async fn everything_arrives_exactly_once_over_a_bad_line() {
    let server = running().await;
    let http = Http::new(&server.address).unwrap();
    let summary = simulate(&http, plan(server.code().await, 0.35)).await.unwrap();
    assert!(summary.all_digests_equal, "{summary}");
    let line = summary.line();
    assert!(
        line.lost_requests > 0 && line.lost_answers > 0 && line.doubled > 0 && line.without_net > 0,
        "{summary}"
    );
    assert_eq!((summary.sum(|it| it.stuck), summary.sum(|it| it.photos_refused)), (0, 0), "{summary}");
    let walk = &server.app.store.walks().await.unwrap()[0];
    assert_eq!((walk.joined, walk.sent, walk.photos_missing), (4, 4, 0));
    assert_eq!(walk.photos, summary.sum(|it| it.photos));
    let log = server.app.store.log();
    let mut there = 0;
    for series in log.series().await.unwrap() {
        there += log.head(series).await.unwrap().number;
    }
    assert_eq!(there, summary.sum(|it| it.records) + 1, "the walk itself is a record too");
}

#[tokio::test]
async fn several_phones_point_at_the_same_things() {
    let server = running().await;
    let http = Http::new(&server.address).unwrap();
    let summary = simulate(&http, plan(server.code().await, 0.0)).await.unwrap();
    assert_eq!((summary.line().without_net, summary.notes.len()), (0, 1), "{summary}");
    let token = server.app.store.create_token("prov", Role::Officer).await.unwrap();
    let findings: serde_json::Value = http.with_token(&token).get("/findings").await.unwrap();
    let text = findings.to_string();
    assert!(
        text.contains("\"voices\":2") || text.contains("\"voices\":3") || text.contains("\"voices\":4"),
        "{text}"
    );
}

#[tokio::test]
async fn a_wrong_code_is_told_and_nobody_walks() {
    let server = running().await;
    let http = Http::new(&server.address).unwrap();
    let refused = simulate(&http, plan("2222-2222".to_owned(), 0.0)).await.unwrap_err();
    assert!(matches!(&refused, SimulationError::NotJoined(_)), "{refused}");
}

#[tokio::test]
async fn a_track_elsewhere_than_the_walk_is_walked_and_told() {
    let server = running().await;
    let areas = crate::import::read(
        include_bytes!("../../demo/areas.geojson"),
        &crate::import::Fields::default(),
        crate::import::Coordinates::default(),
        |_, _| {},
    );
    server.app.store.import_areas(&areas.unwrap().areas).await.unwrap();
    let series = server.app.store.operator().await.unwrap();
    let new = NewWalk {
        title: "Provslingan".to_owned(),
        area: "demoangen".parse().ok(),
        starts_at_ms: 0,
        meeting_place: None,
        themes: vec![],
        loop_line: vec![],
        follows: None,
        shares_live: false,
    };
    let code = planning::plan(&server.app, series, new, Purpose::Demonstration).await.unwrap().code.unwrap();
    let http = Http::new(&server.address).unwrap();
    let here = Plan { walkers: 1, photos: 0, ..plan(code, 0.0) };
    let far =
        Plan { track: here.track.moved_to(shared::geo::Position::new(55.6, 13.0).unwrap()), ..here.clone() };
    assert_eq!(simulate(&http, here).await.unwrap().notes.len(), 1);
    let notes = simulate(&http, far).await.unwrap().notes;
    assert!(notes[1].contains("“Demoängen”: --move-to 60."), "{notes:?}");
}
