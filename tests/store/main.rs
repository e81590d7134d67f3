//! The store from outside: one list of tests for memory and disk, the files it refuses, the
//! views that other programs read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod connection;
mod content;
mod files;
mod sample;
mod time;
mod views;
