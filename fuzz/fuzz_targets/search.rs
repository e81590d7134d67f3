//! See `bodies/search.rs`.
#![no_main]

#[path = "../bodies/search.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
