//! Identity across articles: how well it does, and what holds of it always.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod measure;
mod properties;
#[path = "../tables/mod.rs"]
mod tables;
