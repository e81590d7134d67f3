//! Who held a role when, and what should be looked at: in Rust and in SQL.

use crate::sample::Folder;
use newsgraph::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Modality, Polarity,
    Relation, RelationKind, RoleStatus,
};
use newsgraph::store::{Store, Verdict};
use std::path::Path;
use std::process::Command;

/// An article that says of one person that she holds, held or is to hold a role in Kenya.
fn article(uri: &str, on: &str, person: &str, role: &str, status: RoleStatus) -> (Article, Extraction) {
    let mut article = Article::new(uri, "So it was said.");
    article.published_on = on.parse().ok();
    let entity = |kind, name: &str, code| Entity {
        kind,
        name: name.to_owned(),
        country_code: code,
        topic: None,
        aliases: vec![],
    };
    let entities = vec![
        entity(EntityKind::Person, person, None),
        entity(EntityKind::Role, role, None),
        entity(EntityKind::Country, "Kenya", CountryCode::new("KE")),
    ];
    let evidence = Evidence {
        span: ByteSpan::new(0, 5),
        rule: "test".into(),
        confidence: 0.9,
        polarity: Polarity::Asserted,
        modality: Modality::Actual,
        status: Some(status),
        attributed_to: None,
        label: None,
        start_date: None,
        end_date: None,
    };
    let relation = Relation {
        kind: RelationKind::HOLDS_ROLE,
        subject: EntityIndex(0),
        object: EntityIndex(2),
        role: Some(EntityIndex(1)),
        evidence: vec![evidence],
    };
    (article, Extraction { entities, relations: vec![relation], ..Extraction::default() })
}

fn fill(store: &mut Store) {
    use RoleStatus::{Current, Former, Future};
    let mut batch = store.begin().unwrap();
    for (uri, on, person, role, status) in [
        ("a", "2020-01-05", "Ada Thornby", "trade minister", Current),
        ("b", "2021-03", "Ada Thornby", "trade minister", Current),
        ("c", "2021-06-01", "Ada Thornby", "party leader", Current),
        ("d", "2022-02-02", "Odo Marsh", "trade minister", Future),
        ("e", "2022-05-09", "Odo Marsh", "trade minister", Current),
        ("f", "2022-05-20", "Ada Thornby", "trade minister", Former),
        ("g", "2022-05-21", "Ida Fenn", "trade minister", Current),
        ("h", "2023-01-01", "Ada Thornby", "trade minister", Current),
        ("i", "2022", "A. Thornby", "poet", Current),
    ] {
        let (article, extraction) = article(uri, on, person, role, status);
        batch.put(&article, &extraction).unwrap();
    }
    batch.commit().unwrap();
}

#[test]
fn roles_are_held_as_of_a_date() {
    let mut store = Store::in_memory().unwrap();
    fill(&mut store);
    let kenya = store.entity_named(EntityKind::Country, "Kenya").unwrap().unwrap().id;
    let holders = |on: &str| -> Vec<String> {
        let found = store.holders(kenya, "Trade Minister", on.parse().unwrap()).unwrap();
        found.into_iter().map(|seen| seen.person_name).collect()
    };
    assert_eq!(holders("2019"), [] as [&str; 0]);
    assert_eq!(holders("2020"), ["Ada Thornby"]);
    // A second job ends nothing, an announcement begins nothing.
    assert_eq!(holders("2022-03"), ["Ada Thornby"]);
    assert_eq!(holders("2022-05-10"), ["Odo Marsh", "Ada Thornby"]);
    assert_eq!(holders("2022-05-20"), ["Odo Marsh"]);
    assert_eq!(holders("2022-12"), ["Ida Fenn", "Odo Marsh"]);
    let order: Vec<String> =
        store.sightings(kenya, "trade minister").unwrap().into_iter().map(|seen| seen.article_uri).collect();
    assert_eq!(order, ["h", "g", "f", "e", "d", "b", "a"]);
    let people =
        |from: &str, to: &str| store.people_between(kenya, from.parse().unwrap(), to.parse().unwrap()).unwrap();
    assert_eq!(people("2021", "2021").len(), 2);
    assert_eq!(people("2021-03-15", "2021-05").len(), 1);
    assert_eq!(people("2024", "2025").len(), 0);
}

#[test]
fn what_contradicts_itself_is_shown() {
    let mut store = Store::in_memory().unwrap();
    fill(&mut store);
    let found: Vec<(String, String, String)> = store
        .review()
        .unwrap()
        .into_iter()
        .map(|item| (item.reason, item.left.0 + "/" + &item.right.0, item.detail))
        .filter(|(reason, ..)| reason != "identity")
        .collect();
    assert_eq!(
        found,
        [
            (
                "former before current".to_owned(),
                "f/h".to_owned(),
                "trade minister of Kenya: former 2022-05-20, current 2023-01-01".to_owned()
            ),
            ("two holders".to_owned(), "e/g".to_owned(), "trade minister of Kenya, 2022-05".to_owned()),
        ]
    );
    let open = store.judgements(Some(Verdict::Unsure)).unwrap();
    assert!(open.iter().all(|pair| (45..=100).contains(&pair.score.unwrap()) && !pair.signals.is_empty()), "{open:?}");
    let decided = store.judgements(Some(Verdict::Same)).unwrap();
    assert!(decided.iter().any(|pair| pair.signals.contains("same full name; same country")), "{decided:?}");
    assert!(decided.iter().all(|pair| pair.decided_by.starts_with("newsgraph ") && pair.decided_on.is_some()));
}

fn sqlite3(file: &Path, sql: &str) -> Option<String> {
    let output = Command::new("sqlite3").arg("-readonly").arg(file).arg(sql).output().ok()?;
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_queries_of_the_schema_run_in_sqlite3() {
    let folder = Folder::new("time");
    let file = folder.file("news.db");
    fill(&mut Store::create(&file).unwrap());
    let schema = include_str!("../../schema.sql");
    let queries: String =
        schema.lines().filter_map(|line| line.strip_prefix("--     ")).flat_map(|line| [line, "\n"]).collect();
    let queries: Vec<&str> = queries.split_terminator(";\n").collect();
    assert_eq!(queries.len(), 3);
    let Some(answer) = sqlite3(&file, queries[0]) else { return };
    let mut holders: Vec<&str> = answer.lines().collect();
    holders.sort_unstable();
    assert_eq!(
        holders,
        ["Ada Thornby|current|2023-01-01|h", "Ida Fenn|current|2022-05-21|g", "Odo Marsh|current|2022-05-09|e"]
    );
    assert_eq!(sqlite3(&file, queries[1]).unwrap().lines().count(), 7);
    assert_eq!(sqlite3(&file, queries[2]).unwrap(), "");
    assert_eq!(sqlite3(&file, "SELECT count(*) FROM review WHERE reason <> 'identity'").unwrap(), "2\n");
    assert!(
        sqlite3(&file, "SELECT signals FROM entity_judgement WHERE verdict = 'same'")
            .unwrap()
            .contains("same full name; same country")
    );
}
