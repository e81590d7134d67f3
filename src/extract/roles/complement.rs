//! What stands after "of", "at" or "for" behind a role: a body, a place, or the field of the role.
//!
//! In "head of research at the Karelia Institute" the complement "research" is a field
//! ([`field_end`]) and "the Karelia Institute" an owner ([`owner_at`]).

use super::owner::Owner;
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::WordFlags;

/// Whether a role that starts at a token, or after the name of a country there, is somebody's
/// title: "[Russian] president Ivan Marković".
pub(super) fn titles(reading: &Reading<'_>, token: usize) -> bool {
    let after = |t: usize| reading.name(t).filter(|n| n.kind.country().is_some()).map(|n| n.tokens.end);
    let start = after(token).unwrap_or(token);
    let role = (start..start + 3)
        .take_while(|t| !is_phrase_break(reading, *t))
        .find_map(|t| reading.role_at(t).map(|(end, _)| end));
    role.is_some_and(|end| reading.name(end).is_some_and(|n| n.kind == NameKind::Person))
}

/// The owner that starts at `object`, and where it ends. Names before the last one of a compound
/// ("Iran's Quds Force") are passed over in favour of the body.
pub(super) fn owner_at(
    reading: &Reading<'_>,
    object: usize,
    ceiling: usize,
    preposition: Cue,
) -> Option<(Owner, usize)> {
    // "the capital city of X", "the state of Y": the place itself.
    if let Some(of) = (object..ceiling.min(object + 4)).find(|t| reading.is(*t, Cue::OF))
        && of > object
        && (object..of).all(|t| reading.is_lower(t))
        && reading.name(of + 1).is_some_and(|n| match n.kind {
            NameKind::Person => false,
            // "the law firm of X"
            NameKind::Organization => {
                is_place_noun(reading.word(of - 1)) || matches!(reading.word(of - 1), "firm" | "company" | "group")
            }
            _ => is_place_noun(reading.word(of - 1)),
        })
    {
        return owner_at(reading, of + 1, ceiling, preposition);
    }
    if let Some(index) = reading.name_at(object)
        && let Some(name) = reading.names().get(index)
    {
        // "Virginia-based Symplicity": where the body sits is no owner.
        let after = name.tokens.end;
        if reading.is_hyphen(after)
            && matches!(
                reading.word(after + 1),
                "based" | "backed" | "led" | "run" | "owned" | "listed" | "born" | "headquartered"
            )
        {
            return owner_at(reading, after + 2, ceiling, preposition);
        }
        if name.kind == NameKind::Person {
            return None;
        }
        let mut end = name.tokens.end;
        let mut best = index;
        loop {
            let next = if reading.is_possessive(end) || reading.is_hyphen(end) { end + 1 } else { end };
            match reading.name_at(next).filter(|_| next < ceiling) {
                Some(other) if other != best && reading.kind_of(other) != Some(NameKind::Person) => {
                    best = other;
                    end = reading.tokens_of(other).end;
                }
                _ => break,
            }
        }
        // "the Finnish games studio X": a nationality, the kind of body, then its name.
        if matches!(reading.kind_of(best), Some(NameKind::Demonym(_) | NameKind::Group)) {
            let mut next = end;
            while next < ceiling.min(end + 4) && reading.is_lower(next) && !is_phrase_break(reading, next) {
                next += 1;
            }
            if next > end
                && let Some(body) = reading
                    .name_at(next)
                    .filter(|n| next < ceiling && reading.kind_of(*n) == Some(NameKind::Organization))
            {
                return Some((Owner::Name(body), reading.tokens_of(body).end));
            }
        }
        let group = matches!(reading.kind_of(best), Some(NameKind::Demonym(_) | NameKind::Group));
        if group && (best == index || reading.is_lower(end)) || reading.is_possessive(end) {
            return lower_body(reading, object, ceiling, preposition);
        }
        let body = reading.kind_of(best) == Some(NameKind::Organization);
        // "the X think tank", "the Y news agency": what the body is, in small letters.
        let mut kind = end;
        while kind < ceiling.min(end + 3)
            && reading.is_lower(kind)
            && reading.name_at(kind).is_none()
            && !is_phrase_break(reading, kind)
        {
            kind += 1;
            if reading.knows(kind - 1, WordFlags::ORG_HEAD) {
                // "the Africa department" is a body of its own.
                if !body && best == index && !is_place_noun(reading.word(kind - 1)) {
                    return lower_body(reading, object, ceiling, preposition);
                }
                end = kind;
                break;
            }
        }
        // An acronym in brackets belongs to the name.
        if reading.is_mark(end, &["("]) && reading.name_at(end + 1).is_some() && reading.is_mark(end + 2, &[")"]) {
            end += 3;
        }
        return Some((Owner::Name(best), end));
    }
    // "the centrist Civic Accord", "state television RTV": what kind of body it is, then its name.
    let named = (object + 1..ceiling.min(object + 5)).find(|t| !is_plain(reading, *t)).filter(|t| {
        is_plain(reading, object)
            && reading.name(*t).is_some_and(|n| n.kind == NameKind::Organization && n.tokens.start == *t)
    });
    if let Some(body) = named {
        return owner_at(reading, body, ceiling, preposition);
    }
    lower_body(reading, object, ceiling, preposition)
}

