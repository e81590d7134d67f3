//! A role after "as": "served as ambassador", "his previous role as head of A", "resigned as
//! minister", "took over as chairman from Y", "with X as its president".

use super::{Sighting, coordinated, hold_all, mood};
use crate::extract::cue::Cue;
use crate::extract::roles::clause::Clause;
use crate::extract::roles::{Holding, pronoun};
use crate::model::{Modality, Polarity, RoleStatus};

/// How far left of "as" its verb may stand, in items.
const REACH: usize = 9;

/// Applies the rule to a sentence.
pub(super) fn apply(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    for conjunction in 0..clause.items.len() {
        let from_post =
            conjunction > 0 && clause.is(conjunction, Cue::FROM | Cue::OF) && clause.is(conjunction - 1, Cue::POST);
        if !clause.is(conjunction, Cue::AS) && !from_post {
            continue;
        }
        let mut role = conjunction + 1;
        while clause.is(role, Cue::FILLER) {
            role += 1;
        }
        let Some((_, phrase)) = clause.role(role) else { continue };
        if phrase.is_group() || clause.person(clause.skip_courtesy(role + 1)).is_some() {
            continue;
        }
        let Some(found) = holder(clause, conjunction) else { continue };
        let (roles, end) = coordinated(clause, role);
        // "As the minister spoke, X left" is no capacity of X.
        if conjunction == 0 && !clause.is_comma(end) {
            continue;
        }
        let (polarity, modality, planned) = mood(clause, found.verb.saturating_sub(3), conjunction);
        // "has not resigned as", "could resign as", "will resign as": the post is still held.
        let stays =
            found.leaves && (polarity == Polarity::Negated || modality != Modality::Actual || planned.is_some());
        let (modality, planned) =
            if stays { (Modality::Actual, Some(RoleStatus::Current)) } else { (modality, planned) };
        let until =
            clause.is(end, Cue::PREPOSITION) && clause.reading.word(clause.token(end)).eq_ignore_ascii_case("until");
        let before = out.len();
        let sighting = Sighting {
            item: found.item,
            person: found.person,
            polarity: if found.leaves { Polarity::Asserted } else { polarity },
            modality: if planned == Some(RoleStatus::Future) { Modality::Future } else { modality },
            status: planned.or(if until { Some(RoleStatus::Former) } else { found.status }),
            rule: if found.leaves { "leaving" } else { "capacity" },
            confidence: found.confidence,
        };
        hold_all(clause, &roles, &sighting, out);
        // "X succeeded Y as …", "took over from Y as …": Y held it before.
        if let Some(name) = predecessor(clause, found.verb, conjunction).filter(|n| *n != found.person) {
            let earlier: Vec<Holding> = out
                .iter()
                .skip(before)
                .filter(|h| h.polarity == Polarity::Asserted && h.modality == Modality::Actual)
                .cloned()
                .collect();
            for mut h in earlier {
                h.person = name;
                h.status = Some(RoleStatus::Former);
                h.rule = "predecessor";
                out.push(h);
            }
        }
    }
}

