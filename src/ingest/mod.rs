//! From a stream of articles to a store: where extraction and store meet.
//!
//! [`Ingest`] takes articles from any iterator, reads them on all cores and writes them in the
//! order in which they came, many in one commit. The content of the store is that of
//! reading and writing one article at a time.
//!
//! ```
//! use newsgraph::extract::Extractor;
//! use newsgraph::ingest::Ingest;
//! use newsgraph::store::Store;
//! use newsgraph::text::read_plain_text;
//!
//! # fn main() -> newsgraph::Result<()> {
//! let extractor = Extractor::new()?;
//! let mut store = Store::in_memory()?;
//! let articles = [
//!     read_plain_text("a.txt", "Kenya's trade minister, Ada Quill, resigned on Friday."),
//!     read_plain_text("b.txt", ""), // refused; the others go on
//! ];
//! let report = Ingest::new(&extractor).run(&mut store, articles)?;
//! assert_eq!((report.new, report.refused, report.refusals.len()), (1, 1, 1));
//! # Ok(())
//! # }
//! ```
//!
//! Any other source will do: [`read_path`](crate::text::read_path) gives the articles of a folder,
//! [`Articles`](crate::text::Articles) those of a stream of JSON lines, and an iterator of the
//! caller's own may read a database or a queue.

mod options;
mod pipeline;
mod report;
mod window;
mod writer;

pub use options::{Commits, Ingest};
pub use report::{Progress, Refusal, Report};
