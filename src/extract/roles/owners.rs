//! Whose post it is, where the noun phrase does not say: the document decides.
//!
//! A post of a state ("the foreign minister", "President X") belongs to a state. If another
//! sighting of the same person in the same role names it, it is that; else it is the country of
//! the nearest earlier post in the sentence or paragraph, or the article's main country.

use super::phrase::{Determiner, RolePhrase};
use super::{Holding, Owner, RoleWords};
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::{RoleClass, WordFlags};
use crate::model::CountryCode;
use crate::text::{Part, is_month};
use std::collections::BTreeMap;

/// The longest dateline, in tokens after its place.
const DATELINE: usize = 14;

/// Fills in owners that single sentences leave open.
///
/// `main` is the country that the article is about, with its share of all talk of countries.
pub(super) fn settle(
    reading: &Reading<'_>,
    phrases: &[RolePhrase],
    people: &[Option<u32>],
    main: Option<(CountryCode, f32)>,
    holdings: &mut [Holding],
) {
    from_other_sightings(reading, phrases, people, holdings);
    let named = Named::of(reading);
    let owners = state_owners(reading, phrases, holdings);
    let acting = acting_country(reading, main, &owners);
    for holding in holdings.iter_mut().filter(|h| h.owner.is_none()) {
        let Some(phrase) = holding.role.phrase(phrases) else { continue };
        holding.owner = match phrase.determiner {
            // "its president", "the company's chairman": the body spoken of last.
            Determiner::Its => named
                .last_body(reading, phrase.phrase.start)
                .or_else(|| named.next_body(reading, phrase.phrase.end))
                .map(Owner::Name),
            // "the country's first president": the country spoken of last.
            Determiner::Possessive if of_the_country(reading, phrase) => {
                named.last_country(reading, phrase.phrase.start).map(Owner::Name)
            }
            // "ambassador to Japan": where the holder is sent is no owner, and says nothing of whose it is.
            _ if phrase.phrase.end == phrase.role.end && is_state_post(reading, phrase) => {
                let code = acting.or_else(|| named.only_country(reading, main, &owners, phrase.phrase.start));
                code.and_then(|code| named.mention_of(reading, code, phrase.phrase.start)).map(Owner::Name)
            }
            _ => None,
        };
    }
}

/// Whether a role of this kind is always a state's.
fn is_state_post(reading: &Reading<'_>, phrase: &RolePhrase) -> bool {
    let office = match phrase.class {
        RoleClass::State | RoleClass::Parliament => false,
        RoleClass::Office => true,
        _ => return false,
    };
    let words = reading.text(phrase.role.clone()).to_lowercase();
    let heads = ["president", "vice president", "vice-president", "president-elect", "vice president-elect"];
    if office {
        return heads.contains(&words.as_str());
    }
    let below = [
        "governor",
        "mayor",
        "chief minister",
        "first minister",
        "premier",
        "councillor",
        "councilor",
        "sheriff",
        "alderman",
        "commissioner",
        "magistrate",
        "county",
        "city",
        "state ",
        "district",
        "provincial",
        "regional",
        "local",
        "municipal",
    ];
    if below.iter().any(|b| words.contains(b)) {
        return false;
    }
    let staff =
        ["aide", "adviser", "advisor", "assistant", "staffer", "official", "diplomat", "politician", "civil servant"];
    !staff.iter().any(|s| words.contains(s))
}

/// Another sighting of the same person in a role with the same head names the owner.
fn from_other_sightings(
    reading: &Reading<'_>,
    phrases: &[RolePhrase],
    people: &[Option<u32>],
    holdings: &mut [Holding],
) {
    let head = |role: &RoleWords| {
        let mut words = role.phrase(phrases)?.role.clone();
        words.find(|t| reading.knows(*t, WordFlags::ROLE_HEAD)).map(|t| reading.key(t))
    };
    let mut known: BTreeMap<(u32, u64), Owner> = BTreeMap::new();
    for holding in holdings.iter() {
        if let (Some(owner), Some(Some(person)), Some(head)) =
            (&holding.owner, people.get(holding.person), head(&holding.role))
        {
            known.entry((*person, head)).or_insert_with(|| owner.clone());
        }
    }
    for holding in holdings.iter_mut().filter(|h| h.owner.is_none()) {
        if let (Some(Some(person)), Some(head)) = (people.get(holding.person), head(&holding.role)) {
            holding.owner = known.get(&(*person, head)).cloned();
        }
    }
}