/// Whom the subject of the verb follows in the post.
fn predecessor(clause: &Clause<'_>, verb: usize, conjunction: usize) -> Option<usize> {
    let mut at = verb + 1;
    if !clause.is(verb, Cue::SUCCEED) {
        at = (verb + 1..conjunction).find(|i| clause.is(*i, Cue::FROM))? + 1;
    } else if clause.is(at, Cue::BY) {
        // "X was succeeded by Y as …": X held it.
        return subject(clause, verb).map(|(_, person)| person);
    }
    clause.person(clause.skip_courtesy(at))
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
    let word = |i: usize| clause.reading.small_word(clause.token(i));
    for verb in (floor..conjunction).rev() {
        if clause.is_mark(verb, &[".", ";", ":"]) {
            return None;
        }
        if clause.is(verb, Cue::POST) && (floor..verb).any(|i| clause.is(i, Cue::HIS) || possessor(clause, i)) {
            let former = clause.is(verb, Cue::SPELL) || (floor..verb).any(|i| clause.is(i, Cue::FORMER | Cue::LEAVE));
            let owner = (floor..verb).rev().find(|i| clause.is(*i, Cue::HIS) || possessor(clause, *i))?;
            let person = clause
                .person(owner)
                .or_else(|| pronoun::antecedent(clause, owner))
                .or_else(|| subject_after(clause, conjunction))?;
            let status = if former { Some(RoleStatus::Former) } else { None };
            return Some(Found { person, item: owner, verb, status, leaves: former, confidence: 0.85 });
        }
        if clause.is(verb, Cue::SERVE | Cue::LEAVE | Cue::APPOINT | Cue::SUCCEED | Cue::HOLD) {
            // "A appointed X as …": X, whom the rule of appointment reads.
            let object = (verb + 1..conjunction).any(|i| clause.person(i).is_some());
            if clause.is(verb, Cue::APPOINT) && (object || verb + 1 == conjunction) {
                return None;
            }
            // "X was replaced as" leaves, "X replaced Y as" comes.
            let leaves = clause.is(verb, Cue::LEAVE)
                && !(clause.is(verb, Cue::SUCCEED) && clause.person(clause.skip_courtesy(verb + 1)).is_some());
            let status = match &*word(verb) {
                "served" | "worked" | "acted" => {
                    Some(if goes_on(clause, verb, conjunction) { RoleStatus::Current } else { RoleStatus::Former })
                }
                "serves" | "works" | "serving" | "acts" | "continues" => Some(RoleStatus::Current),
                _ if leaves => Some(RoleStatus::Former),
                _ => None,
            };
            // "Y was succeeded by X as …"; "Z replaced Y as …" gives the role to the subject.
            let agent = (verb + 1..conjunction)
                .find(|i| clause.is(*i, Cue::BY))
                .and_then(|by| clause.person(clause.skip_courtesy(by + 1)).map(|p| (by + 1, p)));
            if clause.is(verb, Cue::SUCCEED)
                && let Some((item, person)) = agent
            {
                return Some(Found { person, item, verb, status: None, leaves: false, confidence: 0.85 });
            }
            let (item, person) = subject(clause, verb)?;
            return Some(Found { person, item, verb, status, leaves, confidence: 0.85 });
        }
    }
    // "As chair of A, X …"
    if conjunction == 0 || (0..conjunction).all(|i| clause.is_mark(i, &["\"", "“"])) {
        let (item, person) = subject_after(clause, conjunction)
            .and_then(|n| (conjunction..clause.items.len()).find(|i| clause.person(*i) == Some(n)).map(|i| (i, n)))?;
        return Some(Found { person, item, verb: conjunction, status: None, leaves: false, confidence: 0.8 });
    }
    // "with X as its president"
    let with = conjunction.checked_sub(2)?;
    let person = clause.person(conjunction - 1)?;
    clause.is(with, Cue::WITH).then_some(Found {
        person,
        item: conjunction - 1,
        verb: with,
        status: None,
        leaves: false,
        confidence: 0.8,
    })
}

/// Whether item `i` is a person with a possessive ending.
fn possessor(clause: &Clause<'_>, i: usize) -> bool {
    clause.person(i).is_some()
        && clause.items.get(i + 1).is_some_and(|item| clause.reading.is_possessive(item.tokens.start))
}

/// The subject that follows an opening phrase: the person right after the next comma.
fn subject_after(clause: &Clause<'_>, from: usize) -> Option<usize> {
    let comma = (from..clause.items.len().min(from + 14)).find(|i| clause.is_comma(*i))?;
    clause.person(clause.skip_courtesy(comma + 1))
}

/// "has served as … since 2019": it goes on. Without "since", the perfect speaks of the past.
fn goes_on(clause: &Clause<'_>, verb: usize, conjunction: usize) -> bool {
    let word = |i: usize| clause.reading.word(clause.token(i));
    let perfect =
        (verb.saturating_sub(3)..verb).any(|i| clause.is(i, Cue::HAVE) && !word(i).eq_ignore_ascii_case("had"));
    perfect && (conjunction..clause.items.len().min(conjunction + 12)).any(|i| word(i).eq_ignore_ascii_case("since"))
}

