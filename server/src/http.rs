//! Asking other servers.
//!
//! Promises: whoever asks by this has the one TLS library that is there; a client made otherwise finds none.

use reqwest::{Client, ClientBuilder};
use tokio_rustls::rustls::crypto::ring;

/// A client with settings of its own.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub fn builder() -> ClientBuilder {
    provide();
    Client::builder()
}

/// A client.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub fn client() -> Client {
    provide();
    Client::new()
}

/// Chooses what TLS stands on, for this process. Somebody else may have chosen it; theirs is as good.
pub fn provide() {
    let _ = ring::default_provider().install_default();
}
