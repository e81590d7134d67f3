//! The k-th read, write, sync or truncation fails, once or from then on, for k = 1, 2, … until nothing
//! fails any more. `NEWSGRAPH_LONG=1` leaves no k out.

mod common;

use common::{Folder, clear, dump_of, ingest, rounds, whole};
use newsgraph::store::{Durability, OpenOptions};
use newsgraph::{Error, Store};
use newsgraph_faulty_disk::{Disk, Operation};

const COUNT: usize = 8;

/// Opens a store of two articles, reads all, works the log into the file.
fn work(db: &std::path::Path, durability: Durability, mut committed: impl FnMut(usize)) -> Result<(), Error> {
    let mut store = OpenOptions::new().durability(durability).open(db)?;
    ingest(&mut store, COUNT / 2, &mut committed)?;
    store.checkpoint()?;
    ingest(&mut store, COUNT, &mut committed)?;
    store.dump()?;
    store.checkpoint()
}

fn fail_each(operation: Operation, persistently: bool, durability: Durability) {
    let name = format!("{operation:?}-{persistently}-{durability:?}");
    let (seed, folder) = (Folder::new(&format!("{name}-seed")), Folder::new(&name));
    let first = seed.path().join("news.db");
    ingest(&mut Store::create(&first).unwrap(), 2, |_| {}).unwrap();
    let expected = dump_of(COUNT);
    let db = folder.path().join("news.db");
    let (mut nth, mut errors, mut fired) = (1, 0, 0);
    loop {
        clear(&folder);
        std::fs::copy(&first, &db).unwrap();
        let disk = Disk::watch(folder.path());
        disk.fail(operation, nth, persistently);
        let mut acknowledged = 2;
        let outcome = work(&db, durability, |number| acknowledged = acknowledged.max(number));
        let failed = disk.heal();
        drop(disk);
        if let Err(error) = &outcome {
            assert!(failed, "{name} {nth}: {error:?}");
            let typed = matches!(
                error,
                Error::Database { .. } | Error::DiskFull { .. } | Error::Busy { .. } | Error::Corrupt { .. }
            );
            assert!(typed, "{name} {nth}: {error:?}");
            errors += 1;
        }
        let mut store = Store::open_existing(&db).unwrap_or_else(|error| panic!("{name} {nth}: {error:?}"));
        let stored = whole(&store);
        assert!(stored >= acknowledged, "{name} {nth}: {acknowledged} acknowledged, {stored} there");
        ingest(&mut store, COUNT, |_| {}).unwrap();
        assert!(store.dump().unwrap() == expected, "{name} {nth}");
        if !failed {
            outcome.unwrap();
            break;
        }
        fired += 1;
        // Every one of the first, then about a hundred (long: every one).
        nth += if nth < 20 { 1 } else { rounds(1 + nth / 8, 1) };
    }
    println!("{name}: {fired} failures, {errors} told, the last at {nth}");
    assert!(errors > 0, "{name}");
}

#[test]
fn reads_fail() {
    fail_each(Operation::Read, false, Durability::Full);
    fail_each(Operation::Read, true, Durability::Full);
}

#[test]
fn writes_fail() {
    fail_each(Operation::Write, false, Durability::Full);
    fail_each(Operation::Write, true, Durability::Full);
    fail_each(Operation::Write, true, Durability::Bulk);
}

#[test]
fn syncs_fail() {
    fail_each(Operation::Sync, false, Durability::Full);
    fail_each(Operation::Sync, true, Durability::Full);
    fail_each(Operation::Sync, true, Durability::Normal);
}

#[test]
fn truncations_fail() {
    fail_each(Operation::Truncate, false, Durability::Full);
    fail_each(Operation::Truncate, true, Durability::Full);
}

/// The same handle works on once the disk does.
#[test]
fn a_handle_outlives_a_failure() {
    let folder = Folder::new("handle");
    let db = folder.path().join("news.db");
    let mut store = Store::create(&db).unwrap();
    let disk = Disk::watch(folder.path());
    drop(store);
    store = Store::open(&db).unwrap();
    for operation in [Operation::Write, Operation::Sync] {
        let before = store.article_uris().unwrap().len();
        disk.fail(operation, 1, true);
        ingest(&mut store, before + 3, |_| {}).unwrap_err();
        assert!(disk.heal());
        assert!(whole(&store) >= before);
        ingest(&mut store, before + 3, |_| {}).unwrap();
        assert!(store.dump().unwrap() == dump_of(before + 3), "{operation:?}");
    }
}
