//! The parts of a person's name, and whether two names can be one person's.
//!
//! Read are titles and forms of address (left out), given names (familiar forms to full ones),
//! particles, double surnames, generation suffixes, and the order of names: the surname comes first
//! where it is one of those that do in their own country, where a hyphenated given name follows it,
//! or where only the last word is a known given name.

use super::facts::facts;
use super::folded;

/// How well two names go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameMatch {
    /// They are two people's.
    No,
    /// The names go together, but generation or middle names contradict each other.
    Contradicts,
    /// A given name's initial, or only the surname, or part of a double surname.
    Part,
    /// Another spelling.
    Variant,
    /// The same, middle names and titles aside.
    Full,
}

/// The parts of a personal name, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PersonName {
    /// Given and middle names; initials are single letters.
    pub(super) given: Vec<String>,
    /// The parts of the surname without particles; never empty but for a name without letters.
    pub(super) surname: Vec<String>,
    /// "jr", "sr", or a number in Roman numerals.
    pub(super) suffix: Option<String>,
    /// A monarch's or pope's name.
    pub(super) regnal: bool,
}

const TITLES: &[&str] = &[
    "admiral",
    "ambassador",
    "archbishop",
    "ayatollah",
    "baron",
    "baroness",
    "big",
    "bishop",
    "brig",
    "brigadier",
    "capt",
    "captain",
    "cardinal",
    "chancellor",
    "chief",
    "coach",
    "col",
    "colonel",
    "commissioner",
    "count",
    "countess",
    "dame",
    "dato",
    "datuk",
    "dr",
    "doctor",
    "father",
    "gen",
    "general",
    "gov",
    "governor",
    "haji",
    "imam",
    "judge",
    "justice",
    "lady",
    "lieutenant",
    "lord",
    "lt",
    "madam",
    "maj",
    "major",
    "mayor",
    "miss",
    "minister",
    "mr",
    "mrs",
    "ms",
    "mx",
    "mullah",
    "pastor",
    "premier",
    "president",
    "prince",
    "princess",
    "prof",
    "professor",
    "rabbi",
    "rep",
    "reverend",
    "rev",
    "saint",
    "secretary",
    "sen",
    "senator",
    "seri",
    "sgt",
    "sheikh",
    "shri",
    "sir",
    "sister",
    "smt",
    "st",
    "sultan",
    "tan",
    "tun",
    "u",
];
const REGNAL: &[&str] = &["king", "queen", "pope", "emperor", "empress", "tsar", "king-emperor"];
const PARTICLES: &[&str] = &[
    "abu", "al", "ap", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
    "ibn", "la", "las", "le", "los", "ter", "van", "vom", "von", "y", "zu",
];
/// Particles that a hyphen ties to the name: the Arabic article and its assimilated forms.
const ARTICLES: &[&str] = &["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "bin", "ibn", "abu", "ul", "ur"];
/// Particles that make one word with what follows.
const PREFIXES: &[&str] = &["o", "mac", "mc", "fitz"];

impl PersonName {
    pub(super) fn parse(name: &str) -> Self {
        let mut parsed = Self::default();
        let name = name.split(['(', ',']).find(|part| !part.trim().is_empty()).unwrap_or(name);
        let mut words: Vec<&str> = name
            .split_whitespace()
            .filter(|word| !(word.starts_with(['"', '“', '\'']) && word.ends_with(['"', '”', '\''])))
            .collect();
        let mut regnal = false;
        while words.len() > 1 {
            let first = folded(words[0]);
            // A Malay form of address that is a Chinese surname as well.
            let title = TITLES.contains(&first.as_str()) && !(first == "tan" && words.len() < 4);
            if !title && !REGNAL.contains(&first.as_str()) {
                break;
            }
            regnal |= !title;
            words.remove(0);
        }
        if let Some(end) = words.iter().position(|word| *word == "of").filter(|end| *end > 0) {
            words.truncate(end);
        }
        while words.len() > 1 {
            let last = folded(words[words.len() - 1]);
            let roman = !last.is_empty() && last.bytes().all(|b| b"ivx".contains(&b)) && (last.len() > 1 || regnal);
            if !matches!(last.as_str(), "jr" | "sr" | "junior" | "senior") && !roman {
                break;
            }
            parsed.suffix = Some(last.replace("junior", "jr").replace("senior", "sr"));
            words.pop();
        }
        let mut parts: Vec<Part> = Vec::new();
        for word in &words {
            Part::read(word, &words, &mut parts);
        }
        if regnal && parts.len() == 1 {
            parsed.regnal = true;
            parsed.surname = parts.into_iter().map(|part| part.text).collect();
            return parsed;
        }
        parsed.order(parts);
        parsed.given = parsed.given.iter().map(|given| facts().full_given(given).to_owned()).collect();
        parsed
    }

    /// Tells surname and given names apart.
    fn order(&mut self, mut parts: Vec<Part>) {
        let facts = facts();
        let text = |parts: &[Part]| parts.iter().map(|part| part.text.clone()).collect::<Vec<_>>();
        let first_of_all = |part: Option<&Part>| part.is_some_and(|part| facts.is_family_first(&part.text));
        let swapped = match &parts[..] {
            [] | [_] => {
                self.surname = text(&parts);
                return;
            }
            [first, .., last] if last.syllables => !first.syllables,
            [first, ..] if first.syllables => false,
            [first, rest @ ..] if parts.len() <= 4 && first_of_all(Some(first)) => {
                !first_of_all(rest.last()) && !rest.iter().any(|part| part.hyphen)
                    || !facts.is_given(&first.text) && rest.len() > 1
            }
            [first, last] => facts.is_given(&last.text) && !facts.is_given(&first.text) && !facts.is_common(&last.text),
            _ => false,
        };
        // Two parts of a hyphenated name are one word for the order.
        let hyphened = matches!(&parts[..], [a, b, last] if a.hyphen && b.hyphen && !last.hyphen
            && !facts.is_given(&a.text) && !facts.is_given(&b.text)
            && (facts.is_common(&a.text) || facts.is_common(&b.text) || facts.is_given(&last.text)));
        if hyphened {
            self.given = text(&parts[2..]);
            self.surname = text(&parts[..2]);
            return;
        }
        if swapped {
            let first = parts.remove(0);
            // The middle word of most Vietnamese names tells no more than the gender.
            if parts.len() > 1 && facts.is_family_first(&first.text) && matches!(parts[0].text.as_str(), "thi" | "van")
            {
                parts.remove(0);
            }
            self.surname = vec![first.text];
            // The syllables of a Chinese, Korean or Vietnamese given name are written apart or together.
            self.given = if facts.is_family_first(&self.surname[0]) || parts.iter().any(|part| part.syllables) {
                vec![text(&parts).concat()]
            } else {
                text(&parts)
            };
            return;
        }
        let given =
            parts.iter().take_while(|part| facts.is_given(&part.text) || part.text.chars().count() == 1).count();
        let split = match parts.iter().position(|part| part.hyphen) {
            Some(start) if start > 0 && start + 2 == parts.len() => start,
            _ if given >= 2 && given + 2 == parts.len() => given,
            _ => parts.len() - 1,
        };
        self.given = text(&parts[..split]);
        self.surname = text(&parts[split..]);
        let eastern = self.surname.len() == 1 && facts.is_family_first(&self.surname[0]);
        if eastern && self.given.len() == 2 && !self.given.iter().any(|g| facts.is_given(g) || g.chars().count() == 1) {
            self.given = vec![self.given.concat()];
        }
    }

    /// Whether the name is a surname or a given name alone, which proves nobody.
    pub(super) fn is_short(&self) -> bool {
        self.given.is_empty() && !self.regnal
    }

    /// Whether the surname is rare: on no list of common ones.
    pub(super) fn is_rare(&self) -> bool {
        !self.surname.iter().any(|part| facts().is_common(part) || facts().is_given(part))
    }

    /// The surname and the first letter of the given name, as variants share them.
    pub(super) fn block(&self) -> (String, String) {
        let surname = self.surname.first().map(|part| spelling(facts().romanized(part))).unwrap_or_default();
        let initial = self.given.first().and_then(|given| spelling(given).chars().next()).map(String::from);
        (surname, if self.regnal { "^".to_owned() } else { initial.unwrap_or_default() })
    }

    /// How two names go together. Symmetric.
    pub(super) fn matches(&self, other: &Self) -> NameMatch {
        if self.regnal != other.regnal {
            return NameMatch::No;
        }
        let surname = parts_match(&self.surname, &other.surname);
        if surname == NameMatch::No {
            return NameMatch::No;
        }
        let contradicts = match (&self.suffix, &other.suffix) {
            (Some(a), Some(b)) => a != b,
            // "II" after "Aldric" is another king; a missing "Jr." may be left out.
            (a, b) => self.regnal && a != b,
        };
        let given = match (self.given.first(), other.given.first()) {
            (Some(_), Some(_)) => given_match(&self.given, &other.given),
            (None, None) => NameMatch::Full,
            _ => NameMatch::Part,
        };
        match given {
            NameMatch::No | NameMatch::Contradicts => given,
            _ if contradicts => NameMatch::Contradicts,
            _ => given.min(surname),
        }
    }
}

/// A word of a name, folded.
struct Part {
    text: String,
    /// A given name in syllables: "Jae-ryung".
    syllables: bool,
    /// One of the parts of a double name: "Paz" in "Irigoyen-Paz".
    hyphen: bool,
}

impl Part {
    /// Adds the parts of a word as written among the words of its name.
    fn read(word: &str, all: &[&str], parts: &mut Vec<Self>) {
        let pieces: Vec<&str> = word.split(['-', '‐', '‑']).filter(|piece| !piece.is_empty()).collect();
        let plain = |text: String| Self { text, syllables: false, hyphen: false };
        match pieces[..] {
            [_] | [] => {
                let text = folded(word);
                let capitals = word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
                let others = all.iter().any(|other| other.chars().any(char::is_lowercase));
                let joined = all.len() > 1 && PREFIXES.contains(&text.as_str()) && !word.ends_with('.');
                if joined && all.last() != Some(&word) {
                    parts.push(Self { text: format!("{text}\u{0}"), syllables: false, hyphen: false });
                } else if PARTICLES.contains(&text.as_str()) && !word.ends_with('.') && all.len() > 1 {
                } else if capitals && others && (2..=3).contains(&text.chars().count()) && all.last() != Some(&word) {
                    parts.extend(text.chars().map(|c| plain(c.to_string())));
                } else if let Some(prefix) = parts.last_mut().filter(|part| part.text.ends_with('\u{0}')) {
                    prefix.text = prefix.text.trim_end_matches('\u{0}').to_owned() + &text;
                } else {
                    // "P.R." is two initials.
                    let initials = word.ends_with('.') && word.matches('.').count() > 1;
                    if initials && text.chars().count() < 4 {
                        parts.extend(text.chars().map(|c| plain(c.to_string())));
                    } else {
                        parts.extend(text.split(' ').map(|text| plain(text.to_owned())));
                    }
                }
            }
            [first, second, ..]
                if ARTICLES.contains(&folded(first).as_str())
                    && second.chars().next().is_some_and(char::is_uppercase) =>
            {
                parts.extend(pieces[1..].iter().map(|piece| plain(folded(piece))));
            }
            [_, second, ..] if second.chars().next().is_some_and(char::is_lowercase) => {
                let text = pieces.iter().map(|piece| folded(piece)).collect();
                parts.push(Self { text, syllables: true, hyphen: false });
            }
            _ => parts.extend(pieces.iter().map(|piece| Self { text: folded(piece), syllables: false, hyphen: true })),
        }
    }
}

/// Double surnames: one may leave its first or last parts out.
fn parts_match(a: &[String], b: &[String]) -> NameMatch {
    let same = |a: &[String], b: &[String]| {
        a.iter().zip(b).try_fold(NameMatch::Full, |least, (a, b)| match word_match(a, b) {
            NameMatch::No => None,
            found => Some(least.min(found)),
        })
    };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return if long.is_empty() { NameMatch::Full } else { NameMatch::No };
    }
    if short.len() == long.len() {
        return same(short, long).unwrap_or(NameMatch::No);
    }
    match same(short, long) {
        Some(_) => NameMatch::Part,
        None => NameMatch::No,
    }
}

