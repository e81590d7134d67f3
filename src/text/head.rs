//! The head of a plain-text article: its date line, URL and headline.

use super::document::Part;
use super::line::{Lines, is_address, is_filler};
use crate::model::{ByteSpan, Date};

/// The longest headline, in characters.
const LONGEST_HEADLINE: usize = 200;
/// The longest date line, in characters.
const LONGEST_DATE_LINE: usize = 60;

/// What stands before the first paragraph of a plain-text article.
///
/// Each part is optional, and they come in any order. A wire agency's dateline ("LONDON, May 6
/// (Agency) —") is part of the first sentence and not of the head.
///
/// ```
/// use newsgraph::text::Head;
///
/// let text = "6 May 2023\nhttps://example.org/a\n\nPeru names a minister\n\nAda Okoro was named.";
/// let head = Head::new(text);
/// assert_eq!(head.published_on.map(|d| d.to_string()).as_deref(), Some("2023-05-06"));
/// assert_eq!(head.title.and_then(|t| t.of(text)), Some("Peru names a minister"));
/// assert!(text[head.body..].starts_with("Ada Okoro"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// The day (or month) in the first date line; `None` too where its numbers can be read two ways.
    pub published_on: Option<Date>,
    /// The first line with nothing but a URL.
    pub url: Option<ByteSpan>,
    /// The headline.
    pub title: Option<ByteSpan>,
    /// Where the text after the head starts, in bytes; the text's length where there is none.
    pub body: usize,
    /// The parts of the head in order of the text.
    pub(super) parts: Vec<(ByteSpan, Part)>,
}

impl Head {
    /// Reads the head of `text`. Linear in its length; never fails: a text without a head is all body.
    pub fn new(text: &str) -> Self {
        Self::of_lines(text, &Lines::new(text))
    }

    pub(super) fn of_lines(text: &str, lines: &Lines<'_>) -> Self {
        let mut head = Self::default();
        let mut index = 0;
        let mut body = None;
        while let Some(line) = lines.get(index) {
            let words = lines.words(index);
            if head.url.is_none() && is_address(words) {
                head.url = Some(line.span);
                head.parts.push((line.span, Part::Url));
            } else if let Some(date) = head.next_date(|| date_line(words)) {
                if let DateLine::Known(date) = date {
                    head.published_on = Some(date);
                }
                head.parts.push((line.span, Part::DateLine));
            } else if let Some((date, length)) = head.next_date(|| leading_date(words)) {
                let end = line.span.start + length;
                head.published_on = Some(date);
                head.parts.push((ByteSpan::new(line.span.start, end), Part::DateLine));
                let rest = text.get(end..).unwrap_or_default();
                body = Some(end + rest.len() - rest.trim_start_matches(is_filler).len());
                break;
            } else if head.title.is_none() && is_label(words) {
                head.parts.push((line.span, Part::Url));
            } else if head.title.is_none() && is_headline(lines, index) {
                head.title = Some(line.span);
                head.parts.push((line.span, Part::Headline));
            } else {
                break;
            }
            index += 1;
        }
        head.body = body.or_else(|| lines.get(index).map(|line| line.span.start)).unwrap_or(text.len());
        head.without_lone_title(text)
    }

    /// Reads a date with `read`, unless one was read before.
    fn next_date<T>(&self, read: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.parts.iter().any(|(_, part)| *part == Part::DateLine) { None } else { read() }
    }

    /// A headline with no text under it is the text, and what follows it is no head.
    fn without_lone_title(mut self, text: &str) -> Self {
        if self.body == text.len()
            && let Some(title) = self.title.take()
        {
            self.parts.retain(|(span, _)| span.start < title.start);
            self.url = self.url.filter(|url| url.start < title.start);
            if !self.parts.iter().any(|(_, part)| *part == Part::DateLine) {
                self.published_on = None;
            }
            self.body = title.start;
        }
        self
    }

