//! A PostgreSQL that takes encrypted lines only, with a certificate of an authority of the tests' own.

use std::net::TcpListener;
use std::path::PathBuf;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::TempDir;

use super::super::Store;
use super::cluster::{self, Cluster};
use crate::config::Location;

/// Certificates that nobody else trusts.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), certificate }
    }

    /// Certificate and key for one name.
    fn for_name(&self, name: &str) -> [String; 2] {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        [params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem()]
    }
}

/// A database at 127.0.0.1, for which alone its certificate stands, and what is needed to reach it.
struct Encrypted {
    port: u16,
    folder: TempDir,
    _cluster: Cluster,
}

impl Encrypted {
    fn start() -> Self {
        let (trusted, another) = (Authority::new(), Authority::new());
        let [certificate, key] = trusted.for_name("127.0.0.1");
        let rules = "local all all trust\nhostssl all all 127.0.0.1/32 trust\n";
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let settings = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c ssl=on -c ssl_cert_file=../server.crt \
             -c ssl_key_file=../server.key -c hba_file=hba.conf"
        );
        let files = [("server.crt", certificate.as_str()), ("server.key", &key), ("hba.conf", rules)];
        let cluster = cluster::start(&files, &settings);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("trusted.pem"), trusted.certificate).unwrap();
        std::fs::write(folder.path().join("another.pem"), another.certificate).unwrap();
        Self { port, folder, _cluster: cluster }
    }

    fn authority(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Whether the server sees an encrypted line when we come by this; or the sentence that says why we do not.
    async fn reached(&self, host: &str, mode: &str) -> Result<bool, String> {
        let url = format!("postgres://lykta@{host}:{}/postgres?{mode}", self.port);
        let location = Location::new(&self.folder.path().join("data"), Some(&url)).unwrap();
        let store = Store::open(&location).await.map_err(|error| error.to_string())?;
        let asked = "SELECT CAST(ssl AS TEXT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        let seen: String = sqlx::query_scalar(asked).fetch_one(&store.readers).await.unwrap();
        store.close().await.unwrap();
        Ok(seen == "true")
    }
}

#[tokio::test]
async fn a_line_to_postgres_is_encrypted_and_its_certificate_is_checked() {
    let database = Encrypted::start();
    let by = |mode: &str, authority: &str| {
        format!("sslmode={mode}&sslrootcert={}", database.authority(authority).display())
    };
    assert_eq!(database.reached("127.0.0.1", &by("verify-full", "trusted.pem")).await, Ok(true));
    assert_eq!(database.reached("localhost", &by("verify-ca", "trusted.pem")).await, Ok(true));
    assert_eq!(database.reached("127.0.0.1", "").await, Ok(true), "whatever can be encrypted is");

    let refused = async |host: &str, mode: &str| database.reached(host, mode).await.unwrap_err();
    let wrong = refused("127.0.0.1", &by("verify-full", "another.pem")).await;
    assert!(wrong.contains("cannot be reached: invalid peer certificate"), "{wrong}");
    assert!(wrong.contains("name its authority's certificate by sslrootcert=FILE"), "{wrong}");
    let unknown = refused("127.0.0.1", "sslmode=verify-full").await;
    assert!(unknown.contains("invalid peer certificate"), "{unknown}");
    let misnamed = refused("localhost", &by("verify-full", "trusted.pem")).await;
    assert!(misnamed.contains("invalid peer certificate"), "{misnamed}");
    let absent = refused("127.0.0.1", &by("verify-full", "absent.pem")).await;
    assert!(absent.contains("is its socket there, and every certificate that the URL names?"), "{absent}");
    let open = refused("127.0.0.1", "sslmode=disable").await;
    assert!(
        open.contains("no encryption; if it takes encrypted lines only, say sslmode=verify-full"),
        "{open}"
    );
}
