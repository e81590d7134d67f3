//! Whose role it is: the body, country or place that the noun phrase names.
//!
//! An owner stands before the role (adjective, possessive, compound: "British", "Ghana's",
//! "Harbour Trust") or after it ("of", "at", "for", "with").

use super::complement::{field_end, owner_at, titles};
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
        let name = reading.names().get(index)?;
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

/// Whether a role that ends before a token is that of one who speaks for somebody.
fn is_voice(reading: &Reading<'_>, end: usize) -> bool {
    let noun = end.checked_sub(1).map(|t| reading.small_word(t)).unwrap_or_default();
    matches!(&*noun, "spokesman" | "spokeswoman" | "spokesperson")
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
        reading.kind_of(*n) == Some(NameKind::Organization) && reading.tokens_of(*n).start == from && from < ceiling
    }) {
        right.owner = Some(Owner::Name(index));
        right.end = reading.tokens_of(index).end;
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
            // "the spokesman for the government", "spokeswoman on finance": whom or what for is no part of the role.
            let voice = is_voice(reading, from) && (preposition.has(Cue::FOR) || reading.word(head) == "on");
            let number = reading.is_number(object)
                || reading.knows(object, WordFlags::NUMBER)
                || reading.is(object, Cue::DETERMINER);
            if end == object || number || !portfolio && !specialising && !voice {
                break;
            }
            // "MP for Mid Dorset": a constituency.
            let seat = class == RoleClass::Parliament && preposition.has(Cue::FOR) && reading.is_capitalised(object);
            if !specialising && !voice && !seat && step == 0 {
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
    let word = end.checked_sub(1).map(|t| reading.small_word(t)).unwrap_or_default();
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
    .contains(&&*word)
}

fn is_specialising(reading: &Reading<'_>, token: usize) -> bool {
    matches!(
        reading.word(token),
        "specialising" | "specializing" | "focusing" | "focused" | "working" | "responsible" | "based"
    ) && reading.is(token + 1, Cue::IN | Cue::FOR | Cue::AT)
}

fn is_geographic(reading: &Reading<'_>, owner: &Owner) -> bool {
    matches!(owner, Owner::Name(n) if reading.kind_of(*n) != Some(NameKind::Organization))
}

pub(super) fn is_body(reading: &Reading<'_>, owner: Option<&Owner>) -> bool {
    match owner {
        Some(Owner::Name(n)) => reading.kind_of(*n) == Some(NameKind::Organization),
        Some(Owner::Body(_)) => true,
        None => false,
    }
}

/// The owner among those to the left and the one to the right: a body before a country, the one
/// after "of" before the one in front; for an occupation, a nationality is no owner.
pub(super) fn choose(reading: &Reading<'_>, class: RoleClass, left: &Left, right: Option<Owner>) -> Option<Owner> {
    let possessive = left.possessive;
    let fits = |index: usize| match reading.kind_of(index) {
        Some(NameKind::Organization) => true,
        Some(NameKind::Country(_) | NameKind::Seat(_)) => {
            takes_nationality(class)
                || possessive
                || matches!(class, RoleClass::Sport | RoleClass::Clergy)
                    && !is_adjectival(reading, reading.tokens_of(index).start)
        }
        Some(NameKind::Demonym(_)) => takes_nationality(class),
        Some(NameKind::Place(_)) => takes_nationality(class) || possessive,
        Some(NameKind::Group | NameKind::Person) | None => false,
    };
    let body = left.names.iter().copied().find(|n| reading.kind_of(*n) == Some(NameKind::Organization));
    let before = body.or_else(|| left.names.iter().copied().find(|n| fits(*n)));
    match (right, before) {
        // "the Labour MP for Leeds": a seat, not a party, is whose member somebody is.
        (Some(owner), _) if class == RoleClass::Parliament => Some(owner),
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
