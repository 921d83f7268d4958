//! Bytes for the reader “statement” of `tests::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (tests::readers::reader("statement").read)(bytes));
