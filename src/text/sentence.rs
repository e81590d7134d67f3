//! Where a sentence ends.

use super::abbreviation::{Abbreviation, abbreviation, opens_sentence};
use super::token::{Case, Token, TokenKind};
use std::ops::Range;

/// The longest sentence in tokens; a longer one is cut at its best mark, so that what comes later
/// stays linear in the text.
pub(super) const LONGEST: usize = 400;

/// Cuts one paragraph, `tokens[run]`, into sentences.
pub(super) fn sentences(text: &str, tokens: &[Token], run: Range<usize>, mut push: impl FnMut(Range<usize>)) {
    let paragraph = Paragraph { text, tokens, end: run.end };
    let mut start = run.start;
    let mut at = run.start;
    let mut quote_open = false;
    while at < run.end {
        let (ends, next) = paragraph.end_at(start, at, quote_open);
        quote_open ^= (at..next).filter(|i| paragraph.is_straight_quote(*i)).count() % 2 == 1;
        at = next;
        if ends || at == run.end {
            // Marks that close one after another can pass the limit.
            pieces(start..at, &mut push);
            start = at;
        } else if at - start >= LONGEST {
            let cut = paragraph.cut(start..at);
            push(start..cut);
            start = cut;
        }
    }
}

/// Cuts a run of tokens into pieces of the longest length allowed; most are one piece.
pub(super) fn pieces(run: Range<usize>, push: &mut impl FnMut(Range<usize>)) {
    for start in run.clone().step_by(LONGEST) {
        push(start..run.end.min(start + LONGEST));
    }
}

struct Paragraph<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// One past the last token.
    end: usize,
}

impl<'a> Paragraph<'a> {
    fn token(&self, index: usize) -> Option<&'a Token> {
        if index < self.end { self.tokens.get(index) } else { None }
    }

    fn word(&self, index: usize) -> &'a str {
        self.token(index).and_then(|t| t.span.of(self.text)).unwrap_or_default()
    }

    fn is_straight_quote(&self, index: usize) -> bool {
        self.token(index)
            .is_some_and(|t| t.kind == TokenKind::Mark && self.text.as_bytes().get(t.span.start) == Some(&b'"'))
    }

    /// Whether the sentence from `start` on ends with the token at `at`, and the first token after
    /// it and the quotes and brackets that close behind it.
    fn end_at(&self, start: usize, at: usize, quote_open: bool) -> (bool, usize) {
        let (Some(token), Some(stop)) = (self.token(at), self.stop_at(at)) else { return (false, at + 1) };
        let word = self.word(at);
        let (next, quoted) = self.after_closers(at + 1, quote_open);
        let Some(following) = self.token(next) else { return (true, self.end) };
        let ends = match stop {
            Stop::Wide => true,
            Stop::Abbreviation => self.ends_after_abbreviation(word, next),
            Stop::Full if self.is_item_number(start, at) => false,
            _ if following.glued => self.ends_without_space(at, next),
            Stop::Full => !self.goes_on(at, next),
            Stop::Question => !(self.is_low(next) || quoted && self.is_attribution(next)),
            Stop::Ellipsis => token.glued && !self.is_low(next) || opens_sentence(self.word(next)),
        };
        (ends, next)
    }

    fn stop_at(&self, at: usize) -> Option<Stop> {
        let token = self.token(at)?;
        match token.kind {
            TokenKind::Mark => Stop::of(self.word(at)),
            TokenKind::Word if self.text.as_bytes().get(token.span.end - 1) == Some(&b'.') => Some(Stop::Abbreviation),
            _ => None,
        }
    }

    /// The first token after the marks that close what the sentence opened, and whether a quote closed.
    fn after_closers(&self, mut at: usize, quote_open: bool) -> (usize, bool) {
        let mut quoted = false;
        while let Some(token) = self.token(at) {
            let closes = match self.word(at) {
                "”" | "»" | "’" => {
                    quoted = true;
                    true
                }
                "\"" | "'" | "''" => {
                    // A spaced quotation mark closes what an earlier one opened.
                    let spaced = quote_open && !quoted && self.word(at) == "\"";
                    let closes = (token.glued || spaced)
                        && !self.token(at + 1).is_some_and(|t| t.glued && t.kind == TokenKind::Word);
                    quoted |= closes;
                    closes
                }
                ")" | "]" | "}" => true,
                word => token.glued && Stop::of(word).is_some(),
            };
            if !closes {
                break;
            }
            at += 1;
        }
        (at, quoted)
    }

    /// Whether the stop at `at` belongs to the number or letter of a list item ("1. Water").
    fn is_item_number(&self, start: usize, at: usize) -> bool {
        at == start + 1
            && self.word(start).len() <= 3
            && self.token(start).is_some_and(|t| t.kind == TokenKind::Number || self.word(start).len() == 1)
    }

    /// Whether a sentence goes on after a full stop: a lower-case word follows that does not start
    /// a name ("al-Masri").
    fn goes_on(&self, at: usize, next: usize) -> bool {
        let particle = matches!(self.word(next), "al" | "el" | "de" | "van" | "von" | "bin" | "ibn")
            || self.word(next).chars().skip(1).any(char::is_uppercase);
        let after_word = at.checked_sub(1).and_then(|i| self.token(i)).is_some_and(|t| t.case == Case::Lower);
        self.is_low(next) && !(particle && after_word)
    }

    /// Whether a stop that no space follows ends a sentence ("ended.The").
    fn ends_without_space(&self, at: usize, next: usize) -> bool {
        let before = at.checked_sub(1).and_then(|i| self.token(i));
        let long = before.is_some_and(|t| t.case == Case::Lower && t.span.len() > 1);
        (long || next > at + 1) && self.token(next).is_some_and(|t| t.case == Case::Capitalised)
    }

    /// Whether a sentence ends with the abbreviation `word`, before token `next`.
    fn ends_after_abbreviation(&self, word: &str, next: usize) -> bool {
        let stem = word.strip_suffix('.').unwrap_or(word);
        let first = self.first_word(next);
        let kind = abbreviation(stem);
        if kind == Some(Abbreviation::Title) && !matches!(word, "St." | "Md.") || stem.chars().count() == 1 {
            return false;
        }
        if opens_sentence(self.word(first)) {
            return true;
        }
        let last = matches!(stem, "etc" | "a.m" | "p.m" | "A.M" | "P.M");
        let capital = self.token(first).is_some_and(|t| t.case != Case::Lower && t.case != Case::None);
        (last || first > next) && capital && !is_day_or_zone(self.word(first))
    }

    /// The first token from `at` on that is not an opening quote or bracket.
    fn first_word(&self, at: usize) -> usize {
        let opening = |i: usize| matches!(self.word(i), "“" | "\"" | "'" | "‘" | "(" | "[" | "«" | "``");
        (at..at + 3).find(|i| !opening(*i)).unwrap_or(at)
    }

    fn is_low(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|t| t.case == Case::Lower || matches!(self.word(at), "," | ";" | ":" | "-" | "–" | "—" | "--"))
    }

    /// Whether `at` starts "Okoro asked" or "Governor Ada Okoro said": names, then a verb of saying.
    fn is_attribution(&self, at: usize) -> bool {
        let names = (at..at + 6)
            .take_while(|i| {
                self.token(*i).is_some_and(|t| {
                    t.kind == TokenKind::Word
                        && !matches!(t.case, Case::Lower | Case::None)
                        && !opens_sentence(self.word(*i))
                })
            })
            .count();
        names > 0 && is_saying(self.word(at + names))
    }

    /// Where to cut a sentence that is too long: after its last semicolon, colon, comma or dash, in
    /// the later half, else at the end.
    fn cut(&self, run: Range<usize>) -> usize {
        let half = run.start + run.len() / 2;
        let last = |marks: &[&str]| (half..run.end).rev().find(|i| marks.contains(&self.word(*i)));
        last(&[";", "."]).or_else(|| last(&[":", ",", "—", "–"])).map_or(run.end, |i| i + 1)
    }
}