/// Given names: the first must go together; of the others, those of the shorter must stand in the
/// longer in order.
fn given_match(a: &[String], b: &[String]) -> NameMatch {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let Some((first, rest)) = short.split_first() else { return NameMatch::Part };
    let Some((other, mut pool)) = long.split_first() else { return NameMatch::Part };
    let mut found = given_word(first, other);
    if found == NameMatch::No {
        return if short.concat() == long.concat() { NameMatch::Full } else { NameMatch::No };
    }
    for middle in rest {
        let Some(at) = pool.iter().position(|other| given_word(middle, other) != NameMatch::No) else {
            return NameMatch::Contradicts;
        };
        // A middle initial is as good as the name.
        found = found.min(given_word(middle, &pool[at]).max(NameMatch::Variant));
        pool = &pool[at + 1..];
    }
    if found == NameMatch::Variant && !rest.is_empty() && word_match(first, other) == NameMatch::Full {
        found = NameMatch::Full;
    }
    found
}

fn given_word(a: &str, b: &str) -> NameMatch {
    let letter = |word: &str| word.chars().count() == 1;
    if a == b {
        return if letter(a) { NameMatch::Part } else { NameMatch::Full };
    }
    if letter(a) || letter(b) {
        return if spelling(a).chars().next() == spelling(b).chars().next() { NameMatch::Part } else { NameMatch::No };
    }
    word_match(a, b)
}

