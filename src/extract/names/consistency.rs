//! What the rest of the document says: a word that is a person's surname elsewhere is that person
//! here too, and a body named once keeps its name.

use super::run::surname;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::KeyMap;
use crate::lexicon::WordFlags;
use crate::model::CountryCode;
use std::collections::BTreeMap;

/// Places where a place lies, and settles names that are a country's and another place's ("Georgia"): where the
/// article names the state that the place lies in and nothing else of the country, it is the place.
fn settle_places(reading: &Reading<'_>, names: &mut [Name]) {
    for name in names.iter_mut().filter(|n| n.kind == NameKind::Place(None)) {
        let listed =
            reading.place_at(name.tokens.start).filter(|(end, place)| *end == name.tokens.end && !place.ambiguous);
        name.kind = NameKind::Place(listed.and_then(|(_, place)| place.country));
    }
    // Of each country a word that names it or a place in it, and another one where there is one.
    let mut words_of: BTreeMap<CountryCode, (u64, Option<u64>)> = BTreeMap::new();
    for name in names.iter() {
        let word = reading.key(name.tokens.start);
        let country = if let NameKind::Place(country) = name.kind { country } else { name.kind.country() };
        if let Some((_, other)) =
            country.map(|code| words_of.entry(code).or_insert((word, None))).filter(|w| w.0 != word)
        {
            *other = Some(word);
        }
    }
    for name in names {
        let NameKind::Country(code) = name.kind else { continue };
        let start = name.tokens.start;
        if !reading.country_at(start).is_some_and(|(_, c)| c.ambiguous) {
            continue;
        }
        let Some(parent) =
            reading.place_at(start).filter(|(end, _)| *end == name.tokens.end).and_then(|(_, p)| p.country)
        else {
            continue;
        };
        let word = reading.key(start);
        let is_named = |country| words_of.get(&country).is_some_and(|(first, other)| *first != word || other.is_some());
        if is_named(parent) && !is_named(code) {
            name.kind = NameKind::Place(Some(parent));
        }
    }
}

/// Adds the mentions that only the document as a whole makes plain.
pub(super) fn apply(reading: &mut Reading<'_>) {
    let mut known: KeyMap<NameKind> = KeyMap::default();
    let mut full_names: KeyMap<usize> = KeyMap::default();
    for name in reading.names() {
        let (first, last) = (name.tokens.start, surname(reading, &name.tokens));
        let key = |t: usize| reading.key(t);
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
        let key = reading.key(name.tokens.start);
        if lone && unsettled && full_names.contains_key(&key) && name.confidence < 0.95 {
            name.kind = NameKind::Person;
        }
    }
    for i in 0..reading.len() {
        if reading.name_at(i).is_none()
            && reading.is_capitalised(i)
            && let Some(kind) = known.get(&reading.key(i))
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
