//! Articles from plain text.

use super::head::Head;
use super::line::is_filler;
use crate::model::Article;
use crate::{Error, Result};
use std::borrow::Cow;

/// How articles are read.
///
/// The readers are methods here; [`read_plain_text`], [`read_json`](super::read_json) and
/// [`read_path`](super::read_path) are their short forms with the default options.
///
/// ```
/// use newsgraph::text::ReadOptions;
///
/// let options = ReadOptions { max_bytes: 20, ..ReadOptions::default() };
/// assert!(options.plain_text("a.txt", "Ada Okoro was named minister.").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// The longest article in bytes: of a text file, of a JSON file or of one line of JSON lines.
    /// 8 MiB by default. What is longer is refused before it is read.
    pub max_bytes: u64,
    /// Whether bytes that are not UTF-8 become U+FFFD instead of an error. Off by default.
    pub lossy_utf8: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { max_bytes: 8 << 20, lossy_utf8: false }
    }
}

impl ReadOptions {
    /// Reads an article from plain text, see [`read_plain_text`].
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], [`Error::NotUtf8`], and [`Error::EmptyArticle`] where nothing but
    /// white space and a [`Head`] is left.
    pub fn plain_text(&self, uri: impl Into<String>, bytes: impl AsRef<[u8]>) -> Result<Article> {
        let (uri, bytes) = (uri.into(), bytes.as_ref());
        self.check_size(&uri, bytes.len() as u64)?;
        let text = self.decode(&uri, bytes, 0)?;
        let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let head = Head::new(body);
        if is_blank(body.get(head.body..).unwrap_or_default()) {
            return Err(Error::EmptyArticle { uri });
        }
        let words = |span: crate::model::ByteSpan| span.of(body).map(str::to_owned);
        Ok(Article {
            title: head.title.and_then(words),
            published_on: head.published_on,
            publisher: None,
            url: head.url.and_then(words).filter(|url| *url != uri),
            body: body.to_owned(),
            uri,
        })
    }

    /// Refuses what is longer than the limit.
    pub(super) fn check_size(&self, uri: &str, bytes: u64) -> Result<()> {
        if bytes > self.max_bytes {
            return Err(Error::TooLarge { uri: uri.to_owned(), bytes, limit: self.max_bytes });
        }
        Ok(())
    }

    /// The text of `bytes`, which start at byte `offset` of the file.
    pub(super) fn decode<'a>(&self, uri: &str, bytes: &'a [u8], offset: usize) -> Result<Cow<'a, str>> {
        if self.lossy_utf8 {
            return Ok(String::from_utf8_lossy(bytes));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(Error::NotUtf8 { uri: uri.to_owned(), byte: offset + error.valid_up_to() }),
        }
    }
}

/// Reads an article from plain text in UTF-8.
///
/// The body is the text as given, without a byte order mark; date, URL and title are what its
/// [`Head`] says. All spans of the extraction count in the body.
///
/// ```
/// # fn main() -> newsgraph::Result<()> {
/// let article = newsgraph::text::read_plain_text("a.txt", "6 March 2020\n\nPeru votes\n\nPolls opened on Friday.")?;
/// assert_eq!(article.title.as_deref(), Some("Peru votes"));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// As [`ReadOptions::plain_text`].
pub fn read_plain_text(uri: impl Into<String>, bytes: impl AsRef<[u8]>) -> Result<Article> {
    ReadOptions::default().plain_text(uri, bytes)
}

/// Whether `text` has no words.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_filler)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_names_the_article() {
        let text = "\u{feff}https://example.org/peru\nMarch 6, 2020\n\nPeru votes\n\nPolls opened on Friday.\r\n";
        let article = read_plain_text("peru.txt", text).unwrap();
        assert_eq!(article.uri, "peru.txt");
        assert_eq!(article.url.as_deref(), Some("https://example.org/peru"));
        assert_eq!(article.title.as_deref(), Some("Peru votes"));
        assert_eq!(article.published_on.unwrap().to_string(), "2020-03-06");
        assert_eq!(article.body, text.trim_start_matches('\u{feff}'));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert!(matches!(read_plain_text("a", b"Peru \xff"), Err(Error::NotUtf8 { byte: 5, .. })));
        for text in ["", " \n\t", "\u{feff}", "\u{200b}\n", "March 6, 2020\n\nhttps://example.org\n"] {
            assert!(matches!(read_plain_text("a", text), Err(Error::EmptyArticle { .. })), "{text:?}");
        }
        let small = ReadOptions { max_bytes: 3, ..ReadOptions::default() };
        assert!(matches!(small.plain_text("a", "Peru"), Err(Error::TooLarge { bytes: 4, limit: 3, .. })));
    }

    #[test]
    fn bad_bytes_can_be_replaced() {
        let lossy = ReadOptions { lossy_utf8: true, ..ReadOptions::default() };
        assert_eq!(lossy.plain_text("a", b"Peru \xff").unwrap().body, "Peru \u{fffd}");
    }
}
