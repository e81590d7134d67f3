//! From an article to facts.
//!
//! The path, a folder or file for each step: `names` (which stretches name something) → `coref`
//! (which names mean the same) → `roles` and `issues` → `assemble`, which puts the
//! [`Extraction`](crate::model::Extraction) together. Start with [`Extractor`].

mod assemble;
mod attribution;
mod coref;
mod cue;
mod extractor;
mod grammar;
mod hash;
mod issues;
mod names;
mod prominence;
mod reading;
mod roles;
#[cfg(test)]
mod testing;

pub use extractor::Extractor;
