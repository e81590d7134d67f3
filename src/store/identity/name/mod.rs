//! The parts of a person's name, and whether two names can be one person's.
//!
//! Read are titles and forms of address (left out), given names (familiar forms to full ones),
//! particles, double surnames, generation suffixes, and the order of names: the surname comes first
//! where it is one of those that do in their own country, where a hyphenated given name follows it,
//! or where only the last word is a known given name.

mod parse;
mod spelling;

use super::facts::facts;
use spelling::{Word, word_match};

/// How well two names go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameMatch {
    /// They are two people's.
    No,
    /// The names go together, but generation or middle names contradict each other.
    Contradicts,
    /// A given name's initial, or only the surname, or part of a double surname.
    Part,
    /// Another spelling.
    Variant,
    /// The same, middle names and titles aside.
    Full,
}

/// The parts of a personal name, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PersonName {
    /// Given and middle names; initials are single letters.
    given: Vec<Word>,
    /// The parts of the surname without particles; never empty but for a name without letters.
    surname: Vec<Word>,
    /// "jr", "sr", or a number in Roman numerals.
    suffix: Option<String>,
    /// A monarch's or pope's name.
    regnal: bool,
}

impl PersonName {
    /// The given names as one text.
    pub(super) fn given_names(&self) -> String {
        self.given.iter().map(Word::text).collect::<Vec<_>>().join(" ")
    }

    /// Whether the name is a surname or a given name alone, which proves nobody.
    pub(super) fn is_short(&self) -> bool {
        self.given.is_empty() && !self.regnal
    }

    /// Whether the surname is rare: on no list of common ones.
    pub(super) fn is_rare(&self) -> bool {
        !self.surname.iter().any(|part| facts().is_common(part.text()) || facts().is_given(part.text()))
    }

    /// The surname and the first letter of the given name, as variants share them.
    pub(super) fn block(&self) -> (String, String) {
        let surname = self.surname.first().map(|part| part.spelling().to_owned()).unwrap_or_default();
        let initial = self.given.first().and_then(|given| given.initial).map(String::from);
        (surname, if self.regnal { "^".to_owned() } else { initial.unwrap_or_default() })
    }

    /// How two names go together. Symmetric.
    pub(super) fn matches(&self, other: &Self) -> NameMatch {
        if self.regnal != other.regnal {
            return NameMatch::No;
        }
        let surname = parts_match(&self.surname, &other.surname);
        if surname == NameMatch::No {
            return NameMatch::No;
        }
        let contradicts = match (&self.suffix, &other.suffix) {
            (Some(a), Some(b)) => a != b,
            // "II" after "Aldric" is another king; a missing "Jr." may be left out.
            (a, b) => self.regnal && a != b,
        };
        let given = match (self.given.first(), other.given.first()) {
            (Some(_), Some(_)) => given_match(&self.given, &other.given),
            (None, None) => NameMatch::Full,
            _ => NameMatch::Part,
        };
        match given {
            NameMatch::No | NameMatch::Contradicts => given,
            _ if contradicts => NameMatch::Contradicts,
            _ => given.min(surname),
        }
    }
}

/// Double surnames: one may leave its first or last parts out.
fn parts_match(a: &[Word], b: &[Word]) -> NameMatch {
    let same = |a: &[Word], b: &[Word]| {
        a.iter().zip(b).try_fold(NameMatch::Full, |least, (a, b)| match word_match(a, b) {
            NameMatch::No => None,
            found => Some(least.min(found)),
        })
    };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return if long.is_empty() { NameMatch::Full } else { NameMatch::No };
    }
    if short.len() == long.len() {
        return same(short, long).unwrap_or(NameMatch::No);
    }
    match same(short, long) {
        Some(_) => NameMatch::Part,
        None => NameMatch::No,
    }
}

