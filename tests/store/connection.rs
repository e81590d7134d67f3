//! Stores over a connection of the caller's own, and what notes who has read an article.

use crate::sample::{Folder, article};
use newsgraph::Error;
use newsgraph::store::{Outcome, Store};
use rusqlite::Connection;

fn put(store: &mut Store, numbers: std::ops::Range<u64>) {
    let mut batch = store.begin().unwrap();
    for number in numbers {
        let (article, extraction) = article(number);
        batch.put(&article, &extraction).unwrap();
    }
    batch.commit().unwrap();
}

fn dump_of(numbers: std::ops::Range<u64>) -> String {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, numbers);
    store.dump().unwrap()
}

#[test]
fn a_batch_is_part_of_the_callers_transaction() {
    let mut store = Store::from_connection(Connection::open_in_memory().unwrap()).unwrap();
    put(&mut store, 0..10);
    store.connection().execute_batch("BEGIN").unwrap();
    put(&mut store, 10..20);
    assert!(!store.connection().is_autocommit());
    // A batch that is dropped takes back its own part only.
    let mut batch = store.begin().unwrap();
    batch.remove(&article(3).0.uri).unwrap();
    drop(batch);
    assert!(!store.connection().is_autocommit());
    assert_eq!(store.dump().unwrap(), dump_of(0..20));
    store.connection().execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.dump().unwrap(), dump_of(0..10));
    put(&mut store, 10..20);
    assert_eq!(store.dump().unwrap(), dump_of(0..20));
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn the_callers_settings_stay() {
    let folder = Folder::new("settings");
    let conn = Connection::open(folder.file("news.db")).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF; PRAGMA cache_size = 123").unwrap();
    let settings = |conn: &Connection| {
        ["foreign_keys", "synchronous", "cache_size", "journal_mode", "busy_timeout", "page_size"].map(|pragma| {
            conn.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, rusqlite::types::Value>(0)).unwrap()
        })
    };
    let before = settings(&conn);
    let mut store = Store::from_connection(conn).unwrap();
    // SQLite checks every reference here.
    put(&mut store, 0..30);
    let mut batch = store.begin().unwrap();
    for number in 0..15 {
        assert!(batch.remove(&article(number).0.uri).unwrap());
    }
    batch.commit().unwrap();
    assert_eq!(store.dump().unwrap(), dump_of(15..30));
    assert_eq!(settings(&store.into_connection().unwrap()), before);
}

#[test]
fn another_programs_database_is_left_alone() {
    let conn = Connection::open_in_memory().unwrap();
    conn.execute_batch("CREATE TABLE notes (text TEXT)").unwrap();
    assert!(matches!(Store::from_connection(conn), Err(Error::NotOurs { .. })));
}

#[test]
fn what_another_extractor_has_read_is_found() {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, 0..2);
    let uri = |number| article(number).0.uri;
    let mut read = |name: &str, numbers: std::ops::Range<u64>| {
        let mut batch = store.begin().unwrap();
        batch.read_by(name).unwrap();
        let outcomes: Vec<_> = numbers.map(article).map(|(a, x)| batch.put(&a, &x).unwrap()).collect();
        batch.commit().unwrap();
        (outcomes, store.not_read_by("reader 2").unwrap())
    };
    assert_eq!(read("reader 1", 2..4).1, [uri(0), uri(1), uri(2), uri(3)]);
    // What comes out the same counts as read by the new one.
    assert_eq!(read("reader 2", 1..3), (vec![Outcome::Unchanged; 2], vec![uri(0), uri(3)]));
    assert_eq!(store.dump().unwrap(), dump_of(0..4));
    assert!(matches!(store.begin().unwrap().read_by(""), Err(Error::Extraction { .. })));
}
