//! From files to a [`Lexicon`].

use super::entry::{
    CountryForm, CountryName, HeadPosition, OrganizationHead, OrganizationKind, Role, RoleClass, RoleEffect,
};
use super::phrases::{Spelling, for_each_stop_spelling};
use super::plural::plural;
use super::rows::{Row, Source};
use super::{Lexicon, WordFlags};
use crate::Result;
use crate::model::CountryCode;
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
    Countries "countries.tsv",
    Roles "roles.tsv",
    RoleModifiers "role_modifiers.tsv",
    OrganizationHeads "organization_heads.tsv",
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
        Ok(lexicon)
    }
}

/// An entry's words in a list: a `?` at the end says that they often mean something else.
fn unmark(term: &str) -> (&str, bool) {
    term.strip_suffix('?').map_or((term, false), |name| (name, true))
}

impl Lexicon {
    fn reserve(&mut self) {
        self.words.reserve(48_000);
        self.countries.reserve(2_000);
        self.role_phrases.reserve(4_000);
        self.organization_heads.reserve(600);
        self.organization_phrases.reserve(6_000);
        self.place_phrases.reserve(16_000);
        self.issue_phrases.reserve(8_000);
        self.norps.reserve(1_000);
    }

    fn read(&mut self, table: Table, source: Source<'_>) -> Result<()> {
        match table {
            Table::Countries => source.for_each(|row| self.country(row)),
            Table::Roles => source.for_each(|row| self.role(row)),
            Table::RoleModifiers => source.for_each(|row| self.role_modifier(row)),
            Table::OrganizationHeads => source.for_each(|row| self.organization_head(row)),
            _ => Ok(()),
        }
    }

    /// Adds facts about one word.
    fn mark(&mut self, key: u64, flags: WordFlags) {
        self.words.entry(key).or_default().flags |= flags;
    }

