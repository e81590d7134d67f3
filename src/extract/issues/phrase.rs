//! The noun phrase around a head noun, and the label it makes.
//!
//! English has no sign at the edges of a noun phrase, so they are found from what cannot stand in
//! one: function words, verbs by form and by a list of those that take matters as objects, marks.

use super::words::Usage;
use crate::extract::coref::display;
use crate::extract::cue::Cue;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::WordFlags;
use crate::text::{Case, Part, fold, key};
use std::ops::Range;

/// The most words before a head.
const MOST_BEFORE: usize = 5;
/// The most tokens after the preposition of a complement.
const MOST_AFTER: usize = 6;

/// Whether a token cannot stand inside a noun phrase.
pub(super) fn breaks(reading: &Reading<'_>, token: usize) -> bool {
    let cue = reading.cue(token);
    let closed = Cue::THE
        | Cue::A
        | Cue::HIS
        | Cue::ITS
        | Cue::DETERMINER
        | Cue::OF
        | Cue::AT
        | Cue::FOR
        | Cue::WITH
        | Cue::IN
        | Cue::TO
        | Cue::FROM
        | Cue::PREPOSITION
        | Cue::BY
        | Cue::AS
        | Cue::AND
        | Cue::OR
        | Cue::WHO
        | Cue::NOT
        | Cue::BE
        | Cue::HAVE
        | Cue::WILL
        | Cue::MAYBE
        | Cue::BUT
        | Cue::WHICH
        | Cue::HE;
    if reading.name_at(token).is_some() {
        return false;
    }
    if !reading.doc.is_word(token) {
        return !reading.is_number(token);
    }
    cue.has(closed)
        || reading.knows(token, WordFlags::FUNCTION_WORD | WordFlags::WEEKDAY | WordFlags::MONTH)
        || reading.uses(token, Usage::FUNCTION)
}

/// Whether a word is an adjective by its form, which heads no phrase: "finds the suspension unlawful".
pub(super) fn is_adjective(word: &str) -> bool {
    word.len() > 6 && ["ful", "less", "ous", "able", "ible"].iter().any(|ending| word.ends_with(ending))
}

/// Whether a word looks like a verb: by its form or by the list.
pub(super) fn is_verb_like(reading: &Reading<'_>, token: usize) -> bool {
    if reading.uses(token, Usage::VERBS | Usage::BASES)
        || reading.knows(token, WordFlags::SAYING_VERB)
        || reading.is(token, Cue::SAY)
    {
        return true;
    }
    let word = reading.word(token);
    if reading.uses(token, Usage::EVENT_VERB)
        && !reading.uses(token, Usage::EVENT_NOUN)
        && !reading.knows(token, WordFlags::ISSUE_HEAD)
        && !["dead", "missing", "stolen", "armed"].iter().any(|adjective| word.eq_ignore_ascii_case(adjective))
    {
        return true;
    }
    if ends_with(word, "ing") && word.len() > 4 && !reading.uses(token, Usage::GERUNDS) {
        return true;
    }
    (ends_with(word, "ed") || ends_with(word, "ly")) && !reading.uses(token, Usage::NOT_VERBS)
}

/// Whether a word has this ending of ASCII, in any case.
pub(super) fn ends_with(word: &str, ending: &str) -> bool {
    let end = word.len().checked_sub(ending.len()).and_then(|start| word.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(ending.as_bytes()))
}

/// Whether a plural form may stand before a head noun: most do not, and a third person looks alike.
fn is_stray_plural(reading: &Reading<'_>, token: usize) -> bool {
    let word = reading.word(token);
    word.len() > 3
        && ends_with(word, "s")
        && !["ss", "us", "is", "ics"].iter().any(|ending| ends_with(word, ending))
        && !reading.uses(token, Usage::PLURALS)
}

