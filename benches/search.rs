//! What full-text search costs: time while writing, time at once, size of the file; and how fast it
//! answers.
//!
//! `cargo bench --bench search [-- ARTICLES]`, 1,000 by default. Compare the ratios.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss)]

#[path = "generate/mod.rs"]
mod generate;

use generate::{Density, Generator};
use newsgraph::extract::Extractor;
use newsgraph::model::{Article, Extraction};
use newsgraph::store::{Durability, OpenOptions, Store};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

fn main() {
    let count = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(1_000_usize);
    let folder = std::env::temp_dir().join(format!("newsgraph-bench-search-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let extractor = Extractor::new().unwrap();
    let generator = Generator::new(&extractor, count, Density::Usual);
    let read = |number| {
        let article = generator.article(number);
        let extraction = extractor.extract(&article);
        (article, extraction)
    };
    let read: Vec<(Article, Extraction)> = (0..count).map(read).collect();
    let text = read.iter().map(|(article, _)| article.body.len()).sum::<usize>() as f64;
    println!("{count} articles, {:.1} MB of text", text / 1e6);

    let (bare, indexed) = (folder.join("bare.db"), folder.join("indexed.db"));
    let mut store = open(&bare);
    let without = seconds(|| fill(&mut store, &read));
    let size = bytes(&bare);
    let at_once = seconds(|| store.enable_search().unwrap());
    store.checkpoint().unwrap();
    row("file without an index", size / text, "× text");
    row("index, made at once", (bytes(&bare) - size) / text, "× text more");
    row("  time", 100.0 * at_once / without, "% of writing the articles");
    let mut kept = open(&indexed);
    kept.enable_search().unwrap();
    let with = seconds(|| fill(&mut kept, &read));
    row("index, kept while writing", (bytes(&indexed) - size) / text, "× text more");
    row("  time", 100.0 * (with / without - 1.0), "% of writing the articles");

    for words in ["minister", "climate change", "trade minister kenya", "zzyzx"] {
        let hits = store.search_articles(words, 20).unwrap().len();
        let time = seconds(|| (0..20).for_each(|_| drop(black_box(store.search_articles(words, 20)))));
        row(&format!("articles with “{words}”, {hits} shown"), 1e3 * time / 20.0, "ms");
    }
    for words in ["a", "mwak", "min for"] {
        let time = seconds(|| (0..20).for_each(|_| drop(black_box(store.search_entities(words, 20)))));
        row(&format!("entities with “{words}”"), 1e3 * time / 20.0, "ms");
    }
    drop((store, kept));
    std::fs::remove_dir_all(&folder).unwrap();
}

fn open(path: &Path) -> Store {
    OpenOptions::new().durability(Durability::Normal).open(path).unwrap()
}

fn fill(store: &mut Store, read: &[(Article, Extraction)]) {
    for part in read.chunks(500) {
        let mut batch = store.begin().unwrap();
        for (article, extraction) in part {
            batch.put(article, extraction).unwrap();
        }
        batch.commit().unwrap();
    }
    store.checkpoint().unwrap();
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn bytes(path: &Path) -> f64 {
    std::fs::metadata(path).unwrap().len() as f64
}

fn row(name: &str, value: f64, unit: &str) {
    println!("{name:45} {value:10.3} {unit}");
}
