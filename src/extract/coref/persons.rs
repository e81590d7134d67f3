//! Persons: full names first, then the short forms that go back to them.
//!
//! A surname alone, a title and surname, a given name alone go to a person who bears that name; of
//! two who do, to the one that gender and form of address allow, then to the one spoken of last.
//! Two full names are one person only if nothing in them contradicts: the same last name, and
//! first names that are equal or an initial of each other.

use super::{Cluster, display};
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading, small_letters};
use crate::extract::roles::{Gender, gender};
use crate::lexicon::KeyMap;
use crate::lexicon::WordFlags;
use std::borrow::Cow;
use std::ops::Range;

/// The most persons of one name that are compared; more of them are no article's.
const NAMESAKES: usize = 100;

/// One person while the article is read.
#[derive(Debug)]
struct Person<'t> {
    /// The words of the fullest name.
    words: Vec<Word>,
    gender: Gender,
    family_first: bool,
    forms: Vec<Cow<'t, str>>,
    /// The full names that mean this person, by index, in order.
    full: Vec<usize>,
    /// The single words that do, likewise.
    short: Vec<usize>,
}

impl Person<'_> {
    fn new(words: &[Word], gender: Gender, family_first: bool) -> Self {
        Self { words: words.to_vec(), gender, family_first, forms: Vec::new(), full: Vec::new(), short: Vec::new() }
    }

    fn first_mention(&self) -> Option<usize> {
        self.full.first().into_iter().chain(self.short.first()).min().copied()
    }

    fn last_mention_before(&self, at: usize) -> Option<usize> {
        let last = |mentions: &[usize]| {
            mentions.partition_point(|m| *m < at).checked_sub(1).and_then(|m| mentions.get(m).copied())
        };
        last(&self.full).max(last(&self.short))
    }
}

/// One word of a name.
#[derive(Debug, Clone, Copy)]
struct Word {
    key: u64,
    /// Its letter, where it is only an initial.
    initial: Option<char>,
}

/// The words of all mentions, and where each has its own.
struct Words {
    all: Vec<Word>,
    of: Vec<Range<usize>>,
}

impl Words {
    /// The words of mention `n`; none where it is no person's.
    fn of(&self, n: usize) -> &[Word] {
        self.of.get(n).and_then(|range| self.all.get(range.clone())).unwrap_or_default()
    }
}

/// Gathers the persons of an article.
pub(super) fn resolve(reading: &Reading<'_>) -> (Vec<Cluster>, Vec<Option<u32>>) {
    let names = reading.names();
    let mut people: Vec<Person<'_>> = Vec::new();
    let mut person_of: Vec<Option<u32>> = vec![None; names.len()];
    let mut words = Words { all: Vec::with_capacity(2 * names.len()), of: Vec::with_capacity(names.len()) };
    let mut mentions = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let start = words.all.len();
        if name.kind == NameKind::Person {
            mentions.push(n);
            add_words(reading, &name.tokens, &mut words.all);
        }
        words.of.push(start..words.all.len());
    }
    let mut by_word: KeyMap<Vec<u32>> = KeyMap::default();

    // Longer names first, so that every short form finds the fullest.
    let mut full: Vec<usize> = mentions.iter().copied().filter(|n| words.of(*n).len() >= 2).collect();
    full.sort_by_key(|n| (std::cmp::Reverse(words.of(*n).len()), *n));
    for n in full {
        let w = words.of(n);
        let last = w.last().map(|word| word.key).unwrap_or_default();
        let namesakes = || by_word.get(&last).into_iter().flatten().take(NAMESAKES).copied();
        let known = namesakes()
            .find(|p| people.get(*p as usize).is_some_and(|person| same_person(person, w)))
            .or_else(|| namesakes().find(|p| people.get(*p as usize).is_some_and(|person| is_part(person, w))));
        let person = known.unwrap_or_else(|| {
            let id = u32::try_from(people.len()).unwrap_or(u32::MAX);
            let family_first = reading.knows(reading.tokens_of(n).start, WordFlags::FAMILY_FIRST) && w.len() <= 3;
            people.push(Person::new(w, gender(reading, n), family_first));
            for word in w {
                let bearers = by_word.entry(word.key).or_default();
                // Once, though a word may stand in a name again.
                if bearers.last() != Some(&id) {
                    bearers.push(id);
                }
            }
            id
        });
        if let (Some(slot), Some(own)) = (person_of.get_mut(n), people.get_mut(person as usize)) {
            *slot = Some(person);
            own.full.push(n);
        }
    }
    for person in &mut people {
        person.full.sort_unstable();
    }
    for n in mentions.iter().copied().filter(|n| words.of(*n).len() < 2) {
        let Some(word) = words.of(n).first() else { continue };
        let address = address_before(reading, n);
        let candidates = by_word.get(&word.key).map(Vec::as_slice).unwrap_or_default();
        let person = best(&people, candidates, word.key, address, n).unwrap_or_else(|| {
            let id = u32::try_from(people.len()).unwrap_or(u32::MAX);
            people.push(Person::new(&[Word { key: word.key, initial: None }], address, false));
            by_word.entry(word.key).or_default().push(id);
            id
        });
        if let (Some(slot), Some(own)) = (person_of.get_mut(n), people.get_mut(person as usize)) {
            *slot = Some(person);
            own.short.push(n);
        }
    }
    for (name, person) in names.iter().zip(&person_of) {
        if let Some(own) = person.and_then(|person| people.get_mut(person as usize)) {
            own.forms.push(display(reading.text(name.tokens.clone())));
        }
    }
    (people.iter().map(|person| Cluster::of(&person.forms)).collect(), person_of)
}

