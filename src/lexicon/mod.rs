//! The facts the extractor knows: names of countries, role nouns, organization heads, places,
//! personal names, issues and topics.
//!
//! [`Lexicon::builtin`] reads the files under `data/` (each names its source and licence); a caller
//! adds own entries in the same format through [`Lexicon::builder`]. What is known of a single
//! word is one look-up, [`Lexicon::word`]; phrases are found by the `longest_…` functions, which
//! give the longest entry that starts at a token. All look-ups are by folded keys: accents and
//! hyphens do not matter, and letter case only where an entry says so (acronyms want capitals,
//! proper names no small initial).
//!
//! ```
//! use newsgraph::lexicon::{CountryForm, Lexicon};
//! use newsgraph::text::Document;
//!
//! let lexicon = Lexicon::builtin()?;
//! let doc = Document::new("The South Korean deputy prime minister went to Burma.");
//! let (end, country) = lexicon.longest_country(&doc, 1).ok_or("no country")?;
//! assert_eq!((end, country.code.as_str(), country.form), (3, "KR", CountryForm::Demonym));
//! let (end, role) = lexicon.longest_role(&doc, 4).ok_or("no role")?;
//! assert_eq!((end, &*role.phrase), (6, "prime minister"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod builder;
mod concepts;
mod entry;
mod hash;
mod names;
mod phrases;
mod plural;
mod posts;
mod rows;
#[cfg(test)]
mod tests;
mod word;

pub use builder::{LexiconBuilder, Table};
pub use entry::{
    CountryForm, CountryName, HeadPosition, Issue, Organization, OrganizationHead, OrganizationKind, Place, PlaceKind,
    Role, RoleClass, RoleEffect, Topic, TopicIndex,
};
pub(crate) use word::WordFacts;
pub use word::{Word, WordFlags};

use crate::Result;
use crate::model::CountryCode;
use crate::text::Document;
pub(crate) use hash::{KeyMap, KeySet};
pub(crate) use phrases::PhraseKind;
use phrases::PhraseTable;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells one lexicon from another, so that what was worked out with one is not used with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LexiconId(u64);

impl Default for LexiconId {
    /// One that no lexicon of this process has.
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The facts the extractor knows. Built once, then shared by reference.
#[derive(Debug, Default)]
pub struct Lexicon {
    id: LexiconId,
    words: KeyMap<Word>,
    country_names: BTreeMap<CountryCode, Cow<'static, str>>,
    countries: PhraseTable<CountryName, { PhraseKind::Country as u8 }>,
    roles: Vec<Role>,
    role_phrases: PhraseTable<u32, { PhraseKind::Role as u8 }>,
    role_effects: KeyMap<RoleEffect>,
    organization_heads: PhraseTable<OrganizationHead, { PhraseKind::OrganizationHead as u8 }>,
    organizations: Vec<Organization>,
    organization_phrases: PhraseTable<u32, { PhraseKind::Organization as u8 }>,
    places: Vec<Place>,
    place_phrases: PhraseTable<u32, { PhraseKind::Place as u8 }>,
    norps: PhraseTable<(), { PhraseKind::Norp as u8 }>,
    addresses: PhraseTable<(), { PhraseKind::Address as u8 }>,
    topics: Vec<Topic>,
    issues: Vec<Issue>,
    issue_phrases: PhraseTable<u32, { PhraseKind::Issue as u8 }>,
    issue_heads: KeyMap<TopicIndex>,
    /// British words with their American spelling and the other way round, by the word's key.
    spellings: KeyMap<[Cow<'static, str>; 2]>,
    /// Memory for the keys of the phrase that is being entered.
    keys: Vec<u64>,
}

impl Lexicon {
    /// The built-in lexicon.
    ///
    /// # Errors
    ///
    /// [`Error::Lexicon`](crate::Error::Lexicon) if a built-in file is damaged; a test reads them all.
    pub fn builtin() -> Result<Self> {
        Self::builder().build()
    }

    /// A builder that starts with the built-in lexicon and takes further entries.
    pub fn builder() -> LexiconBuilder {
        LexiconBuilder::default()
    }

