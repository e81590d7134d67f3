//! Whether two names mean one: points for what agrees, and what contradicts.
//!
//! The points are those of a hand-made additive scheme in the manner of Fellegi and Sunter ("A theory
//! for record linkage", JASA 64, 1969): agreement adds, disagreement takes away, and between two
//! thresholds nothing is decided. They were set by judgement, not fitted: a full name alone is 50,
//! and 70 is needed, so every merge has a second signal.

use super::body::BodyName;
use super::name::{NameMatch, PersonName};
use super::names::{Known, Said};
use super::signals::Facets;
use crate::model::EntityKind;
use std::fmt;
use std::sync::Arc;

/// From so many points on, two are the same.
pub(super) const SAME: i32 = 70;
/// From so many points on, a person should look.
pub(super) const UNSURE: i32 = 45;

/// What is said of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// They are one.
    Same,
    /// They are two.
    Different,
    /// It cannot be told: they are kept apart.
    Unsure,
}

impl Verdict {
    /// All verdicts, by their numbers in the file.
    pub(in super::super) const ALL: [Self; 3] = [Self::Same, Self::Different, Self::Unsure];

    /// The name in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Unsure => "unsure",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Verdict {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|verdict| verdict.as_str() == text);
        found.ok_or_else(|| format!("{text:?} is not same, different or unsure"))
    }
}

macro_rules! signals {
    ($($(#[$meta:meta])* $name:ident = $bit:literal, $words:literal;)*) => {
        /// Signals, as a set of bits; their words stand in the view `entity_judgement` too.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
        pub(in super::super) struct Signals(pub(in super::super) i64);

        impl Signals {
            $(const $name: Self = Self(1 << $bit);)*
            /// Every signal with its words.
            #[cfg(test)]
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $words)),*];
        }
    };
}

signals! {
    FULL_NAME = 0, "same full name";
    SPELLING = 1, "another spelling of the name";
    PART_OF_NAME = 2, "part of the name";
    ACRONYM = 3, "acronym of the name";
    ROLE = 4, "same role";
    ORGANIZATION = 5, "same organization";
    COUNTRY = 6, "same country";
    FIELD = 7, "same field";
    RARE = 8, "rare name";
    KNOWN = 9, "well-known name";
    COMPANY = 10, "named with the same people";
    DISTINCT = 11, "distinctive name";
    TIME = 12, "same time";
    NAMES_DIFFER = 13, "parts of the names contradict";
    LEGAL_FORMS_DIFFER = 14, "two legal forms";
    FIELDS_EXCLUDE = 15, "fields that exclude each other";
    COUNTRIES_DIFFER = 16, "two countries";
    ROLES_DIFFER = 17, "two roles";
    ORGANIZATIONS_DIFFER = 18, "two organizations";
    DECADES_APART = 19, "decades apart";
}

impl Signals {
    /// Whether the two are tied by more than what many have in common.
    pub(super) const fn is_strong(self) -> bool {
        self.0 & (Self::ROLE.0 | Self::ORGANIZATION.0) != 0
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What was found of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) verdict: Verdict,
    /// Points, 0 to 100.
    pub(super) score: i32,
    pub(super) signals: Signals,
}

/// A name in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parsed {
    Person(PersonName),
    Body(BodyName),
    Other,
}

impl Parsed {
    pub(super) fn read(kind: EntityKind, name: &str) -> Self {
        match kind {
            EntityKind::Person => Self::Person(PersonName::parse(name)),
            EntityKind::Organization => Self::Body(BodyName::parse(name)),
            _ => Self::Other,
        }
    }
}

/// A profile, read for comparison. Most of it is shared with others.
#[derive(Debug, Clone)]
pub(in super::super) struct Record {
    pub(super) known: Arc<Known>,
    pub(super) said: Arc<Said>,
    /// Acronyms among the article's further names, of organizations.
    pub(super) acronyms: Vec<String>,
}

impl Record {
    pub(super) const fn new(known: Arc<Known>, said: Arc<Said>, acronyms: Vec<String>) -> Self {
        Self { known, said, acronyms }
    }

