//! Whole articles of a few sentences, and the ties that must or must not be read from them.

use crate::extract::Extractor;
use crate::model::{Article, Extraction, RelationKind};
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().unwrap());

fn read(text: &str) -> Extraction {
    EXTRACTOR.extract(&Article::new("test", text))
}

/// The ties as "GB: issue", with the words of each sighting beside the canonical name.
fn ties(extraction: &Extraction) -> Vec<(String, Vec<String>)> {
    let of_kind = extraction.relations.iter().filter(|r| r.kind == RelationKind::CONCERNED_WITH);
    of_kind
        .map(|r| {
            let country = extraction.entity(r.subject).unwrap().country_code.unwrap();
            let issue = &extraction.entity(r.object).unwrap().name;
            let mut words = vec![issue.clone()];
            words.extend(r.evidence.iter().filter_map(|e| e.label.clone()));
            (country.to_string(), words)
        })
        .collect()
}

#[track_caller]
fn assert_tie(text: &str, country: &str, issue: &str) {
    let found = ties(&read(text));
    assert!(
        found.iter().any(|(c, words)| c == country && words.iter().any(|w| w.eq_ignore_ascii_case(issue))),
        "{country}: {issue} not in {found:?}"
    );
}

#[test]
fn headlines_become_matters() {
    let cases = [
        (
            "Kenyan minister Grace Wairimu dies aged 71\n\nGrace Wairimu, the Kenyan minister of health, died on Monday in Nairobi.",
            "KE",
            "death of Grace Wairimu",
        ),
        (
            "Norway bans plastic bags\n\nNorway has banned plastic bags in shops from next year, its government said.",
            "NO",
            "ban on plastic bags",
        ),
        (
            "Peruvian prime minister Luis Quispe resigns\n\nLuis Quispe said on Friday that he could not go on.",
            "PE",
            "resignation of Luis Quispe",
        ),
    ];
    for (text, country, issue) in cases {
        assert_tie(text, country, issue);
    }
}

#[test]
fn enumerations_give_one_matter_per_item() {
    let text = "Portugal and Chile hold talks\n\nMinisters of Portugal and Chile held talks on fisheries, migration and climate change in Lisbon.";
    for country in ["PT", "CL"] {
        for issue in ["fisheries", "migration", "climate change"] {
            assert_tie(text, country, issue);
        }
    }
}

#[test]
fn a_contested_place_is_a_matter() {
    let text = "Britain states its views\n\nBritain made plain its views on Hong Kong and Taiwan, the British foreign secretary said after the talks in London.";
    assert_tie(text, "GB", "Hong Kong");
    assert_tie(text, "GB", "Taiwan");
    assert!(
        !ties(&read(text)).iter().any(|(c, words)| c == "TW" && words.iter().any(|w| w == "Hong Kong")),
        "a matter acts on nothing"
    );
}

#[test]
fn no_country_is_its_own_matter() {
    let text = "Talks on Cuba\n\nCuba was the subject of talks on Cuba in Havana, where Cuban officials met.";
    assert!(!ties(&read(text)).iter().any(|(c, words)| c == "CU" && words.iter().any(|w| w == "Cuba")));
}

#[test]
fn what_is_no_matter_of_a_country() {
    let cases = [
        "The cat sat on the mat.",
        "Grace Wairimu wrote a book about birds. It has forty pages.",
        "",
        "Contact us\n\nAll rights reserved.",
    ];
    for text in cases {
        assert_eq!(ties(&read(text)), [], "{text}");
    }
}

#[test]
fn publishing_is_no_event() {
    let text = "Ghana's ministry releases statement\n\nThe Ghanaian ministry of trade released a statement at a press conference in Accra on Monday.";
    let found = ties(&read(text));
    for words in ["release of statement", "press conference", "regular press conference"] {
        assert!(!found.iter().any(|(_, w)| w.iter().any(|w| w == words)), "{found:?}");
    }
}

#[test]
fn every_tie_has_a_topic_of_the_vocabulary_and_short_evidence() {
    let text = "Strikes close Italian ports\n\nDock workers in Italy began a strike over wages on Tuesday, and Italy's government warned of a fuel shortage. A ban on strikes was rejected by parliament in Rome last year.";
    let lexicon = crate::lexicon::Lexicon::builtin().unwrap();
    let extraction = read(text);
    let mut ties = 0;
    for relation in extraction.relations.iter().filter(|r| r.kind == RelationKind::CONCERNED_WITH) {
        let issue = extraction.entity(relation.object).unwrap();
        let topic = issue.topic.as_deref().unwrap();
        assert!(lexicon.topics().iter().any(|t| t.label == topic), "{topic}");
        for evidence in &relation.evidence {
            assert!(evidence.span.of(text).unwrap().split_whitespace().count() <= 40);
            assert!((0.0..=1.0).contains(&evidence.confidence));
        }
        ties += 1;
    }
    assert!(ties > 0);
}

#[test]
fn the_topics_of_events_are_in_the_vocabulary() {
    let lexicon = crate::lexicon::Lexicon::builtin().unwrap();
    for event in super::event::all().iter().filter(|e| !e.topic.is_empty()) {
        assert!(lexicon.topics().iter().any(|t| t.label == event.topic), "{}: {}", event.noun, event.topic);
    }
}

#[test]
fn a_long_sentence_costs_no_more_per_word() {
    let time = |count: usize| {
        let text = "Iran's ban on the talks over Syria and the war in Iraq, ".repeat(count);
        let start = std::time::Instant::now();
        read(&text);
        start.elapsed()
    };
    time(50);
    let (short, long) = (time(400), time(3_200));
    assert!(long < short * 8 * 4, "{short:?} {long:?}");
}

#[test]
fn a_thing_does_not_speak_for_where_it_was_made() {
    let thing = read("A Swiss watch lay beside the speaker who talked about abortion.");
    assert!(ties(&thing).iter().all(|(country, _)| country != "CH"), "{:?}", ties(&thing));
    assert_tie("Swiss watch makers protested against tariffs on steel.", "CH", "tariffs");
}
