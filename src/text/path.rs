//! Articles from files and folders.

use super::article::ReadOptions;
use super::json::Articles;
use crate::model::Article;
use crate::{Error, Result};
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

impl ReadOptions {
    /// Reads a file or folder, see [`read_path`].
    pub fn path(&self, path: impl AsRef<Path>) -> ArticleFiles {
        ArticleFiles {
            options: *self,
            pending: vec![path.as_ref().to_owned()],
            current: Current::default(),
            root: true,
        }
    }
}

/// Reads the articles of a file, or of a folder and its folders in the order of their names.
///
/// `.txt` and `.text` hold one article each, `.json` one or more, `.jsonl` and `.ndjson` one a line. In
/// a folder other files, hidden ones and links to folders are passed over; a file that is named itself is
/// plain text if its ending says nothing else. An article that does not name itself is called
/// by its path as given, with forward slashes.
///
/// Files are read when their turn comes; one that is above
/// [`max_bytes`](ReadOptions::max_bytes) is refused unread (JSON lines are limited line by line). What cannot be read is an
/// item of its own, and reading goes on after it:
///
/// - [`Error::Io`] for a file or folder that is missing or may not be read,
/// - [`Error::TooLarge`], [`Error::NotUtf8`], [`Error::EmptyArticle`] and [`Error::Json`] for one article.
pub fn read_path(path: impl AsRef<Path>) -> ArticleFiles {
    ReadOptions::default().path(path)
}

/// The articles of a file or folder; made by [`read_path`].
#[derive(Debug)]
pub struct ArticleFiles {
    options: ReadOptions,
    /// Files and folders still to be read, the next one last.
    pending: Vec<PathBuf>,
    current: Current,
    /// The path that the caller named is still to be read.
    root: bool,
}

/// The file that is being read.
#[derive(Debug)]
enum Current {
    Lines(Box<Articles<BufReader<File>>>),
    Read(std::vec::IntoIter<Result<Article>>),
}

impl Default for Current {
    fn default() -> Self {
        Self::Read(Vec::new().into_iter())
    }
}

/// What a file holds, by its ending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    PlainText,
    Json,
    JsonLines,
}

impl Format {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::PlainText),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

impl ArticleFiles {
    fn open(&mut self, path: PathBuf) -> Result<()> {
        let is_root = std::mem::take(&mut self.root);
        let result = self.open_or_list(&path, is_root);
        result.map_err(|error| match error {
            Failure::Io(source) => Error::Io { path, source },
            Failure::Article(error) => error,
        })
    }

    fn open_or_list(&mut self, path: &Path, is_root: bool) -> Result<(), Failure> {
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            if is_root || !fs::symlink_metadata(path)?.is_symlink() {
                self.pending.extend(entries(path)?);
            }
            return Ok(());
        }
        let Some(format) = Format::of(path).or(is_root.then_some(Format::PlainText)) else { return Ok(()) };
        let uri = path.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        if !metadata.is_file() {
            // A pipe or device could block for ever.
            return Err(Failure::Io(std::io::Error::new(std::io::ErrorKind::InvalidInput, "not a regular file")));
        }
        if format == Format::JsonLines {
            let reader = BufReader::with_capacity(1 << 16, File::open(path)?);
            self.current = Current::Lines(Box::new(Articles::with_options(uri, reader, self.options)));
            return Ok(());
        }
        self.options.check_size(&uri, metadata.len())?;
        let mut bytes = Vec::new();
        // The file may grow meanwhile.
        File::open(path)?.take(self.options.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        let articles = match format {
            Format::Json => self.options.json(&uri, bytes),
            _ => vec![self.options.plain_text(uri, bytes)],
        };
        self.current = Current::Read(articles.into_iter());
        Ok(())
    }
}

/// What stops a file from being read.
enum Failure {
    Io(std::io::Error),
    Article(Error),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Article(error)
    }
}

/// The files and folders in `folder` but the hidden ones, the first name last.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            names.push(name);
        }
    }
    names.sort_unstable_by(|a, b| b.cmp(a));
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

impl Iterator for ArticleFiles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let article = match &mut self.current {
                Current::Lines(lines) => lines.next(),
                Current::Read(articles) => articles.next(),
            };
            if article.is_some() {
                return article;
            }
            self.current = Current::default();
            let path = self.pending.pop()?;
            if let Err(error) = self.open(path) {
                return Some(Err(error));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that goes away with its guard.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("newsgraph-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("b")).unwrap();
            Self(path)
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.0.join(name), text).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn folders_are_read_in_order() {
        let folder = Folder::new("order");
        folder.write("c.TXT", "Three.");
        folder.write("a.jsonl", "{\"body\": \"One.\"}\nbad\n");
        folder.write("b/x.json", "[{\"body\": \"Two.\"}]");
        folder.write("b/empty.txt", "\n");
        folder.write("notes.md", "Not an article.");
        folder.write(".hidden.txt", "Not an article.");
        let root = folder.0.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        let found: Vec<String> = read_path(&folder.0)
            .map(|a| a.map_or_else(|e| e.to_string(), |a| a.uri).replace(&format!("{root}/"), ""))
            .collect();
        let expected = [
            "a.jsonl#1",
            "a.jsonl: line 2, column 1: expected value",
            "b/empty.txt: the article has no text",
            "b/x.json#1",
            "c.TXT",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_named_file_is_read_whatever_its_ending() {
        let folder = Folder::new("named");
        folder.write("article", "Peru votes.");
        assert!(read_path(folder.0.join("article")).all(|a| a.is_ok_and(|a| a.body == "Peru votes.")));
        let missing: Vec<_> = read_path(folder.0.join("missing.txt")).collect();
        assert!(matches!(missing.as_slice(), [Err(Error::Io { .. })]));
    }

    #[test]
    fn a_file_above_the_limit_is_refused_unread() {
        let folder = Folder::new("large");
        // A file with a hole: a gigabyte by its length, nothing on the disk.
        for name in ["large.txt", "large.json"] {
            File::create(folder.0.join(name)).unwrap().set_len(1 << 30).unwrap();
        }
        let started = std::time::Instant::now();
        let all: Vec<_> = read_path(&folder.0).collect();
        assert!(all.iter().all(|a| matches!(a, Err(Error::TooLarge { bytes: 0x4000_0000, .. }))));
        assert_eq!(all.len(), 2);
        assert!(started.elapsed().as_millis() < 500, "{:?}", started.elapsed());
    }
}
