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
    /// An article holds a NUL character, at which SQL's text functions would stop.
    #[error("{uri}: byte {byte} is a NUL character; replace it before reading the article")]
    Nul {
        /// The article's uri.
        uri: String,
        /// Its offset in the text.
        byte: usize,
    },
    /// An extraction does not fit its article. Those of this crate do; this is for the caller's own.
    #[error("{uri}: the extraction does not fit the article: {message}")]
    Extraction {
        /// The article's uri.
        uri: String,
        /// What does not fit.
        message: String,
    },
    /// There is no file to open.
    #[error("{} does not exist; create the store first", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// There is a file already where one was to be created.
    #[error("{} exists already; open it, or choose another name", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file is not one that this crate wrote; it was left as it is.
    #[error("{} is not a newsgraph store ({reason}); choose another file", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What gave it away.
        reason: String,
    },
    /// The file was written by a newer version; it was left as it is.
    #[error("{} has schema version {found}, this program reads up to {supported}; use a newer newsgraph", path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version that can be read.
        supported: i64,
    },
    /// Another writer kept the store longer than the busy timeout. Nothing was written.
    #[error("{action}: another writer holds the store; try again, or raise the busy timeout")]
    Busy {
        /// What was being done.
        action: String,
        /// What SQLite said.
        #[source]
        source: Source,
    },
    /// The disk is full. The batch is undone, what was committed before is whole.
    #[error("{action}: the disk is full; make room and repeat the batch")]
    DiskFull {
        /// What was being done.
        action: String,
        /// What SQLite said.
        #[source]
        source: Source,
    },
    /// The store cannot be written.
    #[error("{action}: the store is read-only; open it for writing, or change the file's permissions")]
    ReadOnly {
        /// What was being done.
        action: String,
    },
    /// The file is damaged.
    #[error(
        "{action}: the store is damaged ({message}); restore it from a backup, or read the articles again into a new one"
    )]
    Corrupt {
        /// What was being done.
        action: String,
        /// What was found.
        message: String,
    },
    /// A batch in which a write had failed was to be used further. It is undone.
    #[error("an earlier write of the batch failed; drop it and begin a new one")]
    BatchFailed,
    /// A statement on two entities that cannot be made.
    #[error("the two cannot be judged: {message}")]
    Judgement {
        /// Why not.
        message: String,
    },
    /// The store lies on another machine's disk, where locks and logs cannot be relied on.
    #[error(
        "{} lies on a network file system ({kind}); keep it on a disk of this machine, or see OpenOptions::network_file_system", path.display()
    )]
    NetworkFileSystem {
        /// The file.
        path: PathBuf,
        /// The file system, as the system names it.
        kind: String,
    },
    /// The SQLite that is linked can damage files.
    #[error("SQLite {found} can damage a store; link 3.51.3 or newer, or use the feature \"bundled\"")]
    OldSqlite {
        /// Its version.
        found: String,
    },
    /// The store has no full-text index to search.
    #[error("the store has no search index; make one first with Store::enable_search")]
    NoSearchIndex,
    /// An expression that is none of FTS5's syntax.
    #[error("{expression:?} cannot be searched for ({message}); quote the words, or search for them as plain words")]
    SearchSyntax {
        /// The expression.
        expression: String,
        /// What FTS5 said.
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
