//! Full-text search: what is found, that nothing a user types is syntax, and that the index keeps in
//! step with the articles.
#![allow(clippy::unwrap_used, reason = "part of tests")]

mod samples;

use newsgraph::model::EntityKind;
use newsgraph::store::{OpenOptions, Store, Verdict};
use newsgraph::{Article, Error};
use samples::EXTRACTOR;

fn put(store: &mut Store, articles: &[(&str, &str)]) {
    let mut batch = store.begin().unwrap();
    for (uri, body) in articles {
        let article = Article::new(*uri, *body);
        batch.put(&article, &EXTRACTOR.extract(&article)).unwrap();
    }
    batch.commit().unwrap();
}

fn remove(store: &mut Store, uri: &str) {
    let mut batch = store.begin().unwrap();
    assert!(batch.remove(uri).unwrap());
    batch.commit().unwrap();
}

fn uris(store: &Store, words: &str) -> Vec<String> {
    let mut uris: Vec<String> = store.search_articles(words, 100).unwrap().into_iter().map(|hit| hit.uri).collect();
    uris.sort();
    uris
}

fn names(store: &Store, words: &str) -> Vec<String> {
    store.search_entities(words, 100).unwrap().into_iter().map(|hit| hit.entity.name).collect()
}

/// A store in memory that is searched.
fn searched(articles: &[(&str, &str)]) -> Store {
    let mut store = Store::in_memory().unwrap();
    store.enable_search().unwrap();
    put(&mut store, articles);
    store
}

const ARTICLES: [(&str, &str); 5] = [
    ("trade", "Amina Tarvo, trade minister of Kenya, praised UK-China trade. The U.S. stayed away."),
    ("college", "Émile Sandvik, dean of King's College of Bergen, spoke of the flood in São Tomé."),
    ("flood", "A flood. The flood rose, and the flood fell; floods come again, said Bo Tern, mayor of Oslo."),
    ("quotes", "\u{201c}NOT now\u{201d}, said Ada Quill, chair of the Harbour Bank. \"AND then?\" OR never."),
    ("title", "Nothing of note, said Lin Marsh, director of the Reed Institute."),
];

#[test]
fn words_with_other_characters_find_what_they_should() {
    let store = searched(&ARTICLES);
    for (words, found) in [
        ("UK-China", &["trade"][..]),
        ("uk–china", &["trade"]),
        ("China-UK", &[]),
        ("china uk", &["trade"]),
        ("U.S.", &["trade"]),
        ("King's College", &["college"]),
        ("king\u{2019}s", &["college"]),
        ("emile", &["college"]),
        ("E\u{301}MILE", &["college"]),
        ("ÉMILE sandvik", &["college"]),
        ("sao tome", &["college"]),
        ("NOT", &["quotes"]),
        ("AND OR", &["quotes"]),
        ("\"AND", &["flood", "quotes"]),
        ("flood*", &["college", "flood"]),
        ("body:flood", &[]),
        ("flo", &[]),
        ("NEAR(flood oslo)", &[]),
        ("flood -oslo", &["flood"]),
        ("", &[]),
        ("?! —", &[]),
    ] {
        assert_eq!(uris(&store, words), found, "{words:?}");
    }
}

#[test]
fn texts_in_either_normal_form_are_found_in_either() {
    use unicode_normalization::UnicodeNormalization as _;
    let composed = "Zoë Ångström, mayor of Västerås, met Šárka Čížková.";
    let decomposed: String = composed.nfd().collect();
    let store = searched(&[("nfc", composed), ("nfd", &decomposed)]);
    for words in ["Ångström", "angstrom", "VÄSTERÅS", "čížková"] {
        let apart: String = words.nfd().collect();
        assert_eq!(uris(&store, words), ["nfc", "nfd"], "{words}");
        assert_eq!(uris(&store, &apart), ["nfc", "nfd"], "{words}");
    }
    for hit in store.search_articles("angstrom", 10).unwrap() {
        let body = if hit.uri == "nfc" { composed } else { &decomposed };
        let name: String = hit.hits[0].of(body).unwrap().nfc().collect();
        assert_eq!(name, "Ångström");
    }
}

