//! What an article says beside a name: the signals that tell whether two names mean one.
//!
//! [`Facets`] are small on purpose: roles, organizations, countries and a decade, so that most articles
//! that speak of somebody share the facets of an earlier one, and cost neither a row nor a decision.

use super::folded;
use super::names::{KnownPlace, Names};
use crate::model::{
    Article, CountryCode, EntityIndex, EntityKind, Extraction, Modality, Polarity, Relation, RelationKind,
};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// At most so many of each sort, the first in order.
const MOST: usize = 4;

/// What an article says beside a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Facets {
    /// Roles, in one spelling each.
    pub(super) roles: BTreeSet<String>,
    /// Organizations and places the roles are held in, by the words of their names.
    pub(super) bodies: BTreeSet<String>,
    /// Acronyms of such organizations.
    pub(super) acronyms: BTreeSet<String>,
    /// Countries stated with a role or in an organization's name.
    pub(super) countries: BTreeSet<CountryCode>,
    /// The country the article speaks of most, where none is stated.
    pub(super) leading: Option<CountryCode>,
    /// The decade of the article, for persons: 2023 is 202.
    pub(super) decade: Option<u16>,
    /// Two of the people named beside it, where there is nothing else.
    pub(super) company: BTreeSet<String>,
}

/// What all appearances of an article have in common for [`Facets`].
#[derive(Debug)]
pub(in super::super) struct Surroundings {
    leading: Option<CountryCode>,
    countries: BTreeSet<CountryCode>,
    decade: Option<u16>,
    /// Persons, those of most mentions first.
    people: Vec<(EntityIndex, String)>,
    /// The places of the relations, in the order of their subjects.
    by_subject: Vec<(EntityIndex, usize)>,
    /// The same in the order of their objects.
    by_object: Vec<(EntityIndex, usize)>,
}

impl Surroundings {
    pub(in super::super) fn of(article: &Article, extraction: &Extraction) -> Self {
        let mut mentions = vec![0_usize; extraction.entities.len()];
        for mention in &extraction.mentions {
            if let Some(count) = mentions.get_mut(mention.entity.index()) {
                *count += 1;
            }
        }
        let places = || (0_u32..).zip(&extraction.entities).zip(&mentions);
        let leading = places()
            .filter(|((_, entity), _)| entity.kind == EntityKind::Country)
            .max_by_key(|((index, _), count)| (**count, std::cmp::Reverse(*index)))
            .and_then(|((_, entity), _)| entity.country_code);
        let mut people: Vec<_> = places()
            .filter(|((_, entity), _)| entity.kind == EntityKind::Person && entity.name.contains(' '))
            .map(|((index, entity), count)| (std::cmp::Reverse(*count), index, &entity.name))
            .collect();
        people.sort_unstable();
        let people = people.into_iter().take(3).map(|(_, index, name)| (EntityIndex(index), folded(name))).collect();
        let countries = extraction.entities.iter().filter_map(|entity| entity.country_code).collect();
        let order = |of: fn(&Relation) -> EntityIndex| {
            let mut order: Vec<_> = extraction.relations.iter().enumerate().map(|(at, r)| (of(r), at)).collect();
            order.sort_unstable();
            order
        };
        let (by_subject, by_object) = (order(|relation| relation.subject), order(|relation| relation.object));
        let decade = article.published_on.map(|date| date.year() / 10);
        Self { leading, countries, decade, people, by_subject, by_object }
    }
}

/// The relations of one entity.
fn relations<'e>(
    extraction: &'e Extraction,
    order: &[(EntityIndex, usize)],
    of: EntityIndex,
) -> impl Iterator<Item = &'e Relation> {
    let first = order.partition_point(|(entity, _)| *entity < of);
    let places = order.get(first..).unwrap_or_default().iter().take_while(move |(entity, _)| *entity == of);
    places.filter_map(|(_, place)| extraction.relations.get(*place))
}

impl Facets {
    /// The facets of a person of an extraction: of the facts that it asserts.
    pub(super) fn of_person(
        extraction: &Extraction,
        person: EntityIndex,
        around: &Surroundings,
        names: &mut Names,
    ) -> Self {
        let mut facets = Self { decade: around.decade, ..Self::default() };
        let asserted = relations(extraction, &around.by_subject, person).filter(|relation| {
            let mut evidence = relation.evidence.iter();
            evidence.any(|e| e.polarity == Polarity::Asserted && e.modality != Modality::Hypothetical)
        });
        for relation in asserted {
            let role =
                if relation.kind == RelationKind::HAS_OCCUPATION { Some(relation.object) } else { relation.role };
            let Some(role) = role.and_then(|role| extraction.entity(role)) else { continue };
            match role.kind {
                EntityKind::Role => facets.roles.insert(names.get(role.kind, &role.name).role.clone()),
                _ => facets.roles.insert(role_words(&role.name)),
            };
            match extraction.entity(relation.object) {
                Some(object) if object.kind == EntityKind::Country => facets.countries.extend(object.country_code),
                Some(object) if matches!(object.kind, EntityKind::Organization | EntityKind::Place) => {
                    let known = names.get(object.kind, &object.name);
                    let Some(body) = known.body() else { continue };
                    facets.countries.extend(body.country);
                    if body.acronym {
                        facets.acronyms.extend(body.words.iter().cloned());
                    } else {
                        facets.bodies.insert(body.words.join(" "));
                    }
                }
                _ => {}
            }
        }
        facets.place(person, around)
    }

