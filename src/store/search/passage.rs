//! Where in a text the words stand, and the passage with most of them.

use crate::model::CharSpan;

/// Marks that FTS5 puts around each hit: noncharacters, which texts for interchange do not hold.
pub(super) const OPEN: char = '\u{fdd0}';
pub(super) const CLOSE: char = '\u{fdd1}';

/// A passage is at most this many characters long, and a hit.
const LENGTH: usize = 200;

/// The spans of the hits in `body`, of which `marked` is a copy with marks. In order, none twice.
pub(super) fn hits(body: &str, marked: &str) -> Vec<CharSpan> {
    let mut hits = Vec::new();
    let mut start = None;
    let mut at = 0;
    let mut body = body.chars().peekable();
    for c in marked.chars() {
        // A mark that stands in the text itself is no mark.
        if body.peek() == Some(&c) {
            body.next();
            at += 1;
        } else if c == OPEN {
            start = Some(at);
        } else if let Some(start) = start.take().filter(|start| *start < at) {
            hits.push(CharSpan::new(start, at));
        }
    }
    hits
}

/// The span of the passage of `body` with most hits, the first of equals; the beginning where there is
/// none. Begins and ends between words where that is near.
pub(super) fn passage(body: &str, hits: &[CharSpan]) -> CharSpan {
    let mut best = (0, 0, 0);
    let mut first = 0;
    for (last, hit) in hits.iter().enumerate() {
        while hits.get(first).is_some_and(|from| hit.end.saturating_sub(from.start) > LENGTH && first < last) {
            first += 1;
        }
        if last + 1 - first > best.0 {
            best = (last + 1 - first, first, last);
        }
    }
    let core = match (hits.get(best.1), hits.get(best.2)) {
        (Some(from), Some(to)) => (from.start, to.end),
        _ => (0, 0),
    };
    // What is left goes to both sides, a third before.
    let left = LENGTH.saturating_sub(core.1 - core.0);
    let start = core.0.saturating_sub(left / 3);
    let end = core.1 + (left - (core.0 - start));
    between_words(body, (start, end), core)
}

/// Narrows `wide` to whole words, but never below `core`.
fn between_words(body: &str, wide: (usize, usize), core: (usize, usize)) -> CharSpan {
    let (mut start, mut end) = (core.0, core.1);
    let mut before = None;
    let mut length = 0;
    for (at, c) in body.chars().enumerate() {
        length = at + 1;
        if (wide.0..core.0).contains(&at) && start == core.0 {
            let word_begins = before.is_none_or(char::is_whitespace) && !c.is_whitespace();
            if word_begins {
                start = at;
            }
        }
        if (core.1..wide.1).contains(&at) && c.is_whitespace() && before.is_some_and(|c| !c.is_whitespace()) {
            end = at;
        }
        before = Some(c);
        if at > wide.1 {
            break;
        }
    }
    if length <= wide.1 {
        end = body.chars().count().max(core.1);
    }
    CharSpan::new(start, end.max(core.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(span: CharSpan, body: &str) -> String {
        body.chars().skip(span.start).take(span.end - span.start).collect()
    }

    #[test]
    fn hits_are_counted_in_characters() {
        let body = "Été: the tide, the tide.";
        let marked = "Été: the \u{fdd0}tide\u{fdd1}, the \u{fdd0}tide\u{fdd1}.";
        let spans = hits(body, marked);
        assert_eq!(spans, [CharSpan::new(9, 13), CharSpan::new(19, 23)]);
        assert!(spans.iter().all(|span| of(*span, body) == "tide"));
    }

    #[test]
    fn marks_of_the_text_are_text() {
        let body = "a \u{fdd0}tide\u{fdd1} b";
        let marked = "a \u{fdd0}\u{fdd0}tide\u{fdd1}\u{fdd1} b";
        let span = hits(body, marked)[0];
        assert!(of(span, body).contains("tide"));
    }

    #[test]
    fn the_passage_has_most_hits_and_whole_words() {
        let filler = "lorem ipsum dolor ".repeat(40);
        let body = format!("tide {filler}the tide and the other tide {filler}tide");
        let spans: Vec<CharSpan> = body.match_indices("tide").map(|(at, _)| CharSpan::new(at, at + 4)).collect();
        let text = of(passage(&body, &spans), &body);
        assert!(text.contains("the tide and the other tide"), "{text}");
        assert!(text.len() <= LENGTH, "{text}");
        assert!(text.split(' ').all(|word| filler.contains(word) || "the tide and other".contains(word)), "{text}");
    }

    #[test]
    fn without_hits_it_is_the_beginning() {
        for (body, passage_text) in [("", ""), ("One tide.", "One tide."), ("🦀", "🦀")] {
            assert_eq!(of(passage(body, &[]), body), passage_text);
        }
        let long = "word ".repeat(100);
        let text = of(passage(&long, &[]), &long);
        assert!(text.len() <= LENGTH && text.ends_with("word"), "{text}");
        let one_word = "x".repeat(1000);
        assert_eq!(passage(&one_word, &[CharSpan::new(500, 501)]), CharSpan::new(500, 501));
    }
}