/// The words of a name that tell persons apart: no nickname in quotes, no regnal title, no "Jr.".
fn add_words(reading: &Reading<'_>, tokens: &Range<usize>, words: &mut Vec<Word>) {
    let start = words.len();
    let mut quoted = false;
    for t in tokens.clone() {
        if reading.is_mark(t, &["\"", "“", "”", "‘", "’", "'"]) {
            quoted = !quoted;
            continue;
        }
        let word = reading.word(t);
        let suffix = t > tokens.start && matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
        let title = t == tokens.start && tokens.len() > 1 && reading.is(t, Cue::REGNAL);
        if quoted || suffix || title || !reading.doc.is_word(t) {
            continue;
        }
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let initial = letters.next().filter(|_| letters.next().is_none()).map(|letter| letter.to_ascii_lowercase());
        words.push(Word { key: reading.key(t), initial });
    }
    if words.len() == start {
        words.extend(reading.doc.tokens().get(tokens.start).map(|t| Word { key: t.key, initial: None }));
    }
}

/// Whether a full name can be the same as a person's: the same last word, and first words that
/// are equal, or all words of the shorter among those of the longer in order.
fn same_person(person: &Person<'_>, words: &[Word]) -> bool {
    let ([a, .., last], [b, .., other]) = (person.words.as_slice(), words) else { return false };
    // Only two equal initials are known to agree; an initial against a whole word is left open.
    last.key == other.key && (a.key == b.key || a.initial.is_some() && a.initial == b.initial)
}

/// Whether the words are the end of a person's longer name ("López Obrador").
fn is_part(person: &Person<'_>, words: &[Word]) -> bool {
    let pairs = || person.words.iter().rev().zip(words.iter().rev());
    person.words.len() > words.len() && pairs().all(|(a, b)| a.key == b.key)
}

/// The gender that a form of address before a name tells.
fn address_before(reading: &Reading<'_>, name: usize) -> Gender {
    let Some(before) = reading.tokens_of(name).start.checked_sub(1) else { return Gender::Open };
    match &*small_letters(reading.word(before).trim_end_matches('.')) {
        "mr" | "sir" | "lord" | "king" | "prince" => Gender::Masculine,
        "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "madam" => Gender::Feminine,
        _ => Gender::Open,
    }
}

/// The person a single word means: by surname before given name, by gender, then the one named
/// last before it (or first after it).
fn best(people: &[Person<'_>], candidates: &[u32], key: u64, address: Gender, at: usize) -> Option<u32> {
    let namesakes = candidates.iter().take(NAMESAKES).filter_map(|p| Some((*p, people.get(*p as usize)?)));
    let best = namesakes.filter(|(_, person)| person.gender.agrees(address)).max_by_key(|(_, person)| {
        let is = |word: Option<&Word>| word.is_some_and(|word| word.key == key);
        let surname = if person.family_first { is(person.words.first()) } else { is(person.words.last()) };
        let inner = !surname && !is(person.words.first());
        let before = person.last_mention_before(at);
        (surname, !inner, before.is_some(), before, std::cmp::Reverse(person.first_mention()))
    });
    best.map(|(person, _)| person)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_persons;

    #[test]
    fn names_of_one_person() {
        check_persons(&[
            ("Beatriz Salgado won. Salgado thanked voters. Mrs Salgado is 61.", &["Beatriz Salgado = Salgado"]),
            ("Andrés López Obregón spoke. López Obregón left early.", &["Andrés López Obregón = López Obregón"]),
            (
                "John Ashworth and Mary Ashworth own the farm. Mrs Ashworth milks the cows. Mr Ashworth sells the milk.",
                &["John Ashworth = Ashworth", "Mary Ashworth = Ashworth"],
            ),
            ("Li Xiaoming met students. Li thanked them.", &["Li Xiaoming = Li"]),
            ("Robert Ellery Jr. spoke. Robert Ellery is 40.", &["Robert Ellery Jr. = Robert Ellery"]),
            (
                "Prime Minister Kaarina Virtanen spoke. Kaarina Virtanen was calm, and Virtanen won.",
                &["Kaarina Virtanen = Virtanen"],
            ),
            (
                "Maria Salgado met Ana Costa. Salgado spoke. Costa did not.",
                &["Maria Salgado = Salgado", "Ana Costa = Costa"],
            ),
            (
                "Omar Haddad met Salim Haddad. Salim was late; Haddad was tired.",
                &["Omar Haddad", "Salim Haddad = Salim = Haddad"],
            ),
            (
                "President Joaquim Tavares spoke. President Tavares left. Joaquim Tavares is 50.",
                &["Joaquim Tavares = Tavares"],
            ),
        ]);
    }

    #[test]
    fn names_of_two_persons() {
        check_persons(&[
            ("John Ashworth met Peter Ashworth.", &["John Ashworth", "Peter Ashworth"]),
            ("Mr Ashworth sold the farm to Mr Penrose.", &["Ashworth", "Penrose"]),
            ("Maria Costa met Maria Salgado.", &["Maria Costa", "Maria Salgado"]),
            ("Mary Ashworth spoke. Mr Ashworth was silent.", &["Mary Ashworth", "Ashworth"]),
        ]);
    }
}
