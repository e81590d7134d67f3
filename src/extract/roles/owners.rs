//! Whose post it is, where the noun phrase does not say: the document decides.
//!
//! A post of a state ("the foreign minister", "President X") belongs to a state. If another
//! sighting of the same person in the same role names it, it is that; else it is the country of
//! the nearest earlier post in the sentence or paragraph, or the article's main country.

use super::phrase::{Determiner, RolePhrase};
use super::{Holding, Owner, RoleWords};
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::{RoleClass, WordFlags};
use crate::model::CountryCode;
use crate::text::Part;
use std::collections::BTreeMap;

/// Fills in owners that single sentences leave open.
pub(super) fn settle(reading: &Reading<'_>, phrases: &[RolePhrase], people: &[Option<u32>], holdings: &mut [Holding]) {
    from_other_sightings(reading, phrases, people, holdings);
    let main = main_country(reading);
    for holding in holdings.iter_mut().filter(|h| h.owner.is_none()) {
        let RoleWords::Phrase(index) = holding.role else { continue };
        let phrase = &phrases[index];
        holding.owner = match phrase.determiner {
            // "its president", "the company's chairman": the body spoken of last.
            Determiner::Its => last_body(reading, phrase.phrase.start).map(Owner::Name),
            _ if is_state_post(reading, phrase) => {
                let code = nearest_country(reading, phrase.phrase.start).or(main);
                code.and_then(|code| mention_of(reading, code, phrase.phrase.start)).map(Owner::Name)
            }
            _ => None,
        };
    }
}

/// Whether a role of this kind is always a state's.
fn is_state_post(reading: &Reading<'_>, phrase: &RolePhrase) -> bool {
    let words = reading.text(phrase.role.clone()).to_lowercase();
    match phrase.class {
        RoleClass::State | RoleClass::Parliament => true,
        RoleClass::Office => matches!(words.as_str(), "president" | "vice president" | "vice-president" | "president-elect" | "vice president-elect"),
        RoleClass::Royal => false,
        _ => false,
    }
}

/// Another sighting of the same person in a role with the same head names the owner.
fn from_other_sightings(reading: &Reading<'_>, phrases: &[RolePhrase], people: &[Option<u32>], holdings: &mut [Holding]) {
    let head = |role: &RoleWords| match role {
        RoleWords::Phrase(index) => {
            let role = &phrases[*index].role;
            role.clone().find(|t| reading.knows(*t, WordFlags::ROLE_HEAD)).map(|t| reading.doc.tokens()[t].key)
        }
        RoleWords::Derived(..) => None,
    };
    let mut known: BTreeMap<(u32, u64), Owner> = BTreeMap::new();
    for holding in holdings.iter() {
        if let (Some(owner), Some(Some(person)), Some(head)) = (&holding.owner, people.get(holding.person), head(&holding.role)) {
            known.entry((*person, head)).or_insert_with(|| owner.clone());
        }
    }
    for holding in holdings.iter_mut().filter(|h| h.owner.is_none()) {
        if let (Some(Some(person)), Some(head)) = (people.get(holding.person), head(&holding.role)) {
            holding.owner = known.get(&(*person, head)).cloned();
        }
    }
}

/// The body named last before a token, in its sentence or the one before.
fn last_body(reading: &Reading<'_>, token: usize) -> Option<usize> {
    let here = reading.sentence_of(token);
    let last = reading.names().partition_point(|n| n.tokens.start < token);
    (0..last).rev().take_while(|n| reading.sentence_of(reading.names()[*n].tokens.start) + 1 >= here).find(|n| reading.names()[*n].kind == NameKind::Organization)
}

/// The country of the nearest demonym or country before a token in its own sentence.
fn nearest_country(reading: &Reading<'_>, token: usize) -> Option<CountryCode> {
    let sentence = reading.sentence(token).start;
    let last = reading.names().partition_point(|n| n.tokens.start < token);
    let mut codes: Vec<CountryCode> = reading.names()[..last].iter().rev().take_while(|n| n.tokens.start >= sentence).filter_map(|n| n.kind.country()).collect();
    codes.dedup();
    // Two countries in the sentence leave it open.
    if codes.len() == 1 { codes.pop() } else { None }
}

/// The mention of a country nearest before a token, else its first.
fn mention_of(reading: &Reading<'_>, code: CountryCode, token: usize) -> Option<usize> {
    let names = reading.names();
    let last = names.partition_point(|n| n.tokens.start < token);
    let is = |n: &usize| names[*n].kind.country() == Some(code);
    (0..last).rev().find(is).or_else(|| (last..names.len()).find(is))
}

/// The country that the article is about: the one named most, with the title and the first
/// paragraph counting more.
pub(crate) fn main_country(reading: &Reading<'_>) -> Option<CountryCode> {
    let mut weights: BTreeMap<CountryCode, u32> = BTreeMap::new();
    for name in reading.names() {
        let code = match name.kind {
            NameKind::Place(Some(code)) => Some(code),
            kind => kind.country(),
        };
        if let Some(code) = code {
            let early = reading.part(name.tokens.start) == Part::Headline || reading.sentence_of(name.tokens.start) < 3;
            let place = matches!(name.kind, NameKind::Place(_));
            *weights.entry(code).or_default() += match (early, place) {
                (true, false) => 4,
                (true, true) | (false, false) => 2,
                (false, true) => 1,
            };
        }
    }
    weights.into_iter().max_by_key(|(code, weight)| (*weight, std::cmp::Reverse(*code))).map(|(code, _)| code)
}
