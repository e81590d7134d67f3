//! Lines, and whether a line break ends a paragraph or was only set to fit a page.

use super::character::{Class, class};
use crate::model::ByteSpan;

/// The longest line that counts as wrapped to a page, in characters.
const PAGE: usize = 120;

/// The non-blank lines of a text.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    all: Vec<Line>,
    /// The page's width in characters, where the text is wrapped to one.
    width: Option<usize>,
}

/// One line with text in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// From the first to the last character that is not white space.
    pub(super) span: ByteSpan,
    /// Its length in characters.
    pub(super) chars: usize,
    /// Whether a blank line follows, or nothing.
    pub(super) before_blank: bool,
}

impl<'a> Lines<'a> {
    /// Finds the lines of `text`. Linear in its length.
    pub(super) fn new(text: &'a str) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        let mut start = 0;
        while start <= text.len() {
            let rest = text.get(start..).unwrap_or_default();
            let (raw, after) = find_break(rest).and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, ""));
            let words = raw.trim_matches(is_filler);
            if words.is_empty() {
                // The empty piece between \r and \n is no blank line.
                let inside_break =
                    raw.is_empty() && start > 0 && text.as_bytes().get(start - 1..=start) == Some(b"\r\n");
                if let Some(last) = lines.last_mut().filter(|_| !inside_break) {
                    last.before_blank = true;
                }
            } else {
                let offset = start + (raw.len() - raw.trim_start_matches(is_filler).len());
                lines.push(Line {
                    span: ByteSpan::new(offset, offset + words.len()),
                    chars: words.chars().count(),
                    before_blank: false,
                });
            }
            let Some(mark) = after.chars().next() else { break };
            start += raw.len() + mark.len_utf8();
        }
        if let Some(last) = lines.last_mut() {
            last.before_blank = true;
        }
        let mut found = Self { text, all: lines, width: None };
        found.width = found.page_width();
        found
    }

    /// Line `index`.
    pub(super) fn get(&self, index: usize) -> Option<Line> {
        self.all.get(index).copied()
    }

    /// The end of line `index`, in bytes of the text.
    pub(super) fn end(&self, index: usize) -> usize {
        self.get(index).map_or(self.text.len(), |line| line.span.end)
    }

    /// How many lines have text.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The words of line `index`; empty past the end.
    pub(super) fn words(&self, index: usize) -> &'a str {
        self.get(index).and_then(|line| line.span.of(self.text)).unwrap_or_default()
    }

    /// Whether a paragraph ends with line `index`.
    ///
    /// It goes on where the next line starts in lower case, where this line ends in a comma or in
    /// a word that cannot stand last, and, in a text that is wrapped to a page, where the next
    /// line's first word had no room on this one.
    pub(super) fn ends_paragraph(&self, index: usize) -> bool {
        let Some(line) = self.get(index) else { return true };
        let next = self.words(index + 1);
        if line.before_blank || next.is_empty() || starts_item(next) {
            return true;
        }
        if next.starts_with(char::is_lowercase) && !is_address(next) && !is_address(self.words(index)) {
            return false;
        }
        if cannot_stand_last(self.words(index)) {
            return false;
        }
        !self.width.is_some_and(|width| overflows(line, next, width))
    }

    /// The width that the text was wrapped to. Wrapped text has its line breaks where one more
    /// word would pass the width, and mostly not after a full stop.
    fn page_width(&self) -> Option<usize> {
        let joined = || (0..self.all.len()).filter(|i| self.get(*i).is_some_and(|line| !line.before_blank));
        let width = joined().filter_map(|i| self.get(i)).map(|line| line.chars).max()?;
        let breaks = joined().count();
        let full =
            joined().filter(|i| self.get(*i).is_some_and(|line| overflows(line, self.words(i + 1), width))).count();
        let stops = joined().filter(|i| self.words(*i).ends_with(['.', '?', '!', '"', '”', '’'])).count();
        ((40..=PAGE).contains(&width) && breaks >= 3 && full * 10 >= breaks * 7 && stops * 10 <= breaks * 6)
            .then_some(width)
    }
}

