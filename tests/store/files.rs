//! Files that are opened, created and refused.

use crate::sample::{Folder, article};
use newsgraph::Error;
use newsgraph::store::{Durability, OpenOptions, Store};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
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

/// Runs SQL on a file as another program would.
fn run(file: &Path, sql: &str) {
    rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
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

/// A backup, made in any of the usual ways, is a store that says the same and goes on.
#[test]
fn a_copy_says_the_same() {
    let folder = Folder::new("copy");
    let file = folder.file("news.db");
    let mut store = filled(&file, 0..20);
    store.enable_search().unwrap();
    let dump = store.dump().unwrap();
    let (vacuumed, copied, moved) = (folder.file("vacuumed.db"), folder.file("copied.db"), folder.file("moved.db"));
    run(&file, &format!("VACUUM INTO '{}'", vacuumed.display()));
    store.checkpoint().unwrap();
    drop(store);
    std::fs::copy(&file, &copied).unwrap();
    std::fs::rename(&file, &moved).unwrap();
    let expected = filled(&folder.file("undisturbed.db"), 0..30).dump().unwrap();
    for copy in [vacuumed, copied, moved] {
        let store = Store::open_existing(&copy).unwrap();
        assert_eq!(store.dump().unwrap(), dump, "{}", copy.display());
        assert_eq!(store.verify().unwrap(), [], "{}", copy.display());
        assert!(store.has_search().unwrap());
        drop(store);
        assert_eq!(filled(&copy, 10..30).dump().unwrap(), expected, "{}", copy.display());
    }
}

/// Each is refused within ten milliseconds, however it is opened, and nothing is written or created.
#[test]
fn files_of_others_keep_every_byte() {
    let folder = Folder::new("others");
    let folder_as_file = folder.file("folder");
    std::fs::create_dir(&folder_as_file).unwrap();
    let (empty, text, zeros) = (folder.file("empty"), folder.file("text"), folder.file("zeros"));
    std::fs::write(&empty, "").unwrap();
    std::fs::write(&text, "Ada Quill spoke.\n".repeat(100_000)).unwrap();
    std::fs::write(&zeros, vec![0; 8 << 20]).unwrap();
    let foreign = folder.file("foreign.db");
    run(&foreign, "PRAGMA journal_mode = WAL; CREATE TABLE note (text); INSERT INTO note VALUES ('mine');");
    let mut refused = vec![folder_as_file, empty, text, zeros, foreign];
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
        run(&file, sql);
        refused.push(file);
    }
    let before = bytes(folder.path());
    let soon = |what: &str, file: &Path, open: &dyn Fn(&Path) -> newsgraph::Result<Store>| {
        let mut error = None;
        let mut once = || {
            let start = Instant::now();
            error = open(file).err();
            start.elapsed()
        };
        // Where other programs took the processor, another try is faster.
        let time = (0..20).map(|_| once()).min().unwrap();
        assert!(time <= Duration::from_millis(10), "{what} {}: {time:?}", file.display());
        error.unwrap_or_else(|| panic!("{what} {}", file.display()))
    };
    for file in &refused {
        let is_not_ours = |error: &Error| matches!(error, Error::NotOurs { .. });
        assert!(is_not_ours(&soon("open", file, &|file| Store::open(file))), "{}", file.display());
        assert!(is_not_ours(&soon("open the existing", file, &|file| Store::open_existing(file))));
        let reading = OpenOptions::new().read_only(true);
        assert!(is_not_ours(&soon("read", file, &|file| reading.open(file))));
        assert!(matches!(soon("create", file, &|file| Store::create(file)), Error::Exists { .. }));
    }
    for missing in [folder.file("missing.db"), folder.file("no folder/missing.db")] {
        let error = soon("open the existing", &missing, &|file| Store::open_existing(file));
        assert!(matches!(error, Error::Missing { .. }), "{error:?}");
    }
    let error = soon("create", &folder.file("no folder/missing.db"), &|file| Store::open(file));
    assert!(matches!(error, Error::Io { .. }), "{error:?}");
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
    for words in ["The end.", "Harbour Trust", "Ministry of Tides", "flood defence", "chair"] {
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

/// What a hostile file or statement could reach for: other files, program code, triggers.
#[test]
fn nothing_is_attached_loaded_or_triggered() {
    let folder = Folder::new("reach");
    let file = folder.file("news.db");
    drop(filled(&file, 0..2));
    let stores = [
        Store::open(&file).unwrap(),
        OpenOptions::new().read_only(true).open(&file).unwrap(),
        Store::in_memory().unwrap(),
    ];
    for store in stores {
        let conn = store.connection();
        let attach = format!("ATTACH '{}' AS other", folder.file("other.db").display());
        for (sql, refusal) in [(attach.as_str(), "too many attached"), ("SELECT load_extension('x')", "not authorized")]
        {
            let error = conn.query_row(sql, [], |_| Ok(())).unwrap_err().to_string();
            assert!(error.contains(refusal), "{sql}: {error}");
        }
        if conn.is_readonly("main").unwrap() {
            continue;
        }
        conn.execute_batch(
            "BEGIN; CREATE TABLE seen (x); CREATE TABLE told (x); INSERT INTO told VALUES (0);
             CREATE TRIGGER t AFTER INSERT ON seen BEGIN UPDATE told SET x = 1; END; INSERT INTO seen VALUES (1);",
        )
        .unwrap();
        assert_eq!(conn.query_row("SELECT x FROM told", [], |row| row.get::<_, i64>(0)), Ok(0));
        conn.execute_batch("ROLLBACK").unwrap();
    }
    assert!(!folder.file("other.db").exists());
}