#[test]
fn hits_come_best_first_with_their_places() {
    let store = searched(&ARTICLES);
    let hits = store.search_articles("flood", 10).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.uri.as_str()).collect::<Vec<_>>(), ["flood", "college"]);
    assert!(hits[0].score > hits[1].score);
    let body = ARTICLES[2].1;
    assert_eq!(hits[0].hits.len(), 3);
    assert!(hits[0].hits.iter().all(|span| span.of(body) == Some("flood")));
    assert_eq!(hits[0].span.of(body), Some(hits[0].passage.as_str()));
    assert_eq!(store.search_articles("flood", 1).unwrap(), hits[..1]);
    // A title counts more than a body, and has no place in the body.
    let mut store = store;
    let mut article = Article::new("headline", ARTICLES[4].1);
    article.title = Some("Flood".into());
    let mut batch = store.begin().unwrap();
    batch.put(&article, &EXTRACTOR.extract(&article)).unwrap();
    batch.commit().unwrap();
    let hits = store.search_articles("flood", 10).unwrap();
    let headline = hits.iter().find(|hit| hit.uri == "headline").unwrap();
    assert_eq!((headline.hits.len(), headline.passage.as_str()), (0, ARTICLES[4].1));
}

#[test]
fn entities_are_found_by_beginnings_of_any_name() {
    let store = searched(&ARTICLES);
    assert_eq!(names(&store, "quil"), ["Ada Quill"]);
    assert_eq!(names(&store, "HARB ba"), ["Harbour Bank"]);
    assert_eq!(names(&store, "QUI àd"), ["Ada Quill"]);
    assert_eq!(names(&store, "uill"), [""; 0]);
    assert_eq!(store.search_entities("a", 1).unwrap().len(), 1);
    // Many articles, one canonical entity, once.
    let long = "Ada Quill, chair of the Harbour Bank of Kenya, spoke. Quill said so.";
    let store = searched(&[("a", long), ("b", long), ("c", &format!("{long} The tide rose."))]);
    let hits = store.search_entities("quill", 10).unwrap();
    assert_eq!(hits.len(), 1, "{hits:?}");
    assert_eq!(hits[0].entity.articles, 3);
}

#[test]
fn names_that_become_one_are_answered_as_one() {
    let (one, two) = ("Ada Quill, chair of the Harbour Bank, spoke.", "Adele Quill, painter of Oslo, stayed.");
    let mut store = searched(&[("a", one), ("b", two)]);
    assert_eq!(names(&store, "quill").len(), 2);
    store.judge(EntityKind::Person, ("a", "Ada Quill"), ("b", "Adele Quill"), Verdict::Same, "test").unwrap();
    let hits = store.search_entities("quill", 10).unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!(store.search_entities("adele", 10).unwrap()[0].entity, hits[0].entity);
    assert_eq!(store.verify().unwrap(), []);
    store.unjudge(EntityKind::Person, ("a", "Ada Quill"), ("b", "Adele Quill")).unwrap();
    assert_eq!(names(&store, "quill").len(), 2);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn own_syntax_is_taken_when_asked_for_and_its_errors_are_typed() {
    let store = searched(&ARTICLES);
    let found = |expression: &str| {
        let mut uris: Vec<_> =
            store.search_articles_fts5(expression, 10).unwrap().into_iter().map(|hit| hit.uri).collect();
        uris.sort();
        uris
    };
    assert_eq!(found("flood* OR quill"), ["college", "flood", "quotes"]);
    assert_eq!(found("flood NOT oslo"), ["college"]);
    assert_eq!(found("title : flood"), [""; 0]);
    for expression in ["UK-China", "King's", "\"open", "AND", "nothing : x", "a (", "NEAR(", "x\0y", "*"] {
        let error = store.search_articles_fts5(expression, 10).unwrap_err();
        assert!(matches!(&error, Error::SearchSyntax { expression: e, .. } if e == expression), "{error:?}");
    }
}

/// A hundred thousand inputs of the characters and words that mean something to FTS5: no error, and
/// nothing but the words counts. Every answer has every word.
#[test]
fn no_input_is_syntax() {
    const PIECES: [&str; 32] = [
        "\"",
        "'",
        "*",
        "(",
        ")",
        ":",
        "^",
        "-",
        "+",
        "{",
        "}",
        ",",
        ".",
        " ",
        "\0",
        "\n",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        "title",
        "body",
        "flood",
        "UK",
        "é",
        "e\u{301}",
        "\u{fdd0}",
        "🦀",
        "\u{202e}",
        "rank",
        "NEAR(a b, 3)",
        "article_search",
    ];
    let store = searched(&ARTICLES);
    let mut random = samples::Lcg(25);
    let mut answers = 0;
    for round in 0..100_000 {
        let input: String = (0..=random.below(9)).map(|_| *random.pick(&PIECES)).collect();
        let hits = store.search_articles(&input, 3).unwrap_or_else(|error| panic!("{input:?}: {error:?}"));
        if round % 5 == 0 {
            store.search_entities(&input, 3).unwrap_or_else(|error| panic!("{input:?}: {error:?}"));
        }
        answers += hits.len();
        for hit in hits {
            let (_, body) = ARTICLES.iter().find(|(uri, _)| *uri == hit.uri).unwrap();
            let body = body.to_lowercase();
            let words = input.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 1);
            for word in words {
                assert!(body.contains(&word.to_lowercase()), "{input:?} gave {}", hit.uri);
            }
        }
    }
    assert!(answers > 1000, "{answers}");
}

