//! Bytes for the reader “desk” of `tests::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (tests::readers::reader("desk").read)(bytes));
