//! The views, as the `sqlite3` program shows them.

use crate::sample::{Folder, article};
use newsgraph::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Modality, Polarity,
    Relation, RelationKind, RoleStatus,
};
use newsgraph::store::Store;
use std::path::Path;
use std::process::Command;

/// What the `sqlite3` program prints, or `None` where there is no such program.
fn sqlite3(file: &Path, sql: &str) -> Option<String> {
    let output = Command::new("sqlite3").arg("-readonly").arg(file).arg(sql).output().ok()?;
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

fn entity(kind: EntityKind, name: &str, code: Option<&str>) -> Entity {
    Entity {
        kind,
        name: name.into(),
        country_code: code.and_then(CountryCode::new),
        topic: (kind == EntityKind::Issue).then(|| "environment".into()),
        aliases: vec![],
    }
}

fn sighting(body: &str, words: &str, confidence: f32, status: Option<RoleStatus>) -> Evidence {
    let start = body.find(words).unwrap();
    Evidence {
        span: ByteSpan::new(start, start + words.len()),
        rule: "test".into(),
        confidence,
        polarity: Polarity::Asserted,
        modality: Modality::Actual,
        status,
        attributed_to: None,
        label: None,
        start_date: None,
        end_date: None,
    }
}

fn sample() -> (Article, Extraction) {
    let body = "Zoë Tarn, chair of Reed Bank, met Ida Moor, the Kenyan minister. Tarn is Reed’s chair. \
        Rex Pole, a poet, is not the chair of Reed Bank and may become minister. Kenya fears rising seas.";
    let mut article = Article::new("a.txt", body);
    article.published_on = "2024-03-01".parse().ok();
    let entities = vec![
        entity(EntityKind::Person, "Zoë Tarn", None),
        entity(EntityKind::Role, "chair", None),
        entity(EntityKind::Organization, "Reed Bank", None),
        entity(EntityKind::Person, "Ida Moor", None),
        entity(EntityKind::Role, "minister", None),
        entity(EntityKind::Country, "Kenya", Some("KE")),
        entity(EntityKind::Person, "Rex Pole", None),
        entity(EntityKind::Role, "poet", None),
        entity(EntityKind::Issue, "sea level rise", None),
    ];
    let current = Some(RoleStatus::Current);
    let fact = |kind, subject, object, role: Option<u32>, evidence| Relation {
        kind,
        subject: EntityIndex(subject),
        object: EntityIndex(object),
        role: role.map(EntityIndex),
        evidence,
    };
    let denied =
        Evidence { polarity: Polarity::Negated, ..sighting(body, "is not the chair of Reed Bank", 0.9, current) };
    let supposed = Evidence { modality: Modality::Hypothetical, ..sighting(body, "may become minister", 0.9, current) };
    let issue = Evidence { label: Some("rising seas".into()), ..sighting(body, "Kenya fears rising seas", 0.5, None) };
    let relations = vec![
        fact(
            RelationKind::HOLDS_ROLE,
            0,
            2,
            Some(1),
            vec![
                sighting(body, "Zoë Tarn, chair of Reed Bank", 0.75, Some(RoleStatus::Former)),
                sighting(body, "Tarn is Reed’s chair", 0.9, current),
                sighting(body, "Tarn is Reed", 0.9, Some(RoleStatus::Future)),
            ],
        ),
        fact(
            RelationKind::HOLDS_ROLE,
            3,
            5,
            Some(4),
            vec![sighting(body, "Ida Moor, the Kenyan minister", 1.0, current)],
        ),
        fact(RelationKind::HOLDS_ROLE, 6, 2, Some(1), vec![denied]),
        fact(RelationKind::HAS_OCCUPATION, 6, 7, None, vec![sighting(body, "Rex Pole, a poet", 0.8, current)]),
        fact(RelationKind::HAS_OCCUPATION, 6, 4, None, vec![supposed]),
        fact(RelationKind::CONCERNED_WITH, 5, 8, None, vec![issue]),
    ];
    (article, Extraction { entities, relations, ..Extraction::default() })
}

#[test]
fn views_show_one_row_per_fact_and_article() {
    let folder = Folder::new("views");
    let file = folder.file("news.db");
    let mut store = Store::create(&file).unwrap();
    let (article, extraction) = sample();
    let mut batch = store.begin().unwrap();
    batch.put(&article, &extraction).unwrap();
    batch.commit().unwrap();

    let Some(roles) = sqlite3(
        &file,
        "SELECT article_uri, published_on, person, role, organization, organization_kind, country_code, status, quote,
         confidence FROM person_role_organization ORDER BY person",
    ) else {
        return;
    };
    assert_eq!(
        roles,
        "a.txt|2024-03-01|Ida Moor|minister|Kenya|country|KE|current|Ida Moor, the Kenyan minister|1.0\n\
         a.txt|2024-03-01|Rex Pole|poet||||current|Rex Pole, a poet|0.8\n\
         a.txt|2024-03-01|Zoë Tarn|chair|Reed Bank|organization||current|Tarn is Reed’s chair|0.9\n"
    );
    let issues = sqlite3(
        &file,
        "SELECT article_uri, published_on, country, country_code, issue, label, topic, quote, confidence FROM country_issue",
    );
    assert_eq!(
        issues.unwrap(),
        "a.txt|2024-03-01|Kenya|KE|sea level rise|rising seas|environment|Kenya fears rising seas|0.5\n"
    );
    let entities = sqlite3(
        &file,
        "SELECT article_uri, kind, name, country_code, mentions FROM article_entity WHERE kind = 'country'",
    );
    assert_eq!(entities.unwrap(), "a.txt|country|Kenya|KE|0\n");
}

#[test]
fn spans_are_quotes_for_any_program() {
    let folder = Folder::new("spans");
    let file = folder.file("news.db");
    let mut store = Store::create(&file).unwrap();
    let mut batch = store.begin().unwrap();
    for number in 0..100 {
        let (article, extraction) = article(number);
        batch.put(&article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    // The sample's mentions are their entity's name, letter for letter.
    let sql = "SELECT count(*), sum(substr(a.body, m.char_start + 1, m.char_end - m.char_start) = n.name)
        FROM mention m JOIN article a ON a.id = m.article_id
        JOIN appearance p ON p.article_id = m.article_id AND p.seq = m.appearance_seq
        JOIN entity_name n ON n.id = p.name_id";
    let Some(counts) = sqlite3(&file, sql) else { return };
    let (all, equal) = counts.trim().split_once('|').unwrap();
    assert_eq!(all, equal);
    assert!(all.parse::<u32>().unwrap() > 300);
    assert_eq!(sqlite3(&file, "PRAGMA integrity_check").unwrap(), "ok\n");
}
