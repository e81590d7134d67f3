//! The one error type.

use std::path::PathBuf;

/// What newsgraph's functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A source error of another library, kept out of the signatures.
pub type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// What went wrong, where, and what to do.
///
/// The message names the thing and the remedy; what lies below is [`source`](std::error::Error::source)
/// and is not repeated in the message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot read or write {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// An article's bytes are not UTF-8.
    #[error("{uri}: byte {byte} is not UTF-8; convert the file to UTF-8 first")]
    NotUtf8 {
        /// The article's file or uri.
        uri: String,
        /// Offset of the first bad byte in the file.
        byte: usize,
    },
    /// An article has no text.
    #[error("{uri}: the article has no text")]
    EmptyArticle {
        /// The article's file or uri.
        uri: String,
    },
    /// An article is longer than the limit.
    #[error("{uri}: {bytes} bytes are more than the limit of {limit}; split the text or raise the limit")]
    TooLarge {
        /// The article's file or uri.
        uri: String,
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A JSON article could not be read.
    #[error("{uri}: line {line}, column {column}: {message}")]
    Json {
        /// The file.
        uri: String,
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1 (0 where the line as a whole is meant).
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// A lexicon or model file is damaged. Built-in ones are tested; this is for the caller's own.
    #[error("{file}: line {line}: {message}")]
    Lexicon {
        /// The file.
        file: String,
        /// The line, from 1 (0 where the whole file is meant).
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// Rows do not make a graph: an edge whose end is missing, or more than 2^32 of something.
    #[error("the rows do not make a graph: {message}")]
    Graph {
        /// Which row, and what is wrong with it.
        message: String,
    },
    /// The database said no.
    #[error("{action} failed")]
    Database {
        /// What was being done.
        action: String,
        /// What SQLite said.
        #[source]
        source: Source,
    },
}
