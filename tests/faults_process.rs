//! Processes that die, disks that are full, writers that meet. `NEWSGRAPH_LONG=1` runs each fault
//! many more times; see docs/faults.md.
#![allow(clippy::unwrap_used, reason = "part of tests")]

mod faults;

use faults::{
    EXTRACTOR, Folder, Opening, Random, Task, articles, assert_first_ones_whole, hasty, ingest, rounds, undisturbed,
};
use newsgraph::ingest::{Commits, Ingest};
use newsgraph::store::{OpenOptions, Store};
use newsgraph::{Error, Snapshot};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Articles of an ingest that is disturbed.
const COUNT: usize = 42;

#[test]
#[ignore = "the second process of other tests"]
fn child() {
    faults::child();
}

#[test]
fn a_killed_ingest_leaves_whole_articles() {
    let folder = Folder::new("killed");
    let all = articles(0..COUNT);
    let expected = undisturbed(&all);
    let start = Instant::now();
    let first = Task { db: folder.file("first.db"), articles: 0..COUNT, each: true }.command().output().unwrap();
    let time = start.elapsed();
    assert_eq!(faults::told(&first.stdout), COUNT, "{}", String::from_utf8_lossy(&first.stderr));
    let mut random = Random(11);
    let mut in_the_middle = 0;
    for round in 0..rounds(10, 200) {
        let db = folder.file(&format!("{round}.db"));
        let task = Task { db: db.clone(), articles: 0..COUNT, each: round % 4 > 0 };
        if round % 3 == 0 {
            Store::create(&db).unwrap().enable_search().unwrap();
        }
        let mut child = task.command().stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // Some time after it has told of some article; or at any time, where articles are committed together.
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (mut lines, mut told, after) = (vec![], 0, if task.each { random.below(COUNT - 2) } else { 0 });
        while told < after && output.read_until(b'\n', &mut lines).unwrap() > 0 {
            told = faults::told(&lines);
        }
        let most = if after == 0 { time } else { time / u32::try_from(COUNT).unwrap() };
        std::thread::sleep(most.mul_f64(f64::from(u32::try_from(random.below(1000)).unwrap()) / 1000.0));
        // SIGKILL on Unix.
        child.kill().unwrap();
        child.wait().unwrap();
        output.read_to_end(&mut lines).unwrap();
        let told = faults::told(&lines);
        let mut store = Store::open(&db).unwrap();
        let stored = assert_first_ones_whole(&store, &all);
        assert!(stored >= told, "{told} articles were told to be committed, {stored} are there");
        in_the_middle += usize::from(stored > 0 && stored < COUNT);
        ingest(&mut store, &all);
        assert!(store.dump().unwrap() == expected, "after round {round}");
        drop(store);
        std::fs::remove_file(db).unwrap();
    }
    println!("{in_the_middle} of {} were killed between two articles", rounds(10, 200));
    assert!(in_the_middle > 0, "no ingest was killed between two articles");
}

/// Whatever works on a whole store, killed at any moment (each a hundred times in the long version), changes
/// nothing.
#[test]
fn killed_upkeep_changes_nothing() {
    let folder = Folder::new("upkeep");
    let db = folder.file("news.db");
    let all = articles(0..14);
    ingest(&mut Store::open(&db).unwrap(), &all);
    let expected = undisturbed(&all);
    let task = Task { db: db.clone(), articles: 0..0, each: true };
    let mut random = Random(17);
    let mut indexed = BTreeSet::new();
    for kind in faults::UPKEEP {
        for round in 0..rounds(2, 100) {
            let mut child = task.upkeep(kind).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            // The work begins anew without end; somewhere in the second or third time it is ended.
            let mut told = BufReader::new(child.stdout.take().unwrap());
            let mut line = String::new();
            let start = Instant::now();
            while line.trim() != "once more" {
                line.clear();
                assert!(told.read_line(&mut line).unwrap() > 0, "the upkeep failed: {kind}");
            }
            let time = start.elapsed().min(Duration::from_secs(1));
            std::thread::sleep(time.mul_f64(f64::from(u32::try_from(random.below(1000)).unwrap()) / 1000.0));
            assert!(child.try_wait().unwrap().is_none(), "the upkeep failed: {kind}");
            child.kill().unwrap();
            child.wait().unwrap();
            let store = Store::open_existing(&db).unwrap();
            assert_eq!(store.verify().unwrap(), [], "{kind}, round {round}");
            assert!(store.dump().unwrap() == expected, "{kind}, round {round}");
            indexed.insert(store.has_search().unwrap());
        }
    }
    assert!(indexed.contains(&true), "no upkeep was killed with an index in the file");
}

