//! Whether a role is still held: what the document says beyond the words at the role.

use super::phrase::RolePhrase;
use super::{Holding, RoleWords};
use crate::extract::cue::Cue;
use crate::extract::reading::Reading;
use crate::model::RoleStatus;
use std::collections::{BTreeMap, BTreeSet};

/// Verbs of dying: their subject holds nothing any more.
const DIES: &[&str] = &["died", "dies", "killed", "assassinated"];

/// Settles the status of every holding.
pub(super) fn settle(reading: &Reading<'_>, phrases: &[RolePhrase], people: &[Option<u32>], holdings: &mut [Holding]) {
    let dead = dead_people(reading, people);
    let mut seen: BTreeMap<(u32, String), RoleStatus> = BTreeMap::new();
    let words = |role: &RoleWords| match role {
        RoleWords::Phrase(p) => reading.text(phrases[*p].role.clone()).to_lowercase(),
        RoleWords::Derived(noun, _) => (*noun).to_owned(),
    };
    for holding in holdings.iter() {
        if let (Some(status), Some(Some(person))) = (holding.status, people.get(holding.person)) {
            let entry = seen.entry((*person, words(&holding.role))).or_insert(status);
            // "former" stated once holds for the article.
            if status == RoleStatus::Former {
                *entry = status;
            }
        }
    }
    for holding in holdings.iter_mut() {
        let Some(Some(person)) = people.get(holding.person) else { continue };
        if dead.contains(person) {
            holding.status = Some(RoleStatus::Former);
        } else if holding.status.is_none() {
            holding.status = seen.get(&(*person, words(&holding.role))).copied();
        }
        holding.status = holding.status.or(Some(RoleStatus::Current));
    }
}

/// The people of whom the article says that they died.
fn dead_people(reading: &Reading<'_>, people: &[Option<u32>]) -> BTreeSet<u32> {
    let mut dead = BTreeSet::new();
    for (index, name) in reading.names().iter().enumerate() {
        let Some(Some(person)) = people.get(index) else { continue };
        let sentence = reading.sentence(name.tokens.start);
        // The verb of which the name is the subject: within a few words, across an insertion.
        let mut at = name.tokens.end;
        if reading.is_mark(at, &[","]) {
            at = (at + 1..sentence.end.min(at + 30)).find(|t| reading.is_mark(*t, &[","])).map_or(at, |t| t + 1);
        }
        while reading.is(at, Cue::BE | Cue::HAVE | Cue::FILLER | Cue::WHO) && at < sentence.end {
            at += 1;
        }
        let passive = at > 0 && reading.is(at - 1, Cue::BE);
        let word = reading.word(at).to_ascii_lowercase();
        if DIES.contains(&word.as_str()) && (word.starts_with("die") || passive) {
            dead.insert(*person);
        }
    }
    dead
}
