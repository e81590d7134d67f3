//! A knowledge graph of news, embedded.
//!
//! English news articles go in; out come persons, organizations, countries and issues, who holds
//! which role where, and which country is concerned with which issue. Each fact keeps the words
//! that prove it. All of it lies in one SQLite file, which any program can read through SQL views,
//! and comes back as petgraph views. No server, no network, no language model: the same articles
//! give the same rows.
//!
//! ```
//! use newsgraph::{Article, Extractor, Store};
//! # fn main() -> newsgraph::Result<()> {
//! let extractor = Extractor::new()?;
//! let article = Article::new("tides.txt", "Ada Quill, chair of the Harbour Bank, met Kenyan president Bo Ek.");
//!
//! let mut store = Store::in_memory()?;
//! let mut batch = store.begin()?;
//! batch.put(&article, &extractor.extract(&article))?;
//! batch.commit()?;
//!
//! for person in store.entities_named("ada quill")? {
//!     for answer in store.roles_of(person.id)? {
//!         let bank = answer.organization.map(|o| o.name);
//!         assert_eq!((answer.role.name.as_str(), bank.as_deref()), ("chair", Some("Harbour Bank")));
//!         let proof = &store.evidence(answer.relation.id)?[0];
//!         assert_eq!(proof.to_string(), "'Ada Quill, chair of the Harbour Bank' (tides.txt)");
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Where to find what
//!
//! Two columns stand on one base, and meet in `ingest` or in the caller's hands:
//!
//! | module | holds |
//! |---|---|
//! | [`model`] | the words of the field as types: article, entity, mention, relation, evidence, span |
//! | [`text`] | articles from files and bytes; sentences and tokens with exact offsets |
//! | [`lexicon`] | what is known of words: countries, roles, organizations, issues, names |
//! | [`tagger`] | a small linear sequence model, embedded |
//! | [`extract`] | [`Extractor`]: from an article to facts with evidence |
//! | [`store`] | [`Store`]: the SQLite file; writing, removing, asking, verifying |
//! | [`graph`] | [`Snapshot`]: the store as a petgraph graph; views, paths, ranks, exports |
//! | [`ingest`] | [`Ingest`](ingest::Ingest): a stream of articles, read on all cores, into a store |
//! | [`error`] | the one error type |
//!
//! Extraction never fails on text. What can be wrong (a lexicon, a model, a file) fails when the
//! thing is built or opened.

// What may panic on a text or a file that nobody has seen. Warnings are errors in CI.
#![warn(clippy::indexing_slicing)]
// Tests may slice, and clippy has no setting for that.
#![cfg_attr(not(test), warn(clippy::string_slice))]

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
pub use extract::Extractor;
pub use graph::Snapshot;
pub use model::Article;
pub use store::Store;

/// The examples of the README, compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
