//! A knowledge graph of news, embedded.

pub mod error;
pub mod extract;
pub mod graph;
pub mod ingest;
pub mod lexicon;
pub mod model;
pub mod store;
pub mod tagger;
pub mod text;

pub use error::{Error, Result};
