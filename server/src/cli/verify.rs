//! `lykta verify`.

use super::output::say;
use super::{Outcome, Place, output};
use crate::photos::{Blobs, Found};
use crate::store::{Fault, Snapshot};

/// Faults that are told one by one; what is broken through and through is told by their number.
const TOLD: usize = 100;

/// Checks an installation, and tells every fault.
pub(super) async fn run(place: &Place) -> Outcome {
    let location = place.inhabited().await?;
    let mut snapshot = Snapshot::take(&location.database).await?;
    let contents = snapshot.contents().await?;
    let photos = snapshot.photos().await?;
    let mut faults = snapshot.faults(&mut output::complain).await?;
    snapshot.end().await?;
    eprintln!("comparing {} photos with their hashes", photos.len());
    let blobs = Blobs::of(&location).await?;
    for photo in &photos {
        match blobs.look(photo.hash).await? {
            Found::Whole(_) => {}
            Found::Lost => faults.push(Fault::PhotoLost(photo.hash)),
            Found::Damaged => faults.push(Fault::PhotoDamaged(photo.hash)),
        }
    }
    for fault in faults.iter().take(TOLD) {
        say!("{fault}")?;
    }
    if !faults.is_empty() {
        return Err(format!("{} faults in {}", faults.len(), location.database).into());
    }
    let records = contents.counts().iter().find(|(table, _)| *table == "records").map_or(0, |it| it.1);
    let (series, photos) = (contents.series(), photos.len());
    say!(
        "{records} records in {series} series and {photos} photos are as they were acknowledged, and the tables say what \
         follows from them."
    )?;
    Ok(())
}
