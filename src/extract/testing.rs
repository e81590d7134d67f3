//! What the tests of extraction share: one extractor, and its facts as lines that read like a table.
//!
//! `roles_of("Kenyan foreign minister Amina Otieno arrived.")` gives
//! `["Amina Otieno | foreign minister | KE | current"]`: person, role, organization (a country by
//! its ISO code; empty where the text names none), status, and what is not plainly so (`negated`,
//! `future`, `hypothetical`). Start with [`check_roles`], which runs a table of sentences and
//! names each one that failed.

use super::Extractor;
use super::grammar::Grammar;
use super::names;
use super::reading::Reading;
use crate::lexicon::{Lexicon, Word};
use crate::model::{Article, Entity, EntityKind, Evidence, Extraction, Modality, Polarity, Relation, RelationKind};
use crate::tagger::Tagger;
use crate::text::Document;
use std::sync::OnceLock;

/// Texts, each with the lines that must come out.
pub(crate) type Table<'t> = &'t [(&'t str, &'t [&'t str])];

/// What an extractor is made of, for tests that look at one step of it.
struct Parts {
    lexicon: Lexicon,
    tagger: Tagger,
    grammar: Grammar,
}

fn parts() -> &'static Parts {
    static PARTS: OnceLock<Parts> = OnceLock::new();
    PARTS.get_or_init(|| Parts {
        lexicon: Lexicon::builtin().expect("the built-in lexicon loads"),
        tagger: Tagger::builtin().expect("the built-in model loads"),
        grammar: Grammar::new(),
    })
}

/// The extraction of a text, by one extractor for all tests.
pub(crate) fn read(text: &str) -> Extraction {
    static EXTRACTOR: OnceLock<Extractor> = OnceLock::new();
    let extractor = EXTRACTOR.get_or_init(|| Extractor::new().expect("the built-in extractor builds"));
    extractor.extract(&Article::new("test", text))
}

/// A text with its names found, for tests of the steps that ask a [`Reading`].
pub(crate) fn reading(text: &str) -> Reading<'_> {
    let Parts { lexicon, tagger, grammar } = parts();
    let doc = Document::new(text);
    let mut words = Vec::new();
    let tagged = tagger.tag_and_tell(lexicon, &doc, |facts| words.push(facts));
    let mut reading = Reading::new(doc, &words, lexicon, grammar);
    names::find(&mut reading, &tagged);
    reading
}

/// The words of a text as a reading without names.
pub(crate) fn plain_reading(text: &str) -> Reading<'_> {
    let Parts { lexicon, grammar, .. } = parts();
    let doc = Document::new(text);
    let facts = |key| lexicon.word(key).map(Word::facts).unwrap_or_default();
    let words: Vec<_> = doc.tokens().iter().map(|token| facts(token.key)).collect();
    Reading::new(doc, &words, lexicon, grammar)
}

fn shown(entity: &Entity) -> String {
    entity.country_code.map_or_else(|| entity.name.clone(), |code| code.as_str().to_owned())
}

/// The parts of a role fact: person, role, whose it is.
fn parties(extraction: &Extraction, relation: &Relation) -> Option<[String; 3]> {
    let entity = |index| extraction.entity(index).map(shown);
    let person = entity(relation.subject)?;
    if relation.kind == RelationKind::HOLDS_ROLE {
        Some([person, entity(relation.role?)?, entity(relation.object)?])
    } else if relation.kind == RelationKind::HAS_OCCUPATION {
        Some([person, entity(relation.object)?, String::new()])
    } else {
        None
    }
}

/// The lines that `line` makes of every sighting of a role, sorted, each once.
fn sightings(text: &str, line: impl Fn(&Extraction, [String; 3], &Evidence) -> Option<String>) -> Vec<String> {
    let extraction = read(text);
    let mut lines: Vec<String> = Vec::new();
    for relation in &extraction.relations {
        let Some(parties) = parties(&extraction, relation) else { continue };
        lines.extend(relation.evidence.iter().filter_map(|e| line(&extraction, parties.clone(), e)));
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// `person | role | organization | status`, with `| negated` and the like where it is not plainly so.
pub(crate) fn roles_of(text: &str) -> Vec<String> {
    sightings(text, |_, parties, evidence| {
        let status = evidence.status.map_or("", crate::model::RoleStatus::as_str);
        let mut line = format!("{} | {status}", parties.join(" | "));
        if evidence.polarity != Polarity::Asserted {
            line = line + " | " + evidence.polarity.as_str();
        }
        if evidence.modality != Modality::Actual {
            line = line + " | " + evidence.modality.as_str();
        }
        Some(line)
    })
}

/// `person | role | start..end`, for the sightings that the text dates.
pub(crate) fn terms_of(text: &str) -> Vec<String> {
    sightings(text, |_, [person, role, _], evidence| {
        let date = |date: Option<crate::model::Date>| date.map(|d| d.to_string()).unwrap_or_default();
        (evidence.start_date.is_some() || evidence.end_date.is_some())
            .then(|| format!("{person} | {role} | {}..{}", date(evidence.start_date), date(evidence.end_date)))
    })
}

/// `person | role < speaker`, for the sightings that the text attributes.
pub(crate) fn speakers_of(text: &str) -> Vec<String> {
    sightings(text, |extraction, [person, role, _], evidence| {
        let speaker = extraction.entity(evidence.attributed_to?)?;
        Some(format!("{person} | {role} < {}", shown(speaker)))
    })
}

/// `kind: name`, with `= alias` for each other name, in order of first mention; no roles, no issues.
pub(crate) fn names_of(text: &str) -> Vec<String> {
    let named = |e: &&Entity| !matches!(e.kind, EntityKind::Role | EntityKind::Issue);
    let line = |e: &Entity| e.aliases.iter().fold(format!("{}: {}", e.kind, shown(e)), |l, a| l + " = " + a);
    read(text).entities.iter().filter(named).map(line).collect()
}

/// The names of one kind, without it.
pub(crate) fn names_of_kind(text: &str, kind: EntityKind) -> Vec<String> {
    let start = format!("{kind}: ");
    names_of(text).iter().filter_map(|line| line.strip_prefix(&start)).map(str::to_owned).collect()
}

/// Runs `find` on every text of a table; the lines may come in any order.
#[track_caller]
pub(crate) fn check(table: Table<'_>, find: impl Fn(&str) -> Vec<String>) {
    let mut failures = Vec::new();
    for (text, expected) in table {
        let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        let mut found = find(text);
        expected.sort_unstable();
        found.sort_unstable();
        if found != expected {
            failures.push(format!("{text}\n     found {found:#?}\n  expected {expected:#?}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), table.len(), failures.join("\n"));
}

/// Runs a table of texts with all the roles that each one states.
#[track_caller]
pub(crate) fn check_roles(table: Table<'_>) {
    check(table, roles_of);
}

/// Runs a table of texts with all the persons that each one names.
#[track_caller]
pub(crate) fn check_persons(table: Table<'_>) {
    check(table, |text| names_of_kind(text, EntityKind::Person));
}

/// Runs a table of texts with all the bodies that each one names.
#[track_caller]
pub(crate) fn check_bodies(table: Table<'_>) {
    check(table, |text| names_of_kind(text, EntityKind::Organization));
}
