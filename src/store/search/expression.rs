//! From what a user types to an FTS5 expression that cannot be one of the user's making.

/// More words than this are not looked for.
const WORDS: usize = 64;

/// Longer words are cut, in characters: no name or word of a text is longer.
const LENGTH: usize = 256;

/// All words, in any order. Each is quoted, so that nothing in it is an operator, and stands for its
/// letters and digits in their order: `UK-China` finds "UK-China" and "UK–China". Words without a letter
/// or digit are passed over by FTS5.
pub(super) fn all_words(input: &str) -> String {
    quoted(input, "")
}

/// Words that begin with these.
pub(super) fn all_beginnings(input: &str) -> String {
    quoted(input, " *")
}

fn quoted(input: &str, after: &str) -> String {
    let mut expression = String::with_capacity(input.len() + 8);
    // A NUL ends an FTS5 expression, so control characters part words.
    let words = input.split(|c: char| c.is_whitespace() || c.is_control());
    for word in words.filter(|word| word.chars().any(char::is_alphanumeric)).take(WORDS) {
        if !expression.is_empty() {
            expression.push(' ');
        }
        expression.push('"');
        for c in word.chars().take(LENGTH) {
            expression.push(c);
            if c == '"' {
                expression.push('"');
            }
        }
        expression.push('"');
        expression.push_str(after);
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_quoted() {
        for (input, words, beginnings) in [
            ("", "", ""),
            ("  \u{0} -- ", "", ""),
            ("harbour bank", r#""harbour" "bank""#, r#""harbour" * "bank" *"#),
            ("UK-China", r#""UK-China""#, r#""UK-China" *"#),
            ("a OR b* NEAR(c)", r#""a" "OR" "b*" "NEAR(c)""#, r#""a" * "OR" * "b*" * "NEAR(c)" *"#),
            (r#"say "yes"#, r#""say" """yes""#, r#""say" * """yes" *"#),
            ("tide\u{0}body:x", r#""tide" "body:x""#, r#""tide" * "body:x" *"#),
        ] {
            assert_eq!(all_words(input), words);
            assert_eq!(all_beginnings(input), beginnings);
        }
    }

    #[test]
    fn long_input_is_cut() {
        let expression = all_words(&"word ".repeat(10_000));
        assert_eq!(expression.matches("\"word\"").count(), WORDS);
        assert_eq!(all_words(&"é".repeat(10_000)).chars().count(), LENGTH + 2);
    }
}
