//! Articles from JSON: one object, an array of objects, or JSON lines.
//!
//! An article is an object with these keys, the first that is there counting; others are ignored.
//!
//! | of the article | keys |
//! |---|---|
//! | `uri` | `uri`, `url`, `id` (text or whole number); else the file and the line, `news.jsonl#7` |
//! | `url` | `url`, where it is not the `uri` |
//! | `title` | `title`, `headline` |
//! | `published_on` | `published_on`, `published`, `published_at`, `date` |
//! | `publisher` | `publisher`, `source`: text, or an object with a `name` |
//! | `body` | `body`, `text`, `content` |
//!
//! Only the body must be there. A title that is not already in the body's [`Head`] or its first
//! line is put before the body with a blank line between, so that one text holds all spans. Dates
//! and titles that the keys do not give are taken from the head; a date that cannot be read is none.

use super::article::{ReadOptions, is_blank};
use super::head::{Head, read_date};
use crate::model::Article;
use crate::{Error, Result};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::io::{BufRead, ErrorKind};
use std::path::PathBuf;

impl ReadOptions {
    /// Reads a JSON text that holds one article, an array of articles, or one article a line.
    ///
    /// A bad line of several is an error of its own; an array is read whole or not at all.
    ///
    /// # Errors
    ///
    /// Each item may be [`Error::TooLarge`], [`Error::NotUtf8`], [`Error::Json`] or, where a body
    /// is blank, [`Error::EmptyArticle`].
    pub fn json(&self, uri: &str, bytes: impl AsRef<[u8]>) -> Vec<Result<Article>> {
        let bytes = bytes.as_ref();
        let text = match self.check_size(uri, bytes.len() as u64).and_then(|()| self.decode(uri, bytes, 0)) {
            Ok(text) => text,
            Err(error) => return vec![Err(error)],
        };
        let json = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if json.trim_start().starts_with('[') {
            return match serde_json::from_str::<Vec<Fields>>(json) {
                Ok(all) => (1..).zip(all).map(|(n, fields)| fields.into_article(format!("{uri}#{n}"))).collect(),
                Err(error) => vec![Err(json_error(uri, 0, &error))],
            };
        }
        if is_lines(json) {
            return Articles::with_options(uri, json.as_bytes(), *self).collect();
        }
        let fields = serde_json::from_str::<Fields>(json).map_err(|error| json_error(uri, 0, &error));
        vec![fields.and_then(|fields| fields.into_article(uri.to_owned()))]
    }
}

/// Reads JSON with the default options, see [`ReadOptions::json`].
pub fn read_json(uri: &str, bytes: impl AsRef<[u8]>) -> Vec<Result<Article>> {
    ReadOptions::default().json(uri, bytes)
}

/// Whether the first line with text is a whole JSON value and others follow.
fn is_lines(json: &str) -> bool {
    let Some((first, rest)) = json.trim_start().split_once('\n') else { return false };
    !is_blank(rest) && serde_json::from_str::<IgnoredAny>(first).is_ok()
}

/// The articles of a stream of JSON lines, one after the other.
///
/// No more than one line is held in memory. A bad line gives an error and reading goes on after
/// it; after an error of the reader itself it ends.
///
/// ```
/// use newsgraph::text::Articles;
///
/// let lines = "{\"body\": \"Ada Okoro was named minister.\"}\nno JSON\n{\"text\": \"She left.\"}\n";
/// let articles: Vec<_> = Articles::new("news.jsonl", lines.as_bytes()).collect();
/// assert_eq!(articles.iter().filter(|a| a.is_ok()).count(), 2);
/// ```
#[derive(Debug)]
pub struct Articles<R> {
    uri: String,
    reader: R,
    options: ReadOptions,
    line: usize,
    /// Bytes of the lines before this one.
    offset: usize,
    /// The rest of a line that was too long is still to be passed over.
    skipping: bool,
    ended: bool,
}

/// One line of the stream.
enum Line {
    Whole(Vec<u8>),
    TooLong(u64),
    End,
}

impl<R: BufRead> Articles<R> {
    /// Reads the JSON lines of `reader`; `uri` names the stream in errors and names articles
    /// without a name.
    pub fn new(uri: impl Into<String>, reader: R) -> Self {
        Self::with_options(uri, reader, ReadOptions::default())
    }

    /// As [`new`](Self::new), with options.
    pub fn with_options(uri: impl Into<String>, reader: R, options: ReadOptions) -> Self {
        Self { uri: uri.into(), reader, options, line: 0, offset: 0, skipping: false, ended: false }
    }

