//! Persons: full names first, then the short forms that go back to them.
//!
//! A surname alone, a title and surname, a given name alone go to a person who bears that name; of
//! two who do, to the one that gender and form of address allow, then to the one spoken of last.
//! Two full names are one person only if nothing in them contradicts: the same last name, and
//! first names that are equal or an initial of each other.

use super::{Cluster, display};
use crate::extract::cue::Cue;
use crate::extract::hash::FastMap;
use crate::extract::reading::{NameKind, Reading};
use crate::extract::roles::{Gender, gender};
use crate::lexicon::KeyMap;
use crate::lexicon::WordFlags;

/// The most persons of one name that are compared; more of them are no article's.
const NAMESAKES: usize = 100;

/// One person while the article is read.
#[derive(Debug)]
struct Person {
    /// Keys of the words of the fullest name.
    words: Vec<u64>,
    /// Initials of the words, for those that are only initials.
    initials: Vec<Option<char>>,
    gender: Gender,
    family_first: bool,
    forms: Vec<(usize, String)>,
    /// The names that mean this person, by index, in order.
    mentions: Vec<usize>,
}

/// The words of one mention.
struct Words {
    keys: Vec<u64>,
    initials: Vec<Option<char>>,
}

/// Gathers the persons of an article.
pub(super) fn resolve(reading: &Reading<'_>) -> (Vec<Cluster>, Vec<Option<u32>>) {
    let names = reading.names();
    let mut people: Vec<Person> = Vec::new();
    let mut person_of: Vec<Option<u32>> = vec![None; names.len()];
    let mentions: Vec<usize> = (0..names.len()).filter(|n| names[*n].kind == NameKind::Person).collect();
    let words: FastMap<usize, Words> = mentions.iter().map(|n| (*n, words_of(reading, *n))).collect();
    let mut by_word: KeyMap<Vec<u32>> = KeyMap::default();

    // Longer names first, so that every short form finds the fullest.
    let mut full: Vec<usize> = mentions.iter().copied().filter(|n| words[n].keys.len() >= 2).collect();
    full.sort_by_key(|n| (std::cmp::Reverse(words[n].keys.len()), *n));
    for n in full {
        let w = &words[&n];
        let last = w.keys.last().copied().unwrap_or_default();
        let namesakes = || by_word.get(&last).into_iter().flatten().take(NAMESAKES).copied();
        let known = namesakes()
            .find(|p| same_person(&people[*p as usize], w))
            .or_else(|| namesakes().find(|p| is_part(&people[*p as usize], w)));
        let person = known.unwrap_or_else(|| {
            let id = u32::try_from(people.len()).unwrap_or(u32::MAX);
            people.push(Person {
                words: w.keys.clone(),
                initials: w.initials.clone(),
                gender: gender(reading, n),
                family_first: reading.knows(names[n].tokens.start, WordFlags::FAMILY_FIRST) && w.keys.len() <= 3,
                forms: Vec::new(),
                mentions: Vec::new(),
            });
            for key in &w.keys {
                by_word.entry(*key).or_default().push(id);
            }
            id
        });
        person_of[n] = Some(person);
        people[person as usize].mentions.push(n);
    }
    for person in &mut people {
        person.mentions.sort_unstable();
    }
    for n in mentions.iter().copied().filter(|n| words[n].keys.len() < 2) {
        let Some(key) = words[&n].keys.first().copied() else { continue };
        let address = address_before(reading, n);
        let candidates = by_word.get(&key).map(Vec::as_slice).unwrap_or_default();
        let person = best(&people, candidates, key, address, n).unwrap_or_else(|| {
            let id = u32::try_from(people.len()).unwrap_or(u32::MAX);
            people.push(Person {
                words: vec![key],
                initials: vec![None],
                gender: address,
                family_first: false,
                forms: Vec::new(),
                mentions: Vec::new(),
            });
            by_word.entry(key).or_default().push(id);
            id
        });
        person_of[n] = Some(person);
        let mentions = &mut people[person as usize].mentions;
        let at = mentions.partition_point(|m| *m < n);
        mentions.insert(at, n);
    }
    for n in mentions {
        if let Some(person) = person_of[n] {
            people[person as usize].forms.push((n, display(reading.text(names[n].tokens.clone()))));
        }
    }
    let clusters =
        people.iter().map(|p| Cluster::of(&p.forms.iter().map(|(_, f)| f.as_str()).collect::<Vec<_>>())).collect();
    (clusters, person_of)
}

/// The words of a name that tell persons apart: no nickname in quotes, no regnal title, no "Jr.".
fn words_of(reading: &Reading<'_>, name: usize) -> Words {
    let tokens = reading.names()[name].tokens.clone();
    let mut words = Words { keys: Vec::new(), initials: Vec::new() };
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
        let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
        words.keys.push(reading.doc.tokens()[t].key);
        words.initials.push(if letters.len() == 1 { letters.first().map(char::to_ascii_lowercase) } else { None });
    }
    if words.keys.is_empty() {
        words.keys.extend(reading.doc.tokens().get(tokens.start).map(|t| t.key));
        words.initials.push(None);
    }
    words
}

/// Whether a full name can be the same as a person's: the same last word, and first words that
/// are equal, or all words of the shorter among those of the longer in order.
fn same_person(person: &Person, words: &Words) -> bool {
    let (Some(a), Some(b)) = (person.words.first(), words.keys.first()) else { return false };
    if person.words.last() != words.keys.last() {
        return false;
    }
    a == b || initial_of(person.initials.first(), words.initials.first())
}

fn initial_of(a: Option<&Option<char>>, b: Option<&Option<char>>) -> bool {
    // Only two equal initials are known to agree; an initial against a whole word is left open.
    matches!((a, b), (Some(Some(a)), Some(Some(b))) if a == b)
}

/// Whether the words are the end of a person's longer name ("López Obrador").
fn is_part(person: &Person, words: &Words) -> bool {
    person.words.len() > words.keys.len() && person.words.ends_with(&words.keys)
}

/// The gender that a form of address before a name tells.
fn address_before(reading: &Reading<'_>, name: usize) -> Gender {
    let Some(before) = reading.names()[name].tokens.start.checked_sub(1) else { return Gender::Open };
    match reading.word(before).trim_end_matches('.').to_ascii_lowercase().as_str() {
        "mr" | "sir" | "lord" | "king" | "prince" => Gender::Masculine,
        "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "madam" => Gender::Feminine,
        _ => Gender::Open,
    }
}

/// The person a single word means: by surname before given name, by gender, then the one named
/// last before it (or first after it).
fn best(people: &[Person], candidates: &[u32], key: u64, address: Gender, at: usize) -> Option<u32> {
    candidates.iter().take(NAMESAKES).copied().filter(|p| people[*p as usize].gender.agrees(address)).max_by_key(|p| {
        let person = &people[*p as usize];
        let surname =
            if person.family_first { person.words.first() == Some(&key) } else { person.words.last() == Some(&key) };
        let inner = !surname && person.words.first() != Some(&key);
        let before = person.mentions[..person.mentions.partition_point(|m| *m < at)].last().copied();
        (surname, !inner, before.is_some(), before, std::cmp::Reverse(person.mentions.first().copied()))
    })
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
