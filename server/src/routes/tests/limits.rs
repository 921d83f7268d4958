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

#[tokio::test]
async fn a_body_that_does_not_come_holds_up_nobody_and_is_not_waited_for() {
    let mut world = World::new().await;
    Arc::get_mut(&mut world.app).unwrap().limits.whole = Duration::from_millis(300);
    let address = serving(&world).await;
    let slow = asked(
        address,
        "POST /api/v1/join HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\nContent-Length: 20\r\n\r\n{",
    );
    let honest = async {
        // As many slow ones as one address may have at a time, and somebody else is served meanwhile.
        let slots: Vec<_> = std::iter::from_fn(|| world.app.limits.try_slot("192.0.2.7")).collect();
        assert!(slots.len() > 100);
        asked(
            address,
            "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.8\r\nConnection: close\r\n\r\n",
        )
        .await
    };
    let (honest, slow) = futures_util::future::join(honest, slow).await;
    assert!(honest.starts_with("HTTP/1.1 200 OK"), "{honest}");
    assert!(slow.starts_with("HTTP/1.1 408") && slow.contains("too-slow"), "{slow}");
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
