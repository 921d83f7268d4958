//! `lykta serve`.
//!
//! Promises: requests under way are answered before the server ends; the very first start tells the administrator how
//! to come in.

use std::fs::{File, TryLockError};
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;

use clap::Args;
use clap::builder::BoolishValueParser;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use shared::wire::Role;

use super::output::say;
use super::{Outcome, Place, output};
use crate::assets::Assets;
use crate::config::{Database, Location};
use crate::listen::{self, Acme, Encryption, Manners, Network, NoCertificate, Proxies};
use crate::state::{App, Server, sign_in_link};
use crate::store::JOIN_DAYS;
use crate::watch::Form;
use crate::{demo, meters, private, routes, sweeper, watch};

/// How to serve.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address to listen on.
    ///
    /// Phones give their position to HTTPS only: give a certificate, or put a server that has one before this one.
    #[arg(long, env = "LYKTA_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Certificate, and those that stand above it, in PEM: HTTPS is spoken in place of HTTP. It may be replaced at any
    /// time.
    #[arg(long, env = "LYKTA_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key, in PEM.
    #[arg(long, env = "LYKTA_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Names of this server, such as lykta.example.se: a certificate for them is asked for by ACME, and renewed by itself.
    ///
    /// The authority must reach the server by each of the names on port 443. Account and certificate are kept in the data
    /// directory.
    #[arg(
        long,
        env = "LYKTA_ACME",
        value_name = "DOMAIN",
        value_delimiter = ',',
        requires = "acme_contact",
        conflicts_with = "tls_cert"
    )]
    pub acme: Vec<String>,
    /// Mail address that the authority may write to. By giving it you agree to the authority's terms.
    #[arg(long, env = "LYKTA_ACME_CONTACT", value_name = "MAIL", requires = "acme")]
    pub acme_contact: Option<String>,
    /// The authority that is asked: the address of its ACME directory.
    #[arg(
        long,
        env = "LYKTA_ACME_DIRECTORY",
        value_name = "URL",
        default_value = "https://acme-v02.api.letsencrypt.org/directory"
    )]
    pub acme_directory: String,
    /// Addresses of the proxies before this server, such as 10.0.0.5 or 10.0.0.0/8, which tell by X-Forwarded-For for
    /// whom they ask. This machine's own need not be named.
    ///
    /// Without it everybody behind a proxy of another machine shares the limit of one address.
    #[arg(long, env = "LYKTA_PROXY", value_name = "ADDR", value_delimiter = ',')]
    pub proxy: Vec<Network>,
    /// Days after a walk's end by which phones may still join it; officers can close and open its code at the desk.
    #[arg(long, env = "LYKTA_JOIN_DAYS", value_name = "DAYS", default_value_t = JOIN_DAYS, value_parser = clap::value_parser!(u16).range(0..=3650))]
    pub join_days: u16,
    /// Address for Prometheus: GET /metrics is answered there and nowhere else, to anybody who reaches it. Only numbers.
    #[arg(long, env = "LYKTA_METRICS", value_name = "ADDR")]
    pub metrics: Option<SocketAddr>,
    /// How lines of the log look; how many there are, `LYKTA_LOG` in the environment says.
    #[arg(long, env = "LYKTA_LOG_FORM", value_enum, default_value = "text")]
    pub log: Form,
    /// Serves the faces from this directory in place of those built in.
    #[arg(long, env = "LYKTA_ASSETS", value_name = "DIR", hide = true)]
    pub assets: Option<PathBuf>,
    /// Seeds an invented municipality with walks, findings and answers, marked as such; once.
    #[arg(long, env = "LYKTA_DEMO", value_parser = BoolishValueParser::new())]
    pub demo: bool,
}

impl ServeArgs {
    fn manners(&self, location: &Location) -> Result<Manners, NoCertificate> {
        let files = self.tls_cert.as_ref().zip(self.tls_key.as_ref());
        let encryption = match (files, self.acme(location)) {
            (Some((certificate, key)), _) => Some(Encryption::load(certificate, key)?),
            (None, Some(acme)) => Some(acme.start()?),
            (None, None) => None,
        };
        let encryption = encryption.map(Arc::new);
        Ok(Manners { proxies: Proxies::new(&self.proxy), encryption, ..Manners::default() })
    }