/// Where the noun phrase with its head at `head` starts: over compounds, adjectives, names and
/// years, without its evaluating adjectives.
pub(super) fn left_edge(reading: &Reading<'_>, head: usize) -> usize {
    let floor = reading.sentence(head).start;
    let mut start = reading.name(head).map_or(head, |n| n.tokens.start);
    let mut words = 0;
    while start > floor && words < MOST_BEFORE {
        let mut t = start - 1;
        if (reading.is_hyphen(t) || reading.is_mark(t, &["–", "/"]) && reading.is_glued(t))
            && t > floor
            && reading.doc.is_word(t - 1)
        {
            t -= 1;
            // A prefix or the first part of a compound: "anti-government", "UK-China".
            start = reading.name(t).map_or(t, |n| n.tokens.start);
            words += 1;
            continue;
        }
        if let Some(name) = reading.name(t) {
            if name.kind == NameKind::Person && start != head {
                break;
            }
            if name.kind == NameKind::Person && (reading.part(t) != Part::Headline || name.tokens.len() > 1) {
                break;
            }
            // "Parliament votes for …", "Smith attacks …": a verb in the present.
            let present = reading.part(t) == Part::Headline && start == head && reading.word(head).ends_with('s');
            if present && matches!(name.kind, NameKind::Organization | NameKind::Person) {
                break;
            }
            start = name.tokens.start;
            words += name.tokens.len();
            continue;
        }
        if reading.is_number(t) {
            if is_year(reading.word(t)) {
                start = t;
            }
            break;
        }
        // "services Medicare", "housing U.S. personnel": a plural or a gerund before a name ends a phrase.
        let named = reading.name(start).is_some() && start > t;
        let closes =
            named && reading.is_lower(t) && (reading.word(t).ends_with('s') || reading.word(t).ends_with("ing"));
        if closes
            || breaks(reading, t)
            || is_verb_like(reading, t)
            || (is_stray_plural(reading, t)
                && (reading.case(t) == Case::Lower || reading.part(t) == Part::Headline && title_case(reading, t)))
        {
            break;
        }
        start = t;
        words += 1;
    }
    while start < head && is_evaluating(reading, start) && !reading.is_hyphen(start + 1) {
        start += 1;
    }
    start
}

/// Whether a word sizes, dates or judges.
fn is_evaluating(reading: &Reading<'_>, token: usize) -> bool {
    reading.name_at(token).is_none()
        && (reading.uses(token, Usage::EVALUATING)
            || reading.is(token, Cue::EPITHET | Cue::FORMER | Cue::FILLER)
            || reading.knows(token, WordFlags::NUMBER)
            || is_superlative(reading, token)
            || (reading.is_number(token) && !is_year(reading.word(token))))
}

