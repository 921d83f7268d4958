//! A line that breaks on purpose, before a real server: what a browser asks goes through here.
//!
//! Promises: what is barred breaks as a line does, without an answer or in the middle of one; what was asked is
//! remembered; one request for each connection, so that a barred one takes no other with it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::server::{Server, Walk};

/// How the line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Nothing is answered.
    Silent,
    /// Half of the answer comes.
    Half,
    /// Somebody on the way says that it is busy, and for so many seconds is not to be asked again.
    Busy(u32),
}

/// What somebody asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The path.
    pub path: String,
    /// The first and the last byte that were wanted, if it was a part.
    pub range: Option<(u64, u64)>,
}

#[derive(Debug)]
struct Bar {
    path: String,
    lets_through: usize,
    how: Break,
}

#[derive(Debug, Default)]
struct Seen {
    bars: Vec<Bar>,
    asked: Vec<Asked>,
}

/// A line to one server.
#[derive(Debug)]
pub struct Gate {
    port: u16,
    seen: Arc<Mutex<Seen>>,
    working: JoinHandle<()>,
}

impl Gate {
    /// A good line to the server, for now.
    pub async fn before(server: &Server) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("loopback");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::<Mutex<Seen>>::default();
        let working = tokio::spawn(work(listener, server.port(), Arc::clone(&seen)));
        Self { port, seen, working }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The walk, with a link that goes through here.
    pub fn before_walk(&self, walk: &Walk) -> Walk {
        Walk { link: self.url(&format!("/#{}", walk.code)), ..walk.clone() }
    }

    /// From now on so many requests for paths that begin like this get through, and those after them break.
    pub fn breaks(&self, path: &str, lets_through: usize, how: Break) {
        locked(&self.seen).bars.push(Bar { path: path.to_owned(), lets_through, how });
    }

    /// The line is good again.
    pub fn mends(&self) {
        locked(&self.seen).bars.clear();
    }

    /// What was asked of paths that begin like this, in order.
    pub fn asked(&self, path: &str) -> Vec<Asked> {
        locked(&self.seen).asked.iter().filter(|it| it.path.starts_with(path)).cloned().collect()
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.working.abort();
    }
}

fn locked(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Seen {
    /// Remembers what is asked, and tells how the line breaks, if it does.
    fn hears(&mut self, asked: Asked) -> Option<Break> {
        let bar = self.bars.iter_mut().find(|bar| asked.path.starts_with(&bar.path));
        let breaks = bar.and_then(|bar| match bar.lets_through.checked_sub(1) {
            Some(left) => {
                bar.lets_through = left;
                None
            }
            None => Some(bar.how),
        });
        self.asked.push(asked);
        breaks
    }
}

async fn work(listener: TcpListener, server: u16, seen: Arc<Mutex<Seen>>) {
    while let Ok((browser, _)) = listener.accept().await {
        let seen = Arc::clone(&seen);
        // Whoever hangs up has no answer; that is all there is to a failed exchange.
        tokio::spawn(async move { exchange(browser, server, &seen).await.ok() });
    }
}

async fn exchange(mut browser: TcpStream, server: u16, seen: &Mutex<Seen>) -> std::io::Result<()> {
    let request = whole(&mut browser).await?;
    let Some(asked) = asked(&request) else { return Ok(()) };
    let breaks = locked(seen).hears(asked);
    match breaks {
        Some(Break::Silent) => return Ok(()),
        Some(Break::Busy(seconds)) => return busy(browser, seconds).await,
        Some(Break::Half) | None => {}
    }
    let mut line = TcpStream::connect(("127.0.0.1", server)).await?;
    line.write_all(&request).await?;
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await?;
    let through = if breaks.is_some() { answer.len() / 2 } else { answer.len() };
    browser.write_all(&answer[..through]).await?;
    browser.shutdown().await
}

async fn busy(mut browser: TcpStream, seconds: u32) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 503 Busy\r\nRetry-After: {seconds}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    browser.write_all(head.as_bytes()).await?;
    browser.shutdown().await
}

/// A whole request, which asks for the connection to be closed after it.
async fn whole(browser: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut request = Vec::new();
    while browser.read_buf(&mut request).await? > 0 {
        let Some(head) = request.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
        let body = header(&request[..head], "content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
        if request.len() < head + 4 + body {
            continue;
        }
        let lines = String::from_utf8_lossy(&request[..head]).into_owned();
        let kept = lines.split("\r\n").filter(|line| !line.to_lowercase().starts_with("connection:"));
        let head_now = kept.collect::<Vec<_>>().join("\r\n") + "\r\nConnection: close\r\n\r\n";
        return Ok([head_now.as_bytes(), &request[head + 4..]].concat());
    }
    Ok(Vec::new())
}

fn header(head: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let mut named = text.split("\r\n").filter_map(|line| line.split_once(':'));
    named.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
}

fn asked(request: &[u8]) -> Option<Asked> {
    let first = request.split(|byte| *byte == b'\r').next()?;
    let path = String::from_utf8_lossy(first).split(' ').nth(1)?.to_owned();
    let range = header(request, "range").and_then(|range| {
        let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    });
    Some(Asked { path, range })
}
