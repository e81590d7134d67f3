//! A role after the name, set off by commas, brackets or dashes: "X, 54, director of A and
//! professor at B,", "X (chairman of C)".

use super::{coordinated, holding, share_owner};
use crate::extract::cue::Cue;
use crate::extract::roles::Holding;
use crate::extract::roles::clause::Clause;
use crate::extract::roles::phrase::Determiner;
use crate::model::RoleStatus;
use crate::text::Case;

/// Applies the rule to a sentence.
pub(super) fn apply(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    for person in 0..clause.items.len() {
        if clause.person(person).is_none() {
            continue;
        }
        let Some(first) = opening(clause, person) else { continue };
        let Some((_, phrase)) = clause.role(first) else { continue };
        // "X, whose predecessor was Y": somebody else's role.
        if clause.reading.is(phrase.phrase.start, Cue::WHICH) {
            continue;
        }
        let next = clause.skip_courtesy(first + 1);
        if clause.person(next).is_some() {
            continue;
        }
        let (roles, end) = coordinated(clause, first);
        let plural = phrase.is_group();
        let group = if plural { pair(clause, person) } else { Vec::new() };
        if plural && (group.is_empty() || !clause.closes(end) && !says_all(clause, person, first)) {
            continue;
        }
        // After a definite role a verb may follow whose subject it is ("X, the minister said").
        let closed = phrase.determiner != Determiner::Definite
            || clause.closes(end)
            || clause.is(
                end,
                Cue::AND
                    | Cue::IN
                    | Cue::FROM
                    | Cue::FOR
                    | Cue::OF
                    | Cue::AT
                    | Cue::TO
                    | Cue::WITH
                    | Cue::PREPOSITION
                    | Cue::BUT
                    | Cue::WHICH,
            )
            || clause.is(end, Cue::SAY) && clause.is_mark(end + 1, &[":", "\"", "“"]);
        let introduces = clause.is_comma(end)
            && clause.person(end + 1).is_some()
            && phrase.determiner == Determiner::Definite
            && clause.closes(end + 2)
            && first > person + 2;
        if !closed || introduces {
            continue;
        }
        let bracket = clause.is_mark(person + 1, &["("]);
        let confidence = if bracket { 0.85 } else { 0.95 };
        let before = out.len();
        let once = |i: usize| clause.reading.word(clause.token(i)).eq_ignore_ascii_case("once");
        let former = (person + 1..first).any(|i| clause.is(i, Cue::FORMER) || once(i));
        for role in &roles {
            if let Some(mut h) = holding(clause, person, *role, "apposition", confidence) {
                if former {
                    h.status = h.status.or(Some(RoleStatus::Former));
                }
                out.push(h);
            }
        }
        share_owner(clause, &roles, out.get_mut(before..).unwrap_or_default());
        if plural {
            // "X and Y, (both) members of Z": the others of the group too.
            let last: Vec<Holding> = out.iter().skip(before).cloned().collect();
            for other in group {
                let Some(name) = clause.person(other) else { continue };
                out.extend(last.iter().cloned().map(|h| Holding {
                    person: name,
                    tokens: clause.tokens(other, first),
                    ..h
                }));
            }
        }
    }
}

/// The item of the role phrase set off after the person at item `person`.
fn opening(clause: &Clause<'_>, person: usize) -> Option<usize> {
    let mut at = person + 1;
    // "X MP": a role in letters right after the name.
    if clause.role(at).is_some() && clause.reading.case(clause.token(at)) == Case::Upper {
        return Some(at);
    }
    if clause.is_mark(at, &["("]) {
        if clause.role(at + 1).is_some() {
            return Some(at + 1);
        }
        at = clause.skip_bracket(at);
    }
    // "X of A, the …"
    if clause.is(at, Cue::OF | Cue::FROM) && clause.other(at + 1).is_some() {
        at += 2;
    }
    if !clause.is_mark(at, &[",", "—", "–", "--", "-"]) {
        return None;
    }
    at = clause.skip_party(clause.skip_age(at));
    // "X, 45, of Leeds, a driver"
    if clause.is(at + 1, Cue::OF | Cue::FROM) && clause.other(at + 2).is_some() && clause.is_comma(at + 3) {
        at += 3;
    }
    at += 1;
    // "54-year-old director"
    if clause.items.get(at).is_some_and(|item| clause.reading.is_number(item.tokens.start))
        && clause.is_mark(at + 1, &["-"])
    {
        at += 5;
    }
    while clause.is(at, Cue::FILLER | Cue::FORMER | Cue::ACTING | Cue::WHO | Cue::BE) && !clause.is(at, Cue::WHO)
        || clause.is(at, Cue::DETERMINER) && clause.role(at + 1).is_some()
    {
        at += 1;
    }
    let at = clause.skip_possessor(at);
    clause.role(at).map(|_| at)
}

/// The other people of the group that ends with the person at item `last`: "X, Y and [Z]". Empty
/// where no "and" joins it to another.
fn pair(clause: &Clause<'_>, last: usize) -> Vec<usize> {
    let mut others = Vec::new();
    let Some(mut joint) = last.checked_sub(1).filter(|j| clause.is(*j, Cue::AND)) else { return others };
    if joint > 0 && clause.is_comma(joint - 1) {
        joint -= 1;
    }
    while let Some(person) = joint.checked_sub(1).filter(|p| clause.person(*p).is_some()) {
        others.push(person);
        match person.checked_sub(1).filter(|j| clause.is_comma(*j)) {
            Some(comma) => joint = comma,
            None => break,
        }
    }
    others
}

