//! Capitalised runs: how far a name reaches to the left and to the right.

use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::WordFlags;
use std::ops::Range;

/// The longest personal name, in tokens.
const LONGEST_PERSON: usize = 9;

/// Words that end a run although they have a capital.
const NEVER_IN_NAME: WordFlags = WordFlags::MONTH.union(WordFlags::WEEKDAY);

/// The end of the personal name that starts at `start`: capitalised words, initials, particles
/// between them ("bin", "van der", "al-"), hyphenated parts ("Ki-moon") and a nickname in quotes.
/// Returns `start` where none starts.
pub(super) fn person_end(reading: &Reading<'_>, start: usize) -> usize {
    let limit = reading.sentence(start).end.min(start + LONGEST_PERSON);
    let mut end = start;
    let mut i = start;
    while i < limit {
        if i > start && is_post_nominal(reading, i) {
            break;
        }
        if is_name_word(reading, i) {
            i += 1;
            end = i;
        } else if i > start && reading.is_hyphen(i) && reading.doc.is_word(i + 1) {
            i += 2;
            end = i;
        } else if reading.knows(i, WordFlags::NAME_PARTICLE) && reading.doc.is_word(i) {
            let next = if reading.is_hyphen(i + 1) { i + 2 } else { i + 1 };
            let follows = is_name_word(reading, next) || reading.knows(next, WordFlags::NAME_PARTICLE);
            if !follows || next >= limit || (i == start && !reading.is_capitalised(i) && next == i + 1) {
                break;
            }
            i = next;
        } else if i > start
            && reading.is_mark(i, &["\"", "“", "'", "‘"])
            && reading.is_capitalised(i + 1)
            && reading.is_mark(i + 2, &["\"", "”", "'", "’"])
            && is_name_word(reading, i + 3)
        {
            i += 3;
        } else {
            break;
        }
    }
    end
}

/// Whether a token can be part of a personal name by its looks.
pub(super) fn is_name_word(reading: &Reading<'_>, token: usize) -> bool {
    reading.is_capitalised(token)
        && !reading.knows(token, NEVER_IN_NAME)
        && !(reading.knows(token, WordFlags::FUNCTION_WORD)
            && !reading.knows(token, WordFlags::GIVEN_NAME | WordFlags::SURNAME | WordFlags::NAME_PARTICLE))
}

/// The last word of a personal name that is not a suffix ("Jr.", "III").
pub(super) fn surname(reading: &Reading<'_>, name: &Range<usize>) -> usize {
    let suffix = |t: usize| matches!(reading.word(t).trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
    name.clone().rev().find(|t| reading.doc.is_word(*t) && !suffix(*t)).unwrap_or(name.end - 1)
}

/// Whether a token starts its sentence, passing over opening marks.
pub(super) fn starts_sentence(reading: &Reading<'_>, token: usize) -> bool {
    (reading.sentence(token).start..token).all(|t| !reading.doc.is_word(t) && !reading.is_number(t))
}

/// A tagged span without what never belongs to a name: titles of courtesy, articles, marks at the ends.
pub(super) fn trim(reading: &Reading<'_>, tokens: Range<usize>, kind: NameKind) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    while start < end {
        let outside = !reading.doc.is_word(start) && !reading.is_number(start) && !reading.is_mark(start, &["#", "@"])
            || reading.is(start, Cue::THE) && kind != NameKind::Person
            || reading.is(start, Cue::COURTESY) && kind == NameKind::Person
            || reading.is(start, Cue::AT | Cue::IN | Cue::AS | Cue::OF | Cue::FOR | Cue::FORMER | Cue::PREPOSITION)
                && end - start > 1
            || reading.knows(start, WordFlags::WEEKDAY) && end - start > 1
            || kind == NameKind::Person && is_regnal_before_full_name(reading, start, end);
        if !outside {
            break;
        }
        start += 1;
    }
    while end > start && !reading.doc.is_word(end - 1) && !reading.is_number(end - 1) {
        end -= 1;
    }
    if kind == NameKind::Organization {
        // "Labour MP": a role at the end is not the body's.
        let role = |t: usize| {
            reading.knows(t, WordFlags::ROLE_HEAD) && !reading.knows(t, WordFlags::ORG_HEAD)
                || is_post_nominal(reading, t)
        };
        while end > start + 1 && role(end - 1) && reading.is_capitalised(end - 1) {
            end -= 1;
        }
    }
    if kind == NameKind::Person {
        // "Deborah Tregenna MP": letters after a name are a role or honour, not the name.
        while end > start + 1 && is_post_nominal(reading, end - 1) {
            end -= 1;
        }
        while reading.is_hyphen(end) && reading.doc.is_word(end + 1) && start < end {
            end += 2;
            while reading.is_hyphen(end) && reading.doc.is_word(end + 1) {
                end += 2;
            }
        }
    }
    start..end
}

/// Whether a token is letters that stand after a name: a role or an honour.
pub(super) fn is_post_nominal(reading: &Reading<'_>, token: usize) -> bool {
    matches!(
        reading.word(token),
        "MP" | "MPs"
            | "MEP"
            | "MSP"
            | "MLA"
            | "MNA"
            | "MPP"
            | "TD"
            | "QC"
            | "KC"
            | "SC"
            | "AO"
            | "AM"
            | "OBE"
            | "CBE"
            | "MBE"
            | "PhD"
            | "Ph.D."
            | "M.D."
            | "MD"
            | "FRS"
            | "SJ"
            | "OP"
    )
}

/// Whether a regnal title stands before a name of two or more words: then it is a title, not a
/// part of the handle ("King Charles", but "Sultan" before "Haitham bin Tariq").
fn is_regnal_before_full_name(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let numeral = |t: usize| reading.word(t).chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    reading.is(start, Cue::REGNAL) && (start + 1..end).filter(|t| reading.doc.is_word(*t) && !numeral(*t)).count() >= 2
}
