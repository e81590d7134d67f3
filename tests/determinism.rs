//! The content of a store depends on its articles alone: not on how often, in which order or on
//! how many threads they are read.

#![allow(clippy::unwrap_used, reason = "part of tests")]

mod samples;

use newsgraph::extract::Extractor;
use newsgraph::model::{Article, Extraction};
use newsgraph::store::{Outcome, Store};
use samples::{EXTRACTOR, Lcg, articles, put, random_article, store_of};
use std::collections::BTreeMap;

/// The sample articles and some random ones.
fn all() -> Vec<Article> {
    articles().into_iter().chain((0..40).map(random_article)).collect()
}

#[test]
fn two_extractors_read_the_same() {
    let other = Extractor::new().unwrap();
    for article in all() {
        assert_eq!(EXTRACTOR.extract(&article), other.extract(&article), "{}", article.uri);
    }
}

#[test]
fn two_stores_of_the_same_articles_are_equal() {
    let articles = all();
    let dump = store_of(&articles).dump().unwrap();
    assert!(dump.lines().filter(|line| line.starts_with("relation ")).count() >= 100);
    assert!(dump == store_of(&articles).dump().unwrap());
}

#[test]
fn reading_again_adds_nothing() {
    let articles = all();
    let mut store = store_of(&articles);
    let dump = store.dump().unwrap();
    let mut batch = store.begin().unwrap();
    for article in &articles {
        assert_eq!(batch.put(article, &EXTRACTOR.extract(article)).unwrap(), Outcome::Unchanged, "{}", article.uri);
    }
    batch.commit().unwrap();
    assert!(dump == store.dump().unwrap());
}

#[test]
fn an_article_taken_out_leaves_no_trace() {
    let articles = all();
    for out in (0..articles.len()).step_by(3) {
        let mut store = store_of(&articles);
        let whole = store.dump().unwrap();
        let mut batch = store.begin().unwrap();
        assert!(batch.remove(&articles[out].uri).unwrap());
        batch.commit().unwrap();
        let others = articles.iter().enumerate().filter(|(place, _)| *place != out).map(|(_, article)| article);
        assert!(store.dump().unwrap() == store_of(others).dump().unwrap(), "{}", articles[out].uri);
        put(&mut store, [&articles[out]]);
        assert!(store.dump().unwrap() == whole, "{} read again", articles[out].uri);
    }
}

/// Every table is empty then, those of the full-text index too, but for what is no article's: how often the
/// store was written, and the names of the rules.
#[test]
fn taking_out_all_leaves_nothing() {
    let articles = all();
    for search in [false, true] {
        let mut store = store_of(&articles);
        if search {
            store.enable_search().unwrap();
        }
        let rows = |store: &Store| {
            let conn = store.connection();
            let mut names = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1").unwrap();
            let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            let count = |name: &String| -> i64 {
                conn.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0)).unwrap()
            };
            let counts: BTreeMap<String, i64> = names.iter().map(|name| (name.clone(), count(name))).collect();
            counts
        };
        let before = rows(&store);
        let index: &[&str] = if search { &["article_search_docsize", "name_search_docsize"] } else { &[] };
        let full = ["article", "entity", "relation", "evidence"].iter().chain(index);
        assert!(full.into_iter().all(|table| before[*table] > 10), "{before:?}");
        let mut batch = store.begin().unwrap();
        for article in &articles {
            assert!(batch.remove(&article.uri).unwrap());
        }
        batch.commit().unwrap();
        assert_eq!(store.dump().unwrap(), "");
        assert_eq!(store.verify().unwrap(), []);
        let mut left: Vec<String> =
            rows(&store).into_iter().filter(|(_, rows)| *rows > 0).map(|(name, _)| name).collect();
        // What FTS5 keeps of an index of nothing: its settings, and pages that it merges later.
        left.retain(|name| !["_config", "_data", "_idx"].iter().any(|end| name.ends_with(end)));
        assert_eq!(left, ["generation", "rule"], "{search}");
    }
}

#[test]
fn order_and_batches_do_not_matter() {
    let mut articles = all();
    let dump = store_of(&articles).dump().unwrap();
    for seed in 0..20 {
        let mut random = Lcg(seed);
        random.shuffle(&mut articles);
        let mut store = Store::in_memory().unwrap();
        for part in articles.chunks(1 + random.below(articles.len())) {
            put(&mut store, part);
        }
        assert!(dump == store.dump().unwrap(), "order {seed}");
    }
}

#[test]
fn eight_threads_write_what_one_writes() {
    use newsgraph::ingest::Ingest;
    let articles = all();
    let dumps = [1_usize, 8].map(|threads| {
        let mut store = Store::in_memory().unwrap();
        let source = articles.iter().cloned().map(Ok);
        Ingest::new(&EXTRACTOR).threads(threads.try_into().unwrap()).run(&mut store, source).unwrap();
        store.dump().unwrap()
    });
    assert!(dumps[0] == dumps[1]);
    assert!(dumps[0] == store_of(&articles).dump().unwrap());
}

#[test]
fn threads_read_what_one_reads() {
    let articles = all();
    let one: Vec<Extraction> = articles.iter().map(|article| EXTRACTOR.extract(article)).collect();
    let many: Vec<Extraction> = std::thread::scope(|scope| {
        let part = articles.len().div_ceil(8);
        let read = |part: &[Article]| part.iter().map(|a| EXTRACTOR.extract(a)).collect::<Vec<_>>();
        let threads: Vec<_> = articles.chunks(part).map(|part| scope.spawn(move || read(part))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(one, many);
}
