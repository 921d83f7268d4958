//! The server's operator puts an old copy of the files in the place of the present ones.

use super::World;
use super::check::photos_there;

impl World<'_> {
    /// What came after the copy is gone from the server. Who still has it brings it back; what only the server had, and
    /// what evicted phones had brought since, is lost by the operator, and counts no longer.
    pub(super) async fn restore(&self) {
        let Some(image) = &self.backup else { return };
        self.net.next_life(image).await;
        let life = self.net.life();
        for officer in &self.officers {
            officer.fall_back(&life).await;
        }
        for phone in self.phones() {
            phone.is_behind.set(true);
            let there = super::texts_there(self, phone.series).await.len() as u64;
            for confirmed in phone.promised() {
                let mut falls_back = confirmed.take();
                falls_back.number = falls_back.number.min(there);
                let here = photos_there(self, falls_back.photos.keys().copied()).await;
                falls_back.photos.retain(|blob, _| here.contains(blob));
                confirmed.replace(falls_back);
            }
        }
    }
}
