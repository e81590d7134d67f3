//! What identity knows of names in general: countries, roles, given names and surnames, known
//! organizations and places.
//!
//! The lists are the data files of the lexicon, read here as plain facts, so that what is the same
//! across articles does not depend on the lexicon that a caller hands to the extractor. Read once.

use super::folded;
use crate::model::CountryCode;
use crate::store::map::{FastMap, FastSet};
use std::sync::OnceLock;

/// The field of life that a role belongs to, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Fields(pub(super) u16);

impl Fields {
    /// Fields that one person often passes between in a career: politics, law, business,
    /// scholarship, and posts that any body has.
    const CAREER: Self = Self(0b0001_1111);

    const fn of_class(class: &str) -> Self {
        Self(match class.as_bytes() {
            b"state" | b"party" | b"parliament" => 1,
            b"judicial" => 1 << 1,
            b"business" => 1 << 2,
            b"academic" => 1 << 3,
            b"office" => 1 << 4,
            b"military" | b"police" => 1 << 5,
            b"clergy" => 1 << 6,
            b"royal" => 1 << 7,
            b"media" => 1 << 8,
            b"arts" => 1 << 9,
            b"sport" => 1 << 10,
            b"occupation" => 1 << 11,
            b"event" => 1 << 12,
            _ => 0,
        })
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    #[must_use]
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two are known and nobody is taken for one person in both without further reason.
    pub(super) const fn exclude(self, other: Self) -> bool {
        let career = self.meets(Self::CAREER) && other.meets(Self::CAREER);
        !self.is_empty() && !other.is_empty() && !self.meets(other) && !career
    }
}

/// The lists.
#[derive(Debug, Default)]
pub(super) struct Facts {
    roles: FastMap<String, Fields>,
    countries: FastMap<String, CountryCode>,
    given: FastSet<String>,
    surnames: FastSet<String>,
    family_first: FastSet<String>,
    organizations: FastMap<String, String>,
    places: FastMap<String, (String, Option<CountryCode>)>,
    /// Cities that are kept under their only name.
    cities: FastMap<String, Option<CountryCode>>,
    romanizations: FastMap<&'static str, &'static str>,
    nicknames: FastMap<&'static str, &'static str>,
}

/// The facts, read at the first call.
pub(super) fn facts() -> &'static Facts {
    static FACTS: OnceLock<Facts> = OnceLock::new();
    FACTS.get_or_init(Facts::read)
}

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

