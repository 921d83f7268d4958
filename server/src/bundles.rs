//! The file that a phone saves of a walk, taken in as if the phone had sent it.
//!
//! Promises: nothing is taken in of a file that is not whole; every record is kept byte for byte; taking it in again, or
//! after the phone has sent some of it itself, changes nothing that is here. A phone that goes on sending is not kept out.
//! Nothing is added to a phone's series but what the file proves to be the phone's; who took a file in is noted.
//! One file at a time is read, away from the requests of others; of it one batch or one photo is in memory, and others
//! write in between.

mod pass;
mod reader;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::sync::Mutex;

use shared::id::SeriesId;
use shared::log::Log as _;
use shared::record::{Head, blob_hash};
use shared::sync::Sealed;
use shared::wire::{BundleTaken, FileProof};

use crate::body::{Packed, Spooled};
use crate::jobs::Jobs;
use crate::photos::{Received, UploadError};
use crate::problem::Refusal;
use crate::state::Server;
use crate::store::{At, Brought, Importer, StoreError};
use pass::Pass;
use reader::{Outline, Picture};

/// Files that are taken in: one after the other.
#[derive(Debug)]
pub struct Intake {
    turn: Mutex<()>,
    passes: Jobs,
}

impl Default for Intake {
    fn default() -> Self {
        Self { turn: Mutex::default(), passes: Jobs::at_most(1) }
    }
}

/// Takes the file in, of which at most `limit` bytes are read, unpacked; answers what of it was new.
pub async fn take(server: &Server, by: &Importer, file: Packed, limit: u64) -> Result<BundleTaken, Refusal> {
    let _turn = server.intake.turn.lock().await;
    let mut pass = Pass::new(file, limit, &server.intake.passes);
    let outline = pass.outline().await?;
    let walk = server.store.walk(outline.walk).await?;
    let title = walk.ok_or_else(|| refused("The walk that this file is of is not planned here."))?.walk.title;
    let proof = welcome(server, &outline).await?;
    let mut taken = BundleTaken {
        walk: outline.walk,
        title,
        records: outline.number,
        new_records: 0,
        stuck: 0,
        photos: outline.photos,
        new_photos: 0,
        refused_photos: 0,
        proof: Some(proof),
        imports: Vec::new(),
    };
    append(server, &mut pass, &outline, &mut taken).await?;
    let mut photos = pass.photos();
    while let Some(picture) = photos.next().await? {
        keep(server, outline.series, picture, &mut taken).await?;
    }
    server.store.note_import(outline.series, by, proof, &taken).await?;
    taken.imports = server.store.imports(outline.series).await?;
    Ok(taken)
}

/// What the file proves, if it may come in. A file without proof may hold what is here already, and nothing else of a
/// phone that is known here.
async fn welcome(server: &Server, file: &Outline) -> Result<FileProof, Refusal> {
    let head = Head { number: file.number, digest: file.digest };
    let content = Sealed { walk: file.walk, series: file.series, head };
    match server.store.bring(&content, file.proof.as_ref()).await? {
        Brought::Welcome(proof) => Ok(proof),
        Brought::Elsewhere => {
            Err(refused("What is here under this file's series belongs to something else."))
        }
        Brought::NothingNew if file.number <= server.store.log().head(file.series).await?.number => {
            Ok(FileProof::None)
        }
        Brought::NothingNew => Err(refused(
            "This file says more than has come from this phone itself, and nothing in it shows that it is the phone's. \
             Open Lykta on that phone where there is net, or save the file again there when the app is up to date.",
        )),
    }
}

fn refused(why: &str) -> Refusal {
    Refusal::BadInput(why.to_owned())
}

async fn append(
    server: &Server,
    pass: &mut Pass,
    outline: &Outline,
    taken: &mut BundleTaken,
) -> Result<(), Refusal> {
    let before = server.store.log().head(outline.series).await?.number;
    let (mut batches, mut first) = (pass.batches(), 1);
    while let Some(texts) = batches.next().await? {
        let count = texts.len() as u64;
        let written = server.store.log().write(outline.series, At::Number(first), texts).await?;
        taken.stuck += written.stuck.len() as u64;
        first += count;
    }
    taken.new_records = outline.number.saturating_sub(before);
    Ok(())
}

/// A photo that cannot be kept is counted and blocks nothing else.
async fn keep(
    server: &Server,
    series: SeriesId,
    picture: Picture,
    taken: &mut BundleTaken,
) -> Result<(), Refusal> {
    let blob = picture.sha256;
    if server.store.photo_bytes(blob).await?.is_some() {
        return Ok(());
    }
    let bytes = STANDARD.decode(picture.jpeg_base64).unwrap_or_default();
    let is_named = blob_hash(&bytes) == blob && server.store.names_photo(series, blob).await?;
    if !is_named || !server.store.has_room_for_photo(series, bytes.len() as u64).await? {
        taken.refused_photos += 1;
        return Ok(());
    }
    match server.photos.receive_whole(series, blob, Spooled::bytes(bytes)).await {
        Ok(Received::Complete(photo)) => {
            server.store.keep_photo(blob, photo).await?;
            taken.new_photos += 1;
        }
        Ok(Received::Partial(_)) | Err(UploadError::Refused(_) | UploadError::WrongOffset { .. }) => {
            taken.refused_photos += 1;
        }
        Err(UploadError::Disk(error)) => return Err(StoreError::Files(error).into()),
    }
    Ok(())
}
