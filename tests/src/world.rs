//! A world in one process: phones, officers, the real server, lines that break, a clock, and a seed that decides what
//! happens to whom.
//!
//! Promises: everything that is decided follows from the seed. However it goes, when all have come on line at last, every
//! record that a walker was told is saved is on the server once, with its number and its text; every photo is there byte
//! for byte; what the server shows is what a fresh fold of all records shows; nothing blocked anything.
//!
//! What is simulated and what is not: the phones' code is `shared::sync`, over a store whose writes are whole or did not
//! happen; an app is killed at any moment that its exchange waits. The server is the real router and store on a real
//! SQLite database, one for each world; it is killed by going on from a copy of its files as they lie between two
//! writes. That a write under way survives a signal or a power cut is SQLite's promise and ours of `synchronous=FULL`,
//! and is for tests with real processes and disks.

pub mod campaign;
mod chance;
mod check;
mod deed;
mod desk;
mod disk;
mod file;
mod kind;
pub mod known;
mod life;
mod line;
mod moments;
mod net;
mod odd;
mod phone;
mod pictures;
mod plain;
mod restore;
mod schedule;
mod town;

pub use schedule::Schedule;
pub use town::Town;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use axum::http::Method;
use shared::id::{SeriesId, WalkId};
use shared::log::Log as _;
use shared::record::blob_hash;
use shared::statement::FindingState;
use shared::sync::{Fault, exchange};

use chance::{Chance, bytes};
use deed::{Deed, Fate, Interruption, Part, Said, Which};
use desk::Officer;
use disk::Full;
use file::File;
use life::{Image, Sent};
use line::WeakLine;
use net::{Net, part_of};
use phone::Phone;
use town::START_MS;

/// Between two deeds passes as much.
const DEED_MS: i64 = 7_000;

/// How an exchange ended.
#[derive(Debug)]
enum Exchanged {
    Through,
    Retry,
    Full,
    Killed,
    /// The server knows the phone no longer.
    Forgotten,
}

/// A world.
#[derive(Debug)]
struct World<'a> {
    town: &'a Town,
    seed: u64,
    net: Net,
    phones: RefCell<Vec<Rc<Phone>>>,
    files: RefCell<Vec<File>>,
    officers: Vec<Officer>,
    walks: RefCell<Vec<WalkId>>,
    clock_ms: i64,
    backup: Option<Image>,
    trace: String,
}

/// Lives through a schedule and checks what must hold at its end. Answers a digest of what was decided.
pub async fn live(town: &Town, schedule: &Schedule) -> String {
    let mut world = World::new(town, schedule.seed).await;
    for (walk, skew_ms) in (0..).zip(&schedule.skews_ms) {
        world.join(world.walk(walk), *skew_ms).await;
    }
    for deed in &schedule.deeds {
        world.clock_ms += DEED_MS;
        world.happens(deed).await;
    }
    world.come_home().await;
    check::all(&world).await;
    blob_hash(world.trace.as_bytes()).to_string()
}

impl<'a> World<'a> {
    async fn new(town: &'a Town, seed: u64) -> Self {
        Self {
            town,
            seed,
            net: Net::new(&town.image).await,
            phones: RefCell::default(),
            files: RefCell::default(),
            officers: town.officers.iter().cloned().map(Officer::new).collect(),
            walks: RefCell::new(town.walks.clone()),
            clock_ms: START_MS,
            backup: None,
            trace: String::new(),
        }
    }

    fn phones(&self) -> Vec<Rc<Phone>> {
        self.phones.borrow().clone()
    }

    fn phone(&self, which: Which) -> Rc<Phone> {
        let phones = self.phones.borrow();
        let living: Vec<_> = phones.iter().filter(|phone| !phone.is_evicted.get()).collect();
        Rc::clone(living[which as usize % living.len()])
    }

    fn any_phone(&self, which: Which) -> Rc<Phone> {
        let phones = self.phones.borrow();
        Rc::clone(&phones[which as usize % phones.len()])
    }

    fn officer(&self, which: Which) -> &Officer {
        &self.officers[which as usize % self.officers.len()]
    }

    fn walk(&self, which: Which) -> WalkId {
        let walks = self.walks.borrow();
        walks[which as usize % walks.len()]
    }

    fn tell(&mut self, what: &dyn std::fmt::Debug) {
        let _ = writeln!(self.trace, "{what:?}");
    }

