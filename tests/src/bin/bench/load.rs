//! What the server bears: few and many phones on either database, thousands of open connections, a phone that catches up
//! over a poor line; and a million records.

use std::time::Duration;

use futures_util::future::join_all;
use shared::wire::Role;
use tests::phone::Phone;
use tests::photo::clean_jpeg_of_shade;
use tests::says;
use tests::server::Server;
use tests::wait;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::server::{Sender, peak_mib, senders};
use crate::{Figure, percentiles};

/// Where PostgreSQL is, as a URL without the database's name up to its last `/`; it may make databases there.
const POSTGRES: &str = "LYKTA_BENCH_POSTGRES";

/// It takes a quarter of an hour: each part is told when it is there.
pub(crate) async fn measure(tell: impl Fn(Vec<Figure>)) {
    for (phones, rounds, batch) in
        [(1, 40, 100), (20, 25, 100), (200, 5, 100), (1, 1_000, 1), (20, 250, 1), (200, 25, 1)]
    {
        let server = Server::start().await;
        tell(vec![pace("SQLite", &server, phones, rounds, batch).await]);
        if let Some(server) = on_postgres().await {
            tell(vec![pace("PostgreSQL", &server, phones, rounds, batch).await]);
        }
    }
    tell(vec![connections().await]);
    tell(vec![catch_up().await]);
}

async fn on_postgres() -> Option<Server> {
    let base = std::env::var(POSTGRES).ok()?;
    let name = format!("lykta_bench_{}", wait::clock_ms());
    let (place, parameters) = base.split_once('?').unwrap_or((&base, ""));
    let url = |name: &str| format!("{place}{name}?{parameters}");
    let made = std::process::Command::new("psql")
        .args([&url("postgres"), "-qc", &format!("CREATE DATABASE {name}")])
        .status();
    assert!(made.is_ok_and(|it| it.success()), "a database is made");
    Some(Server::start_set(&[("LYKTA_DATABASE", &url(&name))]).await)
}

async fn pace(database: &str, server: &Server, phones: usize, rounds: usize, batch: usize) -> Figure {
    let mut senders = senders(server, phones, rounds, batch).await;
    let begun = wait::now();
    let sent = join_all(senders.iter_mut().map(Sender::send_all_timed)).await;
    let took = begun.elapsed().as_secs_f64();
    for sender in &senders {
        sender.assert_all_there().await;
    }
    let [p50_ms, p99_ms] = percentiles(sent.into_iter().flatten().collect(), [50, 99]);
    #[expect(clippy::cast_precision_loss, reason = "some thousand records")]
    let rate = (phones * rounds * batch) as f64 / took;
    let figure =
        format!("{rate:.0}/s; p50 {p50_ms:.1} ms, p99 {p99_ms:.1} ms; peak {:.0} MiB", peak_mib(server));
    let what = format!("{database}: {phones} phones, {batch} records in a request");
    Figure::new(&what, figure, "time from a request's first byte to its answer's last")
}

/// How long a server with a million records takes to start, to be looked at first, and to make its tables anew.
pub(crate) async fn laden() -> Vec<Figure> {
    let mut server = Server::start().await;
    let begun = wait::now();
    for _ in 0..10 {
        let mut senders = senders(&server, 20, 50, 100).await;
        join_all(senders.iter_mut().map(Sender::send_all)).await;
    }
    let filled = begun.elapsed().as_secs_f64();
    let writing = peak_mib(&server);
    server.stop().await;
    let begun = wait::now();
    server.start_again().await;
    let started = begun.elapsed().as_secs_f64();
    let desk = server.desk(Role::Officer);
    let begun = wait::now();
    let look = async || drop(desk.text("/findings?category=graffiti&bbox=22,65,22.1,65.1").await);
    look().await;
    let looked = begun.elapsed().as_secs_f64();
    let begun = wait::now();
    look().await;
    let again_ms = begun.elapsed().as_secs_f64() * 1_000.0;
    let looking = peak_mib(&server);
    server.stop().await;
    let begun = wait::now();
    server.run_well(&["rebuild"]);
    let rebuilt = begun.elapsed().as_secs_f64();
    let how = "SQLite; a million observations of 576 bytes";
    vec![
        Figure::new("a million records taken in", format!("{filled:.0} s, peak {writing:.0} MiB"), how),
        Figure::new(
            "a server with a million records: start; first list of findings, all merged; the next",
            format!("{started:.2} s; {looked:.1} s; {again_ms:.0} ms; peak {looking:.0} MiB"),
            how,
        ),
        Figure::new("`lykta rebuild` of a million records", format!("{rebuilt:.0} s"), how),
    ]
}

