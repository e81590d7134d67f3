//! A role by a verb of appointment: "X was elected president", "A named X chief executive",
//! "X, appointed director of B in 2019,".

use super::{Sighting, coordinated, hold_all, holding, mood, share_owner};
use crate::extract::cue::Cue;
use crate::extract::roles::clause::Clause;
use crate::extract::roles::{Holding, RoleWords, pronoun};
use crate::model::{Modality, RoleStatus};

/// Applies the rule to a sentence.
pub(super) fn apply(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    for verb in 0..clause.items.len() {
        purpose(clause, verb, out);
        by_noun(clause, verb, out);
        if !clause.is(verb, Cue::APPOINT) && !sworn(clause, verb) {
            continue;
        }
        passive(clause, verb, out);
        active(clause, verb, out);
    }
}

/// "the nomination of X as judge", "the appointment of minister X as ambassador".
fn by_noun(clause: &Clause<'_>, noun: usize, out: &mut Vec<Holding>) {
    let word = clause.reading.word(clause.token(noun));
    if !clause.is(noun + 1, Cue::OF) || !APPOINTMENTS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return;
    }
    let mut person = clause.skip_courtesy(noun + 2);
    if clause.role(person).is_some() {
        person = clause.skip_courtesy(person + 1);
    }
    if clause.person(person).is_some() && clause.is(clause.skip_bracket(person + 1), Cue::AS) {
        give(clause, noun, person, out);
    }
}

/// The nouns of coming into a post.
const APPOINTMENTS: [&str; 9] = [
    "appointment",
    "reappointment",
    "nomination",
    "election",
    "re-election",
    "reelection",
    "confirmation",
    "selection",
    "installation",
];

/// "X left the commission to become vice-president of A": the purpose of the subject's deed.
fn purpose(clause: &Clause<'_>, verb: usize, out: &mut Vec<Holding>) {
    let become_ = verb > 1
        && clause.is(verb, Cue::BECOME)
        && clause.is(verb - 1, Cue::TO)
        && !clause.is(verb - 2, Cue::BE | Cue::MAYBE);
    let Some((index, phrase)) = clause.role(verb + 1).filter(|(_, p)| become_ && !p.is_group()) else { return };
    if clause.person(verb - 2).is_some() || clause.person(clause.skip_courtesy(verb + 2)).is_some() {
        return;
    }
    let Some((subject, person)) = super::capacity::subject(clause, verb) else { return };
    let (polarity, mut modality, _) = mood(clause, subject + 1, verb - 1);
    let wish = clause.reading.small_word(clause.token(verb - 2));
    if matches!(
        &*wish,
        "intent"
            | "intention"
            | "plan"
            | "plans"
            | "hope"
            | "hopes"
            | "dream"
            | "dreamed"
            | "wish"
            | "bid"
            | "chance"
            | "ambition"
            | "trying"
            | "campaign"
            | "running"
            | "ready"
            | "able"
            | "asked"
            | "offer"
    ) {
        modality = Modality::Hypothetical;
    }
    out.push(Holding {
        person,
        role: RoleWords::Phrase(index),
        owner: phrase.owner.clone(),
        status: phrase.status,
        polarity,
        modality,
        rule: "purpose",
        confidence: 0.75 * phrase.confidence,
        tokens: clause.tokens(subject, verb + 1),
    });
}

/// Whether item `i` is "sworn" before "in".
fn sworn(clause: &Clause<'_>, i: usize) -> bool {
    clause.items.get(i).is_some_and(|item| clause.reading.word(item.tokens.start).eq_ignore_ascii_case("sworn"))
}

/// Passes over what may stand between the verb and the role.
fn skip_to_role(clause: &Clause<'_>, mut at: usize) -> usize {
    let from = at;
    while at < from + 5 && clause.is(at, Cue::AS | Cue::FILLER | Cue::IN | Cue::TO | Cue::BE) {
        at += 1;
    }
    at
}

