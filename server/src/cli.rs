//! The commands of `lykta`: what can be typed, and which part of the server does it.
//!
//! Promises: every command takes `--data DIR`; every option can stand in the environment as `LYKTA_…`; an error is
//! one sentence on standard error and exit status 1.

mod assets;
mod backup;
mod basemap;
mod bundle;
mod entrances;
mod migrate;
pub(crate) mod output;
mod rebuild;
pub mod serve;
mod verify;
mod walk;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::assets::Assets;
use crate::config::{Bucket, Location, base_url, public_url};
use crate::import;
use crate::import::command::AreasCommand;
use crate::private;
use crate::simulate;
use crate::simulate::command::SimulateArgs;
use crate::state::{App, Server};
use crate::store::{Store, StoreError};

/// Lykta: safety walks recorded in the dark without net, and the situation picture that comes of them.
///
/// One program is the whole server: it keeps the records in SQLite under the data directory or in PostgreSQL, serves
/// the app to phones and the desk to officers, and answers QGIS, Excel and scripts at /api/v1.
#[derive(Debug, Parser)]
#[command(name = "lykta", version, propagate_version = true, after_help = FIRST_STEPS)]
pub struct Cli {
    /// What every command needs to know.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  lykta serve --data ./data                  then open the sign-in link that it prints
  lykta areas import stadsdelar.geojson      your own neighbourhoods
  lykta basemap import municipality.osm.pbf  the map that phones take along
  lykta walk create --title \"Porsön\" --starts 2026-11-24T18:30
                                             prints the code, the link and the QR for the poster";

/// Where the data is and how others reach the server.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Directory that holds everything: database, photos, partial uploads. Back up this one, and PostgreSQL if you use
    /// it.
    #[arg(long, global = true, env = "LYKTA_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// Database: sqlite:PATH or <postgres://USER:PASSWORD@HOST/NAME>; without it, SQLite in the data directory.
    ///
    /// Give a password in the environment, where the list of processes does not show it.
    ///
    /// With PostgreSQL (15 or newer) several servers can work on one database. Those servers must
    /// share the data directory, or its parts `blobs` and `uploads`, or keep photos in a bucket (`--blobs`). To another machine, add
    /// `?sslmode=verify-full` and, for an authority that the system does not know, `&sslrootcert=FILE`.
    #[arg(long, global = true, env = "LYKTA_DATABASE", hide_env_values = true, value_name = "URL")]
    pub database: Option<String>,
    /// Where photos are kept: `s3://BUCKET` or `s3://BUCKET/PREFIX`; without it, in files under the data directory.
    ///
    /// Any object storage that speaks S3 will do. How it is reached stands in the environment: `AWS_ENDPOINT_URL`,
    /// `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, and `AWS_ALLOW_HTTP=true` for one that speaks plain HTTP.
    #[arg(long, global = true, env = "LYKTA_BLOBS", value_name = "URL")]
    pub blobs: Option<String>,
    /// Address by which phones reach this server, for links and QR codes, such as <https://lykta.example.se>.
    #[arg(long, global = true, env = "LYKTA_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
}

