//! What is known of a single word.

use super::phrases::PhraseKind;
use std::ops::{BitOr, BitOrAssign};

/// A set of facts about a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct WordFlags(u64);

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Bit { $($name),* }
        impl WordFlags {
            $($(#[$doc])* pub const $name: Self = Self(1 << Bit::$name as u8);)*
            /// Every flag with its name.
            pub const ALL: &'static [(&'static str, Self)] = &[$((stringify!($name), Self::$name)),*];
        }
    };
}

flags! {
    /// A given name.
    GIVEN_NAME;
    /// A surname.
    SURNAME;
    /// A surname that stands before the given name in its own country ("Xi Jinping").
    FAMILY_FIRST;
    /// A small word inside names: "bin", "van", "de", "al".
    NAME_PARTICLE;
    /// A name that is an English word as well: "May", "Brown", "Will".
    AMBIGUOUS_NAME;
    /// A name borne mostly by men.
    MASCULINE;
    /// A name borne mostly by women.
    FEMININE;
    /// The last word of a role: "minister", "spokeswoman".
    ROLE_HEAD;
    /// A word inside a role of several words, not its last: "foreign" in "foreign minister".
    ROLE_PART;
    /// A word that narrows a role: "deputy", "senior".
    ROLE_MODIFIER;
    /// A role that may stand as a title before a name: "President", "Gen.".
    ROLE_TITLE;
    /// A plural role noun: "ministers".
    ROLE_PLURAL;
    /// A word that says when a role is held: "former", "elect".
    STATUS;
    /// A form of address: "Mr", "Dame".
    HONORIFIC;
    /// The head noun of organization names: "Ministry", "University".
    ORG_HEAD;
    /// A legal form: "Inc", "plc".
    ORG_SUFFIX;
    /// The name or acronym of a known organization.
    ORGANIZATION;
    /// A word inside the name of a known organization.
    ORG_PART;
    /// A country's name or abbreviation.
    COUNTRY;
    /// An adjective or noun of nationality.
    DEMONYM;
    /// A capital city.
    CAPITAL;
    /// A city.
    CITY;
    /// A state, province, region, continent, sea, river or mountain.
    PLACE;
    /// A word inside the name of a place or country of several words.
    PLACE_PART;
    /// A religious, ethnic or political group.
    NORP;
    /// A month.
    MONTH;
    /// A day of the week.
    WEEKDAY;
    /// A number word.
    NUMBER;
    /// An article, preposition, pronoun, conjunction or auxiliary verb.
    FUNCTION_WORD;
    /// A verb of saying, in any form.
    SAYING_VERB;
    /// A word common in small letters: a capital at the start of a sentence says nothing.
    COMMON_LOWER;
    /// A word inside an issue phrase, or one by itself.
    ISSUE_WORD;
    /// A noun that makes an issue with the words before it: "crisis", "election".
    ISSUE_HEAD;
}

impl WordFlags {
    /// No flag.
    pub const EMPTY: Self = Self(0);

    /// Whether all flags of `other` are set.
    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any flag of `other` is set.
    #[inline]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no flag is set.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The flags as bits, for features; bit positions may change between releases.
    pub const fn bits(self) -> u64 {
        self.0
    }
}

impl BitOr for WordFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl BitOrAssign for WordFlags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What the lexicon knows of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Word {
    /// The facts.
    pub flags: WordFlags,
    /// Its class among 64, from 1; 0 where it has none.
    pub class64: u8,
    /// Its class among 320, from 1; 0 where it has none.
    pub class320: u16,
    /// The kinds of phrases that start with it.
    starts: u8,
}

impl Word {
    /// Whether all of `flags` hold of the word.
    #[inline]
    pub const fn is(&self, flags: WordFlags) -> bool {
        self.flags.contains(flags)
    }

    /// What extraction asks for of it.
    #[inline]
    pub(crate) const fn facts(&self) -> WordFacts {
        WordFacts(self.flags.0 | (self.starts as u64) << STARTS)
    }

    /// Notes that a phrase of a kind, given by its number, starts with the word.
    pub(super) fn start(&mut self, kind: u8) {
        self.starts |= 1 << kind;
    }
}

/// What extraction asks for of each token: the flags of its word, and the kinds of phrases that start
/// with it. Tables of tokens hold it, so both share eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordFacts(u64);

/// From this bit on stands a bit for each [`PhraseKind`]; below, the flags.
const STARTS: u32 = u64::BITS - u8::BITS;
const _: () = assert!(WordFlags::ALL.len() <= STARTS as usize, "flags and kinds of phrases have bits of their own");

impl WordFacts {
    /// No fact.
    pub(crate) const EMPTY: Self = Self(0);

    /// The flags.
    #[inline]
    pub(crate) const fn flags(self) -> WordFlags {
        WordFlags(self.0 & ((1 << STARTS) - 1))
    }

    /// The same of a word with which no phrase of a kind starts.
    #[inline]
    #[must_use]
    pub(crate) const fn without(self, kind: PhraseKind) -> Self {
        Self(self.0 & !(1 << (STARTS + kind as u32)))
    }

    /// Whether phrases of any kind start with the word.
    #[inline]
    pub(crate) const fn starts_any(self) -> bool {
        self.0 >> STARTS != 0
    }

    /// Whether phrases of a kind start with the word.
    #[inline]
    pub(crate) const fn starts(self, kind: PhraseKind) -> bool {
        self.0 >> STARTS >> kind as u8 & 1 == 1
    }
}