    pub(super) fn parsed(&self) -> &Parsed {
        &self.known.parsed
    }

    pub(super) fn facets(&self) -> &Facets {
        &self.said.facets
    }

    /// Whether the name proves nobody by itself: a surname, an acronym.
    pub(super) fn is_short(&self) -> bool {
        match self.parsed() {
            Parsed::Person(name) => name.is_short(),
            Parsed::Body(name) => name.acronym && !name.known,
            Parsed::Other => false,
        }
    }

    /// Compares two of a kind. Symmetric.
    pub(super) fn compare(&self, other: &Self) -> Finding {
        let mut sum = Sum::default();
        match (self.parsed(), other.parsed()) {
            (Parsed::Person(a), Parsed::Person(b)) => self.persons(other, a.matches(b), &mut sum),
            (Parsed::Body(a), Parsed::Body(b)) => self.bodies(other, a, b, &mut sum),
            _ => {
                sum.add(50, Signals::FULL_NAME);
                self.countries(other, &mut sum, 25, -10);
                if agreement(&self.facets().roles, &other.facets().roles) == Agreement::None {
                    sum.contradict(Signals::ROLES_DIFFER);
                }
                if self.facets().all_countries().next().is_none() || other.facets().all_countries().next().is_none() {
                    sum.points += 20;
                }
            }
        }
        if !self.facets().company.is_disjoint(&other.facets().company) {
            sum.add(20, Signals::COMPANY);
        }
        sum.finish()
    }

    fn persons(&self, other: &Self, names: NameMatch, sum: &mut Sum) {
        let short = self.is_short() || other.is_short();
        match names {
            NameMatch::No => return,
            NameMatch::Contradicts => {
                sum.contradict(Signals::NAMES_DIFFER);
                return;
            }
            NameMatch::Full if !short => sum.add(50, Signals::FULL_NAME),
            NameMatch::Variant if !short => sum.add(35, Signals::SPELLING),
            NameMatch::Part if !short => sum.add(30, Signals::PART_OF_NAME),
            _ => sum.add(20, Signals::PART_OF_NAME),
        }
        let (a, b) = (self.facets(), other.facets());
        let role = agreement(&a.roles, &b.roles);
        match role {
            Agreement::Full => sum.add(if short { 25 } else { 15 }, Signals::ROLE),
            Agreement::Part => sum.add(if short { 15 } else { 8 }, Signals::ROLE),
            Agreement::None | Agreement::Unknown => {}
        }
        let organization = organizations(a, b);
        if organization == Agreement::Full {
            sum.add(35, Signals::ORGANIZATION);
        }
        self.countries(other, sum, if short { 25 } else { 20 }, -10);
        // A post of several words goes with its holder into another country's service.
        let own = role == Agreement::Full && a.roles.intersection(&b.roles).any(|role| role.contains(' '));
        if !own && !a.countries.is_empty() && !b.countries.is_empty() && a.countries.is_disjoint(&b.countries) {
            sum.points -= 20;
        }
        if self.said.fields.meets(other.said.fields) {
            sum.add(if short { 0 } else { 10 }, Signals::FIELD);
        } else if role == Agreement::None {
            sum.add(-10, Signals::ROLES_DIFFER);
            if self.said.fields.exclude(other.said.fields) && organization != Agreement::Full {
                sum.contradict(Signals::FIELDS_EXCLUDE);
            }
        }
        if organization == Agreement::None && !(role == Agreement::None && self.said.fields.meets(other.said.fields)) {
            sum.add(if role == Agreement::Full { -40 } else { -5 }, Signals::ORGANIZATIONS_DIFFER);
        }
        if self.known.rare && other.known.rare && !short {
            sum.add(10, Signals::RARE);
        }
        if let (Some(a), Some(b)) = (a.decade, b.decade) {
            if a.abs_diff(b) > 3 {
                sum.add(-40, Signals::DECADES_APART);
            } else if a.abs_diff(b) < 2 && role == Agreement::Unknown && names == NameMatch::Full && !short {
                sum.add(10, Signals::TIME);
            }
        }
    }

