//! The power fails: at every sync of an ingest of 20 articles, with nothing, some or pieces left of
//! what was not yet synced. `NEWSGRAPH_LONG=1` draws more remainders.

mod common;

use common::{Folder, clear, dump_of, ingest, rounds, whole};
use newsgraph::Store;
use newsgraph::store::{Durability, OpenOptions};
use newsgraph_faulty_disk::{Disk, Left};

const COUNT: usize = 20;

/// What was found over all points of time.
#[derive(Debug, Default)]
struct Losses {
    points: usize,
    /// Articles that were acknowledged and are gone, at most.
    most: usize,
    /// Points at which something was waiting to be synced.
    waiting: usize,
}

/// Reads the articles, with the log worked into the file now and then, and cuts the power everywhere.
fn cut_the_power(durability: Durability, name: &str) -> Losses {
    let (folder, after) = (Folder::new(name), Folder::new(&format!("{name}-after")));
    let db = folder.path().join("news.db");
    drop(Store::create(&db).unwrap());
    let disk = Disk::watch(folder.path());
    let mut committed = vec![];
    let mut store = OpenOptions::new().durability(durability).open(&db).unwrap();
    for upto in [3, 9, COUNT] {
        ingest(&mut store, upto, |number| {
            if number > committed.len() {
                committed.push(disk.position());
            }
        })
        .unwrap();
        store.checkpoint().unwrap();
    }
    drop(store);
    assert_eq!(committed.len(), COUNT);

    let expected = dump_of(COUNT);
    let states: Vec<String> = (0..=COUNT).map(dump_of).collect();
    let mut losses = Losses::default();
    let mut points = disk.syncs();
    points.extend(&committed);
    points.push(disk.position());
    points.sort_unstable();
    points.dedup();
    for point in points {
        let acknowledged = committed.iter().filter(|position| **position <= point).count();
        let seeds = 0..u64::try_from(rounds(1, 12)).unwrap();
        let lefts = seeds.flat_map(|seed| [Left::First(seed + 7), Left::Pieces(seed + 7)]);
        for left in [Left::Nothing].into_iter().chain(lefts) {
            clear(&after);
            let waiting = disk.after_power_loss(point, left, after.path());
            let mut store = Store::open_existing(after.path().join("news.db")).unwrap();
            let stored = whole(&store);
            assert!(store.dump().unwrap() == states[stored], "{left:?} at {point}");
            losses.most = losses.most.max(acknowledged.saturating_sub(stored));
            losses.points += 1;
            losses.waiting += usize::from(waiting > 0);
            // Reading again goes on where it stopped.
            if losses.points % 9 == 0 {
                ingest(&mut store, COUNT, |_| {}).unwrap();
                assert!(store.dump().unwrap() == expected, "{left:?} at {point}");
            }
        }
    }
    println!("{durability:?}: {losses:?}");
    assert!(losses.points > 60 && losses.waiting > 40, "{losses:?}");
    losses
}

#[test]
fn full_loses_no_article() {
    let losses = cut_the_power(Durability::Full, "full");
    assert_eq!(losses.most, 0, "{losses:?}");
}

/// Whole commits only, at most those since the log was last worked into the file. That something is
/// lost shows besides that the test above would see a store that does not sync as it should.
#[test]
fn less_loses_the_newest_articles_whole() {
    for (durability, name) in [(Durability::Normal, "normal"), (Durability::Bulk, "bulk")] {
        let losses = cut_the_power(durability, name);
        assert!((1..=11).contains(&losses.most), "{losses:?}");
    }
}

/// A store that was just made is there when the power fails, though nothing was written to it.
#[test]
fn what_is_not_synced_is_seen_to_be_missing() {
    let (folder, after) = (Folder::new("mutant"), Folder::new("mutant-after"));
    let db = folder.path().join("news.db");
    drop(Store::create(&db).unwrap());
    let disk = Disk::watch(folder.path());
    // A program that takes the syncs away under our feet.
    let store = Store::open(&db).unwrap();
    let careless = rusqlite::Connection::open(&db).unwrap();
    careless.execute_batch("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 1; BEGIN; INSERT INTO rule (name) VALUES ('x'); COMMIT").unwrap();
    let mut damaged = 0;
    for point in 0..=disk.position() {
        for seed in 0..4 {
            clear(&after);
            disk.after_power_loss(point, Left::Pieces(seed), after.path());
            let sound = Store::open_existing(after.path().join("news.db"))
                .and_then(|store| store.verify())
                .is_ok_and(|findings| findings.is_empty());
            damaged += usize::from(!sound);
        }
    }
    drop(store);
    assert!(damaged > 0, "pages written without a sync never tore");
}
