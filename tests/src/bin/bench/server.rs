//! How fast the server takes in records, all of them durable when it answers.

use std::process::{Child, Command, Stdio};

use futures_util::future::join_all;
use shared::geo::{Fix, FixSource, Place};
use shared::id::SeriesId;
use shared::statement::{Feeling, Observed, Statement};
use shared::sync::Line as _;
use shared::wire::Role;
use tests::phone::Phone;
use tests::says;
use tests::server::Server;
use tests::wait;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::{Figure, median_and_p95};

const PHONES: usize = 20;
const BATCH: usize = 100;
const RECORD_BYTES: usize = 576;

pub(crate) async fn measure() -> Vec<Figure> {
    vec![
        pushes("in batches of 100 from 20 phones", 25, BATCH).await,
        pushes("one by one from 20 phones", 250, 1).await,
        flushes().await,
        lists().await,
    ]
}

async fn pushes(what: &str, rounds: usize, batch: usize) -> Figure {
    let server = Server::start().await;
    let mut senders = senders(&server, PHONES, rounds, batch).await;
    let begun = wait::now();
    let taken: usize = join_all(senders.iter_mut().map(Sender::send_all)).await.into_iter().sum();
    let took = begun.elapsed().as_secs_f64();
    for sender in &senders {
        sender.assert_all_there().await;
    }
    #[expect(clippy::cast_precision_loss, reason = "some thousand records")]
    let rate = taken as f64 / took;
    let figure = format!("{rate:.0}/s ({taken} in {took:.2} s), peak {:.1} MiB", peak_mib(&server));
    let how =
        format!("{RECORD_BYTES} bytes of JSON each, HTTP/1.1 keep-alive on loopback; counted by receipts");
    Figure::new(&format!("records accepted {what}"), figure, &how)
}

/// How many flushes that many acknowledged requests cost, where `strace` is there to count.
async fn flushes() -> Figure {
    let what = "flushes per 100 acknowledged pushes of one record, 20 phones";
    let server = Server::start().await;
    let mut senders = senders(&server, PHONES, 50, 1).await;
    let Some(trace) = trace(&server) else {
        return Figure::new(what, "not counted".to_owned(), "strace is not installed");
    };
    let taken: usize = join_all(senders.iter_mut().map(Sender::send_all)).await.into_iter().sum();
    let counted = trace.counted().await;
    #[expect(clippy::cast_precision_loss, reason = "some thousand")]
    let per_hundred = counted as f64 * 100.0 / taken as f64;
    Figure::new(
        what,
        format!("{per_hundred:.0}"),
        "`strace -f -e trace=fsync,fdatasync`; group commit shares them",
    )
}

