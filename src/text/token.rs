//! Words, numbers and marks, with their places in the text.

use super::abbreviation::{Abbreviation, DOTTED, LONGEST_ABBREVIATION, abbreviation, opens_sentence};
use super::character::{Class, class, is_apostrophe};
use super::fold::{OFFSET, finish, key, step};
use crate::model::ByteSpan;
use std::ops::Range;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and digits; an abbreviation holds its full stops ("U.S.", "Mr.").
    ///
    /// A web or mail address, an @handle and a #hashtag are one word too.
    Word,
    /// Digits, with inner points, commas and colons ("3,000", "10.5", "10:30") and up to three
    /// letters after them ("1st", "1990s", "5bn").
    Number,
    /// The possessive ending: `'s`, or the apostrophe alone after an s.
    Possessive,
    /// A mark: each character by itself ("...", "--" are one token).
    Mark,
}

/// The letter case of a word. Full stops and digits do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// No letter has case (numbers, possessive endings, marks, scripts without case).
    None,
    /// Starts with a lower-case letter.
    Lower,
    /// One capital first, then lower case ("London"); a single capital letter too.
    Capitalised,
    /// All capitals, two or more letters ("NATO", "U.S.").
    Upper,
    /// Starts with a capital and has more inside (`McDonald`, `BioNTech`).
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

/// Splits `text` into tokens. Linear in its length: no character is looked at more than a fixed
/// number of times.
pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 4);
    let mut scanner = Scanner { text, after_s: false, quotes: 0 };
    let (mut at, mut glued) = (0, false);
    while let Some(c) = scanner.char_at(at) {
        if let Some((end, case, key)) = plain_word(text.as_bytes(), at) {
            let (span, kind) = (ByteSpan::new(at, end), TokenKind::Word);
            tokens.push(Token { span, kind, case, glued, key });
            scanner.after_s = scanner.piece(at..end).ends_with(ENDS_WITH_S);
            (at, glued) = (end, true);
            continue;
        }
        let class = class(c);
        let (end, kind) = match class {
            Class::Space | Class::Invisible => {
                if class == Class::Space {
                    (glued, scanner.after_s) = (false, false);
                }
                if c == '\n' {
                    scanner.quotes = 0;
                }
                at += c.len_utf8();
                continue;
            }
            Class::Letter => scanner.word(at),
            Class::Digit => scanner.number(at),
            Class::Combining | Class::Mark => scanner.mark(at, c, glued),
        };
        let words = scanner.piece(at..end);
        scanner.after_s = kind == TokenKind::Word && words.ends_with(ENDS_WITH_S);
        tokens.push(Token {
            span: ByteSpan::new(at, end),
            kind,
            case: if kind == TokenKind::Word { case_of(words) } else { Case::None },
            glued,
            key: key(words),
        });
        (at, glued) = (end, true);
    }
    tokens
}

/// Letters after which an apostrophe alone is possessive.
const ENDS_WITH_S: [char; 4] = ['s', 'S', 'z', 'x'];

/// The word at `at` where it is what nearly every word is: ASCII letters, small after the first, with
/// a blank or a mark behind them that no word goes on after. Its end, case and key, in one pass.
fn plain_word(text: &[u8], at: usize) -> Option<(usize, Case, u64)> {
    let (first, rest) = text.get(at..)?.split_first()?;
    let case = match first {
        b'a'..=b'z' => Case::Lower,
        b'A'..=b'Z' => Case::Capitalised,
        _ => return None,
    };
    let mut hash = step(OFFSET, first.to_ascii_lowercase());
    for (byte, end) in rest.iter().zip(at + 1..) {
        match byte {
            b'a'..=b'z' => hash = step(hash, *byte),
            b' ' | b',' | b'\n' | b'\r' | b'\t' | b'-' | b'"' | b')' | b';' | b'?' | b'!' => {
                return Some((end, case, finish(hash)));
            }
            b'.' if is_stop(text, at, end) => return Some((end, case, finish(hash))),
            _ => return None,
        }
    }
    None
}

