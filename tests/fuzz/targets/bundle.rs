//! Bytes for the reader “bundle” of `tests::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (tests::readers::reader("bundle").read)(bytes));