    /// Whom to ask for a certificate, if it is to be asked for.
    fn acme(&self, location: &Location) -> Option<Acme> {
        let contact = self.acme_contact.clone().filter(|_| !self.acme.is_empty())?;
        let (domains, directory) = (self.acme.clone(), self.acme_directory.clone());
        Some(Acme { domains, contact, directory, folder: location.acme() })
    }

    fn scheme(&self) -> &'static str {
        if self.tls_cert.is_some() || !self.acme.is_empty() { "https" } else { "http" }
    }

    /// Where phones find the server, unless the operator says otherwise.
    fn likely_url(&self, here: &str) -> String {
        self.acme.first().map_or_else(|| here.to_owned(), |domain| format!("https://{domain}"))
    }
}

/// Serves until it is told to end.
pub async fn run(place: &Place, args: ServeArgs) -> Outcome {
    watch::start(args.log);
    let end = end()?;
    let (demo, scheme) = (args.demo, args.scheme());
    let location = place.location()?;
    let _alone = match location.database {
        Database::Sqlite(_) => Some(alone(&place.data)?),
        Database::Postgres(_) => None,
    };
    let manners = args.manners(&location)?;
    if let Some(address) = args.metrics {
        let listener = bind(address).await?;
        let _ = say!("Numbers for Prometheus: http://{}/metrics", reachable(listener.local_addr()?));
        let nobody_ends_it = std::future::pending();
        tokio::spawn(listen::serve(listener, meters::router(), Manners::default(), nobody_ends_it));
    }
    let (app, listener) = start(place, args).await?;
    // The first who asks need not wait for all of it.
    let pictures = app.pictures.clone();
    tokio::spawn(async move { pictures.current().await.map(drop) });
    first_steps(&app).await?;
    let here = format!("{scheme}://{}", reachable(listener.local_addr()?));
    let sweeping = app.clone();
    tokio::spawn(async move { sweeper::run(&sweeping).await });
    let serving = serve(app.clone(), listener, manners, end);
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
    private::directory(data)?;
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
    let _ = say!("Seeding the demonstration; this takes a little while the first time …");
    match demo::seed(app, here).await {
        Ok(demo) => {
            let _ = say!("{demo}");
        }
        Err(error) => output::complain(&format!("lykta: there is no demonstration: {error}")),
    }
}

/// Opens the installation and the address; nobody is answered yet.
pub async fn start(
    place: &Place,
    args: ServeArgs,
) -> Result<(App, TcpListener), Box<dyn std::error::Error + Send + Sync>> {
    let listener = bind(args.listen).await?;
    let here = format!("{}://{}", args.scheme(), reachable(listener.local_addr()?));
    let public_url = place.public_url.clone().unwrap_or_else(|| args.likely_url(&here));
    let assets = args.assets.map_or(Assets::Embedded, Assets::Folder);
    let app = Server::open_with(&place.location()?, &public_url, assets, args.join_days).await?;
    app.store.keep_public_url(&app.public_url).await?;
    app.router.prepare();
    let _ = say!("Lykta listens on {here}");
    Ok((app, listener))
}

async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))
}

/// An address that this machine's own browser can open: "every address" is none.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    address
}

/// Answers until the end is told, and closes the installation.
pub async fn serve(
    app: App,
    listener: TcpListener,
    manners: Manners,
    end: impl Future<Output = ()>,
) -> Outcome {
    let told = async {
        end.await;
        // Those who follow ask for nothing that is waited for.
        app.live.end();
    };
    listen::serve(listener, routes::router(app.clone()), manners, told).await;
    app.store.clone().close().await?;
    Ok(())
}

async fn first_steps(app: &App) -> Outcome {
    if app.store.has_accounts().await? {
        return Ok(());
    }
    let entrance = app.store.create_sign_in("Administrator", Role::Administrator, true).await?;
    let _ = say!(
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
