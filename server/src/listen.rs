//! Connections: accepted, counted, answered, and let go when the other side is silent.
//!
//! Promises: whoever sends nothing, reads nothing or is gone holds a connection for a minute at most; one address never
//! holds them all; requests under way are answered before the server ends.

mod acme;
mod patient;
mod proxies;
mod tls;

pub use acme::Acme;
pub use proxies::{Network, NoNetwork, Proxies};
pub use tls::{Encryption, NoCertificate};

use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::limits::Client;
use crate::meters;
use patient::Patient;

/// Connections in all: more than a municipality has phones at once.
const MOST: usize = 10_240;

/// Those of them that may come from one address: two hundred phones have six each.
const MOST_OF_ADDRESS: usize = 2_048;

/// What a connection keeps of an answer that is read slowly, and of a request's head, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// How to listen.
#[derive(Debug, Clone)]
pub struct Manners {
    /// So long a request's head may be on its way, and a connection without a request stays.
    pub head: Duration,
    /// So long the other side may take nothing of an answer.
    pub stalled: Duration,
    /// So long requests under way may take once the server is told to end.
    pub ending: Duration,
    /// Who says for whom they ask.
    pub proxies: Proxies,
    /// What is spoken: HTTPS, or HTTP.
    pub encryption: Option<Arc<Encryption>>,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            stalled: Duration::from_mins(1),
            ending: Duration::from_secs(10),
            proxies: Proxies::default(),
            encryption: None,
        }
    }
}

/// Connections by address.
#[derive(Debug, Default)]
struct Open(Mutex<BTreeMap<IpAddr, usize>>);

/// One of them; it is not counted any more when this is dropped.
struct Counted {
    open: Arc<Open>,
    address: IpAddr,
}

impl Open {
    /// Counts one more, unless an address has too many.
    fn one_more(self: &Arc<Self>, address: IpAddr, proxies: &Proxies) -> Option<Counted> {
        let mut by_address = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = by_address.entry(address).or_default();
        if *count >= MOST_OF_ADDRESS && !proxies.trust(address) {
            return None;
        }
        *count += 1;
        meters::of_process().connections.inc();
        Some(Counted { open: self.clone(), address })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        meters::of_process().connections.dec();
        let mut by_address = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                by_address.remove(&self.address);
            }
        }
    }
}

/// Answers until the end is told, and then for a little while those who have already asked.
pub async fn serve(listener: TcpListener, router: Router, manners: Manners, end: impl Future<Output = ()>) {
    let (graceful, mut end) = (GracefulShutdown::new(), pin!(end));
    let router = if manners.encryption.is_some() { tls::insisting(router) } else { router };
    let (room, open) = (Arc::new(Semaphore::new(MOST)), Arc::new(Open::default()));
    loop {
        // Where there is no room, the next ones wait at the door.
        let accepted = async { (room.clone().acquire_owned().await, listener.accept().await) };
        let (permit, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut end => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                // Out of files, most likely: some are closed in the meantime.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let peer = peer.ip().to_canonical();
        let Some(counted) = open.one_more(peer, &manners.proxies) else { continue };
        let connection = graceful.watcher();
        let (router, manners) = (router.clone(), manners.clone());
        tokio::spawn(async move {
            let _held = (permit, counted);
            answer(stream, peer, router, manners, connection).await;
        });
    }
    drop(listener);
    if tokio::time::timeout(manners.ending, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
}

async fn answer(stream: TcpStream, peer: IpAddr, router: Router, manners: Manners, watcher: Watcher) {
    if let Err(error) = lively(&stream, manners.stalled) {
        tracing::debug!(%error, "a connection could not be set up");
        return;
    }
    let line = Patient::new(stream, manners.stalled);
    let Some(encryption) = &manners.encryption else {
        return converse(line, peer, router, manners, watcher).await;
    };
    match tokio::time::timeout(manners.head, encryption.acceptor().accept(line)).await {
        Ok(Ok(line)) if acme::is_proof(line.get_ref().1) => {}
        Ok(Ok(line)) => converse(line, peer, router, manners, watcher).await,
        Ok(Err(error)) => tracing::debug!(%error, "a connection could not be encrypted"),
        Err(_) => tracing::debug!("a connection was not encrypted in time"),
    }
}

async fn converse(
    line: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: IpAddr,
    router: Router,
    manners: Manners,
    watcher: Watcher,
) {
    let service = TowerToHyperService::new(router);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        if let Some(client) = manners.proxies.client(peer, request.headers()) {
            request.extensions_mut().insert(Client(client));
        }
        hyper::service::Service::call(&service, request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(manners.head).max_buf_size(BUFFER_BYTES);
    let connection = http.serve_connection(TokioIo::new(line), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended");
    }
}

/// Makes the system notice that the other side is gone without a word, as phones go.
fn lively(stream: &TcpStream, stalled: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let probes =
        TcpKeepalive::new().with_time(Duration::from_secs(30)).with_interval(Duration::from_secs(10));
    socket.set_tcp_keepalive(&probes.with_retries(3))?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(stalled))?;
    Ok(())
}

#[cfg(test)]
mod tests;
