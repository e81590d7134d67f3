//! Half-open stretches of a text, with the unit in the type.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open stretch `start..end` of a UTF-8 text, in bytes.
///
/// Both ends lie on character boundaries of the text that the span belongs to, so
/// `&text[span.range()]` is always the words it names. Extraction speaks in byte spans; the
/// database in [`CharSpan`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct ByteSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl ByteSpan {
    /// The span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span as a range, for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Length in bytes; 0 where the ends are out of order.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies wholly inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The words of the span, or `None` where it does not fit `text`.
    #[inline]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }
}

/// A half-open stretch `start..end` of a text, in Unicode scalar values.
///
/// This is the unit of SQL: `substr(body, start + 1, end - start)` is the quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct CharSpan {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl CharSpan {
    /// The span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The words of the span, or `None` where it does not fit `text`. Linear in `end`.
    pub fn of(self, text: &str) -> Option<&str> {
        let mut places = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        let start = places.nth(self.start)?;
        let end = if self.end == self.start { start } else { places.nth(self.end.checked_sub(self.start + 1)?)? };
        text.get(start..end)
    }
}

/// Translates byte spans of one text into character spans.
///
/// Built in one pass over the text; each look-up costs at most 64 bytes of counting.
#[derive(Debug)]
pub struct SpanConverter<'a> {
    text: &'a str,
    /// Characters before byte `64 * i`; empty where the text is ASCII and bytes are characters.
    marks: Vec<usize>,
}

const STRIDE: usize = 64;

impl<'a> SpanConverter<'a> {
    /// Prepares the translation for `text`. Linear in its length.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Vec::new() };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut characters = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            marks.push(characters);
            characters += chunk.iter().filter(|b| starts_character(**b)).count();
        }
        Self { text, marks }
    }

    /// The number of characters before byte `offset` (clamped to the text's length).
    pub fn chars_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = offset / STRIDE;
        match self.marks.get(block) {
            _ if self.marks.is_empty() => offset,
            None => self.text.chars().count(),
            Some(before) => {
                let tail = self.text.as_bytes().get(block * STRIDE..offset).unwrap_or_default();
                before + tail.iter().filter(|b| starts_character(**b)).count()
            }
        }
    }

    /// The same stretch of text in characters.
    pub fn chars(&self, span: ByteSpan) -> CharSpan {
        CharSpan::new(self.chars_before(span.start), self.chars_before(span.end))
    }
}

const fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_across_marks() {
        let text = "é".repeat(100) + "日本語" + &"x".repeat(200);
        let converter = SpanConverter::new(&text);
        for (chars, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(converter.chars_before(byte), chars);
        }
        assert_eq!(converter.chars_before(usize::MAX), text.chars().count());
        assert_eq!(converter.chars(ByteSpan::new(200, 209)), CharSpan::new(100, 103));
    }

    #[test]
    fn spans_in_characters_give_their_words() {
        let text = "Été 🦀";
        for (span, words) in
            [((0, 3), Some("Été")), ((4, 5), Some("🦀")), ((5, 5), Some("")), ((4, 6), None), ((3, 2), None)]
        {
            assert_eq!(CharSpan::new(span.0, span.1).of(text), words);
        }
    }

    #[test]
    fn ascii_needs_no_table() {
        let converter = SpanConverter::new("plain");
        assert_eq!(converter.chars(ByteSpan::new(1, 3)), CharSpan::new(1, 3));
        assert!(converter.marks.is_empty());
    }
}
