//! Words, numbers and marks, with their places in the text.

use super::fold::key;
use crate::model::ByteSpan;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and digits; an abbreviation holds its full stops ("U.S.", "Mr.").
    Word,
    /// Digits, with inner points and commas ("3,000", "10.5", "2019").
    Number,
    /// The possessive ending: `'s`, or the apostrophe alone after an s.
    Possessive,
    /// A mark: each character by itself ("...", "--" are one token).
    Mark,
}

/// The letter case of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// No letter has case (numbers, marks, scripts without case).
    None,
    /// Starts with a lower-case letter.
    Lower,
    /// One capital first, then lower case ("London"); a single capital letter too.
    Capitalised,
    /// All capitals, two or more letters ("NATO", "U.S.").
    Upper,
    /// Starts with a capital and has more inside ("McDonald", "BioNTech").
    Mixed,
}

/// One token.
///
/// Hyphenated words are split: "UK-China" is three tokens, the second of them a mark, the last two
/// [`glued`](Self::glued).
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Where, in bytes of the text.
    pub span: ByteSpan,
    /// What it is made of.
    pub kind: TokenKind,
    /// Its case.
    pub case: Case,
    /// Whether no white space stands before it.
    pub glued: bool,
    /// Key of the folded form, see [`key`](super::key).
    pub key: u64,
}

/// Splits `text` into tokens. Linear in its length.
pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    let mut end_of_last = usize::MAX;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = if c.is_alphanumeric() {
            while let Some(&(i, d)) = chars.peek() {
                let joins = d.is_alphanumeric()
                    || (matches!(d, '\'' | '’' | '.' | ',')
                        && text[i + d.len_utf8()..].starts_with(|n: char| n.is_alphanumeric())
                        && !text[i + d.len_utf8()..].starts_with(['s', 'S']));
                if !joins {
                    break;
                }
                end = i + d.len_utf8();
                chars.next();
            }
            if c.is_alphabetic() { TokenKind::Word } else { TokenKind::Number }
        } else if matches!(c, '\'' | '’') && text[end..].starts_with('s') {
            end += 1;
            chars.next();
            TokenKind::Possessive
        } else {
            TokenKind::Mark
        };
        let words = &text[start..end];
        tokens.push(Token {
            span: ByteSpan::new(start, end),
            kind,
            case: case_of(words),
            glued: start == end_of_last,
            key: key(words),
        });
        end_of_last = end;
    }
    tokens
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(|c| c.is_uppercase() || c.is_lowercase());
    let Some(first) = letters.next() else { return Case::None };
    if !first.is_uppercase() {
        return Case::Lower;
    }
    let (mut upper, mut lower) = (0, 0);
    for c in letters {
        if c.is_uppercase() { upper += 1 } else { lower += 1 }
    }
    match (upper, lower) {
        (0, _) => Case::Capitalised,
        (_, 0) => Case::Upper,
        _ => Case::Mixed,
    }
}