    /// Which lexicon this is.
    pub(crate) fn id(&self) -> LexiconId {
        self.id
    }

    /// What is known of a word, by the [`key`](crate::text::key) of its folded form.
    pub fn word(&self, key: u64) -> Option<&Word> {
        self.words.get(&key)
    }

    /// The facts about a word; none for an unknown one.
    pub fn flags(&self, key: u64) -> WordFlags {
        self.words.get(&key).map_or(WordFlags::EMPTY, |word| word.flags)
    }

    /// The longest name, abbreviation, demonym, capital or seat of a country that starts at token
    /// `at`, with the token after it.
    pub fn longest_country(&self, doc: &Document<'_>, at: usize) -> Option<(usize, CountryName)> {
        self.countries.longest(doc, at)
    }

    /// The short name of a country.
    pub fn country_name(&self, code: CountryCode) -> Option<&str> {
        self.country_names.get(&code).map(|name| &**name)
    }

    /// Every country with its short name, by code.
    pub fn countries(&self) -> impl Iterator<Item = (CountryCode, &str)> {
        self.country_names.iter().map(|(code, name)| (*code, &**name))
    }

    /// The longest place name (no country) that starts at token `at`, with the token after it.
    pub fn longest_place(&self, doc: &Document<'_>, at: usize) -> Option<(usize, &Place)> {
        let (end, index) = self.place_phrases.longest(doc, at)?;
        Some((end, self.places.get(index as usize)?))
    }

    /// The longest name or acronym of a known organization that starts at token `at`, with the
    /// token after it.
    pub fn longest_organization(&self, doc: &Document<'_>, at: usize) -> Option<(usize, &Organization)> {
        let (end, index) = self.organization_phrases.longest(doc, at)?;
        Some((end, self.organizations.get(index as usize)?))
    }

    /// The longest head of organization names ("Ministry", "Supreme Court", in any case) that
    /// starts at token `at`, with the token after it.
    pub fn longest_organization_head(&self, doc: &Document<'_>, at: usize) -> Option<(usize, OrganizationHead)> {
        self.organization_heads.longest(doc, at)
    }

    /// The longest role noun or noun phrase that starts at token `at`, in singular or plural, with
    /// the token after it.
    pub fn longest_role(&self, doc: &Document<'_>, at: usize) -> Option<(usize, &Role)> {
        let (end, index) = self.role_phrases.longest(doc, at)?;
        Some((end, self.roles.get(index as usize)?))
    }

    /// What a status word or role modifier says, by the key of the word.
    pub fn role_effect(&self, key: u64) -> Option<RoleEffect> {
        self.role_effects.get(&key).copied()
    }

    /// The longest name of a religious, ethnic or political group that starts at token `at`: the
    /// token after it.
    pub fn longest_norp(&self, doc: &Document<'_>, at: usize) -> Option<usize> {
        self.norps.longest(doc, at).map(|(end, ())| end)
    }

    /// The longest form of address that starts at token `at` ("Dr", "Tan Sri", "His Excellency"): the
    /// token after it.
    pub fn longest_address(&self, doc: &Document<'_>, at: usize) -> Option<usize> {
        self.addresses.longest(doc, at).map(|(end, ())| end)
    }

    /// The longest issue phrase that starts at token `at`, in singular or plural, with the token
    /// after it.
    pub fn longest_issue(&self, doc: &Document<'_>, at: usize) -> Option<(usize, &Issue)> {
        let (end, index) = self.issue_phrases.longest(doc, at)?;
        Some((end, self.issues.get(index as usize)?))
    }

    /// The topic of the issues a noun makes with the words before it ("crisis", "election"), by
    /// the key of the noun in singular or plural.
    pub fn issue_head(&self, key: u64) -> Option<TopicIndex> {
        self.issue_heads.get(&key).copied()
    }

    /// All topics.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// A topic's label; empty for an index of another lexicon.
    pub fn topic_label(&self, topic: TopicIndex) -> &str {
        self.topics.get(usize::from(topic.0)).map_or("", |topic| &*topic.label)
    }
}
