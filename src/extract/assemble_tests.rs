//! What an extraction promises, whatever was read: entities once, spans exact, facts once.

use crate::extract::testing::{check, names_of, read, roles_of};
use crate::model::{EntityKind, RelationKind};

const ARTICLE: &str = "Kenya and Peru sign a treaty

Kenyan foreign minister Amina Otieno met Luis Paredes, Peru’s finance minister, in Lima on Monday. \
Foreign minister Amina Otieno said drought was a threat to Kenya. Senators Laura Whitfield and James \
Calloway came too. Stefan Brunner, a professor at the University of Zurich, called drought a warning.";

#[test]
fn every_entity_is_there_once_and_mentioned() {
    let extraction = read(ARTICLE);
    assert!(extraction.entities.len() >= 8, "{:#?}", extraction.entities);
    for (i, entity) in extraction.entities.iter().enumerate() {
        let same = |other: &&crate::model::Entity| {
            other.kind == entity.kind && other.name == entity.name && other.country_code == entity.country_code
        };
        assert_eq!(extraction.entities.iter().filter(same).count(), 1, "{entity:?}");
        let mentioned = extraction.mentions.iter().any(|m| m.entity.index() == i);
        assert!(mentioned, "{entity:?}");
    }
}

#[test]
fn mentions_are_in_order_and_hold_words() {
    let extraction = read(ARTICLE);
    assert!(extraction.mentions.windows(2).all(|pair| pair[0] < pair[1]), "{:#?}", extraction.mentions);
    for mention in &extraction.mentions {
        let words = mention.span.of(ARTICLE).unwrap_or_default();
        assert!(!words.trim().is_empty() && words.trim() == words, "{mention:?} {words:?}");
        assert!(extraction.entity(mention.entity).is_some(), "{mention:?}");
    }
}

#[test]
fn every_fact_is_there_once_with_its_words() {
    let extraction = read(ARTICLE);
    assert!(extraction.relations.len() >= 5, "{:#?}", extraction.relations);
    for (i, fact) in extraction.relations.iter().enumerate() {
        let key = |r: &crate::model::Relation| (r.kind.clone(), r.subject, r.object, r.role);
        assert!(extraction.relations[..i].iter().all(|other| key(other) != key(fact)), "{fact:?}");
        assert_eq!(fact.role.is_some(), fact.kind == RelationKind::HOLDS_ROLE, "{fact:?}");
        assert!(!fact.evidence.is_empty(), "{fact:?}");
        for evidence in &fact.evidence {
            assert!(evidence.span.of(ARTICLE).is_some_and(|words| !words.trim().is_empty()), "{evidence:?}");
            assert!((0.0..=1.0).contains(&evidence.confidence), "{evidence:?}");
            assert_eq!(evidence.status.is_some(), fact.kind != RelationKind::CONCERNED_WITH, "{evidence:?}");
        }
    }
}

#[test]
fn a_fact_seen_twice_is_one_fact_with_two_sightings() {
    let extraction = read(ARTICLE);
    let named = |i: crate::model::EntityIndex| extraction.entity(i).map(|e| e.name.as_str()).unwrap_or_default();
    let facts: Vec<_> = extraction
        .relations
        .iter()
        .filter(|r| r.kind == RelationKind::HOLDS_ROLE && named(r.subject) == "Amina Otieno")
        .collect();
    assert_eq!(facts.len(), 1, "{facts:#?}");
    assert_eq!(facts[0].evidence.len(), 2, "{facts:#?}");
    assert_eq!(named(facts[0].object), "Kenya");
}

#[test]
fn the_same_text_gives_the_same_extraction() {
    assert_eq!(read(ARTICLE), read(ARTICLE));
    assert!(read("").entities.is_empty() && read("").relations.is_empty());
    assert!(read(ARTICLE).truncated.is_empty());
}

#[test]
fn a_country_has_its_iso_name_and_code() {
    let extraction = read("Kenyan farmers met envoys of the UK.");
    let countries: Vec<_> = extraction.entities.iter().filter(|e| e.kind == EntityKind::Country).collect();
    assert_eq!(countries.len(), 2, "{countries:?}");
    assert!(
        countries.iter().all(|c| c.country_code.is_some() && c.name != "Kenyan" && c.name != "UK"),
        "{countries:?}"
    );
}

#[test]
fn names_and_roles_are_put_together() {
    check(
        &[
            ("Kenya, Kenyan tea and Kenya again.", &["country: KE"]),
            ("Amina Otieno met\nLuis Paredes.", &["person: Amina Otieno", "person: Luis Paredes"]),
            ("Rain fell.", &[]),
            ("Catholics prayed.", &[]),
        ],
        names_of,
    );
    check(
        &[
            (
                "Senators Laura Whitfield and James Calloway came.",
                &["James Calloway | Senator |  | current", "Laura Whitfield | Senator |  | current"],
            ),
            (
                "Kenyan foreign minister Amina Otieno spoke. Amina Otieno, foreign minister of Kenya, left.",
                &["Amina Otieno | foreign minister | KE | current"],
            ),
            ("The senators came.", &[]),
            ("Amina Otieno came.", &[]),
        ],
        roles_of,
    );
}