    fn bodies(&self, other: &Self, a: &BodyName, b: &BodyName, sum: &mut Sum) {
        let expanded = a.acronym != b.acronym
            && (a.acronym && other.acronyms.contains(&a.words.concat())
                || b.acronym && self.acronyms.contains(&b.words.concat()));
        if a.key() == b.key() {
            sum.add(50, Signals::FULL_NAME);
        } else if expanded || a.same_words(b) {
            sum.add(if expanded { 55 } else { 45 }, Signals::ACRONYM);
        } else {
            return;
        }
        if a.legal_contradicts(b) {
            sum.contradict(Signals::LEGAL_FORMS_DIFFER);
        }
        if a.known && b.known {
            sum.add(50, Signals::KNOWN);
            return;
        }
        let distinct = [a, b].iter().all(|name| name.acronym || !name.is_generic() && name.words.len() > 1);
        // The country that an article is about says little of a body whose name is its own.
        let about = [self, other].iter().all(|record| record.facets().countries.is_empty());
        if about && a.is_distinctive() && a.key() == b.key() {
            sum.add(25, Signals::DISTINCT);
            self.countries(other, sum, 25, 0);
            return;
        }
        let missing = [self, other].iter().any(|record| record.facets().all_countries().next().is_none());
        if distinct && !(a.acronym && b.acronym) {
            sum.add(if missing { 25 } else { 10 }, Signals::DISTINCT);
        }
        if !missing && self.facets().all_countries().all(|code| other.facets().all_countries().all(|c| c != code)) {
            let stated = !self.facets().countries.is_empty() && !other.facets().countries.is_empty();
            if stated || a.is_generic() || b.is_generic() {
                sum.contradict(Signals::COUNTRIES_DIFFER);
                return;
            }
        }
        self.countries(other, sum, 25, -10);
    }

