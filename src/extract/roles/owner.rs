//! Whose role it is: the body, country or place that the noun phrase names.
//!
//! An owner stands before the role (adjective, possessive, compound: "British", "Ghana's",
//! "Harbour Trust") or after it ("of", "at", "for", "with").

use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::{CountryForm, RoleClass, WordFlags};
use std::ops::Range;

/// Whose role it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A name, by its index.
    Name(usize),
    /// A body in small letters ("the committee on rural roads"), by its tokens.
    Body(Range<usize>),
}

/// The names found to the left of a role, nearest first.
#[derive(Debug, Default)]
pub(super) struct Left {
    names: Vec<usize>,
    possessive: bool,
}

/// Where the name before a bracket that ends at token `last` ends: "the Harbour Trust (HT)".
fn before_bracket(reading: &Reading<'_>, last: usize, floor: usize) -> Option<usize> {
    if !reading.is_mark(last, &[")"]) {
        return None;
    }
    let acronym = reading.name(last.checked_sub(1)?)?;
    let open = acronym.tokens.start.checked_sub(1).filter(|o| *o > floor && reading.is_mark(*o, &["("]))?;
    reading.name(open - 1).map(|_| open - 1)
}

impl Left {
    /// Takes the name that ends right before token `at`, with its possessive ending if it has one;
    /// returns where it starts.
    pub(super) fn take(&mut self, reading: &Reading<'_>, at: usize) -> Option<usize> {
        let floor = reading.sentence(at).start;
        let mut last = at.checked_sub(1).filter(|t| *t >= floor)?;
        let possessive = reading.is_possessive(last);
        if possessive || (reading.is_hyphen(last) && last > floor) {
            last = last.checked_sub(1).filter(|t| *t >= floor)?;
        }
        last = before_bracket(reading, last, floor).unwrap_or(last);
        let index = reading.name_at(last)?;
        let name = &reading.names()[index];
        if name.kind == NameKind::Person || self.names.len() >= 3 {
            return None;
        }
        self.names.push(index);
        self.possessive |= possessive;
        Some(name.tokens.start)
    }

    /// Whether one of the names has a possessive ending.
    pub(super) fn possessive(&self) -> bool {
        self.possessive
    }
}

/// What was read to the right of a role.
#[derive(Debug)]
pub(super) struct Right {
    /// The owner named there.
    pub(super) owner: Option<Owner>,
    /// The end of the field or portfolio that belongs to the role's words; 0 where there is none.
    pub(super) field_end: usize,
    /// The end of all that was read.
    pub(super) end: usize,
}

