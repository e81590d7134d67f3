//! What each character means to the tokenizer.

use unicode_normalization::char::is_combining_mark;

/// The class of one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// White space, no-break spaces too.
    Space,
    /// A letter of any script.
    Letter,
    /// A digit or another number.
    Digit,
    /// A combining mark: part of the character before it.
    Combining,
    /// Invisible: soft hyphens, zero-width and direction marks.
    Invisible,
    /// Everything else.
    Mark,
}

/// The class of `c`.
pub(super) fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' => Class::Letter,
            '0'..='9' => Class::Digit,
            ' ' | '\t'..='\r' => Class::Space,
            _ => Class::Mark,
        };
    }
    if is_invisible(c) {
        Class::Invisible
    } else if is_combining_mark(c) {
        Class::Combining
    } else if c.is_alphabetic() {
        Class::Letter
    } else if c.is_numeric() {
        Class::Digit
    } else if c.is_whitespace() {
        Class::Space
    } else {
        Class::Mark
    }
}

/// Soft hyphen, zero-width characters, direction marks and the byte order mark.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Characters that stand for an apostrophe inside a word.
pub(super) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '′' | '＇')
}
