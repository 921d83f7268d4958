//! The meeting point: keeps logs and photos, computes situations, serves both faces.
//!
//! Promises: a record that was accepted is durable before it is answered; what is shown follows from the log and
//! can be rebuilt from it; no log line, table or file ties a resident to anything but a random series.

pub mod answer;
pub mod assets;
pub mod auth;
pub mod backup;
pub mod basemap;
pub mod body;
pub mod bucket;
pub mod bundles;
pub mod cli;
pub mod clock;
pub mod config;
pub mod current;
pub mod date;
pub mod demo;
pub mod disclosure;
pub mod exports;
pub mod filter;
pub mod http;
pub mod import;
pub mod jobs;
pub mod join_limit;
pub mod limits;
pub mod listen;
pub mod live;
pub mod maps;
pub mod meters;
pub mod papers;
pub mod photos;
pub mod picture;
pub mod planning;
pub mod private;
pub mod problem;
pub mod project;
pub mod qr;
pub mod routes;
pub mod routing;
pub mod secret;
pub mod simulate;
pub mod situation;
pub mod state;
pub mod store;
pub mod surroundings;
pub mod sweeper;
pub mod watch;
pub mod weights;
