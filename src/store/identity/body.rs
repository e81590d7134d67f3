//! The parts of an organization's name: its country, its words, its legal form, its initials.
//!
//! "UK Foreign Office", "Britain's Foreign Office" and "Foreign Office" have the same words, the
//! first two with a country; "Defence Ministry" and "Ministry of Defence" have the same words in two
//! orders; "Reed Bank plc" is "Reed Bank" with a legal form.

use super::facts::facts;
use super::folded;
use crate::model::CountryCode;

/// The parts of the name of an organization, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct BodyName {
    /// The words that tell it from others, in order.
    pub(super) words: Vec<String>,
    /// The country in the name, where it stands before it or after a ministry and the like.
    pub(super) country: Option<CountryCode>,
    /// The legal form, where one is stated.
    pub(super) legal: Option<&'static str>,
    /// The letters of an acronym, for a name that is nothing else.
    pub(super) acronym: bool,
    /// A well-known organization: its name is enough.
    pub(super) known: bool,
    /// The words in one order.
    key: String,
    initials: String,
    own: Own,
}

/// How much of a name is a body's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Own {
    /// Every word is one that many bodies have in their names.
    Nothing,
    #[default]
    Something,
    /// It has two words or more, and one of them is hardly another body's in another country.
    Much,
}

/// Legal forms, by their folded spellings; "" for words that say no more than that it is a company.
const LEGAL: &[(&str, &str)] = &[
    ("ltd", "ltd"),
    ("limited", "ltd"),
    ("pvt", ""),
    ("private", ""),
    ("pte", ""),
    ("pty", ""),
    ("plc", "plc"),
    ("inc", "inc"),
    ("incorporated", "inc"),
    ("corp", "inc"),
    ("corporation", "inc"),
    ("co", ""),
    ("company", ""),
    ("llc", "llc"),
    ("llp", "llp"),
    ("lp", "lp"),
    ("ag", "ag"),
    ("gmbh", "gmbh"),
    ("kg", "kg"),
    ("se", "se"),
    ("sa", "sa"),
    ("sas", "sas"),
    ("sarl", "sarl"),
    ("spa", "spa"),
    ("srl", "srl"),
    ("nv", "nv"),
    ("bv", "bv"),
    ("ab", "ab"),
    ("as", "as"),
    ("asa", "asa"),
    ("oy", "oy"),
    ("oyj", "oyj"),
    ("kk", "kk"),
    ("bhd", "bhd"),
    ("berhad", "bhd"),
    ("sdn", "sdn"),
    ("jsc", "jsc"),
    ("pjsc", "pjsc"),
    ("ooo", "ooo"),
    ("group", ""),
    ("holdings", ""),
    ("fc", ""),
    ("afc", ""),
    ("cf", ""),
];
const SMALL: &[&str] =
    &["the", "of", "for", "and", "on", "in", "at", "to", "s", "de", "del", "du", "des", "la", "le", "les", "el", "di"];
/// Bodies that every state has one of: their names say nothing without the country.
const STATE_BODIES: &[&str] = &[
    "ministry",
    "department",
    "government",
    "parliament",
    "embassy",
    "court",
    "cabinet",
    "office",
    "army",
    "navy",
    "police",
    "treasury",
    "senate",
    "congress",
    "assembly",
    "presidency",
    "chancellery",
];
/// Further words that are no body's own, besides those of [`STATE_BODIES`].
const GENERIC: &[&str] = &[
    "air",
    "force",
    "national",
    "federal",
    "state",
    "supreme",
    "high",
    "constitutional",
    "house",
    "representatives",
    "commons",
    "lords",
    "lower",
    "upper",
    "central",
    "bank",
    "reserve",
    "foreign",
    "interior",
    "home",
    "defence",
    "finance",
    "economy",
    "trade",
    "industry",
    "commerce",
    "justice",
    "health",
    "education",
    "energy",
    "agriculture",
    "transport",
    "labour",
    "environment",
    "culture",
    "sports",
    "tourism",
    "planning",
    "command",
    "northern",
    "southern",
    "eastern",
    "western",
    "guard",
    "border",
    "coast",
    "council",
    "commission",
    "committee",
    "authority",
    "agency",
    "board",
    "party",
    "opposition",
    "union",
    "university",
    "hospital",
    "school",
    "institute",
    "city",
    "club",
    "rovers",
    "united",
    "security",
    "intelligence",
    "service",
    "election",
    "electoral",
    "public",
    "general",
    "armed",
    "forces",
    "military",
    "civil",
    "society",
    "chamber",
    "association",
    "federation",
    "league",
    "bureau",
    "statistics",
];

