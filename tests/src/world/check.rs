//! What must hold when all have come home.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use axum::http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use shared::geo::{Position, area_of};
use shared::id::{BlobHash, RecordId, SeriesId, WalkId};
use shared::log::Log as _;
use shared::merge::State;
use shared::record::{Head, Record};
use shared::review::{Writer, may_state};
use shared::situation::{
    Finding, Lamp, Lamps, Lighting, Observation, Provenance, Revisit, Track, findings, fold_voices,
};
use shared::statement::{Reading, Statement, Tracked};
use shared::sync::BlobState;
use shared::wire::{PlannedWalk, PublicAnswer, least_voices};

use super::chance::Chance;
use super::life::Sent;
use super::phone::Phone;
use super::{World, texts_there};

/// What the server confirmed, to a phone or to who brought its file, is there.
pub(super) async fn confirmed(world: &World<'_>, phone: &Phone) {
    confirmed_records(phone, &texts_there(world, phone.series).await);
    confirmed_photos(world, phone).await;
}

async fn confirmed_photos(world: &World<'_>, phone: &Phone) {
    for confirmed in phone.promised().map(|it| it.borrow().clone()) {
        for picture in confirmed.photos.values() {
            assert_photo(world, picture.blob, &picture.bytes).await;
        }
    }
}

/// By the texts that are there.
fn confirmed_records(phone: &Phone, there: &[String]) {
    let said = phone.said.borrow();
    assert!(there.len() <= said.len() && there == &said[..there.len()], "the server has what was said");
    for confirmed in phone.promised() {
        let (number, there) = (confirmed.borrow().number, there.len());
        assert!(there as u64 >= number, "confirmed up to {number}, and {there} there");
    }
}

/// Those of the photos that the server can show.
pub(super) async fn photos_there(
    world: &World<'_>,
    blobs: impl Iterator<Item = BlobHash>,
) -> BTreeSet<BlobHash> {
    let mut there = BTreeSet::new();
    for blob in blobs {
        if photo(world, blob).await.is_some() {
            there.insert(blob);
        }
    }
    there
}

async fn photo(world: &World<'_>, blob: BlobHash) -> Option<Vec<u8>> {
    let token = &world.town.officers[0].token;
    let answer = world.net.arrive(&Sent::new(Method::GET, format!("/blobs/{blob}"), token)).await;
    match answer.status {
        200 => Some(answer.body),
        404 => None,
        status => panic!("a photo is answered with {status}"),
    }
}

async fn assert_photo(world: &World<'_>, blob: BlobHash, bytes: &[u8]) {
    assert!(
        photo(world, blob).await.as_deref() == Some(bytes),
        "photo {blob} is on the server, byte for byte"
    );
}

/// The texts of every series on the server, as they were read once.
struct There(BTreeMap<SeriesId, Vec<String>>);

impl There {
    async fn of(world: &World<'_>) -> Self {
        let mut there = BTreeMap::new();
        for series in world.net.life().app.store.log().series().await.expect("series") {
            there.insert(series, texts_there(world, series).await);
        }
        Self(there)
    }

    fn of_phone(&self, phone: &Phone) -> &[String] {
        self.0.get(&phone.series).map_or(&[], Vec::as_slice)
    }
}

/// Everything.
pub(super) async fn all(world: &World<'_>) {
    let (phones, there) = (world.phones(), There::of(world).await);
    let mut known = Vec::new();
    for phone in &phones {
        if world.knows(phone).await {
            arrived(world, phone, there.of_phone(phone)).await;
            known.push(phone);
        } else {
            assert!(phone.is_evicted.get() || !world.has_walk_of(phone).await, "who has a walk is known");
            assert_eq!(phone.disk.texts(phone.series), *phone.said.borrow(), "nothing leaves the phone");
        }
    }
    for officer in &world.officers {
        officer.assert_kept(&world.net.life()).await;
    }
    let walk_by_series = known.iter().map(|phone| (phone.series, phone.walk)).collect();
    let expected_quarantine = expected_quarantine(&there, &known);
    let records = records(world.seed, there, &walk_by_series);
    let picture = world.net.life().app.pictures.current().await.expect("a picture");
    let arrived_at_ms = |id| picture.observation(id).and_then(|it| it.arrived_at_ms);
    let fresh = Fresh::of(world, &walk_by_series, records, arrived_at_ms);
    fresh.assert_shown(world).await;
    fresh.assert_tracks(world).await;
    for phone in &known {
        quarantined(phone);
        answered(phone, &fresh);
    }
    assert_eq!(fresh.quarantined, expected_quarantine, "the quarantine lists the malformed ones");
    let (before, after) = world.net.life().app.store.rebuild().await.expect("tables");
    assert_eq!(before, after, "rebuilding counts the same");
    assert_eq!(after.quarantined, fresh.quarantined, "the server's quarantine is what cannot be used");
    fresh.assert_shown(world).await;
    fresh.assert_tracks(world).await;
}

