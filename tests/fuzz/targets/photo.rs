//! Bytes for the reader “photo” of `tests::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (tests::readers::reader("photo").read)(bytes));
