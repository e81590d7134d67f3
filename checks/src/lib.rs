//! Property and scaling tests of newsgraph; see the `tests` folder.
//!
//! They run with `cargo test --workspace`, the slow ones with `-- --ignored` in release mode.
