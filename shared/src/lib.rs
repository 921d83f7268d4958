//! The pure heart of Lykta: what is recorded, how records meet, and what they say together.
//!
//! Promises: no I/O, no clock, no randomness, no logging, no async runtime. Time and identity are told by the
//! caller. The same code runs on phones (wasm) and on the server (native).
//!
//! A module imports only modules declared above it: reading order is dependency order is the way data flows,
//! from a single statement to the situation of a neighbourhood.

#[cfg(test)]
mod outside;

pub mod id;
pub mod text;
pub mod time;

mod threads;

pub mod geo;

pub mod position;

pub mod statement;

pub mod track;

pub mod record;

pub mod log;

pub mod wire;

pub mod sync;

pub mod merge;

pub mod light;

pub mod review;

pub mod situation;

pub mod overview;

pub mod export;
