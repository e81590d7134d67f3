//! Files that somebody else has made, changed, damaged or lost in part. More of them are in
//! tests/store/files.rs; see docs/faults.md.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "part of tests")]

mod faults;

use faults::{Folder, Opening, Random, articles, bytes, ingest, rounds, undisturbed};
use newsgraph::ingest::Commits;
use newsgraph::store::Store;
use newsgraph::{Error, Snapshot};
use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};

/// Runs SQL on a file as another program would.
fn run(db: &Path, sql: &str) {
    // Unsynced: nobody pulls the plug.
    Connection::open(db).unwrap().execute_batch(&format!("PRAGMA synchronous = OFF; {sql}")).unwrap();
}

fn filled(db: &Path) {
    ingest(&mut Store::open(db).unwrap(), &articles(0..4));
}

#[test]
#[ignore = "the second process of other tests"]
fn child() {
    faults::child();
}

/// Each is refused within a second by a process that has 64 MB at most.
#[test]
fn a_schema_that_lies_is_refused_untouched() {
    let folder = Folder::new("schema");
    let many = (0..300).map(|n| format!("CREATE TABLE t{n} (x)")).collect::<Vec<_>>().join(";");
    let cases = [
        "CREATE TRIGGER t AFTER INSERT ON article BEGIN DELETE FROM evidence; END",
        "CREATE TRIGGER t INSTEAD OF INSERT ON country_issue BEGIN DELETE FROM article; END",
        "DROP VIEW country_issue; CREATE VIEW country_issue AS SELECT * FROM article a, article b, article c",
        "ALTER TABLE article ADD COLUMN lie TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000)))",
        "ALTER TABLE entity ADD COLUMN x TEXT CHECK (x <> 'y')",
        "DROP TABLE snapshot; CREATE VIEW snapshot AS SELECT 1 AS id, 1 AS generation, zeroblob(500000000) AS bytes",
        "CREATE INDEX slow ON article (hex(body || body || body))",
        "CREATE VIRTUAL TABLE words USING fts5 (x)",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE article (id)' WHERE name = 'article'",
        "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
         VALUES ('view', 'huge', 'huge', 0, 'CREATE VIEW huge AS SELECT 1 /*' || hex(zeroblob(50000000)) || '*/')",
        "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
         SELECT 'view', 'v' || i, 'v' || i, 0, 'CREATE VIEW v' || i || ' AS SELECT 1' FROM n",
        &many,
    ];
    for (number, sql) in cases.iter().enumerate() {
        let db = folder.file(&format!("{number}.db"));
        filled(&db);
        run(&db, sql);
        let before = bytes(folder.path());
        for result in [Commits::EachBatch.open(&db), Store::open_existing(&db)] {
            let error = result.unwrap_err();
            assert!(matches!(error, Error::NotOurs { .. } | Error::Corrupt { .. }), "{sql:.60}: {error:?}");
        }
        let Opening { time, peak, .. } = Opening::of(&db);
        println!("{:.1} ms, {peak:.1} MB: {sql:.70}", time.as_secs_f64() * 1e3);
        assert!(time <= Duration::from_secs(1) && peak <= 64.0, "{sql:.60}: {time:?}, {peak} MB");
        assert!(before == bytes(folder.path()), "{sql:.60}");
        std::fs::remove_file(db).unwrap();
    }
}

/// A file with all that a store can hold: a full-text index, a saved graph, statistics.
fn everything(db: &Path) -> (Vec<u8>, String) {
    let mut store = Store::create(db).unwrap();
    store.enable_search().unwrap();
    ingest(&mut store, &articles(0..4));
    assert!(Snapshot::load(&store).unwrap().save(&mut store).unwrap());
    let content = store.dump().unwrap();
    drop(store);
    run(db, "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)");
    (std::fs::read(db).unwrap(), content)
}