    fn countries(&self, other: &Self, sum: &mut Sum, agree: i32, differ: i32) {
        let mut found = Agreement::Unknown;
        for code in self.facets().all_countries() {
            for c in other.facets().all_countries() {
                found = if c == code || found == Agreement::Full { Agreement::Full } else { Agreement::None };
            }
        }
        match found {
            Agreement::Full => sum.add(agree, Signals::COUNTRY),
            Agreement::None => sum.add(differ, Signals::COUNTRIES_DIFFER),
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct Sum {
    points: i32,
    signals: Signals,
    contradicts: bool,
}

impl Sum {
    fn add(&mut self, points: i32, signal: Signals) {
        self.points += points;
        self.signals.add(signal);
    }

    fn contradict(&mut self, signal: Signals) {
        self.signals.add(signal);
        self.contradicts = true;
    }

    fn finish(self) -> Finding {
        let score = self.points.clamp(0, 100);
        let verdict = match score {
            _ if self.contradicts || score < UNSURE => Verdict::Different,
            SAME.. => Verdict::Same,
            _ => Verdict::Unsure,
        };
        Finding { verdict, score: if self.contradicts { score.min(UNSURE - 1) } else { score }, signals: self.signals }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    /// One side says nothing.
    Unknown,
    None,
    Part,
    Full,
}

fn agreement(a: &std::collections::BTreeSet<String>, b: &std::collections::BTreeSet<String>) -> Agreement {
    if a.is_empty() || b.is_empty() {
        return Agreement::Unknown;
    }
    if !a.is_disjoint(b) {
        return Agreement::Full;
    }
    let part = a.iter().any(|a| b.iter().any(|b| within(a, b) || within(b, a)));
    if part { Agreement::Part } else { Agreement::None }
}

/// Whether all words of the first stand in the second, the last of both being the same.
fn within(short: &str, long: &str) -> bool {
    short.len() <= long.len() && short.rsplit(' ').next() == long.rsplit(' ').next() && holds(short, long)
}

fn organizations(a: &Facets, b: &Facets) -> Agreement {
    if a.bodies.is_empty() && a.acronyms.is_empty() || b.bodies.is_empty() && b.acronyms.is_empty() {
        return Agreement::Unknown;
    }
    if !a.bodies.is_disjoint(&b.bodies) || !a.acronyms.is_disjoint(&b.acronyms) {
        return Agreement::Full;
    }
    let acronym = |a: &Facets, b: &Facets| {
        let of = |short: &str, words: &str| short.chars().eq(words.split(' ').filter_map(|word| word.chars().next()));
        a.acronyms.iter().any(|short| b.bodies.iter().any(|words| of(short, words)))
    };
    let same = |a: &str, b: &str| {
        let words = |text: &str| text.split(' ').count();
        within(a, b) || within(b, a) || a.len() == b.len() && words(a) == words(b) && holds(a, b) && holds(b, a)
    };
    let bodies = a.bodies.iter().any(|a| b.bodies.iter().any(|b| same(a, b)));
    if bodies || acronym(a, b) || acronym(b, a) { Agreement::Full } else { Agreement::None }
}

/// Whether all words of the first stand in the second.
fn holds(short: &str, long: &str) -> bool {
    short.split(' ').all(|word| long.split(' ').any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: EntityKind, name: &str, facets: &str) -> Record {
        Record::new(Arc::new(Known::read(kind, Arc::from(name))), Arc::new(Said::read(Some(facets))), Vec::new())
    }

    fn person(name: &str, facets: &str) -> Record {
        record(EntityKind::Person, name, facets)
    }

    fn body(name: &str, facets: &str) -> Record {
        record(EntityKind::Organization, name, facets)
    }

    fn verdict(a: &Record, b: &Record) -> Verdict {
        assert_eq!(a.compare(b), b.compare(a));
        a.compare(b).verdict
    }

    #[test]
    fn one_person_needs_a_second_signal() {
        let minister = person("Ada Thornby", "rtrade minister;cKE;d202");
        assert_eq!(verdict(&minister, &person("Ada Thornby", "rtrade minister;cKE;d202")), Verdict::Same);
        assert_eq!(verdict(&minister, &person("A. Thornby", "rtrade minister;cKE;d202")), Verdict::Same);
        assert_eq!(verdict(&minister, &person("Thornby", "rtrade minister;cKE;d202")), Verdict::Same);
        assert_eq!(verdict(&minister, &person("Ada Thornby", "lKE;d202")), Verdict::Same);
        assert_ne!(verdict(&minister, &person("Thornby", "lKE;d202")), Verdict::Same);
        assert_ne!(verdict(&minister, &person("Ada Thornby", "rstriker;cKE;d202")), Verdict::Same);
        assert_ne!(verdict(&minister, &person("Ada Thornby", "rtrade minister;cKE;d196")), Verdict::Same);
        assert_ne!(verdict(&person("James Smith", "lUS"), &person("James Smith", "lGB")), Verdict::Same);
    }

    #[test]
    fn bodies_need_their_country() {
        let ministry = body("Foreign Ministry", "lKE");
        assert_eq!(verdict(&ministry, &body("Kenyan foreign ministry", "cKE")), Verdict::Same);
        assert_ne!(verdict(&ministry, &body("Foreign Ministry", "lNO")), Verdict::Same);
        assert_ne!(verdict(&ministry, &body("Foreign Ministry", "")), Verdict::Same);
        assert_eq!(verdict(&body("Tern Coast Shipping", ""), &body("Tern Coast Shipping", "lNO")), Verdict::Same);
        assert_ne!(verdict(&body("TCSU", "lKE"), &body("TCSU", "lNO")), Verdict::Same);
    }

    #[test]
    fn the_view_has_the_words_of_every_signal() {
        let schema = include_str!("../../../schema.sql");
        for (signal, words) in Signals::ALL {
            let case = format!("d.signals & {} THEN '; {words}'", signal.0);
            assert!(schema.contains(&case), "{case}");
        }
    }
}
