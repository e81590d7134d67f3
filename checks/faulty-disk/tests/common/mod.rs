//! What both tests share: articles with what they say, and what a store must be after each fault.
#![allow(dead_code, clippy::missing_panics_doc, reason = "part of two tests")]

#[path = "../../../../tests/folder/mod.rs"]
mod folder;

use newsgraph::model::Extraction;
use newsgraph::text::read_path;
use newsgraph::{Article, Error, Extractor, Store};
use std::path::Path;
use std::sync::LazyLock;

pub(crate) use folder::Folder;

pub(crate) static SAMPLES: LazyLock<Vec<(Article, Extraction)>> = LazyLock::new(|| {
    let extractor = Extractor::new().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/articles");
    let articles: Vec<Article> = read_path(folder).map(Result::unwrap).collect();
    let copies = (0..20).map(|number| {
        let article = articles[number % articles.len()].clone();
        Article { uri: format!("{number:02}"), ..article }
    });
    copies.map(|article| (article.clone(), extractor.extract(&article))).collect()
});

/// `short` times, or `long` times where the long tests were asked for.
pub(crate) fn rounds(short: usize, long: usize) -> usize {
    if std::env::var_os("NEWSGRAPH_LONG").is_some() { long } else { short }
}

/// The first articles, each in a batch of its own.
pub(crate) fn ingest(store: &mut Store, count: usize, mut committed: impl FnMut(usize)) -> Result<(), Error> {
    for (number, (article, extraction)) in SAMPLES.iter().enumerate().take(count) {
        let mut batch = store.begin()?;
        batch.put(article, extraction)?;
        batch.commit()?;
        committed(number + 1);
    }
    Ok(())
}

/// What the store says after each number of articles.
pub(crate) fn dump_of(count: usize) -> String {
    let mut store = Store::in_memory().unwrap();
    ingest(&mut store, count, |_| {}).unwrap();
    store.dump().unwrap()
}

/// The number of articles, all whole and the first ones.
pub(crate) fn whole(store: &Store) -> usize {
    assert_eq!(store.verify().unwrap(), []);
    let uris = store.article_uris().unwrap();
    let first: Vec<String> = SAMPLES.iter().take(uris.len()).map(|(article, _)| article.uri.clone()).collect();
    assert_eq!(uris, first);
    uris.len()
}

/// Takes out every file of a folder.
pub(crate) fn clear(folder: &Folder) {
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
}
