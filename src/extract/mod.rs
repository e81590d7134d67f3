//! From an article to facts.
//!
//! The path: names ([`names`]) → which names mean the same ([`coref`]) → roles ([`roles`]) and
//! issues ([`issues`]) → an [`Extraction`](crate::model::Extraction) ([`assemble`]). Start with
//! [`Extractor`].

mod assemble;
mod attribution;
mod coref;
mod cue;
mod extractor;
mod issues;
mod names;
mod reading;
mod roles;
#[cfg(test)]
mod testing;

pub use extractor::Extractor;
