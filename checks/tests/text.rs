//! Laws of the text layer that hold for every text.

use newsgraph::model::Article;
use newsgraph::text::{Articles, Document, Head, ReadOptions, TokenKind, fold, key, read_json, read_plain_text};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Texts that look like news, hostile ones, and any characters at all.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "The ", "minister", "U.S.", "Mr. ", "J.", "O'Brien", "’s ", "'", "\"", "“", "” ", "...", ". ", "? ", "\n", "\r\n",
            "\n\n", "date 2023-05-06 ", "March 6, 2020\n", "https://example.org/a ", "a@b.org", "3,000.5", "1990s", "- ", "—",
            "(", ")", "No. 10 ", "e\u{301}", "\u{ad}", "\u{200b}", "\u{202e}", "\u{feff}", "\u{a0}", "北京。", "İ", "ß", "🇵🇪", "#tag", "@x_y",
            "said ", ",", ";", "&", "AT&T", "Ph.D.", "\0", "۳", "ǅ", "\u{85}", "\u{2028}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,12}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn tokens_stand_in_order_on_character_boundaries(text in texts()) {
        let document = Document::new(&text);
        let mut end = 0;
        for token in document.tokens() {
            prop_assert!(token.span.start >= end && !token.span.is_empty());
            let between = &text[end..token.span.start];
            prop_assert_eq!(token.glued, end > 0 && !between.contains(char::is_whitespace));
            let words = token.span.of(&text);
            prop_assert!(words.is_some_and(|w| !w.contains(char::is_whitespace)));
            prop_assert_eq!(token.key, key(words.unwrap_or_default()));
            end = token.span.end;
        }
    }

    #[test]
    fn every_letter_and_digit_stands_in_a_token(text in texts()) {
        let document = Document::new(&text);
        let mut covered = document.tokens().iter();
        let mut token = covered.next();
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric() && !is_combining_mark(*c)) {
            while token.is_some_and(|t| t.span.end <= at) {
                token = covered.next();
            }
            prop_assert!(token.is_some_and(|t| t.span.start <= at && t.kind != TokenKind::Mark), "{} at {}", c, at);
        }
    }

    #[test]
    fn sentences_share_out_the_tokens(text in texts()) {
        let document = Document::new(&text);
        let (mut end, mut paragraph) = (0, 0);
        for sentence in document.sentences() {
            prop_assert_eq!(sentence.tokens.start, end);
            prop_assert!(!sentence.tokens.is_empty() && sentence.tokens.len() <= 400);
            prop_assert!(sentence.paragraph >= paragraph);
            (end, paragraph) = (sentence.tokens.end, sentence.paragraph);
        }
        prop_assert_eq!(end, document.tokens().len());
    }

    #[test]
    fn composed_and_decomposed_texts_have_the_same_tokens(text in texts()) {
        let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
        let keys = |text: &str| -> Vec<u64> { Document::new(text).tokens().iter().map(|t| t.key).collect() };
        prop_assert_eq!(keys(&composed), keys(&decomposed));
        prop_assert_eq!(fold(&composed), fold(&decomposed));
    }

    #[test]
    fn folding_is_idempotent(text in texts()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn a_head_lies_before_the_body(text in texts()) {
        let head = Head::new(&text);
        prop_assert!(text.is_char_boundary(head.body));
        for span in [head.title, head.url].into_iter().flatten() {
            prop_assert!(span.of(&text).is_some_and(|w| !w.is_empty()) && span.end <= head.body);
        }
    }

    #[test]
    fn plain_text_is_kept_as_given(text in texts()) {
        if let Ok(article) = read_plain_text("a", &text) {
            prop_assert_eq!(article.body.as_str(), text.strip_prefix('\u{feff}').unwrap_or(&text));
        }
    }

    #[test]
    fn readers_survive_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), lossy in any::<bool>()) {
        let options = ReadOptions { max_bytes: 150, lossy_utf8: lossy };
        let _ = options.plain_text("a", &bytes);
        let _ = options.json("a", &bytes);
        prop_assert!(Articles::with_options("a", bytes.as_slice(), options).count() <= 200);
    }

    #[test]
    fn written_articles_are_read_again(title in texts(), body in texts()) {
        let json = serde_json::json!({ "uri": "a:1", "title": title, "body": body }).to_string();
        for read in read_json("a", json) {
            let Ok(Article { body: all, .. }) = read else { continue };
            prop_assert!(all.ends_with(&body));
        }
    }
}