#[test]
fn half_an_article_would_be_seen() {
    let folder = Folder::new("half");
    let all = articles(0..4);
    for (table, damage) in [
        ("evidence", "DELETE FROM evidence"),
        ("mention", "UPDATE appearance SET spans = NULL"),
        ("appearance", "DELETE FROM appearance"),
    ] {
        let db = folder.file(table);
        ingest(&mut Store::open(&db).unwrap(), &all);
        let conn = rusqlite::Connection::open(&db).unwrap();
        let broken = format!("PRAGMA foreign_keys = OFF; {damage} WHERE article_id = 2 AND seq > 3");
        conn.execute_batch(&broken).unwrap();
        drop(conn);
        assert_ne!(Store::open(&db).unwrap().verify().unwrap(), [], "{table}");
    }
}

#[test]
fn a_full_disk_leaves_whole_articles() {
    let folder = Folder::new("full");
    let all = articles(0..14);
    let expected = undisturbed(&all);
    let db = folder.file("whole.db");
    ingest(&mut Store::open(&db).unwrap(), &all);
    let (empty, pages) = (folder.file("empty.db"), std::fs::metadata(&db).unwrap().len() / 4096);
    drop(Store::create(&empty).unwrap());
    let least = std::fs::metadata(&empty).unwrap().len() / 4096;
    let mut seen = BTreeSet::new();
    for limit in (least..=pages + 4).step_by(rounds(5, 1)) {
        for commits in [Commits::EachArticle, Commits::EachBatch] {
            let db = folder.file(&format!("{limit} {commits:?}.db"));
            let mut store = OpenOptions::new().max_bytes(limit * 4096).open(&db).unwrap();
            let articles = || all.iter().cloned().map(Ok);
            match Ingest::new(&EXTRACTOR).commits(commits).run(&mut store, articles()) {
                Ok(_) => assert!(limit > pages / 2),
                Err(Error::DiskFull { .. }) => {}
                Err(error) => panic!("{limit}: {error:?}"),
            }
            // The same handle goes on reading, and says the same when it is asked to write more.
            seen.insert(assert_first_ones_whole(&store, &all));
            if let Err(error) = Ingest::new(&EXTRACTOR).commits(commits).run(&mut store, articles()) {
                assert!(matches!(error, Error::DiskFull { .. }), "{limit}: {error:?}");
            }
            drop(store);
            // With room again, all goes in.
            let mut store = Store::open(&db).unwrap();
            ingest(&mut store, &all);
            assert!(store.dump().unwrap() == expected, "{limit}");
        }
    }
    assert!(seen.len() > 4, "the limits cut at few places: {seen:?}");
}

/// The limit of the system on the size of a file stands for a disk that refuses to write.
#[cfg(unix)]
#[test]
fn a_disk_that_refuses_leaves_whole_articles() {
    let folder = Folder::new("refusing");
    let all = articles(0..COUNT);
    let expected = undisturbed(&all);
    let mut failed = 0;
    let count = rounds(6, 50);
    for round in 0..count {
        let db = folder.file(&format!("{round}.db"));
        drop(Store::create(&db).unwrap());
        // Blocks of 512 bytes, from the size of the empty file to some megabytes.
        let blocks = 300 + 7_000 * round / count;
        let task = Task { db: db.clone(), articles: 0..COUNT, each: true };
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
        shell.arg(std::env::current_exe().unwrap());
        task.dress(&mut shell);
        let output = shell.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{text}");
        let error = text.lines().find_map(|line| line.strip_prefix("failed "));
        if let Some(error) = error {
            assert!(error.starts_with("DiskFull") || error.starts_with("Database"), "{error}");
            failed += 1;
        }
        let mut store = Store::open(&db).unwrap();
        assert!(assert_first_ones_whole(&store, &all) >= faults::told(&output.stdout));
        ingest(&mut store, &all);
        assert!(store.dump().unwrap() == expected);
    }
    assert!(failed > 0, "no write was refused");
}

