//! `lykta backup` and `lykta restore`.

use std::path::PathBuf;

use clap::Args;

use shared::id::BlobHash;

use super::output::say;
use super::serve::alone;
use super::{Outcome, Place, output};
use crate::backup;

/// Where the backup goes.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The file that is made. It must not be there yet.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Where the backup is.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// A file that `lykta backup` made.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Makes a backup, and tells what is in it.
pub(super) async fn make(place: &Place, args: BackupArgs) -> Outcome {
    let saved = backup::make(&place.inhabited().await?, &args.file, output::complain).await;
    let saved = saved.map_err(|why| format!("{why}. There is no backup"))?;
    for (table, count) in saved.contents.counts() {
        say!("{table:<16}{count:>10}")?;
    }
    let (file, bytes, photos) = (args.file.display(), saved.bytes, saved.photos);
    say!("{file} holds all of it, and {photos} photos, in {bytes} bytes.")?;
    if saved.lost.is_empty() { Ok(()) } else { Err(lacking(&saved.lost).into()) }
}

/// Restores, and tells what is there now.
pub(super) async fn restore(place: &Place, args: RestoreArgs) -> Outcome {
    let location = place.location()?;
    let _alone = alone(&place.data)?;
    let restored = backup::restore(&args.file, &location, output::complain).await;
    let restored = restored.map_err(|why| format!("{why}. Nothing was restored"))?;
    for (table, count) in restored.contents.counts() {
        say!("{table:<16}{count:>10}")?;
    }
    say!(
        "All of it, and {} photos, is in {} and {} now, as it was on {}, and verified.",
        restored.photos,
        location.database,
        location.data.display(),
        restored.made_on
    )?;
    if !restored.lost.is_empty() {
        say!("{}. Phones that still have them are asked for them again.", lacking(&restored.lost))?;
    }
    Ok(())
}

fn lacking(lost: &[BlobHash]) -> String {
    let names: Vec<String> = lost.iter().map(ToString::to_string).collect();
    format!("the backup lacks photos that are lost or damaged in the data directory: {}", names.join(", "))
}