/// Whether the full stop at `end` is no part of the word from `at` on: it stands before a blank, and the
/// word is longer than any abbreviation.
fn is_stop(text: &[u8], at: usize, end: usize) -> bool {
    end - at > LONGEST_ABBREVIATION && matches!(text.get(end + 1), None | Some(b' ' | b'\n'))
}

/// Finds where the token at a given place ends.
struct Scanner<'a> {
    text: &'a str,
    /// The token before ends in s and nothing stands between.
    after_s: bool,
    /// Single quotation marks that are open in this line.
    quotes: usize,
}

impl<'a> Scanner<'a> {
    /// The text of a stretch between characters.
    fn piece(&self, bytes: Range<usize>) -> &'a str {
        self.text.get(bytes).unwrap_or_default()
    }

    fn char_at(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text.get(at..)?.chars().next(),
        }
    }

    fn class_at(&self, at: usize) -> Option<Class> {
        self.char_at(at).map(class)
    }

    fn is_at(&self, at: usize, wanted: Class) -> bool {
        self.class_at(at) == Some(wanted)
    }

    /// Whether a letter or digit stands at `at`.
    fn joins_at(&self, at: usize) -> bool {
        matches!(self.class_at(at), Some(Class::Letter | Class::Digit))
    }

    /// Whether the text goes on with `prefix` (ASCII lower case) in any case.
    fn goes_on(&self, at: usize, prefix: &str) -> bool {
        self.text.as_bytes().get(at..at + prefix.len()).is_some_and(|b| b.eq_ignore_ascii_case(prefix.as_bytes()))
    }

    /// The end of the run of letters, digits and what belongs to them from `at` on.
    fn run(&self, at: usize) -> usize {
        let plain = |b: &&u8| b.is_ascii_alphanumeric();
        let ascii = self.text.as_bytes().get(at..).map_or(0, |rest| rest.iter().take_while(plain).count());
        let (mut end, mut next) = (at + ascii, at + ascii);
        while let Some(c) = self.char_at(next) {
            match class(c) {
                Class::Letter | Class::Digit | Class::Combining => {
                    next += c.len_utf8();
                    end = next;
                }
                Class::Invisible => next += c.len_utf8(),
                _ if c == '_' && next > at => {
                    next += 1;
                    end = next;
                }
                _ => break,
            }
        }
        end
    }

    /// The word at `at`, where a letter stands.
    fn word(&self, at: usize) -> (usize, TokenKind) {
        let may_be_url = matches!(self.text.as_bytes().get(at), Some(b'h' | b'H' | b'w' | b'W'));
        if may_be_url && ["http://", "https://", "www."].iter().any(|scheme| self.goes_on(at, scheme)) {
            return (self.address(at), TokenKind::Word);
        }
        let mut end = self.run(at);
        if self.text.as_bytes().get(end) == Some(&b' ') {
            return (end, TokenKind::Word);
        }
        while let Some(c) = self.char_at(end) {
            let next = end + c.len_utf8();
            let joins = match c {
                '&' => {
                    let last = self.piece(at..end).chars().rev().find(|c| class(*c) == Class::Letter);
                    let no_lower = |c: char| class(c) == Class::Letter && !c.is_lowercase();
                    last.is_some_and(no_lower) && self.char_at(next).is_some_and(no_lower)
                }
                '@' => {
                    if self.joins_at(next) {
                        return (self.address(at), TokenKind::Word);
                    }
                    false
                }
                _ => is_apostrophe(c) && self.is_at(next, Class::Letter) && self.possessive(end, c).is_none(),
            };
            if !joins {
                break;
            }
            end = self.run(next);
        }
        if self.char_at(end) == Some('.') {
            end = self.with_stops(at, end);
        }
        (end, TokenKind::Word)
    }

    /// The end of a word at `at..end` that a full stop follows: with the stop, if it is an
    /// abbreviation, and with all of a dotted abbreviation or address.
    fn with_stops(&self, at: usize, end: usize) -> usize {
        let word = self.piece(at..end);
        let next = end + 1;
        if is_single(word) {
            return self.initials(at, end);
        }
        if word.len() <= 2 && DOTTED.iter().any(|form| self.goes_on(at, form)) {
            let form = DOTTED.iter().find(|form| self.goes_on(at, form));
            return at + form.map_or(word.len(), |form| form.len());
        }
        if self.char_at(next).is_some_and(char::is_lowercase) && word.is_ascii() {
            return self.bare_address(next);
        }
        // A full stop before another mark of the same sentence can only be an abbreviation's.
        if matches!(self.char_at(next), Some(',' | ';')) {
            return next;
        }
        match abbreviation(word) {
            Some(Abbreviation::BeforeNumber) if !self.number_follows(next) => end,
            Some(_) => next,
            None => end,
        }
    }

    /// Single letters with full stops: "U.S.", "J.R.R.", "p.m.", "U.K", or the initial of a name.
    fn initials(&self, at: usize, first: usize) -> usize {
        if let Some(form) = DOTTED.iter().find(|form| self.goes_on(at, form)) {
            return at + form.len();
        }
        let (mut end, mut letters) = (first, 1);
        while self.char_at(end) == Some('.') && self.is_at(end + 1, Class::Letter) {
            let run = self.run(end + 1);
            if !is_single(self.piece(end + 1..run)) {
                break;
            }
            (end, letters) = (run, letters + 1);
        }
        if self.char_at(end) != Some('.') {
            return end;
        }
        let initial = letters == 1 && !self.is_initial(at, end + 1);
        if initial { end } else { end + 1 }
    }

    /// Whether the single letter at `at` is the initial of a name that goes on after its stop.
    fn is_initial(&self, at: usize, after: usize) -> bool {
        if self.number_follows(after) && matches!(self.text.get(at..after), Some("p." | "P.")) {
            return true;
        }
        if !self.char_at(at).is_some_and(is_upper) {
            return false;
        }
        let rest = self.piece(after..self.text.len()).trim_start_matches([' ', '\t', '\u{a0}', '\n', '\r']);
        let word = rest.split(|c| !matches!(class(c), Class::Letter | Class::Combining)).next().unwrap_or_default();
        match rest.chars().next() {
            Some(c) if is_upper(c) => {
                // "A. I. Castro": a second initial is no pronoun.
                let second = word.len() == 1 && rest.as_bytes().get(1) == Some(&b'.');
                second || !opens_sentence(word) || self.is_at(after, Class::Letter)
            }
            Some(',' | '-' | '‑') => rest.len() == self.text.len() - after,
            _ => false,
        }
    }

    /// Whether a digit stands at `at` or after one space there.
    fn number_follows(&self, at: usize) -> bool {
        match self.char_at(at) {
            Some(c) if class(c) == Class::Space && c != '\n' => self.is_at(at + c.len_utf8(), Class::Digit),
            _ => self.is_at(at, Class::Digit),
        }
    }

    /// The number at `at`, where a digit stands.
    fn number(&self, at: usize) -> (usize, TokenKind) {
        let mut end = self.run(at);
        while let Some(c @ ('.' | ',' | ':')) = self.char_at(end) {
            let before = self.piece(at..end).ends_with(|c: char| c.is_ascii_digit());
            if !before || !self.is_at(end + c.len_utf8(), Class::Digit) {
                break;
            }
            end = self.run(end + c.len_utf8());
        }
        let letters = self.piece(at..end).chars().filter(|c| class(*c) == Class::Letter).count();
        (end, if letters > 3 { TokenKind::Word } else { TokenKind::Number })
    }

    /// The mark at `at`, or the word that a mark starts (@handle, #hashtag), or the possessive.
    fn mark(&mut self, at: usize, c: char, glued: bool) -> (usize, TokenKind) {
        let next = at + c.len_utf8();
        if matches!(c, '@' | '#') && (self.is_at(next, Class::Letter) || (c == '@' && self.char_at(next) == Some('_')))
        {
            let name = next + usize::from(self.char_at(next) == Some('_'));
            return (self.run(name), TokenKind::Word);
        }
        if is_apostrophe(c) {
            if glued && let Some(end) = self.possessive(at, c) {
                return (end, TokenKind::Possessive);
            }
            if !glued || c == '‘' {
                self.quotes += usize::from(self.is_at(next, Class::Letter));
            } else if self.quotes > 0 {
                self.quotes -= 1;
            } else if self.after_s && matches!(c, '\'' | '’') && !self.joins_at(next) {
                return (next, TokenKind::Possessive);
            }
        }
        let mut end = next;
        if matches!(c, '.' | '-' | '\'' | '`') {
            while self.char_at(end) == Some(c) {
                end += 1;
            }
            // Two apostrophes are a quotation mark; three and more are noise, but one token still.
        }
        while let Some(d) = self.char_at(end)
            && class(d) == Class::Combining
        {
            end += d.len_utf8();
        }
        (end, TokenKind::Mark)
    }

    /// The end of `'s` at `at`, where no letter follows it.
    fn possessive(&self, at: usize, apostrophe: char) -> Option<usize> {
        let s = at + apostrophe.len_utf8();
        let ends = matches!(self.char_at(s), Some('s' | 'S'))
            && !matches!(self.class_at(s + 1), Some(Class::Letter | Class::Digit | Class::Combining));
        (ends && matches!(apostrophe, '\'' | '’' | '‘' | '′' | '＇')).then_some(s + 1)
    }

    /// The end of a URL or mail address: up to white space or a bracket, without the marks of the sentence.
    fn address(&self, at: usize) -> usize {
        let rest = self.piece(at..self.text.len());
        let end = rest
            .find(|c: char| {
                class(c) == Class::Space || matches!(c, '<' | '>' | '"' | '“' | '”' | '(' | ')' | '[' | ']' | '|')
            })
            .unwrap_or(rest.len());
        let trimmed =
            self.piece(at..at + end).trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '/', '-', '—']);
        at + if trimmed.is_empty() { end } else { trimmed.len() }
    }

    /// The end of a name with inner full stops ("example.com", "index.html") or a mail address,
    /// from the letter after its first full stop.
    fn bare_address(&self, at: usize) -> usize {
        let mut end = self.run(at);
        loop {
            match self.char_at(end) {
                Some('.') if self.joins_at(end + 1) => end = self.run(end + 1),
                Some('/' | '@') if self.joins_at(end + 1) => return self.address(end),
                _ => return end,
            }
        }
    }
}

