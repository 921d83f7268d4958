//! HTTPS with a certificate from files, or from an authority that is asked for one.
//!
//! Promises: files that are replaced are used from the next connection on; files that cannot be used, or do not fit each
//! other while they are being replaced, leave the certificate in use where it is.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::STRICT_TRANSPORT_SECURITY;
use axum::middleware::map_response;
use axum::response::Response;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ResolvesServerCert, WantsServerCert};
use tokio_rustls::rustls::{ConfigBuilder, Error as TlsError, ServerConfig};

/// For a year, a browser that came once comes by HTTPS only, to this name and to no other of its domain.
const INSIST: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Lets every answer tell browsers to insist on HTTPS (RFC 6797). Only where we speak it ourselves: a proxy has its own say.
pub(super) fn insisting(router: Router) -> Router {
    router.layer(map_response(async |mut response: Response| {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, INSIST);
        response
    }))
}

/// What is spoken on an encrypted connection.
const HTTP: &[u8] = b"http/1.1";

/// A certificate that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NoCertificate {
    /// A file that cannot be read.
    #[error("{} cannot be read: {why}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What hinders.
        why: io::Error,
    },
    /// A file of another kind.
    #[error("{} has no {what} in PEM that can be used: {why}", path.display())]
    Pem {
        /// Which.
        path: PathBuf,
        /// What it should have.
        what: &'static str,
        /// What hinders.
        why: PemError,
    },
    /// Two files that do not belong together.
    #[error("certificate and key cannot be used together: {0}")]
    Unfit(#[from] TlsError),
}

/// When files were last changed, and how long they were.
type Stamp = [Option<(SystemTime, u64)>; 2];

/// The certificate in use.
pub struct Encryption(Source);

/// Where it comes from.
enum Source {
    Files { files: [PathBuf; 2], in_use: Mutex<(Stamp, TlsAcceptor)> },
    Authority(TlsAcceptor),
}

impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = match &self.0 {
            Source::Files { files, .. } => files.as_slice(),
            Source::Authority(_) => &[],
        };
        f.debug_struct("Encryption").field("files", &files).finish_non_exhaustive()
    }
}

impl Encryption {
    /// A certificate with those above it, and its key.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, NoCertificate> {
        let files = [certificate.to_owned(), key.to_owned()];
        let in_use = (stamp(&files), read(&files)?);
        Ok(Self(Source::Files { files, in_use: Mutex::new(in_use) }))
    }

    /// Whatever is found for a connection when it comes.
    pub(super) fn resolved(certificates: Arc<dyn ResolvesServerCert>, more: &[u8]) -> Result<Self, TlsError> {
        let mut config = builder()?.with_cert_resolver(certificates);
        config.alpn_protocols = vec![HTTP.to_vec(), more.to_vec()];
        Ok(Self(Source::Authority(TlsAcceptor::from(Arc::new(config)))))
    }

    /// What the next connection is encrypted with.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let (files, in_use) = match &self.0 {
            Source::Files { files, in_use } => (files, in_use),
            Source::Authority(acceptor) => return acceptor.clone(),
        };
        let mut in_use = in_use.lock().unwrap_or_else(PoisonError::into_inner);
        let now = stamp(files);
        if now != in_use.0 {
            // Remembered also when it fails: what did not change is not read again for every connection.
            in_use.0 = now;
            match read(files) {
                Ok(acceptor) => {
                    tracing::info!("a new certificate is in use");
                    in_use.1 = acceptor;
                }
                Err(error) => tracing::error!(%error, "a new certificate cannot be used; the old one stays"),
            }
        }
        in_use.1.clone()
    }
}

fn stamp(files: &[PathBuf; 2]) -> Stamp {
    files.each_ref().map(|file| {
        let metadata = std::fs::metadata(file).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    })
}

fn read([certificate, key]: &[PathBuf; 2]) -> Result<TlsAcceptor, NoCertificate> {
    let pem = |path: &Path, what| {
        let path = path.to_owned();
        move |why| NoCertificate::Pem { path, what, why }
    };
    let chain = CertificateDer::pem_slice_iter(&bytes(certificate)?).collect::<Result<Vec<_>, _>>();
    let chain =
        chain.and_then(|chain| if chain.is_empty() { Err(PemError::NoItemsFound) } else { Ok(chain) });
    let chain = chain.map_err(pem(certificate, "certificate"))?;
    let private = PrivateKeyDer::from_pem_slice(&bytes(key)?).map_err(pem(key, "private key"))?;
    let mut config = builder()?.with_single_cert(chain, private)?;
    config.alpn_protocols = vec![HTTP.to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn builder() -> Result<ConfigBuilder<ServerConfig, WantsServerCert>, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_no_client_auth())
}

