//! Extraction and store together: the bulk path gives what one article at a time gives.

#![allow(clippy::unwrap_used, reason = "part of tests")]

use newsgraph::extract::Extractor;
use newsgraph::ingest::{Commits, Ingest};
use newsgraph::model::Article;
use newsgraph::store::Store;
use newsgraph::text::read_path;
use newsgraph::{Error, Result};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn samples() -> Vec<Article> {
    read_path(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/articles")).map(Result::unwrap).collect()
}

/// The samples again and again, under new names, so that there is more than one batch of them.
fn many(count: usize) -> Vec<Article> {
    let samples = samples();
    let copy = |number: usize| {
        let article = samples[number % samples.len()].clone();
        Article { uri: format!("{number:05} {}", article.uri), ..article }
    };
    (0..count).map(copy).collect()
}

fn one_at_a_time(extractor: &Extractor, articles: &[Article]) -> Store {
    let mut store = Store::in_memory().unwrap();
    for article in articles {
        let mut batch = store.begin().unwrap();
        batch.put(article, &extractor.extract(article)).unwrap();
        batch.commit().unwrap();
    }
    store
}

#[test]
fn the_bulk_path_gives_what_one_at_a_time_gives() {
    let extractor = Extractor::new().unwrap();
    let mut articles = many(60);
    // The same article again, and a later reading of another: the last one counts.
    articles.push(articles[3].clone());
    articles[40].uri = articles[7].uri.clone();
    let expected = one_at_a_time(&extractor, &articles).dump().unwrap();
    assert!(expected.contains("relation "), "the samples state facts");
    for commits in [Commits::EachArticle, Commits::EachBatch, Commits::Bulk] {
        for threads in [1, 4] {
            let mut store = Store::in_memory().unwrap();
            let ingest = Ingest::new(&extractor).commits(commits).threads(NonZeroUsize::new(threads).unwrap());
            let report = ingest.run(&mut store, articles.iter().cloned().map(Ok)).unwrap();
            assert_eq!((report.read, report.new, report.unchanged, report.replaced), (61, 59, 1, 1));
            assert!(store.dump().unwrap() == expected, "{commits:?}, {threads} threads");
            assert_eq!(store.verify().unwrap(), []);
        }
    }
}

#[test]
fn reading_again_changes_nothing() {
    let extractor = Extractor::new().unwrap();
    let mut store = Store::in_memory().unwrap();
    let ingest = Ingest::new(&extractor);
    let first = ingest.run(&mut store, samples().into_iter().map(Ok)).unwrap();
    assert_eq!(first.new, 14);
    let (dump, generation) = (store.dump().unwrap(), store.generation().unwrap());
    let again = ingest.run(&mut store, samples().into_iter().map(Ok)).unwrap();
    assert_eq!((again.unchanged, again.new, again.replaced, again.relations), (14, 0, 0, 0));
    let known = ingest.skip_known(true).run(&mut store, samples().into_iter().map(Ok)).unwrap();
    assert_eq!((known.unchanged, known.extracting), (14, Duration::ZERO));
    assert_eq!(store.dump().unwrap(), dump);
    assert_eq!(store.generation().unwrap(), generation, "nothing was written");

    // A changed head or text is read again, skipping or not.
    let mut changed = samples();
    changed[0].publisher = Some("The Tern".into());
    changed[1].body.push_str("\n\nThat was all.");
    let report = ingest.skip_known(true).run(&mut store, changed.into_iter().map(Ok)).unwrap();
    assert_eq!((report.replaced, report.unchanged), (2, 12));
}

#[test]
fn bad_items_stop_nothing() {
    let extractor = Extractor::new().unwrap();
    let mut store = Store::in_memory().unwrap();
    let items = vec![
        Err(Error::NotUtf8 { uri: "bad.txt".into(), byte: 3 }),
        Ok(Article::new("good.txt", "Ada Quill is Kenya's trade minister.")),
        Ok(Article::new("nul.txt", "Ada\0Quill is Kenya's trade minister.")),
        Ok(Article::new("", "An article without a name.")),
        Ok(Article::new("also-good.txt", "Bo Tern, chairman of Tern Bank, resigned.")),
        Err(Error::EmptyArticle { uri: "empty.txt".into() }),
    ];
    let report = Ingest::new(&extractor).run(&mut store, items).unwrap();
    assert_eq!((report.read, report.new, report.refused), (6, 2, 4));
    let items: Vec<u64> = report.refusals.iter().map(|refusal| refusal.item).collect();
    assert_eq!(items, [1, 3, 4, 6], "in the order of the source");
    assert!(matches!(report.refusals[1].reason, Error::Nul { byte: 3, .. }));
    assert_eq!(store.article_uris().unwrap(), ["also-good.txt", "good.txt"]);
}

#[test]
fn stopping_leaves_whole_articles() {
    let extractor = Extractor::new().unwrap();
    let articles = many(40);
    let all = one_at_a_time(&extractor, &articles);
    for after in [0, 1, 7, 25] {
        let mut store = Store::in_memory().unwrap();
        let watch = |progress: newsgraph::ingest::Progress| {
            if progress.stored >= after { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let ingest = Ingest::new(&extractor).commits(Commits::EachArticle);
        let report = ingest.run_watched(&mut store, articles.iter().cloned().map(Ok), watch).unwrap();
        assert!(report.stopped);
        assert_eq!(report.new, after);
        let stored = store.article_uris().unwrap();
        assert_eq!(stored.len() as u64, after, "the first ones, and no others");
        assert_eq!(store.verify().unwrap(), []);
        ingest.run(&mut store, articles.iter().cloned().map(Ok)).unwrap();
        assert!(store.dump().unwrap() == all.dump().unwrap());
    }
}

/// The last commit takes what comes while it is open: who stops then has all of it taken back.
#[test]
fn stopping_at_the_end_leaves_whole_batches() {
    let extractor = Extractor::new().unwrap();
    let articles = many(160);
    let all = one_at_a_time(&extractor, &articles);
    let mut taken_back = 0;
    for stop_at in [1, 40, 70, 100, 130, 155] {
        let mut store = Store::in_memory().unwrap();
        let (mut calls, mut all_read) = (0, false);
        let watch = |progress: newsgraph::ingest::Progress| {
            calls += 1;
            all_read = progress.read == 160;
            if calls >= stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let ingest = Ingest::new(&extractor).commits(Commits::EachBatch);
        let report = ingest.run_watched(&mut store, articles.iter().cloned().map(Ok), watch).unwrap();
        assert!(calls <= stop_at, "not asked again");
        assert_eq!(report.stopped, calls == stop_at);
        assert_eq!(store.article_uris().unwrap().len() as u64, report.new);
        assert_eq!(store.verify().unwrap(), []);
        taken_back += usize::from(report.stopped && all_read && report.new == 0);
        ingest.run(&mut store, articles.iter().cloned().map(Ok)).unwrap();
        assert!(store.dump().unwrap() == all.dump().unwrap());
    }
    assert!(taken_back > 0);
}

#[test]
fn a_slow_source_keeps_nobody_waiting() {
    // The source gives its second article only when the first is in the store: without a commit
    // in between this would never end.
    let extractor = Extractor::new().unwrap();
    let mut store = Store::in_memory().unwrap();
    let stored = AtomicUsize::new(0);
    let source = samples().into_iter().take(2).enumerate().map(|(number, article)| {
        while stored.load(Ordering::Relaxed) < number {
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(article)
    });
    let report = Ingest::new(&extractor).run_watched(&mut store, source, |progress| {
        stored.store(usize::try_from(progress.stored).unwrap(), Ordering::Relaxed);
        ControlFlow::Continue(())
    });
    assert_eq!(report.unwrap().new, 2);
}

#[test]
fn the_source_is_not_read_ahead_without_bound() {
    let extractor = Extractor::new().unwrap();
    let mut store = Store::in_memory().unwrap();
    let taken = AtomicUsize::new(0);
    let source = (0..400).map(|number| {
        taken.fetch_add(1, Ordering::Relaxed);
        Ok(Article::new(format!("{number}.txt"), "Ada Quill spoke.\n".repeat(20)))
    });
    let ingest = Ingest::new(&extractor).commits(Commits::EachArticle).threads(NonZeroUsize::new(2).unwrap());
    let mut most = 0;
    let report = ingest.run_watched(&mut store, source, |progress| {
        let written = usize::try_from(progress.stored).unwrap();
        most = most.max(taken.load(Ordering::Relaxed).saturating_sub(written));
        ControlFlow::Continue(())
    });
    assert_eq!(report.unwrap().new, 400);
    assert!(most <= 17, "{most} articles were under way at once");
}

#[test]
#[should_panic(expected = "the source broke")]
fn a_panic_of_the_source_is_passed_on() {
    let extractor = Extractor::new().unwrap();
    let mut store = Store::in_memory().unwrap();
    let source = (0..10).map(|number| {
        assert!(number < 5, "the source broke");
        Ok(Article::new(format!("{number}.txt"), "Ada Quill spoke."))
    });
    let _ = Ingest::new(&extractor).run(&mut store, source);
}
