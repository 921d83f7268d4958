//! HTTPS with a certificate that the server asks an authority for by itself.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt as _;

use reqwest::Certificate;
use reqwest::tls::TlsInfo;
use tests::authority::Authority;
use tests::server::Server;
use tests::wait;

const NAME: &str = "lykta.example.se";

/// A server that is to ask this authority, before its first start.
async fn server_and_authority(seconds: u32) -> (Server, Authority) {
    let mut server = Server::about_to_start();
    let authority = Authority::start(server.port(), seconds).await;
    server.set(vec![
        ("LYKTA_ACME", NAME.to_owned()),
        ("LYKTA_ACME_CONTACT", "it@example.se".to_owned()),
        ("LYKTA_ACME_DIRECTORY", authority.directory()),
        // Here the authority itself is trusted by a file in place of the system's.
        ("SSL_CERT_FILE", authority.own_certificate().display().to_string()),
    ]);
    (server, authority)
}

/// The certificate of a server that answers, to somebody who was never there before: who comes again goes on with what
/// was agreed then.
async fn certificate(trusted: &Certificate, port: u16) -> Option<Vec<u8>> {
    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let client = server::http::builder().tls_certs_only([trusted.clone()]).tls_info(true);
    let client = client.resolve(NAME, here).build().unwrap();
    let answer = client.get(format!("https://{NAME}:{port}/healthz")).send().await.ok()?;
    assert!(answer.status().is_success());
    Some(answer.extensions().get::<TlsInfo>()?.peer_certificate()?.to_vec())
}

#[tokio::test]
async fn a_certificate_is_asked_for_and_found_again_by_the_next_start() {
    let (mut server, authority) = server_and_authority(24 * 3_600).await;
    server.begin();
    let trusted = authority.root().await.unwrap();
    let answers = async || certificate(&trusted, server.port()).await;
    let first = wait::until("the server has a certificate", answers).await;

    let folder = server.data().join("acme");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let kept = async || {
        let files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        (files.len() == 2).then_some(files)
    };
    for file in wait::until("account and certificate are kept", kept).await {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }

    // The authority is gone: what was kept is enough.
    drop(authority);
    server.stop().await;
    server.begin();
    let again = wait::until("the server answers", async || certificate(&trusted, server.port()).await).await;
    assert_eq!(first, again);
}

#[tokio::test]
async fn a_certificate_is_renewed_while_the_server_works() {
    let (mut server, authority) = server_and_authority(30).await;
    server.begin();
    let trusted = authority.root().await.unwrap();
    let answers = async || certificate(&trusted, server.port()).await;
    let first = wait::until("the server has a certificate", answers).await;
    let another = async || certificate(&trusted, server.port()).await.filter(|it| *it != first);
    wait::until("the certificate is renewed", another).await;
    assert!(server.log().matches("a new certificate is in use").count() >= 2);
}

#[tokio::test]
async fn an_authority_that_cannot_be_reached_is_told_in_the_log_and_the_server_goes_on() {
    let (mut server, authority) = server_and_authority(3_600).await;
    drop(authority);
    server.begin();
    let told = async || server.log().contains("no certificate came by ACME").then_some(());
    wait::until("what hinders is told", told).await;
    server.stop().await;
}

#[test]
fn files_and_an_authority_are_not_used_together_and_a_contact_is_asked_for() {
    let server = Server::about_to_start();
    let refused = |arguments: &[&str]| {
        let ended = server.run(&[&["serve", "--acme", NAME], arguments].concat());
        assert!(!ended.status.success());
        String::from_utf8_lossy(&ended.stderr).into_owned()
    };
    let both = ["--acme-contact", "it@example.se", "--tls-cert", "a.pem", "--tls-key", "b.pem"];
    assert!(refused(&both).contains("cannot be used with"));
    assert!(refused(&[]).contains("--acme-contact"));
}
