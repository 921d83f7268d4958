//! The net between phones, desks and the server: what is under way, and the server's lives one after the other.
//!
//! Promises: what becomes of a request follows from its fate. Only of a request that was hung up on does it depend on
//! how fast the server's threads are what it had done by then; whatever it was, it must do no harm.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use axum::http::{HeaderMap, Method};
use futures_util::future::poll_fn;

use super::deed::{Fate, Part};
use super::life::{Answer, Image, Life, Sent};

/// The net, with the server at its end.
#[derive(Debug)]
pub(super) struct Net {
    life: RefCell<Rc<Life>>,
    late: RefCell<Vec<Sent>>,
    /// How often the server has died.
    pub(super) deaths: Cell<u32>,
}

/// How many bytes a part of a body is.
pub(super) fn part_of(length: usize, part: Part) -> usize {
    length * usize::from(part) / 65_536
}

impl Net {
    pub(super) async fn new(image: &Image) -> Self {
        Self {
            life: RefCell::new(Rc::new(Life::open(image).await)),
            late: RefCell::default(),
            deaths: Cell::default(),
        }
    }

    /// The server as it lives now.
    pub(super) fn life(&self) -> Rc<Life> {
        Rc::clone(&self.life.borrow())
    }

    /// The server ends, and another life begins with these files.
    pub(super) async fn next_life(&self, image: &Image) {
        let next = Life::open(image).await;
        self.life.replace(Rc::new(next));
        self.deaths.set(self.deaths.get() + 1);
    }

    /// The server dies and finds what it had written.
    pub(super) async fn server_dies(&self) {
        let image = self.life().image();
        self.next_life(&image).await;
    }

    /// A request arrives.
    pub(super) async fn arrive(&self, sent: &Sent) -> Answer {
        self.life().answer(sent.whole()).await
    }

    /// One of the requests that are under way for long arrives; its answer is heard by nobody.
    pub(super) async fn late_arrival(&self, which: usize) {
        let under_way = self.late.borrow().len();
        if under_way > 0 {
            let sent = self.late.borrow_mut().swap_remove(which % under_way);
            self.arrive(&sent).await;
        }
    }

    /// A question that is answered late is of no consequence.
    fn keep_under_way(&self, sent: Sent) {
        if !sent.method.is_safe() {
            self.late.borrow_mut().push(sent);
        }
    }

    /// How many requests are still under way.
    pub(super) fn under_way(&self) -> usize {
        self.late.borrow().len()
    }

    /// What the phone hears of a request with this fate; `None` for nothing.
    pub(super) async fn carry(&self, sent: Sent, fate: Fate) -> Option<Answer> {
        let length = sent.body.len();
        match fate {
            Fate::Good => return Some(self.arrive(&sent).await),
            Fate::Lost => {}
            Fate::AnswerLost => drop(self.arrive(&sent).await),
            Fate::Doubled => {
                self.arrive(&sent).await;
                return Some(self.arrive(&sent).await);
            }
            Fate::Echoed => {
                self.keep_under_way(sent.clone());
                return Some(self.arrive(&sent).await);
            }
            Fate::Late => self.keep_under_way(sent),
            Fate::Cut(part) => drop(self.life().answer(sent.broken_after(part_of(length, part))).await),
            Fate::Shortened(part) => {
                let beginning = sent.body[..part_of(length, part)].to_vec();
                self.arrive(&sent.with_body(beginning)).await;
            }
            Fate::Hurt(part) => return Some(self.arrive(&hurt(sent, part)).await),
            Fate::Portal => return Some(page(200, "<h1>Welcome to our hotel</h1>")),
            Fate::Unavailable => return Some(page(503, "upstream")),
            Fate::HungUp(polls) => self.hang_up_after(&sent, polls).await,
            Fate::ServerDiesBefore => self.server_dies().await,
            Fate::ServerDiesAfter => {
                self.arrive(&sent).await;
                self.server_dies().await;
            }
            Fate::ServerDiesAfterAnswer => {
                let answer = self.arrive(&sent).await;
                self.server_dies().await;
                return Some(answer);
            }
            Fate::ServerDiesAmidPhoto(part) => self.die_amid_photo(&sent, part).await,
        }
        None
    }

    /// The server's handler is dropped at one of its waits, as it is when a connection closes.
    async fn hang_up_after(&self, sent: &Sent, polls: u8) {
        let life = self.life();
        let mut answer = pin!(life.answer(sent.whole()));
        let mut left = polls;
        poll_fn(|context| {
            if left == 0 || answer.as_mut().poll(context).is_ready() {
                return Poll::Ready(());
            }
            left -= 1;
            Poll::Pending
        })
        .await;
    }

    /// Of a piece of a photo only the beginning was written, or all of it was and the photo has its name, but nothing of
    /// it stands in the database.
    async fn die_amid_photo(&self, sent: &Sent, part: Part) {
        let before = self.life().image();
        let answer = self.arrive(sent).await;
        let after = self.life().image();
        let is_complete = sent.method == Method::PATCH && answer.status == 201;
        let mut found = if is_complete { after.with_database_of(&before) } else { after };
        for (path, bytes) in &mut found.files {
            let written_before = before.files.get(path).map_or(0, Vec::len);
            if path.starts_with("uploads") && bytes.len() > written_before {
                bytes.truncate(written_before + part_of(bytes.len() - written_before, part));
            }
        }
        self.next_life(&found).await;
    }
}

/// Only photos: in records it would be a fork that nobody can tell from a second writer, and encryption keeps it out.
fn hurt(mut sent: Sent, part: Part) -> Sent {
    let at = part_of(sent.body.len(), part);
    if sent.method == Method::PATCH
        && let Some(byte) = sent.body.get_mut(at)
    {
        *byte ^= 1;
    }
    sent
}

fn page(status: u16, text: &str) -> Answer {
    Answer { status, headers: HeaderMap::new(), body: text.as_bytes().to_vec() }
}
