//! The browser behind the device: the only place that names `web_sys`.

pub mod intl;
pub mod page;