/// Whether a letter is a capital. The titlecase letters of Unicode (general category Lt) are: those that
/// decompose do so into a capital.
fn is_upper(c: char) -> bool {
    c.is_uppercase()
        || matches!(c, '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}'
            | '\u{1fa8}'..='\u{1faf}' | '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}')
}

/// Whether `word` is one letter that has case, with its combining marks.
fn is_single(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| is_upper(c) || c.is_lowercase())
        && chars.all(|c| matches!(class(c), Class::Combining | Class::Invisible))
}

fn case_of(word: &str) -> Case {
    if let [first, rest @ ..] = word.as_bytes()
        && rest.iter().all(u8::is_ascii_lowercase)
    {
        // Nearly every word of a text.
        match first {
            b'a'..=b'z' => return Case::Lower,
            b'A'..=b'Z' => return Case::Capitalised,
            _ => {}
        }
    }
    let (mut first, mut upper, mut lower) = (None, 0, 0);
    for c in word.chars() {
        let is_upper = is_upper(c);
        if is_upper {
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        } else {
            continue;
        }
        first.get_or_insert(is_upper);
    }
    match (first, upper, lower) {
        (None, ..) => Case::None,
        (Some(false), ..) => Case::Lower,
        (_, 1, _) => Case::Capitalised,
        (_, _, 0) => Case::Upper,
        _ => Case::Mixed,
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