/// Reads the complements after a role: "of Chinese studies at King's College", "for trade",
/// "to Japan", "of the committee on rural roads".
pub(super) fn right(reading: &Reading<'_>, from: usize, class: RoleClass) -> Right {
    let mut right = Right { owner: None, field_end: 0, end: from };
    let ceiling = reading.sentence(from.saturating_sub(1)).end;
    let mut at = from;
    // "leader of the opposition Civic Accord": a body in apposition to the role's last words.
    if let Some(index) = reading.name_at(from).filter(|n| {
        reading.names()[*n].kind == NameKind::Organization && reading.names()[*n].tokens.start == from && from < ceiling
    }) {
        right.owner = Some(Owner::Name(index));
        right.end = reading.names()[index].tokens.end;
        return right;
    }
    // At most three complements: a role with more is not in any newspaper.
    for step in 0..3 {
        let specialising = is_specialising(reading, at);
        let head = if specialising { at + 1 } else { at };
        let preposition = reading.cue(head);
        if head >= ceiling
            || !preposition.has(Cue::OF | Cue::AT | Cue::FOR | Cue::WITH | Cue::IN | Cue::TO | Cue::FROM)
                && reading.word(head) != "on"
        {
            break;
        }
        let mut object = head + 1;
        while object < ceiling
            && (reading.is(object, Cue::THE | Cue::ITS | Cue::HIS | Cue::A)
                || reading.name_at(object).is_none() && reading.is(object, Cue::EPITHET | Cue::ACTING | Cue::FORMER))
        {
            object += 1;
        }
        // "adviser to [Russian President X]": the complement is a person.
        if titles(reading, object) {
            break;
        }
        let Some((owner, end)) = owner_at(reading, object, ceiling, preposition) else {
            // A field or portfolio: "of Chinese studies", "for rural development".
            let end = field_end(reading, object, ceiling);
            let portfolio = preposition.has(Cue::OF)
                || preposition.has(Cue::FOR)
                    && matches!(class, RoleClass::State | RoleClass::Office | RoleClass::Parliament)
                || preposition.has(Cue::IN)
                    && reading.is(at.saturating_sub(1), Cue::EXPERT)
                    && !reading.name(object).is_some_and(|n| matches!(n.kind, NameKind::Place(_)));
            let number = reading.is_number(object)
                || reading.knows(object, WordFlags::NUMBER)
                || reading.is(object, Cue::DETERMINER);
            if end == object || number || !portfolio && !specialising {
                break;
            }
            if !specialising && step == 0 {
                right.field_end = end;
            }
            right.end = end;
            at = end;
            continue;
        };
        // "ambassador to Japan", "envoy for Sudan": where the holder is sent is no owner.
        let sent = preposition.has(Cue::FROM)
            || preposition.has(Cue::TO) && is_sent(reading, from)
            || (preposition.has(Cue::FOR | Cue::IN) && class == RoleClass::State && is_geographic(reading, &owner));
        if sent {
            if preposition.has(Cue::FOR) {
                right.field_end = end;
            }
        } else if right.owner.is_none() || (!is_body(reading, right.owner.as_ref()) && is_body(reading, Some(&owner))) {
            right.owner = Some(owner);
        }
        right.end = end;
        at = end;
        if preposition.has(Cue::IN) {
            break;
        }
    }
    right
}

/// Whether the holder of the role that ends before `end` is sent somewhere: "ambassador to",
/// "envoy to".
fn is_sent(reading: &Reading<'_>, end: usize) -> bool {
    let word = end.checked_sub(1).map(|t| reading.word(t).to_lowercase()).unwrap_or_default();
    [
        "ambassador",
        "envoy",
        "representative",
        "delegate",
        "consul",
        "general",
        "emissary",
        "commissioner",
        "attaché",
        "nuncio",
        "observer",
    ]
    .contains(&word.as_str())
}

fn is_specialising(reading: &Reading<'_>, token: usize) -> bool {
    matches!(
        reading.word(token),
        "specialising" | "specializing" | "focusing" | "focused" | "working" | "responsible" | "based"
    ) && reading.is(token + 1, Cue::IN | Cue::FOR | Cue::AT)
}

fn named_kind(reading: &Reading<'_>, name: usize) -> NameKind {
    reading.names()[name].kind
}

fn is_geographic(reading: &Reading<'_>, owner: &Owner) -> bool {
    matches!(owner, Owner::Name(n) if !matches!(reading.names()[*n].kind, NameKind::Organization))
}

pub(super) fn is_body(reading: &Reading<'_>, owner: Option<&Owner>) -> bool {
    match owner {
        Some(Owner::Name(n)) => reading.names()[*n].kind == NameKind::Organization,
        Some(Owner::Body(_)) => true,
        None => false,
    }
}

