//! Two faces over one library: the walker (residents) and the console (officers).
//!
//! Promises: `device` says in our own words what we ask of a phone; `platform` is the browser behind it and the only
//! place that names `web_sys`. What can be derived is derived; what can be tested natively is kept pure.

pub mod device;
pub mod live;
pub mod platform;

pub mod store;
pub mod sync;

pub mod icon;
pub mod map;
pub mod text;
#[cfg(feature = "console")]
pub mod ui;

#[cfg(feature = "console")]
pub mod console;
pub mod walker;