    /// Whether a part of the head ends at `offset`.
    pub(super) fn ends_at(&self, offset: usize) -> bool {
        self.parts.iter().any(|(span, _)| span.end == offset)
    }

    /// The end of the part that the byte at `offset` stands in, if it is one of the head.
    pub(super) fn end_after(&self, offset: usize) -> Option<usize> {
        self.parts.iter().find(|(span, _)| span.start <= offset && offset < span.end).map(|(span, _)| span.end)
    }

    /// The part that the byte at `offset` stands in.
    pub(super) fn part_at(&self, offset: usize) -> Part {
        let inside = |(span, _): &&(ByteSpan, Part)| span.start <= offset && offset < span.end;
        self.parts.iter().find(inside).map_or(Part::Body, |(_, part)| *part)
    }
}

/// Whether a line is the label that a press office puts above its texts.
fn is_label(words: &str) -> bool {
    let label = words.trim_end_matches(':');
    let labels = [
        "media release",
        "press release",
        "news release",
        "media statement",
        "press statement",
        "for immediate release",
    ];
    labels.iter().any(|known| label.eq_ignore_ascii_case(known))
}

/// Whether line `index` is a headline: short, without a full stop, and a paragraph of its own
/// above a blank line or a longer text.
fn is_headline(lines: &Lines<'_>, index: usize) -> bool {
    let (Some(line), Some(next)) = (lines.get(index), lines.get(index + 1)) else { return false };
    let (words, below) = (lines.words(index), lines.words(index + 1));
    let unquoted = words.trim_end_matches([' ', '"', '”', '’', '\'', ')']);
    let ends_open = !unquoted.ends_with(['.', ',', ':', ';']) || words.ends_with("...") || ends_in_abbreviation(words);
    line.chars <= LONGEST_HEADLINE
        && words.contains(char::is_alphabetic)
        && ends_open
        && lines.ends_paragraph(index)
        && (line.before_blank || next.chars > line.chars || is_address(below) || date_line(below).is_some())
}

/// Whether the last word is a dotted abbreviation ("U.S.", "D.C.").
fn ends_in_abbreviation(words: &str) -> bool {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.ends_with('.') && last.matches('.').count() > 1
}

/// A date before the first words of a paragraph: the word "date" and an ISO date. Gives the date
/// and how many bytes of the line it takes.
fn leading_date(line: &str) -> Option<(Date, usize)> {
    let (_, rest) = line.split_at_checked(4).filter(|(label, _)| label.eq_ignore_ascii_case("date"))?;
    let rest = rest.trim_start_matches(':');
    let date = rest.trim_start();
    if date.len() == rest.len() {
        return None;
    }
    let token = date.split(char::is_whitespace).next()?;
    let found: Date = token.parse().ok()?;
    found.day()?;
    Some((found, line.len() - date.len() + token.len()))
}

/// The date that `text` names, in any form that a date line may have or as an ISO prefix.
pub(super) fn read_date(text: &str) -> Option<Date> {
    match date_line(text.trim()) {
        Some(DateLine::Known(date)) => Some(date),
        _ => text.parse().ok(),
    }
}

/// What a date line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateLine {
    /// One date.
    Known(Date),
    /// A day and a month that cannot be told apart.
    Ambiguous,
}

/// Reads a line with nothing but a date, for instance "Friday, 6 March 2020", "March 6, 2020,
/// 10:30 GMT", "2020-03-06T10:00Z" or "06/03/2020"; `None` where the line is something else.
fn date_line(line: &str) -> Option<DateLine> {
    let has_year = line.bytes().any(|byte| byte.is_ascii_digit());
    if !has_year || line.len() > LONGEST_DATE_LINE * 4 || line.chars().count() > LONGEST_DATE_LINE {
        return None;
    }
    let mut found = DateParts::default();
    for word in line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')')) {
        let word = word.trim_matches(['.', ':', '–', '-', '—']);
        if !word.is_empty() {
            found.add(word)?;
        }
    }
    found.finish()
}

