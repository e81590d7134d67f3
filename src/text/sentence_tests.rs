//! Tables of sentences; `|` stands where one ends.

use crate::text::Document;

fn split(text: &str) -> String {
    let document = Document::new(text);
    let sentences: Vec<&str> =
        document.sentences().iter().map(|s| &text[document.span(s.tokens.clone()).range()]).collect();
    sentences.join("|")
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    for expected in [
        "Ada Okoro left.|She went home.",
        "George W. Hale said so.|He left.",
        "The U.S. President spoke.|He left.",
        "He lives in the U.S.|The president does too.",
        "Growth was 3.5 percent.|In 2019.|It fell.",
        "“I came.|I saw.”|He left.",
        "\"Is it?\" he asked.|She left.",
        "\"Is it?\" Okoro asked.|She left.",
        "\"Is it?\" Governor Ada Okoro asked.|She left.",
        "\"Is it?\"|The minister left.",
        "“Stop!” said Hale.|“Why?”",
        "\"We won,\" Hale said.|\"We lost,\" Okoro said.",
        "He said so (twice.)|Then he left.",
        "Mr. Hale met Dr. Okoro.|Gen. Silva left.",
        "Okoro Inc. shares fell.|Hale Corp. rose.",
        "He works for Okoro Inc.|The firm is small.",
        "It began at 6 p.m. Monday.|It ended.",
        "It began at 6 p.m.|Okoro spoke.",
        "He waited ... and left.|Fine.",
        "He waited...|Then he left.",
        "The war ended.|al-Masri fled.",
        "See No. 10 and No. 11.|No.|Yes.",
        "On Jan. 6 he left.",
        "He was \" very poorly informed. \"|She left.",
        "BP.|Hale left.",
        "What?!|No!",
        "end of it.|The next one.",
        "Unseen in Lima (AFP) - The talks.|They failed.",
        "北京。|上海。",
    ] {
        assert_eq!(split(&expected.replace('|', " ")), expected);
    }
    assert_eq!(split("The war ended.The peace came."), "The war ended.|The peace came.");
    assert_eq!(split("1. Water is scarce.\n2. Bread is too."), "1. Water is scarce.|2. Bread is too.");
    assert_eq!(split("The talks\nwent on. So\nthey say."), "The talks\nwent on.|So\nthey say.");
}

#[test]
fn endless_sentences_are_cut() {
    let text = "word, and ".repeat(2000);
    let document = Document::new(&text);
    assert!(document.sentences().iter().all(|s| s.tokens.len() <= super::LONGEST));
    assert!(document.sentences().len() < 40);
    let tokens: usize = document.sentences().iter().map(|s| s.tokens.len()).sum();
    assert_eq!(tokens, document.tokens().len());
}
