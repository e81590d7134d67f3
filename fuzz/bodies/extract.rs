//! Any text through extraction into a store: every span fits, and the store is sound.

use newsgraph::{Article, Extractor, Store};
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().unwrap());

pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
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
}
