//! A sentence as the role rules see it: role phrases, names and the words between them.

use super::phrase::RolePhrase;
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading, small_letters};
use crate::lexicon::WordFlags;
use std::ops::Range;

/// What one item of a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// A role phrase, by its index.
    Role(usize),
    /// A person's name, by its index.
    Person(usize),
    /// Any other name, by its index.
    Other(usize),
    /// A word or mark.
    Word,
}

/// One item: a role phrase or name as a whole, or a single token.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// What it is.
    pub(super) kind: ItemKind,
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// The parts that a single word plays.
    cue: Cue,
}

/// A sentence taken apart.
#[derive(Debug)]
pub(super) struct Clause<'r> {
    pub(super) reading: &'r Reading<'r>,
    pub(super) phrases: &'r [RolePhrase],
    pub(super) items: Vec<Item>,
}

impl<'r> Clause<'r> {
    /// Takes a sentence apart; `phrases` are those of the whole article.
    pub(super) fn new(reading: &'r Reading<'r>, phrases: &'r [RolePhrase], sentence: Range<usize>) -> Self {
        let mut items = Vec::with_capacity(sentence.len());
        let mut next = phrases.partition_point(|p| p.role.start < sentence.start);
        let mut at = sentence.start;
        while at < sentence.end {
            while phrases.get(next).is_some_and(|p| p.role.start < at) {
                next += 1;
            }
            let item = match phrases.get(next) {
                Some(p) if p.phrase.start <= at && p.role.start < sentence.end => {
                    let tokens = at..p.phrase.end.clamp(at + 1, sentence.end);
                    Item { kind: ItemKind::Role(next), tokens, cue: Cue::default() }
                }
                _ => match reading.name_at(at).and_then(|n| Some((n, reading.names().get(n)?))) {
                    Some((n, name)) => {
                        let kind = if name.kind == NameKind::Person { ItemKind::Person(n) } else { ItemKind::Other(n) };
                        Item { kind, tokens: at..name.tokens.end.clamp(at + 1, sentence.end), cue: Cue::default() }
                    }
                    None => Item { kind: ItemKind::Word, tokens: at..at + 1, cue: reading.cue(at) },
                },
            };
            at = item.tokens.end;
            items.push(item);
        }
        Self { reading, phrases, items }
    }

    /// The kind of item `i`; `None` past the ends.
    pub(super) fn kind(&self, i: usize) -> Option<ItemKind> {
        self.items.get(i).map(|item| item.kind)
    }

    /// The role phrase at item `i`.
    pub(super) fn role(&self, i: usize) -> Option<(usize, &'r RolePhrase)> {
        match self.kind(i)? {
            ItemKind::Role(r) => Some((r, self.phrases.get(r)?)),
            _ => None,
        }
    }

    /// The person named at item `i`.
    pub(super) fn person(&self, i: usize) -> Option<usize> {
        match self.kind(i)? {
            ItemKind::Person(n) => Some(n),
            _ => None,
        }
    }

    /// A name that is no person's at item `i`.
    pub(super) fn other(&self, i: usize) -> Option<usize> {
        match self.kind(i)? {
            ItemKind::Other(n) => Some(n),
            _ => None,
        }
    }

    /// The first token of item `i`.
    pub(super) fn token(&self, i: usize) -> usize {
        self.items.get(i).map_or(usize::MAX, |item| item.tokens.start)
    }

    /// Whether item `i` is a single word with one of these cues.
    pub(super) fn is(&self, i: usize, cue: Cue) -> bool {
        self.items.get(i).is_some_and(|item| item.cue.has(cue))
    }

    /// Whether item `i` is one of these marks.
    pub(super) fn is_mark(&self, i: usize, marks: &[&str]) -> bool {
        self.kind(i) == Some(ItemKind::Word) && self.reading.is_mark(self.token(i), marks)
    }

    /// Whether item `i` is a comma.
    pub(super) fn is_comma(&self, i: usize) -> bool {
        self.is_mark(i, &[","])
    }

    /// Whether item `i` closes a phrase: a mark, or the end of the sentence.
    pub(super) fn closes(&self, i: usize) -> bool {
        match self.items.get(i) {
            None => true,
            Some(item) => {
                self.is_mark(i, &[",", ".", ";", ":", ")", "]", "—", "–", "--", "-", "!", "?", "\"", "”", "…", "..."])
                    || self.reading.is(item.tokens.start, Cue::WHO)
            }
        }
    }

    /// Passes over a form of address before a name: "Mr", "His Excellency", "(Mrs)", "(retd)".
    pub(super) fn skip_courtesy(&self, mut i: usize) -> usize {
        loop {
            if self.is_mark(i, &["("]) && self.is_bracketed_address(i + 1) {
                i += 1;
                while !self.is_mark(i, &[")"]) {
                    i += 1;
                }
                i += 1;
            } else if self.is(i, Cue::COURTESY)
                || self.kind(i) == Some(ItemKind::Word)
                    && self.reading.knows(self.token(i), WordFlags::HONORIFIC)
                    && self.reading.is_capitalised(self.token(i))
                    && self.person(i + 1).is_some()
                || (self.is(i, Cue::THE | Cue::HIS) && self.is(i + 1, Cue::COURTESY))
                || (self.is_mark(i, &["."]) && i > 0 && self.is(i - 1, Cue::COURTESY))
            {
                i += 1;
            } else {
                return i;
            }
        }
    }

