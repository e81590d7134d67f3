//! The one format of all lexicon files.
//!
//! UTF-8 text, one entry per line, columns separated by tabs. Lines that start with `#` and empty
//! lines are comments; the last comment line above the entries names the columns. A list inside a
//! column is separated by `;`.

use crate::model::CountryCode;
use crate::{Error, Result};
use std::borrow::Cow;

/// One file while it is read.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    /// Its name, for messages.
    pub(super) file: &'t str,
    /// Its text.
    pub(super) text: &'t str,
    /// Makes a piece of the text outlive it: built-in files lend it, a caller's are copied.
    pub(super) keep: fn(&'t str) -> Cow<'static, str>,
}

/// One line of a file, split into its `N` columns; missing ones at the end are empty.
#[derive(Clone, Copy)]
pub(super) struct Row<'t, const N: usize> {
    pub(super) columns: [&'t str; N],
    pub(super) source: Source<'t>,
    pub(super) line: usize,
}

impl<'t> Source<'t> {
    /// Calls `read` for each entry.
    pub(super) fn for_each<const N: usize>(self, mut read: impl FnMut(Row<'t, N>) -> Result<()>) -> Result<()> {
        for (index, line) in self.text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut row = Row { columns: [""; N], source: self, line: index + 1 };
            let mut fields = pieces(line, b'\t');
            for (column, field) in row.columns.iter_mut().zip(fields.by_ref()) {
                *column = field;
            }
            if fields.next().is_some() {
                return Err(row.error(format!("more than {N} columns")));
            }
            if row.columns[0].is_empty() {
                return Err(row.error("the first column is empty"));
            }
            read(row)?;
        }
        Ok(())
    }
}

impl<'t, const N: usize> Row<'t, N> {
    /// The error that says what is wrong with this line.
    pub(super) fn error(&self, message: impl Into<String>) -> Error {
        Error::Lexicon { file: self.source.file.to_owned(), line: self.line, message: message.into() }
    }

    /// A column by its number; empty where it has no such column.
    pub(super) fn column(&self, column: usize) -> &'t str {
        self.columns.get(column).copied().unwrap_or_default()
    }

    /// A piece of the line that may be kept in the lexicon.
    pub(super) fn keep(&self, piece: &'t str) -> Cow<'static, str> {
        (self.source.keep)(piece)
    }

    /// The members of a list column, without empty ones.
    pub(super) fn list(&self, column: usize) -> impl Iterator<Item = &'t str> + use<'t, N> {
        pieces(self.column(column), b';').filter(|term| !term.is_empty())
    }

    /// Reads a column as one of a closed set of words.
    pub(super) fn one_of<T: Copy>(&self, column: usize, words: &[(&str, T)]) -> Result<T> {
        let found = self.column(column);
        words.iter().find(|(word, _)| *word == found).map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.error(format!("column {}: {found:?} is none of {}", column + 1, known.join(", ")))
        })
    }

    /// Reads a column as a country code; `None` for an empty one.
    pub(super) fn country_or_none(&self, column: usize) -> Result<Option<CountryCode>> {
        match self.column(column) {
            "" => Ok(None),
            code => CountryCode::new(code)
                .map(Some)
                .ok_or_else(|| self.error(format!("{code:?} is not a two-letter country code"))),
        }
    }
}

/// The pieces of `text` between single marks of ASCII, without white space around them. Pieces are
/// short: a plain loop finds their ends sooner than a search made for long texts.
fn pieces(text: &str, mark: u8) -> impl Iterator<Item = &str> + use<'_> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let here = rest?;
        let end = here.bytes().position(|byte| byte == mark);
        let (piece, after) = end.and_then(|end| here.split_at_checked(end)).unwrap_or((here, ""));
        rest = after.get(1..);
        let plain = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
        let (first, last) = (piece.as_bytes().first(), piece.as_bytes().last());
        Some(if plain(first) && plain(last) { piece } else { piece.trim() })
    })
}
