//! Words of names as the spellings of one share them.

use super::super::facts::facts;
use super::NameMatch;

/// A word of a name, folded, with what is compared of it. Many thousand are kept: the texts stand in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The word, its spelling, its consonants.
    texts: Box<str>,
    /// Where the spelling begins, 0 where it is the word itself, and where the consonants do.
    spelling: u32,
    consonants: u32,
    /// The first letter of its [`spelling`](Self::spelling).
    pub(super) initial: Option<char>,
    /// Of one letter: an initial.
    pub(super) letter: bool,
}

impl Word {
    pub(super) fn new(text: &str) -> Self {
        let romanized = facts().romanized(text);
        let spelled = spelling(romanized);
        let initial = if romanized == text { spelled.chars().next() } else { spelling(text).chars().next() };
        let mut texts = text.to_owned();
        let at = |texts: &String| u32::try_from(texts.len()).unwrap_or(u32::MAX);
        let mut own = 0;
        if spelled != text {
            own = at(&texts);
            texts.push_str(&spelled);
        }
        let end = at(&texts);
        texts.push_str(&consonants(&spelled));
        let letter = text.chars().count() == 1;
        Self { texts: texts.into_boxed_str(), spelling: own, consonants: end, initial, letter }
    }

    /// The word itself.
    pub(super) fn text(&self) -> &str {
        self.part(0, if self.spelling == 0 { self.consonants } else { self.spelling })
    }

    /// The spelling of its common romanization.
    pub(super) fn spelling(&self) -> &str {
        self.part(self.spelling, self.consonants)
    }

    /// The consonants of that.
    fn consonants(&self) -> &str {
        self.part(self.consonants, u32::MAX)
    }

    fn part(&self, start: u32, end: u32) -> &str {
        let end = (end as usize).min(self.texts.len());
        self.texts.get(start as usize..end).unwrap_or_default()
    }
}

/// Whether two words are spellings of one: equal after [`spelling`], or with the same consonants
/// and ending alike (a final "a" tells women's names from men's).
pub(super) fn word_match(a: &Word, b: &Word) -> NameMatch {
    if a.text() == b.text() {
        return NameMatch::Full;
    }
    let feminine = |word: &Word| word.spelling().ends_with('a');
    let alike = a.consonants() == b.consonants() && a.consonants().len() > 2 && feminine(a) == feminine(b);
    if a.spelling() == b.spelling() || alike { NameMatch::Variant } else { NameMatch::No }
}

/// A word as the common romanizations share it: umlauts in two letters, doubled letters, "y" and
/// "j" for a vowel, "ph", "x", silent ends, the assimilated article of Arabic names.
fn spelling(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(c) = letters.next() {
        match (c, letters.peek()) {
            ('a' | 'o' | 'u', Some('e')) => {
                letters.next();
                text.push(c);
            }
            ('p', Some('h')) => {
                letters.next();
                text.push('f');
            }
            // The "h" itself follows.
            ('k', Some('h')) => {}
            ('x', _) => text.push_str("ks"),
            ('w', _) => text.push('v'),
            ('y', _) => text.push('i'),
            ('ł' | 'Ł', _) => text.push('l'),
            ('ø', _) => text.push('o'),
            ('đ', _) => text.push('d'),
            ('ß', _) => text.push_str("ss"),
            _ => text.push(c),
        }
    }
    for article in ["abdul", "abdel", "abdur", "abder"] {
        if let Some(tail) = text.strip_prefix(article).filter(|tail| tail.chars().count() > 2) {
            text = format!("abd{tail}");
            break;
        }
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    while (out.ends_with('h') || out.ends_with('e')) && out.chars().count() > 3 {
        out.pop();
    }
    out
}

fn consonants(word: &str) -> String {
    // "g" and "h" write one sound of Russian and Ukrainian.
    let mut out = String::new();
    for c in word.chars().filter(|c| !"aeiouj".contains(*c)).map(|c| if c == 'g' { 'h' } else { c }) {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}
