//! The attempts. Each one was found to work on a server that did not bound it.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::future::join_all;
use shared::id::ObservationId;
use shared::record::Head;
use shared::wire::MAX_BATCH_RECORDS;
use tokio::io::AsyncWriteExt as _;

use super::raw::{Counted, ask, connect, hang_up, head, status};
use super::{Scale, Sent};
use crate::desk::Desk;
use crate::phone::Phone;
use crate::server::{Server, Walk};
use crate::{photo, says};

/// Wide words in each padded record.
const PADDING_BYTES: usize = 8_000;

/// Records in a saved file.
const RECORDS_OF_A_FILE: usize = 40_000;

/// Guesses that are under way at the same time.
const GUESSERS: usize = 8;

/// Who attacks what.
pub(super) struct Attacker<'a> {
    pub(super) server: &'a Server,
    pub(super) walk: &'a Walk,
    pub(super) officer: Desk,
    pub(super) scale: Scale,
}

impl Attacker<'_> {
    /// Nothing: what the bystander waits for by itself.
    pub(super) async fn rest(&self) -> Sent {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Sent { bytes: 0, answers: Counted::default() }
    }

    /// One series points at one spot again and again.
    pub(super) async fn taps(&self) -> Sent {
        let taps = vec![says::text(&says::dark_at(says::LAMP)); self.scale.taps];
        self.push_all(&taps).await
    }

    /// An observation and very many records about it, each filled up with what the server does not know.
    pub(super) async fn padded(&self) -> Sent {
        let phone = self.server.join(self.walk).await;
        let of = ObservationId { series: phone.series(), number: 1 };
        let seen = says::text(&says::dark_at(says::beside(says::LAMP, 200.0, 0.0)));
        let jpeg = photo::clean_jpeg(64, 48);
        let padded = says::text(&says::photo_of(of, &jpeg));
        let padding = "x".repeat(PADDING_BYTES);
        let open = padded.strip_suffix('}').expect("a JSON object");
        let padded = format!("{open},\"padding\":\"{padding}\"}}");
        let mut texts = vec![seen];
        texts.resize(self.scale.padded + 1, padded);
        self.push(&phone, &texts, 100).await
    }

    /// Large photos whose sender is gone before the server has looked at them.
    pub(super) async fn hang_ups(&self) -> Sent {
        let phone = self.server.join(self.walk).await;
        let jpeg = photo::clean_jpeg(2_400, 1_800);
        let seen = phone.say(&says::dark_at(says::beside(says::LAMP, -200.0, 0.0))).await;
        phone.say(&says::photo_of(seen, &jpeg)).await;
        phone.send().await.expect("records get through");
        let blob = shared::record::blob_hash(&jpeg);
        let head = head("PUT", &format!("/blobs/{blob}"), Some(&phone.joined.token), "", jpeg.len());
        let port = self.server.port();
        join_all((0..self.scale.hang_ups).map(|_| hang_up(port, &head, &jpeg))).await;
        Sent { bytes: jpeg.len() * self.scale.hang_ups, answers: Counted::default() }
    }

    /// Files that an officer is handed and brings in.
    pub(super) async fn bundles(&self) -> Sent {
        let files: Vec<Vec<u8>> =
            join_all((0..self.scale.bundles).map(|_| async { self.bundle().await })).await;
        let bytes = files.iter().map(Vec::len).sum();
        let mut answers = Counted::default();
        let takes = files.into_iter().map(|file| {
            let request = self.officer.request("POST", "/bundles");
            let request =
                request.header("Content-Type", "application/json").header("Content-Encoding", "gzip");
            async { request.body(file).send().await.map(|answer| answer.status().as_u16()) }
        });
        for answer in join_all(takes).await {
            answers.add(answer.map_or_else(|_| "no answer".to_owned(), |status| status.to_string()));
        }
        Sent { bytes, answers }
    }

    async fn bundle(&self) -> Vec<u8> {
        let phone = self.server.join(self.walk).await;
        let text = says::text(&says::dark_at(says::LAMP));
        let head = (0..RECORDS_OF_A_FILE).fold(Head::empty(phone.series()), |head, _| head.then(&text));
        let (walk, series, number, digest) = (self.walk.id, phone.series(), head.number, head.digest);
        let records = vec![text.as_str(); RECORDS_OF_A_FILE].join(",\n");
        packed(&format!(
            "{{\"format\":\"lykta-bundle\",\"version\":1,\"walk\":\"{walk}\",\"series\":\"{series}\",\
             \"number\":{number},\"digest\":\"{digest}\",\"records\":[{records}],\"photos\":[],\"unreadable\":[]}}"
        ))
    }

    /// Requests to join, a letter now and then.
    pub(super) async fn trickles(&self) -> Sent {
        let (lines, seconds) = self.scale.trickles;
        let head = head("POST", "/join", None, "Content-Type: application/json\r\n", 2_000);
        let trickle = async || {
            let mut line = connect(self.server.port()).await;
            let mut sent = line.write(head.as_bytes()).await.unwrap_or_default();
            for _ in 0..seconds * 4 {
                tokio::time::sleep(Duration::from_millis(250)).await;
                sent += line.write(b" ").await.unwrap_or_default();
            }
            sent
        };
        let bytes = join_all((0..lines).map(|_| trickle())).await.into_iter().sum();
        Sent { bytes, answers: Counted::default() }
    }

    /// Codes that no walk has.
    pub(super) async fn guesses(&self) -> Sent {
        let guess = async |guesser: usize| {
            let (mut bytes, mut answers) = (0, Vec::new());
            for number in 0..self.scale.guesses / GUESSERS {
                let body = format!("{{\"code\":\"ZZ{guesser}{number:05}\"}}");
                let head = head("POST", "/join", None, "Content-Type: application/json\r\n", body.len());
                answers.push(ask(self.server.port(), &head, body.as_bytes()).await);
                bytes += head.len() + body.len();
            }
            (bytes, answers)
        };
        let (mut bytes, mut counted) = (0, Counted::default());
        for (sent, answers) in join_all((0..GUESSERS).map(guess)).await {
            bytes += sent;
            for answer in answers {
                counted.add(answer);
            }
        }
        Sent { bytes, answers: counted }
    }

    async fn push_all(&self, texts: &[String]) -> Sent {
        let phone = self.server.join(self.walk).await;
        self.push(&phone, texts, MAX_BATCH_RECORDS).await
    }

    /// Sends records of a phone in packed requests, whatever the server makes of them.
    async fn push(&self, phone: &Phone, texts: &[String], batch: usize) -> Sent {
        let (mut bytes, mut answers) = (0, Counted::default());
        for (number, texts) in texts.chunks(batch).enumerate() {
            let (series, first, records) = (phone.series(), number * batch + 1, texts.join(","));
            let body =
                packed(&format!("{{\"series\":\"{series}\",\"first\":{first},\"records\":[{records}]}}"));
            let more = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";
            let head = head("POST", "/records", Some(&phone.joined.token), more, body.len());
            let mut line = connect(self.server.port()).await;
            let _ = line.write_all(head.as_bytes()).await;
            let _ = line.write_all(&body).await;
            answers.add(status(line).await);
            bytes += head.len() + body.len();
        }
        Sent { bytes, answers }
    }
}

fn packed(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(text.as_bytes()).expect("memory");
    packed.finish().expect("memory")
}
