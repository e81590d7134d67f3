//! From the bytes of a file to articles, sentences and tokens.
//!
//! Readers give [`Article`](crate::model::Article)s: [`read_path`] of a file or folder,
//! [`read_plain_text`] and [`read_json`] of bytes in memory, [`Articles`] of a stream of JSON lines;
//! [`ReadOptions`] sets their limits. [`Document::new`] then reads an article's body once and gives
//! its [`Token`]s and [`Sentence`]s; every offset is one of the text as given.
//!
//! ```
//! use newsgraph::text::{Document, Part};
//!
//! let document = Document::new("March 6, 2020\n\nPeru votes\n\nMr. Okoro, of Peru's U.N. mission, spoke. He left.");
//! let parts: Vec<Part> = document.sentences().iter().map(|s| s.part).collect();
//! assert_eq!(parts, [Part::DateLine, Part::Headline, Part::Body, Part::Body]);
//! let words: Vec<&str> = document.sentences()[2].tokens.clone().map(|i| document.word(i)).collect();
//! assert_eq!(words, ["Mr.", "Okoro", ",", "of", "Peru", "'s", "U.N.", "mission", ",", "spoke", "."]);
//! ```

mod abbreviation;
mod article;
mod character;
mod document;
mod fold;
mod head;
mod json;
mod line;
mod path;
mod sentence;
mod token;

pub use article::{ReadOptions, read_plain_text};
pub use document::{Document, Part, Sentence};
pub(crate) use fold::plain_keys;
pub use fold::{fold, key, phrase_key};
pub use head::Head;
pub(crate) use head::is_month;
pub use json::{Articles, read_json};
pub use path::{ArticleFiles, read_path};
pub use token::{Case, Token, TokenKind};