/// Opens damaged copies of a file, one after the other, and asks them all questions that read everything. What is
/// opened answers or says what is wrong; where the content is another, `verify` finds something.
fn damaged(name: &str, rounds: usize, damage: impl Fn(&mut Random, &mut Vec<u8>)) {
    let folder = Folder::new(name);
    let db = folder.file("news.db");
    let (whole, content) = everything(&db);
    let content = std::sync::Arc::new(content);
    let mut random = Random(14);
    let (mut opened, mut harmful) = (0, 0);
    for round in 0..rounds {
        let mut data = whole.clone();
        damage(&mut random, &mut data);
        std::fs::write(&db, &data).unwrap();
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.file(&format!("news.db{suffix}")));
        }
        let (db, content) = (db.clone(), content.clone());
        let found = faults::within(Duration::from_secs(20), &format!("round {round}"), move || {
            let store = Store::open(&db).ok()?;
            let changed = store.dump().ok().as_ref() != Some(&*content);
            // An error tells of the damage too.
            let silent = changed && store.verify().is_ok_and(|findings| findings.is_empty());
            let _ = (Snapshot::load(&store), store.search_articles("minister Kenya", 5));
            Some((changed, silent))
        });
        if let Some((changed, silent)) = found {
            opened += 1;
            harmful += usize::from(changed);
            assert!(!silent, "round {round}: other content, and verify is content");
        }
    }
    println!("{name}: {opened} of {rounds} opened, {harmful} with other content, all found");
    assert!(harmful + (rounds - opened) > rounds / 10, "{harmful}");
}

/// The process of a test that opens damaged files has 256 MB at most.
fn in_bounded_memory(name: &str, work: impl FnOnce()) {
    if let Some(peak) = faults::alone(name, work) {
        println!("{name}: {peak:.0} MB at most");
        assert!(peak <= 256.0, "{peak} MB");
    }
}

/// One bit anywhere: 1,000 times in the long version.
#[test]
fn flipped_bits_are_found() {
    in_bounded_memory("flipped_bits_are_found", || {
        damaged("flips", rounds(60, 1_000), |random, data| {
            let place = random.below(data.len());
            data[place] ^= 1 << random.below(8);
        });
    });
}

/// The end cut off anywhere: 200 times in the long version.
#[test]
fn lost_ends_are_found() {
    in_bounded_memory("lost_ends_are_found", || {
        damaged("ends", rounds(20, 200), |random, data| data.truncate(random.below(data.len())));
    });
}

/// Two pages in each other's place, anywhere but the first: 200 times in the long version.
#[test]
fn pages_that_changed_places_are_found() {
    in_bounded_memory("pages_that_changed_places_are_found", || {
        damaged("pages", rounds(25, 200), |random, data| {
            let pages = data.len() / 4096;
            let (a, b) = (1 + random.below(pages - 1), 1 + random.below(pages - 1));
            let page = data[b * 4096..(b + 1) * 4096].to_vec();
            data.copy_within(a * 4096..(a + 1) * 4096, b * 4096);
            data[a * 4096..(a + 1) * 4096].copy_from_slice(&page);
        });
    });
}

#[test]
fn false_statistics_and_blobs_are_harmless() {
    let folder = Folder::new("harmless");
    let all = articles(0..8);
    let expected = undisturbed(&all);
    for (name, sql) in [
        ("statistics", "ANALYZE; UPDATE sqlite_stat1 SET stat = '1 1 1'"),
        (
            "statistics 2",
            "ANALYZE; UPDATE sqlite_stat1 SET stat = '999999999999 999999999 unordered' WHERE idx NOT NULL",
        ),
        ("blob", "INSERT OR REPLACE INTO snapshot SELECT 1, number, zeroblob(8000000) FROM generation"),
        (
            "bytes",
            "INSERT OR REPLACE INTO snapshot SELECT 1, number, x'4e47534e01000000ffffffffffffffff' FROM generation",
        ),
        ("generation", "UPDATE generation SET number = 9223372036854775000"),
        ("cache", "PRAGMA default_cache_size = 1; PRAGMA journal_mode = DELETE"),
    ] {
        let db = folder.file(name);
        filled(&db);
        let nodes = Snapshot::load(&Store::open(&db).unwrap()).unwrap().node_count();
        run(&db, sql);
        let start = Instant::now();
        let mut store = Store::open(&db).unwrap();
        assert_eq!(Snapshot::load(&store).unwrap().node_count(), nodes, "{name}");
        ingest(&mut store, &all);
        assert!(store.dump().unwrap() == expected, "{name}");
        assert_eq!(store.verify().unwrap(), [], "{name}");
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
    }
}