/// Articles come, change and go; the index finds what reading every text would.
#[test]
fn the_index_keeps_in_step() {
    let words = ["tide", "reed", "quay", "Quill", "harbour"];
    let mut random = samples::Lcg(7);
    let (mut store, mut bare) = (Store::in_memory().unwrap(), Store::in_memory().unwrap());
    let mut texts: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    for round in 0..120 {
        match round {
            20 | 90 => store.enable_search().unwrap(),
            60 => store.rebuild_search().unwrap(),
            80 => store.disable_search().unwrap(),
            100 => store.rebuild().unwrap(),
            _ => {}
        }
        let uri = format!("{}", random.below(12));
        if random.below(3) == 0 && texts.remove(&uri).is_some() {
            remove(&mut store, &uri);
            remove(&mut bare, &uri);
        } else {
            let (one, two) = (random.pick(&words), random.pick(&words));
            let text = format!("Ada {one}, chair of the {two} Bank of Kenya, met Bo {two}. The {one} rose.");
            put(&mut store, &[(&uri, &text)]);
            put(&mut bare, &[(&uri, &text)]);
            texts.insert(uri, text);
        }
        assert_eq!(store.has_search().unwrap(), (20..80).contains(&round) || round >= 90);
        if store.has_search().unwrap() {
            for word in words {
                let wanted: Vec<&String> =
                    texts.iter().filter(|(_, text)| text.contains(word)).map(|(uri, _)| uri).collect();
                assert_eq!(uris(&store, word).iter().collect::<Vec<_>>(), wanted, "round {round}, {word}");
            }
            assert_eq!(store.verify().unwrap(), [], "round {round}");
        } else {
            assert!(matches!(store.search_articles("tide", 1), Err(Error::NoSearchIndex)));
            assert!(matches!(store.search_entities("tide", 1), Err(Error::NoSearchIndex)));
        }
        assert_eq!(store.dump().unwrap(), bare.dump().unwrap(), "round {round}");
    }
    for uri in texts.keys() {
        remove(&mut store, uri);
    }
    assert_eq!((store.dump().unwrap().as_str(), uris(&store, "rose"), names(&store, "a")), ("", vec![], vec![]));
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn another_handle_keeps_the_index_too() {
    let folder = samples::Folder::new("search");
    let path = folder.file("news.db");
    let mut first = Store::create(&path).unwrap();
    put(&mut first, &ARTICLES[..2]);
    let mut second = Store::open(&path).unwrap();
    second.enable_search().unwrap();
    // The first handle was opened before there was an index.
    put(&mut first, &ARTICLES[2..]);
    assert_eq!(uris(&second, "flood"), ["college", "flood"]);
    let reader = OpenOptions::new().read_only(true).open(&path).unwrap();
    assert_eq!(uris(&reader, "flood"), ["college", "flood"]);
    for store in [&first, &second, &reader] {
        assert_eq!(store.verify().unwrap(), []);
    }
    // An article of the batch that is dropped is not found.
    let mut batch = second.begin().unwrap();
    let article = Article::new("lost", "A flood.");
    batch.put(&article, &EXTRACTOR.extract(&article)).unwrap();
    drop(batch);
    assert_eq!(uris(&second, "flood"), ["college", "flood"]);
    drop((first, second, reader));
    let mut again = Store::open_existing(&path).unwrap();
    assert_eq!(uris(&again, "flood"), ["college", "flood"]);
    again.disable_search().unwrap();
    drop(again);
    assert!(!Store::open_existing(&path).unwrap().has_search().unwrap());
}

/// Within a transaction of the caller the index comes and goes with it.
#[test]
fn the_index_is_part_of_the_callers_transaction() {
    let mut store = Store::from_connection(rusqlite::Connection::open_in_memory().unwrap()).unwrap();
    put(&mut store, &ARTICLES[..2]);
    store.connection().execute_batch("BEGIN").unwrap();
    store.enable_search().unwrap();
    put(&mut store, &ARTICLES[2..]);
    assert_eq!(uris(&store, "flood"), ["college", "flood"]);
    assert_eq!(store.verify().unwrap(), []);
    assert!(!store.connection().is_autocommit());
    store.connection().execute_batch("ROLLBACK").unwrap();
    assert!(!store.has_search().unwrap());
    put(&mut store, &ARTICLES);
    store.enable_search().unwrap();
    assert_eq!(uris(&store, "flood"), ["college", "flood"]);
    assert_eq!(store.verify().unwrap(), []);
}

#[test]
fn a_damaged_index_is_found_and_made_anew() {
    let folder = samples::Folder::new("damaged-search");
    for (number, damage) in [
        "DELETE FROM article_search_docsize WHERE id = 1",
        "DELETE FROM article_search_data WHERE id > 10",
        "UPDATE name_search_data SET block = zeroblob(length(block)) WHERE id > 10",
        "UPDATE article SET body = 'Another text.' WHERE id = 2",
        "INSERT INTO article_search (rowid, title, body) VALUES (77, 'no', 'article')",
    ]
    .iter()
    .enumerate()
    {
        let path = folder.file(&format!("{number}.db"));
        let mut store = Store::create(&path).unwrap();
        store.enable_search().unwrap();
        put(&mut store, &ARTICLES);
        drop(store);
        rusqlite::Connection::open(&path).unwrap().execute_batch(damage).unwrap();
        let mut store = Store::open(&path).unwrap();
        let findings = store.verify().unwrap();
        assert!(findings.iter().any(|finding| finding.message.contains("_search")), "{damage}: {findings:?}");
        let _ = (store.search_articles("flood", 10), store.search_entities("a", 10));
        store.rebuild_search().unwrap();
        let left = store.verify().unwrap();
        assert!(left.iter().all(|finding| !finding.message.contains("_search")), "{damage}: {left:?}");
    }
}

/// Only exactly this index may stand in the file beside the tables of every store.
#[test]
fn another_index_is_refused() {
    let folder = samples::Folder::new("other-search");
    for (number, sql) in [
        "CREATE VIRTUAL TABLE article_search USING fts5 (title, body, content = 'entity', content_rowid = 'id')",
        "CREATE VIRTUAL TABLE more USING fts5 (x)",
        "CREATE VIRTUAL TABLE place USING rtree (id, a, b)",
        "CREATE TABLE article_search (title, body)",
    ]
    .iter()
    .enumerate()
    {
        let path = folder.file(&format!("{number}.db"));
        drop(Store::create(&path).unwrap());
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        assert!(matches!(Store::open(&path), Err(Error::NotOurs { .. })), "{sql}");
    }
    let path = folder.file("trigger.db");
    Store::create(&path).unwrap().enable_search().unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("CREATE TRIGGER t AFTER INSERT ON article_search_docsize BEGIN DELETE FROM article; END")
        .unwrap();
    drop(conn);
    // SQLite itself refuses such a schema.
    assert!(matches!(Store::open(&path), Err(Error::Corrupt { .. })));
}
