//! Files that are opened, created and refused.

use crate::sample::{Folder, article};
use newsgraph::Error;
use newsgraph::store::{Durability, OpenOptions, Store};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Every file of a folder, byte for byte.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn filled(path: &Path, numbers: std::ops::Range<u64>) -> Store {
    let mut store = Store::open(path).unwrap();
    let mut batch = store.begin().unwrap();
    for number in numbers {
        let (article, extraction) = article(number);
        batch.put(&article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    store
}

/// Runs SQL with the `sqlite3` program; false where there is none.
fn sqlite3(file: &Path, sql: &str) -> bool {
    let Ok(output) = Command::new("sqlite3").arg(file).arg(sql).output() else { return false };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    true
}

#[test]
fn a_store_is_created_once_and_opened_again() {
    let folder = Folder::new("again");
    let file = folder.file("news #1?.db");
    assert!(matches!(Store::open_existing(&file), Err(Error::Missing { .. })));
    assert!(matches!(OpenOptions::new().read_only(true).open(&file), Err(Error::Missing { .. })));
    assert_eq!(bytes(folder.path()).len(), 0);

    let dump = filled(&file, 0..10).dump().unwrap();
    assert!(matches!(Store::create(&file), Err(Error::Exists { .. })));
    assert_eq!(bytes(folder.path()).len(), 1, "no draft and no log is left");
    assert_eq!(Store::open(&file).unwrap().dump().unwrap(), dump);
    for durability in [Durability::Full, Durability::Normal, Durability::Bulk] {
        let mut store = OpenOptions::new().durability(durability).open_existing(&file).unwrap();
        assert_eq!(store.dump().unwrap(), dump);
        store.checkpoint().unwrap();
    }
}

#[test]
fn files_of_others_keep_every_byte() {
    let folder = Folder::new("others");
    let folder_as_file = folder.file("folder");
    std::fs::create_dir(&folder_as_file).unwrap();
    let (empty, text, zeros) = (folder.file("empty"), folder.file("text"), folder.file("zeros"));
    std::fs::write(&empty, "").unwrap();
    std::fs::write(&text, "Ada Quill spoke.\n".repeat(1000)).unwrap();
    std::fs::write(&zeros, [0; 8192]).unwrap();
    let mut refused = vec![folder_as_file, empty, text, zeros];
    let foreign = folder.file("foreign.db");
    if sqlite3(&foreign, "PRAGMA journal_mode = WAL; CREATE TABLE note (text); INSERT INTO note VALUES ('mine');") {
        refused.push(foreign);
    }
    for (name, sql) in [
        ("trigger.db", "CREATE TRIGGER t AFTER INSERT ON article BEGIN DELETE FROM mention; END;"),
        ("view.db", "DROP VIEW article_entity; CREATE VIEW article_entity AS SELECT 1;"),
        ("table.db", "CREATE TABLE more (x);"),
        ("index.db", "DROP INDEX relation_fact;"),
        ("application.db", "PRAGMA application_id = 7;"),
        ("unversioned.db", "PRAGMA user_version = 0;"),
    ] {
        let file = folder.file(name);
        drop(filled(&file, 0..3));
        if sqlite3(&file, sql) {
            refused.push(file);
        }
    }
    let before = bytes(folder.path());
    for file in &refused {
        let start = Instant::now();
        assert!(matches!(Store::open(file), Err(Error::NotOurs { .. })), "{}", file.display());
        assert!(matches!(Store::open_existing(file), Err(Error::NotOurs { .. })), "{}", file.display());
        assert!(matches!(Store::create(file), Err(Error::Exists { .. })), "{}", file.display());
        assert!(start.elapsed() < Duration::from_millis(500));
    }
    assert!(before == bytes(folder.path()), "a refused file or its neighbours changed");
}

#[test]
fn a_newer_schema_is_left_alone() {
    let folder = Folder::new("newer");
    let file = folder.file("news.db");
    drop(filled(&file, 0..3));
    // The version stands in the header, big-endian at byte 60 (SQLite's file format, section 1.3).
    let mut data = std::fs::read(&file).unwrap();
    data[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&file, &data).unwrap();
    let before = bytes(folder.path());
    for result in [Store::open(&file), Store::open_existing(&file), OpenOptions::new().read_only(true).open(&file)] {
        assert!(matches!(result, Err(Error::NewerSchema { found: 99, supported: 1, .. })), "{result:?}");
    }
    assert!(before == bytes(folder.path()));
}

#[test]
fn truncated_files_are_told() {
    let folder = Folder::new("truncated");
    let file = folder.file("news.db");
    drop(filled(&file, 0..40));
    let whole = std::fs::read(&file).unwrap();
    for length in [1, 50, 99, 100, 511, 4096, 5000, whole.len() / 2, whole.len() - 4096] {
        std::fs::write(&file, &whole[..length]).unwrap();
        let before = bytes(folder.path());
        let error = Store::open(&file).unwrap_err();
        assert!(matches!(error, Error::NotOurs { .. } | Error::Corrupt { .. }), "{length}: {error:?}");
        assert!(before == bytes(folder.path()));
    }
}

#[test]
fn damage_is_found() {
    let folder = Folder::new("damage");
    let file = folder.file("news.db");
    drop(filled(&file, 0..40));
    let whole = std::fs::read(&file).unwrap();
    let content = Store::open_existing(&file).unwrap().dump().unwrap();
    // Every copy of a letter in a body, a name, a rule; then any bits.
    let mut flips = Vec::new();
    for words in ["The end.", "Harbour Trust", "apposition", "chair"] {
        let places = (0..whole.len()).filter(|i| whole[*i..].starts_with(words.as_bytes()));
        flips.extend(places.map(|place| (place, 1)).take(15));
    }
    let mut random = crate::sample::Lcg(9);
    flips.extend((0..100).map(|_| (random.below(whole.len()), 1 << random.below(8))));
    let (mut harmful, mut silent) = (0, 0);
    for (place, bit) in flips {
        let mut data = whole.clone();
        data[place] ^= bit;
        std::fs::write(&file, &data).unwrap();
        let Ok(store) = Store::open_existing(&file) else { continue };
        if store.dump().ok().as_ref() != Some(&content) {
            harmful += 1;
            // An error tells of the damage too.
            silent += u32::from(store.verify().is_ok_and(|findings| findings.is_empty()));
        }
    }
    assert!(harmful > 30, "only {harmful} flips changed the content");
    assert_eq!(silent, 0, "of {harmful}");
}

#[test]
fn a_second_writer_waits() {
    let folder = Folder::new("writers");
    let file = folder.file("news.db");
    let mut first = Store::create(&file).unwrap();
    let batch = first.begin().unwrap();
    let waiting = std::thread::spawn({
        let file = file.clone();
        move || filled(&file, 0..5).dump().unwrap()
    });
    std::thread::sleep(Duration::from_millis(200));
    batch.commit().unwrap();
    assert!(waiting.join().unwrap().contains("sample/004.txt"));

    let batch = first.begin().unwrap();
    let mut hasty = OpenOptions::new().busy_timeout(Duration::from_millis(100)).open(&file).unwrap();
    let start = Instant::now();
    let error = hasty.begin().unwrap_err();
    assert!(matches!(error, Error::Busy { .. }), "{error:?}");
    assert!(start.elapsed() >= Duration::from_millis(90));
    drop(batch);
    assert!(hasty.begin().is_ok());
}

#[test]
fn many_writers_make_what_one_makes() {
    let folder = Folder::new("threads");
    let file = folder.file("news.db");
    let threads: Vec<_> = (0..4_u64)
        .map(|thread| {
            let file = file.clone();
            std::thread::spawn(move || {
                let mut store = OpenOptions::new().busy_timeout(Duration::from_secs(60)).open(&file).unwrap();
                for number in thread * 5..thread * 5 + 20 {
                    let (article, extraction) = article(number);
                    let mut batch = store.begin().unwrap();
                    batch.put(&article, &extraction).unwrap();
                    batch.commit().unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let expected = filled(&folder.file("one.db"), 0..35).dump().unwrap();
    let store = Store::open_existing(&file).unwrap();
    assert_eq!(store.dump().unwrap(), expected);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn readers_cannot_write() {
    let folder = Folder::new("readers");
    let file = folder.file("news.db");
    let dump = filled(&file, 0..5).dump().unwrap();
    let mut reader = OpenOptions::new().read_only(true).open_existing(&file).unwrap();
    assert_eq!(reader.dump().unwrap(), dump);
    assert!(matches!(reader.begin(), Err(Error::ReadOnly { .. })));
}
