//! Two faces over one library: the walker (residents) and the console (officers).
//!
//! Promises: `device` says in our own words what we ask of a phone; `platform` is the browser behind it and the only
//! place that names `web_sys`. What can be derived is derived; what can be tested natively is kept pure.

pub mod device;
pub mod platform;

pub mod store;
pub mod sync;

pub mod text;
pub mod ui;

pub mod console;
pub mod walker;
