//! Whom "he", "she", "his" and "her" mean, where a role hangs on them.

use super::clause::Clause;
use crate::extract::reading::{Name, NameKind, Reading, small_letters};
use crate::lexicon::WordFlags;
use std::ops::Range;

/// How many people of a sentence are considered.
const CONSIDERED: usize = 8;

/// How many names before a name tell how much the text speaks of it.
const WINDOW: usize = 60;

/// How many sentences back a pronoun may look.
const REACH: usize = 3;

/// The name that the pronoun at item `i` stands for: the nearest fitting person before it in its
/// sentence, else the one of the sentences before whom the text speaks of most.
pub(super) fn antecedent(clause: &Clause<'_>, i: usize) -> Option<usize> {
    let reading = clause.reading;
    let pronoun = Gender::of_pronoun(reading.word(clause.token(i)));
    let fits = |name: &usize| pronoun.agrees(gender(reading, *name));
    if let Some(found) = (0..i).rev().filter_map(|j| clause.person(j)).find(fits) {
        return Some(found);
    }
    // Of the people of the sentences before, the one the text goes on about: named most of late,
    // then nearest.
    let here = reading.sentence_of(clause.token(i));
    let mut best: Option<(usize, usize)> = None;
    for back in 1..=REACH.min(here) {
        let Some(sentence) = reading.doc.sentences().get(here - back) else { break };
        let people = names_in(reading, &sentence.tokens).filter(|n| reading.kind_of(*n) == Some(NameKind::Person));
        for name in people.take(CONSIDERED).filter(fits) {
            let weight = recent_mentions(reading, name);
            if best.is_none_or(|(_, most)| weight > most) {
                best = Some((name, weight));
            }
        }
    }
    best.map(|(name, _)| name)
}

/// How often the surname of a name is among the names shortly before and after it.
fn recent_mentions(reading: &Reading<'_>, name: usize) -> usize {
    let names = reading.names();
    let key = |n: &Name| reading.key(n.tokens.end - 1);
    let wanted = names.get(name).map(key);
    let first = name.saturating_sub(WINDOW);
    let near = names.iter().take(name + WINDOW / 4).skip(first);
    near.filter(|n| n.kind == NameKind::Person && Some(key(n)) == wanted).count()
}

/// The names that start in a run of tokens.
fn names_in(reading: &Reading<'_>, tokens: &Range<usize>) -> impl Iterator<Item = usize> {
    let names = reading.names();
    let first = names.partition_point(|n| n.tokens.start < tokens.start);
    let last = names.partition_point(|n| n.tokens.start < tokens.end);
    first..last
}

/// The gender of a pronoun or of a given name, where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Masculine,
    Feminine,
    Open,
}

impl Gender {
    /// The gender of a pronoun.
    pub(crate) fn of_pronoun(word: &str) -> Self {
        match &*small_letters(word) {
            "he" | "his" | "him" | "himself" => Self::Masculine,
            "she" | "her" | "hers" | "herself" => Self::Feminine,
            _ => Self::Open,
        }
    }

    /// Whether the two can be of one person.
    pub(crate) fn agrees(self, other: Self) -> bool {
        self == Self::Open || other == Self::Open || self == other
    }
}

/// The gender that a person's given name tells.
pub(crate) fn gender(reading: &Reading<'_>, name: usize) -> Gender {
    let tokens = reading.tokens_of(name);
    if tokens.len() < 2 {
        return Gender::Open;
    }
    let flags = reading.flags(tokens.start);
    match (flags.contains(WordFlags::MASCULINE), flags.contains(WordFlags::FEMININE)) {
        (true, false) => Gender::Masculine,
        (false, true) => Gender::Feminine,
        _ => Gender::Open,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn whom_a_pronoun_means() {
        check_roles(&[
            (
                "Helena Brandt won the vote. She is the chairwoman of Alpen Bank.",
                &["Helena Brandt | chairwoman | Alpen Bank | current"],
            ),
            (
                "Robert Quaye met Helena Brandt in Bern. He is the director of the Accra Institute.",
                &["Robert Quaye | director | Accra Institute | current"],
            ),
            (
                "Robert Quaye met Helena Brandt in Bern. She is the director of the Accra Institute.",
                &["Helena Brandt | director | Accra Institute | current"],
            ),
            (
                "Michael Asante left in March. His wife stayed. He was appointed head of the Volta Trust.",
                &["Michael Asante | head | Volta Trust | current"],
            ),
            ("Laura Bianchi studied law, and she became a judge.", &["Laura Bianchi | judge |  | current"]),
            (
                "Peter Halloran came early. He served as Irish ambassador to Chile.",
                &["Peter Halloran | ambassador | IE | former"],
            ),
            (
                "Peter Halloran met reporters. In his role as head of the Kerry Trust, he spoke.",
                &["Peter Halloran | head | Kerry Trust | current"],
            ),
        ]);
    }

    #[test]
    fn pronouns_without_an_antecedent() {
        check_roles(&[
            ("She is the chairwoman of Alpen Bank.", &[]),
            ("Robert Quaye stayed in Bern. She is a judge.", &[]),
            ("He was appointed head of the Volta Trust.", &[]),
            ("Laura Bianchi went out. It rained. It snowed. Cars stood still. Trains were late. She is a judge.", &[]),
        ]);
    }
}
