//! The whole from outside: a real server, real browsers, phones made of the same `shared` code, and lines that break.
//!
//! Promises: every test has its own server, data and profile, and leaves nothing running; what is waited for has a
//! deadline and a name; a broken promise panics with what was seen.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "the harness of tests: whatever goes wrong here is a failed test"
)]

pub mod place;

pub mod wait;

pub mod memory;

pub mod photo;

pub mod says;

pub mod readers;

pub mod line;

pub mod server;

pub mod authority;

pub mod gate;

pub mod phone;

pub mod desk;

pub mod browser;

pub mod journey;

pub mod stroll;

pub mod officer;

pub mod world;

pub mod torture;