/// "X was elected (as) president": the subject before the verb gets the role after it.
fn passive(clause: &Clause<'_>, verb: usize, out: &mut Vec<Holding>) {
    let role = skip_to_role(clause, verb + 1);
    let Some((_, phrase)) = clause.role(role) else { return };
    if phrase.is_group() || clause.person(clause.skip_courtesy(role + 1)).is_some() {
        return;
    }
    let Some((subject, person)) = subject(clause, verb) else { return };
    let (polarity, modality, planned) = mood(clause, subject + 1, verb);
    let (roles, _) = coordinated(clause, role);
    let sighting = Sighting {
        item: subject,
        person,
        polarity,
        modality: if planned.is_some() { Modality::Future } else { modality },
        status: planned,
        rule: "appointment",
        confidence: 0.87,
    };
    hold_all(clause, &roles, &sighting, out);
}

/// The subject of a passive verb or participle: the person right before it, across auxiliaries
/// and insertions.
fn subject(clause: &Clause<'_>, verb: usize) -> Option<(usize, usize)> {
    let mut passive = false;
    let mut at = verb;
    while let Some(before) = at.checked_sub(1) {
        if clause.is(before, Cue::BE | Cue::HAVE | Cue::WILL | Cue::MAYBE | Cue::FILLER | Cue::NOT | Cue::WHO | Cue::TO)
        {
            passive |= clause.is(before, Cue::BE);
            at = before;
        } else {
            break;
        }
    }
    let before = at.checked_sub(1)?;
    if let Some(name) = clause.person(before) {
        // "X named Y …" is active unless an auxiliary says otherwise.
        return passive.then_some((before, name));
    }
    if clause.is(before, Cue::HE) {
        return passive.then(|| pronoun::antecedent(clause, before).map(|n| (before, n))).flatten();
    }
    if clause.is_comma(before) || clause.is_mark(before, &[")", "—", "–"]) {
        // "X, (a lawyer,) (who was) elected president": the nearest person to the left, with
        // nothing but an insertion between.
        for (seen, i) in (before.saturating_sub(24)..before).rev().enumerate() {
            if let Some(name) = clause.person(i) {
                let adjacent = i + 1 == before || clause.is_comma(i + 1) || clause.is_mark(i + 1, &["(", "—", "–"]);
                return (adjacent && (passive || seen < 12)).then_some((i, name));
            }
            if clause.is_mark(i, &[".", ";"]) {
                return None;
            }
        }
    }
    None
}

/// "The board appointed X (as) chairman": the object right after the verb.
fn active(clause: &Clause<'_>, verb: usize, out: &mut Vec<Holding>) {
    let person = clause.skip_courtesy(verb + 1);
    if clause.person(person).is_none() {
        // "named former minister X as chairman": the title's holder gets the new role too.
        let Some((_, _)) = clause.role(person) else { return };
        let holder = clause.skip_courtesy(person + 1);
        if clause.person(holder).is_some() {
            give(clause, verb, holder, out);
        }
        return;
    }
    give(clause, verb, person, out);
}

