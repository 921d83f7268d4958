//! An authority that gives certificates by ACME to whoever shows that a name is theirs: Pebble, Let's Encrypt's own for
//! tests.
//!
//! Promises: listens on loopback only; every name leads to this machine; it refuses a few requests by chance, as Pebble
//! does, so that a client must try again; it ends with the value.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::Certificate;
use serde_json::json;
use tempfile::TempDir;

use crate::server::free_port;
use crate::wait;

/// The authority at work.
#[derive(Debug)]
pub struct Authority {
    programs: Vec<Child>,
    folder: TempDir,
    port: u16,
    management: u16,
}

impl Authority {
    /// One that gives certificates for so many seconds to servers on this port.
    pub async fn start(server: u16, seconds: u32) -> Self {
        let (port, management, names) = (free_port(), free_port(), free_port());
        let folder = TempDir::with_prefix("lykta-authority-").expect("a directory");
        let authority = Self { programs: vec![], folder, port, management };
        authority.write_settings(server, seconds);
        let mut resolver = Command::new("pebble-challtestsrv");
        let at = |port: u16| format!("127.0.0.1:{port}");
        resolver.args(["-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-http01", "", "-https01", ""]);
        resolver.args(["-tlsalpn01", "", "-dns01", &at(names), "-management", &at(free_port())]);
        let mut pebble = Command::new("pebble");
        pebble.args(["-dnsserver", &at(names), "-config"]).arg(authority.file("settings.json"));
        pebble.env("PEBBLE_VA_NOSLEEP", "1");
        authority.with(resolver).with(pebble).ready().await
    }

    fn with(mut self, mut program: Command) -> Self {
        let log = std::fs::File::options().create(true).append(true).open(self.file("log")).expect("a log");
        program.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log);
        self.programs.push(program.spawn().expect("Debian's package pebble"));
        self
    }

    async fn ready(self) -> Self {
        let asks = async || self.root().await;
        wait::until("the authority answers", asks).await;
        self
    }

    fn write_settings(&self, server: u16, seconds: u32) {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).expect("a certificate");
        let at = |port: u16| format!("127.0.0.1:{port}");
        let settings = json!({ "pebble": {
            "listenAddress": at(self.port), "managementListenAddress": at(self.management),
            "certificate": self.file("own.pem"), "privateKey": self.file("own-key.pem"),
            "httpPort": 1, "tlsPort": server, "ocspResponderURL": "", "externalAccountBindingRequired": false,
            "certificateValidityPeriod": seconds,
        } });
        let texts = [
            ("own.pem", cert.pem()),
            ("own-key.pem", signing_key.serialize_pem()),
            ("settings.json", settings.to_string()),
        ];
        for (name, text) in texts {
            std::fs::write(self.file(name), text).expect("room for files");
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a client must trust to ask the authority itself.
    pub fn own_certificate(&self) -> PathBuf {
        self.file("own.pem")
    }

    /// Where it is asked.
    pub fn directory(&self) -> String {
        format!("https://localhost:{}/dir", self.port)
    }

    /// What a phone must trust to believe the certificates that it gives.
    pub async fn root(&self) -> Option<Certificate> {
        let own = std::fs::read(self.own_certificate()).expect("a certificate");
        let own = Certificate::from_pem(&own).expect("a certificate");
        let client = server::http::builder().tls_certs_only([own]).build().expect("a client");
        let asked = client.get(format!("https://localhost:{}/roots/0", self.management)).send().await.ok()?;
        Certificate::from_pem(&asked.bytes().await.ok()?).ok()
    }

    /// What it wrote so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.file("log")).unwrap_or_default()
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        for program in &mut self.programs {
            program.kill().expect("a process of ours");
            program.wait().expect("a process of ours");
        }
        if std::thread::panicking() {
            eprintln!("—— the authority wrote:\n{}", self.log());
        }
    }
}