/// A file or folder that may only be read. The superuser may write everything, so for him the
/// second process runs as nobody.
#[cfg(unix)]
#[test]
fn files_that_may_only_be_read_are_told() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let folder = Folder::new("read-only");
    let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let db = folder.file("news.db");
    ingest(&mut Store::open(&db).unwrap(), &articles(0..3));
    let run = |mut command: std::process::Command| {
        if std::fs::metadata(folder.path()).unwrap().uid() == 0 {
            command.uid(65534);
        }
        // Nobody may not be allowed to run this program where it lies.
        command.output().ok().map(|output| output.stdout)
    };
    mode(&db, 0o444);
    mode(folder.path(), 0o555);
    let before = faults::bytes(folder.path());
    for (task, expected) in [
        (Task { db: db.clone(), articles: 0..6, each: true }, "failed ReadOnly"),
        (Task { db: folder.file("new.db"), articles: 0..6, each: true }, "failed "),
    ] {
        if let Some(output) = run(task.command()) {
            let text = String::from_utf8_lossy(&output);
            assert!(text.contains(expected), "{text}");
        }
        if let Some(output) = run(task.open()) {
            let Opening { outcome, time, .. } = Opening::told(&output);
            assert!(expected.trim_start_matches("failed ").is_empty() || outcome.starts_with("ReadOnly"), "{outcome}");
            assert!(outcome != "Ok" && time <= Duration::from_millis(10), "{outcome} after {time:?}");
        }
    }
    assert!(before == faults::bytes(folder.path()));
    mode(folder.path(), 0o755);
}

#[test]
fn two_processes_make_what_one_makes() {
    let folder = Folder::new("two");
    let db = folder.file("news.db");
    let spawn = |articles, each| {
        let mut command = Task { db: db.clone(), articles, each }.command();
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    };
    // Both create the file, and both read the articles in the middle.
    let both = [spawn(0..28, true), spawn(14..COUNT, false)];
    for child in both {
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("\ndone\n"), "{text}");
    }
    let store = Store::open_existing(&db).unwrap();
    assert_eq!(store.verify().unwrap(), []);
    assert!(store.dump().unwrap() == undisturbed(&articles(0..COUNT)));
}

/// Four processes, each with the articles of its neighbours too. None has to wait longer than the
/// busy timeout: that would be an error.
#[test]
fn four_processes_make_what_one_makes() {
    let folder = Folder::new("four");
    let db = folder.file("news.db");
    let each = rounds(24, 250);
    let children = [0, 1, 2, 3].map(|process| {
        let first = process * each / 2;
        let mut command = Task { db: db.clone(), articles: first..first + each, each: process % 2 == 0 }.command();
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    });
    for child in children {
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("\ndone\n"), "{text}");
    }
    let store = Store::open_existing(&db).unwrap();
    assert_eq!(store.verify().unwrap(), []);
    assert!(store.dump().unwrap() == undisturbed(&articles(0..each * 5 / 2)));
}