/// Superlatives but for the nouns and verbs in -est.
fn is_superlative(reading: &Reading<'_>, token: usize) -> bool {
    let word = reading.word(token);
    word.len() > 5 && ends_with(word, "est") && !reading.uses(token, Usage::NOT_SUPERLATIVES)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

/// The end of the noun phrase that starts at `from`: up to a break, a verb, or the first plural,
/// which is the head of most phrases that have one.
pub(super) fn right_edge(reading: &Reading<'_>, from: usize) -> usize {
    let ceiling = reading.sentence(from).end.min(from + MOST_AFTER);
    let mut end = from;
    while end < ceiling {
        if let Some(name) = reading.name(end) {
            end = name.tokens.end;
            if name.kind == NameKind::Person {
                break;
            }
            if reading.is_possessive(end) {
                end += 1;
                continue;
            }
            let attributive = is_attributive(reading, name);
            if matches!(name.kind, NameKind::Country(_) | NameKind::Place(_)) && !reading.is_hyphen(end) && !attributive
            {
                // "the war in Syria intensifies": a verb is likelier than a compound.
                break;
            }
            continue;
        }
        if reading.is_hyphen(end) && end > from {
            end += 1;
            continue;
        }
        if breaks(reading, end)
            || reading.is_number(end) && !is_year(reading.word(end))
            || (end > from && is_verb_like(reading, end))
            || reading.uses(end, Usage::VERBS) && end > from
        {
            break;
        }
        let plural = is_stray_plural(reading, end) && reading.is_lower(end);
        end += 1;
        if plural && !reading.is_hyphen(end) {
            break;
        }
    }
    // "finds the suspension unlawful": what is said of it is no part of it.
    if end > from + 1 && reading.is_lower(end - 1) && is_adjective(reading.word(end - 1)) {
        end -= 1;
    }
    // A phrase does not end in a hyphen or a possessive.
    while end > from && (reading.is_hyphen(end - 1) || reading.is_possessive(end - 1)) {
        end -= 1;
    }
    end
}

/// Whether a country's abbreviation stands before a noun as an adjective does: "US troops", but not
/// "troops of the US".
fn is_attributive(reading: &Reading<'_>, name: &Name) -> bool {
    let abbreviated = reading.text(name.tokens.clone()).bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
    let article = name.tokens.start > 0 && reading.is(name.tokens.start - 1, Cue::THE);
    let end = name.tokens.end;
    abbreviated && !article && reading.is_lower(end) && !breaks(reading, end) && !is_verb_like(reading, end)
}

/// The complement of a head noun that ends before `after`: "of plastic bags", "in Syria",
/// "against ISIL"; from its preposition to its end.
pub(super) fn complement(reading: &Reading<'_>, after: usize) -> Option<Range<usize>> {
    let cue = reading.cue(after);
    let is = |preposition: &&str| reading.word(after).eq_ignore_ascii_case(preposition);
    let takes = cue.has(Cue::OF | Cue::FOR | Cue::FROM | Cue::IN | Cue::TO | Cue::WITH)
        || ["on", "against", "over", "between", "into", "near", "towards"].iter().any(is);
    if !takes
        || reading.name_at(after).is_some()
        || reading.is_capitalised(after) && reading.part(after) != Part::Headline
    {
        return None;
    }
    let ceiling = reading.sentence(after).end;
    if after >= ceiling {
        return None;
    }
    if cue.has(Cue::TO)
        && let Some(found) = infinitive(reading, after)
    {
        return Some(found);
    }
    let mut from = after + 1;
    while from < ceiling
        && reading.name_at(from).is_none()
        && (reading.is(from, Cue::THE | Cue::A | Cue::ITS | Cue::HIS | Cue::DETERMINER) || is_evaluating(reading, from))
    {
        from += 1;
    }
    let end = right_edge(reading, from);
    if end <= from || end > ceiling {
        return None;
    }
    if (from..end).any(|t| {
        reading.uses(t, Usage::TIME)
            || reading.knows(t, WordFlags::WEEKDAY | WordFlags::MONTH)
            || reading.is_number(t) && !cue.has(Cue::OF)
    }) {
        return None;
    }
    let named = reading.name_at(from).is_some() || reading.is_capitalised(from);
    if (cue.has(Cue::IN) || is(&"near")) && !named {
        return None;
    }
    // "called on Turkey to halt": an infinitive is no complement.
    if cue.has(Cue::TO) && !named && reading.uses(from, Usage::VERBS) {
        return None;
    }
    if reading.is_possessive(end) {
        return None;
    }
    Some(after..end)
}

/// The words of a phrase as a label: no articles, no evaluating adjectives, no capital that only
/// the start of a sentence or a headline gave.
pub(super) fn label(reading: &Reading<'_>, tokens: Range<usize>) -> String {
    let mut text = String::with_capacity(reading.span(tokens.clone()).len());
    for t in tokens.clone() {
        let skip = reading.name_at(t).is_none()
            && t > tokens.start
            && reading.is(t, Cue::THE | Cue::A | Cue::ITS | Cue::HIS)
            && !reading.is_capitalised(t);
        if skip {
            continue;
        }
        if !text.is_empty() && !reading.is_glued(t) {
            text.push(' ');
        }
        let word = reading.word(t);
        if reading.name_at(t).is_none() && reading.case(t) == Case::Capitalised && lost_capital(reading, t) {
            text.push_str(&word.to_lowercase());
        } else {
            text.push_str(word);
        }
    }
    display(text).into_owned()
}

/// Whether a capital is only that of a sentence or of a headline that capitalises every word.
fn lost_capital(reading: &Reading<'_>, token: usize) -> bool {
    let sentence = reading.sentence(token);
    if token == sentence.start {
        return true;
    }
    reading.part(token) == Part::Headline && title_case(reading, token)
}

/// Whether the sentence of a token writes every word of content with a capital.
fn title_case(reading: &Reading<'_>, token: usize) -> bool {
    let sentence = reading.sentence(token);
    let sentence = sentence.start..sentence.end.min(sentence.start + 40);
    !sentence.clone().any(|t| reading.is_lower(t) && reading.name_at(t).is_none() && !breaks(reading, t))
}

/// The infinitive after a noun that takes one, with its object.
fn infinitive(reading: &Reading<'_>, to: usize) -> Option<Range<usize>> {
    let noun = to.checked_sub(1)?;
    let verb = to + 1;
    if !reading.uses(noun, Usage::WITH_INFINITIVE) || !reading.is_lower(verb) || breaks(reading, verb) {
        return None;
    }
    let ceiling = reading.sentence(to).end;
    let mut object = verb + 1;
    while object < ceiling
        && reading.name_at(object).is_none()
        && reading.is(object, Cue::THE | Cue::A | Cue::ITS | Cue::HIS | Cue::DETERMINER)
    {
        object += 1;
    }
    let bare = object >= ceiling || reading.name_at(object).is_none() && breaks(reading, object);
    Some(to..if bare { verb + 1 } else { right_edge(reading, object).max(verb + 1) })
}

/// The key of the singular of a word: what makes two heads the same.
pub(super) fn stem_key(word: &str) -> u64 {
    if word.is_ascii() { key(singular(word)) } else { key(singular(&fold(word))) }
}

/// A word without the s of the plural.
fn singular(word: &str) -> &str {
    let s = ['s', 'S'];
    word.strip_suffix(s).filter(|stem| word.len() > 3 && !stem.ends_with(s)).unwrap_or(word)
}