/// The terms of a list, folded; marks of doubt ("?") are left out with their terms where `sure`.
fn terms(row: &[&'static str], column: usize, sure: bool) -> impl Iterator<Item = String> {
    let list = row.get(column).copied().unwrap_or_default();
    list.split(';').filter(move |term| !(term.is_empty() || sure && term.ends_with('?'))).map(folded)
}

impl Facts {
    fn read() -> Self {
        let mut facts = Self::default();
        for row in rows(include_str!("../../lexicon/data/roles.tsv")) {
            let fields = Fields::of_class(row.get(1).copied().unwrap_or_default());
            for term in terms(&row, 0, false).chain(terms(&row, 3, false)) {
                facts.roles.entry(term).or_insert(fields);
            }
        }
        for row in rows(include_str!("../../lexicon/data/countries.tsv")) {
            let Some(code) = row.first().and_then(|code| CountryCode::new(code)) else { continue };
            for column in 1..5 {
                for term in terms(&row, column, column > 1) {
                    facts.countries.entry(term).or_insert(code);
                }
            }
        }
        for file in [
            include_str!("../../lexicon/data/given_names.tsv"),
            include_str!("../../lexicon/data/given_names_more.tsv"),
        ] {
            facts.given.extend(rows(file).flat_map(|row| terms(&row, 0, true).collect::<Vec<_>>()));
        }
        for file in
            [include_str!("../../lexicon/data/surnames.tsv"), include_str!("../../lexicon/data/surnames_more.tsv")]
        {
            for row in rows(file) {
                let first = row.get(1) == Some(&"first");
                for term in terms(&row, 0, true) {
                    if first {
                        facts.family_first.insert(term.clone());
                    }
                    facts.surnames.insert(term);
                }
            }
        }
        for row in rows(include_str!("../../lexicon/data/organizations.tsv")) {
            let Some(name) = terms(&row, 0, false).next() else { continue };
            for term in terms(&row, 0, false).chain(terms(&row, 1, true)).chain(terms(&row, 4, true)) {
                facts.organizations.entry(term).or_insert_with(|| name.clone());
            }
        }
        for row in rows(include_str!("../../lexicon/data/places.tsv")) {
            let Some(name) = terms(&row, 0, false).next() else { continue };
            let country = row.get(2).and_then(|code| CountryCode::new(code));
            for term in terms(&row, 0, false).chain(terms(&row, 3, false)) {
                facts.places.entry(term).or_insert_with(|| (name.clone(), country));
            }
        }
        for row in rows(include_str!("../../lexicon/data/countries.tsv")) {
            let Some(capital) = terms(&row, 5, false).next() else { continue };
            let country = row.first().and_then(|code| CountryCode::new(code));
            let name = facts.places.get(&capital).map_or(capital, |(name, _)| name.clone());
            for term in terms(&row, 5, false) {
                facts.places.entry(term).or_insert_with(|| (name.clone(), country));
            }
        }
        for row in rows(include_str!("../../lexicon/data/cities.tsv")) {
            let country = row.first().and_then(|code| CountryCode::new(code));
            for term in terms(&row, 1, true) {
                facts.cities.entry(term).or_insert(country);
            }
        }
        for row in rows(include_str!("data/romanizations.tsv")) {
            if let [first, others @ ..] = &row[..] {
                facts.romanizations.extend(others.iter().map(|other| (*other, *first)));
            }
        }
        for row in rows(include_str!("data/nicknames.tsv")) {
            if let [full, short] = row[..] {
                facts.nicknames.extend(short.split(';').map(|short| (short, full)));
            }
        }
        facts
    }

    /// The fields of a role, from the phrase itself or the longest end of it that is known, the
    /// words after "of", "for" and the like left out; empty for an unknown one.
    pub(super) fn fields(&self, role: &str) -> Fields {
        let head = [" of ", " for ", " to ", " at ", " in "].iter().filter_map(|p| role.find(p)).min();
        for phrase in [Some(role), head.and_then(|end| role.get(..end))].into_iter().flatten() {
            let mut rest = phrase;
            loop {
                if let Some(fields) = self.roles.get(rest) {
                    return *fields;
                }
                match rest.split_once(' ') {
                    Some((_, tail)) => rest = tail,
                    None => break,
                }
            }
        }
        Fields::default()
    }

    /// The country of a folded name, abbreviation or adjective.
    pub(super) fn country(&self, word: &str) -> Option<CountryCode> {
        self.countries.get(word).copied()
    }

    pub(super) fn is_given(&self, word: &str) -> bool {
        self.given.contains(word)
    }

    /// Whether a surname is borne by many.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    /// Whether a surname stands before the given name in its own country.
    pub(super) fn is_family_first(&self, word: &str) -> bool {
        self.family_first.contains(word)
    }

    /// The full name of a known organization, by its folded name or acronym.
    pub(super) fn organization(&self, name: &str) -> Option<&str> {
        self.organizations.get(name).map(String::as_str)
    }

    /// The name under which a known place is kept, and its country, by any of its folded names.
    pub(super) fn place(&self, name: &str) -> Option<(&str, Option<CountryCode>)> {
        let place = self.places.get(name).map(|(name, country)| (name.as_str(), *country));
        place.or_else(|| self.cities.get_key_value(name).map(|(name, country)| (name.as_str(), *country)))
    }

    /// One spelling for the romanizations of a family name.
    pub(super) fn romanized<'n>(&self, surname: &'n str) -> &'n str {
        self.romanizations.get(surname).copied().unwrap_or(surname)
    }

    /// The full form of a given name's familiar form.
    pub(super) fn full_given<'n>(&self, name: &'n str) -> &'n str {
        self.nicknames.get(name).copied().unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let facts = facts();
        assert_eq!(facts.country("kenyan"), CountryCode::new("KE"));
        assert_eq!(facts.country("uk"), CountryCode::new("GB"));
        assert!(facts.is_common("smith") && facts.is_family_first("kim") && facts.is_given("maria"));
        assert_eq!(facts.organization("un"), Some("united nations"));
        assert_eq!(facts.full_given("bill"), "william");
        assert_eq!(facts.full_given("ada"), "ada");
        assert_eq!(facts.place("calif"), Some(("california", CountryCode::new("US"))));
        assert_eq!(facts.place("kiev").map(|found| found.0), facts.place("kyiv").map(|found| found.0));
        assert_eq!(facts.romanized("noh"), "roh");
    }

    #[test]
    fn fields_meet_or_exclude() {
        let facts = facts();
        let fields = |role| facts.fields(role);
        assert!(fields("finance minister").meets(fields("prime minister of the kingdom")));
        assert!(fields("striker").exclude(fields("finance minister")));
        assert!(!fields("finance minister").exclude(fields("professor")));
        assert!(fields("zorbler of nets").is_empty() && !fields("zorbler").exclude(fields("striker")));
    }
}
