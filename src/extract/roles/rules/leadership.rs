//! A role by a verb of leading or founding: "A, led by X", "X, who chairs A", "X heads the A".

use crate::extract::cue::Cue;
use crate::extract::reading::NameKind;
use crate::extract::roles::clause::Clause;
use crate::extract::roles::{Holding, Owner, RoleWords};
use crate::lexicon::WordFlags;
use crate::model::{Modality, Polarity, RoleStatus};

/// The noun for who does what the verb says.
fn agent_noun(verb: &str) -> Option<&'static str> {
    Some(match verb {
        "leads" | "led" => "leader",
        "heads" | "headed" | "runs" => "head",
        "chairs" | "chaired" => "chair",
        "founded" | "co-founded" | "cofounded" => "founder",
        "commands" | "commanded" => "commander",
        "owns" | "owned" => "owner",
        "directs" => "director",
        "edits" | "edited" => "editor",
        "coaches" | "coached" => "coach",
        "captains" | "captained" => "captain",
        "manages" | "managed" => "manager",
        _ => return None,
    })
}

/// Applies the rule to a sentence.
pub(super) fn apply(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    for verb in 1..clause.items.len() {
        if !clause.is(verb, Cue::LEAD) {
            continue;
        }
        let word = clause.reading.small_word(clause.token(verb));
        let Some(noun) = agent_noun(&word) else { continue };
        if clause.is(verb + 1, Cue::BY) {
            passive(clause, verb, noun, out);
        } else {
            active(clause, verb, noun, &word, out);
        }
    }
}

/// "A, (which is) led by (its president) X".
fn passive(clause: &Clause<'_>, verb: usize, noun: &'static str, out: &mut Vec<Holding>) {
    let mut person = clause.skip_courtesy(verb + 2);
    while clause.role(person).is_some()
        || clause.is(person, Cue::ITS | Cue::THE)
        || clause.other(person).is_some() && clause.role(person + 1).is_some()
    {
        person = clause.skip_courtesy(person + 1);
    }
    let Some(name) = clause.person(person) else { return };
    let mut at = verb;
    while at > 0
        && (clause.is(at - 1, Cue::BE | Cue::FILLER | Cue::WHICH | Cue::ACTING | Cue::FORMER)
            || clause.is_comma(at - 1))
    {
        at -= 1;
    }
    let Some(body) = at.checked_sub(1) else { return };
    let mut body = body;
    if clause.is_mark(body, &[")"]) {
        body = (0..body).rev().find(|i| clause.is_mark(*i, &["("])).map_or(body, |i| i.saturating_sub(1));
    }
    let Some(owner) = owner(clause, body) else { return };
    let past = (at..verb).any(|i| clause.is(i, Cue::BE) && clause.reading.word(clause.token(i)) == "was");
    out.push(Holding {
        person: name,
        role: RoleWords::Derived(noun, clause.token(verb)),
        owner: Some(owner),
        status: past.then_some(RoleStatus::Former),
        polarity: Polarity::Asserted,
        modality: Modality::Actual,
        rule: "led-by",
        confidence: 0.85,
        tokens: clause.tokens(body, person),
    });
}

