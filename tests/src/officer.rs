//! An officer at a desk in a real browser.

use crate::browser::{Browser, Kind};
use crate::server::Server;

/// A browser in which the first administrator, who is an officer too, has signed in.
pub async fn officer(kind: Kind, server: &Server) -> Browser {
    officer_in(Browser::start(kind).await, server).await
}

/// The same in a browser that was prepared before.
pub async fn officer_in(browser: Browser, server: &Server) -> Browser {
    browser.size(1_280, 900).await;
    browser.open(&server.first_sign_in_link()).await;
    browser.find("nav-walks").await;
    browser
}
