//! A role after "as": "served as ambassador", "his previous role as head of A", "resigned as
//! minister", "took over as chairman from Y", "with X as its president".

use super::{coordinated, mood, share_owner};
use crate::extract::cue::Cue;
use crate::extract::roles::clause::Clause;
use crate::extract::roles::{Holding, RoleWords, pronoun};
use crate::model::{Modality, RoleStatus};

/// How far left of "as" its verb may stand, in items.
const REACH: usize = 9;

/// Applies the rule to a sentence.
pub(super) fn apply(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    for conjunction in 1..clause.items.len() {
        let from_post = clause.is(conjunction, Cue::FROM | Cue::OF) && clause.is(conjunction - 1, Cue::POST);
        if !clause.is(conjunction, Cue::AS) && !from_post {
            continue;
        }
        let mut role = conjunction + 1;
        while clause.is(role, Cue::FILLER) {
            role += 1;
        }
        let Some((_, phrase)) = clause.role(role) else { continue };
        if phrase.plural || clause.person(clause.skip_courtesy(role + 1)).is_some() {
            continue;
        }
        let Some(found) = holder(clause, conjunction) else { continue };
        let (roles, end) = coordinated(clause, role);
        let (polarity, modality, planned) = mood(clause, found.verb.saturating_sub(3), conjunction);
        let until = clause.is(end, Cue::PREPOSITION) && clause.reading.word(clause.token(end)).eq_ignore_ascii_case("until");
        let before = out.len();
        for role in &roles {
            let Some((index, phrase)) = clause.role(*role) else { continue };
            out.push(Holding {
                person: found.person,
                role: RoleWords::Phrase(index),
                owner: phrase.owner.clone(),
                status: phrase.status.or(planned).or(if until { Some(RoleStatus::Former) } else { found.status }),
                polarity: if found.leaves { crate::model::Polarity::Asserted } else { polarity },
                modality: if planned.is_some() { Modality::Future } else { modality },
                rule: "capacity",
                confidence: found.confidence * phrase.confidence,
                tokens: clause.tokens(found.item, *role),
            });
        }
        share_owner(clause, &roles, &mut out[before..]);
    }
}

/// Who acts in the capacity.
struct Found {
    person: usize,
    item: usize,
    verb: usize,
    status: Option<RoleStatus>,
    leaves: bool,
    confidence: f32,
}

fn holder(clause: &Clause<'_>, conjunction: usize) -> Option<Found> {
    let floor = conjunction.saturating_sub(REACH);
    let word = |i: usize| clause.reading.word(clause.token(i)).to_ascii_lowercase();
    for verb in (floor..conjunction).rev() {
        if clause.is_mark(verb, &[".", ";", ":"]) {
            return None;
        }
        if clause.is(verb, Cue::POST) && (floor..verb).any(|i| clause.is(i, Cue::HIS) || clause.person(i).is_some()) {
            let former = (floor..verb).any(|i| clause.is(i, Cue::FORMER | Cue::LEAVE));
            let owner = (floor..verb).rev().find(|i| clause.is(*i, Cue::HIS) || clause.person(*i).is_some())?;
            let person = clause.person(owner).or_else(|| pronoun::antecedent(clause, owner))?;
            let status = if former { Some(RoleStatus::Former) } else { None };
            return Some(Found { person, item: owner, verb, status, leaves: former, confidence: 0.85 });
        }
        let sworn = word(verb) == "sworn";
        let takes = matches!(word(verb).as_str(), "took" | "takes" | "take" | "taking" | "taken" | "returned" | "returns" | "continues" | "continued" | "emerged" | "began" | "started" | "starting" | "known" | "employed" | "retained" | "reinstated" | "installed" | "registered" | "qualified" | "trained");
        if clause.is(verb, Cue::SERVE | Cue::LEAVE | Cue::APPOINT | Cue::SUCCEED) || sworn || takes {
            if clause.is(verb, Cue::APPOINT) && verb + 1 == conjunction {
                return None;
            }
            let leaves = clause.is(verb, Cue::LEAVE);
            let status = match word(verb).as_str() {
                "served" | "worked" | "acted" => Some(if has_been(clause, verb) { RoleStatus::Current } else { RoleStatus::Former }),
                "serves" | "works" | "serving" | "acts" | "continues" => Some(RoleStatus::Current),
                _ if leaves => Some(RoleStatus::Former),
                _ => None,
            };
            // "Y was succeeded by X as …"; "Z replaced Y as …" gives the role to the subject.
            let agent = (verb + 1..conjunction).find(|i| clause.is(*i, Cue::BY)).and_then(|by| clause.person(clause.skip_courtesy(by + 1)).map(|p| (by + 1, p)));
            if clause.is(verb, Cue::SUCCEED)
                && let Some((item, person)) = agent
            {
                return Some(Found { person, item, verb, status: None, leaves: false, confidence: 0.85 });
            }
            let (item, person) = subject(clause, verb)?;
            return Some(Found { person, item, verb, status, leaves, confidence: 0.85 });
        }
    }
    // "with X as its president"
    let with = conjunction.checked_sub(2)?;
    let person = clause.person(conjunction - 1)?;
    clause.is(with, Cue::WITH).then_some(Found { person, item: conjunction - 1, verb: with, status: None, leaves: false, confidence: 0.8 })
}

/// "has served as": it goes on.
fn has_been(clause: &Clause<'_>, verb: usize) -> bool {
    (verb.saturating_sub(3)..verb).any(|i| clause.is(i, Cue::HAVE) && !clause.reading.word(clause.token(i)).eq_ignore_ascii_case("had"))
}

/// The subject of the verb at item `verb`: the nearest person or pronoun to the left that is not
/// the object of a preposition, not a possessor.
fn subject(clause: &Clause<'_>, verb: usize) -> Option<(usize, usize)> {
    for i in (0..verb).rev() {
        if clause.is_mark(i, &[";", ":"]) {
            return None;
        }
        let before = i.checked_sub(1);
        let governed = before.is_some_and(|b| clause.is(b, Cue::OF | Cue::BY | Cue::WITH | Cue::FOR | Cue::TO | Cue::FROM | Cue::PREPOSITION | Cue::IN | Cue::AT));
        let possessor = clause.items.get(i + 1).is_some_and(|item| clause.reading.is_possessive(item.tokens.start));
        if let Some(name) = clause.person(i) {
            if !governed && !possessor {
                return Some((i, name));
            }
        } else if clause.is(i, Cue::HE) {
            return pronoun::antecedent(clause, i).map(|n| (i, n));
        }
    }
    None
}
