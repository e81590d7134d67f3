//! From files to a [`Lexicon`].

use super::phrases::for_each_stop_spelling;
use super::rows::Source;
use super::{Lexicon, WordFlags};
use crate::Result;
use crate::text::key;
use std::borrow::Cow;

/// A kind of lexicon file; the built-in file of the same name shows and explains its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// `spellings.tsv`
    Spellings,
    /// `words.tsv`
    Words,
    /// `word_classes.tsv`
    WordClasses,
    /// `given_names.tsv`
    GivenNames,
    /// `surnames.tsv`
    Surnames,
    /// `countries.tsv`
    Countries,
    /// `places.tsv`
    Places,
    /// `cities.tsv`
    Cities,
    /// `roles.tsv`
    Roles,
    /// `role_modifiers.tsv`
    RoleModifiers,
    /// `organization_heads.tsv`
    OrganizationHeads,
    /// `organizations.tsv`
    Organizations,
    /// `organizations_world.tsv`: the same columns; their single words say nothing by themselves.
    WorldOrganizations,
    /// `norps.tsv`
    Norps,
    /// `topics.tsv`
    Topics,
    /// `issues.tsv`
    Issues,
    /// `issue_heads.tsv`
    IssueHeads,
}

macro_rules! builtin {
    ($($table:ident $file:literal,)*) => {
        /// The built-in files, in the order they are read.
        pub(super) const BUILTIN: &[(Table, &str, &str)] =
            &[$((Table::$table, $file, include_str!(concat!("data/", $file)))),*];
    };
}

builtin! {
    Spellings "spellings.tsv",
    Words "words.tsv",
    WordClasses "word_classes.tsv",
    GivenNames "given_names.tsv",
    GivenNames "given_names_more.tsv",
    Surnames "surnames.tsv",
    Surnames "surnames_more.tsv",
    Cities "cities.tsv",
    Places "places.tsv",
    Countries "countries.tsv",
    Roles "roles.tsv",
    RoleModifiers "role_modifiers.tsv",
    OrganizationHeads "organization_heads.tsv",
    WorldOrganizations "organizations_world.tsv",
    Organizations "organizations.tsv",
    Norps "norps.tsv",
    Topics "topics.tsv",
    Issues "issues.tsv",
    IssueHeads "issue_heads.tsv",
}

/// Builds a [`Lexicon`]: the built-in entries, and a caller's own.
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    own: Vec<(Table, String, String)>,
}

impl LexiconBuilder {
    /// Adds entries in the format of `table`; `file` names them in messages. Entries given here
    /// replace built-in ones of the same words.
    #[must_use]
    pub fn add(mut self, table: Table, file: impl Into<String>, text: impl Into<String>) -> Self {
        self.own.push((table, file.into(), text.into()));
        self
    }

    /// Reads all entries. Linear in their length.
    ///
    /// # Errors
    ///
    /// [`Error::Lexicon`](crate::Error::Lexicon) names the file and line of a damaged entry.
    pub fn build(self) -> Result<Lexicon> {
        let mut lexicon = Lexicon::default();
        lexicon.reserve();
        for &(table, file, text) in BUILTIN {
            lexicon.read(table, Source { file, text, keep: Cow::Borrowed })?;
        }
        for (table, file, text) in &self.own {
            lexicon.read(*table, Source { file, text, keep: |piece| Cow::Owned(piece.to_owned()) })?;
        }
        lexicon.mark_ambiguous_names();
        Ok(lexicon)
    }
}

/// An entry's words in a list: a `?` at the end says that they often mean something else.
pub(super) fn unmark(term: &str) -> (&str, bool) {
    term.strip_suffix('?').map_or((term, false), |name| (name, true))
}

impl Lexicon {
    fn reserve(&mut self) {
        self.words.reserve(64_000);
        self.countries.reserve(2_000);
        self.role_phrases.reserve(6_000);
        self.organization_heads.reserve(600);
        self.organization_phrases.reserve(16_000);
        self.places.reserve(30_000);
        self.place_phrases.reserve(29_000);
        self.issue_phrases.reserve(12_000);
        self.norps.reserve(1_000);
    }

    fn read(&mut self, table: Table, source: Source<'_>) -> Result<()> {
        match table {
            Table::Spellings => source.for_each(|row| self.spelling(row)),
            Table::Words => source.for_each(|row| self.listed_word(row)),
            Table::WordClasses => source.for_each(|row| self.word_class(row)),
            Table::GivenNames => source.for_each(|row| self.given_name(row)),
            Table::Surnames => source.for_each(|row| self.surname(row)),
            Table::Countries => source.for_each(|row| self.country(row)),
            Table::Places => source.for_each(|row| self.place(row)),
            Table::Cities => source.for_each(|row| self.cities(row)),
            Table::Roles => source.for_each(|row| self.role(row)),
            Table::RoleModifiers => source.for_each(|row| self.role_modifier(row)),
            Table::OrganizationHeads => source.for_each(|row| self.organization_head(row)),
            Table::Organizations => source.for_each(|row| self.organization(row, WordFlags::ORG_PART)),
            Table::WorldOrganizations => source.for_each(|row| self.organization(row, WordFlags::EMPTY)),
            Table::Norps => source.for_each(|row| self.norp(row)),
            Table::Topics => source.for_each(|row| self.topic(row)),
            Table::Issues => source.for_each(|row| self.issue(row)),
            Table::IssueHeads => source.for_each(|row| self.issue_head_noun(row)),
        }
    }

    /// Adds facts about one word.
    pub(super) fn mark(&mut self, key: u64, flags: WordFlags) {
        self.words.entry(key).or_default().flags |= flags;
    }

    /// Adds facts about the words of a phrase: `whole` for a single one, `part` for each of several.
    pub(super) fn mark_phrase(&mut self, words: &[u64], whole: WordFlags, part: WordFlags) {
        if let [word] = words {
            self.mark(*word, whole);
        } else if !part.is_empty() {
            for word in words {
                if !self.words.get(word).is_some_and(|w| w.is(WordFlags::FUNCTION_WORD)) {
                    self.mark(*word, part);
                }
            }
        }
    }

    /// Calls `enter` with a phrase and, where it has words of the spelling table, with the phrase
    /// in its other spelling.
    pub(super) fn for_each_spelling(&mut self, phrase: &str, enter: impl Fn(&mut Self, &str)) {
        enter(self, phrase);
        let other = |word| self.spellings.get(&key(word)).filter(|[own, _]| own == word).map(|[_, other]| &**other);
        if phrase.split(' ').any(|word| other(word).is_some()) {
            let words: Vec<&str> = phrase.split(' ').map(|word| other(word).unwrap_or(word)).collect();
            let words = words.join(" ");
            enter(self, &words);
        }
    }

    /// Calls `enter` with the keys of each way to write the full stops of `phrase`.
    pub(super) fn for_each_stop_spelling(&mut self, phrase: &str, mut enter: impl FnMut(&mut Self, &[u64])) {
        let mut keys = std::mem::take(&mut self.keys);
        for_each_stop_spelling(phrase, &mut keys, |words| enter(self, words));
        self.keys = keys;
    }
}
