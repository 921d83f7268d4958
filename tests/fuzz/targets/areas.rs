//! Bytes for the reader “areas” of `tests::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (tests::readers::reader("areas").read)(bytes));
