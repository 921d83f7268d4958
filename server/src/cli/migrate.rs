//! `lykta migrate`: an installation moves from one kind of database to the other.

use clap::Args;

use super::output::say;
use super::serve::alone;
use super::{Outcome, Place, output};
use crate::config::Database;
use crate::store::move_installation;

/// Where from and where to.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// The database that has the installation, such as sqlite:data/lykta.sqlite.
    #[arg(long, value_name = "URL")]
    from: String,
    /// The empty database that gets it, such as <postgres://USER:PASSWORD@HOST/NAME>.
    #[arg(long, value_name = "URL")]
    to: String,
}

/// Moves an installation, and tells what was moved and what is left to do.
pub(super) async fn run(place: &Place, args: MigrateArgs) -> Outcome {
    let (from, to) = (Database::from_url(&args.from)?, Database::from_url(&args.to)?);
    let _alone = match &from {
        Database::Sqlite(file) if file.exists() => file.parent().map(alone).transpose()?,
        _ => None,
    };
    let moved = move_installation(&from, &to, output::complain).await;
    let counts = moved.map_err(|why| format!("{why}. Nothing was moved; {from} is as it was"))?;
    for (table, count) in counts {
        say!("{table:<16}{count:>10}")?;
    }
    say!(
        "All of it is in {to} now, and verified. {from} is as it was.\n\
         Photos and the base map are files and stay where they are: serve with the same --data ({}) and the new \
         --database.",
        place.data.display()
    )?;
    Ok(())
}
