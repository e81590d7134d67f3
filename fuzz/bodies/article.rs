//! Any bytes as an article: plain text, JSON, JSON lines, strict and lossy. What is read has a
//! text, and its offsets fit.

use newsgraph::text::{Articles, Document, ReadOptions};

pub(crate) fn run(bytes: &[u8]) {
    for lossy_utf8 in [false, true] {
        let options = ReadOptions { lossy_utf8, ..ReadOptions::default() };
        let articles = std::iter::once(options.plain_text("a.txt", bytes))
            .chain(options.json("a.json", bytes))
            .chain(Articles::with_options("a.jsonl", bytes, options));
        for article in articles.flatten() {
            assert!(!article.uri.is_empty() && !article.body.trim().is_empty());
            let document = Document::new(&article.body);
            let mut end = 0;
            for token in document.tokens() {
                assert!(token.span.start >= end && token.span.of(&article.body).is_some_and(|word| !word.is_empty()));
                end = token.span.end;
            }
        }
    }
}