    /// Reads up to the end of a line. A line above the limit is left where it passes the limit,
    /// and the rest passed over by the next call.
    fn next_line(&mut self) -> std::io::Result<Line> {
        let limit = usize::try_from(self.options.max_bytes).unwrap_or(usize::MAX);
        let mut line = Vec::new();
        let mut any = false;
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                return Ok(if any && !self.skipping { Line::Whole(line) } else { Line::End });
            }
            any = true;
            let newline = buffer.iter().position(|b| *b == b'\n');
            let taken = newline.unwrap_or(buffer.len());
            if !self.skipping {
                if line.len() + taken > limit {
                    self.skipping = true;
                    return Ok(Line::TooLong((line.len() + taken) as u64));
                }
                line.extend_from_slice(buffer.get(..taken).unwrap_or(buffer));
            }
            let used = taken + usize::from(newline.is_some());
            self.reader.consume(used);
            self.offset += used;
            if newline.is_some() {
                if !self.skipping {
                    return Ok(Line::Whole(line));
                }
                self.skipping = false;
                any = false;
            }
        }
    }

    fn read_line(&self, bytes: &[u8], start: usize) -> Option<Result<Article>> {
        let name = || format!("{}#{}", self.uri, self.line);
        let bytes = if self.line == 1 { bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) } else { bytes };
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        let text = match self.options.decode(&self.uri, bytes, start) {
            Ok(text) => text,
            Err(error) => return Some(Err(error)),
        };
        let fields = serde_json::from_str::<Fields>(&text);
        Some(fields.map_err(|error| json_error(&self.uri, self.line, &error)).and_then(|f| f.into_article(name())))
    }
}

impl<R: BufRead> Iterator for Articles<R> {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let start = self.offset;
            match self.next_line() {
                Ok(Line::End) => self.ended = true,
                Ok(Line::TooLong(bytes)) => {
                    self.line += 1;
                    let uri = format!("{}#{}", self.uri, self.line);
                    return Some(Err(Error::TooLarge { uri, bytes, limit: self.options.max_bytes }));
                }
                Ok(Line::Whole(bytes)) => {
                    self.line += 1;
                    if let Some(article) = self.read_line(&bytes, start) {
                        return Some(article);
                    }
                }
                Err(source) => {
                    self.ended = true;
                    return Some(Err(Error::Io { path: PathBuf::from(&self.uri), source }));
                }
            }
        }
        None
    }
}

/// An error of the JSON reader; `line` is the line of the stream, 0 where the text is the whole file.
fn json_error(uri: &str, line: usize, error: &serde_json::Error) -> Error {
    let message = error.to_string();
    // The place has fields of its own.
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    Error::Json {
        uri: uri.to_owned(),
        line: if line > 0 { line } else { error.line() },
        column: error.column(),
        message,
    }
}

/// An article's object, its keys as found.
#[derive(Deserialize)]
struct Keys {
    uri: Option<String>,
    url: Option<String>,
    id: Option<Id>,
    title: Option<String>,
    headline: Option<String>,
    published_on: Option<String>,
    published: Option<String>,
    published_at: Option<String>,
    date: Option<String>,
    publisher: Option<Publisher>,
    source: Option<Publisher>,
    body: Option<String>,
    text: Option<String>,
    content: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "an id must be a text or a whole number")]
enum Id {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a publisher must be a text or an object with a name")]
enum Publisher {
    Text(String),
    Object { name: Option<String> },
}

/// An article's object with its body.
struct Fields {
    keys: Keys,
    body: String,
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// Looks for the body while the reader still knows its place in the file.
struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an article's object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fields, A::Error> {
        let mut keys = Keys::deserialize(MapAccessDeserializer::new(map))?;
        let body = [keys.body.take(), keys.text.take(), keys.content.take()].into_iter().flatten().next();
        let missing = || A::Error::custom("the article has no body, text or content");
        Ok(Fields { keys, body: body.ok_or_else(missing)? })
    }
}

impl Fields {
    /// The article, called `name` where it does not say how it is called.
    fn into_article(self, name: String) -> Result<Article> {
        let Self { keys, body } = self;
        let stated = |text: Option<String>| text.filter(|t| !is_blank(t));
        let url = stated(keys.url);
        let id = keys.id.and_then(|id| match id {
            Id::Text(text) => stated(Some(text)),
            Id::Number(number) => Some(number.to_string()),
        });
        let uri = stated(keys.uri).or_else(|| url.clone()).or(id).unwrap_or(name);
        let head = Head::new(&body);
        if is_blank(body.get(head.body..).unwrap_or_default()) {
            return Err(Error::EmptyArticle { uri });
        }
        let head_title = head.title.and_then(|t| t.of(&body)).map(str::to_owned);
        let title = stated(keys.title).or_else(|| stated(keys.headline)).map(|t| t.trim().to_owned());
        let dates = [keys.published_on, keys.published, keys.published_at, keys.date];
        let publisher = |publisher: Option<Publisher>| match publisher? {
            Publisher::Text(name) => stated(Some(name)),
            Publisher::Object { name } => stated(name),
        };
        let stands_in_body = |title: &String| {
            head_title.as_ref() == Some(title) || body.trim_start().lines().next().is_some_and(|l| l.trim() == title)
        };
        let body = match title.as_ref().filter(|title| !stands_in_body(title)) {
            Some(title) => format!("{title}\n\n{body}"),
            None => body,
        };
        Ok(Article {
            title: title.or(head_title),
            published_on: dates.iter().flatten().find_map(|d| read_date(d)).or(head.published_on),
            publisher: publisher(keys.publisher).or_else(|| publisher(keys.source)),
            url: url.filter(|url| *url != uri),
            uri,
            body,
        })
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