/// Whether two words are spellings of one: equal after [`spelling`], or with the same consonants
/// and ending alike (a final "a" tells women's names from men's).
fn word_match(a: &str, b: &str) -> NameMatch {
    if a == b {
        return NameMatch::Full;
    }
    let (a, b) = (spelling(facts().romanized(a)), spelling(facts().romanized(b)));
    let feminine = |word: &str| word.ends_with('a');
    if a == b || consonants(&a) == consonants(&b) && consonants(&a).len() > 2 && feminine(&a) == feminine(&b) {
        NameMatch::Variant
    } else {
        NameMatch::No
    }
}

/// A word as the common romanizations share it: umlauts in two letters, doubled letters, "y" and
/// "j" for a vowel, "ph", "x", silent ends, the assimilated article of Arabic names.
pub(super) fn spelling(word: &str) -> String {
    let mut text: String = word
        .replace("ae", "a")
        .replace("oe", "o")
        .replace("ue", "u")
        .replace("ph", "f")
        .replace("kh", "h")
        .replace('x', "ks")
        .replace('w', "v")
        .replace('y', "i")
        .replace(['ł', 'Ł'], "l")
        .replace('ø', "o")
        .replace('đ', "d")
        .replace('ß', "ss");
    for (article, rest) in [("abdul", "abd"), ("abdel", "abd"), ("abdur", "abd"), ("abder", "abd")] {
        if let Some(tail) = text.strip_prefix(article).filter(|tail| tail.chars().count() > 2) {
            text = format!("{rest}{tail}");
            break;
        }
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    while out.chars().count() > 3 && (out.ends_with('h') || out.ends_with('e')) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(a: &str, b: &str) -> NameMatch {
        let (a, b) = (PersonName::parse(a), PersonName::parse(b));
        assert_eq!(a.matches(&b), b.matches(&a), "{a:?} {b:?}");
        a.matches(&b)
    }

    #[test]
    fn spellings_of_one_name() {
        for (a, b) in [
            ("Dr. Ada Quill", "Ada Quill"),
            ("Bill Thornby", "William Thornby"),
            ("José Ángel Marín-Paz", "Jose Angel Marin Paz"),
            ("Baek Do-hun", "Do-hun Baek"),
            ("Omar bin Said al-Harthy", "Omar al-Harthy"),
            ("Sean O'Dunnell", "Seán Ó Dunnell"),
            ("Ruth J. Amsel", "Ruth Amsel"),
        ] {
            let parts = (PersonName::parse(a), PersonName::parse(b));
            assert!(matches(a, b) >= NameMatch::Variant, "{parts:?}: {:?}", matches(a, b));
            assert_eq!(PersonName::parse(a).block(), PersonName::parse(b).block(), "{a} / {b}");
        }
        assert_eq!(matches("Abdulrahim Tukur", "Abdurrahim Tukur"), NameMatch::Variant);
        assert_eq!(matches("Jörg Müller", "Joerg Mueller"), NameMatch::Variant);
        assert_eq!(matches("A. Quill", "Ada Quill"), NameMatch::Part);
        assert_eq!(matches("Ada Quill-Marsh", "Ada Quill"), NameMatch::Part);
    }

    #[test]
    fn names_of_two() {
        for (a, b) in [
            ("Ada Quill", "Ida Quill"),
            ("Baek Do-hun", "Baek Do-yun"),
            ("Wilma Thornby", "William Thornby"),
            ("P. R. Thornby", "P. S. Thornby"),
            ("Ruth J. Amsel", "Ruth K. Amsel"),
            ("Tom Amsel Jr.", "Tom Amsel Sr."),
            ("King Osric II", "King Osric III"),
            ("Queen Osra", "Osra Quill"),
        ] {
            assert!(matches(a, b) <= NameMatch::Contradicts, "{a} / {b}: {:?}", matches(a, b));
        }
    }

    #[test]
    fn every_name_has_parts() {
        for name in ["", "—", "of", "Mr", "Jr.", "de", "O", "林", "King", "al-", "-", "\"Bo\"", "a b c d e f g"] {
            let parsed = PersonName::parse(name);
            let _ = (parsed.block(), parsed.is_short(), parsed.is_rare(), parsed.matches(&parsed));
        }
    }
}
