//! `lykta import bundle`: what phones saved as files.

use std::path::PathBuf;

use clap::Subcommand;

use super::output::say;
use super::{Outcome, Place};
use crate::body::Packed;
use crate::bundles;
use crate::store::Importer;

/// What can be taken in.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Takes in files that phones saved (“Spara som fil”), as if the phones had sent what is in them.
    ///
    /// Taking a file in again changes nothing. Works while the server runs.
    Bundle {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// Takes them in, one after the other; the first that cannot be taken in ends it.
pub(super) async fn run(place: &Place, ImportCommand::Bundle { files }: ImportCommand) -> Outcome {
    let server = place.server().await?;
    let officer = server.store.operator().await?;
    let by = Importer { officer, name: "lykta import bundle".to_owned() };
    for file in files {
        let shown = file.display();
        let opened = std::fs::File::open(&file).and_then(Packed::file);
        let opened = opened.map_err(|error| format!("{shown} cannot be read: {error}"))?;
        let taken =
            bundles::take(&server, &by, opened, u64::MAX).await.map_err(|why| format!("{shown}: {why}"))?;
        // Files that follow are taken in also when nobody reads this.
        let _ = say!(
            "{shown}: {} of {} records and {} of {} photos were new, on “{}”.",
            taken.new_records,
            taken.records,
            taken.new_photos,
            taken.photos,
            taken.title
        );
        if taken.refused_photos > 0 {
            let _ = say!("{shown}: {} photos could not be kept.", taken.refused_photos);
        }
    }
    Ok(())
}
