//! Those who ask too much or too slowly, beside those who do not.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::auth::Caller;
use crate::listen::{self, Manners};

/// A world that is reached over a line.
async fn serving(world: &World) -> std::net::SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(listen::serve(
        listener,
        router(world.app.clone()),
        Manners::default(),
        std::future::pending(),
    ));
    address
}

async fn asked(address: std::net::SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8_lossy(&said).into_owned()
}

/// One more than one address may have worked on at a time.
const TRICKLES: usize = 129;

#[tokio::test]
async fn bodies_that_do_not_come_hold_up_nobody_behind_the_same_address_and_are_given_up() {
    let mut world = World::new().await;
    let limits = &mut Arc::get_mut(&mut world.app).unwrap().limits;
    // Nobody waits for a slot; and what trickles is not given up before everybody has looked.
    (limits.queue, limits.whole) = (Duration::ZERO, Duration::from_hours(1));
    limits.pace.window = Duration::from_hours(1);
    let address = serving(&world).await;
    let head = "Host: x\r\nX-Forwarded-For: 192.0.2.7\r\n";
    let mut trickles = Vec::new();
    while trickles.len() < TRICKLES {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let begun = format!("POST /api/v1/join HTTP/1.1\r\n{head}Content-Length: 20\r\n\r\n{{");
        stream.write_all(begun.as_bytes()).await.unwrap();
        trickles.push(stream);
    }
    while world.app.limits.bodies() < TRICKLES {
        tokio::task::yield_now().await;
    }
    let slots: Vec<_> = std::iter::from_fn(|| world.app.limits.try_slot("192.0.2.7")).collect();
    assert_eq!(slots.len() + 1, TRICKLES, "none of them holds a slot");
    drop(slots);
    let honest = asked(address, &format!("GET /healthz HTTP/1.1\r\n{head}Connection: close\r\n\r\n")).await;
    assert!(honest.starts_with("HTTP/1.1 200 OK"), "{honest}");
    let join = r#"{"code":"AAAA-AAAA"}"#;
    let length = join.len();
    let joins = format!(
        "POST /api/v1/join HTTP/1.1\r\n{head}Connection: close\r\nContent-Length: {length}\r\n\r\n{join}"
    );
    let joined = asked(address, &joins).await;
    assert!(joined.contains("unknown-code"), "a body that comes is read: {joined}");
}

#[tokio::test]
async fn a_body_that_is_slower_than_the_slowest_is_answered_that_it_is_too_slow() {
    let mut world = World::new().await;
    Arc::get_mut(&mut world.app).unwrap().limits.pace.window = Duration::ZERO;
    let address = serving(&world).await;
    let slow = asked(address, "POST /api/v1/join HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{").await;
    assert!(slow.starts_with("HTTP/1.1 408") && slow.contains("too-slow"), "{slow}");
    assert_eq!(world.app.limits.bodies(), 0);
}

#[tokio::test]
async fn one_token_has_some_bodies_on_their_way_and_holds_up_no_other() {
    let mut world = World::new().await;
    Arc::get_mut(&mut world.app).unwrap().limits.pace.window = Duration::from_hours(1);
    let (phone, other) = (world.phone().await, world.phone().await);
    let address = serving(&world).await;
    let mut trickles = Vec::new();
    let refused = loop {
        let before = world.app.limits.bodies();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let begun = format!(
            "POST /api/v1/records HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Length: 20\r\n\r\n{{",
            phone.token
        );
        stream.write_all(begun.as_bytes()).await.unwrap();
        let mut said = [0; 4_096];
        tokio::select! {
            count = stream.read(&mut said) => {
                break String::from_utf8_lossy(&said[..count.unwrap()]).into_owned();
            }
            () = more_than(&world, before) => trickles.push(stream),
        }
    };
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("busy"), "{refused}");
    assert_eq!(trickles.len(), 16);
    assert_eq!(world.push(&other, 1, &[dark(0.0)]).await.status, 200);
}

/// Waits until more than so many bodies are on their way.
async fn more_than(world: &World, before: usize) {
    while world.app.limits.bodies() <= before {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_phone_that_asks_too_often_is_told_when_to_come_again_and_holds_up_nobody() {
    let world = World::new().await;
    let (_, code) = world.walk().await;
    let (phone, other) = (world.join(&code).await, world.join(&code).await);
    let refused = loop {
        // All that there is at this moment; a little comes back while the next one is asked for.
        while world.app.limits.admit_token(&Caller::Walker(phone.series)).is_ok() {}
        let answer = world.get(&phone.token, "/records/heads").await;
        if answer.status != 200 {
            break answer;
        }
    };
    assert_eq!(refused.problem(), problem(429, "too-often"));
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(world.push(&other, 1, &[dark(0.0)]).await.status, 200);
}

#[tokio::test]
async fn who_finds_no_slot_is_told_that_the_server_is_busy() {
    let mut world = World::new().await;
    Arc::get_mut(&mut world.app).unwrap().limits.queue = Duration::ZERO;
    let held = world.app.limits.all_slots().await;
    let refused = world.get("", "/catalogue").await;
    assert_eq!((refused.problem(), refused.header("retry-after")), (problem(503, "busy"), "5"));
    drop(held);
    assert_eq!(world.get("", "/catalogue").await.status, 200);
}
