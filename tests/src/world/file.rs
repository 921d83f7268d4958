//! Files that walkers saved of all that their phones held, and officers take in: another way for records than the line.

use std::collections::BTreeMap;
use std::rc::Rc;

use axum::http::Method;
use serde_json::Value;
use shared::sync::bundle;
use shared::wire::BundleTaken;

use super::World;
use super::check;
use super::deed::{Said, Which};
use super::life::Sent;
use super::phone::{Confirmed, Phone};

/// What a walker handed over.
#[derive(Debug, Clone)]
pub(super) struct File {
    of: Rc<Phone>,
    text: String,
    holds: Confirmed,
    /// Of its photos, those that are none.
    refused: usize,
}

impl World<'_> {
    pub(super) async fn save_file(&self, phone: &Rc<Phone>, meanwhile: Option<&(u32, Said)>) {
        let moments = Rc::clone(&phone.disk.moments);
        if let Some((moment, _)) = meanwhile {
            moments.stop_at(*moment);
        }
        let goes_on = || {
            meanwhile.map(|(_, said)| self.say(phone, said, 0));
            true
        };
        let saved =
            moments.run(bundle(&phone.disk, phone.walk, phone.series, &phone.token, &[]), goes_on).await;
        let text = saved.expect("it is brought to its end").expect("reading needs no room");
        let file: Value = serde_json::from_str(&text).expect("a file is JSON");
        let photos = phone.photos.borrow();
        let photos: BTreeMap<_, _> = photos.iter().map(|picture| (picture.blob, *picture)).collect();
        assert_eq!(file["photos"].as_array().map(Vec::len), Some(photos.len()), "every photo is in the file");
        let (good, bad): (BTreeMap<_, _>, BTreeMap<_, _>) =
            photos.into_iter().partition(|(_, picture)| picture.is_good);
        let number = file["number"].as_u64().expect("a file tells how many records it holds");
        let holds = Confirmed { number, photos: good };
        self.files.borrow_mut().push(File { of: Rc::clone(phone), text, holds, refused: bad.len() });
    }

    pub(super) async fn bring_file(&self, officer: Which, which: Which) {
        let files = self.files.borrow().clone();
        let Some(file) = files.get(which as usize % files.len().max(1)) else { return };
        let phone = &file.of;
        let sent = Sent::new(Method::POST, "/bundles", &self.officer(officer).entrance.token);
        let answer = self.net.arrive(&sent.with_body(file.text.clone())).await;
        if answer.status == 422 && !self.has_walk_of(phone).await {
            return;
        }
        assert_eq!(answer.status, 200, "a file was answered with {}", answer.text());
        let taken: BundleTaken = answer.json();
        let told = (taken.records, taken.refused_photos, taken.photos);
        let held = (file.holds.number, file.refused as u64, (file.holds.photos.len() + file.refused) as u64);
        assert_eq!(told, held, "what was taken in is what the file holds");
        let mut brought = phone.brought.take();
        brought.number = brought.number.max(file.holds.number);
        brought.photos.extend(file.holds.photos.clone());
        phone.brought.replace(brought);
        check::confirmed(self, phone).await;
    }
}