    /// Adds facts about the words of a phrase: `whole` for a single one, `part` for each of several.
    fn mark_phrase(&mut self, words: &[u64], whole: WordFlags, part: WordFlags) {
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

    /// Columns: code, name, other names, abbreviations, demonyms, capitals, seats.
    fn country(&mut self, row: Row<'_, 7>) -> Result<()> {
        let code = CountryCode::new(row.columns[0])
            .ok_or_else(|| row.error(format!("{:?} is not a two-letter country code", row.columns[0])))?;
        let name = unmark(row.columns[1]).0;
        if name.is_empty() {
            return Err(row.error("the country has no name"));
        }
        self.country_names.insert(code, row.keep(name));
        let forms = [
            (1, CountryForm::Name, WordFlags::COUNTRY),
            (2, CountryForm::Name, WordFlags::COUNTRY),
            (3, CountryForm::Abbreviation, WordFlags::COUNTRY),
            (4, CountryForm::Demonym, WordFlags::DEMONYM),
            (5, CountryForm::Capital, WordFlags::CAPITAL),
            (6, CountryForm::Seat, WordFlags::EMPTY),
        ];
        for (column, form, flag) in forms {
            for term in row.list(column) {
                let (name, ambiguous) = unmark(term);
                let value = CountryName { code, form, ambiguous };
                for_each_stop_spelling(name, |words| {
                    self.countries.insert(words, Spelling::of_name(name), value);
                    self.mark_phrase(words, flag, WordFlags::PLACE_PART);
                });
            }
        }
        Ok(())
    }

    /// Columns: phrase, class, flags (`title`), full form, irregular plural.
    fn role(&mut self, row: Row<'_, 5>) -> Result<()> {
        let class = row.one_of(
            1,
            &[
                ("state", RoleClass::State),
                ("party", RoleClass::Party),
                ("parliament", RoleClass::Parliament),
                ("judicial", RoleClass::Judicial),
                ("military", RoleClass::Military),
                ("police", RoleClass::Police),
                ("clergy", RoleClass::Clergy),
                ("royal", RoleClass::Royal),
                ("business", RoleClass::Business),
                ("academic", RoleClass::Academic),
                ("media", RoleClass::Media),
                ("office", RoleClass::Office),
                ("occupation", RoleClass::Occupation),
                ("sport", RoleClass::Sport),
                ("arts", RoleClass::Arts),
                ("event", RoleClass::Event),
            ],
        )?;
        let title = row.one_of(2, &[("", false), ("title", true)])?;
        let phrase = row.columns[0];
        let full = if row.columns[3].is_empty() { phrase } else { row.columns[3] };
        let role = Role { phrase: row.keep(full), class, title };
        let index = u32::try_from(self.roles.len()).map_err(|_| row.error("too many roles"))?;
        self.roles.push(role);
        let plural = if row.columns[4].is_empty() { plural(phrase) } else { Some(row.columns[4].to_owned()) };
        let abbreviation = phrase.contains('.') || (phrase.len() > 1 && !phrase.contains(char::is_lowercase));
        let spelling = match (abbreviation, phrase.contains('.')) {
            (true, false) => Spelling::Upper,
            (true, true) => Spelling::Capital,
            _ => Spelling::Any,
        };
        let title_flag = if title { WordFlags::ROLE_TITLE } else { WordFlags::EMPTY };
        for (form, number) in [(Some(phrase), WordFlags::EMPTY), (plural.as_deref(), WordFlags::ROLE_PLURAL)] {
            let Some(form) = form else { continue };
            self.for_each_spelling(form, |lexicon, form| {
                for_each_stop_spelling(form, |words| {
                    lexicon.role_phrases.insert(words, spelling, index);
                    if class == RoleClass::Event {
                        return;
                    }
                    if let [first @ .., last] = words {
                        for word in first {
                            lexicon.mark(*word, WordFlags::ROLE_PART);
                        }
                        lexicon.mark(*last, WordFlags::ROLE_HEAD | number);
                    }
                    lexicon.mark_phrase(words, title_flag, WordFlags::EMPTY);
                });
            });
        }
        Ok(())
    }

    /// Columns: word, effect.
    fn role_modifier(&mut self, row: Row<'_, 2>) -> Result<()> {
        let effect = row.one_of(
            1,
            &[
                ("narrows", RoleEffect::Narrows),
                ("current", RoleEffect::Current),
                ("former", RoleEffect::Former),
                ("future", RoleEffect::Future),
            ],
        )?;
        let word = key(row.columns[0]);
        self.role_effects.insert(word, effect);
        let flag = if effect == RoleEffect::Narrows { WordFlags::ROLE_MODIFIER } else { WordFlags::STATUS };
        self.mark(word, flag);
        Ok(())
    }

    /// Columns: head, kind, position, small (`small` or empty).
    fn organization_head(&mut self, row: Row<'_, 4>) -> Result<()> {
        let phrase = row.columns[0];
        if row.columns[2] == "suffix" {
            for_each_stop_spelling(phrase, |words| self.mark_phrase(words, WordFlags::ORG_SUFFIX, WordFlags::EMPTY));
            return Ok(());
        }
        let kind = row.one_of(1, ORGANIZATION_KINDS)?;
        let position =
            row.one_of(2, &[("last", HeadPosition::Last), ("of", HeadPosition::Of), ("both", HeadPosition::Both)])?;
        let small = row.one_of(3, &[("", false), ("small", true)])?;
        let head = OrganizationHead { kind, position, small };
        let plural = plural(phrase);
        for form in [Some(phrase), plural.as_deref()].into_iter().flatten() {
            self.for_each_spelling(form, |lexicon, form| {
                for_each_stop_spelling(form, |words| {
                    lexicon.organization_heads.insert(words, Spelling::Any, head);
                    lexicon.mark_phrase(words, WordFlags::ORG_HEAD, WordFlags::EMPTY);
                });
            });
        }
        Ok(())
    }

    /// Calls `enter` with a phrase and, where it has words of the spelling table, with the phrase
    /// in its other spelling.
    fn for_each_spelling(&mut self, phrase: &str, enter: impl Fn(&mut Self, &str)) {
        enter(self, phrase);
        if self.spellings.is_empty() || !phrase.split(' ').any(|word| self.spellings.contains_key(word)) {
            return;
        }
        let words: Vec<&str> =
            phrase.split(' ').map(|word| self.spellings.get(word).map_or(word, |other| &**other)).collect();
        let other = words.join(" ");
        enter(self, &other);
    }
}

const ORGANIZATION_KINDS: &[(&str, OrganizationKind)] = &[
    ("government", OrganizationKind::Government),
    ("parliament", OrganizationKind::Parliament),
    ("court", OrganizationKind::Court),
    ("armed", OrganizationKind::Armed),
    ("party", OrganizationKind::Party),
    ("company", OrganizationKind::Company),
    ("media", OrganizationKind::Media),
    ("academic", OrganizationKind::Academic),
    ("international", OrganizationKind::International),
    ("ngo", OrganizationKind::Ngo),
    ("religious", OrganizationKind::Religious),
    ("sport", OrganizationKind::Sport),
    ("health", OrganizationKind::Health),
];