fn give(clause: &Clause<'_>, verb: usize, person: usize, out: &mut Vec<Holding>) {
    let mut role = clause.skip_bracket(person + 1);
    if clause.is_comma(role) && clause.is_comma(clause.skip_age(role)) {
        role = clause.skip_age(role);
        if !clause.is(role + 1, Cue::AS) {
            // an insertion: "X, a lawyer, as chairman", "X, the mayor of Y, as minister"
            let closes = |i: &usize| clause.is_comma(*i) && clause.is(*i + 1, Cue::AS);
            role = (role + 1..clause.items.len().min(role + 20)).find(closes).unwrap_or(role);
        }
        if clause.is(role + 1, Cue::AS) {
            role += 1;
        } else {
            return;
        }
    }
    let role = skip_to_role(clause, role);
    let Some((_, phrase)) = clause.role(role) else { return };
    if phrase.is_group() {
        return;
    }
    let (polarity, modality, planned) = mood(clause, verb.saturating_sub(4), verb);
    let nominated = clause.reading.small_word(clause.token(verb)).starts_with("nominat");
    let (roles, _) = coordinated(clause, role);
    let before = out.len();
    for role in &roles {
        if let Some(mut h) = holding(clause, person, *role, "appointment", 0.85) {
            h.polarity = polarity;
            h.modality = if planned.is_some() { Modality::Future } else { modality };
            h.status = h.status.or(planned).or(nominated.then_some(RoleStatus::Future));
            out.push(h);
        }
    }
    share_owner(clause, &roles, out.get_mut(before..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn appointments() {
        check_roles(&[
            (
                "Zoltán Barta was elected president of the Hungarian Chess Federation.",
                &["Zoltán Barta | president | Hungarian Chess Federation | current"],
            ),
            (
                "The board appointed Mariana Couto chief executive of Banco Douro.",
                &["Mariana Couto | chief executive | Banco Douro | current"],
            ),
            ("The company named Hiroshi Tanabe as chairman.", &["Hiroshi Tanabe | chairman |  | current"]),
            (
                "Wanjiru Kamau, appointed director of the Rift Valley Trust in 2019, spoke first.",
                &["Wanjiru Kamau | director | Rift Valley Trust | current"],
            ),
            (
                "The senate confirmed the appointment of Mrs. Folake Adeyemi as deputy governor of the Bank of Ghana.",
                &["Folake Adeyemi | deputy governor | Bank of Ghana | current"],
            ),
            (
                "Lawmakers rejected the nomination of Stella Wanjiru as head of the Lake Basin Authority.",
                &["Stella Wanjiru | head | Lake Basin Authority | future | negated"],
            ),
            (
                "The cabinet named Pascale Duval, the director of the Rhine Port Trust, as ambassador to Chad.",
                &["Pascale Duval | director | Rhine Port Trust | current", "Pascale Duval | ambassador |  | current"],
            ),
            (
                "Daniel Okafor was sworn in as Nigeria's vice president.",
                &["Daniel Okafor | vice president | NG | current"],
            ),
            (
                "Sofia Lindqvist will be appointed head of the Uppsala Institute.",
                &["Sofia Lindqvist | head | Uppsala Institute | future | future"],
            ),
            (
                "Ivan Marković was not elected president of the Adria League.",
                &["Ivan Marković | president | Adria League | current | negated"],
            ),
            ("The governor nominated Teresa Aldana as judge.", &["Teresa Aldana | judge |  | future"]),
            (
                "Priya Raghavan left the bank to become director of the Madras Foundation.",
                &["Priya Raghavan | director | Madras Foundation | current"],
            ),
            (
                "Ahmed Mansour was re-elected chairman of the Nile Cement Company.",
                &["Ahmed Mansour | chairman | Nile Cement Company | current"],
            ),
            (
                "Rwanda's parliament elected Diane Uwimana president of the chamber.",
                &["Diane Uwimana | president of the chamber | RW | current"],
            ),
            (
                "Kerstin Vogt is to become head of the Bremen Institute.",
                &["Kerstin Vogt | head | Bremen Institute | future | future"],
            ),
            (
                "The king has appointed former banker Sven Aasen as chairman of Tromsø Ferries.",
                &["Sven Aasen | banker |  | former", "Sven Aasen | chairman | Tromsø Ferries | current"],
            ),
            ("Julia Monteiro was hired as a consultant.", &["Julia Monteiro | consultant |  | current"]),
            (
                "Ivan Marković may be named director of the Adria League.",
                &["Ivan Marković | director | Adria League | current | hypothetical"],
            ),
            (
                "Peter Wills will be sworn in as president of Peru on 1 May 2027.",
                &["Peter Wills | president | PE | future | future"],
            ),
        ]);
    }

    #[test]
    fn other_uses_of_verbs_of_appointment() {
        check_roles(&[
            ("The street was named after Zoltán Barta.", &[]),
            ("The president appointed no one, and Mariana Couto went home.", &[]),
            ("Hiroshi Tanabe elected to stay in Nagoya.", &[]),
            ("The directors chosen by Wanjiru Kamau met on Friday.", &[]),
            ("Daniel Okafor confirmed that the judges had agreed.", &[]),
            ("Nobody was elected president of Peru.", &[]),
            ("Peter Wills was elected to parliament.", &[]),
        ]);
    }
}