/// The parts of a date line as they are read, word by word.
#[derive(Debug, Default)]
struct DateParts {
    year: Option<u16>,
    month: Option<u8>,
    day: Option<u8>,
    /// A date that stood in one word.
    whole: Option<DateLine>,
}

impl DateParts {
    /// Adds one word; `None` where it belongs to no date line.
    fn add(&mut self, word: &str) -> Option<()> {
        let lower = word.to_lowercase();
        if let Some(month) = month(&lower) {
            return self.month.replace(month).is_none().then_some(());
        }
        if DATE_LINE_WORDS.contains(&lower.as_str()) || is_time(&lower) {
            return Some(());
        }
        if let Some(date) = iso(word).or_else(|| slashed(word)) {
            return self.whole.replace(date).is_none().then_some(());
        }
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| lower.strip_suffix(s)).unwrap_or(&lower);
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        match digits.len() {
            1 | 2 => self.day.replace(digits.parse().ok()?).is_none().then_some(()),
            4 => self.year.replace(digits.parse().ok()?).is_none().then_some(()),
            _ => None,
        }
    }

    fn finish(self) -> Option<DateLine> {
        match (self.whole, self.year, self.month, self.day) {
            (Some(date), None, None, None) => Some(date),
            (None, Some(year), Some(month), Some(day)) => Date::from_day(year, month, day).map(DateLine::Known),
            (None, Some(year), Some(month), None) => Date::from_month(year, month).map(DateLine::Known),
            _ => None,
        }
    }
}

/// A day in ISO 8601, with or without a time.
fn iso(word: &str) -> Option<DateLine> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let date: Date = word.parse().ok()?;
    date.day()?;
    let (_, time) = word.split_at_checked(10)?;
    (time.is_empty() || time.starts_with('T')).then_some(DateLine::Known(date))
}