/// Given names: the first must go together; of the others, those of the shorter must stand in the
/// longer in order.
fn given_match(a: &[Word], b: &[Word]) -> NameMatch {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let Some((first, rest)) = short.split_first() else { return NameMatch::Part };
    let Some((other, mut pool)) = long.split_first() else { return NameMatch::Part };
    let mut found = given_word(first, other);
    if found == NameMatch::No {
        return if concat(short) == concat(long) { NameMatch::Full } else { NameMatch::No };
    }
    for middle in rest {
        let mut others = pool.iter();
        let Some(word) = others.by_ref().map(|other| given_word(middle, other)).find(|word| *word != NameMatch::No)
        else {
            return NameMatch::Contradicts;
        };
        // A middle initial is as good as the name.
        found = found.min(word.max(NameMatch::Variant));
        pool = others.as_slice();
    }
    if found == NameMatch::Variant && !rest.is_empty() && word_match(first, other) == NameMatch::Full {
        found = NameMatch::Full;
    }
    found
}

fn given_word(a: &Word, b: &Word) -> NameMatch {
    if a.text() == b.text() {
        return if a.letter { NameMatch::Part } else { NameMatch::Full };
    }
    if a.letter || b.letter {
        return if a.initial == b.initial { NameMatch::Part } else { NameMatch::No };
    }
    word_match(a, b)
}

fn concat(words: &[Word]) -> String {
    words.iter().map(Word::text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(a: &str, b: &str) -> NameMatch {
        let (a, b) = (PersonName::parse(a), PersonName::parse(b));
        assert_eq!(a.matches(&b), b.matches(&a), "{a:?} {b:?}");
        a.matches(&b)
    }

    #[test]
    fn spellings_of_one_name() {
        for (a, b) in [
            ("Dr. Ada Quill", "Ada Quill"),
            ("Bill Thornby", "William Thornby"),
            ("José Ángel Marín-Paz", "Jose Angel Marin Paz"),
            ("Baek Do-hun", "Do-hun Baek"),
            ("Omar bin Said al-Harthy", "Omar al-Harthy"),
            ("Sean O'Dunnell", "Seán Ó Dunnell"),
            ("Ruth J. Amsel", "Ruth Amsel"),
        ] {
            let parts = (PersonName::parse(a), PersonName::parse(b));
            assert!(matches(a, b) >= NameMatch::Variant, "{parts:?}: {:?}", matches(a, b));
            assert_eq!(PersonName::parse(a).block(), PersonName::parse(b).block(), "{a} / {b}");
        }
        assert_eq!(matches("Abdulrahim Tukur", "Abdurrahim Tukur"), NameMatch::Variant);
        assert_eq!(matches("Jörg Müller", "Joerg Mueller"), NameMatch::Variant);
        assert_eq!(matches("A. Quill", "Ada Quill"), NameMatch::Part);
        assert_eq!(matches("Ada Quill-Marsh", "Ada Quill"), NameMatch::Part);
    }

    #[test]
    fn names_of_two() {
        for (a, b) in [
            ("Ada Quill", "Ida Quill"),
            ("Baek Do-hun", "Baek Do-yun"),
            ("Wilma Thornby", "William Thornby"),
            ("P. R. Thornby", "P. S. Thornby"),
            ("Ruth J. Amsel", "Ruth K. Amsel"),
            ("Tom Amsel Jr.", "Tom Amsel Sr."),
            ("King Osric II", "King Osric III"),
            ("Queen Osra", "Osra Quill"),
        ] {
            assert!(matches(a, b) <= NameMatch::Contradicts, "{a} / {b}: {:?}", matches(a, b));
        }
    }

    #[test]
    fn every_name_has_parts() {
        for name in ["", "—", "of", "Mr", "Jr.", "de", "O", "林", "King", "al-", "-", "\"Bo\"", "a b c d e f g"] {
            let parsed = PersonName::parse(name);
            let _ = (parsed.block(), parsed.is_short(), parsed.is_rare(), parsed.matches(&parsed));
        }
    }
}
