//! Laws of the whole path, for any text: nothing panics, every span fits, everything can be stored.

#![allow(clippy::expect_used, reason = "part of tests")]

use newsgraph::model::{Article, Entity, EntityKind, Extraction};
use newsgraph::text::read_plain_text;
use newsgraph::{Extractor, Store};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().expect("the built-in files are sound"));

/// Texts of news words in any order, so that rules begin and are broken off everywhere; marks and
/// any characters among them.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "Ada ", "Quill", "Émile ", "O’Brien ", "Mr. ", "Dr ", "J. ", "Gen. ", "minister ", "Foreign Secretary ", "chair ", "spokeswoman ",
            "president-elect ", "former ", "then ", "acting ", "Harbour ", "Bank ", "Ministry of ", "University ", "United Nations ", "U.S. ",
            "Kenya", "Kenyan ", "Britain’s ", "Washington ", "the ", "a ", "of ", "and ", ", ", ", who is ", ", whose ", "was appointed ", "resigned as ",
            "is not ", "if ", "would become ", "she ", "He ", "its ", "their ", "said ", "climate change ", "nuclear weapons ", "is concerned about ",
            "and ", "(Labour, ", ") ", "“", "” ", "'s ", ": ", "; ", ". ", ".\n\n", "2019 ", "6 March 2020 ", "since 2015 ", "- ", "—",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["\0", "\u{feff}", "\u{200b}", "\u{202e}", "e\u{301}", "İ", "🇵🇪 ", "日本 ", "\r\n", "\u{2028}", "ﬁ", "ǅ"])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// Words of news with accents, blanks between them.
fn accented_texts() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Émile",
        "Núñez",
        "José",
        "Zoë",
        "Ñandú-O’Brien",
        "Çağrı",
        "Dvořák",
        "Ångström,",
        "Öresund",
        "São",
        "Tomé",
        "Île",
        "Kenya",
        "Peruvian",
        "Côte",
        "d’Ivoire",
        "Türkiye’s",
        "Ada",
        "Quill",
        "Mr.",
        "Dr",
        "minister",
        "président",
        "Foreign",
        "Secretary",
        "chair",
        "of",
        "the",
        "The",
        "Bank",
        "Ministry",
        "Université",
        "and",
        ",",
        ", who is",
        "was appointed",
        "resigned as",
        "former",
        "said",
        "climate change",
        "is concerned about",
        "(",
        ")",
        "“",
        "”",
        ".",
        ".\n\n",
        "in 2019",
        "café",
        "naïve",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

/// What is wrong with an extraction of a body.
fn misfits(body: &str, extraction: &Extraction) -> Vec<String> {
    let mut misfits = Vec::new();
    let fits = |span: newsgraph::model::ByteSpan| span.of(body).is_some_and(|words| !words.is_empty());
    let mentions = &extraction.mentions;
    if !mentions.iter().all(|m| fits(m.span) && extraction.entity(m.entity).is_some()) {
        misfits.push("a mention".to_owned());
    }
    for relation in &extraction.relations {
        let ends = [Some(relation.subject), Some(relation.object), relation.role];
        if !ends.into_iter().flatten().all(|end| extraction.entity(end).is_some()) {
            misfits.push(format!("the ends of {relation:?}"));
        }
        for evidence in &relation.evidence {
            if !fits(evidence.span) || !(0.0..=1.0).contains(&evidence.confidence) {
                misfits.push(format!("{evidence:?}"));
            }
        }
        if relation.evidence.is_empty() {
            misfits.push(format!("no evidence of {relation:?}"));
        }
    }
    if extraction.entities.iter().any(|entity| entity.name.trim().is_empty()) {
        misfits.push("an entity without a name".to_owned());
    }
    misfits
}

/// What is read in a text, after it was seen that all of it fits. Every law reads its texts here, so that with
/// `NEWSGRAPH_LONG=1` the spans of more than a million texts are looked at.
fn read(body: &str) -> Extraction {
    let extraction = EXTRACTOR.extract(&Article::new("a.txt", body));
    assert_eq!(misfits(body, &extraction), [""; 0], "{body:?}");
    extraction
}

/// Texts for each of five laws.
fn cases() -> u32 {
    if std::env::var_os("NEWSGRAPH_LONG").is_some() { 210_000 } else { 1_500 }
}

/// Every entity with its kind and all its names, in composed form.
fn entities(body: &str) -> Vec<(EntityKind, Vec<String>)> {
    let extraction = read(body);
    let names = |entity: &Entity| {
        let names = std::iter::once(&entity.name).chain(&entity.aliases);
        names.map(|name| name.nfc().collect()).collect()
    };
    extraction.entities.iter().map(|entity| (entity.kind, names(entity))).collect()
}

/// Characters that have no place in a name: controls, and those that turn or hide what stands beside them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn composed_and_decomposed_texts_have_the_same_entities(body in accented_texts()) {
        let (composed, decomposed): (String, String) = (body.nfc().collect(), body.nfd().collect());
        prop_assert_eq!(entities(&composed), entities(&decomposed));
    }

    #[test]
    fn names_hold_no_controls(body in texts()) {
        for (_, names) in entities(&body) {
            prop_assert!(names.iter().all(|name| !name.contains(is_hidden)), "{:?}", names);
        }
    }

    #[test]
    fn any_text_is_read_and_fits(body in texts()) {
        read(&body);
    }

    #[test]
    fn any_text_is_stored_whole_or_refused(text in texts()) {
        let Ok(article) = read_plain_text("a.txt", &text) else { return Ok(()) };
        let extraction = EXTRACTOR.extract(&article);
        prop_assert_eq!(misfits(&article.body, &extraction), [""; 0]);
        let mut store = Store::in_memory()?;
        let mut batch = store.begin()?;
        if batch.put(&article, &extraction).is_err() {
            prop_assert!(article.body.contains('\0'));
            return Ok(());
        }
        batch.commit()?;
        prop_assert_eq!(store.verify()?, []);
        prop_assert_eq!(store.article("a.txt")?, Some(article));
    }

    #[test]
    fn any_characters_at_all_are_read(body in "\\PC{0,200}|(.|\n){0,200}") {
        read(&body);
    }
}

/// A text that was once found to break a law: two names of as many letters, of which one has more marks.
#[test]
fn marks_do_not_make_a_name_fuller() {
    let body = "Núñez “ Foreign and Peruvian Zoë minister Núñez Émile Zoë and";
    let (composed, decomposed): (String, String) = (body.nfc().collect(), body.nfd().collect());
    assert_eq!(entities(&composed), entities(&decomposed));
}

/// The laws above are worth something only if the texts make the rules speak.
#[test]
fn the_texts_state_facts() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let read = |_| {
        let body = texts().new_tree(&mut runner).expect("texts are always made").current();
        EXTRACTOR.extract(&Article::new("a.txt", body))
    };
    let with_facts = (0..300).map(read).filter(|extraction| !extraction.relations.is_empty()).count();
    assert!(with_facts >= 100, "only {with_facts} of 300 texts state a fact");
}
