//! Bytes for the reader “pbf” of `tests::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (tests::readers::reader("pbf").read)(bytes));