/// Whether the possessor in front of a role is "the country" or the like.
fn of_the_country(reading: &Reading<'_>, phrase: &RolePhrase) -> bool {
    let at = phrase.phrase.start;
    let noun = if reading.is_possessive(at) {
        at.checked_sub(1)
    } else {
        (at..phrase.role.start).find(|t| reading.is_possessive(*t)).and_then(|t| t.checked_sub(1))
    };
    noun.is_some_and(|t| {
        matches!(reading.word(t), "country" | "nation" | "kingdom" | "republic" | "state" | "government")
    })
}

/// The country whose officials act in the article: the one it is written in, by its dateline, and mostly
/// about; else the only one that is named as the owner of a state's post, or, where none is, the article's
/// main country if no other comes near it.
fn acting_country(
    reading: &Reading<'_>,
    main: Option<(CountryCode, f32)>,
    owners: &BTreeMap<CountryCode, usize>,
) -> Option<CountryCode> {
    // A newspaper tells the country of foreign officials, and leaves that of its own unsaid.
    let home = dateline(reading);
    if let Some((code, _)) = main.filter(|(code, share)| *share > 0.4 && home == Some(*code)) {
        return Some(code);
    }
    match owners.len() {
        0 => main.filter(|(code, share)| *share > 0.6 && is_named_again(reading, *code)).map(|(code, _)| code),
        // "ADDIS ABABA – … Somali President X skipped the dinner": the only one named is abroad.
        1 => owners
            .keys()
            .next()
            .copied()
            .filter(|code| main.is_some_and(|(m, share)| m == *code && share > 0.5))
            .filter(|code| home.is_none_or(|home| home == *code)),
        // Several states act: a bare "the president" is left open.
        _ => None,
    }
}

/// The country of the place that an article's dateline names: "NAIROBI, May 3 (Agency) –", "Doha: ".
fn dateline(reading: &Reading<'_>) -> Option<CountryCode> {
    let opening = reading.doc.sentences().iter().find(|sentence| sentence.part == Part::Body)?.tokens.clone();
    let place = reading.name(opening.start).filter(|name| name.tokens.start == opening.start)?;
    let code = match place.kind {
        NameKind::Place(code) => code,
        NameKind::Country(code) | NameKind::Seat(code) => Some(code),
        _ => None,
    }?;
    let mut at = place.tokens.end;
    // A sentence of its own: "Nairobi. The …".
    if reading.is_mark(at, &["."]) && at + 1 == opening.end {
        return Some(code);
    }
    let limit = opening.end.min(at + DATELINE);
    while at < limit {
        if reading.is_mark(at, &["—", "–", "--", ":"]) || reading.is_mark(at, &["-"]) && !reading.is_hyphen(at) {
            return Some(code);
        }
        let bracket = reading.is_mark(at, &["("]).then(|| (at..limit).find(|t| reading.is_mark(*t, &[")"]))).flatten();
        at = match (bracket, reading.name(at)) {
            (Some(close), _) => close + 1,
            (None, Some(name)) => name.tokens.end,
            (None, None) if reading.is_number(at) || reading.is_mark(at, &[",", "/", "."]) => at + 1,
            (None, None)
                if reading.knows(at, WordFlags::MONTH | WordFlags::WEEKDAY) || is_month(&reading.small_word(at)) =>
            {
                at + 1
            }
            (None, None) => return None,
        };
    }
    None
}