/// The subject of the verb at item `verb`: the nearest person or pronoun to the left that is not
/// the object of a preposition, not a possessor.
pub(super) fn subject(clause: &Clause<'_>, verb: usize) -> Option<(usize, usize)> {
    // "…, the son of X, who served as": the relative clause is of the name right before it.
    let relative = (verb.saturating_sub(3)..verb).any(|i| clause.is(i, Cue::WHO));
    for i in (0..verb).rev() {
        if clause.is_mark(i, &[";", ":"]) {
            return None;
        }
        let before = i.checked_sub(1);
        let governed = before.is_some_and(|b| {
            clause.is(
                b,
                Cue::OF | Cue::BY | Cue::WITH | Cue::FOR | Cue::TO | Cue::FROM | Cue::PREPOSITION | Cue::IN | Cue::AT,
            )
        });
        let possessor = clause.items.get(i + 1).is_some_and(|item| clause.reading.is_possessive(item.tokens.start));
        if let Some(name) = clause.person(i) {
            if relative || !governed && !possessor {
                return Some((i, name));
            }
        } else if clause.is(i, Cue::HE) {
            return pronoun::antecedent(clause, i).map(|n| (i, n));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn posts_after_as() {
        check_roles(&[
            (
                "Omar Haddad resigned as chairman of the Cedar Bank on Friday.",
                &["Omar Haddad | chairman | Cedar Bank | former"],
            ),
            (
                "Grace Mutasa has served as director of the Harare Institute since 2019.",
                &["Grace Mutasa | director | Harare Institute | current"],
            ),
            (
                "Kenji Morita stepped down as chief executive of Sakura Electric.",
                &["Kenji Morita | chief executive | Sakura Electric | former"],
            ),
            (
                "As chair of the Lisbon Institute, Rita Valadares has a vote.",
                &["Rita Valadares | chair | Lisbon Institute | current"],
            ),
            ("Pavel Dvořák works as a teacher.", &["Pavel Dvořák | teacher |  | current"]),
            (
                "Andrea Lombardi succeeded Paolo Ferri as chairman of Banca Tirrena.",
                &[
                    "Andrea Lombardi | chairman | Banca Tirrena | current",
                    "Paolo Ferri | chairman | Banca Tirrena | former",
                ],
            ),
            (
                "Joseph Tembo took over from Alice Banda as editor of the Lusaka Herald.",
                &["Joseph Tembo | editor | Lusaka Herald | current", "Alice Banda | editor | Lusaka Herald | former"],
            ),
            (
                "In her previous role as head of the Otago Museum, Lucy Hargreaves raised millions.",
                &["Lucy Hargreaves | head | Otago Museum | former"],
            ),
            ("Birgit Holm served as Danish ambassador to Kenya.", &["Birgit Holm | ambassador | DK | former"]),
            (
                "Eva Lindgren was suspended as director of the Nordic Institute.",
                &["Eva Lindgren | director | Nordic Institute | former"],
            ),
            (
                "Norma Ayala took over as chairwoman of Banco Pampa.",
                &["Norma Ayala | chairwoman | Banco Pampa | current"],
            ),
            (
                "Fatou Diop will serve as chairwoman of the Dakar Institute.",
                &["Fatou Diop | chairwoman | Dakar Institute | future | future"],
            ),
            (
                "Ana Costa replaces Peter Wills as head of the Volta Trust.",
                &["Ana Costa | head | Volta Trust | current", "Peter Wills | head | Volta Trust | former"],
            ),
            (
                "Ana Costa's successor as head of the Volta Trust, Peter Wills, agreed.",
                &["Peter Wills | head | Volta Trust | current"],
            ),
            ("Peter Wills, who has retired as a teacher, spoke.", &["Peter Wills | teacher |  | former"]),
        ]);
    }

    #[test]
    fn other_uses_of_as() {
        check_roles(&[
            ("Birgit Holm, as always, was late.", &[]),
            ("Grace Mutasa is as strict as a judge.", &[]),
            ("Kenji Morita described the chairman as a genius.", &[]),
            ("The teachers treated Pavel Dvořák as a child.", &[]),
            ("As rain fell, Omar Haddad left the room.", &[]),
            ("Omar Haddad dressed as a judge for the party.", &[]),
            ("Voters see Omar Haddad as a friend of farmers.", &[]),
        ]);
    }
}