    /// The facets of a place. A known one is itself unless the article speaks of other countries
    /// only; offices tell a city from the division of its name.
    pub(super) fn of_place(
        extraction: &Extraction,
        place: EntityIndex,
        known: Option<KnownPlace>,
        around: &Surroundings,
        names: &mut Names,
    ) -> Self {
        let elsewhere = match known {
            Some(KnownPlace(Some(country))) => !around.countries.is_empty() && !around.countries.contains(&country),
            Some(KnownPlace(None)) => false,
            None => true,
        };
        let mut facets = if elsewhere { Self::default().place(place, around) } else { Self::default() };
        facets.countries.extend(known.filter(|_| !elsewhere).and_then(|KnownPlace(country)| country));
        let offices = relations(extraction, &around.by_object, place);
        for role in offices.filter_map(|relation| relation.role).filter_map(|role| extraction.entity(role)) {
            let known = names.get(EntityKind::Role, &role.name);
            let is = |list: &[&str]| known.role.split(' ').any(|word| list.contains(&word));
            if is(&["mayor", "city", "municipal", "councillor", "alderman"]) {
                facets.roles.insert("city".to_owned());
            } else if is(&["governor", "state", "provincial", "regional"]) {
                facets.roles.insert("division".to_owned());
            }
        }
        facets
    }

    /// The facets of an organization.
    pub(super) fn of_body(country: Option<CountryCode>, body: EntityIndex, around: &Surroundings) -> Self {
        Self { countries: country.into_iter().collect(), ..Self::default() }.place(body, around)
    }

    fn place(mut self, of: EntityIndex, around: &Surroundings) -> Self {
        if self.countries.is_empty() {
            self.leading = around.leading;
        }
        if self.roles.is_empty() && self.countries.is_empty() && self.leading.is_none() {
            let others = around.people.iter().filter(|(person, _)| *person != of);
            self.company = others.take(2).map(|(_, name)| name.clone()).collect();
        }
        for list in [&mut self.roles, &mut self.bodies, &mut self.acronyms] {
            while list.len() > MOST {
                list.pop_last();
            }
        }
        while self.countries.len() > MOST {
            self.countries.pop_last();
        }
        self
    }

    /// All countries, stated or leading.
    pub(super) fn all_countries(&self) -> impl Iterator<Item = CountryCode> {
        self.countries.iter().copied().chain(self.leading)
    }

    /// One line: a letter and a value for each facet, parted by semicolons; `None` for none.
    pub(super) fn line(&self) -> Option<String> {
        let mut line = String::new();
        let mut add = |letter: char, value: &str| {
            if !line.is_empty() {
                line.push(';');
            }
            line.push(letter);
            line.push_str(value);
        };
        self.roles.iter().for_each(|role| add('r', role));
        self.bodies.iter().for_each(|body| add('o', body));
        self.acronyms.iter().for_each(|body| add('a', body));
        self.countries.iter().for_each(|code| add('c', code.as_str()));
        self.leading.iter().for_each(|code| add('l', code.as_str()));
        self.company.iter().for_each(|name| add('w', name));
        if let Some(decade) = self.decade {
            let mut text = String::new();
            let _ = write!(text, "{decade}");
            add('d', &text);
        }
        (!line.is_empty()).then_some(line)
    }

    /// What [`line`](Self::line) wrote; what is unknown is passed over.
    pub(super) fn parse(line: &str) -> Self {
        let mut facets = Self::default();
        for facet in line.split(';') {
            let mut letters = facet.chars();
            let (letter, value) = (letters.next(), letters.as_str());
            match letter {
                Some('r') => drop(facets.roles.insert(value.to_owned())),
                Some('o') => drop(facets.bodies.insert(value.to_owned())),
                Some('a') => drop(facets.acronyms.insert(value.to_owned())),
                Some('c') => facets.countries.extend(CountryCode::new(value)),
                Some('l') => facets.leading = CountryCode::new(value),
                Some('w') => drop(facets.company.insert(value.to_owned())),
                Some('d') => facets.decade = value.parse().ok(),
                _ => {}
            }
        }
        facets
    }
}

/// A role in one spelling: without what says when it is held, and one word for its three genders.
pub(super) fn role_words(role: &str) -> String {
    let text = folded(role).replace(';', " ");
    let mut words: Vec<&str> = text.split(' ').collect();
    while let ["former" | "ex" | "acting" | "interim" | "outgoing" | "incoming" | "then" | "current" | "late", _, ..] =
        words[..]
    {
        words.remove(0);
    }
    for word in &mut words {
        *word = match *word {
            "spokeswoman" | "spokesperson" => "spokesman",
            "chairwoman" | "chairperson" | "chair" => "chairman",
            "congresswoman" => "congressman",
            "businesswoman" => "businessman",
            "policewoman" => "policeman",
            "defense" => "defence",
            "labor" => "labour",
            other => other,
        };
    }
    match words.join(" ").as_str() {
        "ceo" | "chief executive officer" => "chief executive".to_owned(),
        "pm" | "premier" => "prime minister".to_owned(),
        "mp" => "member of parliament".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_are_read_as_written() {
        let mut facets = Facets::default();
        assert_eq!(facets.line(), None);
        facets.roles.extend([role_words("Former Trade Minister"), role_words("CEO")]);
        facets.acronyms.insert("tcsu".into());
        facets.countries.extend(CountryCode::new("KE"));
        facets.decade = Some(202);
        let line = facets.line().unwrap();
        assert_eq!(line, "rchief executive;rtrade minister;atcsu;cKE;d202");
        assert_eq!(Facets::parse(&line), facets);
    }
}
