//! The words of a role: what the lexicon and the tagger mark as one, without the names around it.
//!
//! "Foreign Office minister" is the role "minister", "president and chief executive" are two, and
//! "heads the bank" is none. [`core`] answers for one token.

use super::complement::is_address;
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::RoleClass;
use crate::tagger::{Label, TaggedSpan};
use std::ops::Range;

/// The stretches that the tagger marks as roles, with how sure it is; two roles that "and" joins in
/// one stretch are two: "president and chief executive".
pub(super) fn marks(reading: &Reading<'_>, tagged: &[TaggedSpan]) -> Vec<(Range<usize>, f32)> {
    let ends_role = |t: usize| reading.is_role_noun(t);
    let mut marks = Vec::new();
    for span in tagged.iter().filter(|s| s.label == Label::Role) {
        let Range { start, end } = span.tokens;
        let pair = (ends_role(end - 1))
            .then(|| (start + 1..end - 1).find(|t| reading.is(*t, Cue::AND) && ends_role(*t - 1)))
            .flatten();
        // "spokesman | Rear Adm. X": a rank after a role is one of its own.
        let rank = |t: &usize| {
            reading.is_capitalised(*t)
                && ends_role(*t - 1)
                && reading.is_lower(*t - 1)
                && reading.role_at(*t).is_some_and(|(to, role)| {
                    to == end && role.title && matches!(role.class, RoleClass::Military | RoleClass::Police)
                })
        };
        if let Some(and) = pair {
            marks.push((start..and, span.confidence));
            marks.push((and + 1..end, span.confidence));
        } else if let Some(rank) = (start + 1..end).find(rank) {
            marks.push((start..rank, span.confidence));
            marks.push((rank..end, span.confidence));
        } else {
            marks.push((start..end, span.confidence));
        }
    }
    marks
}

/// The role's words at `start`, from what the lexicon and the tagger see there.
pub(super) fn core(
    reading: &Reading<'_>,
    start: usize,
    known: Option<usize>,
    marked: Option<Range<usize>>,
) -> Option<Range<usize>> {
    let core = match (known, marked) {
        // "[MP] for Mid Dorset": whose role it is, is no part of the role.
        (Some(end), Some(m)) if ends_in_name(reading, end, m.end) => start.min(m.start)..end,
        (Some(end), Some(m)) => start.min(m.start)..end.max(m.end),
        (Some(end), None) => start..end,
        (None, Some(m)) if m.start == start => m,
        _ => return None,
    };
    // "Foreign Office Minister", "Labour MP": a body or group in front is whose role it is; what the
    // lexicon lists as one role ("labour minister") is one.
    let listed = known.is_some_and(|end| core == (start..end) && core.len() > 1) && reading.is_capitalised(start);
    let state = listed && reading.role_at(start).is_some_and(|(_, role)| role.class == RoleClass::State);
    let core = if state { core } else { without_names(reading, core) };
    if core.is_empty()
        || core.len() == 1 && reading.is(core.start, Cue::KIN | Cue::COUNTERPART) && reading.is_lower(core.start)
        || core.len() == 1 && is_form_of_address(reading, core.start)
    {
        return None;
    }
    let figurative = reading.is(core.end, Cue::OF)
        && (reading.is(core.end + 1, Cue::FIGURATIVE)
            || reading.is(core.end + 1, Cue::THE | Cue::A) && reading.is(core.end + 2, Cue::FIGURATIVE));
    if figurative {
        return None;
    }
    // "head to", "chairs the": a role noun that is a verb here.
    let verb = core.len() == 1 && is_verb(reading, core.start);
    (!verb).then_some(core)
}

/// Whether what is marked beyond the end of a known role ends in the name of a place or body.
fn ends_in_name(reading: &Reading<'_>, known: usize, marked: usize) -> bool {
    marked > known
        && reading.name(marked - 1).is_some_and(|name| {
            name.tokens.start >= known
                && matches!(name.kind, NameKind::Place(_) | NameKind::Country(_) | NameKind::Organization)
        })
}