/// A mark that can end a sentence.
#[derive(Debug, Clone, Copy)]
enum Stop {
    Full,
    Question,
    Ellipsis,
    /// A stop of a script that sets no space after it.
    Wide,
    /// The stop inside an abbreviation.
    Abbreviation,
}

impl Stop {
    fn of(mark: &str) -> Option<Self> {
        match mark {
            "." => Some(Self::Full),
            "?" | "!" | "‽" => Some(Self::Question),
            "…" => Some(Self::Ellipsis),
            "。" | "！" | "？" | "।" | "؟" => Some(Self::Wide),
            _ if mark.starts_with("..") => Some(Self::Ellipsis),
            _ => None,
        }
    }
}

/// Whether a name of a day, a month or a time zone, which go on after "p.m.".
fn is_day_or_zone(word: &str) -> bool {
    DAYS_AND_ZONES.contains(&word)
}

/// Days and time zones.
const DAYS_AND_ZONES: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "GMT",
    "UTC",
    "EST",
    "EDT",
    "CET",
    "BST",
    "PST",
    "PDT",
    "Eastern",
    "Pacific",
    "Central",
    "Greenwich",
];

/// Whether a verb of saying, in the past or present tense.
fn is_saying(word: &str) -> bool {
    SAYING.contains(&word)
}

/// Verbs of saying.
const SAYING: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "told",
    "added",
    "adds",
    "wrote",
    "writes",
    "tweeted",
    "replied",
    "wondered",
    "cried",
    "shouted",
    "exclaimed",
    "demanded",
    "continued",
    "quipped",
    "joked",
    "declared",
    "insisted",
    "inquired",
    "questioned",
    "remarked",
    "responded",
    "warned",
    "yelled",
];

#[cfg(test)]
#[path = "sentence_tests.rs"]
mod tests;
