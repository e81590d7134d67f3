//! Compares what a sentence was read as with what a table says of it.
//!
//! A name is the same whatever its case, accents, article or honorific. A role or issue is the same
//! if both have the same words, or the same head word and one has all words of the other ("senior
//! research fellow" and "fellow").

#![allow(dead_code, reason = "part of tests; not every test uses all of it")]

use newsgraph::extract::Extractor;
use newsgraph::model::{Article, EntityIndex, EntityKind, Extraction, Modality, Polarity, RelationKind, RoleStatus};
use newsgraph::text::fold;
use std::fmt;

/// A role as the sentence was read, or as a table wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleFact {
    pub(crate) person: String,
    pub(crate) role: String,
    /// A name, a country's code, or nothing.
    pub(crate) organization: String,
    pub(crate) status: Option<RoleStatus>,
}

impl fmt::Display for RoleFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.map_or("", RoleStatus::as_str);
        write!(f, "{} | {} | {} | {status}", self.person, self.role, self.organization)
    }
}

/// A sentence, read.
pub(crate) struct Reading(Extraction);

impl Reading {
    pub(crate) fn new(extractor: &Extractor, sentence: &str) -> Self {
        Self(extractor.extract(&Article::new("sentence", sentence)))
    }

    /// The roles and occupations that the sentence asserts: neither denied nor merely supposed.
    pub(crate) fn roles(&self) -> Vec<RoleFact> {
        let roles = self.asserted().filter(|(relation, _)| relation.kind != RelationKind::CONCERNED_WITH);
        roles
            .map(|(relation, evidence)| RoleFact {
                person: self.name(relation.subject),
                role: self.name(relation.role.unwrap_or(relation.object)),
                organization: relation.role.map_or_else(String::new, |_| self.code_or_name(relation.object)),
                status: evidence.status,
            })
            .collect()
    }

    /// The pairs of a country's code and an issue that the sentence asserts; by name and by label.
    pub(crate) fn issues(&self) -> Vec<(String, String)> {
        let pairs = self.asserted().filter(|(relation, _)| relation.kind == RelationKind::CONCERNED_WITH);
        pairs
            .flat_map(|(relation, evidence)| {
                let code = self.code_or_name(relation.subject);
                let names = [Some(self.name(relation.object)), evidence.label.clone()];
                names.into_iter().flatten().map(move |name| (code.clone(), name))
            })
            .collect()
    }

    /// The facts that are asserted, each with its first such sighting.
    fn asserted(&self) -> impl Iterator<Item = (&newsgraph::model::Relation, &newsgraph::model::Evidence)> {
        self.0.relations.iter().filter_map(|relation| {
            let asserted = |e: &&newsgraph::model::Evidence| {
                e.polarity == Polarity::Asserted && e.modality != Modality::Hypothetical
            };
            relation.evidence.iter().find(asserted).map(|evidence| (relation, evidence))
        })
    }

    /// The names of all entities of a kind; the codes of countries.
    pub(crate) fn entities(&self, kind: EntityKind) -> Vec<String> {
        let entities = self.0.entities.iter().filter(|entity| entity.kind == kind);
        entities.map(|e| e.country_code.map_or_else(|| e.name.clone(), |code| code.to_string())).collect()
    }

    fn name(&self, of: EntityIndex) -> String {
        self.0.entity(of).map(|entity| entity.name.clone()).unwrap_or_default()
    }

    fn code_or_name(&self, of: EntityIndex) -> String {
        self.0.entity(of).and_then(|entity| entity.country_code).map_or_else(|| self.name(of), |code| code.to_string())
    }
}

const HONORIFICS: [&str; 15] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "prof",
    "professor",
    "sen",
    "rep",
    "gen",
    "president",
    "hon",
];

/// The words of a phrase, folded, without punctuation, possessives and articles.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text).replace("'s ", " ");
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !["the", "a", "an", "its", "his", "her", "their"].contains(word)).map(str::to_owned).collect()
}

/// Whether two names are the same.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let key = |name: &str| {
        let words = words(name);
        let honorifics = words.iter().take_while(|word| HONORIFICS.contains(&word.as_str())).count();
        words[honorifics.min(words.len().saturating_sub(1))..].to_vec()
    };
    key(a) == key(b)
}

/// Whether two roles or issues are the same, or one says more of the same head.
pub(crate) fn same_phrase(a: &str, b: &str) -> bool {
    let singular = |text: &str| -> Vec<String> {
        let cut = |word: &String| match word.strip_suffix('s') {
            Some(stem) if stem.len() >= 3 && !stem.ends_with('s') => stem.to_owned(),
            _ => word.clone(),
        };
        words(text).iter().map(cut).collect()
    };
    let (a, b) = (singular(a), singular(b));
    let holds = |whole: &[String], part: &[String]| part.iter().all(|word| whole.contains(word));
    !a.is_empty() && (a == b || head(&a) == head(&b) && (holds(&a, &b) || holds(&b, &a)))
}

/// The word before the first preposition, or the last.
fn head(words: &[String]) -> Option<&String> {
    let prepositions = ["of", "for", "to", "in", "at", "on", "over", "from", "by", "against"];
    let end = words.iter().skip(1).position(|word| prepositions.contains(&word.as_str()));
    end.map_or(words.last(), |before| words.get(before))
}
