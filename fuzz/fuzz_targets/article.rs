//! See `bodies/article.rs`.
#![no_main]

#[path = "../bodies/article.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