/// A reader in the middle of the relations while thousands of commits pass: it sees what was there when
/// it began, the log grows and says so, and shrinks once the reader has ended.
#[test]
fn a_reader_that_stays_sees_no_change() {
    let folder = Folder::new("staying");
    let db = folder.file("news.db");
    let all = articles(0..20);
    let mut writer = OpenOptions::new().durability(newsgraph::store::Durability::Normal).open(&db).unwrap();
    ingest(&mut writer, &all[..10]);
    let reader = OpenOptions::new().read_only(true).open(&db).unwrap();
    let mut before = vec![];
    reader.for_each_relation(|relation| before.push(relation)).unwrap();
    let extractions: Vec<_> = all.iter().map(|article| EXTRACTOR.extract(article)).collect();
    let mut seen = vec![];
    let mut longest = 0;
    reader
        .for_each_relation(|relation| {
            if seen.is_empty() {
                for commit in 0..rounds(300, 5_000) {
                    let number = 10 + commit % 10;
                    let mut batch = writer.begin().unwrap();
                    if !batch.remove(&all[number].uri).unwrap() {
                        batch.put(&all[number], &extractions[number]).unwrap();
                    }
                    batch.commit().unwrap();
                }
                longest = writer.log_bytes();
            }
            seen.push(relation);
        })
        .unwrap();
    assert_eq!(before, seen);
    println!("the log grew to {longest} bytes");
    assert!(longest > 10 << 20, "{longest}");
    // The library's own iterator has ended its transaction: the next commits work the log into the file.
    writer.checkpoint().unwrap();
    ingest(&mut writer, &all);
    assert!(writer.log_bytes() <= 8 << 20, "{}", writer.log_bytes());
    assert!(writer.dump().unwrap() == undisturbed(&all));
    assert!(reader.dump().unwrap() == undisturbed(&all));
}

#[test]
fn a_reader_sees_whole_commits_only() {
    let folder = Folder::new("reader");
    let db = folder.file("news.db");
    let all = articles(0..rounds(24, 200));
    // What the store says after each commit.
    let mut states = BTreeSet::new();
    let mut store = Store::in_memory().unwrap();
    for article in &all {
        states.insert(store.dump().unwrap());
        ingest(&mut store, std::slice::from_ref(article));
    }
    states.insert(store.dump().unwrap());
    drop(Store::create(&db).unwrap());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let store = OpenOptions::new().read_only(true).open(&db).unwrap();
            let mut seen = BTreeSet::new();
            while !done.load(Ordering::Relaxed) {
                let dump = store.dump().unwrap();
                assert!(states.contains(&dump), "a state between two commits");
                seen.insert(dump.len());
                // The graph refuses an edge whose end is missing.
                Snapshot::load(&store).unwrap();
            }
            seen.len()
        });
        let mut store = Store::open(&db).unwrap();
        for article in &all {
            ingest(&mut store, std::slice::from_ref(article));
        }
        std::thread::sleep(Duration::from_millis(50));
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 2, "the reader saw hardly anything happen");
    });
}

/// The timeout is kept within a tenth (60 seconds of it in the long version), and nothing is written.
#[test]
fn a_writer_that_is_kept_out_says_so() {
    let folder = Folder::new("busy");
    let db = folder.file("news.db");
    let mut first = Store::create(&db).unwrap();
    let all = articles(0..3);
    let mut second = hasty(&db);
    ingest(&mut first, &all[..1]);
    let batch = first.begin().unwrap();
    // To open the files beside SQLite would drop its locks.
    let written = || {
        ["news.db", "news.db-wal"].map(|name| {
            let metadata = std::fs::metadata(folder.file(name)).unwrap();
            (metadata.len(), metadata.modified().unwrap())
        })
    };
    let before = written();
    let timeout = Duration::from_millis(u64::try_from(rounds(2_000, 60_000)).unwrap());
    let mut patient = OpenOptions::new().busy_timeout(timeout).open(&db).unwrap();
    let mut wait = || {
        let start = Instant::now();
        assert!(matches!(patient.begin().unwrap_err(), Error::Busy { .. }));
        let waited = start.elapsed();
        assert!(waited >= timeout.mul_f64(0.9), "{waited:?}");
        waited
    };
    // Where other programs took the processor, it is tried again.
    let waited = (0..3).map(|_| wait()).find(|waited| *waited <= timeout.mul_f64(1.1));
    assert!(waited.is_some(), "more than a tenth too late, three times");
    println!("busy after {waited:?} of {timeout:?}");
    let start = Instant::now();
    let error = Ingest::new(&EXTRACTOR).run(&mut second, all[1..].iter().cloned().map(Ok)).unwrap_err();
    assert!(matches!(error, Error::Busy { .. }), "{error:?}");
    assert!(start.elapsed() >= Duration::from_millis(270));
    assert!(before == written());
    assert_eq!(second.article_uris().unwrap(), ["0000"]);
    drop(batch);
    ingest(&mut second, &all);
    assert!(second.dump().unwrap() == undisturbed(&all));
}
