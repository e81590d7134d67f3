//! See `bodies/calls.rs`.
#![no_main]

#[path = "../bodies/calls.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