fn bytes(path: &Path) -> Result<Vec<u8>, NoCertificate> {
    std::fs::read(path).map_err(|why| NoCertificate::Read { path: path.to_owned(), why })
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio_rustls::TlsConnector;
    use tokio_rustls::rustls::{ClientConfig, RootCertStore};

    use super::super::{Manners, serve};
    use super::*;

    fn certificate() -> CertifiedKey<KeyPair> {
        generate_simple_self_signed(["lykta.example.se".to_owned()]).unwrap()
    }

    /// Certificate and key in files.
    fn write(folder: &Path, certificate: &CertifiedKey<KeyPair>) -> [PathBuf; 2] {
        let files = [folder.join("cert.pem"), folder.join("key.pem")];
        std::fs::write(&files[0], certificate.cert.pem()).unwrap();
        std::fs::write(&files[1], certificate.signing_key.serialize_pem()).unwrap();
        files
    }

    async fn serving([certificate, key]: &[PathBuf; 2]) -> std::net::SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let encryption = Some(Arc::new(Encryption::load(certificate, key).unwrap()));
        let manners =
            Manners { encryption, head: std::time::Duration::from_millis(300), ..Manners::default() };
        let router = Router::new().route("/", get(async || "hello"));
        tokio::spawn(serve(listener, router, manners, std::future::pending()));
        address
    }

    /// What somebody gets who believes in this certificate only.
    async fn ask(address: std::net::SocketAddr, trusted: &CertifiedKey<KeyPair>) -> io::Result<String> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.cert.der().clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let line = TcpStream::connect(address).await?;
        let name = "lykta.example.se".try_into().unwrap();
        let mut line = TlsConnector::from(Arc::new(config)).connect(name, line).await?;
        line.write_all(b"GET / HTTP/1.1\r\nHost: lykta.example.se\r\nConnection: close\r\n\r\n").await?;
        let mut said = String::new();
        line.read_to_string(&mut said).await?;
        Ok(said)
    }

    #[tokio::test]
    async fn https_is_spoken_and_a_replaced_certificate_is_used_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (certificate(), certificate());
        let address = serving(&write(folder.path(), &old)).await;
        let said = ask(address, &old).await.unwrap();
        assert!(said.ends_with("hello") && said.contains("strict-transport-security: max-age=31536000\r\n"));
        assert!(ask(address, &new).await.is_err());
        // Half of it is there: the old one stays in use.
        std::fs::write(folder.path().join("cert.pem"), new.cert.pem() + "\n").unwrap();
        assert!(ask(address, &old).await.unwrap().ends_with("hello"));
        std::fs::write(folder.path().join("key.pem"), new.signing_key.serialize_pem() + "\n").unwrap();
        assert!(ask(address, &new).await.unwrap().ends_with("hello"));
        assert!(ask(address, &old).await.is_err());
    }

    #[tokio::test]
    async fn who_does_not_encrypt_gets_nothing_and_holds_up_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let trusted = certificate();
        let address = serving(&write(folder.path(), &trusted)).await;
        let mut silent = TcpStream::connect(address).await.unwrap();
        let mut plain = TcpStream::connect(address).await.unwrap();
        plain.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        assert!(ask(address, &trusted).await.unwrap().ends_with("hello"));
        for line in [&mut silent, &mut plain] {
            let mut said = Vec::new();
            let _ = line.read_to_end(&mut said).await;
            assert!(!String::from_utf8_lossy(&said).contains("hello"));
        }
    }

    #[test]
    fn files_that_cannot_be_used_are_refused_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let [certificate, key] = write(folder.path(), &certificate());
        let other = tempfile::tempdir().unwrap();
        let [_, another_key] = write(other.path(), &self::certificate());
        let none = folder.path().join("none.pem");
        let refused =
            |certificate: &Path, key: &Path| Encryption::load(certificate, key).unwrap_err().to_string();
        assert!(refused(&none, &key).contains("none.pem cannot be read"));
        assert!(refused(&key, &key).contains("has no certificate in PEM"));
        assert!(refused(&certificate, &certificate).contains("has no private key in PEM"));
        assert!(refused(&certificate, &another_key).contains("cannot be used together"));
    }
}