#[test]
fn rows_that_lie_are_found_and_replaced() {
    let folder = Folder::new("rows");
    let all = articles(0..4);
    let expected = undisturbed(&all);
    for (name, sql) in [
        ("text", "UPDATE article SET body = CAST(x'41ff42' AS TEXT) WHERE id = 2"),
        ("nul", "UPDATE article SET body = 'a' || char(0) || body WHERE id = 2"),
        ("shorter", "UPDATE article SET body = 'x' WHERE id = 2"),
        ("span", "UPDATE appearance SET spans = 9223372036854775807 WHERE article_id = 2"),
        ("evidence", "UPDATE evidence SET reading = reading - (confidence / 2 << 5) WHERE article_id = 2"),
    ] {
        let db = folder.file(name);
        ingest(&mut Store::open(&db).unwrap(), &all);
        run(&db, sql);
        let mut store = Store::open(&db).unwrap();
        let findings = store.verify().unwrap();
        assert!(!findings.is_empty(), "{name}");
        // Whatever a question meets, it answers or says what is wrong.
        let _ = (store.article("0001"), store.dump(), Snapshot::load(&store));
        // Taking the article out and reading it again makes the store whole.
        let mut batch = store.begin().unwrap();
        assert!(batch.remove("0001").unwrap());
        batch.commit().unwrap();
        ingest(&mut store, &all);
        assert_eq!(store.verify().unwrap(), [], "{name}");
        assert!(store.dump().unwrap() == expected, "{name}");
    }
}

#[test]
fn references_that_lead_nowhere_are_found() {
    let folder = Folder::new("references");
    for (name, sql) in [
        ("entity", "DELETE FROM entity WHERE id = (SELECT subject_id FROM relation LIMIT 1)"),
        ("name", "DELETE FROM entity_name WHERE id = (SELECT name_id FROM appearance LIMIT 1)"),
        ("relation", "DELETE FROM relation WHERE id = (SELECT relation_id FROM evidence LIMIT 1)"),
        ("self", "UPDATE OR IGNORE relation SET object_id = subject_id, role_id = subject_id"),
        (
            "circle",
            "UPDATE entity_name SET entity_id = (SELECT ifnull(min(n.entity_id), 1) FROM entity_name n
                 WHERE n.id > entity_name.id);
             UPDATE decision SET left_id = right_id, right_id = left_id",
        ),
    ] {
        let db = folder.file(name);
        filled(&db);
        run(&db, &format!("PRAGMA foreign_keys = OFF; {sql}"));
        let mut store = Store::open(&db).unwrap();
        assert!(!store.verify().unwrap().is_empty(), "{name}");
        let _ = (store.dump(), Snapshot::load(&store));
        // Reading on does not panic; that it may fail is said in the error.
        let more = articles(0..6).into_iter().map(Ok);
        let _ = newsgraph::ingest::Ingest::new(&faults::EXTRACTOR).run(&mut store, more);
    }
}

#[test]
fn a_lost_log_loses_commits_not_articles() {
    let folder = Folder::new("log");
    let all = articles(0..10);
    let expected = undisturbed(&all);
    let live = folder.file("live.db");
    let mut store = Store::open(&live).unwrap();
    ingest(&mut store, &all[..4]);
    store.checkpoint().unwrap();
    ingest(&mut store, &all[4..]);
    let copy = |name: &str, log: Option<Vec<u8>>| {
        let db = folder.file(name);
        std::fs::copy(&live, &db).unwrap();
        if let Some(log) = log {
            std::fs::write(folder.file(&format!("{name}-wal")), log).unwrap();
        }
        db
    };
    let log = std::fs::read(folder.file("live.db-wal")).unwrap();
    assert!(log.len() > 10_000, "the later articles are in the log");
    let mut random = Random(5);
    let garbage: Vec<u8> = (0..50_000).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
    let mut torn = log.clone();
    torn.truncate(log.len() - 1000);
    let mut flipped = log.clone();
    flipped[log.len() / 2] ^= 1;
    for (name, log, least) in [
        ("lost.db", None, 4),
        ("empty.db", Some(vec![]), 4),
        ("garbage.db", Some(garbage), 4),
        ("torn.db", Some(torn), 4),
        ("flipped.db", Some(flipped), 4),
        ("whole.db", Some(log), 10),
    ] {
        let db = copy(name, log);
        let mut store = Store::open(&db).unwrap();
        assert!(faults::assert_first_ones_whole(&store, &all) >= least, "{name}");
        ingest(&mut store, &all);
        assert!(store.dump().unwrap() == expected, "{name}");
    }
}

/// A file that was never released: version 0 has no fingerprint to check and no step that leads on.
#[test]
fn a_version_before_the_first_is_refused() {
    let folder = Folder::new("older");
    let db = folder.file("news.db");
    filled(&db);
    run(&db, "PRAGMA user_version = 0");
    let before = bytes(folder.path());
    assert!(matches!(Store::open(&db), Err(Error::NotOurs { .. })));
    assert!(before == bytes(folder.path()));
}