/// "X, who chairs the A", "X heads A".
fn active(clause: &Clause<'_>, verb: usize, noun: &'static str, word: &str, out: &mut Vec<Holding>) {
    let relative =
        clause.is(verb - 1, Cue::WHO) || clause.is(verb - 1, Cue::FILLER) && verb >= 2 && clause.is(verb - 2, Cue::WHO);
    let mut subject = verb - 1;
    let age = |i: usize| clause.items.get(i).is_some_and(|item| clause.reading.is_number(item.tokens.start));
    while subject > 0
        && (clause.is(subject, Cue::WHO | Cue::FILLER | Cue::AND) || clause.is_comma(subject) || age(subject))
    {
        subject -= 1;
    }
    let Some(person) = clause.person(subject) else { return };
    let present = word.ends_with('s');
    let founding = noun == "founder" || noun == "owner";
    if !present && !relative && !founding {
        return;
    }
    let mut object = verb + 1;
    let kind = |i: usize| {
        clause.items.get(i).is_some_and(|item| {
            clause.reading.is_lower(item.tokens.start) && clause.reading.knows(item.tokens.start, WordFlags::ORG_HEAD)
        })
    };
    while clause.is(object, Cue::THE | Cue::ITS | Cue::A | Cue::HIS | Cue::FILLER | Cue::EPITHET) || kind(object) {
        object += 1;
    }
    let Some(owner) = owner(clause, object) else { return };
    // "X led A to victory", "X heads A into …": a deed, no post.
    if clause.is(object + 1, Cue::TO) || clause.reading.word(clause.token(object + 1)) == "into" {
        return;
    }
    let negated = (subject..verb).any(|i| clause.is(i, Cue::NOT));
    out.push(Holding {
        person,
        role: RoleWords::Derived(noun, clause.token(verb)),
        owner: Some(owner),
        status: if present || founding { None } else { Some(RoleStatus::Former) },
        polarity: if negated { Polarity::Negated } else { Polarity::Asserted },
        modality: Modality::Actual,
        rule: "leads",
        confidence: if relative { 0.85 } else { 0.75 },
        tokens: clause.tokens(subject, object),
    });
}

/// The body named at item `i`: only organizations can be led in this sense.
fn owner(clause: &Clause<'_>, i: usize) -> Option<Owner> {
    let name = clause.other(i)?;
    (clause.reading.kind_of(name)? == NameKind::Organization).then_some(Owner::Name(name))
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn roles_by_a_verb_of_leading() {
        check_roles(&[
            ("Maria Vasquez leads the Andean Institute.", &["Maria Vasquez | leader | Andean Institute | current"]),
            (
                "Peter Obuya, who chairs the Mombasa Port Authority, promised reform.",
                &["Peter Obuya | chair | Mombasa Port Authority | current"],
            ),
            (
                "The Red Cedar Party, led by Nabil Khoury, won four seats.",
                &["Nabil Khoury | leader | Red Cedar Party | current"],
            ),
            (
                "Jonas Petersen founded Fjord Robotics in 2011.",
                &["Jonas Petersen | founder | Fjord Robotics | current"],
            ),
            ("Salma Idris heads the Khartoum Institute.", &["Salma Idris | head | Khartoum Institute | current"]),
            (
                "Astrid Nygaard, who headed the Polar Institute, has retired.",
                &["Astrid Nygaard | head | Polar Institute | former"],
            ),
            (
                "Viktor Soroka, who founded Dnipro Airlines, lives in Vienna.",
                &["Viktor Soroka | founder | Dnipro Airlines | current"],
            ),
            ("The Cordoba Choir is led by Teresa Molina.", &["Teresa Molina | leader | Cordoba Choir | current"]),
            (
                "Rajesh Pillai, who owns the Kochi Herald, was fined.",
                &["Rajesh Pillai | owner | Kochi Herald | current"],
            ),
            ("Mette Krogh does not head the Aarhus Institute.", &[]),
            (
                "The Volta Trust (VT), headed by Ama Boateng, planted trees.",
                &["Ama Boateng | head | Volta Trust | current"],
            ),
        ]);
    }

    #[test]
    fn other_uses_of_verbs_of_leading() {
        check_roles(&[
            ("Maria Vasquez led Atlético Sur to victory.", &[]),
            ("Peter Obuya leads by two strokes.", &[]),
            ("The road leads Nabil Khoury to the sea.", &[]),
            ("Salma Idris chairs the meeting on Tuesday.", &[]),
            ("Jonas Petersen runs every morning.", &[]),
            ("The march was led by students.", &[]),
            ("Salma Idris led the Khartoum Institute through the war.", &[]),
            ("The delegation was headed by a minister.", &[]),
            ("Jonas Petersen commands respect.", &[]),
        ]);
    }
}
