//! Bytes for the reader “pmtiles” of `tests::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (tests::readers::reader("pmtiles").read)(bytes));
