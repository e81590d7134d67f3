//! When two articles speak of the same entity.
//!
//! Each article's own entity has a [`Profile`]: its kind, its names, and what the article says beside
//! it ([`signals`]). Equal profiles are one row of `entity_name`. Countries go by their code, roles and
//! issues by their folded name. Persons, organizations and places are compared ([`score`]) with
//! those whose names could be theirs (one block), and clustered ([`cluster`]); each decision is a
//! row. The partition is a function of the set of profiles and of what users have stated
//! ([`judgement`]): neither order nor batches matter. After a batch only the blocks with new or
//! vanished profiles are resolved again ([`resolve`]).
//!
//! For example, "Bill Thornby, Kenya's trade minister" and "William Thornby", named as trade minister
//! in an article on Kenya, share a block ("thornby", w), a role and a country: 50 points for the
//! name, 15, 20 and 10 for role, country and field; 70 are needed.

pub(super) mod blocks;
mod body;
mod cluster;
mod facts;
pub(super) mod judgement;
mod name;
mod names;
mod recent;
pub(super) mod resolve;
mod score;
mod signals;

pub(super) use blocks::Content;
pub use judgement::Judgement;
pub(super) use names::Names;
use names::{Known, Said};
pub use score::Verdict;
pub(super) use signals::Surroundings;

use crate::model::{Entity, EntityIndex, EntityKind, Extraction};
use facts::facts;
use score::Parsed;
use signals::Facets;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What an article says of one of its entities, as far as identity goes.
#[derive(Debug, Clone)]
pub(super) struct Profile<'a> {
    pub(super) kind: EntityKind,
    pub(super) name: &'a str,
    pub(super) topic: Option<&'a str>,
    /// The further names, a JSON array.
    pub(super) aliases: Option<&'a str>,
    said: Arc<Said>,
    known: Arc<Known>,
    /// The article's uri, where a user has stated something of this very appearance.
    pub(super) pin: Option<&'a str>,
    pub(super) block: i64,
}

impl<'a> Profile<'a> {
    /// The profile of an entity of an extraction. Linear in the entity's relations.
    pub(super) fn of(
        extraction: &'a Extraction,
        index: EntityIndex,
        entity: &'a Entity,
        aliases: Option<&'a str>,
        around: &Surroundings,
        pin: Option<&'a str>,
        names: &mut Names,
    ) -> Self {
        let code = entity.country_code.filter(|_| entity.kind == EntityKind::Country);
        let known = names.get(entity.kind, code.as_ref().map_or(&entity.name, |code| code.as_str()));
        let facets = match entity.kind {
            EntityKind::Person => Facets::of_person(extraction, index, around, names),
            EntityKind::Organization => match known.body() {
                Some(body) if !body.known => Facets::of_body(body.country, index, around),
                _ => Facets::default(),
            },
            EntityKind::Place => Facets::of_place(extraction, index, known.place, around, names),
            _ => Facets::default(),
        };
        let said = names.said(facets.line().as_deref());
        Self {
            kind: entity.kind,
            name: &entity.name,
            topic: entity.topic.as_deref().filter(|_| entity.kind == EntityKind::Issue),
            aliases,
            said,
            pin,
            block: known.block,
            known,
        }
    }
}

impl Profile<'_> {
    /// What the article says beside the name, as the file has it.
    pub(super) fn facets(&self) -> Option<&str> {
        self.said.line.as_deref()
    }

    /// Writes the profile as one text that no other profile has.
    pub(super) fn spell(&self, out: &mut String) {
        use std::fmt::Write as _;
        out.clear();
        // Writing to a String never fails. NUL stands in no name.
        let _ = write!(out, "{:x}\0{}", self.block, self.name);
        for part in [self.aliases, self.topic, self.facets(), self.pin] {
            out.push('\0');
            if let Some(part) = part {
                out.push('+');
                out.push_str(part);
            }
        }
    }
}

/// Whether entities of a kind are compared; the others go by their block alone.
pub(super) const fn is_compared(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place)
}

