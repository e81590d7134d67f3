//! A personal name as written, in its parts.

use super::super::facts::facts;
use super::super::folded;
use super::PersonName;
use super::spelling::Word;

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
    /// The parts of a name, titles left out.
    pub(in super::super) fn parse(name: &str) -> Self {
        let mut parsed = Self::default();
        let name = name.split(['(', ',']).find(|part| !part.trim().is_empty()).unwrap_or(name);
        let mut words: Vec<&str> = name
            .split_whitespace()
            .filter(|word| !(word.starts_with(['"', '“', '\'']) && word.ends_with(['"', '”', '\''])))
            .collect();
        let mut regnal = false;
        while let [first, _, ..] = words[..] {
            let first = folded(first);
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
        while let [_, .., last] = words[..] {
            let last = folded(last);
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
            parsed.surname = parts.iter().map(|part| Word::new(&part.text)).collect();
            return parsed;
        }
        let (given, surname) = in_order(parts);
        parsed.given = given.iter().map(|given| Word::new(facts().full_given(given))).collect();
        parsed.surname = surname.iter().map(|part| Word::new(part)).collect();
        parsed
    }
}

/// The given names and the parts of the surname.
fn in_order(mut parts: Vec<Part>) -> (Vec<String>, Vec<String>) {
    let facts = facts();
    let text = |parts: &[Part]| parts.iter().map(|part| part.text.clone()).collect::<Vec<_>>();
    let first_of_all = |part: Option<&Part>| part.is_some_and(|part| facts.is_family_first(&part.text));
    let swapped = match &parts[..] {
        [] | [_] => {
            return (Vec::new(), text(&parts));
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
    if hyphened && let Some((surname, given)) = parts.split_at_checked(2) {
        return (text(given), text(surname));
    }
    if swapped {
        let first = parts.remove(0);
        // The middle word of most Vietnamese names tells no more than the gender.
        if let [middle, _, ..] = parts.as_slice()
            && facts.is_family_first(&first.text)
            && matches!(middle.text.as_str(), "thi" | "van")
        {
            parts.remove(0);
        }
        // The syllables of a Chinese, Korean or Vietnamese given name are written apart or together.
        let given = if facts.is_family_first(&first.text) || parts.iter().any(|part| part.syllables) {
            vec![text(&parts).concat()]
        } else {
            text(&parts)
        };
        return (given, vec![first.text]);
    }
    let given = parts.iter().take_while(|part| facts.is_given(&part.text) || part.text.chars().count() == 1).count();
    let split = match parts.iter().position(|part| part.hyphen) {
        Some(start) if start > 0 && start + 2 == parts.len() => start,
        _ if given >= 2 && given + 2 == parts.len() => given,
        _ => parts.len() - 1,
    };
    let (given, surname) = parts.split_at(split);
    let (mut given, surname) = (text(given), text(surname));
    let eastern = matches!(&surname[..], [only] if facts.is_family_first(only));
    if eastern && given.len() == 2 && !given.iter().any(|g| facts.is_given(g) || g.chars().count() == 1) {
        given = vec![given.concat()];
    }
    (given, surname)
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
            [first, ref rest @ ..]
                if ARTICLES.contains(&folded(first).as_str())
                    && rest.first().and_then(|second| second.chars().next()).is_some_and(char::is_uppercase) =>
            {
                parts.extend(rest.iter().map(|piece| plain(folded(piece))));
            }
            [_, second, ..] if second.chars().next().is_some_and(char::is_lowercase) => {
                let text = pieces.iter().map(|piece| folded(piece)).collect();
                parts.push(Self { text, syllables: true, hyphen: false });
            }
            _ => parts.extend(pieces.iter().map(|piece| Self { text: folded(piece), syllables: false, hyphen: true })),
        }
    }
}
