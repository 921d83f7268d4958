//! How many bytes a realistic observation costs on the line, as a real browser sends it.

use std::sync::{Arc, Mutex};

use shared::wire::Role;
use tests::browser::{Browser, Kind};
use tests::journey::Walker;
use tests::says::{LAMP, beside};
use tests::server::{Server, Walk, free_port};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::Figure;

const OBSERVATIONS: usize = 10;

pub(crate) async fn measure() -> Vec<Figure> {
    let mut server = Server::start().await;
    let walk = server.create_walk("Porsön");
    let line = Recorder::start(server.port()).await;
    let through = Walk { link: format!("http://127.0.0.1:{}/#{}", line.port, walk.code), ..walk.clone() };
    let walker = Walker::joins(Kind::Chromium, &through, LAMP).await;
    walker.leaves().await;
    server.kill();
    for number in 0..OBSERVATIONS {
        say_realistically(&walker.browser, &walker, number).await;
    }
    let records = walker.browser.rows("records").await.len();
    line.heard.lock().unwrap().clear();
    server.start_again().await;
    walker.counts(OBSERVATIONS, OBSERVATIONS).await;
    assert_eq!(server.desk(Role::Officer).list("/observations").await.len(), OBSERVATIONS);
    let heard = line.heard.lock().unwrap().clone();
    let figure = told(&heard, OBSERVATIONS);
    let how = format!(
        "{OBSERVATIONS} observations with words, when and severity ({records} records) sent by Chromium after a walk \
         without net; gzip; bytes divided by observations"
    );
    vec![Figure::new("on the line per realistic observation", figure, &how)]
}

/// What was pushed, by observation.
pub(crate) fn told(heard: &[Vec<u8>], observations: usize) -> String {
    let pushes = pushes(heard);
    let (heads, bodies) =
        pushes.iter().fold((0, 0), |(heads, bodies), (head, body)| (heads + head, bodies + body));
    format!(
        "{} bytes of body, and {} of headers in {} request(s)",
        bodies / observations,
        heads / observations,
        pushes.len()
    )
}

async fn say_realistically(browser: &Browser, walker: &Walker, number: usize) {
    const WORDS: [&str; OBSERVATIONS] = [
        "Två lampor är släckta mellan skolan och busshållplatsen",
        "Buskarna skymmer gångvägen",
        "Mörkt och trångt i tunneln",
        "Klotter på elskåpet",
        "Halt i backen ner mot sjön",
        "Bilar kör fort förbi lekplatsen",
        "Ingen ser in här från husen",
        "Skräp runt återvinningen",
        "Trasig bänk",
        "Gatlyktan blinkar hela tiden",
    ];
    const ABOUT: [&str; OBSERVATIONS] = [
        "lighting",
        "vegetation",
        "underpass",
        "graffiti",
        "snow",
        "traffic",
        "visibility",
        "littering",
        "neglect",
        "lighting",
    ];
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    let at = beside(LAMP, 60.0 * number as f64, 35.0);
    walker.walks_to(at, 5 + u32::try_from(number).expect("a small number")).await;
    walker.points_at("unsafe", ABOUT[number]).await;
    browser.write("sheet-text", WORDS[number]).await;
    browser.tap("sheet-when-dark").await;
    browser.tap("sheet-severity-2").await;
    walker.is_done().await;
}

/// A line between browser and server that keeps what the browser says.
pub(crate) struct Recorder {
    pub(crate) port: u16,
    pub(crate) heard: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Recorder {
    pub(crate) async fn start(server: u16) -> Self {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a free port");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let all = heard.clone();
        tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                tokio::spawn(pass_on(browser, server, all.clone()));
            }
        });
        Self { port, heard }
    }
}

async fn pass_on(browser: TcpStream, server: u16, heard: Arc<Mutex<Vec<Vec<u8>>>>) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { return };
    let (mut from_browser, mut to_browser) = browser.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let up = async {
        let mut said = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from_browser.read(&mut said).await {
            heard.lock().expect("nobody panics with it").push(said[..count].to_vec());
            if to_server.write_all(&said[..count]).await.is_err() {
                break;
            }
        }
    };
    let down = async { drop(tokio::io::copy(&mut from_server, &mut to_browser).await) };
    tokio::select! { () = up => {}, () = down => {} }
}

/// Bytes of headers and of body of each `POST /records`.
fn pushes(heard: &[Vec<u8>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, said) in heard.iter().enumerate() {
        if !said.starts_with(b"POST /api/v1/records ") {
            continue;
        }
        let text = String::from_utf8_lossy(said);
        let before_body = text.split("\r\n\r\n").next().unwrap_or_default().len() + 4;
        let length = text
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        let length = length.unwrap_or_else(|| panic!("no length in {}", heard[at].len()));
        found.push((before_body, length));
    }
    assert!(!found.is_empty(), "the browser pushed nothing");
    found
}
