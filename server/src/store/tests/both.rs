//! Every scenario once on each database.
//!
//! Promises: a scenario asks for a place to keep things and does not know which of the two it is. A process tests one of
//! them: SQLite, or PostgreSQL where `LYKTA_TESTS_ON=postgres` stands in the environment; the test below starts the
//! second one.

use std::path::Path;
use std::process::Command;

use super::cluster;
use crate::config::Location;

const TESTS_ON: &str = "LYKTA_TESTS_ON";

/// What asks for a place by [`location`].
const SCENARIOS: [&str; 5] = ["demo::", "import::", "routes::", "simulate::", "store::"];

/// What names its database itself has run already.
const RUN_ONCE: [&str; 5] = ["both::", "encrypted::", "full::", "moving::", "replicas::"];

/// A fresh place for an installation.
pub(crate) async fn location(data: &Path) -> Location {
    let database = if std::env::var_os(TESTS_ON).is_some_and(|database| database == "postgres") {
        Some(cluster::database().await)
    } else {
        None
    };
    Location::new(data, database.as_deref()).unwrap()
}

#[test]
fn all_scenarios_hold_on_postgres_too() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(SCENARIOS).args(RUN_ONCE.iter().flat_map(|name| ["--skip", name]));
    let ended = again.env(TESTS_ON, "postgres").output().unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{said}{}", String::from_utf8_lossy(&ended.stderr));
    let count = said.matches("... ok").count();
    assert!(count >= 60, "only {count} scenarios ran:\n{said}");
}
