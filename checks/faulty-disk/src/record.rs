//! What was done to the files of a folder, and what of it a power failure leaves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An operation that can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Reading from a file.
    Read,
    /// Writing to a file.
    Write,
    /// Waiting until a file is on the disk.
    Sync,
    /// Cutting a file.
    Truncate,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Sync, Self::Truncate];
}

/// What a power failure leaves of that which was not synced.
#[derive(Debug, Clone, Copy)]
pub enum Left {
    /// Nothing.
    Nothing,
    /// The first operations, in order; how many is drawn from the seed.
    First(u64),
    /// Sectors of 512 bytes, each or not, drawn from the seed.
    Pieces(u64),
}

#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) operation: Operation,
    pub(crate) left: usize,
    pub(crate) persistently: bool,
    pub(crate) fired: bool,
}

#[derive(Debug)]
pub(crate) enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { size: usize },
    Delete { synced: bool },
    Sync,
}

#[derive(Debug)]
pub(crate) struct Record {
    folder: PathBuf,
    /// The files as they were at first.
    before: BTreeMap<PathBuf, Vec<u8>>,
    pub(crate) operations: Vec<(PathBuf, Change)>,
    pub(crate) fault: Option<Fault>,
}

const SECTOR: usize = 512;

impl Record {
    pub(crate) fn of(folder: &Path) -> Self {
        let folder = folder.canonicalize().expect("the folder is there");
        let files =
            std::fs::read_dir(&folder).expect("the folder can be read").map(|entry| entry.expect("as above").path());
        let before = files
            .filter(|path| path.is_file() && path.extension().is_none_or(|ending| ending != "db-shm"))
            .map(|path| (path.clone(), std::fs::read(path).expect("the file can be read")))
            .collect();
        Self { folder, before, operations: Vec::new(), fault: None }
    }

    pub(crate) fn watches(&self, file: &Path) -> bool {
        file.starts_with(&self.folder)
    }

    /// Whether this operation is to fail.
    pub(crate) fn fails(&mut self, operation: Operation) -> bool {
        let Some(fault) = self.fault.as_mut().filter(|fault| fault.operation == operation) else { return false };
        fault.left = fault.left.saturating_sub(1);
        let fails = fault.left == 0 && (fault.persistently || !fault.fired);
        fault.fired |= fails;
        fails
    }

    pub(crate) fn syncs(&self) -> Vec<usize> {
        let syncs = self.operations.iter().enumerate().filter(|(_, (_, change))| matches!(change, Change::Sync));
        syncs.flat_map(|(at, _)| [at, at + 1]).collect()
    }

    pub(crate) fn after_power_loss(&self, position: usize, left: Left, target: &Path) -> usize {
        let mut files: BTreeMap<&Path, Option<Vec<u8>>> =
            self.before.iter().map(|(path, bytes)| (path.as_path(), Some(bytes.clone()))).collect();
        let mut waiting: Vec<(&Path, &Change)> = Vec::new();
        for (path, change) in &self.operations[..position] {
            match change {
                Change::Sync => {
                    for (path, change) in waiting.extract_if(.., |(waiting, _)| waiting == path) {
                        apply(files.entry(path).or_default(), change);
                    }
                }
                Change::Delete { synced: true } => {
                    waiting.retain(|(waiting, _)| waiting != path);
                    files.insert(path, None);
                }
                _ => waiting.push((path, change)),
            }
        }
        let mut random = Random(match left {
            Left::Nothing => 0,
            Left::First(seed) | Left::Pieces(seed) => seed,
        });
        let first = random.below(waiting.len() + 1);
        for (place, (path, change)) in waiting.iter().enumerate() {
            let file = files.entry(path).or_default();
            match (left, change) {
                (Left::First(_), change) if place < first => apply(file, change),
                (Left::Pieces(_), Change::Write { at, bytes }) => {
                    for (sector, bytes) in bytes.chunks(SECTOR).enumerate() {
                        if random.below(2) == 0 {
                            write(file.get_or_insert_default(), at + sector * SECTOR, bytes);
                        }
                    }
                }
                (Left::Pieces(_), change) if random.below(2) == 0 => apply(file, change),
                _ => {}
            }
        }
        for (path, bytes) in files {
            if let Some(bytes) = bytes {
                let name = path.file_name().expect("files have names");
                std::fs::write(target.join(name), bytes).expect("the target can be written");
            }
        }
        waiting.len()
    }
}

fn apply(file: &mut Option<Vec<u8>>, change: &Change) {
    match change {
        Change::Write { at, bytes } => write(file.get_or_insert_default(), *at, bytes),
        Change::Truncate { size } => file.get_or_insert_default().resize(*size, 0),
        Change::Delete { .. } => *file = None,
        Change::Sync => {}
    }
}

fn write(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if file.len() < at + bytes.len() {
        file.resize(at + bytes.len(), 0);
    }
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

/// A linear congruential generator (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_synced_is_left() {
        let folder = std::env::temp_dir().join(format!("newsgraph-record-{}", std::process::id()));
        let target = folder.join("target");
        std::fs::create_dir_all(&target).unwrap();
        std::fs::write(folder.join("a"), "old").unwrap();
        let mut record = Record::of(&folder);
        let path = |name: &str| record.folder.join(name);
        let text = |at, bytes: &str| Change::Write { at, bytes: bytes.into() };
        record.operations = vec![
            (path("a"), text(0, "new")),
            (path("b"), text(2, "x")),
            (path("b"), Change::Sync),
            (path("a"), Change::Truncate { size: 1 }),
            (path("a"), Change::Sync),
            (path("b"), Change::Delete { synced: true }),
        ];
        let read = |name: &str| std::fs::read_to_string(target.join(name)).ok();
        for (position, waiting, a, b) in [
            (1, 1, Some("old"), None),
            (2, 2, Some("old"), None),
            (3, 1, Some("old"), Some("\0\0x")),
            (5, 0, Some("n"), Some("\0\0x")),
            (6, 0, Some("n"), None),
        ] {
            let _ = (std::fs::remove_file(target.join("a")), std::fs::remove_file(target.join("b")));
            assert_eq!(record.after_power_loss(position, Left::Nothing, &target), waiting);
            assert_eq!((read("a").as_deref(), read("b").as_deref()), (a, b), "{position}");
        }
        assert_eq!(record.syncs(), [2, 3, 4, 5]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
