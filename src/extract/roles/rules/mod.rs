//! The rules, one a file.

mod appointment;
mod apposition;
mod capacity;
mod copula;
mod leadership;
mod title;

use super::clause::Clause;
use super::owner::{Owner, is_body};
use super::phrase::{Determiner, RolePhrase};
use super::{Holding, RoleWords};
use crate::extract::cue::Cue;
use crate::lexicon::RoleClass;
use crate::model::{Modality, Polarity, RoleStatus};

/// Runs every rule on one sentence.
pub(super) fn apply(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    // "In the novel, Inspector X is …": nobody holds that role.
    if (0..clause.items.len().min(4)).any(|i| clause.is(i, Cue::FICTION)) && clause.is(0, Cue::IN) {
        return;
    }
    title::apply(clause, out);
    apposition::apply(clause, out);
    copula::apply(clause, out);
    appointment::apply(clause, out);
    capacity::apply(clause, out);
    leadership::apply(clause, out);
}

/// A holding of the role phrase at item `role` by the person named at item `name`.
fn holding(clause: &Clause<'_>, name: usize, role: usize, sign: &'static str, confidence: f32) -> Option<Holding> {
    let (index, phrase) = clause.role(role)?;
    Some(Holding {
        person: clause.person(name)?,
        role: RoleWords::Phrase(index),
        owner: phrase.owner.clone(),
        status: phrase.status,
        polarity: Polarity::Asserted,
        modality: Modality::Actual,
        rule: sign,
        confidence: confidence * phrase.confidence,
        tokens: clause.tokens(name, role),
    })
}

/// What the words from item `from` to item `to` say of polarity and modality.
fn mood(clause: &Clause<'_>, from: usize, to: usize) -> (Polarity, Modality, Option<RoleStatus>) {
    let any = |cue: Cue| (from..to).any(|i| clause.is(i, cue));
    let start = clause_start(clause, from);
    let before = |cue: Cue| (start..from).any(|i| clause.is(i, cue));
    let polarity = if any(Cue::NOT | Cue::NOBODY) || before(Cue::NOBODY | Cue::DENY) || is_untrue(clause) {
        Polarity::Negated
    } else {
        Polarity::Asserted
    };
    if any(Cue::WILL) {
        (polarity, Modality::Future, Some(RoleStatus::Future))
    } else if any(Cue::EXPECTED) && any(Cue::TO) {
        // "is expected to become"
        (polarity, Modality::Future, Some(RoleStatus::Future))
    } else if any(Cue::TO) && any(Cue::BE) && any(Cue::BECOME) {
        // "is to become"
        (polarity, Modality::Future, Some(RoleStatus::Future))
    } else if any(Cue::MAYBE) || before(Cue::IF) || any(Cue::TO) && before(Cue::MAYBE) {
        (polarity, Modality::Hypothetical, None)
    } else {
        (polarity, Modality::Actual, None)
    }
}

/// Whether the sentence calls what it reports untrue: "Reports that … are untrue".
fn is_untrue(clause: &Clause<'_>) -> bool {
    (1..clause.items.len()).any(|i| {
        let untrue = ["untrue", "false", "unfounded", "baseless", "fabricated", "incorrect"];
        clause.is(i - 1, Cue::BE) && {
            let word = clause.reading.word(clause.token(i));
            untrue.iter().any(|other| word.eq_ignore_ascii_case(other))
        }
    })
}

/// Where the clause of item `at` starts: after the nearest mark that parts clauses.
fn clause_start(clause: &Clause<'_>, at: usize) -> usize {
    (0..at).rev().find(|i| clause.is_mark(*i, &[",", ";", ":", "—", "–"])).map_or(0, |i| i + 1)
}