/// What a phone said is on the server once, with its number; so are its photos.
async fn arrived(world: &World<'_>, phone: &Phone, there: &[String]) {
    confirmed_records(phone, there);
    if phone.is_evicted.get() {
        return confirmed_photos(world, phone).await;
    }
    let said = phone.said.borrow().clone();
    assert_eq!(there, said, "everything that was said has arrived");
    assert_eq!(phone.disk.texts(phone.series), said, "nothing leaves the phone");
    let own = said.iter().fold(Head::empty(phone.series), |head, text| head.then(text));
    let there = world.net.life().app.store.log().head(phone.series).await.expect("a head");
    let receipt =
        phone.disk.receipt_now(phone.series).map_or(Head::empty(phone.series), |receipt| receipt.head());
    assert_eq!(
        (own, there, own),
        (there, receipt, phone.disk.head_now(phone.series)),
        "all digests are equal"
    );
    // Those that were confirmed are among them.
    let photos: BTreeMap<_, _> = phone.photos.borrow().iter().map(|it| (it.blob, *it)).collect();
    for (blob, picture) in photos {
        let state = phone.disk.blob_state_now(blob);
        assert_eq!(state == BlobState::Sent, picture.is_good, "a good photo is sent: {state:?}");
        assert_eq!(matches!(state, BlobState::Refused(_)), !picture.is_good, "{state:?}");
        if picture.is_good {
            assert_photo(world, blob, &picture.bytes).await;
        } else {
            assert!(photo(world, blob).await.is_none(), "no photo is taken in that is none");
        }
    }
}

fn quarantined(phone: &Phone) {
    let told: BTreeSet<u64> = phone.disk.kept.stuck(phone.series).into_keys().collect();
    if !phone.is_evicted.get() {
        assert_eq!(told, *phone.stuck.borrow(), "the phone is told which of its records cannot be used");
    }
}

fn expected_quarantine(there: &There, known: &[&Rc<Phone>]) -> u64 {
    let of_phone = |phone: &&Rc<Phone>| {
        let there = there.of_phone(phone).len() as u64;
        phone.stuck.borrow().iter().filter(|number| **number <= there).count() as u64
    };
    known.iter().map(of_phone).sum()
}

fn answered(phone: &Phone, fresh: &Fresh) {
    if phone.is_evicted.get() {
        return;
    }
    let own = |finding: &Finding, id: &RecordId| PublicAnswer {
        observation: *id,
        state: finding.state,
        responsible: finding.responsible.clone(),
        answer: finding.answer.clone(),
        decided_at_ms: finding.decided_at_ms,
        voices: least_voices(finding.voices),
    };
    let members =
        fresh.findings.iter().flat_map(|finding| finding.observations.iter().map(move |id| (finding, id)));
    let of_phone = members.filter(|(_, id)| id.series == phone.series);
    let mut expected: Vec<_> = of_phone.map(|(finding, id)| own(finding, id)).collect();
    expected.sort_by_key(|answer| answer.observation);
    let kept = phone.disk.kept.answers(phone.series).map_or_else(Vec::new, |it| it.answers);
    assert_eq!(kept, expected, "the answers have reached the phone");
}

/// Every record on the server, in an order that the seed decides: officers' series are named by chance, and come last.
fn records(seed: u64, there: There, walk_by_series: &BTreeMap<SeriesId, WalkId>) -> Vec<Record> {
    let mut series: Vec<_> = there.0.into_iter().collect();
    series.sort_by_key(|(series, _)| (!walk_by_series.contains_key(series), *series));
    let numbered = |(series, texts): (SeriesId, Vec<String>)| {
        (1..).zip(texts).map(move |(number, text)| Record { id: RecordId { series, number }, text })
    };
    let mut records: Vec<_> = series.into_iter().flat_map(numbered).collect();
    Chance::new(seed, "folding").shuffle(&mut records);
    records
}

/// What a fold of all records, taken in any order, shows.
struct Fresh {
    observations: Vec<Observation>,
    findings: Vec<Finding>,
    walks: BTreeMap<WalkId, String>,
    tracks: Vec<Track>,
    quarantined: u64,
}