/// How soon a list answers when a record has come in, with many there already.
async fn lists() -> Figure {
    let server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let mut senders = senders(&server, PHONES, 50, BATCH).await;
    let taken: usize = join_all(senders.iter_mut().map(Sender::send_all)).await.into_iter().sum();
    let (phone, desk) = (server.join(&walk).await, server.desk(Role::Officer));
    let lists = async || drop(desk.text("/findings?category=graffiti&bbox=22,65,22.1,65.1").await);
    lists().await;
    let mut took = Vec::new();
    for _ in 0..11 {
        phone.say(&says::dark_at(says::LAMP)).await;
        phone.send().await.expect("the server is there");
        let begun = wait::now();
        lists().await;
        took.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    let (median, p95) = median_and_p95(took);
    let figure = format!("{median:.0} ms (p95 {p95:.0} ms), peak {:.1} MiB", peak_mib(&server));
    Figure::new(
        &format!("GET /findings right after a new record, {taken} observations there"),
        figure,
        "over HTTP, median of 11",
    )
}

/// One phone that sends prepared requests over one connection.
pub(crate) struct Sender {
    phone: Phone,
    line: BufReader<TcpStream>,
    requests: Vec<Vec<u8>>,
    batch: usize,
}

pub(crate) async fn senders(server: &Server, phones: usize, rounds: usize, batch: usize) -> Vec<Sender> {
    let walk = server.create_walk("Porsön");
    let mut senders = Vec::new();
    for salt in 0..phones {
        let phone = server.join(&walk).await;
        let requests = (0..rounds).map(|round| request(&phone, salt, round * batch, batch)).collect();
        let line = TcpStream::connect(("127.0.0.1", server.port())).await.expect("the server listens");
        line.set_nodelay(true).expect("a socket");
        senders.push(Sender { phone, line: BufReader::new(line), requests, batch });
    }
    senders
}

fn request(phone: &Phone, salt: usize, after: usize, batch: usize) -> Vec<u8> {
    let texts: Vec<String> = (after..after + batch).map(|number| record(salt, number)).collect();
    let body = format!(
        "{{\"series\":\"{}\",\"first\":{},\"records\":[{}]}}",
        phone.series(),
        after + 1,
        texts.join(",")
    );
    let head = format!(
        "POST /api/v1/records HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        phone.joined.token,
        body.len()
    );
    [head.into_bytes(), body.into_bytes()].concat()
}

/// An observation at a place of its own, filled up with words to the length that others were measured with.
fn record(salt: usize, number: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let (lat, lon) = (65.4 + salt as f64 * 0.01, 21.9 + number as f64 * 0.000_2);
    let fix = Fix {
        lat,
        lon,
        accuracy_m: 6.5,
        fixed_at_ms: 1_795_541_400_000,
        source: FixSource::Device,
        estimated: None,
    };
    let observed = |described: Option<String>| {
        let place = Place { fix: Some(fix), pin: None, described };
        let category = says::LIGHTING.parse().expect("a category");
        // No phone points at more than a thousand places in an hour.
        let at_ms = 1_795_541_400_000 + 4_000 * i64::try_from(number).unwrap_or(i64::MAX);
        says::text(&Statement::Observed(Observed { at_ms, feeling: Feeling::Unsafe, category, place }))
    };
    let short = observed(Some(String::new())).len();
    observed(Some(
        "mörkt vid gångvägen ".chars().cycle().filter(char::is_ascii).take(RECORD_BYTES - short).collect(),
    ))
}

impl Sender {
    pub(crate) async fn send_all(&mut self) -> usize {
        self.send_all_timed().await.len() * self.batch
    }

    /// How many milliseconds each request took.
    pub(crate) async fn send_all_timed(&mut self) -> Vec<f64> {
        let mut took = Vec::with_capacity(self.requests.len());
        for request in &self.requests {
            let begun = wait::now();
            self.line.write_all(request).await.expect("the line holds");
            let status = answer(&mut self.line).await;
            assert!(status.contains("200"), "{status}");
            took.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        took
    }

    pub(crate) async fn assert_all_there(&self) {
        let heads = self.phone.heads().await.expect("the server is there").heads;
        let number = heads.iter().find(|it| it.series == series(&self.phone)).map(|it| it.number);
        assert_eq!(number, Some((self.requests.len() * self.batch) as u64));
    }
}

fn series(phone: &Phone) -> SeriesId {
    phone.series()
}

/// Reads one answer to its end; tells its first line.
async fn answer(line: &mut BufReader<TcpStream>) -> String {
    let (mut status, mut length) = (String::new(), 0);
    line.read_line(&mut status).await.expect("an answer");
    loop {
        let mut header = String::new();
        line.read_line(&mut header).await.expect("an answer");
        if header.trim().is_empty() {
            break;
        }
        if let Some((_, value)) =
            header.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    line.read_exact(&mut body).await.expect("a body");
    status
}

pub(crate) fn peak_mib(server: &Server) -> f64 {
    f64::from(u32::try_from(crate::peak_kib(server.pid())).unwrap_or(u32::MAX)) / 1_024.0
}

struct Trace {
    child: Child,
    out: tempfile::NamedTempFile,
    /// Kept open: strace stops when nobody hears what it says.
    _said: std::io::BufReader<std::process::ChildStderr>,
}

fn trace(server: &Server) -> Option<Trace> {
    let out = tempfile::NamedTempFile::new().expect("a file");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-e", "trace=fsync,fdatasync", "-p", &server.pid().to_string(), "-o"]).arg(out.path());
    let mut child = strace.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().ok()?;
    // It says so when it has attached.
    let mut said = std::io::BufReader::new(child.stderr.take()?);
    std::io::BufRead::read_line(&mut said, &mut String::new()).ok()?;
    Some(Trace { child, out, _said: said })
}

impl Trace {
    async fn counted(mut self) -> usize {
        let _ = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        wait::until("strace ends", async || self.child.try_wait().ok().flatten()).await;
        let traced = std::fs::read_to_string(self.out.path()).expect("a trace");
        traced.lines().filter(|line| line.contains("sync(")).count()
    }
}
