//! `lykta serve`.
//!
//! Promises: requests under way are answered before the server ends; the very first start tells the administrator how
//! to come in.

use std::fs::{File, TryLockError};
use std::future::{Future, IntoFuture as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;

use clap::Args;
use clap::builder::BoolishValueParser;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use shared::wire::Role;

use super::{Outcome, Place};
use crate::assets::Assets;
use crate::config::Database;
use crate::state::{App, Server, sign_in_link};
use crate::{demo, routes, watch};

/// How long requests under way may take once the server is told to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// How to serve.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address to listen on. Put a server that speaks HTTPS before it: phones give their position to no other.
    #[arg(long, env = "LYKTA_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Serves the faces from this directory in place of those built in.
    #[arg(long, env = "LYKTA_ASSETS", value_name = "DIR", hide = true)]
    pub assets: Option<PathBuf>,
    /// Seeds an invented municipality with walks, findings and answers, marked as such; once.
    #[arg(long, env = "LYKTA_DEMO", value_parser = BoolishValueParser::new())]
    pub demo: bool,
}

/// Serves until it is told to end.
pub async fn run(place: &Place, args: ServeArgs) -> Outcome {
    watch::start();
    let end = end()?;
    let demo = args.demo;
    let _alone = match place.location()?.database {
        Database::Sqlite(_) => Some(alone(&place.data)?),
        Database::Postgres(_) => None,
    };
    let (app, listener) = start(place, args).await?;
    first_steps(&app).await?;
    let here = format!("http://{}", reachable(listener.local_addr()?));
    let serving = serve(app.clone(), listener, end);
    if !demo {
        return serving.await;
    }
    let mut serving = pin!(serving);
    tokio::select! {
        ended = &mut serving => return ended,
        () = show(&app, &here) => {}
    }
    serving.await
}

/// Holds an installation that lies in files for as long as it lives: two servers on it would each believe their own
/// picture of it. A server that was killed holds nothing. PostgreSQL keeps several servers apart by itself.
pub(super) fn alone(data: &Path) -> Result<File, Box<dyn std::error::Error + Send + Sync>> {
    std::fs::create_dir_all(data)?;
    let lock = File::create(data.join("serving.lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            Err(format!("another `lykta serve` works on {} already; end that one first", data.display())
                .into())
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Seeds the demonstration into the server that is answering by now, and says how to join.
async fn show(app: &App, here: &str) {
    println!("Seeding the demonstration; this takes a little while the first time …");
    match demo::seed(app, here).await {
        Ok(demo) => println!("{demo}"),
        Err(error) => eprintln!("lykta: there is no demonstration: {error}"),
    }
}

/// Opens the installation and the address; nobody is answered yet.
pub async fn start(
    place: &Place,
    args: ServeArgs,
) -> Result<(App, TcpListener), Box<dyn std::error::Error + Send + Sync>> {
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", args.listen))?;
    let here = format!("http://{}", reachable(listener.local_addr()?));
    let public_url = place.public_url.clone().unwrap_or_else(|| here.clone());
    let assets = args.assets.map_or(Assets::Embedded, Assets::Folder);
    let app = Server::open(&place.location()?, &public_url, assets).await?;
    app.store.keep_public_url(&app.public_url).await?;
    println!("Lykta listens on {here}");
    Ok((app, listener))
}

/// An address that this machine's own browser can open: "every address" is none.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    address
}

/// Answers until the end is told, and then for a little while those who have already asked.
pub async fn serve(
    app: App,
    listener: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) -> Outcome {
    let (told, ending) = tokio::sync::oneshot::channel();
    let end = async move {
        end.await;
        let _ = told.send(());
    };
    let serving = axum::serve(listener, routes::router(app.clone())).with_graceful_shutdown(end);
    tokio::select! {
        ended = serving.into_future() => ended?,
        () = too_long_after(ending) => tracing::warn!("some requests were cut off"),
    }
    app.store.clone().close().await?;
    Ok(())
}

/// A phone on a dead line must not keep the server from ending.
async fn too_long_after(ending: tokio::sync::oneshot::Receiver<()>) {
    let _ = ending.await;
    tokio::time::sleep(PATIENCE).await;
}

async fn first_steps(app: &App) -> Outcome {
    if app.store.has_accounts().await? {
        return Ok(());
    }
    let entrance = app.store.create_sign_in("Administrator", Role::Administrator, true).await?;
    println!(
        "Nobody has signed in yet. This link signs the administrator in, once, within 24 hours:\n{}",
        sign_in_link(&app.public_url, &entrance.token)
    );
    Ok(())
}

/// Ends when somebody presses Ctrl-C or the system says so.
fn end() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut interrupt, mut terminate): (Signal, Signal) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("ending; requests under way are answered first");
    })
}
