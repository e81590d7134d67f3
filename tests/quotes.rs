//! Every fact is proved by words of its article: what SQL cuts out of the body is what the
//! extraction pointed to, in the tables and in the views, whatever characters stand before it.

#![allow(clippy::unwrap_used, reason = "part of tests")]

mod samples;

use newsgraph::model::{Article, Extraction};
use newsgraph::store::Store;
use rusqlite::Connection;
use samples::{EXTRACTOR, Folder, articles, put, random_article};
use std::collections::BTreeMap;

/// Articles by uri, with what they say.
fn read(articles: Vec<Article>) -> BTreeMap<String, (Article, Extraction)> {
    articles.into_iter().map(|a| (a.uri.clone(), (a.clone(), EXTRACTOR.extract(&a)))).collect()
}

/// Writes the articles into a file and opens it as any other program would.
fn file_of(folder: &Folder, read: &BTreeMap<String, (Article, Extraction)>) -> Connection {
    let path = folder.file("news.db");
    let mut store = Store::create(&path).unwrap();
    put(&mut store, read.values().map(|(article, _)| article));
    assert_eq!(store.verify().unwrap(), []);
    drop(store);
    Connection::open(path).unwrap()
}

/// The pairs of texts that a query gives.
fn pairs(file: &Connection, sql: &str) -> Vec<(String, String)> {
    let mut select = file.prepare(sql).unwrap();
    select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The same pairs, out of the extractions: uri and the words of each span.
fn words<'a>(
    read: &'a BTreeMap<String, (Article, Extraction)>,
    spans: impl Fn(&'a Extraction) -> Vec<newsgraph::model::ByteSpan>,
) -> Vec<(String, String)> {
    let of = |(article, extraction): &'a (Article, Extraction)| {
        spans(extraction).into_iter().map(|span| (article.uri.clone(), span.of(&article.body).unwrap().to_owned()))
    };
    read.values().flat_map(of).collect()
}

fn quotes_hold(name: &str, articles: Vec<Article>, facts: usize) {
    let (folder, read) = (Folder::new(name), read(articles));
    let file = file_of(&folder, &read);

    let evidence = words(&read, |x| x.relations.iter().flat_map(|r| &r.evidence).map(|e| e.span).collect());
    let cut = "SELECT a.uri, substr(a.body, t.char_start + 1, t.char_end - t.char_start)
               FROM article a JOIN TABLE t ON t.article_id = a.id ORDER BY a.uri, t.seq";
    assert_eq!(pairs(&file, &cut.replace("TABLE", "evidence")), evidence);
    assert!(evidence.len() >= facts, "{} sightings are too few to show anything", evidence.len());
    assert!(evidence.iter().all(|(_, quote)| !quote.trim().is_empty()));

    let mentions = words(&read, |x| x.mentions.iter().map(|m| m.span).collect());
    let cut = cut.replace("TABLE", "mention").replace("t.seq", "t.char_start, t.char_end, t.appearance_seq");
    assert_eq!(pairs(&file, &cut), mentions);
    assert!(mentions.iter().all(|(_, words)| !words.trim().is_empty()));

    for view in ["person_role_organization", "country_issue"] {
        for pair in pairs(&file, &format!("SELECT article_uri, quote FROM {view}")) {
            assert!(evidence.contains(&pair), "{view}: {pair:?} is no sighting");
        }
    }
}

#[test]
fn of_the_sample_articles() {
    quotes_hold("quotes-samples", articles(), 100);
}

#[test]
fn of_texts_with_any_characters() {
    quotes_hold("quotes-random", (0..250).map(random_article).collect(), 250);
}

#[test]
fn every_person_of_a_role_stands_in_the_article() {
    let (folder, read) = (Folder::new("quotes-persons"), read(articles()));
    let file = file_of(&folder, &read);
    for (uri, person) in pairs(&file, "SELECT article_uri, person FROM person_role_organization") {
        let body: Vec<&str> = read[&uri].0.body.split_whitespace().collect();
        assert!(body.join(" ").contains(&person), "{uri}: {person}");
    }
}