/// Every role of a coordination that starts at item `first`: "director of A and professor at B",
/// "president and chief executive of C". Returns the roles' items and the item after the last.
fn coordinated(clause: &Clause<'_>, first: usize) -> (Vec<usize>, usize) {
    let mut roles = vec![first];
    let mut end = first + 1;
    loop {
        let mut next = end;
        if clause.is_comma(next) {
            next += 1;
        }
        if clause.is(next, Cue::AND) || clause.is_mark(next, &["&", "/"]) {
            next += 1;
        }
        while clause.is(next, Cue::FILLER | Cue::WHO | Cue::BE) {
            next += 1;
        }
        if next > end {
            next = clause.skip_possessor(next);
        }
        // A role right before a name is that name's title, not one more of ours.
        let titles = clause.person(clause.skip_courtesy(next + 1)).is_some();
        match clause.role(next) {
            Some((_, phrase)) if next > end && !titles && !phrase.is_group() && !introduces(clause, next, phrase) => {
                roles.push(next);
                end = next + 1;
            }
            _ => return (roles, end),
        }
    }
}

/// How a rule that reads a verb sees the roles after it.
struct Sighting {
    /// The item that the evidence starts or ends at: the holder's name or pronoun.
    item: usize,
    /// The holder's name, by its index.
    person: usize,
    polarity: Polarity,
    modality: Modality,
    /// What the clause says of the time; the words at a role go before it.
    status: Option<RoleStatus>,
    rule: &'static str,
    confidence: f32,
}

/// Reports every role of a coordination as held by one person.
fn hold_all(clause: &Clause<'_>, roles: &[usize], sighting: &Sighting, out: &mut Vec<Holding>) {
    let before = out.len();
    for role in roles {
        let Some((index, phrase)) = clause.role(*role) else { continue };
        out.push(Holding {
            person: sighting.person,
            role: RoleWords::Phrase(index),
            owner: phrase.owner.clone(),
            status: phrase.status.or(sighting.status),
            polarity: sighting.polarity,
            modality: sighting.modality,
            rule: sighting.rule,
            confidence: sighting.confidence * phrase.confidence,
            tokens: clause.tokens(sighting.item, *role),
        });
    }
    share_owner(clause, roles, out.get_mut(before..).unwrap_or_default());
}

/// Whether a definite role after a comma brings in somebody else: "…, the mayor, X, …".
fn introduces(clause: &Clause<'_>, role: usize, phrase: &RolePhrase) -> bool {
    phrase.determiner == Determiner::Definite
        && clause.is_comma(role - 1)
        && clause.is_comma(role + 1)
        && clause.person(clause.skip_courtesy(role + 2)).is_some()
}

/// Gives roles without an owner the owner of the next one, where they share its complement
/// ("president and chief executive of C").
fn share_owner(clause: &Clause<'_>, roles: &[usize], holdings: &mut [Holding]) {
    let phrase = |role: usize| clause.role(role).map(|(_, phrase)| phrase);
    let mut next: Option<(usize, Option<Owner>)> = None;
    for (holding, role) in holdings.iter_mut().zip(roles).rev() {
        let bare = phrase(*role).is_some_and(|p| p.phrase.end == p.role.end);
        if let Some((after, owner)) = next.filter(|_| holding.owner.is_none() && bare) {
            let direct =
                role + 2 == after && clause.is(role + 1, Cue::AND) || clause.is_mark(role + 1, &[",", "&", "/"]);
            let complement =
                phrase(after).is_some_and(|p| p.phrase.end > p.role.end && p.determiner == Determiner::Bare);
            if direct && complement {
                holding.owner = owner;
            }
        }
        next = Some((*role, holding.owner.clone()));
    }
    let mut front: Option<(usize, Option<Owner>)> = None;
    for (holding, role) in holdings.iter_mut().zip(roles) {
        let bare = phrase(*role).filter(|p| p.owner.is_none() && p.determiner == Determiner::Bare);
        if let (Some((before, owner)), Some(this)) = (front, bare.filter(|_| holding.owner.is_none())) {
            // "the ministry's secretary and treasurer": the owner in front serves both.
            let serves = phrase(before).is_some_and(|p| p.owner.is_some() && p.phrase.end == p.role.end);
            // "party leader and Prime Minister": a state's post is no party's.
            if serves && !(this.class == RoleClass::State && is_body(clause.reading, owner.as_ref())) {
                holding.owner = owner;
            }
        }
        front = Some((*role, holding.owner.clone()));
    }
}
