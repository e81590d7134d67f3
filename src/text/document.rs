//! A text, read once: tokens, sentences, and which part of the article each stands in.

use super::head::Head;
use super::line::Lines;
use super::sentence;
use super::token::{Token, TokenKind, tokenize};
use crate::model::ByteSpan;
use std::ops::Range;

/// The part of an article that a sentence stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A date line, or the date before the first words.
    DateLine,
    /// A line with nothing but a URL, or with the label of a press office ("MEDIA RELEASE").
    Url,
    /// The headline.
    Headline,
    /// The text itself.
    Body,
}

/// One sentence: a run of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
    /// Where it stands.
    pub part: Part,
    /// The paragraph (run of text between line breaks), from 0.
    pub paragraph: u32,
}

/// A text with its tokens and sentences.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
}

impl<'a> Document<'a> {
    /// Reads `text`. Linear in its length; never fails.
    pub fn new(text: &'a str) -> Self {
        let tokens = tokenize(text);
        let lines = Lines::new(text);
        let head = Head::of_lines(text, &lines);
        let mut sentences: Vec<Sentence> = Vec::new();
        let (mut start, mut paragraph) = (0, 0);
        let ends = (0..lines.len()).filter(|i| lines.ends_paragraph(*i) || head.ends_at(lines.end(*i)));
        for end_of_line in ends.map(|i| lines.end(i)) {
            // A date may stand on one line with the first words of the text.
            let first = tokens.get(start).map_or(end_of_line, |t| t.span.start);
            for end_of_part in head.end_after(first).into_iter().filter(|end| *end < end_of_line).chain([end_of_line]) {
                let end = start + tokens.iter().skip(start).take_while(|t| t.span.start < end_of_part).count();
                let part = tokens.get(start).map_or(Part::Body, |t| head.part_at(t.span.start));
                let mut add = |run| sentences.push(Sentence { tokens: run, part, paragraph });
                if part == Part::Body {
                    sentence::sentences(text, &tokens, start..end, add);
                } else {
                    sentence::pieces(start..end, &mut add);
                }
                start = end;
            }
            paragraph += 1;
        }
        Self { text, tokens, sentences }
    }

    /// The text as given.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// All tokens, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All sentences, in order; together they hold every token once.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The words of token `index`; empty past the end.
    pub fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).and_then(|t| t.span.of(self.text)).unwrap_or_default()
    }

    /// The span from the first to the last token of a run; empty for an empty run.
    pub fn span(&self, run: Range<usize>) -> ByteSpan {
        match self.tokens.get(run) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => ByteSpan::default(),
        }
    }

    /// Whether token `index` is a word.
    pub fn is_word(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|t| t.kind == TokenKind::Word)
    }
}
