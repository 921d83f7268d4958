//! Requests written by hand: such as no honest client sends.

use std::collections::BTreeMap;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// How often the server gave which answer.
#[derive(Debug, Default)]
pub(super) struct Counted(BTreeMap<String, usize>);

impl Counted {
    pub(super) fn add(&mut self, answer: String) {
        *self.0.entry(answer).or_default() += 1;
    }
}

impl std::fmt::Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts: Vec<String> =
            self.0.iter().map(|(answer, count)| format!("{count} × {answer}")).collect();
        f.write_str(&counts.join(", "))
    }
}

/// A request's head, with the length of the body that it promises.
pub(super) fn head(method: &str, path: &str, token: Option<&str>, more: &str, length: usize) -> String {
    let token = token.map_or_else(String::new, |token| format!("Authorization: Bearer {token}\r\n"));
    format!("{method} /api/v1{path} HTTP/1.1\r\nHost: lykta\r\n{token}{more}Content-Length: {length}\r\n\r\n")
}

/// A connection of its own.
pub(super) async fn connect(port: u16) -> TcpStream {
    let line = TcpStream::connect(("127.0.0.1", port)).await.expect("the server listens");
    line.set_nodelay(true).expect("a socket");
    line
}

/// Sends everything, and answers the status.
pub(super) async fn ask(port: u16, head: &str, body: &[u8]) -> String {
    let mut line = connect(port).await;
    // A server that refuses may close before it has read everything.
    let _ = line.write_all(head.as_bytes()).await;
    let _ = line.write_all(body).await;
    status(line).await
}

/// Sends everything and is gone.
pub(super) async fn hang_up(port: u16, head: &str, body: &[u8]) {
    let mut line = connect(port).await;
    let _ = line.write_all(head.as_bytes()).await;
    let _ = line.write_all(body).await;
}

/// The status of the answer that comes next.
pub(super) async fn status(line: TcpStream) -> String {
    let mut first = String::new();
    let read = BufReader::new(line).read_line(&mut first).await;
    let status = first.split(' ').nth(1).map(str::to_owned);
    status.filter(|_| read.is_ok()).unwrap_or_else(|| "no answer".to_owned())
}
