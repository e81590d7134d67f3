use crate::corpus::Annotated;
use crate::score::Score;
use crate::train::{Options, train};
use newsgraph::lexicon::Lexicon;
use newsgraph::tagger::{Label, Tagger};
use newsgraph::text::Document;

/// Made-up articles of a few sentences each, long enough to be read twice.
fn texts() -> Vec<Annotated> {
    let people = ["Ada Okoro", "Luc Delacroix", "Hana Kovac", "Rajesh Menon", "Marta Lindqvist", "Tariq Osei"];
    let places = ["Ghana", "France", "Slovakia", "India", "Sweden", "Jordan"];
    let mut texts = Vec::new();
    for (index, (person, place)) in people.iter().zip(places).enumerate() {
        let surname = person.rsplit(' ').next().unwrap_or_default();
        let sentences = [
            format!(
                "[[ROLE:p1,-,current|President]] [[PER:p1|{person}]] of [[GPE:-|{place}]] spoke on Monday about the harvest."
            ),
            format!(
                "The [[ORG:o1|National Bank of {place}]] did not comment, but [[PER:p1|{surname}]] said that prices would fall."
            ),
            format!(
                "In [[GPE:-|{place}]] the [[ROLE:-,-,current|minister]] for trade promised help to farmers in the north."
            ),
            format!(
                "\"We will see,\" [[PER:p1|{surname}]] told a [[ROLE:-,-,current|reporter]] of the [[ORG:o2|Daily {place}]]."
            ),
        ];
        let marked = sentences.join("\n\n") + "\n\n" + &sentences.join(" ");
        texts.push(Annotated::parse(&format!("article {index}"), true, &marked).unwrap());
        texts.push(Annotated::parse(&format!("line {index}"), false, &sentences[0]).unwrap());
    }
    texts
}

fn options() -> Options {
    Options { rows: 20_000, parts: 2, ..Options::default() }
}

#[test]
fn the_same_texts_give_the_same_bytes() {
    let (lexicon, texts) = (Lexicon::builtin().unwrap(), texts());
    let all: Vec<_> = texts.iter().collect();
    let model = train(&lexicon, &all, &options()).to_bytes();
    assert!(model == train(&lexicon, &all, &options()).to_bytes());
    let fewer = train(&lexicon, &all[2..], &options()).to_bytes();
    assert!(model != fewer);
}

#[test]
fn a_trained_model_tags_a_new_person() {
    let (lexicon, texts) = (Lexicon::builtin().unwrap(), texts());
    let all: Vec<_> = texts.iter().collect();
    let (known, unknown) = all.split_at(10);
    let tagger = Tagger::new(train(&lexicon, known, &options()));
    let score = Score::of(&tagger, &lexicon, unknown);
    assert!(score.rates(Some(Label::Person)).f1 > 80.0, "{score}");
    assert!(score.rates(Some(Label::Gpe)).f1 > 80.0, "{score}");
}

#[test]
fn marks_come_off_and_leave_the_text() {
    let marked =
        "\"[[[ORG:o1|Bank]] is [sic] closed,\" said [[PER:p1|Ada Okoro]]'s [[ROLE:p2,o1,current|vice-president]].";
    let text = Annotated::parse("a", true, marked).unwrap();
    assert_eq!(text.text, "\"[Bank is [sic] closed,\" said Ada Okoro's vice-president.");
    let words: Vec<_> = text.spans.iter().map(|(span, label)| (span.of(&text.text).unwrap(), *label)).collect();
    assert_eq!(words, [("Bank", Label::Organization), ("Ada Okoro", Label::Person), ("vice-president", Label::Role)]);
    let (tags, astray) = text.tags(&Document::new(&text.text));
    assert_eq!((tags.iter().filter(|tag| tag.begins()).count(), astray), (3, 0));
    for malformed in ["[[PER:p1|Ada", "[[PER:p1]]", "[[THING:p1|Ada]]"] {
        assert!(Annotated::parse("a", true, malformed).is_err(), "{malformed}");
    }
}

#[test]
fn a_span_inside_a_token_takes_the_whole_token() {
    let text = Annotated::parse("a", true, "He flew [[GPE:-|Lon]]don and [[ORG:o1|Air]]").unwrap();
    let (tags, astray) = text.tags(&Document::new(&text.text));
    assert_eq!(astray, 1);
    assert_eq!(tags[2].label(), Some(Label::Gpe));
    assert_eq!(tags[3].label(), None);
}
