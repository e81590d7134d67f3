//! From words to names: which stretches of the text name a person, a body, a country, a place.
//!
//! Each rule proposes candidates with a confidence, the tagger proposes its own, and [`find`]
//! settles the overlaps: where a rule is sure it wins, where it is silent the tagger speaks, and a
//! last pass lets the rest of the document decide about single words.

mod complement;
mod consistency;
mod countries;
mod organizations;
mod persons;
mod run;
mod vote;

use super::reading::{Name, Reading};
use crate::tagger::TaggedSpan;
use std::cmp::Reverse;

/// A stretch that may be a name.
#[derive(Debug, Clone)]
struct Candidate {
    name: Name,
    source: Source,
}

/// Who proposes a candidate; the order is that of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// A rule whose sign leaves little doubt ("Ministry of …", a title before the name).
    SureRule,
    /// The tagger, or a rule backed by it.
    Tagger,
    /// A rule whose sign is weak (a given name, a list of cities).
    WeakRule,
}

/// Finds the names of an article and sets them on the reading.
pub(crate) fn find(reading: &mut Reading<'_>, tagged: &[TaggedSpan]) {
    let voted = vote::settle(reading, tagged);
    let mut candidates: Vec<Candidate> = Vec::new();
    organizations::propose(reading, tagged, &voted, &mut candidates);
    candidates.extend(voted.into_iter().map(|name| Candidate { name, source: Source::Tagger }));
    countries::propose(reading, &mut candidates);
    persons::propose(reading, &mut candidates);
    complement::propose(reading, &mut candidates);
    let names = settle(reading.len(), candidates);
    reading.set_names(names);
    consistency::apply(reading);
}

/// Chooses among overlapping candidates: trust first, then length, then confidence, then place.
fn settle(tokens: usize, mut candidates: Vec<Candidate>) -> Vec<Name> {
    candidates.sort_by(|a, b| {
        let rank = |c: &Candidate| (c.source, Reverse(c.name.tokens.len()), c.name.tokens.start);
        rank(a).cmp(&rank(b)).then(b.name.confidence.total_cmp(&a.name.confidence))
    });
    let mut taken = vec![false; tokens];
    let mut names = Vec::new();
    for Candidate { name, .. } in candidates {
        if let Some(free) = taken.get_mut(name.tokens.clone()).filter(|tokens| !tokens.contains(&true)) {
            free.fill(true);
            names.push(name);
        }
    }
    names.sort_by_key(|n| n.tokens.start);
    names
}
