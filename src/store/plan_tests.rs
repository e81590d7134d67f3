//! The plan of every statement that the store runs: none reads a table of facts whole or makes an index
//! of its own, whatever the statistics say, on the bundled SQLite and on the `sqlite3` program of the
//! system.
//!
//! A query over two steps that takes 0.1 ms with the plan of SQLite 3.40 was seen to take a thousand
//! times that with the one of 3.54. So nothing is listed here that could be forgotten: SQLite says which
//! statements run while the store is written, asked, judged and pruned.

use super::{EntityId, RelationId, Scope, Store, Verdict};
use crate::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Mention, MentionForm,
    Modality, Polarity, Relation, RelationKind, RoleStatus,
};
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// What has run.
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn note(event: TraceEvent<'_>) {
    if let TraceEvent::Stmt(statement, _) = event {
        SEEN.lock().unwrap().insert(statement.sql().split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

/// An article about people, an organization, a country and an issue.
fn article(number: usize) -> (Article, Extraction) {
    let body = format!("Ada Quill {number}, Bo Ek, chair, Harbour Bank, Kenya, grain prices.");
    let names = [
        (EntityKind::Person, format!("Ada Quill {number}")),
        (EntityKind::Person, "Bo Ek".to_owned()),
        (EntityKind::Role, "chair".to_owned()),
        (EntityKind::Organization, "Harbour Bank".to_owned()),
        (EntityKind::Country, "Kenya".to_owned()),
        (EntityKind::Issue, "grain prices".to_owned()),
    ];
    let mut extraction = Extraction::default();
    for (kind, name) in names {
        let start = body.find(&name).unwrap();
        let entity = EntityIndex(u32::try_from(extraction.entities.len()).unwrap());
        extraction.mentions.push(Mention {
            span: ByteSpan::new(start, start + name.len()),
            entity,
            form: MentionForm::Name,
        });
        let country_code = if kind == EntityKind::Country { CountryCode::new("KE") } else { None };
        let aliases = if kind == EntityKind::Organization { vec!["HB".to_owned()] } else { vec![] };
        extraction.entities.push(Entity { kind, name, country_code, topic: None, aliases });
    }
    for (kind, subject, object, role) in [
        (RelationKind::HOLDS_ROLE, 0, 3, Some(2)),
        (RelationKind::HOLDS_ROLE, 1, 4, Some(2)),
        (RelationKind::HAS_OCCUPATION, 1, 2, None),
        (RelationKind::CONCERNED_WITH, 4, 5, None),
    ] {
        let evidence = Evidence {
            span: ByteSpan::new(0, body.len()),
            rule: "test".into(),
            confidence: 0.5,
            polarity: Polarity::Asserted,
            modality: Modality::Actual,
            status: (kind != RelationKind::CONCERNED_WITH).then_some(RoleStatus::Current),
            attributed_to: Some(EntityIndex(1)),
            label: None,
            start_date: None,
            end_date: None,
        };
        extraction.relations.push(Relation {
            kind,
            subject: EntityIndex(subject),
            object: EntityIndex(object),
            role: role.map(EntityIndex),
            evidence: vec![evidence],
        });
    }
    let published_on = format!("2023-0{}-11", 1 + number % 9).parse().ok();
    (
        Article {
            published_on,
            publisher: Some("Coast Courier".into()),
            ..Article::new(format!("{number}.txt"), body)
        },
        extraction,
    )
}

/// Writes, changes, judges, asks and removes: everything but what is said to read the whole store.
fn work(store: &mut Store) {
    let mut batch = store.begin().unwrap();
    for number in 0..4 {
        let (article, extraction) = article(number);
        batch.put(&article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    let mut batch = store.begin().unwrap();
    let (mut changed, extraction) = article(1);
    changed.title = Some("Again".to_owned());
    batch.put(&changed, &extraction).unwrap();
    batch.put(&article(2).0, &article(2).1).unwrap();
    batch.remove("0.txt").unwrap();
    batch.commit().unwrap();

    let (left, right) = (("1.txt", "Ada Quill 1"), ("2.txt", "Ada Quill 2"));
    store.judge(EntityKind::Person, left, right, Verdict::Same, "a test").unwrap();
    store.judgements(None).unwrap();
    store.judgements(Some(Verdict::Same)).unwrap();
    store.unjudge(EntityKind::Person, left, right).unwrap();
    store.entity_in(EntityKind::Person, "1.txt", "Ada Quill 1").unwrap();

    let bank = store.entities_named("harbour bank").unwrap()[0].id;
    let kenya = store.entities_named("KE").unwrap()[0].id;
    let ada = store.entity_named(EntityKind::Person, "Ada Quill 1").unwrap().unwrap().id;
    let date = "2023-03".parse().unwrap();
    assert!(!store.roles_of(ada).unwrap().is_empty() && !store.people_of(bank).unwrap().is_empty());
    assert!(!store.issues_of(kenya).unwrap().is_empty() && !store.neighbours(bank).unwrap().is_empty());
    store.countries_of(EntityId(1)).unwrap();
    store.two_hops(ada, 10, 10).unwrap();
    store.names_of(bank).unwrap();
    store.evidence(RelationId(1)).unwrap();
    store.holders(bank, "chair", date).unwrap();
    store.people_between(bank, date, date).unwrap();
    store.article("1.txt").unwrap().unwrap();
    store.extraction("1.txt").unwrap().unwrap();
    store.relations_in(Scope::Article("1.txt")).unwrap();
    store.relations_in(Scope::Country(CountryCode::new("KE").unwrap())).unwrap();
    let generation = store.generation().unwrap();
    store.save_graph(generation, b"none").unwrap();
    store.saved_graph(|_, _| Some(())).unwrap();
}

/// Questions to the views that a reader types, each about one thing.
const TYPED: [&str; 6] = [
    "SELECT * FROM article_entity WHERE article_uri = '1.txt'",
    "SELECT * FROM person_role_organization WHERE article_uri = '1.txt'",
    "SELECT * FROM country_issue WHERE article_uri = '1.txt'",
    "SELECT * FROM role_holder WHERE person_id = 1",
    "SELECT * FROM role_holder WHERE organization_id = 1",
    "SELECT * FROM role_holder WHERE organization_id = 1 AND role_id = 2 AND seen_on >= '2022'",
];

/// The views as a whole: one table is read from end to end, everything else is looked up.
const WHOLE: [&str; 5] = [
    "SELECT * FROM article_entity",
    "SELECT * FROM person_role_organization",
    "SELECT * FROM country_issue",
    "SELECT * FROM role_holder",
    "SELECT * FROM entity_judgement WHERE score IS NOT NULL",
];

/// The tables that grow with the articles.
const FACTS: [&str; 9] =
    ["article", "appearance", "evidence", "relation", "mention", "entity", "entity_name", "name_articles", "decision"];

/// The table that a plan calls by a name: the statement gives tables short ones, or a view in it does.
fn table_of<'t>(name: &'t str, sql: &str, views: &str) -> &'t str {
    let words = |text: &str| text.to_lowercase().replace(['(', ')', ',', ';'], " ");
    let (sql, views) = (format!(" {} ", words(sql)), format!(" {} ", words(views)));
    // What the statement names itself is not a view's.
    let text = if sql.contains(&format!(" {name} ")) { sql } else { views };
    let named = |table: &str| [" ", " as "].iter().any(|between| text.contains(&format!(" {table}{between}{name} ")));
    FACTS.into_iter().find(|table| named(table)).unwrap_or(name)
}

/// The tables of facts that the steps of a plan read whole.
fn scanned(plan: &[String], sql: &str, views: &str) -> Vec<String> {
    let names = plan.iter().filter_map(|step| step.strip_prefix("SCAN ")?.split(' ').next());
    names.map(|name| table_of(name, sql, views).to_owned()).filter(|table| FACTS.contains(&table.as_str())).collect()
}

/// Whether a statement has a plan to be looked at. The statements of [`Store::scan`] read a table whole, which
/// is what they are for.
fn has_plan(sql: &str) -> bool {
    let begins = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "REPLACE"];
    begins.iter().any(|word| sql.to_uppercase().starts_with(word)) && !sql.contains("newsgraph_gather")
}

/// Statistics as a large store has them. (Those of an almost empty one make every SQLite read whole
/// tables, whatever the query says: the store takes none of its own accord.)
const STATISTICS: &str = "ANALYZE;
    UPDATE sqlite_stat1 SET stat = '100000 3 2 1 1';
    ANALYZE sqlite_schema";

/// Plans by the bundled SQLite.
fn bundled(conn: &Connection, sql: &str) -> Vec<String> {
    let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = plan.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

/// Plans by the system's `sqlite3` program; `None` where there is none.
fn system(file: &Path, statements: &[String]) -> Option<Vec<Vec<String>>> {
    const MARK: &str = "== next plan";
    let mut child = match Command::new("sqlite3")
        .args(["-bail", "-readonly"])
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
    {
        Ok(child) => child,
        Err(error) => {
            println!("SKIPPED: plans on the system's SQLite: no sqlite3 program ({error})");
            return None;
        }
    };
    let mut script = String::new();
    for sql in statements {
        writeln!(script, "EXPLAIN QUERY PLAN {sql};\n.print {MARK}").unwrap();
    }
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "sqlite3 cannot plan a statement of the store");
    let text = String::from_utf8(output.stdout).unwrap();
    let step = |line: &str| line.trim_start_matches(['|', '`', '-', ' ']).to_owned();
    let mut plans: Vec<Vec<String>> =
        text.split(MARK).map(|plan| plan.lines().map(step).filter(|step| !step.is_empty()).collect()).collect();
    plans.pop();
    assert_eq!(plans.len(), statements.len());
    Some(plans)
}

#[test]
fn no_statement_reads_a_table_of_facts_whole() {
    let folder = std::env::temp_dir().join(format!("newsgraph-plans-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("plans.db");
    let mut store = Store::create(&file).unwrap();
    let _ = store.conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note as fn(TraceEvent<'_>)));
    work(&mut store);
    let _ = store.conn.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>);

    let ran: Vec<String> = SEEN.lock().unwrap().iter().filter(|sql| has_plan(sql)).cloned().collect();
    assert!(ran.len() > 40, "{} statements", ran.len());
    let typed = TYPED.map(str::to_owned);
    let whole = WHOLE.map(str::to_owned);
    let statements: Vec<String> = ran.iter().chain(&typed).chain(&whole).cloned().collect();
    let views: String = {
        let mut views =
            store.conn.prepare("SELECT group_concat(sql, ' ') FROM sqlite_schema WHERE type = 'view'").unwrap();
        let text: String = views.query_row([], |row| row.get(0)).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };

    let mut faults = Vec::new();
    let mut check = |by: &str, plans: &[Vec<String>]| {
        for (sql, plan) in statements.iter().zip(plans) {
            // All decisions are asked for.
            let most = usize::from(whole.contains(sql) || sql.contains("FROM entity_judgement"));
            let scanned = scanned(plan, sql, &views);
            // A Bloom filter takes a pass over a table: no matter where one is read from end to end anyway.
            let made = |step: &String| step.contains("AUTOMATIC") || most == 0 && step.contains("BLOOM");
            if scanned.len() > most || plan.iter().any(made) {
                faults.push(format!("{by}: {scanned:?} {plan:?}\n    {sql}"));
            }
        }
    };
    for statistics in ["", STATISTICS] {
        store.conn.execute_batch(statistics).unwrap();
        let by = |who: &str| format!("{who}{}", if statistics.is_empty() { "" } else { " with statistics" });
        check(&by("bundled"), &statements.iter().map(|sql| bundled(&store.conn, sql)).collect::<Vec<_>>());
        store.checkpoint().unwrap();
        if let Some(plans) = system(&file, &statements) {
            check(&by("sqlite3"), &plans);
        }
    }
    drop(store);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(faults.is_empty(), "{} of {} plans:\n{}", faults.len(), statements.len(), faults.join("\n"));
}

#[test]
fn a_table_read_whole_is_seen_under_its_short_name() {
    let plan = ["SEARCH a USING INDEX x", "SCAN v", "SCAN s"].map(str::to_owned);
    let sql = "SELECT 1 FROM (SELECT 2) s CROSS JOIN evidence v JOIN article a";
    assert_eq!(scanned(&plan, sql, ""), ["evidence"]);
    assert_eq!(
        scanned(&plan, "SELECT 1 FROM shown", "CREATE VIEW shown AS SELECT 1 FROM relation AS v;"),
        ["relation"]
    );
    assert_eq!(scanned(&["SCAN article".to_owned()], "SELECT uri FROM article", ""), ["article"]);
}
