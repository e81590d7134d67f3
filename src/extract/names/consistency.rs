//! What the rest of the document says: a word that is a person's surname elsewhere is that person
//! here too, and a body named once keeps its name.

use super::run::surname;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::WordFlags;
use crate::model::CountryCode;
use std::collections::HashMap;

/// Places where a place lies, and settles names that are a country's and another place's ("Georgia"): where the article names the
/// state that the place lies in and nothing else of the country, it is the place.
fn settle_places(reading: &Reading<'_>, names: &mut [Name]) {
    for name in names.iter_mut().filter(|n| n.kind == NameKind::Place(None)) {
        let listed =
            reading.place_at(name.tokens.start).filter(|(end, place)| *end == name.tokens.end && !place.ambiguous);
        name.kind = NameKind::Place(listed.and_then(|(_, place)| place.country));
    }
    let others: Vec<(usize, Option<CountryCode>)> = names
        .iter()
        .map(|n| match n.kind {
            NameKind::Place(code) => (n.tokens.start, code),
            kind => (n.tokens.start, kind.country()),
        })
        .collect();
    let words: Vec<u64> = names.iter().map(|n| reading.doc.tokens()[n.tokens.start].key).collect();
    for i in 0..names.len() {
        let NameKind::Country(code) = names[i].kind else { continue };
        let start = names[i].tokens.start;
        if !reading.country_at(start).is_some_and(|(_, c)| c.ambiguous) {
            continue;
        }
        let Some(parent) =
            reading.place_at(start).filter(|(end, _)| *end == names[i].tokens.end).and_then(|(_, p)| p.country)
        else {
            continue;
        };
        let same_word = |j: usize| words[j] == words[i];
        let parent_named = others.iter().enumerate().any(|(j, (_, c))| *c == Some(parent) && !same_word(j));
        let country_named = others.iter().enumerate().any(|(j, (_, c))| *c == Some(code) && !same_word(j));
        if parent_named && !country_named {
            names[i].kind = NameKind::Place(Some(parent));
        }
    }
}

/// Adds the mentions that only the document as a whole makes plain.
pub(super) fn apply(reading: &mut Reading<'_>) {
    let mut known: HashMap<u64, NameKind> = HashMap::new();
    let mut full_names: HashMap<u64, usize> = HashMap::new();
    for name in reading.names() {
        let (first, last) = (name.tokens.start, surname(reading, &name.tokens));
        let key = |t: usize| reading.doc.tokens()[t].key;
        match name.kind {
            NameKind::Person if name.tokens.len() > 1 => {
                known.insert(key(last), NameKind::Person);
                *full_names.entry(key(last)).or_default() += 1;
                if reading.knows(first, WordFlags::FAMILY_FIRST) {
                    known.insert(key(first), NameKind::Person);
                }
            }
            NameKind::Organization if name.tokens.len() == 1 => {
                known.entry(key(first)).or_insert(NameKind::Organization);
            }
            _ => {}
        }
    }
    let mut names = reading.names().to_vec();
    settle_places(reading, &mut names);
    for name in &mut names {
        let lone = name.tokens.len() == 1;
        let unsettled = matches!(name.kind, NameKind::Organization | NameKind::Place(None) | NameKind::Group);
        let key = reading.doc.tokens()[name.tokens.start].key;
        if lone && unsettled && full_names.contains_key(&key) && name.confidence < 0.95 {
            name.kind = NameKind::Person;
        }
    }
    for i in 0..reading.len() {
        if reading.name_at(i).is_none()
            && reading.is_capitalised(i)
            && let Some(kind) = known.get(&reading.doc.tokens()[i].key)
        {
            names.push(Name { tokens: i..i + 1, kind: *kind, confidence: 0.85 });
        }
    }
    names.sort_by_key(|n| n.tokens.start);
    reading.set_names(names);
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_persons;

    #[test]
    fn words_that_the_document_settles() {
        check_persons(&[
            ("Tiina Saarinen won the vote. Critics say Saarinen was lucky.", &["Tiina Saarinen = Saarinen"]),
            ("Olumide Balogun spoke first. Then Balogun left.", &["Olumide Balogun = Balogun"]),
            ("Park Jisoo wrote the song. On Friday Park sang it.", &["Park Jisoo = Park"]),
            ("Clara Winter arrived on Monday. Voters like Winter.", &["Clara Winter = Winter"]),
            ("Ian Marsh owns the land. Neighbours say Marsh sold it.", &["Ian Marsh = Marsh"]),
            ("Ahmet Kaplan left. Nobody followed Kaplan to Bursa.", &["Ahmet Kaplan = Kaplan"]),
        ]);
    }

    #[test]
    fn words_that_nothing_settles() {
        check_persons(&[
            ("Snow fell in winter, and the marsh froze.", &[]),
            ("The vote was on Friday.", &[]),
            ("Critics say Monday was worse.", &[]),
            ("Rivers rose in the north.", &[]),
        ]);
    }
}