    /// Whether nothing but a form of address, or that a rank is no longer held, stands before a
    /// closing bracket.
    fn is_bracketed_address(&self, i: usize) -> bool {
        let retired = |i: usize| {
            let word = small_letters(self.reading.word(self.token(i)).trim_end_matches('.'));
            matches!(&*word, "retd" | "rtd" | "ret'd" | "retired" | "res" | "ret")
        };
        let close = if self.is_mark(i + 1, &["."]) { i + 2 } else { i + 1 };
        (self.is(i, Cue::COURTESY) || retired(i)) && self.is_mark(close, &[")"])
    }

    /// Passes over the owner of a role that starts at item `i` and ends in a possessive: "the museum
    /// ['s director]", "X ['s lawyer]"; `i` where no such role follows.
    pub(super) fn skip_possessor(&self, i: usize) -> usize {
        for at in i..self.items.len().min(i + 6) {
            match self.kind(at) {
                Some(ItemKind::Role(role)) if at > i => {
                    if self.phrases.get(role).is_some_and(|role| self.reading.is_possessive(role.phrase.start)) {
                        return at;
                    }
                }
                Some(ItemKind::Role(_) | ItemKind::Person(_) | ItemKind::Other(_)) => {}
                Some(ItemKind::Word) => {
                    let token = self.token(at);
                    let word = self.is(at, Cue::THE | Cue::A | Cue::HIS | Cue::ITS | Cue::COURTESY | Cue::FORMER)
                        || self.reading.doc.is_word(token)
                            && !self.reading.knows(token, WordFlags::FUNCTION_WORD | WordFlags::SAYING_VERB);
                    if !word {
                        return i;
                    }
                }
                None => return i,
            }
        }
        i
    }

    /// Passes over a bracket that opens at item `i`.
    pub(super) fn skip_bracket(&self, i: usize) -> usize {
        if !self.is_mark(i, &["(", "["]) {
            return i;
        }
        (i..self.items.len().min(i + 14)).find(|j| self.is_mark(*j, &[")", "]"])).map_or(i, |j| j + 1)
    }

    /// Passes over an age between commas (", 54,"): the second comma's place.
    pub(super) fn skip_age(&self, comma: usize) -> usize {
        let mut i = comma + 1;
        if self.is(i, Cue::AGED) {
            i += 1;
        }
        let number = self.items.get(i).is_some_and(|item| self.reading.is_number(item.tokens.start));
        if self.is_comma(comma) && number && self.is_comma(i + 1) { i + 1 } else { comma }
    }

    /// Passes over the party and state of an American lawmaker between commas (", R-Fla.,"): the second
    /// comma's place.
    pub(super) fn skip_party(&self, comma: usize) -> usize {
        let party = self.items.get(comma + 1).is_some_and(|item| {
            let token = item.tokens.start;
            matches!(self.reading.word(token), "R" | "D" | "I") && self.reading.is_hyphen(token + 1)
        });
        if !self.is_comma(comma) || !party {
            return comma;
        }
        (comma + 2..comma + 7).find(|i| self.is_comma(*i)).unwrap_or(comma)
    }

    /// From item `i` to item `j`, as tokens.
    pub(super) fn tokens(&self, i: usize, j: usize) -> Range<usize> {
        let (a, b) = (i.min(j), i.max(j));
        match (self.items.get(a), self.items.get(b)) {
            (Some(a), Some(b)) => a.tokens.start..b.tokens.end,
            _ => 0..0,
        }
    }

    /// Where the verbs of the subject before item `i` may start: right there, after "who", after
    /// a bracket, after an insertion between commas.
    pub(super) fn verb_starts(&self, i: usize) -> Vec<usize> {
        let mut starts = Vec::with_capacity(2);
        let at = self.skip_bracket(i);
        if self.is_comma(at) && self.is(at + 1, Cue::WHO) {
            starts.push(at + 2);
        }
        let after = self.skip_insertions(at);
        if !self.is_comma(after) {
            starts.push(after);
        }
        starts
    }

    fn skip_insertions(&self, mut i: usize) -> usize {
        i = self.skip_bracket(i);
        if self.is_comma(i) {
            let limit = self.items.len().min(i + 30);
            let close = (i + 1..limit).find(|j| {
                self.is_comma(*j)
                    && self.is(
                        *j + 1,
                        Cue::BE
                            | Cue::BECOME
                            | Cue::HAVE
                            | Cue::WILL
                            | Cue::SERVE
                            | Cue::LEAVE
                            | Cue::APPOINT
                            | Cue::LEAD
                            | Cue::FILLER
                            | Cue::SUCCEED,
                    )
            });
            return close.map_or(i, |j| j + 1);
        }
        if self.is(i, Cue::WHO) { i + 1 } else { i }
    }
}