/// What `lykta` can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the app, the desk and the API.
    ///
    /// The first start prints a link that signs the administrator in. Ends gracefully on Ctrl-C and SIGTERM;
    /// `GET /healthz` tells whether it can work.
    Serve(serve::ServeArgs),
    /// Plans and lists walks.
    #[command(subcommand)]
    Walk(walk::WalkCommand),
    /// Makes links that sign people in to the desk.
    #[command(subcommand)]
    SignIn(entrances::SignInCommand),
    /// Makes tokens for programs.
    #[command(subcommand)]
    Token(entrances::TokenCommand),
    /// Takes in and lists neighbourhoods.
    #[command(subcommand)]
    Areas(AreasCommand),
    /// Takes in the base map, and tells of it.
    #[command(subcommand)]
    Basemap(basemap::BasemapCommand),
    /// Takes in the municipality's own things outdoors, such as lamp posts.
    #[command(subcommand)]
    Assets(assets::AssetsCommand),
    /// Takes in what phones saved as files.
    #[command(subcommand)]
    Import(bundle::ImportCommand),
    /// Walks a track with many phones at once, through the same sync as real ones; for trying out and for load.
    Simulate(SimulateArgs),
    /// Makes the query tables anew from the log of records.
    Rebuild,
    /// Writes everything into one file, while the server works.
    ///
    /// The file holds one moment: all records, photos, accounts and the base map. Whoever has it reads what residents
    /// wrote and where they stood: it is made readable for you alone; keep it so.
    Backup(backup::BackupArgs),
    /// Makes an installation from a backup, where there is none yet.
    ///
    /// All or nothing: before anything is kept, every byte of the file is checked, every digest computed anew, every
    /// photo compared with its hash. The database may be of another kind than the one that the backup was made of.
    Restore(backup::RestoreArgs),
    /// Checks every digest, every photo and every table against the records. Only reads; the server may work.
    Verify,
    /// Moves an installation from SQLite into an empty PostgreSQL database, or back. End the server first.
    ///
    /// All or nothing: before anything is kept, every digest is computed anew, every table counted, and what follows from
    /// the records compared. The source is only read.
    Migrate(migrate::MigrateArgs),
}

/// What a command ends in: nothing to say, or the sentence to print.
pub type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// Runs a command to its end.
pub fn main(cli: Cli) -> ExitCode {
    private::close_by_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run(cli)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Who reads the first lines only, as `head` does, has what was wanted.
        Err(error) if output::is_closed(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&format!("lykta: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(Cli { place, command }: Cli) -> Outcome {
    match command {
        Command::Serve(args) => serve::run(&place, args).await,
        Command::Walk(command) => walk::run(&place, command).await,
        Command::SignIn(command) => entrances::sign_in(&place, command).await,
        Command::Token(command) => entrances::token(&place, command).await,
        Command::Areas(command) => import::command::run(&place, command).await,
        Command::Basemap(command) => basemap::run(&place, command).await,
        Command::Assets(command) => assets::run(&place, command).await,
        Command::Import(command) => bundle::run(&place, command).await,
        Command::Simulate(args) => simulate::command::run(args).await,
        Command::Rebuild => rebuild::run(&place).await,
        Command::Backup(args) => backup::make(&place, args).await,
        Command::Restore(args) => backup::restore(&place, args).await,
        Command::Verify => verify::run(&place).await,
        Command::Migrate(args) => migrate::run(&place, args).await,
    }
}

impl Place {
    /// Where the files are.
    pub fn location(&self) -> Result<Location, Box<dyn Error + Send + Sync>> {
        let bucket = self.blobs.as_deref().map(|url| Bucket::from_url(url, std::env::vars())).transpose()?;
        Ok(Location { bucket, ..Location::new(&self.data, self.database.as_deref())? })
    }

    /// The database of an installation that is there.
    pub async fn store(&self) -> Result<Store, Box<dyn Error + Send + Sync>> {
        Ok(Store::open(&self.inhabited().await?).await?)
    }

    /// Where an installation is: a misspelt directory must not become a new, empty one.
    async fn inhabited(&self) -> Result<Location, Box<dyn Error + Send + Sync>> {
        let location = self.location()?;
        if !Store::is_there(&location).await? {
            let database = location.database;
            let how = "`lykta serve` with the same --data and --database makes one";
            return Err(format!("there is no installation in {database}; {how}").into());
        }
        Ok(location)
    }

    /// The installation, without answering anybody.
    pub async fn server(&self) -> Result<App, Box<dyn Error + Send + Sync>> {
        let public_url = self.public_url(&self.store().await?).await?;
        Ok(Server::open(&self.location()?, &public_url, Assets::Embedded).await?)
    }

    /// The address for links: as given, else as the server had it when it last ran.
    pub async fn public_url(&self, store: &Store) -> Result<String, StoreError> {
        let known = match &self.public_url {
            Some(url) => Some(url.clone()),
            None => store.public_url().await?,
        };
        Ok(base_url(known.as_deref().unwrap_or("http://127.0.0.1:8080")))
    }
}