/// Words that bodies of many countries choose for their names: parties their programme, papers their kind, hotels
/// and firms the landscape.
const COMMON: &[&str] = &[
    "accord",
    "african",
    "airlines",
    "airport",
    "alliance",
    "american",
    "arts",
    "asian",
    "bay",
    "centre",
    "christian",
    "civic",
    "college",
    "communist",
    "congress",
    "conservative",
    "crest",
    "daily",
    "democratic",
    "democrats",
    "development",
    "economic",
    "european",
    "exchange",
    "express",
    "first",
    "foundation",
    "free",
    "freedom",
    "front",
    "fund",
    "gazette",
    "global",
    "green",
    "greens",
    "harbour",
    "herald",
    "hill",
    "hills",
    "independent",
    "insurance",
    "international",
    "investment",
    "island",
    "journal",
    "lake",
    "lakeland",
    "law",
    "left",
    "liberal",
    "liberation",
    "library",
    "mail",
    "marina",
    "medical",
    "mountain",
    "movement",
    "museum",
    "nation",
    "new",
    "news",
    "ocean",
    "office",
    "organisation",
    "park",
    "people",
    "peoples",
    "popular",
    "port",
    "post",
    "progress",
    "progressive",
    "radical",
    "radio",
    "railways",
    "red",
    "republican",
    "research",
    "river",
    "royal",
    "science",
    "social",
    "socialist",
    "sport",
    "star",
    "stock",
    "sun",
    "television",
    "theatre",
    "times",
    "tribune",
    "trust",
    "unity",
    "valley",
    "women",
    "workers",
    "world",
    "youth",
];

impl BodyName {
    pub(super) fn parse(name: &str) -> Self {
        let whole = folded(name);
        if let Some(full) = facts().organization(whole.strip_prefix("the ").unwrap_or(&whole)) {
            let mut known = Self::read(full, full.to_owned());
            known.known = !known.is_generic();
            // A generic name is known of one country only ("Supreme Court"), and of others too.
            if known.known || full == whole {
                return known;
            }
        }
        Self::read(name, whole)
    }

    fn read(name: &str, whole: String) -> Self {
        let acronym = !name.contains(' ')
            && (2..=8).contains(&name.chars().count())
            && name.chars().all(|c| c.is_uppercase() || c == '.' || c.is_ascii_digit());
        if acronym {
            return Self { words: vec![whole], acronym, ..Self::default() }.complete();
        }
        // Possessors: "Argentina's" is folded to "argentinas".
        let unpossessed = name.replace("’s ", " ").replace("'s ", " ").replace("s' ", "s ").replace("s’ ", "s ");
        let text = folded(&unpossessed);
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        if words.first() == Some(&"the") {
            words.remove(0);
        }
        let (mut country, mut legal) = (None, None);
        for length in (1..words.len().min(4)).rev() {
            let start: Vec<&str> = words.iter().take(length).copied().collect();
            if let Some(code) = facts().country(&start.join(" ")) {
                country = Some(code);
                words.drain(..length);
                break;
            }
        }
        while words.len() > 1 {
            let Some((_, form)) = LEGAL.iter().find(|(spelling, _)| words.last() == Some(spelling)) else { break };
            if !form.is_empty() {
                legal = legal.or(Some(*form));
            }
            words.pop();
        }
        let state_body = words.iter().any(|word| STATE_BODIES.contains(word));
        if state_body && let Some(of) = words.iter().rposition(|word| *word == "of").filter(|of| *of > 0) {
            let from = of + 1 + usize::from(words.get(of + 1) == Some(&"the"));
            if let Some(code) = words.get(from..).and_then(|tail| facts().country(&tail.join(" "))) {
                country = country.or(Some(code));
                words.truncate(of);
            }
        }
        if matches!(words[..], ["pentagon"]) {
            country = country.or_else(|| CountryCode::new("US"));
            words = vec!["department", "defence"];
        }
        let ministry = words.iter().any(|word| matches!(*word, "ministry" | "department"));
        if ministry
            && words.len() > 3
            && let Some(and) = words.iter().position(|word| *word == "and")
        {
            // The short name of a ministry is its first field.
            let tail: Vec<&str> = words.drain(and..).collect();
            words.extend(tail.last().filter(|word| matches!(**word, "ministry" | "department")));
        }
        let mut kept: Vec<String> = words
            .iter()
            .filter(|word| !(SMALL.contains(word) || ministry && **word == "affairs"))
            .map(|word| british(word))
            .collect();
        if kept.len() > 2 && kept.last().is_some_and(|word| word == "party") {
            kept.pop();
        }
        if kept.is_empty() {
            kept = vec![whole];
        }
        Self { words: kept, country, legal, ..Self::default() }.complete()
    }

