//! What the rest of the article says about a word.
//!
//! A sentence such as "Okonjo denied it" does not tell a person from a company; the sentence before,
//! "Finance Minister Ada Okonjo", does. One pass over the article collects, per word, in which
//! company it was seen; the features of every occurrence then see it.

use super::record::Record;
use super::table::WordTable;
use crate::lexicon::WordFlags;
use crate::text::{Case, Document, TokenKind};

/// Ways in which a word was seen somewhere in the article. Bits of a `u64`.
pub(super) mod seen {
    pub(in super::super) const LOWER: u64 = 1;
    pub(in super::super) const CAPITAL_INSIDE: u64 = 1 << 1;
    pub(in super::super) const AFTER_TITLE: u64 = 1 << 2;
    pub(in super::super) const BEFORE_SAYING: u64 = 1 << 3;
    pub(in super::super) const POSSESSIVE: u64 = 1 << 4;
    pub(in super::super) const WITH_ORG_HEAD: u64 = 1 << 5;
    pub(in super::super) const AFTER_GIVEN_NAME: u64 = 1 << 6;
    pub(in super::super) const BEFORE_SUFFIX: u64 = 1 << 7;
    pub(in super::super) const ACRONYM_OF_ORG: u64 = 1 << 8;
    pub(in super::super) const ACRONYM: u64 = 1 << 9;
    pub(in super::super) const AFTER_IN: u64 = 1 << 10;
    pub(in super::super) const AFTER_THE: u64 = 1 << 11;
    pub(in super::super) const ENDS_RUN: u64 = 1 << 12;
    pub(in super::super) const STARTS_RUN: u64 = 1 << 13;
    pub(in super::super) const ALONE: u64 = 1 << 14;
    pub(in super::super) const AFTER_BY: u64 = 1 << 15;
}

/// Collects what the article says of each word that it writes with a capital somewhere: as the tokens
/// `capitals`, which are in order.
pub(super) fn gather(doc: &Document<'_>, records: &[Record], capitals: &[usize]) -> WordTable {
    let mut all = WordTable::with_capacity(capitals.len());
    let mut capitals = capitals.iter().copied().peekable();
    let is = |index: Option<usize>, flags: WordFlags| {
        index.and_then(|i| records.get(i)).is_some_and(|record| record.word.facts.flags().intersects(flags))
    };
    for sentence in doc.sentences() {
        let inside = |index: usize| sentence.tokens.contains(&index).then_some(index);
        while let Some(index) = capitals.next_if(|index| *index < sentence.tokens.end) {
            let (Some(token), Some(record)) = (doc.tokens().get(index), records.get(index)) else { continue };
            let first = index == sentence.tokens.start;
            let (start, end) = record.run_of(index);
            let before = index.checked_sub(1).and_then(inside);
            let after = inside(index + 1);
            let behind_run = inside(end + 1);
            let before_run = start.checked_sub(1).and_then(inside);
            let mut bits = 0;
            let mut note = |holds: bool, bit: u64| bits |= if holds { bit } else { 0 };
            note(!first, seen::CAPITAL_INSIDE);
            note(is(before, WordFlags::HONORIFIC | WordFlags::ROLE_HEAD | WordFlags::ROLE_TITLE), seen::AFTER_TITLE);
            note(is(behind_run, WordFlags::SAYING_VERB), seen::BEFORE_SAYING);
            note(
                after.and_then(|i| doc.tokens().get(i)).is_some_and(|t| t.kind == TokenKind::Possessive),
                seen::POSSESSIVE,
            );
            note(end > start && is(Some(end), WordFlags::ORG_HEAD), seen::WITH_ORG_HEAD);
            note(index > start && is(before, WordFlags::GIVEN_NAME), seen::AFTER_GIVEN_NAME);
            note(is(after, WordFlags::ORG_SUFFIX) || is(behind_run, WordFlags::ORG_SUFFIX), seen::BEFORE_SUFFIX);
            let word_before_run = before_run.map_or("", |i| doc.word(i));
            note(matches!(word_before_run, "in" | "at" | "near"), seen::AFTER_IN);
            note(matches!(word_before_run, "the" | "The"), seen::AFTER_THE);
            note(word_before_run == "by", seen::AFTER_BY);
            note(end > start && index == end, seen::ENDS_RUN);
            note(end > start && index == start, seen::STARTS_RUN);
            note(end == start, seen::ALONE);
            if start == end && token.case == Case::Upper && before_run.is_some_and(|i| doc.word(i) == "(") {
                note(true, seen::ACRONYM);
                let long = before_run.and_then(|i| i.checked_sub(1)).and_then(|i| Some((i, records.get(i)?)));
                let explained = long.filter(|(_, long)| long.word.capital).map(|(i, long)| long.run_of(i));
                note(
                    explained.is_some_and(|(start, end)| (start..=end).any(|i| is(Some(i), WordFlags::ORG_HEAD))),
                    seen::ACRONYM_OF_ORG,
                );
            }
            if let Some(known) = all.entry(record.word.key) {
                *known |= bits;
            }
        }
    }
    for sentence in doc.sentences() {
        for index in sentence.tokens.clone().skip(1) {
            if doc.tokens().get(index).is_some_and(|token| token.case == Case::Lower)
                && let Some(bits) = records.get(index).and_then(|record| all.get_mut(record.word.key))
            {
                *bits |= seen::LOWER;
            }
        }
    }
    all
}
