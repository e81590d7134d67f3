//! Reading roles and organizations.

use super::builder::unmark;
use super::entry::{HeadPosition, Organization, OrganizationHead, OrganizationKind, Role, RoleClass, RoleEffect};
use super::phrases::Spelling;
use super::plural::plural;
use super::rows::Row;
use super::{Lexicon, WordFlags};
use crate::Result;
use crate::text::key;

impl Lexicon {
    /// Columns: phrase, class, flags (`title`), full form, irregular plural.
    pub(super) fn role(&mut self, row: Row<'_, 5>) -> Result<()> {
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
                lexicon.for_each_stop_spelling(form, |lexicon, words| {
                    lexicon.role_phrases.insert(&mut lexicon.words, words, spelling, index);
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
    pub(super) fn role_modifier(&mut self, row: Row<'_, 2>) -> Result<()> {
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
    pub(super) fn organization_head(&mut self, row: Row<'_, 4>) -> Result<()> {
        let phrase = row.columns[0];
        if row.columns[2] == "suffix" {
            self.for_each_stop_spelling(phrase, |lexicon, words| {
                lexicon.mark_phrase(words, WordFlags::ORG_SUFFIX, WordFlags::EMPTY);
            });
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
                lexicon.for_each_stop_spelling(form, |lexicon, words| {
                    lexicon.organization_heads.insert(&mut lexicon.words, words, Spelling::Any, head);
                    lexicon.mark_phrase(words, WordFlags::ORG_HEAD, WordFlags::EMPTY);
                });
            });
        }
        Ok(())
    }

    /// Columns: name, acronym, kind, country, other names. `part` is what a word inside a name of
    /// several words is known as.
    pub(super) fn organization(&mut self, row: Row<'_, 5>, part: WordFlags) -> Result<()> {
        let kind = row.one_of(2, ORGANIZATION_KINDS)?;
        let country = row.country_or_none(3)?;
        let (name, acronym) = (row.columns[0], row.columns[1]);
        let organization = Organization { name: row.keep(name), acronym: row.keep(unmark(acronym).0), kind, country };
        let index = u32::try_from(self.organizations.len()).map_err(|_| row.error("too many organizations"))?;
        self.organizations.push(organization);
        for term in [name, acronym].into_iter().filter(|term| !term.is_empty()).chain(row.list(4)) {
            self.for_each_stop_spelling(term, |lexicon, words| {
                lexicon.organization_phrases.insert(&mut lexicon.words, words, Spelling::of_name(term), index);
                lexicon.mark_phrase(words, WordFlags::ORGANIZATION, part);
            });
        }
        Ok(())
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