/// Whether the first word of `next` had no room on `line`. An eighth of the width is leeway, since
/// pages are rarely wrapped to the last character.
fn overflows(line: Line, next: &str, width: usize) -> bool {
    let first_word = next.split(char::is_whitespace).next().unwrap_or_default().chars().take(PAGE).count();
    line.chars + 1 + first_word + width / 8 > width
}

/// Whether `line` starts as a list item does: a bullet, or a number and a stop.
fn starts_item(line: &str) -> bool {
    let digits = line.bytes().take(4).take_while(u8::is_ascii_digit).count();
    line.starts_with(['•', '*', '·', '●', '▪', '◦', '‣'])
        || ["- ", "– ", "— "].iter().any(|dash| line.starts_with(dash))
        || ((1..=3).contains(&digits)
            && line
                .get(digits..)
                .and_then(|rest| rest.strip_prefix([')', '.']))
                .is_some_and(|rest| rest.starts_with([' ', '\t'])))
}

/// Whether `line` is nothing but a web address.
pub(super) fn is_address(line: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|p| line.get(..p.len()).is_some_and(|s| s.eq_ignore_ascii_case(p)))
        && !line.contains(char::is_whitespace)
}

/// Whether `line` ends in a comma or in a word that asks for another one.
fn cannot_stand_last(line: &str) -> bool {
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.ends_with(',') || OPEN_ENDED.contains(&last)
}

/// Words that ask for another one after them.
const OPEN_ENDED: &[&str] = &[
    "the", "a", "an", "of", "and", "or", "to", "in", "for", "with", "by", "from", "at", "that", "which", "who",
    "whose", "his", "her", "its", "their", "our", "is", "was", "are", "were", "has", "had", "have", "Mr", "Mr.", "Mrs",
    "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Gen.", "Sen.",
];

/// Whether `c` ends a line.
pub(super) const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Where the first character of `text` that breaks lines stands, in bytes.
fn find_break(text: &str) -> Option<usize> {
    let is_break = |at: &usize| text.as_bytes().get(*at).copied().is_some_and(may_break) && is_break_at(text, *at);
    let (pieces, _) = text.as_bytes().as_chunks::<32>();
    for (piece, start) in pieces.iter().zip((0..).step_by(32)) {
        // Most pieces have none, which one test of all their bytes tells.
        if piece.iter().fold(false, |any, byte| any | may_break(*byte))
            && let Some(found) = (start..start + 32).find(is_break)
        {
            return Some(found);
        }
    }
    (32 * pieces.len()..text.len()).find(is_break)
}

/// Whether a character that breaks lines may start with this byte.
const fn may_break(byte: u8) -> bool {
    matches!(byte, b'\n'..=b'\r' | 0xC2 | 0xE2)
}

/// Whether the character at byte `at` breaks lines.
fn is_break_at(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_break)
}

/// Whether `c` holds no words: white space or an invisible character.
pub(super) fn is_filler(c: char) -> bool {
    matches!(class(c), Class::Space | Class::Invisible)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> usize {
        let lines = Lines::new(text);
        (0..lines.len()).filter(|i| lines.ends_paragraph(*i)).count()
    }

    #[test]
    fn a_break_ends_a_paragraph_unless_the_page_made_it() {
        let wrapped = "The council of the northern province met on Monday to hear\nMinister Ada Okoro, who had come back from the talks in Lima\nwith a plan for the river. Members of the opposition left the\nroom. Governor Hale, whose party rules in the north, said the\nplan was sound.\nThe next meeting is in May.";
        for (text, expected) in [
            ("One line", 1),
            ("A headline\nThe first paragraph.", 2),
            ("A headline\n\nThe first.\r\n\r\nThe second.", 3),
            ("First line\r\nSecond line", 2),
            ("The talks went on\nuntil dawn", 1),
            ("He met the president of\nPeru", 1),
            ("Points:\n- one\n- two", 3),
            ("Points:\n1. one\n2. two", 3),
            (wrapped, 2),
            ("", 0),
            (" \n\t\n", 0),
        ] {
            assert_eq!(paragraphs(text), expected, "{text}");
        }
    }
}
