//! What the sample articles must give at least and may give at most, by kind: an extraction that
//! suddenly finds nothing of a kind, or a flood of it, is seen at once. The practice is that of
//! the assertions of `OpenSanctions` on its data (<https://www.opensanctions.org/docs/>).
#![allow(clippy::unwrap_used, reason = "part of tests")]

mod samples;

use newsgraph::model::{EntityKind, Extraction, RelationKind};
use samples::{EXTRACTOR, articles};

/// Persons, organizations, countries, roles and occupations held, issues of countries: at least, at most.
type Bounds = [(usize, usize); 5];

/// By the part of the uri that tells the article: four fifths of what was found when this was written, and
/// a third more.
const BOUNDS: [(&str, Bounds); 14] = [
    ("eu-press/2024/ip-24-3318", [(10, 18), (4, 9), (8, 16), (12, 22), (12, 21)]),
    ("buenos-aires-english", [(13, 24), (9, 17), (4, 8), (16, 29), (8, 14)]),
    ("canberra-press-release", [(8, 16), (7, 13), (3, 7), (12, 22), (10, 18)]),
    ("delhi-paper", [(12, 21), (11, 20), (4, 8), (12, 22), (12, 21)]),
    ("gulf-state-agency", [(8, 16), (6, 12), (4, 9), (12, 21), (16, 27)]),
    ("lagos-business", [(8, 16), (11, 20), (3, 7), (12, 22), (3, 7)]),
    ("london-broadsheet", [(10, 18), (11, 20), (3, 7), (15, 26), (14, 25)]),
    ("nairobi-daily", [(11, 20), (12, 22), (4, 9), (15, 26), (10, 18)]),
    ("seoul-agency", [(10, 18), (7, 13), (4, 9), (13, 24), (17, 30)]),
    ("harian-selat/2024/08/14/palm-grants", [(9, 17), (4, 9), (4, 8), (10, 18), (4, 8)]),
    ("radio-lagoon/2024-08-29/coal", [(7, 13), (2, 5), (5, 11), (8, 16), (11, 20)]),
    ("red-sea-wire/2024-10-07/mwakio", [(6, 12), (3, 7), (5, 11), (8, 14), (5, 13)]),
    ("warsaw-paper", [(13, 24), (6, 12), (5, 11), (16, 29), (8, 16)]),
    ("washington-wire", [(16, 29), (8, 16), (6, 12), (21, 37), (4, 8)]),
];

fn counts(article: &newsgraph::Article) -> [usize; 5] {
    let extraction = EXTRACTOR.extract(article);
    let entities = |kind| extraction.entities.iter().filter(|entity| entity.kind == kind).count();
    let relations = |kinds: &[RelationKind]| extraction.relations.iter().filter(|r| kinds.contains(&r.kind)).count();
    [
        entities(EntityKind::Person),
        entities(EntityKind::Organization),
        entities(EntityKind::Country),
        relations(&[RelationKind::HOLDS_ROLE, RelationKind::HAS_OCCUPATION]),
        relations(&[RelationKind::CONCERNED_WITH]),
    ]
}

#[test]
fn every_sample_gives_what_it_holds() {
    let mut wrong = Vec::new();
    for article in articles() {
        let found = counts(&article);
        let Some((name, bounds)) = BOUNDS.iter().find(|(name, _)| article.uri.contains(name)) else {
            wrong.push(format!("{}: {found:?} have no bounds", article.uri));
            continue;
        };
        for (count, (least, most)) in found.into_iter().zip(bounds) {
            if count < *least {
                wrong.push(format!("{name}: {found:?} is less than {bounds:?}"));
            } else if count > *most {
                println!("{name}: {found:?} is more than {bounds:?}");
            }
        }
        // A date and a title are stated by all but a few.
        if article.published_on.is_none() && article.title.is_none() {
            wrong.push(format!("{name}: neither date nor title"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A property, and which relations or entities have it (of how many).
type Rate = (&'static str, f64, f64, fn(&Extraction) -> (usize, usize));

/// How many relations of a kind have a property.
fn share(
    extraction: &Extraction,
    kind: &RelationKind,
    has: impl Fn(&newsgraph::model::Relation) -> bool,
) -> (usize, usize) {
    let relations = || extraction.relations.iter().filter(|relation| relation.kind == *kind);
    (relations().filter(|relation| has(relation)).count(), relations().count())
}

/// How many entities of a kind have a property.
fn part(extraction: &Extraction, kind: EntityKind, has: impl Fn(&newsgraph::model::Entity) -> bool) -> (usize, usize) {
    let entities = || extraction.entities.iter().filter(|entity| entity.kind == kind);
    (entities().filter(|entity| has(entity)).count(), entities().count())
}

/// How often a property is filled over all samples, at least and at most: some four fifths of what was found, and
/// what more would be suspicious.
const RATES: [Rate; 8] = [
    ("a holder has a role", 1.0, 1.0, |e| share(e, &RelationKind::HOLDS_ROLE, |r| r.role.is_some())),
    ("a holder has a status", 0.9, 1.0, |e| {
        share(e, &RelationKind::HOLDS_ROLE, |r| r.evidence.iter().any(|seen| seen.status.is_some()))
    }),
    ("a holding has a date", 0.0, 0.3, |e| {
        let dated = |seen: &newsgraph::model::Evidence| seen.start_date.is_some() || seen.end_date.is_some();
        share(e, &RelationKind::HOLDS_ROLE, |r| r.evidence.iter().any(dated))
    }),
    ("a holder is a person", 1.0, 1.0, |e| {
        share(e, &RelationKind::HOLDS_ROLE, |r| {
            e.entity(r.subject).is_some_and(|entity| entity.kind == EntityKind::Person)
        })
    }),
    ("a concern is of a country", 1.0, 1.0, |e| {
        share(e, &RelationKind::CONCERNED_WITH, |r| {
            e.entity(r.subject).is_some_and(|entity| entity.kind == EntityKind::Country)
        })
    }),
    ("a country has a code", 1.0, 1.0, |e| part(e, EntityKind::Country, |entity| entity.country_code.is_some())),
    ("a person has another name", 0.3, 0.9, |e| part(e, EntityKind::Person, |entity| !entity.aliases.is_empty())),
    ("an issue has a topic", 0.3, 1.0, |e| part(e, EntityKind::Issue, |entity| entity.topic.is_some())),
];

#[test]
fn properties_are_filled() {
    let extractions: Vec<Extraction> = articles().iter().map(|article| EXTRACTOR.extract(article)).collect();
    let mut wrong = Vec::new();
    for (name, least, most, count) in RATES {
        let (filled, all) = extractions.iter().map(count).fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
        let rate = f64::from(u32::try_from(filled).unwrap()) / f64::from(u32::try_from(all.max(1)).unwrap());
        println!("{name}: {filled} of {all}, {rate:.2}");
        if rate < least {
            wrong.push(format!("{name}: {rate:.2}, at least {least}"));
        } else if rate > most {
            println!("{name}: {rate:.2} is more than {most}");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