/// Whether a token is a common word in small letters that goes on with a noun phrase.
fn is_plain(reading: &Reading<'_>, token: usize) -> bool {
    reading.is_hyphen(token)
        || reading.is_lower(token) && reading.name_at(token).is_none() && !is_phrase_break(reading, token)
}

/// Whether a noun names a kind of place.
fn is_place_noun(word: &str) -> bool {
    matches!(
        word,
        "city"
            | "town"
            | "village"
            | "state"
            | "province"
            | "district"
            | "region"
            | "county"
            | "republic"
            | "kingdom"
            | "island"
            | "municipality"
            | "capital"
            | "port"
            | "country"
            | "nation"
            | "borough"
            | "suburb"
    )
}

/// A body in small letters: a noun phrase whose head is an organization's ("leading group on …",
/// "national football federation"), narrowed by at least one more word.
fn lower_body(reading: &Reading<'_>, object: usize, ceiling: usize, preposition: Cue) -> Option<(Owner, usize)> {
    if !preposition.has(Cue::OF | Cue::AT | Cue::FOR | Cue::WITH) {
        return None;
    }
    let limit = ceiling.min(object + 7);
    let mut end = object;
    while end < limit
        && (reading.doc.is_word(end) || reading.is_hyphen(end) || reading.is_possessive(end))
        && !is_phrase_break(reading, end)
    {
        end += 1;
    }
    let head = (object..end).rev().find(|t| reading.knows(*t, WordFlags::ORG_HEAD))?;
    let scoped = reading.word(head + 1) == "on" || reading.is(head + 1, Cue::FOR);
    if head == object && !scoped || is_place_noun(reading.word(head)) {
        return None;
    }
    // "… on Hong Kong and Macau affairs": what the body is for.
    let mut to = head + 1;
    if reading.word(to) == "on" || reading.is(to, Cue::FOR) {
        let mut t = to + 1;
        while t < ceiling.min(to + 8) && reading.doc.is_word(t) && !is_phrase_break(reading, t)
            || reading.is(t, Cue::AND) && t > to + 1
        {
            t += 1;
        }
        if t > to + 1 {
            to = t;
        }
    }
    Some((Owner::Body(object..to), to))
}

/// Where a noun phrase in small letters ends at the latest.
fn is_phrase_break(reading: &Reading<'_>, token: usize) -> bool {
    reading.knows(token, WordFlags::FUNCTION_WORD | WordFlags::SAYING_VERB)
        || reading.is(
            token,
            Cue::AND
                | Cue::OR
                | Cue::BE
                | Cue::HAVE
                | Cue::WILL
                | Cue::MAYBE
                | Cue::SAY
                | Cue::WHO
                | Cue::WHICH
                | Cue::AS
                | Cue::PREPOSITION
                | Cue::OF
                | Cue::IN
                | Cue::FOR
                | Cue::AT
                | Cue::TO
                | Cue::FROM
                | Cue::BY
                | Cue::WITH,
        )
        || reading.name(token).is_some_and(|n| n.kind == NameKind::Person)
}

/// Whether a token is a form of address that is no word of a post: "Secretary for Health [Dr.] X".
pub(super) fn is_address(reading: &Reading<'_>, token: usize) -> bool {
    reading.is(token, Cue::COURTESY) && !reading.knows(token, WordFlags::ROLE_HEAD | WordFlags::ROLE_PART)
}

/// The end of a portfolio that "and the" joins to the one before and the minister's name follows: "Minister of
/// Finance [and the Public Service] Dr X".
pub(super) fn second_portfolio(reading: &Reading<'_>, and: usize) -> Option<usize> {
    let capital = |t: usize| {
        reading.is_capitalised(t)
            && !is_address(reading, t)
            && reading.name(t).is_none_or(|n| n.kind != NameKind::Person)
    };
    let joined = reading.is(and, Cue::AND) && reading.is(and + 1, Cue::THE) && capital(and - 1);
    let end = (and + 2..and + 6).find(|t| !capital(*t)).filter(|end| joined && *end > and + 2)?;
    let named = reading.name(end).is_some_and(|n| n.kind == NameKind::Person) || is_address(reading, end);
    named.then_some(end)
}

/// The end of a field or portfolio: a short noun phrase that names no body.
pub(super) fn field_end(reading: &Reading<'_>, object: usize, ceiling: usize) -> usize {
    let limit = ceiling.min(object + 5);
    let mut end = object;
    while end < limit {
        let joined = reading.is(end, Cue::AND)
            && end > object
            && reading.doc.is_word(end + 1)
            && !is_phrase_break(reading, end + 1)
            && reading.is_capitalised(end + 1) == reading.is_capitalised(end - 1)
            && !reading.is_role_noun(end + 1);
        if joined {
            end += 2;
        } else if let Some(after) = second_portfolio(reading, end).filter(|_| end > object) {
            return after;
        } else if reading.knows(end, WordFlags::MONTH | WordFlags::WEEKDAY)
            || is_address(reading, end)
            || titles(reading, end)
        {
            break;
        } else if (reading.doc.is_word(end) || reading.is_hyphen(end))
            && !is_phrase_break(reading, end)
            && !reading
                .name(end)
                .is_some_and(|n| matches!(n.kind, NameKind::Organization | NameKind::Person | NameKind::Country(_)))
        {
            end += 1;
        } else {
            break;
        }
    }
    end.min(limit.max(object))
}