/// The owner that starts at `object`, and where it ends. Names before the last one of a compound
/// ("Iran's Quds Force") are passed over in favour of the body.
fn owner_at(reading: &Reading<'_>, object: usize, ceiling: usize, preposition: Cue) -> Option<(Owner, usize)> {
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
    if let Some(index) = reading.name_at(object) {
        let name = &reading.names()[index];
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
                Some(other) if other != best && reading.names()[other].kind != NameKind::Person => {
                    best = other;
                    end = reading.names()[other].tokens.end;
                }
                _ => break,
            }
        }
        // "the Finnish games studio X": a nationality, the kind of body, then its name.
        if matches!(named_kind(reading, best), NameKind::Demonym(_) | NameKind::Group) {
            let mut next = end;
            while next < ceiling.min(end + 4) && reading.is_lower(next) && !is_phrase_break(reading, next) {
                next += 1;
            }
            if next > end
                && let Some(body) = reading
                    .name_at(next)
                    .filter(|n| next < ceiling && named_kind(reading, *n) == NameKind::Organization)
            {
                return Some((Owner::Name(body), reading.names()[body].tokens.end));
            }
        }
        let named = &reading.names()[best];
        if best == index && matches!(named.kind, NameKind::Demonym(_) | NameKind::Group)
            || reading.is_possessive(end)
            || reading.is_lower(end) && matches!(named.kind, NameKind::Demonym(_) | NameKind::Group)
        {
            return lower_body(reading, object, ceiling, preposition);
        }
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
                if named.kind != NameKind::Organization && best == index && !is_place_noun(reading.word(kind - 1)) {
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
    lower_body(reading, object, ceiling, preposition)
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

/// Whether a role that starts at a token, or after the name of a country there, is somebody's
/// title: "[Russian] president Ivan Marković".
fn titles(reading: &Reading<'_>, token: usize) -> bool {
    let after = |t: usize| reading.name(t).filter(|n| n.kind.country().is_some()).map(|n| n.tokens.end);
    let start = after(token).unwrap_or(token);
    let role = (start..start + 3)
        .take_while(|t| !is_phrase_break(reading, *t))
        .find_map(|t| reading.role_at(t).map(|(end, _)| end));
    role.is_some_and(|end| reading.name(end).is_some_and(|n| n.kind == NameKind::Person))
}

/// The end of a field or portfolio: a short noun phrase that names no body.
fn field_end(reading: &Reading<'_>, object: usize, ceiling: usize) -> usize {
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
        } else if reading.knows(end, WordFlags::MONTH | WordFlags::WEEKDAY) || titles(reading, end) {
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

/// The owner among those to the left and the one to the right: a body before a country, the one
/// after "of" before the one in front; for an occupation, a nationality is no owner.
pub(super) fn choose(reading: &Reading<'_>, class: RoleClass, left: &Left, right: Option<Owner>) -> Option<Owner> {
    let possessive = left.possessive;
    let fits = |index: usize| match reading.names()[index].kind {
        NameKind::Organization => true,
        NameKind::Country(_) | NameKind::Seat(_) => {
            takes_nationality(class)
                || possessive
                || matches!(class, RoleClass::Sport | RoleClass::Clergy)
                    && !is_adjectival(reading, reading.names()[index].tokens.start)
        }
        NameKind::Demonym(_) => takes_nationality(class),
        NameKind::Place(_) => takes_nationality(class) || possessive,
        NameKind::Group | NameKind::Person => false,
    };
    let body = left.names.iter().copied().find(|n| reading.names()[*n].kind == NameKind::Organization);
    let before = body.or_else(|| left.names.iter().copied().find(|n| fits(*n)));
    match (right, before) {
        (Some(owner), Some(before)) if !is_body(reading, Some(&owner)) && body.is_some() => Some(Owner::Name(before)),
        (Some(owner), _) => Some(owner),
        (None, before) => before.map(Owner::Name),
    }
}

/// Whether the name of a country that starts at `token` is its own adjective ("US actor"): an
/// abbreviation, or a name of several words.
pub(super) fn is_adjectival(reading: &Reading<'_>, token: usize) -> bool {
    reading.country_at(token).is_some_and(|(end, country)| country.form == CountryForm::Abbreviation || end > token + 1)
}

/// Whether an adjective of nationality before a role of this class names whose post it is
/// ("British ambassador"), not only where its holder is from ("British actor").
pub(super) fn takes_nationality(class: RoleClass) -> bool {
    matches!(
        class,
        RoleClass::State
            | RoleClass::Parliament
            | RoleClass::Judicial
            | RoleClass::Military
            | RoleClass::Police
            | RoleClass::Royal
            | RoleClass::Office
            | RoleClass::Party
    )
}

#[cfg(test)]
#[path = "owner_tests.rs"]
mod tests;
