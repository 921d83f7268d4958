//! Those who follow what comes in are told, and hold up nobody.

use std::sync::Arc;
use std::time::Duration;

use axum::body::BodyDataStream;
use futures_util::TryStreamExt as _;
use shared::wire::Version;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::*;
use crate::cli::serve::serve;
use crate::listen::Manners;
use crate::live::Pace;

/// Longer than any test may take: what does not happen by itself does not happen in time.
const NEVER: Duration = Duration::from_hours(1);

/// What a test waits for is there, or will not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open line.
pub(super) struct Line {
    body: BodyDataStream,
    heard: String,
}

impl Line {
    pub(super) async fn open(world: &World, token: &str) -> Self {
        let answer = answer(world, header::AUTHORIZATION, format!("Bearer {token}")).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { body: answer.into_body().into_data_stream(), heard: String::new() }
    }

    /// The next thing said, `None` when the line has ended.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((said, rest)) = self.heard.split_once("\n\n") {
                let (said, rest) = (said.to_owned(), rest.to_owned());
                self.heard = rest;
                return Some(said);
            }
            let more = timeout(PATIENCE, self.body.try_next()).await.expect("something in time").unwrap()?;
            self.heard.push_str(std::str::from_utf8(&more).unwrap());
        }
    }

    pub(super) async fn version(&mut self) -> Option<Version> {
        loop {
            let said = self.next().await?;
            if let Some(version) = said.lines().find_map(|line| line.strip_prefix("data: ")) {
                assert!(said.lines().any(|line| line == "event: version"), "{said}");
                return Some(serde_json::from_str(version).unwrap());
            }
        }
    }
}

async fn answer(world: &World, name: header::HeaderName, value: String) -> axum::response::Response {
    let request = request("GET", "/live").header(name, value).body(Body::empty()).unwrap();
    router(world.app.clone()).oneshot(request).await.unwrap()
}

/// A world of which nobody knows how often it looks.
pub(super) fn paced(mut world: World, pace: Pace) -> World {
    Arc::get_mut(&mut world.app).unwrap().live.pace = pace;
    world
}

/// Only what is heard is told.
pub(super) const BY_EAR: Pace = Pace { look: NEVER, rest: Duration::ZERO, beat: NEVER };

#[tokio::test]
async fn whatever_is_written_is_told_on_every_line_as_soon_as_it_is_there() {
    let world = paced(World::new().await, BY_EAR);
    let (planner, officer) = (world.token(Role::Planner).await, world.token(Role::Officer).await);
    let phone = world.phone().await;
    let mut lines = [Line::open(&world, &planner).await, Line::open(&world, &officer).await];
    let mut known = Version::default();
    for (number, text) in (1..).zip([dark(0.0), walked(0.0), dark(30.0)]) {
        for line in &mut lines {
            let told = line.version().await.unwrap();
            assert!(told > known || number == 1, "{told:?} after {known:?}");
        }
        known = world.app.store.version().await.unwrap();
        world.push(&phone, number, &[text]).await;
    }
    for line in &mut lines {
        assert_eq!(line.version().await.unwrap(), world.app.store.version().await.unwrap());
    }
    world.app.store.rebuild().await.unwrap();
    for line in &mut lines {
        assert_eq!(line.version().await.unwrap().rebuilds, 1, "making all anew is told too");
    }
    world.app.store.import_areas(&[]).await.unwrap();
    for line in &mut lines {
        assert!(line.version().await.unwrap() > known, "and so are other areas");
    }
}

#[tokio::test]
async fn what_another_process_writes_is_seen_when_one_looks() {
    let pace = Pace { look: Duration::from_millis(20), ..BY_EAR };
    let world = paced(World::new().await, pace);
    let planner = world.token(Role::Planner).await;
    let mut line = Line::open(&world, &planner).await;
    let first = line.version().await.unwrap();
    let operator = World::at(tempfile::tempdir().unwrap(), world.place.clone()).await;
    operator.walk().await;
    assert!(line.version().await.unwrap() > first);
}

#[tokio::test]
async fn a_quiet_line_says_that_it_is_open() {
    let world = paced(World::new().await, Pace { beat: Duration::from_millis(5), ..BY_EAR });
    let planner = world.token(Role::Planner).await;
    let mut line = Line::open(&world, &planner).await;
    line.version().await.unwrap();
    assert_eq!(line.next().await.as_deref(), Some(": "));
    assert_eq!(line.next().await.as_deref(), Some(": "));
}

#[tokio::test]
async fn whoever_has_signed_out_is_told_nothing_more() {
    for beat in [Duration::from_millis(5), NEVER] {
        let world = paced(World::new().await, Pace { beat, ..BY_EAR });
        let entrance = world.app.store.create_sign_in("Eva", Role::Officer, false).await.unwrap();
        let secret = world.app.store.sign_in(&entrance.token).await.unwrap().unwrap().1.token;
        let opened = answer(&world, header::COOKIE, format!("{}={secret}", crate::auth::COOKIE)).await;
        assert_eq!(opened.status(), 200);
        let mut line = Line { body: opened.into_body().into_data_stream(), heard: String::new() };
        line.version().await.unwrap();
        world.app.store.sign_out(&secret).await.unwrap();
        if beat == NEVER {
            world.walk().await;
        }
        assert_eq!(line.version().await, None, "neither when nothing happens nor when something does");
    }
}

#[tokio::test]
async fn a_session_has_few_lines_and_all_together_leave_room_for_others() {
    let world = World::new().await;
    let (planner, officer) = (world.token(Role::Planner).await, world.token(Role::Officer).await);
    let mut lines = Vec::new();
    for _ in 0..3 {
        lines.push(Line::open(&world, &planner).await);
    }
    let refused = world.get(&planner, "/live").await;
    assert_eq!((refused.problem(), refused.header("retry-after")), (problem(503, "too-many-lines"), "30"));
    let other = Line::open(&world, &officer).await;
    lines.pop();
    let again = Line::open(&world, &planner).await;
    drop((lines, other, again));

    let others = |number: u32| {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        SeriesId::from_bytes(id)
    };
    let many: Vec<_> = (0..5_000).map_while(|number| world.app.live.line(others(number))).collect();
    assert_eq!(many.len(), 1_024);
    assert_eq!(world.get(&planner, "/live").await.problem(), problem(503, "too-many-lines"));
    drop(many);
    Line::open(&world, &planner).await;
}

#[tokio::test]
async fn open_lines_take_the_place_of_no_request() {
    let world = World::new().await;
    let planner = world.token(Role::Planner).await;
    let mut line = Line::open(&world, &planner).await;
    let slots = timeout(PATIENCE, world.app.limits.all_slots()).await.expect("every slot is free");
    line.version().await.unwrap();
    drop(slots);
}

#[tokio::test]
async fn a_server_that_is_told_to_end_waits_for_nobody_who_follows() {
    let world = World::new().await;
    let planner = world.token(Role::Planner).await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ends) = oneshot::channel::<()>();
    let served = tokio::spawn(serve(
        world.app.clone(),
        listener,
        Manners { ending: NEVER, ..Manners::default() },
        async { ends.await.unwrap() },
    ));
    let asked = crate::http::client().get(format!("http://{address}{PREFIX}/live")).bearer_auth(planner);
    let mut answer = asked.send().await.unwrap();
    assert!(answer.chunk().await.unwrap().unwrap().starts_with(b"event: version"));
    end.send(()).unwrap();
    timeout(PATIENCE, served).await.expect("the server ends").unwrap().unwrap();
    assert_eq!(answer.chunk().await.unwrap(), None, "the line ended as it should");
}
