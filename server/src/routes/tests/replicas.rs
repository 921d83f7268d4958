//! Several servers on one PostgreSQL database: whichever is asked, it is one installation.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::{join, join_all};
use shared::log::Log as _;
use shared::wire::{AreaCard, Version};

use super::live::{BY_EAR, Line, paced};
use super::*;
use crate::demo;
use crate::picture::Picture;
use crate::simulate::tests::running_at;
use crate::store::tests::cluster;

/// So many servers on one database, each with a data directory of its own.
async fn locations<const N: usize>() -> [(tempfile::TempDir, Location); N] {
    let url = cluster::database().await;
    std::array::from_fn(|_| {
        let directory = tempfile::tempdir().unwrap();
        let location = Location::new(directory.path(), Some(&url)).unwrap();
        (directory, location)
    })
}

async fn replicas() -> [World; 2] {
    let [(one, first), (two, second)] = locations().await;
    [World::at(one, first).await, World::at(two, second).await]
}

/// Pushes what a phone has in small batches, each through both servers at once.
async fn push_all(servers: &[World; 2], phone: &Phone, texts: &[String]) {
    for (index, batch) in texts.chunks(4).enumerate() {
        let first = 1 + 4 * index as u64;
        let answers = join(servers[0].push(phone, first, batch), servers[1].push(phone, first, batch)).await;
        assert_eq!((answers.0.status, answers.1.status), (StatusCode::OK, StatusCode::OK));
    }
}

async fn pictures([one, two]: &[World; 2]) -> (Arc<Picture>, Arc<Picture>) {
    let (one, two) = join(one.app.pictures.current(), two.app.pictures.current()).await;
    (one.unwrap(), two.unwrap())
}

#[tokio::test]
async fn what_comes_in_through_two_servers_is_there_once_and_both_show_the_same() {
    let servers = replicas().await;
    let (_, code) = servers[0].walk().await;
    let phones = join_all((0..10).map(|number| servers[number % 2].join(&code))).await;
    let texts: Vec<String> = (0..40).map(|metre| dark(f64::from(metre) * 30.0)).collect();
    let done = AtomicBool::new(false);
    let pushing = async {
        join_all(phones.iter().map(|phone| push_all(&servers, phone, &texts))).await;
        done.store(true, Ordering::Relaxed);
    };
    // Whoever looks while others write must miss nothing of it later.
    let looking = async {
        while !done.load(Ordering::Relaxed) {
            pictures(&servers).await;
        }
    };
    join(pushing, looking).await;

    for phone in &phones {
        for server in &servers {
            let log = server.app.store.log();
            assert_eq!(log.head(phone.series).await.unwrap(), head(phone.series, &texts));
            assert_eq!(log.read(phone.series, 0, 99).await.unwrap().len(), texts.len());
        }
    }
    let (one, two) = pictures(&servers).await;
    assert_eq!(one.observations.len(), phones.len() * texts.len());
    assert_eq!((&one.observations, &one.findings), (&two.observations, &two.findings));
    let officer = servers[0].token(Role::Officer).await;
    let [first, second] = [&servers[0], &servers[1]].map(|server| server.get(&officer, "/findings"));
    assert_eq!(first.await.text(), second.await.text());
    let (before, after) = servers[1].app.store.rebuild().await.unwrap();
    assert_eq!(before, after);
    let (rebuilt, _) = pictures(&servers).await;
    assert_eq!(rebuilt.findings, one.findings);
}

#[tokio::test]
async fn an_area_that_one_server_takes_in_places_what_the_other_receives() {
    let servers = replicas().await;
    let (_, code) = servers[0].walk().await;
    let phones = join_all((0..6).map(|number| servers[number % 2].join(&code))).await;
    let texts: Vec<String> = (0..12).map(|metre| dark(f64::from(metre))).collect();
    let ring = [[22.0, 65.6], [22.2, 65.6], [22.2, 65.7], [22.0, 65.7], [22.0, 65.6]];
    let area = AreaCard {
        id: "porson".parse().unwrap(),
        name: "Porsön".to_owned(),
        outline: vec![vec![ring.to_vec()]],
    };
    let pushing = join_all(phones.iter().map(|phone| push_all(&servers, phone, &texts)));
    let (_, taken) = join(pushing, servers[1].app.store.import_areas(&[area])).await;
    taken.unwrap();
    let (one, two) = pictures(&servers).await;
    assert_eq!(one.observations, two.observations);
    assert!(one.observations.iter().all(|it| it.area.is_some()), "{:?}", one.observations);
}

#[tokio::test]
async fn a_link_signs_in_once_and_an_operator_has_one_series_whichever_server_is_asked() {
    let [one, two] = replicas().await;
    let (one, two) = (&one.app.store, &two.app.store);
    let operators = join_all((0..8).map(|turn| [one, two][turn % 2].operator())).await;
    let operators: Vec<SeriesId> = operators.into_iter().map(Result::unwrap).collect();
    assert!(operators.iter().all(|series| *series == operators[0]), "{operators:?}");
    for _ in 0..8 {
        let link = one.create_sign_in("Anna", Role::Officer, false).await.unwrap().token;
        let (first, second) = join(one.sign_in(&link), two.sign_in(&link)).await;
        assert_eq!(usize::from(first.unwrap().is_some()) + usize::from(second.unwrap().is_some()), 1);
    }
}

#[tokio::test]
async fn two_servers_that_start_with_the_demonstration_seed_it_once() {
    let [(one, first), (two, second)] = locations().await;
    let (one, two) = (running_at(one, &first).await, running_at(two, &second).await);
    let (first, second) = join(demo::seed(&one.app, &one.address), demo::seed(&two.app, &two.address)).await;
    assert_eq!(first.unwrap().code, second.unwrap().code);
    let walks = one.app.store.walks().await.unwrap();
    assert_eq!(walks.iter().map(|row| row.joined).collect::<Vec<_>>(), [0, 12, 9]);
}

#[tokio::test]
async fn a_line_that_broke_is_made_anew() {
    let [(directory, location)] = locations().await;
    let name = location.database.to_string().rsplit('/').next().unwrap().to_owned();
    let world = World::at(directory, location).await;
    let phone = world.phone().await;
    world.push(&phone, 1, &[dark(0.0)]).await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname =";
    cluster::execute("postgres", &format!("{cut} '{name}'")).await;
    let texts = [dark(0.0), dark(40.0)];
    assert_eq!(world.push(&phone, 1, &texts).await.status, StatusCode::OK);
    assert_eq!(world.app.store.log().head(phone.series).await.unwrap(), head(phone.series, &texts));
}

#[tokio::test]
async fn what_comes_in_through_one_server_is_told_by_the_other_also_after_the_line_between_them_broke() {
    let [here, there] = replicas().await.map(|world| paced(world, BY_EAR));
    let (phone, planner) = (there.phone().await, here.token(Role::Planner).await);
    let mut line = Line::open(&here, &planner).await;
    let mut known = line.version().await.unwrap();
    let mut number = 0;
    let mut say = async || {
        number += 1;
        assert_eq!(
            there.push(&phone, number, &[dark(f64::from(u32::try_from(number).unwrap()))]).await.status,
            200
        );
        there.app.store.version().await.unwrap()
    };
    let mut follow = async |said: Version| {
        while known < said {
            known = line.version().await.unwrap();
        }
    };
    for _ in 0..3 {
        let said = say().await;
        follow(said).await;
    }
    let name = here.place.database.to_string().rsplit('/').next().unwrap().to_owned();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname =";
    cluster::execute("postgres", &format!("{cut} '{name}'")).await;
    let said = say().await;
    follow(said).await;
}
