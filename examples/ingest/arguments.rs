//! The command line.

use newsgraph::ingest::Commits;
use std::path::{Path, PathBuf};

pub(crate) const USAGE: &str = "\
Usage: ingest [OPTIONS] [PATH…]

Reads articles (.txt, .json, .jsonl; folders with all below them) into a store.
Without a PATH the sample articles of the project are read.

  --db FILE      the store, created where there is none [newsgraph.db]
  --skip-known   pass over articles that the store has word for word
  --bulk         fastest; a power failure may lose the newest articles
  --help         this text
";

#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) db: PathBuf,
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) commits: Commits,
    pub(crate) skip_known: bool,
}

impl Arguments {
    /// What was asked for; `None` for help.
    pub(crate) fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut read =
            Self { db: "newsgraph.db".into(), paths: Vec::new(), commits: Commits::default(), skip_known: false };
        let mut options = true;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--" if options => options = false,
                "--help" | "-h" if options => return Ok(None),
                "--skip-known" if options => read.skip_known = true,
                "--bulk" if options => read.commits = Commits::Bulk,
                "--db" if options => read.db = arguments.next().ok_or("--db needs a file")?.into(),
                other if options && other.starts_with('-') => return Err(format!("unknown option {other}")),
                path => read.paths.push(path.into()),
            }
        }
        if read.paths.is_empty() {
            read.paths.push(samples());
        }
        Ok(Some(read))
    }
}

/// The sample articles: below the current folder, or where the project was built.
fn samples() -> PathBuf {
    let here = Path::new("examples/articles");
    if here.is_dir() { here.to_owned() } else { Path::new(env!("CARGO_MANIFEST_DIR")).join(here) }
}