/// Whether an article names a country or its places more than once.
fn is_named_again(reading: &Reading<'_>, code: CountryCode) -> bool {
    let of = |kind: NameKind| match kind {
        NameKind::Place(code) => code,
        kind => kind.country(),
    };
    reading.names().iter().filter(|n| of(n.kind) == Some(code)).nth(1).is_some()
}

/// The countries that the article names as owners of a state's post, with how often.
fn state_owners(reading: &Reading<'_>, phrases: &[RolePhrase], holdings: &[Holding]) -> BTreeMap<CountryCode, usize> {
    let mut owners: BTreeMap<CountryCode, usize> = BTreeMap::new();
    for holding in holdings {
        if let (Some(phrase), Some(Owner::Name(n))) = (holding.role.phrase(phrases), &holding.owner)
            && let Some(code) = reading.country_of(*n)
            && is_state_post(reading, phrase)
        {
            *owners.entry(code).or_default() += 1;
        }
    }
    owners
}

/// The bodies and countries that an article names, as indices of its names in order of the text: what stands
/// nearest is found by binary search, however many other names stand between.
#[derive(Debug, Default)]
struct Named {
    bodies: Vec<usize>,
    /// Each with where the run of names of its country began, as a place in this list.
    countries: Vec<(usize, usize)>,
    of_country: BTreeMap<CountryCode, Vec<usize>>,
}

impl Named {
    fn of(reading: &Reading<'_>) -> Self {
        let mut named = Self::default();
        let mut run: Option<(CountryCode, usize)> = None;
        for (index, name) in reading.names().iter().enumerate() {
            if name.kind == NameKind::Organization {
                named.bodies.push(index);
            } else if let Some(code) = name.kind.country() {
                let begun = run.filter(|(last, _)| *last == code).map_or(named.countries.len(), |(_, begun)| begun);
                run = Some((code, begun));
                named.countries.push((index, begun));
                named.of_country.entry(code).or_default().push(index);
            }
        }
        named
    }

    /// The body named last before a token, in its sentence or the one before.
    fn last_body(&self, reading: &Reading<'_>, token: usize) -> Option<usize> {
        let before = before(reading, &self.bodies, |name| *name, token);
        let last = *self.bodies.get(before.checked_sub(1)?)?;
        (reading.sentence_of(reading.tokens_of(last).start) + 1 >= reading.sentence_of(token)).then_some(last)
    }

    /// The first body named after a token in its sentence: "under its director X the Tunis Museum grew".
    fn next_body(&self, reading: &Reading<'_>, token: usize) -> Option<usize> {
        let end = reading.sentence(token.saturating_sub(1)).end;
        let next = *self.bodies.get(before(reading, &self.bodies, |name| *name, token))?;
        (reading.tokens_of(next).start < end).then_some(next)
    }

    /// The country named last before a token.
    fn last_country(&self, reading: &Reading<'_>, token: usize) -> Option<usize> {
        let before = before(reading, &self.countries, |(name, _)| *name, token);
        self.countries.get(before.checked_sub(1)?).map(|(name, _)| *name)
    }

    /// The only country that the sentence names before a token, if the article is mainly about it or
    /// names it elsewhere as the owner of a state's post.
    fn only_country(
        &self,
        reading: &Reading<'_>,
        main: Option<(CountryCode, f32)>,
        owners: &BTreeMap<CountryCode, usize>,
        token: usize,
    ) -> Option<CountryCode> {
        let name = |(name, _): &(usize, usize)| *name;
        let first = before(reading, &self.countries, name, reading.sentence(token).start);
        let last = before(reading, &self.countries, name, token).checked_sub(1).filter(|last| *last >= first)?;
        let (name, begun) = *self.countries.get(last)?;
        let code = reading.country_of(name).filter(|_| begun <= first)?;
        (main.is_some_and(|(main, _)| main == code) || owners.contains_key(&code)).then_some(code)
    }