/// Whether "both" or "all" stands between a group and its role.
fn says_all(clause: &Clause<'_>, person: usize, role: usize) -> bool {
    let Some((_, phrase)) = clause.role(role) else { return false };
    (person + 1..role).any(|i| clause.is(i, Cue::DETERMINER)) || clause.reading.is(phrase.phrase.start, Cue::DETERMINER)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn roles_after_names() {
        check_roles(&[
            (
                "Sen. Marcus Rubin, R-Fla., the vice chairman of the Senate Intelligence Committee, criticized the trip.",
                &[
                    "Marcus Rubin | Sen. |  | current",
                    "Marcus Rubin | vice chairman | Senate Intelligence Committee | current",
                ],
            ),
            (
                "Fatima Benali, director of the Atlas Institute, welcomed the report.",
                &["Fatima Benali | director | Atlas Institute | current"],
            ),
            (
                "Stefan Brunner, 54, a professor at the University of Zurich, led the study.",
                &["Stefan Brunner | professor | University of Zurich | current"],
            ),
            (
                "Anjali Deshmukh, the chief executive of Konkan Motors, said sales had doubled.",
                &["Anjali Deshmukh | chief executive | Konkan Motors | current"],
            ),
            (
                "Luis Armando Paredes, Peru's finance minister, resigned the same evening.",
                &["Luis Armando Paredes | finance minister | PE | current"],
            ),
            ("Olga Petrenko, a lawyer, represented the families.", &["Olga Petrenko | lawyer |  | current"]),
            (
                "Henrik Dahl (chairman of Nordsjø Bank) rejected the offer.",
                &["Henrik Dahl | chairman | Nordsjø Bank | current"],
            ),
            (
                "Miriam Katz, former head of the Haifa Port Authority, was also invited.",
                &["Miriam Katz | head | Haifa Port Authority | former"],
            ),
            (
                "Samuel Adeyemi, director of the Lagos Institute and professor at the University of Ibadan, disagreed.",
                &[
                    "Samuel Adeyemi | director | Lagos Institute | current",
                    "Samuel Adeyemi | professor | University of Ibadan | current",
                ],
            ),
            (
                "The prize went to Yuki Hashimoto, an architect from Osaka.",
                &["Yuki Hashimoto | architect |  | current"],
            ),
            ("Deborah Tregenna MP asked for an inquiry.", &["Deborah Tregenna | MP |  | current"]),
            (
                "Idris Okello and Mary Auma, both members of the Nile Party, voted no.",
                &["Idris Okello | member | Nile Party | current", "Mary Auma | member | Nile Party | current"],
            ),
            (
                "Tomas Brandl – the editor of the Graz Herald – was fined.",
                &["Tomas Brandl | editor | Graz Herald | current"],
            ),
            ("Ana Costa — a former head of the Volta Trust — spoke.", &["Ana Costa | head | Volta Trust | former"]),
            (
                "Ana Costa, a teacher, and Peter Wills, a nurse, spoke.",
                &["Ana Costa | teacher |  | current", "Peter Wills | nurse |  | current"],
            ),
            ("Ana Costa, Peter Wills, a nurse, and Mary Auma spoke.", &["Peter Wills | nurse |  | current"]),
            ("Peter Wills (Volta Trust director) spoke.", &["Peter Wills | director | Volta Trust | current"]),
            (
                "Noa Peled, a University of Haifa historian, spoke.",
                &["Noa Peled | historian | University of Haifa | current"],
            ),
            ("Ana Costa, the minister's spokeswoman, agreed.", &["Ana Costa | spokeswoman |  | current"]),
            ("Ana Costa, Halloran's lawyer, denied it.", &["Ana Costa | lawyer |  | current"]),
            (
                "Idris Okello, Mary Auma and Peter Wills, directors of the Volta Trust, resigned.",
                &[
                    "Idris Okello | director | Volta Trust | current",
                    "Mary Auma | director | Volta Trust | current",
                    "Peter Wills | director | Volta Trust | current",
                ],
            ),
            ("Ana Costa, one of the authors of the report, agreed.", &["Ana Costa | author |  | current"]),
            ("Ana Costa, now the head of the Volta Trust, spoke.", &["Ana Costa | head | Volta Trust | current"]),
        ]);
    }

    #[test]
    fn other_words_after_names() {
        check_roles(&[
            ("Fatima Benali, the daughter of a fisherman, grew up in Agadir.", &[]),
            ("Olga Petrenko, who met the director, left early.", &[]),
            ("Ana Costa met Mary Auma and Peter Wills, ministers said.", &[]),
            ("Ana Costa, Halloran's sister, denied it.", &[]),
            ("Henrik Dahl, 61, lives in Bergen.", &[]),
            ("Anjali Deshmukh, like most directors, travels a lot.", &[]),
            ("Stefan Brunner, whose neighbour is a lawyer, said he was surprised.", &[]),
            ("Fatima Benali, the daughter of a lawyer, grew up in Agadir.", &[]),
            ("Fatima Benali, the minister's sister, grew up in Agadir.", &[]),
            ("Critics of Fatima Benali, among them two ministers, were silent.", &[]),
            ("Peter Wills, of the Volta Trust, spoke.", &[]),
        ]);
    }
}
