//! Any text through extraction into a store: every span fits, and the store is sound.
#![no_main]

use libfuzzer_sys::fuzz_target;
use newsgraph::{Article, Extractor, Store};
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().unwrap());

fuzz_target!(|text: &str| {
    let article = Article::new("a.txt", text);
    let extraction = EXTRACTOR.extract(&article);
    let mut store = Store::in_memory().unwrap();
    let mut batch = store.begin().unwrap();
    match batch.put(&article, &extraction) {
        Ok(_) => {
            batch.commit().unwrap();
            assert_eq!(store.verify().unwrap(), []);
        }
        Err(error) => assert!(
            text.is_empty() || matches!(error, newsgraph::Error::Nul { .. } | newsgraph::Error::EmptyArticle { .. }),
            "{error:?}"
        ),
    }
});