    /// The mention of a country nearest before a token, else its first.
    fn mention_of(&self, reading: &Reading<'_>, code: CountryCode, token: usize) -> Option<usize> {
        let mentions = self.of_country.get(&code)?;
        let last = before(reading, mentions, |name| *name, token).checked_sub(1);
        mentions.get(last.unwrap_or_default()).copied()
    }
}

/// How many of `names` start before a token.
fn before<T>(reading: &Reading<'_>, names: &[T], name: impl Fn(&T) -> usize, token: usize) -> usize {
    names.partition_point(|of| reading.tokens_of(name(of)).start < token)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn posts_that_the_document_gives_to_a_body_or_state() {
        check_roles(&[
            (
                "Kazakh foreign minister Daniyar Akhmetov landed in Astana. The trip, Foreign Minister Akhmetov said, went well.",
                &["Daniyar Akhmetov | foreign minister | KZ | current"],
            ),
            (
                "The Verdant Bank lost millions last year. Its president, Louise Marchetti, has apologised.",
                &["Louise Marchetti | president | Verdant Bank | current"],
            ),
            (
                "Uruguay will vote in October. The country's president, Gonzalo Etcheverry, cannot run again.",
                &["Gonzalo Etcheverry | president | UY | current"],
            ),
            (
                "Zambia closed its schools. Zambia has few doctors. President Moses Chilufya spoke to Zambians on Sunday.",
                &["Moses Chilufya | President | ZM | current"],
            ),
            (
                "Iceland raised rates. Finance minister Katrín Jónsdóttir defended the Icelandic plan.",
                &["Katrín Jónsdóttir | Finance minister | IS | current"],
            ),
            (
                "The Solaris Group makes batteries. The company lost money, and its chairman, Dieter Falk, left.",
                &["Dieter Falk | chairman | Solaris Group | current"],
            ),
            (
                "The Karelia Institute closed. Its director, Antti Mäkelä, wept.",
                &["Antti Mäkelä | director | Karelia Institute | current"],
            ),
            (
                "Malta voted on Sunday. The nation's prime minister, Marisa Farrugia, lost.",
                &["Marisa Farrugia | prime minister | MT | current"],
            ),
            (
                "Laos is poor. Laos has rivers. The foreign minister, Bounmy Vong, said Laos needed dams.",
                &["Bounmy Vong | foreign minister | LA | current"],
            ),
            (
                "TOKYO, April 28 (Agency) – Japan's exports fell. Prime Minister Fumiko Kishida called South Korean \
                 President Yoon Seok-jin.",
                &["Fumiko Kishida | Prime Minister | JP | current", "Yoon Seok-jin | President | KR | current"],
            ),
            (
                "Wellington: New Zealand will not join, Prime Minister Marama Hughes told Australian Defence Minister \
                 Peter Marlow.",
                &["Marama Hughes | Prime Minister | NZ | current", "Peter Marlow | Defence Minister | AU | current"],
            ),
        ]);
    }

    #[test]
    fn posts_that_the_document_leaves_open() {
        check_roles(&[
            (
                "German chancellor Karla Reuter and French president Luc Martel met. President Yusuf Demir, who was not invited, complained.",
                &[
                    "Karla Reuter | chancellor | DE | current",
                    "Luc Martel | president | FR | current",
                    "Yusuf Demir | president |  | current",
                ],
            ),
            ("Mayor Joan Bettany spoke in Kenya.", &["Joan Bettany | Mayor |  | current"]),
            ("Brazil won the match. Coach Rui Falcone praised the team.", &["Rui Falcone | Coach |  | current"]),
            ("Norway signed the treaty. Lawyer Bjarne Tveit drafted it.", &["Bjarne Tveit | Lawyer |  | current"]),
            ("Poet Tove Ibsen praised Norway.", &["Tove Ibsen | Poet |  | current"]),
            (
                "Fiji and Samoa met Tonga. The minister, Sione Tupou, was late.",
                &["Sione Tupou | minister |  | current"],
            ),
        ]);
    }
}