impl Fresh {
    /// When something arrived only the server knows.
    fn of(
        world: &World<'_>,
        walk_by_series: &BTreeMap<SeriesId, WalkId>,
        records: Vec<Record>,
        arrived_at_ms: impl Fn(RecordId) -> Option<i64>,
    ) -> Self {
        let (mut state, mut quarantined) = (State::default(), 0);
        for Record { id, text } in records {
            let writer =
                if walk_by_series.contains_key(&id.series) { Writer::Walker } else { Writer::Officer };
            match Statement::read(&text) {
                Ok(Reading::Known(statement)) if may_state(writer, id.series, &statement).is_ok() => {
                    state.take(id, statement);
                }
                Ok(Reading::Foreign { .. }) => {}
                _ => quarantined += 1,
            }
        }
        let walk = |id: RecordId| walk_by_series.get(&id.series).copied();
        let observation = |id: RecordId| {
            let position = state.observation(id)?.place().position();
            let area = position.and_then(|it| area_of(&world.town.areas, it)).map(|area| area.id.clone());
            let lamp_m = position.and_then(|it| {
                let nearest =
                    world.town.lamps.iter().map(|lamp| lamp.distance_m(it)).min_by(f64::total_cmp)?;
                (nearest <= 500.0).then(|| (nearest * 10.0).round() / 10.0)
            });
            let lighting = Lighting { lamp_m, lit: None };
            let arrived_at_ms = arrived_at_ms(id);
            Observation::of(&state, id, Provenance { walk: walk(id), area, arrived_at_ms, lighting })
        };
        let observations: Vec<_> = state.observations().filter_map(|(id, _)| observation(id)).collect();
        let revisits: Vec<_> =
            state.revisits().filter_map(|(id, _)| Revisit::of(&state, id, walk(id))).collect();
        let decisions = state.decisions().map(|(id, decided)| (id, decided.clone())).collect();
        let groupings = state.groupings().map(|(id, grouped)| (id, grouped.clone())).collect();
        let lamp = |position: &Position| Lamp { name: None, position: *position };
        let lamps = Lamps::new(world.town.lamps.iter().map(lamp));
        let findings = findings(&observations, &revisits, &decisions, &groupings, &lamps);
        let tracked = state.tracked().map(|(id, _)| id.series).collect();
        let findings = fold_voices(findings, &observations, &tracked);
        let walks = state.walks().map(|(id, plan)| (id, plan.title.clone())).collect();
        let track = |(id, it): (RecordId, &Tracked)| Track {
            id,
            walk: walk(id),
            arrived_at_ms: None,
            tracked: Arc::new(it.clone()),
        };
        let tracks = state.tracked().map(track).collect();
        Self { observations, findings, walks, tracks, quarantined }
    }

    async fn assert_tracks(&self, world: &World<'_>) {
        let picture = world.net.life().app.pictures.current().await.expect("a picture");
        let shown: Vec<_> =
            picture.tracks.iter().map(|it| Track { arrived_at_ms: None, ..it.clone() }).collect();
        assert_eq!(shown, self.tracks, "where people walked is what a fresh fold knows");
    }

    /// What the server shows to officers and planners.
    async fn assert_shown(&self, world: &World<'_>) {
        self.assert_shown_to_officers(world).await;
        self.assert_little_is_shown_to_planners(world).await;
    }

    async fn assert_shown_to_officers(&self, world: &World<'_>) {
        let officer = &world.town.officers[0].token;
        let observations = list(world, "/observations", officer).await;
        let told: Vec<Observation> = observations.iter().map(parsed).collect();
        assert!(told.iter().all(|it| it.arrived_at_ms.is_some()), "arrivals are told");
        same("observations", &self.observations, &observations);
        same("findings", &self.findings, &list(world, "/findings", officer).await);
    }

    /// What planners see is of no participant: what came today is not released, and no list holds anybody's series.
    async fn assert_little_is_shown_to_planners(&self, world: &World<'_>) {
        let planner = &world.town.planner.token;
        let series: BTreeSet<String> = self.observations.iter().map(|it| it.id.series.to_string()).collect();
        for path in ["/observations", "/findings"] {
            for row in list(world, path, planner).await {
                assert!(!series.iter().any(|series| row.get().contains(series)), "{path}: {}", row.get());
            }
        }
        let officer = &world.town.officers[0].token;
        let walks: Vec<PlannedWalk> = list(world, "/walks", officer).await.iter().map(parsed).collect();
        let titles: BTreeMap<_, _> = walks.iter().map(|it| (it.walk.id, it.walk.title.clone())).collect();
        assert_eq!(titles, self.walks, "walks are shown as they were planned last");
        for walk in walks {
            let of_walk = self.observations.iter().filter(|it| it.walk == Some(walk.walk.id)).count();
            assert_eq!(walk.observations, of_walk as u64, "a walk counts its observations");
        }
    }
}

/// Field by field: rows have more columns than what they are made of, such as names beside ids.
fn same<T: Serialize>(what: &str, expected: &[T], shown: &[Told]) {
    for (expected, shown) in expected.iter().zip(shown) {
        // Both are read from their digits, in the same way.
        let expected: Value = parsed(&serde_json::value::to_raw_value(expected).expect("JSON"));
        let shown: Value = parsed(shown);
        for (name, value) in expected.as_object().expect("a row") {
            assert_eq!(Some(value), shown.get(name), "{name} of {what} is what a fresh fold shows: {shown}");
        }
    }
    assert_eq!(expected.len(), shown.len(), "there are as many {what} as in a fresh fold");
}

type Told = Box<RawValue>;

fn parsed<T: DeserializeOwned>(told: &Told) -> T {
    serde_json::from_str(told.get()).expect("what the server tells")
}

async fn list(world: &World<'_>, path: &str, token: &str) -> Vec<Told> {
    let answer = world.net.arrive(&Sent::new(Method::GET, path, token)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}