/// A date of three numbers with slashes or stops. British and American order are told apart where
/// one number cannot be a month.
fn slashed(word: &str) -> Option<DateLine> {
    let mut numbers = word.split(['/', '.']).map(|part| {
        (matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u16>().ok())?
    });
    let (first, second, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
    if numbers.next().is_some() || year < 1000 {
        return None;
    }
    let (first, second) = (u8::try_from(first).ok()?, u8::try_from(second).ok()?);
    let (british, american) = (Date::from_day(year, second, first), Date::from_day(year, first, second));
    match (british, american) {
        (Some(one), Some(other)) if one != other => Some(DateLine::Ambiguous),
        (one, other) => one.or(other).map(DateLine::Known),
    }
}

/// Whether `word` (in lower case) names a month, whole or by its first letters.
pub(crate) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// The month that `word` (in lower case) names, whole or by its first letters.
fn month(word: &str) -> Option<u8> {
    let known = |full: &str| {
        word == full || (word.len() == 3 && full.starts_with(word)) || (word == "sept" && full == "september")
    };
    MONTHS.iter().zip(1..).find(|(full, _)| known(full)).map(|(_, number)| number)
}

/// Whether `word` is a time of day: "10:30", "10:30am", "10.30pm".
fn is_time(word: &str) -> bool {
    let clock = word.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('z');
    let (hours, minutes) = clock.split_once([':', '.']).unwrap_or((clock, "00"));
    (clock != word || word.contains(':'))
        && (1..=2).contains(&hours.len())
        && !minutes.is_empty()
        && hours.bytes().all(|b| b.is_ascii_digit())
        && minutes.bytes().all(|b| b.is_ascii_digit() || b == b':')
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that may stand beside a date: weekdays, time zones, labels.
const DATE_LINE_WORDS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
    "sat",
    "sun",
    "gmt",
    "utc",
    "est",
    "edt",
    "cet",
    "cest",
    "bst",
    "pst",
    "pdt",
    "ist",
    "am",
    "pm",
    "a.m",
    "p.m",
    "at",
    "on",
    "date",
    "dated",
    "published",
    "updated",
    "posted",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_lines_are_read() {
        for (line, expected) in [
            ("March 6, 2020", "2020-03-06"),
            ("6 March 2020", "2020-03-06"),
            ("Friday, 6th March 2020", "2020-03-06"),
            ("Sept. 6, 2020", "2020-09-06"),
            ("2020-03-06", "2020-03-06"),
            ("2020-03-06T10:00Z", "2020-03-06"),
            ("Published: 6 March 2020, 10:30am GMT", "2020-03-06"),
            ("March 2020", "2020-03"),
            ("26/03/2020", "2020-03-26"),
            ("03/26/2020", "2020-03-26"),
            ("04.04.2020", "2020-04-04"),
            ("date 2023-05-06", "2023-05-06"),
        ] {
            assert_eq!(date_line(line), Some(DateLine::Known(expected.parse().unwrap())), "{line}");
        }
        assert_eq!(date_line("06/03/2020"), Some(DateLine::Ambiguous));
        for line in [
            "",
            "2020",
            "March",
            "March 6",
            "March 40, 2020",
            "March 6, 2020 in Lima",
            "31/31/2020",
            "6 6 March 2020",
            "é",
        ] {
            assert_eq!(date_line(line), None, "{line}");
        }
    }

    #[test]
    fn heads_are_read_in_any_order() {
        let body = "Ada Okoro was named minister on Monday, the government of Peru said.";
        for (text, date, url, title) in [
            (
                format!("MEDIA RELEASE\n18 June 2024\n\nPeru names a minister\n\n{body}"),
                Some("2024-06-18"),
                None,
                Some("Peru names a minister"),
            ),
            (
                format!("March 6, 2020\n\nPeru names a minister\n\n{body}"),
                Some("2020-03-06"),
                None,
                Some("Peru names a minister"),
            ),
            (
                format!("https://example.org/a\nPeru names a minister\n6 March 2020\n\n{body}"),
                Some("2020-03-06"),
                Some("https://example.org/a"),
                Some("Peru names a minister"),
            ),
            (format!("\u{feff}Peru names a minister\r\n{body}"), None, None, Some("Peru names a minister")),
            (format!(" date 2023-05-06 {body}\n\nMore."), Some("2023-05-06"), None, None),
            (format!("Will Peru name a minister?\n\n{body}"), None, None, Some("Will Peru name a minister?")),
            (
                format!("Peru names a minister to the U.S.\n\n{body}"),
                None,
                None,
                Some("Peru names a minister to the U.S."),
            ),
            (body.to_owned(), None, None, None),
            (format!("06/03/2020\n{body}"), None, None, None),
            (format!("LIMA, May 6 (Agency) — {body}"), None, None, None),
        ] {
            let head = Head::new(&text);
            assert_eq!(head.published_on.map(|d| d.to_string()).as_deref(), date, "{text}");
            assert_eq!(head.url.and_then(|u| u.of(&text)), url, "{text}");
            assert_eq!(head.title.and_then(|t| t.of(&text)), title, "{text}");
            assert!(text[head.body..].contains(body), "{text}");
            assert_eq!(text[head.body..].starts_with(body), !text.starts_with("LIMA"), "{text}");
        }
    }

    #[test]
    fn a_text_is_no_head() {
        for text in [
            "Only a line",
            "A sentence of its own.\n\nAnother one here.",
            "The minister of the\nnorth spoke.",
            "He said:\n\nNo.",
        ] {
            let head = Head::new(text);
            assert_eq!((head.body, head.title), (0, None), "{text}");
        }
        let only_head = Head::new("March 6, 2020\nhttps://example.org\n");
        assert_eq!(only_head.body, "March 6, 2020\nhttps://example.org\n".len());
        let lone = Head::new("6 March 2020\n\nPeru names a minister");
        assert_eq!((lone.title, lone.body), (None, 14));
        let above = Head::new("Peru names a minister\nhttps://example.org\n6 March 2020");
        assert_eq!(above, Head::default());
    }
}