    /// Fills in what is compared most.
    fn complete(mut self) -> Self {
        let mut words = self.words.clone();
        words.sort_unstable();
        self.key = words.join(" ");
        self.initials = if self.acronym {
            self.words.concat()
        } else {
            self.words.iter().filter_map(|word| word.chars().next()).collect()
        };
        let rare = |word: &String| {
            word.chars().count() > 3 && !is_generic(word) && !COMMON.contains(&word.as_str()) && !facts().is_given(word)
        };
        self.own = if self.acronym || self.words.iter().all(|word| is_generic(word)) {
            Own::Nothing
        } else if self.words.len() > 1 && self.words.iter().any(rare) {
            Own::Much
        } else {
            Own::Something
        };
        self
    }

    /// Whether every word is one that many bodies have in their names.
    pub(super) const fn is_generic(&self) -> bool {
        matches!(self.own, Own::Nothing)
    }

    /// Whether the name has two words or more and one of them is hardly another body's in another
    /// country.
    pub(super) const fn is_distinctive(&self) -> bool {
        matches!(self.own, Own::Much)
    }

    /// The words in one order, as variants share them.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// The initials in one order, as a name and its acronym share them.
    pub(super) fn letters(&self) -> String {
        let mut letters: Vec<char> = self.initials.chars().collect();
        letters.sort_unstable();
        letters.into_iter().collect()
    }

    /// Whether the two can name one body by their words: the same, or one the other's acronym.
    pub(super) fn same_words(&self, other: &Self) -> bool {
        self.key == other.key
            || self.acronym != other.acronym && self.initials.len() > 1 && self.initials == other.initials
    }

    /// Whether the legal forms are those of two companies.
    pub(super) fn legal_contradicts(&self, other: &Self) -> bool {
        matches!((self.legal, other.legal), (Some(a), Some(b)) if a != b)
    }
}

fn is_generic(word: &str) -> bool {
    STATE_BODIES.contains(&word) || GENERIC.contains(&word)
}

fn british(word: &str) -> String {
    match word {
        "defense" => "defence",
        "labor" => "labour",
        "center" => "centre",
        "organization" => "organisation",
        "program" => "programme",
        "harbor" => "harbour",
        "theater" => "theatre",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_body() {
        for (a, b) in [
            ("UK Foreign Office", "Foreign Office"),
            ("Defense Ministry", "Ministry of Defence"),
            ("Chinese foreign ministry", "Ministry of Foreign Affairs of China"),
            ("Reed Bank plc", "The Reed Bank"),
            ("University of Tarnholm", "Tarnholm University"),
            ("Oak & Ash LLP", "Oak and Ash"),
            ("Tern Coast Shipping Union", "TCSU"),
            ("Kenya’s Supreme Court", "Supreme Court of Kenya"),
        ] {
            let (a, b) = (BodyName::parse(a), BodyName::parse(b));
            assert!(a.same_words(&b) && b.same_words(&a), "{a:?} {b:?}");
        }
        let court = BodyName::parse("Supreme Court of Kenya");
        assert!(court.is_generic() && court.country == CountryCode::new("KE"));
        assert!(BodyName::parse("U.N.").known);
    }

    #[test]
    fn names_of_two_bodies() {
        for (a, b) in [
            ("Reed Bank", "Reed Insurance"),
            ("European Council", "Council of Europe"),
            ("Reed Bank", "Reed Bank Women"),
            ("Tern Coast Shipping Union", "TSCU"),
            ("University of Tarnholm", "Catholic University of Tarnholm"),
        ] {
            assert!(!BodyName::parse(a).same_words(&BodyName::parse(b)), "{a} / {b}");
        }
        assert!(BodyName::parse("Reed AG").legal_contradicts(&BodyName::parse("Reed GmbH")));
        assert!(!BodyName::parse("Reed AG").legal_contradicts(&BodyName::parse("Reed")));
        for name in ["", "the", "of", "—", "Ministry", "Kenya", "Party", "Co", "’s ", "林"] {
            assert!(!BodyName::parse(name).words.is_empty(), "{name}");
        }
    }
}
