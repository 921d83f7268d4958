//! Certificates that the server asks an authority for by itself (ACME, RFC 8555).
//!
//! Promises: what shows the authority that a name is ours goes over the port that HTTPS is spoken on (TLS-ALPN-01, RFC
//! 8737); account, certificate and key lie in files that nobody but the server's own user can read, and are found again
//! by the next start; a certificate is renewed when a third of its time is left. When nothing comes of it, the
//! certificate in use stays, and it is tried again, each time after twice as long.

use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use rustls_acme::acme::ACME_TLS_ALPN_NAME;
use rustls_acme::{AccountCache, AcmeConfig, AcmeState, CertCache, EventOk};
use sha2::{Digest as _, Sha256};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, Error as TlsError, RootCertStore, ServerConnection};

use super::tls::Encryption;
use crate::private;

/// Whom to ask for what.
#[derive(Debug, Clone)]
pub struct Acme {
    /// The names that the certificate is for.
    pub domains: Vec<String>,
    /// Whom the authority may write to, by mail.
    pub contact: String,
    /// The authority.
    pub directory: String,
    /// Where account and certificate are kept.
    pub folder: PathBuf,
}

impl Acme {
    /// Begins to see to it that there is a certificate, for as long as this process lives.
    pub fn start(self) -> Result<Encryption, TlsError> {
        let config = AcmeConfig::new_with_client_config(&self.domains, trusting_as_the_system()?)
            .contact_push(format!("mailto:{}", self.contact))
            .directory(&self.directory)
            .cache(Folder(self.folder));
        let state = config.state();
        let encryption = Encryption::resolved(state.resolver(), ACME_TLS_ALPN_NAME)?;
        tokio::spawn(look_after(state));
        Ok(encryption)
    }
}

/// Whether a connection was made by the authority to see that the name is ours; nothing is said on it.
pub(super) fn is_proof(line: &ServerConnection) -> bool {
    line.alpn_protocol() == Some(ACME_TLS_ALPN_NAME)
}

/// The authority itself is believed as the system believes it: a municipality may have its own.
fn trusting_as_the_system() -> Result<Arc<ClientConfig>, TlsError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

async fn look_after(mut state: AcmeState<io::Error>) {
    while let Some(event) = state.next().await {
        match event {
            Ok(EventOk::DeployedCachedCert) => tracing::info!("the certificate of the last start is in use"),
            Ok(EventOk::DeployedNewCert) => tracing::info!("a new certificate is in use"),
            Ok(EventOk::CertCacheStore | EventOk::AccountCacheStore) => {}
            Err(error) => {
                tracing::error!(%error, "no certificate came by ACME; the one in use stays, and it is tried again");
            }
        }
    }
}

/// A directory for account and certificate.
struct Folder(PathBuf);

impl Folder {
    /// One file for each that is asked for: other names, or another authority, are another certificate.
    fn place(&self, what: &str, of: &[String], directory: &str) -> PathBuf {
        let named = of.iter().map(String::as_str).chain([directory]).collect::<Vec<_>>().join("\n");
        let digest = hex::encode(&Sha256::digest(named)[..8]);
        self.0.join(format!("{what}-{digest}.pem"))
    }
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// There whole or as it was, and for the server's own user alone: a temporary file is made so.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    private::directory(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[async_trait]
impl CertCache for Folder {
    type EC = io::Error;

    async fn load_cert(&self, domains: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        read(&self.place("certificate", domains, directory))
    }

    async fn store_cert(&self, domains: &[String], directory: &str, certificate: &[u8]) -> io::Result<()> {
        write(&self.place("certificate", domains, directory), certificate)
    }
}

#[async_trait]
impl AccountCache for Folder {
    type EA = io::Error;

    async fn load_account(&self, contact: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        read(&self.place("account", contact, directory))
    }

    async fn store_account(&self, contact: &[String], directory: &str, account: &[u8]) -> io::Result<()> {
        write(&self.place("account", contact, directory), account)
    }
}
