//! Countries, other places and groups that the lexicon knows.

use super::run::starts_sentence;
use super::{Candidate, Source};
use crate::extract::cue::Cue;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::{CountryForm, WordFlags};

/// Proposes countries by name, demonym and seat, and places and groups that are listed.
pub(super) fn propose(reading: &Reading<'_>, out: &mut Vec<Candidate>) {
    // For each token the longest of the tagger's names that cover it.
    let mut covering: Vec<Option<&Name>> = vec![None; reading.len()];
    let tagged: Vec<Name> = out.iter().filter(|c| c.source == Source::Tagger).map(|c| c.name.clone()).collect();
    for name in &tagged {
        for slot in covering.get_mut(name.tokens.clone()).unwrap_or_default() {
            if slot.is_none_or(|other| other.tokens.len() < name.tokens.len()) {
                *slot = Some(name);
            }
        }
    }
    for (i, covering) in covering.into_iter().enumerate() {
        if let Some((end, country)) = reading.country_at(i) {
            if country.form == CountryForm::Demonym && is_fixed(reading, i, end) {
                continue;
            }
            let kind = match country.form {
                CountryForm::Name | CountryForm::Abbreviation => NameKind::Country(country.code),
                CountryForm::Demonym => NameKind::Demonym(country.code),
                CountryForm::Seat => NameKind::Seat(country.code),
                CountryForm::Capital if acts(reading, i, end) => NameKind::Seat(country.code),
                CountryForm::Capital => NameKind::Place(Some(country.code)),
            };
            let covered = covering.filter(|name| end <= name.tokens.end);
            let inside_longer = covered.is_some_and(|name| name.tokens.len() > end - i && name.kind != NameKind::Group);
            let against = covered.is_some_and(|name| name.kind == NameKind::Person);
            if (country.ambiguous && against) || inside_longer {
                continue;
            }
            let source = if country.ambiguous && covered.is_none() { Source::WeakRule } else { Source::SureRule };
            out.push(Candidate { name: Name { tokens: i..end, kind, confidence: 0.95 }, source });
            continue;
        }
        if let Some((end, place)) = reading.place_at(i) {
            let lone = end == i + 1 && starts_sentence(reading, i) && reading.knows(i, WordFlags::COMMON_LOWER);
            if reading.is_capitalised(i) && !lone {
                out.push(Candidate {
                    name: Name { tokens: i..end, kind: NameKind::Place(place.country), confidence: 0.7 },
                    source: Source::WeakRule,
                });
            }
        } else if reading.knows(i, WordFlags::NORP) && reading.is_capitalised(i) {
            out.push(Candidate {
                name: Name { tokens: i..i + 1, kind: NameKind::Group, confidence: 0.7 },
                source: Source::WeakRule,
            });
        }
    }
}

/// Expressions whose nationality says nothing of a country, as dictionaries of English list them:
/// the adjective, and the nouns it makes one word with.
const FIXED: &[(&str, &[&str])] = &[
    ("brazilian", &["wax", "jiu-jitsu"]),
    ("chinese", &["whispers", "wall", "walls", "checkers"]),
    ("danish", &["pastry", "pastries"]),
    ("dutch", &["courage", "auction", "oven", "uncle"]),
    ("english", &["muffin", "muffins"]),
    (
        "french",
        &["fries", "toast", "horn", "press", "window", "windows", "bulldog", "bulldogs", "kiss", "bean", "beans"],
    ),
    ("german", &["measles", "shepherd", "shepherds"]),
    ("greek", &["tragedy", "chorus", "yogurt"]),
    ("indian", &["summer", "ink"]),
    ("irish", &["coffee", "stew"]),
    ("japanese", &["knotweed"]),
    ("mexican", &["standoff", "stand-off", "wave", "waves"]),
    ("persian", &["rug", "rugs", "cat", "cats"]),
    ("russian", &["roulette", "doll", "dolls", "salad"]),
    ("scotch", &["egg", "eggs", "tape", "broth"]),
    ("spanish", &["flu", "omelette"]),
    ("swiss", &["cheese", "roll", "chard"]),
    ("turkish", &["delight", "bath", "baths"]),
];

/// Whether a nationality is a part of a fixed expression ("a Mexican standoff").
fn is_fixed(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let adjective = reading.small_word(start);
    let noun = reading.small_word(end);
    FIXED
        .binary_search_by(|(word, _)| word.cmp(&&*adjective))
        .is_ok_and(|at| FIXED.get(at).is_some_and(|(_, nouns)| nouns.contains(&&*noun)))
}

/// Verbs that only a government can be the subject of where a capital stands before them.
const ACTS: &[&str] = &[
    "rejected",
    "rejects",
    "accused",
    "accuses",
    "denied",
    "denies",
    "vowed",
    "vows",
    "refused",
    "refuses",
    "hopes",
    "hoped",
    "insists",
    "blames",
    "blamed",
    "condemned",
    "condemns",
    "urges",
    "urged",
    "pledged",
    "pledges",
    "retaliated",
    "imposed",
    "recalled",
    "summoned",
    "expelled",
    "wants",
    "wanted",
    "fears",
    "feared",
    "regards",
    "views",
    "backs",
    "backed",
    "opposes",
];

/// Whether a capital stands for its government: the subject of a verb of saying or dealing, not
/// where something happens ("Ankara rejected the offer", but "in Ankara").
fn acts(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let placed = start > reading.sentence(start).start
        && reading.is(
            start - 1,
            Cue::IN
                | Cue::AT
                | Cue::FROM
                | Cue::OF
                | Cue::TO
                | Cue::FOR
                | Cue::PREPOSITION
                | Cue::BY
                | Cue::WITH
                | Cue::AND,
        );
    let verb = reading.is(end, Cue::SAY) || ACTS.contains(&&*reading.small_word(end));
    verb && !placed && reading.is_lower(end)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::{check, names_of};

    #[test]
    fn countries_by_name_and_demonym() {
        check(
            &[
                ("Norway and Peru signed a treaty.", &["country: NO", "country: PE"]),
                ("Kenyan farmers sell tea.", &["country: KE"]),
                ("The United Arab Emirates bought grain from Ukraine.", &["country: AE", "country: UA"]),
                ("Ivory Coast's exports rose.", &["country: CI"]),
                ("The Kremlin rejected the offer.", &["country: RU"]),
                ("Ankara rejected the offer.", &["country: TR"]),
                ("Officials were told that Tokyo hopes for more.", &["country: JP"]),
                ("Tickets in Lisbon cost more than in Nairobi.", &["place: Lisbon", "place: Nairobi"]),
                ("U.S. and UK officials met.", &["country: US", "country: GB"]),
                ("South Korea and North Korea met in New Zealand.", &["country: KR", "country: KP", "country: NZ"]),
                ("Guinea-Bissau borders Guinea.", &["country: GW", "country: GN"]),
                ("Congolese and Ivorian traders met.", &["country: CD", "country: CI"]),
            ],
            names_of,
        );
    }

    #[test]
    fn words_that_are_no_country() {
        check(
            &[
                ("They ate turkey with polish on the china.", &[]),
                ("The players met on Monday in May.", &[]),
                ("Jordan Whitaker scored twice.", &["person: Jordan Whitaker"]),
                ("Chad Ellison said he was tired.", &["person: Chad Ellison"]),
                ("The march began at noon.", &[]),
                ("The Mexican standoff over lunch ended.", &[]),
                ("Mexican farmers ended the standoff.", &["country: MX"]),
                ("A court in Ankara rejected the appeal.", &["place: Ankara"]),
            ],
            names_of,
        );
    }
}