    async fn happens(&mut self, deed: &Deed) {
        self.tell(deed);
        match deed {
            Deed::Say { phone, said } => {
                let done = self.say(&self.phone(*phone), said, 0);
                self.tell(&done);
            }
            Deed::SayInStaleTab { phone, behind, said } => {
                let done = self.say(&self.phone(*phone), said, *behind);
                self.tell(&done);
            }
            Deed::Photograph { phone, of, picture, killed } => {
                let phone = self.phone(*phone);
                let done = phone.photograph(*of, *picture, *killed, self.now_ms(&phone));
                self.tell(&done);
            }
            Deed::FillUp { phone, writes } => self.phone(*phone).disk.full_for.set(*writes),
            Deed::Exchange { phone, fates, interruption } => {
                let outcome = self.exchange(&self.phone(*phone), fates, interruption.as_ref()).await;
                // What a request had done that was hung up on is not for the seed to say.
                if !fates.iter().any(|fate| matches!(fate, Fate::HungUp(_))) {
                    self.tell(&std::mem::discriminant(&outcome));
                }
            }
            Deed::SaveFile { phone, meanwhile } => {
                self.save_file(&self.phone(*phone), meanwhile.as_ref()).await;
            }
            Deed::BringFile { officer, file } => self.bring_file(*officer, *file).await,
            Deed::PutPhoto { phone, photo, part } => self.put_photo(&self.phone(*phone), *photo, *part).await,
            Deed::Evict { phone } => self.evict(&self.phone(*phone)).await,
            Deed::Join { walk, skew_ms } => self.join(self.walk(*walk), *skew_ms).await,
            Deed::LateArrival { which } => self.net.late_arrival(*which as usize).await,
            Deed::ServerDies => self.server_dies().await,
            Deed::BackUp => self.backup = Some(self.net.life().image()),
            Deed::Restore => self.restore().await,
            Deed::Rebuild => drop(self.net.life().app.store.rebuild().await.expect("tables")),
            Deed::Look { .. } | Deed::Decide { .. } | Deed::Plan { .. } | Deed::Replan { .. } => {
                self.at_the_desk(deed).await;
            }
        }
    }

    async fn at_the_desk(&self, deed: &Deed) {
        let title = || format!("Walk at {}", self.clock_ms);
        match deed {
            Deed::Look { officer } => self.officer(*officer).look(&self.net).await,
            Deed::Decide { officer, finding, state, is_answered } => {
                let officer = self.officer(*officer);
                officer.decide(&self.net, *finding, *state, *is_answered).await;
                // No deed of its own, so that seeds keep what they decide.
                if *state == FindingState::NotOurs || *state == FindingState::Confirmed {
                    officer.group(&self.net, *finding).await;
                }
            }
            Deed::Plan { officer } => {
                let planned = self.officer(*officer).plan(&self.net, None, title(), self.clock_ms).await;
                self.walks.borrow_mut().extend(planned.map(|planned| planned.walk.id));
            }
            Deed::Replan { officer, walk } => {
                let walk = self.walk(*walk).to_string();
                self.officer(*officer).plan(&self.net, Some(walk), title(), self.clock_ms).await;
            }
            other => unreachable!("not at the desk: {other:?}"),
        }
    }

    fn now_ms(&self, phone: &Phone) -> i64 {
        self.clock_ms.saturating_add(phone.skew_ms)
    }

    fn say(&self, phone: &Phone, said: &Said, behind: u32) -> Result<u64, Full> {
        let other = match said {
            Said::Revisited { whose, .. } => self.any_phone(*whose),
            _ => self.any_phone(1),
        };
        let (text, is_stuck) = phone.text_among(said, &other, self.now_ms(phone));
        let said = phone.say_behind(behind, text, is_stuck);
        said.map(|id| id.number)
    }

    async fn exchange(
        &self,
        phone: &Rc<Phone>,
        fates: &[Fate],
        interruption: Option<&(u32, Interruption)>,
    ) -> Exchanged {
        let moments = Rc::clone(&phone.disk.moments);
        let fates = RefCell::new(fates.iter().copied().collect());
        let line =
            WeakLine { net: &self.net, token: &phone.token, code: &phone.code, fates, moments: &moments };
        if let Some((moment, _)) = interruption {
            moments.stop_at(*moment);
        }
        let goes_on = || match interruption {
            Some((_, Interruption::OtherTab(said))) => {
                let _ = self.say(phone, said, 0);
                true
            }
            _ => false,
        };
        let outcome = moments.run(exchange(&phone.disk, &line, phone.series, |_| ()), goes_on).await;
        phone.note_after(matches!(outcome, Some(Ok(()))));
        match outcome {
            None => Exchanged::Killed,
            Some(Ok(())) => Exchanged::Through,
            Some(Err(Fault::Retry(_))) => Exchanged::Retry,
            Some(Err(Fault::Store(Full))) => Exchanged::Full,
            Some(Err(Fault::Stuck(problem))) => {
                let is_forgotten = problem.code == "wrong-token" && !self.has_walk_of(phone).await;
                assert!(is_forgotten, "a phone is stuck: {problem}");
                Exchanged::Forgotten
            }
        }
    }

