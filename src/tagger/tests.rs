use super::*;
use crate::Error;

/// Sentences with their spans in brackets: `[PER Ada Okoro]`.
const SENTENCES: &[&str] = &[
    "[NORP Kenyan] [ROLE Foreign Minister] [PER Wanjiru Otieno] said on Tuesday that [GPE Kenya] would send a delegation to [GPE Nairobi].",
    "[PER Marta Lindqvist], a [ROLE spokeswoman] for the [ORG Ministry of Health], told reporters in [GPE Stockholm] that the plan was dead.",
    "The [ORG European Union] and [GPE Japan] signed the deal in [GPE Brussels].",
    "[ROLE Prime Minister] [PER Rajesh Menon] met [NORP French] [ROLE President] [PER Luc Delacroix] in [GPE Paris] on Friday.",
    "[NORP Brazilian] police arrested two men in [GPE Rio de Janeiro].",
    "\"We will not wait,\" said [PER Hana Kovac], [ROLE chairwoman] of the [ORG National Bank of Slovakia].",
    "The [ORG Supreme Court] rejected the petition of the [NORP Ghanaian] opposition.",
    "Mr. [PER Osei] was a [ROLE lawyer] before he went into politics.",
    "Talks between [GPE India] and [GPE Pakistan] on [ISSUE climate change] ended without a result.",
    "[PER Tariq al-Masri], the former [ROLE governor] of [GPE Aleppo], fled to [GPE Turkey].",
    "[ORG University of Nairobi] [ROLE professor] [PER James Mwangi] disagreed.",
    "Ships left the [LOC Black Sea] before the storm.",
    "He spoke of nothing else for a week.",
];

fn unbracket(marked: &str) -> (String, Vec<(String, String)>) {
    let (mut text, mut spans, mut rest) = (String::new(), Vec::new(), marked);
    while let Some((before, after)) = rest.split_once('[') {
        let (span, tail) = after.split_once(']').unwrap();
        let (code, words) = span.split_once(' ').unwrap();
        text.push_str(before);
        text.push_str(words);
        spans.push((code.to_owned(), words.to_owned()));
        rest = tail;
    }
    text.push_str(rest);
    (text, spans)
}

#[test]
fn plain_sentences_are_tagged_right() {
    let (tagger, lexicon) = (Tagger::builtin().unwrap(), Lexicon::builtin().unwrap());
    let mut wrong = Vec::new();
    for marked in SENTENCES {
        let (text, expected) = unbracket(marked);
        let doc = Document::new(&text);
        let found: Vec<_> = tagger
            .tag(&lexicon, &doc)
            .into_iter()
            .map(|span| {
                let words = &text[doc.span(span.tokens).range()];
                (span.label.code().to_owned(), words.to_owned())
            })
            .collect();
        if found != expected {
            wrong.push(format!("{text}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn confidences_are_probabilities() {
    let (tagger, lexicon) = (Tagger::builtin().unwrap(), Lexicon::builtin().unwrap());
    let text: String = SENTENCES.iter().map(|marked| unbracket(marked).0 + "\n\n").collect();
    let doc = Document::new(&text);
    let spans = tagger.tag(&lexicon, &doc);
    assert!(spans.iter().all(|span| (0.0..=1.0).contains(&span.confidence)));
    let sure = spans.iter().filter(|span| span.confidence > 0.9).count();
    assert!(2 * sure > spans.len(), "{sure} of {}", spans.len());
    assert!(spans.windows(2).all(|pair| pair[0].tokens.end <= pair[1].tokens.start));
}

#[test]
fn odd_texts_are_read_to_the_end() {
    let (tagger, lexicon) = (Tagger::builtin().unwrap(), Lexicon::builtin().unwrap());
    for text in ["", ".", "\u{301}\u{202e}", &"A.".repeat(5000), &"MINISTER OF ".repeat(5000), &"(\"".repeat(5000)] {
        let doc = Document::new(text);
        for span in tagger.tag(&lexicon, &doc) {
            assert!(span.tokens.start < span.tokens.end && span.tokens.end <= doc.tokens().len());
        }
    }
}

#[test]
fn a_model_survives_its_bytes() {
    let model = Model::from_bytes(BUILTIN).unwrap();
    assert!(BUILTIN.len() <= 2_000_000);
    assert!(model.to_bytes() == BUILTIN);
}

#[test]
fn a_damaged_model_is_refused() {
    let refused = |bytes: &[u8]| match Tagger::from_bytes(bytes) {
        Err(Error::Lexicon { message, .. }) => message,
        other => panic!("{other:?}"),
    };
    assert!(refused(b"").contains("cut short"));
    assert!(refused(&BUILTIN[..BUILTIN.len() - 16]).contains("checksum"));
    assert!(refused(b"another kind of file, long enough").contains("start"));
    let mut bytes = BUILTIN.to_vec();
    bytes[8] = 99;
    assert!(refused(&bytes).contains("version"));
    for place in [12, 17, 20, 500, 1000, BUILTIN.len() / 2, BUILTIN.len() - 1] {
        let mut bytes = BUILTIN.to_vec();
        bytes[place] ^= 4;
        assert!(refused(&bytes).contains("checksum"), "byte {place}");
    }
}
