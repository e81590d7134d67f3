//! Any text as what a user looks for: never an error, and every answer is an article that is there. As an
//! expression in FTS5's own syntax it is answered or refused as such.

use newsgraph::{Article, Error, Extractor, Store};
use std::cell::RefCell;

thread_local! {
    static STORE: RefCell<Store> = RefCell::new(filled());
}

fn filled() -> Store {
    let extractor = Extractor::new().unwrap();
    let mut store = Store::in_memory().unwrap();
    store.enable_search().unwrap();
    let mut batch = store.begin().unwrap();
    for (uri, text) in [
        ("a", "Ada Quill, chair of the Harbour Bank, praised UK-Kenya trade. The U.S. stayed away."),
        ("b", "Émile Sandvik, dean of King's College of Bergen, spoke of the flood AND of the tide."),
        ("c", "A flood in Oslo. The flood rose, and NOT a mayor came NEAR (said Bo Tern, minister of Norway)."),
    ] {
        let article = Article::new(uri, text);
        batch.put(&article, &extractor.extract(&article)).unwrap();
    }
    batch.commit().unwrap();
    store
}

pub(crate) fn run(bytes: &[u8]) {
    let input = String::from_utf8_lossy(bytes);
    STORE.with_borrow(|store| {
        for hit in store.search_articles(&input, 5).unwrap() {
            let body = store.article(&hit.uri).unwrap().unwrap().body;
            assert_eq!(hit.span.of(&body), Some(hit.passage.as_str()));
            assert!(hit.hits.iter().all(|span| span.of(&body).is_some_and(|words| !words.is_empty())));
        }
        for hit in store.search_entities(&input, 5).unwrap() {
            assert!(store.entity(hit.entity.id).unwrap().is_some());
        }
        match store.search_articles_fts5(&input, 5) {
            Ok(_) | Err(Error::SearchSyntax { .. }) => {}
            Err(error) => panic!("{input:?}: {error:?}"),
        }
    });
}