/// Whether a token is a word of honour before a name ("Sheikh X"), which names no post.
fn is_form_of_address(reading: &Reading<'_>, token: usize) -> bool {
    reading.is_capitalised(token)
        && matches!(reading.word(token), "Sheikh" | "Sheikha" | "Shaikh" | "Shaikha" | "Sheik" | "Don" | "Doña")
}

/// The words of a role without the names around them: a body or group in front, a body after "of".
fn without_names(reading: &Reading<'_>, core: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = core;
    while start < end {
        match reading.name(start) {
            Some(name) if name.tokens.end < end => start = name.tokens.end,
            // "HE Minister of Water X": the form of address is no part of the post.
            None if is_address(reading, start) => start += 1,
            None if reading.is_hyphen(start)
                || reading.is_possessive(start)
                || reading.is(start, Cue::PREPOSITION | Cue::THE | Cue::AND | Cue::BY) =>
            {
                start += 1;
            }
            _ => break,
        }
    }
    if let Some(person) = (start..end).find(|t| reading.name(*t).is_some_and(|n| n.kind == NameKind::Person)) {
        end = person;
    }
    while end > start && is_address(reading, end - 1) {
        end -= 1;
    }
    if let Some(of) = (start..end).find(|t| reading.is(*t, Cue::OF | Cue::AT))
        && of > start
        && (of + 1..end)
            .any(|t| reading.name(t).is_some_and(|n| n.kind == NameKind::Organization && n.tokens.end >= end))
    {
        end = of;
    }
    // "adviser for U.S. [President X]": the country belongs to the title that follows.
    if let Some(last) = reading.name(end.saturating_sub(1)).filter(|n| n.kind.country().is_some())
        && last.tokens.start > start + 1
        && reading.is(last.tokens.start - 1, Cue::OF | Cue::FOR | Cue::TO | Cue::AT)
        && reading.role_at(end).is_some()
    {
        end = last.tokens.start - 1;
    }
    start..end
}

/// Whether a lone role noun is a verb where it stands: after a subject or "to", before an object.
fn is_verb(reading: &Reading<'_>, token: usize) -> bool {
    let word = reading.small_word(token);
    if !matches!(
        &*word,
        "head"
            | "heads"
            | "chair"
            | "chairs"
            | "lead"
            | "leads"
            | "judge"
            | "judges"
            | "pilot"
            | "pilots"
            | "guide"
            | "guides"
            | "guard"
            | "guards"
            | "coach"
            | "coaches"
            | "captains"
            | "ministers"
            | "engineers"
            | "champions"
            | "partners"
            | "hosts"
            | "host"
            | "authors"
            | "doctors"
            | "pioneers"
            | "cooks"
            | "cook"
            | "nurses"
            | "nurse"
            | "mentors"
            | "counsels"
            | "forward"
            | "forwards"
    ) {
        return false;
    }
    let before = token.checked_sub(1);
    let after_verb_sign = before.is_some_and(|b| {
        reading.is(b, Cue::TO | Cue::WHO | Cue::WILL | Cue::WHICH)
            || reading.name(b).is_some_and(|n| n.kind == NameKind::Person)
            || reading.is(b, Cue::HE)
    });
    let object = reading
        .is(token + 1, Cue::THE | Cue::A | Cue::HIS | Cue::ITS | Cue::TO | Cue::FOR | Cue::FROM | Cue::DETERMINER)
        || reading.word(token + 1).eq_ignore_ascii_case("into");
    after_verb_sign && (object || reading.is(before.unwrap_or(0), Cue::TO | Cue::WILL | Cue::WHO))
}

/// The class of a role by its last word that has one.
pub(super) fn class_of(reading: &Reading<'_>, core: Range<usize>) -> Option<RoleClass> {
    core.rev().find_map(|t| reading.role_at(t).map(|(_, r)| r.class))
}
