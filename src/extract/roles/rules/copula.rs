//! A role by a verb of being: "X is the director of A", "X, who became chairman", "he remains mayor".

use super::{Sighting, coordinated, hold_all, mood};
use crate::extract::cue::Cue;
use crate::extract::roles::Holding;
use crate::extract::roles::clause::{Clause, ItemKind};
use crate::extract::roles::phrase::{Determiner, RolePhrase};
use crate::extract::roles::pronoun;
use crate::lexicon::RoleClass;
use crate::model::{Modality, Polarity, RoleStatus};

/// Applies the rule to a sentence.
pub(super) fn apply(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    for subject in 0..clause.items.len() {
        let person = match clause.person(subject) {
            Some(name) => name,
            None if clause.is(subject, Cue::HE) => match pronoun::antecedent(clause, subject) {
                Some(name) => name,
                None => continue,
            },
            None => continue,
        };
        for start in clause.verb_starts(subject + 1) {
            predicate(clause, subject, person, start, out);
        }
    }
}

/// The role that the verbs from item `start` give to the subject.
fn predicate(clause: &Clause<'_>, subject: usize, person: usize, start: usize, out: &mut Vec<Holding>) {
    let mut at = start;
    let mut verb = None;
    while clause.is(
        at,
        Cue::HAVE | Cue::WILL | Cue::MAYBE | Cue::FILLER | Cue::NOT | Cue::BE | Cue::BECOME | Cue::TO | Cue::EXPECTED,
    ) && at < start + 7
    {
        if clause.is(at, Cue::BE | Cue::BECOME) {
            verb = Some(at);
        }
        at += 1;
    }
    let Some(verb) = verb else { return };
    let at = clause.skip_possessor(at);
    let Some((_, phrase)) = clause.role(at) else { return };
    if is_figure_of_speech(clause, subject, phrase) {
        return;
    }
    if phrase.is_group() || clause.person(clause.skip_courtesy(at + 1)).is_some() {
        return;
    }
    let (mut polarity, modality, mut planned) = mood(clause, start, at);
    let word = |i: usize| clause.reading.small_word(clause.token(i));
    // "is no longer", "used to be": it was so.
    let ended = (start..at).any(|i| word(i) == "longer" || word(i) == "used");
    if ended {
        polarity = Polarity::Asserted;
        planned = Some(RoleStatus::Former);
    } else if clause.reading.is(phrase.phrase.start, Cue::NOT) {
        // "is no doctor"
        polarity = Polarity::Negated;
    }
    let (roles, _) = coordinated(clause, at);
    let sighting = Sighting {
        item: subject,
        person,
        polarity,
        modality: if planned == Some(RoleStatus::Future) { Modality::Future } else { modality },
        status: planned.or_else(|| tense(clause, start, verb)),
        rule: if clause.is(verb, Cue::BECOME) { "becoming" } else { "copula" },
        confidence: 0.88,
    };
    hold_all(clause, &roles, &sighting, out);
}

/// Whether a field in front makes the role a comparison: "on the pitch X is a general".
fn is_figure_of_speech(clause: &Clause<'_>, subject: usize, phrase: &RolePhrase) -> bool {
    let field = clause.is(0, Cue::IN | Cue::AT | Cue::PREPOSITION)
        && clause.is(1, Cue::THE)
        && clause.kind(2) == Some(ItemKind::Word)
        && (clause.is_comma(3) && subject == 4 || subject == 3);
    let rank = matches!(phrase.class, RoleClass::Military | RoleClass::Royal | RoleClass::Clergy | RoleClass::State);
    field && rank && phrase.determiner == Determiner::Indefinite && phrase.owner.is_none()
}

/// What the tense says: "was" is past, "has been" and "is" hold; "became" leaves it open.
fn tense(clause: &Clause<'_>, start: usize, verb: usize) -> Option<RoleStatus> {
    let had = (start..verb)
        .any(|i| clause.is(i, Cue::HAVE) && clause.reading.word(clause.token(i)).eq_ignore_ascii_case("had"));
    match &*clause.reading.small_word(clause.token(verb)) {
        "was" | "were" => Some(RoleStatus::Former),
        _ if had => Some(RoleStatus::Former),
        "is" | "are" | "remains" => Some(RoleStatus::Current),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn roles_by_a_form_of_be() {
        check_roles(&[
            (
                "Nadia Rahmani is the director of the Tunis Museum.",
                &["Nadia Rahmani | director | Tunis Museum | current"],
            ),
            (
                "Piotr Lewandowicz was the chairman of Baltica Shipping.",
                &["Piotr Lewandowicz | chairman | Baltica Shipping | former"],
            ),
            (
                "Carmen Ibarra became chief executive of Minera Sur.",
                &["Carmen Ibarra | chief executive | Minera Sur | current"],
            ),
            ("Mr Gustavsson, who is a biologist, found the whale.", &["Gustavsson | biologist |  | current"]),
            (
                "Thabo Nkosi will be the head of the Durban Water Board.",
                &["Thabo Nkosi | head | Durban Water Board | future | future"],
            ),
            (
                "Nadia Rahmani is not the director of the Tunis Museum.",
                &["Nadia Rahmani | director | Tunis Museum | current | negated"],
            ),
            (
                "Thabo Nkosi could become the head of the Durban Water Board.",
                &["Thabo Nkosi | head | Durban Water Board | current | hypothetical"],
            ),
            (
                "Leila Karimova left Tashkent in 1998. She is a surgeon at the Emerald Hospital.",
                &["Leila Karimova | surgeon | Emerald Hospital | current"],
            ),
            ("Erik Lindholm remains the chairman of Svea Stål.", &["Erik Lindholm | chairman | Svea Stål | current"]),
            (
                "Joana Pinheiro is the president and chief executive of Lusitania Airlines.",
                &[
                    "Joana Pinheiro | president | Lusitania Airlines | current",
                    "Joana Pinheiro | chief executive | Lusitania Airlines | current",
                ],
            ),
            (
                "Rumours said Ana Petrova would be the chairwoman of Varna Shipyards.",
                &["Ana Petrova | chairwoman | Varna Shipyards | current | hypothetical"],
            ),
            (
                "Hamid Qureshi, who became the editor of the Lahore Herald, is 40.",
                &["Hamid Qureshi | editor | Lahore Herald | current"],
            ),
            (
                "Ivan Marković denied being the director of the Adria League.",
                &["Ivan Marković | director | Adria League | current | negated"],
            ),
            (
                "Ivan Marković, who had been director of the Adria League, left.",
                &["Ivan Marković | director | Adria League | former"],
            ),
            (
                "If Ivan Marković becomes director of the Adria League, he will leave.",
                &["Ivan Marković | director | Adria League | current | hypothetical"],
            ),
            (
                "Ivan Marković wants to be director of the Adria League.",
                &["Ivan Marković | director | Adria League | current | hypothetical"],
            ),
            (
                "Ana Costa, who was a teacher before she became a judge, spoke.",
                &["Ana Costa | teacher |  | former", "Ana Costa | judge |  | current"],
            ),
        ]);
    }

    #[test]
    fn other_uses_of_be() {
        check_roles(&[
            ("Nadia Rahmani is in the museum.", &[]),
            ("Carmen Ibarra is a friend of the chairman.", &[]),
            ("Thabo Nkosi is unhappy, the director said.", &[]),
            ("Joana Pinheiro and her brothers were pleased.", &[]),
            ("Erik Lindholm is whistling, and the chairman is asleep.", &[]),
            ("Erik Lindholm was told that the chairman had left.", &[]),
        ]);
    }
}
