//! The bodies of the fuzz targets under `fuzz/`, on mutated samples and on every input that was once
//! found to break them (`fuzz/found/TARGET/*`). `NEWSGRAPH_LONG=1` mutates twenty times as often. With coverage
//! to guide it, the fuzzer itself finds more: see `docs/faults.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "part of tests")]

use std::path::Path;

#[path = "../../fuzz/bodies/article.rs"]
mod article;
#[path = "../../fuzz/bodies/calls.rs"]
mod calls;
#[path = "../../fuzz/bodies/extract.rs"]
mod extract;
#[path = "../../fuzz/bodies/search.rs"]
mod search;
#[path = "../../fuzz/bodies/store.rs"]
mod store;

/// A linear congruential generator (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn samples() -> Vec<Vec<u8>> {
    let samples = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/articles"));
    assert!(samples.len() >= 10);
    samples
}

/// Some changes of the kinds a fuzzer makes: bytes changed, put in, taken out, stretches repeated or taken
/// from another sample.
fn mutate(random: &mut Random, samples: &[Vec<u8>], longest: usize) -> Vec<u8> {
    let mut bytes = samples[random.below(samples.len())].clone();
    let start = random.below(bytes.len() + 1);
    bytes.drain(..start);
    bytes.truncate(1 + random.below(longest));
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let length = random.below(40).min(bytes.len() - at);
        match random.below(5) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => bytes.insert(at, u8::try_from(random.below(256)).expect("a byte")),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let piece = bytes[at..at + length].repeat(1 + random.below(20));
                bytes.splice(at..at, piece);
            }
            _ => {
                let other = &samples[random.below(samples.len())];
                let from = random.below(other.len() + 1);
                bytes.splice(at..at, other.iter().skip(from).take(60).copied());
            }
        }
    }
    bytes.truncate(longest);
    bytes
}

fn run(target: &str, samples: &[Vec<u8>], longest: usize, rounds: usize, body: fn(&[u8])) {
    for found in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/found").join(target)) {
        body(&found);
    }
    let mut random = Random(16);
    let rounds = if std::env::var_os("NEWSGRAPH_LONG").is_some() { rounds * 20 } else { rounds };
    for _ in 0..rounds {
        body(&mutate(&mut random, samples, longest));
    }
}

/// Bytes without meaning, for bodies whose input is a list of numbers.
fn noise() -> Vec<Vec<u8>> {
    let mut random = Random(61);
    (0..40).map(|_| (0..400).map(|_| u8::try_from(random.below(256)).expect("a byte")).collect()).collect()
}

#[test]
fn articles() {
    run("article", &samples(), 4096, 2_000, article::run);
}

#[test]
fn extraction() {
    run("extract", &samples(), 1500, 150, extract::run);
}

#[test]
fn stores() {
    run("store", &noise(), 100, 60, store::run);
}

#[test]
fn searches() {
    let words = b"flood AND NOT (tide) \"King's College\" U.S. UK-Kenya a* ^b NEAR(x y) body:z {title}:q + \xc3\xa9 e\xcc\x81 \0";
    run("search", &[words.to_vec(), b"quill harb emil".to_vec()], 80, 8_000, search::run);
}

#[test]
fn calls() {
    run("calls", &noise(), 80, 40, calls::run);
}
