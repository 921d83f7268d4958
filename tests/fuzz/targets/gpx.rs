//! Bytes for the reader “gpx” of `tests::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (tests::readers::reader("gpx").read)(bytes));