/// What ten thousand connections weigh that have asked once and stay.
async fn connections() -> Figure {
    const MANY: u16 = 10_000;
    let server = Server::start().await;
    let before = peak_mib(&server);
    let mut open = Vec::new();
    for number in 0..MANY {
        let socket = TcpSocket::new_v4().expect("a socket");
        // An address may have two thousand.
        let from = format!("127.0.0.{}:0", 2 + number / 1_500);
        socket.bind(from.parse().expect("an address")).expect("loopback");
        let server = format!("127.0.0.1:{}", server.port());
        let mut line = socket.connect(server.parse().expect("an address")).await.expect("it listens");
        line.write_all(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").await.expect("it hears");
        let count = line.read(&mut [0; 512]).await.expect("it answers");
        assert!(count > 0, "connection {number} is let in");
        open.push(line);
    }
    let after = peak_mib(&server);
    let figure = format!(
        "{:.0} MiB, {:.1} KiB each ({before:.0} MiB before)",
        after,
        (after - before) * 1_024.0 / f64::from(MANY)
    );
    Figure::new("10,000 open connections", figure, "each asked once and stays; from seven addresses")
}

const RECORDS: usize = 500;
const PHOTOS: u8 = 200;

/// How long a phone that was away for long sends, over a line of the third generation.
async fn catch_up() -> Figure {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let mut phone: Phone = server.join(&walk).await;
    let mut of = None;
    for _ in 0..RECORDS - usize::from(PHOTOS) {
        of = Some(phone.say(&says::dark_at(says::LAMP)).await);
    }
    let of = of.expect("an observation");
    let mut bytes = 0;
    for shade in 0..PHOTOS {
        // Noise packs badly: as many bytes as a photo of a street has at the size that phones keep.
        let photo = clean_jpeg_of_shade(300, 230, shade);
        bytes += photo.len();
        phone.photograph(of, &photo).await;
    }
    phone.turn_to(format!("http://127.0.0.1:{}", poor_line(server.port()).await));
    let begun = wait::now();
    let mut tries = 0;
    while phone.send().await.is_err() {
        tries += 1;
    }
    let took = begun.elapsed().as_secs_f64();
    let figure = format!(
        "{took:.0} s for {:.1} MB, begun anew {tries} times",
        f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6
    );
    let how = format!(
        "{RECORDS} records and {PHOTOS} photos; {} kbit/s up, {} ms of delay each way, each 1,460 bytes lost with 10 % and \
         then a delay late, one of 50 requests broken off",
        UP_BYTES_PER_S * 8 / 1_000,
        DELAY.as_millis()
    );
    Figure::new("a phone catches up over 3G", figure, &how)
}

const UP_BYTES_PER_S: u64 = 96_000;
const DELAY: Duration = Duration::from_millis(150);
const SEGMENT: usize = 1_460;
/// Of every so many connections one breaks off.
const BREAKS: u64 = 50;

/// A line before the server that is slow, late and loses: its port.
async fn poor_line(server: u16) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("loopback");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        let mut number = 0;
        while let Ok((phone, _)) = listener.accept().await {
            number += 1;
            tokio::spawn(pass_on(phone, server, number));
        }
    });
    port
}

async fn pass_on(phone: TcpStream, server: u16, number: u64) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { return };
    // A connection is three ways of hands before anything is asked.
    tokio::time::sleep(DELAY * 2).await;
    let (from_phone, to_phone) = phone.into_split();
    let (from_server, to_server) = server.into_split();
    let breaks_after = if number.is_multiple_of(BREAKS) { Some(20 * SEGMENT) } else { None };
    tokio::select! {
        () = slowly(from_phone, to_server, number, breaks_after) => {},
        () = slowly(from_server, to_phone, number + 1, None) => {},
    }
}

async fn slowly(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    seed: u64,
    breaks_after: Option<usize>,
) {
    let (mut said, mut chance, mut passed, mut is_idle) = (vec![0; 10 * SEGMENT], seed, 0, true);
    while let Ok(count @ 1..) = from.read(&mut said).await {
        let mut wait = Duration::from_micros(count as u64 * 1_000_000 / UP_BYTES_PER_S);
        for _ in 0..count.div_ceil(SEGMENT) {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Sent again after the other side has told that it lacks it: as long as one way there and back, shared by
            // what is in flight meanwhile.
            if chance >> 33 & 0xff < 26 {
                wait += DELAY * 2 / 10;
            }
        }
        // Who follows close behind is as late as who goes before.
        if std::mem::take(&mut is_idle) {
            wait += DELAY;
        }
        tokio::time::sleep(wait).await;
        passed += count;
        if breaks_after.is_some_and(|most| passed > most) || to.write_all(&said[..count]).await.is_err() {
            return;
        }
        is_idle = count < said.len();
    }
}
