//! The browser behind the device: the only place that names `web_sys`.

pub mod intl;
pub mod page;

pub(crate) mod js;
pub use js::Failure;

pub mod address;
#[cfg(feature = "console")]
pub mod desk;
pub mod dom;
pub mod event;
pub mod geolocation;
pub mod indexeddb;
pub mod install;
pub mod json;
pub mod net;
#[cfg(feature = "console")]
pub mod news;
pub mod phone;
pub mod photo;
pub mod scan;
pub mod service_worker;
pub mod settings;
pub mod share;
pub mod time;
