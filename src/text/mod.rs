//! From the bytes of a file to articles, sentences and tokens.
//!
//! Start with [`Document::new`], which reads a text once and gives its [`Token`]s and
//! [`Sentence`]s; every offset is one of the text as given.

mod abbreviation;
mod character;
mod document;
mod fold;
mod head;
mod line;
mod sentence;
mod token;

pub use document::{Document, Part, Sentence};
pub use fold::{fold, key, phrase_key};
pub use head::Head;
pub use token::{Case, Token, TokenKind};