    /// Whether the server knows the phone, or its file.
    async fn knows(&self, phone: &Phone) -> bool {
        self.net.life().app.store.walk_of(phone.series).await.expect("an answer").is_some()
    }

    /// Whether the server has the phone's walk: one that was planned after the copy was taken that was restored is gone,
    /// and those who joined it with it.
    async fn has_walk_of(&self, phone: &Phone) -> bool {
        self.net.life().app.store.code(&phone.code).await.expect("an answer").is_some()
    }

    async fn put_photo(&self, phone: &Phone, which: Which, part: Option<Part>) {
        let photos = phone.photos.borrow().clone();
        if photos.is_empty() {
            return;
        }
        let picture = photos[which as usize % photos.len()];
        let length = part.map_or(picture.bytes.len(), |part| part_of(picture.bytes.len(), part));
        let sent = Sent::new(Method::PUT, format!("/blobs/{}", picture.blob), &phone.token);
        let answer = self.net.arrive(&sent.with_body(&picture.bytes[..length])).await;
        let is_expected = matches!(answer.status, 200 | 201 | 401 | 404 | 422);
        assert!(is_expected, "a photo was answered with {}: {}", answer.status, answer.text());
    }

    async fn evict(&self, phone: &Phone) {
        phone.is_evicted.set(true);
        check::confirmed(self, phone).await;
        self.join(phone.walk, phone.skew_ms).await;
    }

    async fn join(&self, walk: WalkId, skew_ms: i64) {
        let index = self.phones.borrow().len();
        let series = series(self.seed, index);
        let token = blob_hash(&bytes(self.seed, &format!("token {index}"))).to_string();
        let store = &self.net.life().app.store;
        // A walk that was planned after the copy was taken that was restored is gone, and nobody can join it.
        let Some(walk_here) = store.walk(walk).await.expect("an answer") else { return };
        store.give_out(series, &token, walk).await.expect("a new series");
        let code = walk_here.code.expect("a walk has a code");
        self.phones.borrow_mut().push(Phone::new(series, token, code, walk, skew_ms));
    }

    async fn server_dies(&self) {
        self.net.server_dies().await;
        for phone in self.phones() {
            check::confirmed(self, &phone).await;
        }
    }

    /// All come on line: what is under way arrives in any order, and every phone sends until it is through.
    async fn come_home(&mut self) {
        let mut chance = Chance::new(self.seed, "coming home");
        let mut phones: Vec<_> =
            self.phones.borrow().iter().filter(|phone| !phone.is_evicted.get()).cloned().collect();
        chance.shuffle(&mut phones);
        while self.net.under_way() > 0 {
            self.net.late_arrival(chance.number() as usize).await;
        }
        // Twice, since what one brings may change what another is answered.
        for phone in phones.iter().chain(&phones) {
            phone.disk.full_for.set(0);
            if self.has_walk_of(phone).await {
                let outcome = self.exchange(phone, &[], None).await;
                assert!(matches!(outcome, Exchanged::Through), "on a good line: {outcome:?}");
            }
        }
        for phone in phones {
            let said = phone.said.borrow().join("\n");
            self.tell(&(phone.series, phone.disk.head_now(phone.series), said));
        }
    }
}

/// The series of a phone.
fn series(seed: u64, phone: usize) -> SeriesId {
    let mut id = [0; 16];
    id.copy_from_slice(&bytes(seed, &format!("series {phone}"))[..16]);
    SeriesId::from_bytes(id)
}

/// The texts of a series on the server.
async fn texts_there(world: &World<'_>, series: SeriesId) -> Vec<String> {
    let life = world.net.life();
    let records = life.app.store.log().read(series, 0, usize::MAX).await.expect("records");
    let numbered = (1..).zip(&records).all(|(number, record)| record.id.number == number);
    assert!(numbered, "the numbers on the server are dense");
    records.into_iter().map(|record| record.text).collect()
}