/// The kind of a block's names stands above so many bits of its upper half.
const KIND_BITS: u32 = 28;

/// The kind of a block's names.
pub(super) fn kind_of(block: i64) -> Option<EntityKind> {
    EntityKind::ALL.get(usize::try_from(block >> (32 + KIND_BITS)).ok()?).copied()
}

/// The lower half of a block.
const LOWER: i64 = 0xFFFF_FFFF;

/// The number that all names which could be one entity's share: its kind and two hashes, of the surname
/// and of the given name's initial; of an organization's initials and of its words. A surname or acronym
/// alone has an empty lower half. A country's `name` is its code where it has one.
pub(super) fn block(kind: EntityKind, name: &str) -> i64 {
    block_of_parts(kind, name, &Parsed::read(kind, name))
}

/// [`block`], the name being read already.
fn block_of_parts(kind: EntityKind, name: &str, parsed: &Parsed) -> i64 {
    let (upper, lower) = match (kind, parsed) {
        (_, Parsed::Person(name)) => name.block(),
        (_, Parsed::Body(name)) => (name.letters(), if name.acronym { String::new() } else { name.key().to_owned() }),
        (EntityKind::Place, _) => {
            let name = folded(name);
            (String::new(), facts().place(&name).map_or(name.clone(), |(name, _)| name.to_owned()))
        }
        _ => (String::new(), folded(name)),
    };
    let high = ((kind as u64) << KIND_BITS) | hash(upper.bytes()) >> (64 - KIND_BITS);
    let low = if lower.is_empty() { 0 } else { hash(lower.bytes()) & 0xFFFF_FFFF | 1 };
    ((high << 32) | low).cast_signed()
}

/// FNV-1a (Fowler, Noll and Vo; public domain) with a final mix.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3));
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ (hash >> 32)
}

/// The country of a folded name.
pub(super) fn country(name: &str) -> Option<crate::model::CountryCode> {
    facts().country(name)
}

/// The list of a JSON array; empty for what is none.
pub(super) fn list(aliases: Option<&str>) -> Vec<String> {
    aliases.and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default()
}

/// A name without case, accents and punctuation, its words parted by single spaces; a name of
/// nothing but punctuation stays as it is.
pub(crate) fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    let mut take = |c: char| {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else if !matches!(c, '\'' | '’' | 'ʼ' | '.' | '\u{ad}' | '\u{200b}'..='\u{200f}') {
            gap = true;
        }
    };
    if name.is_ascii() {
        name.chars().map(|c| c.to_ascii_lowercase()).for_each(&mut take);
    } else {
        name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).for_each(&mut take);
    }
    if out.is_empty() { name.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_one() {
        for (a, b) in [
            ("José  Núñez", "jose nunez"),
            ("U.N.", "UN"),
            ("Niamh O’Dara", "niamh o'dara"),
            ("Vice-President", "vice president"),
            (" (Board) ", "board"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} / {b}");
        }
        assert_ne!(folded("Anna Berg"), folded("Annaberg"));
        assert_eq!(folded("—"), "—");
    }

    #[test]
    fn blocks_hold_variants_and_part_kinds() {
        let person = |name| block(EntityKind::Person, name);
        assert_eq!(person("Bill Thornby"), person("W. Thornby"));
        assert_ne!(person("Bill Thornby"), person("Ada Thornby"));
        assert_eq!(person("Bill Thornby") & !LOWER, person("Thornby"));
        let body = |name| block(EntityKind::Organization, name);
        assert_eq!(body("Defence Ministry"), body("Ministry of Defence"));
        assert_eq!(body("Tern Coast Shipping Union") & !LOWER, body("TCSU"));
        assert_ne!(block(EntityKind::Role, "chair"), block(EntityKind::Issue, "chair"));
        assert_eq!(block(EntityKind::Place, "Calcutta"), block(EntityKind::Place, "Kolkata"));
        for kind in EntityKind::ALL {
            assert_eq!(kind_of(block(kind, "Thornby")), Some(kind));
        }
        assert_eq!((kind_of(-1), kind_of(i64::MAX)), (None, None));
    }
}
