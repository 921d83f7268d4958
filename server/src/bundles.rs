//! The file that a phone saves of a walk, taken in as if the phone had sent it.
//!
//! Promises: nothing is taken in of a file that is not whole; every record is kept byte for byte; taking it in again, or
//! after the phone has sent some of it itself, changes nothing that is here. A phone that goes on sending is not kept out.
//! Nothing is added to a phone's series but what the file proves to be the phone's; who took a file in is noted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::value::RawValue;

use shared::id::{BlobHash, Digest, SeriesId, WalkId};
use shared::log::Log as _;
use shared::record::{Head, blob_hash};
use shared::sync::{Proof, Sealed};
use shared::wire::{BundleTaken, FileProof, MAX_BATCH_RECORDS};

use crate::photos::{Received, UploadError};
use crate::problem::Refusal;
use crate::state::Server;
use crate::store::{At, Brought, Importer, StoreError};

/// What the app writes today.
const FORMAT: (&str, u32) = ("lykta-bundle", 1);

/// The file, as the app writes it.
#[derive(Deserialize)]
struct Bundle {
    format: String,
    version: u32,
    walk: WalkId,
    series: SeriesId,
    number: u64,
    digest: Digest,
    /// Absent in files of apps from before it.
    proof: Option<Proof>,
    records: Vec<Box<RawValue>>,
    photos: Vec<Picture>,
}

#[derive(Deserialize)]
struct Picture {
    sha256: BlobHash,
    jpeg_base64: String,
}

/// Takes the file in; answers what of it was new.
pub async fn take(server: &Server, by: &Importer, file: &[u8]) -> Result<BundleTaken, Refusal> {
    let bundle = read(file)?;
    let walk = server.store.walk(bundle.walk).await?;
    let title = walk.ok_or_else(|| refused("The walk that this file is of is not planned here."))?.walk.title;
    let proof = welcome(server, &bundle).await?;
    let mut taken = BundleTaken {
        walk: bundle.walk,
        title,
        records: bundle.number,
        new_records: 0,
        stuck: 0,
        photos: bundle.photos.len() as u64,
        new_photos: 0,
        refused_photos: 0,
        proof: Some(proof),
        imports: Vec::new(),
    };
    let series = bundle.series;
    append(server, &bundle, &mut taken).await?;
    for picture in bundle.photos {
        keep(server, series, picture, &mut taken).await?;
    }
    server.store.note_import(series, by, proof, &taken).await?;
    taken.imports = server.store.imports(series).await?;
    Ok(taken)
}

/// What the file proves, if it may come in. A file without proof may hold what is here already, and nothing else of a
/// phone that is known here.
async fn welcome(server: &Server, bundle: &Bundle) -> Result<FileProof, Refusal> {
    let head = Head { number: bundle.number, digest: bundle.digest };
    let content = Sealed { walk: bundle.walk, series: bundle.series, head };
    match server.store.bring(&content, bundle.proof.as_ref()).await? {
        Brought::Welcome(proof) => Ok(proof),
        Brought::Elsewhere => {
            Err(refused("What is here under this file's series belongs to something else."))
        }
        Brought::NothingNew if bundle.number <= server.store.log().head(bundle.series).await?.number => {
            Ok(FileProof::None)
        }
        Brought::NothingNew => Err(refused(
            "This file says more than has come from this phone itself, and nothing in it shows that it is the phone's. \
             Open Lykta on that phone where there is net, or save the file again there when the app is up to date.",
        )),
    }
}

/// The file, if it is whole.
fn read(file: &[u8]) -> Result<Bundle, Refusal> {
    let bundle: Bundle = serde_json::from_slice(file).map_err(|error| {
        refused(&format!("This is no file that the app saved, or not all of it ({error})."))
    })?;
    if bundle.format != FORMAT.0 {
        return Err(refused("This is no file that the app saved."));
    }
    if bundle.version != FORMAT.1 {
        return Err(refused(
            "This file was saved by a newer app than this server knows: update the server first.",
        ));
    }
    let texts = bundle.records.iter().map(|record| record.get());
    let head = texts.fold(Head::empty(bundle.series), Head::then);
    if head != (Head { number: bundle.number, digest: bundle.digest }) {
        return Err(refused("This file is damaged: its records are not those that the phone counted."));
    }
    Ok(bundle)
}

fn refused(why: &str) -> Refusal {
    Refusal::BadInput(why.to_owned())
}

async fn append(server: &Server, bundle: &Bundle, taken: &mut BundleTaken) -> Result<(), Refusal> {
    let before = server.store.log().head(bundle.series).await?.number;
    for (batch, records) in (0_u64..).zip(bundle.records.chunks(MAX_BATCH_RECORDS)) {
        let first = batch * MAX_BATCH_RECORDS as u64 + 1;
        let texts = records.iter().map(|record| record.get().to_owned()).collect();
        let written = server.store.log().write(bundle.series, At::Number(first), texts).await?;
        taken.stuck += written.stuck.len() as u64;
    }
    taken.new_records = bundle.number.saturating_sub(before);
    Ok(())
}

/// A photo that cannot be kept is counted and hinders nothing else.
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
    if !is_named {
        taken.refused_photos += 1;
        return Ok(());
    }
    match server.photos.receive_whole(series, blob, bytes).await {
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
