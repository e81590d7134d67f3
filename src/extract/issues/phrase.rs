//! The noun phrase around a head noun, and the label it makes.
//!
//! English has no sign at the edges of a noun phrase, so they are found from what cannot stand in
//! one: function words, verbs by form and by a list of those that take matters as objects, marks.

use super::event;
use crate::extract::coref::display;
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::WordFlags;
use crate::text::{Case, Part, key};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// The most words before a head.
const MOST_BEFORE: usize = 5;
/// The most tokens after the preposition of a complement.
const MOST_AFTER: usize = 6;

/// Adjectives that size, date or judge a matter and are not part of its name.
const EVALUATING: &str = "recent major alleged deadly massive huge large big serious further ongoing continued continuing possible latest renewed fresh widespread growing rising current so-called nationwide new old first second third last next more most many several few some other various certain numerous significant important historic dramatic controversial apparent planned proposed suspected fatal tragic terrible horrific brutal bloody ferocious fierce sharp sudden ongoing-and daily weekly annual upcoming forthcoming early late long strong tough better worse worst best great good bad own same different similar entire whole ill-fated unprecedented immediate apparent full real true potential total heavy small minor severe violent initial final subsequent previous past present joint increased increasing overall key main alleged-and mere";

/// Verb forms that take a matter as their object or follow it, and look like nouns or adjectives.
const VERBS: &str = "hold held holds holding face faces faced facing launch launched launches launching impose imposed imposes discuss discussed discusses oppose opposes opposed support supports supported condemn condemns condemned denounce denounces end ends ended start starts started stop stops stopped call calls called win wins won lose loses lost lift lifts lifted end take takes took taken make makes made making get gets got give gives gave given see sees saw seen find finds found lead leads led bring brings brought cause causes caused causing avoid avoids prevent prevents prevented hit hits struck strikes strike blame blames blamed follow follows followed following include includes included including involve involves involved involving fear fears feared seek seeks sought urge urges urged demand demands demanded reject rejects rejected back backs backed sign signs signed join joins joined begin begins began begun continue continues continued plan plans announce announces announced declare declares declared deny denies denied admit admits commit commits committed confirm confirms confirmed report reports reported suffer suffers suffered spark sparks sparked trigger triggers triggered mark marks marked tackle tackles tackling fight fights fought fighting combat combating address addresses addressed addressing keep keeps kept let lets put puts show shows showed shown say said want wants need needs help helps helped allow allows allowed become became come comes came go goes went gone remain remains remained leave leaves left ask asks asked tell told know knew known think thought mean means meant cut cuts raise raises raised reduce reduces reduced increase increases increased break breaks broke threaten threatens threatened expect expects expected accuse accuses accused use used uses using run runs ran set sets hear hears heard warn warns warned claim claims claimed pass passes passed kill kills killed killing die dies died injure injured injures injuring leaving having being amid due because resolve resolves resolved end discuss delay delays delayed push pushes pushed send sends sent return returns returned remain force forces forced leaves survive survived survives conducted conduct conducting carry carried carrying";

/// Forms in -ing that stand before a head as nouns or adjectives; others are verbs there.
const GERUNDS: &[&str] = &[
    "ruling", "housing", "mining", "shipping", "building", "bombing", "shooting", "training", "trading", "banking", "voting", "farming", "fishing", "drilling", "hunting", "funding", "spending", "testing", "sentencing", "trafficking", "smuggling", "laundering", "gambling", "logging", "parking", "policing", "pricing", "recycling", "engineering", "manufacturing", "developing", "living", "missing", "outgoing", "incoming", "lending", "teaching", "nursing", "peacekeeping", "warming", "flooding", "wedding", "swimming", "boxing", "sporting", "racing", "cycling", "hacking", "data-sharing", "publishing", "broadcasting", "advertising", "marketing", "planning", "binding", "sitting", "opening", "closing", "breeding",
];

/// Words of time and quantity: a phrase after "in" or "on" with one of them is no complement.
const TIME: &str = "week weeks month months year years day days hour hours night morning evening afternoon minute minutes statement interview response addition order case cases part place fact time end total area areas wake light view favour favor example turn people percent behalf basis times today yesterday tomorrow weekend spring summer autumn winter decade decades century recent which whom that what who";

fn set(words: &str) -> HashSet<u64> {
    words.split_whitespace().map(key).collect()
}

static EVALUATING_KEYS: LazyLock<HashSet<u64>> = LazyLock::new(|| set(EVALUATING));
static VERB_KEYS: LazyLock<HashSet<u64>> = LazyLock::new(|| set(VERBS));
static TIME_KEYS: LazyLock<HashSet<u64>> = LazyLock::new(|| set(TIME));

/// Whether a word, given by its key, is one of time or quantity.
pub(super) fn is_time(key: u64) -> bool {
    TIME_KEYS.contains(&key)
}

fn key_of(reading: &Reading<'_>, token: usize) -> u64 {
    reading.doc.tokens().get(token).map_or(0, |t| t.key)
}

/// Whether a token cannot stand inside a noun phrase.
pub(super) fn breaks(reading: &Reading<'_>, token: usize) -> bool {
    let cue = reading.cue(token);
    let closed = Cue::THE | Cue::A | Cue::HIS | Cue::ITS | Cue::DETERMINER | Cue::OF | Cue::AT | Cue::FOR | Cue::WITH | Cue::IN | Cue::TO | Cue::FROM
        | Cue::PREPOSITION | Cue::BY | Cue::AS | Cue::AND | Cue::OR | Cue::WHO | Cue::NOT | Cue::BE | Cue::HAVE | Cue::WILL | Cue::MAYBE | Cue::BUT | Cue::WHICH | Cue::HE;
    if reading.name_at(token).is_some() {
        return false;
    }
    if !reading.doc.is_word(token) {
        return !reading.is_number(token);
    }
    cue.has(closed) || reading.knows(token, WordFlags::FUNCTION_WORD | WordFlags::WEEKDAY | WordFlags::MONTH) || is_common_function(reading.word(token))
}

/// Pronouns, auxiliaries and adverbs that the lexicon may leave out.
fn is_common_function(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "it" | "they" | "we" | "i" | "you" | "them" | "him" | "us" | "me" | "do" | "does" | "did" | "there" | "then" | "so" | "such" | "up" | "out" | "off" | "down" | "how" | "why" | "what" | "more" | "very" | "too" | "also" | "now" | "ago" | "later" | "even" | "still" | "here" | "well" | "back" | "again" | "together" | "instead" | "soon" | "yet" | "once" | "away" | "least" | "much" | "let" | "today"
    )
}

/// Whether a word looks like a verb: by its form or by the list.
pub(super) fn is_verb_like(reading: &Reading<'_>, token: usize) -> bool {
    let word = reading.word(token).to_ascii_lowercase();
    if VERB_KEYS.contains(&key_of(reading, token)) || reading.knows(token, WordFlags::SAYING_VERB) || reading.is(token, Cue::SAY) {
        return true;
    }
    let key = key_of(reading, token);
    if event::of_verb(key).is_some() && event::of_noun(key).is_none() && reading.lexicon.issue_head(key).is_none() && !matches!(word.as_str(), "dead" | "missing" | "stolen" | "armed") {
        return true;
    }
    let adjective = matches!(word.as_str(), "armed" | "united" | "failed" | "attempted" | "unmanned" | "organised" | "organized" | "forced" | "mixed" | "disputed" | "displaced" | "red" | "enriched" | "targeted" | "botched" | "rigged" | "advanced");
    if word.ends_with("ing") && word.len() > 4 && !GERUNDS.contains(&word.as_str()) {
        return true;
    }
    (word.ends_with("ed") && !adjective) || word.ends_with("ly") && !matches!(word.as_str(), "early" | "family" | "elderly" | "assembly" | "supply" | "monopoly" | "weekly")
}

/// Whether a plural form may stand before a head noun: most do not, and a third person looks alike.
fn is_stray_plural(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
        && !word.ends_with("ics")
        && !matches!(word.as_str(), "arms" | "rights" | "drugs" | "weapons" | "sports" | "customs" | "news" | "savings" | "emissions" | "elections" | "sales" | "women's" | "sanctions" | "women" | "drones" | "gas" | "jobs" | "services" | "systems" | "relations" | "securities" | "workers" | "veterans" | "refugees" | "human" | "goods" | "games")
}

/// Where the noun phrase with its head at `head` starts: over compounds, adjectives, names and
/// years, without its evaluating adjectives.
pub(super) fn left_edge(reading: &Reading<'_>, head: usize) -> usize {
    let floor = reading.sentence(head).start;
    let mut start = reading.name(head).map_or(head, |n| n.tokens.start);
    let mut words = 0;
    while start > floor && words < MOST_BEFORE {
        let mut t = start - 1;
        if (reading.is_hyphen(t) || reading.is_mark(t, &["–", "/"]) && reading.is_glued(t)) && t > floor && reading.doc.is_word(t - 1) {
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
        if breaks(reading, t) || is_verb_like(reading, t) || (is_stray_plural(reading.word(t)) && (reading.case(t) == Case::Lower || reading.part(t) == Part::Headline && title_case(reading, t))) {
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
        && (EVALUATING_KEYS.contains(&key_of(reading, token)) || reading.is(token, Cue::EPITHET | Cue::FORMER | Cue::FILLER) || reading.knows(token, WordFlags::NUMBER) || is_superlative(&reading.word(token).to_lowercase()) || (reading.is_number(token) && !is_year(reading.word(token))))
}

/// Superlatives but for the nouns and verbs in -est.
fn is_superlative(word: &str) -> bool {
    word.len() > 5 && word.ends_with("est") && !["protest", "arrest", "forest", "interest", "contest", "request", "harvest", "conquest", "midwest", "unrest", "rainforest"].contains(&word)
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
            if matches!(name.kind, NameKind::Country(_) | NameKind::Place(_)) && !reading.is_hyphen(end) {
                // "the war in Syria intensifies": a verb is likelier than a compound.
                break;
            }
            continue;
        }
        if reading.is_hyphen(end) && end > from {
            end += 1;
            continue;
        }
        if breaks(reading, end) || reading.is_number(end) && !is_year(reading.word(end)) || (end > from && is_verb_like(reading, end)) || VERB_KEYS.contains(&key_of(reading, end)) && end > from {
            break;
        }
        let plural = is_stray_plural(reading.word(end)) && reading.is_lower(end);
        end += 1;
        if plural && !reading.is_hyphen(end) {
            break;
        }
    }
    // A phrase does not end in a hyphen or a possessive.
    while end > from && (reading.is_hyphen(end - 1) || reading.is_possessive(end - 1)) {
        end -= 1;
    }
    end
}

/// The complement of a head noun that ends before `after`: "of plastic bags", "in Syria",
/// "against ISIL"; from its preposition to its end.
pub(super) fn complement(reading: &Reading<'_>, after: usize) -> Option<Range<usize>> {
    let cue = reading.cue(after);
    let word = reading.word(after).to_ascii_lowercase();
    let takes = cue.has(Cue::OF | Cue::FOR | Cue::FROM | Cue::IN | Cue::TO | Cue::WITH) || matches!(word.as_str(), "on" | "against" | "over" | "between" | "into" | "near" | "towards");
    if !takes || reading.name_at(after).is_some() || reading.is_capitalised(after) && reading.part(after) != Part::Headline {
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
    while from < ceiling && reading.name_at(from).is_none() && (reading.is(from, Cue::THE | Cue::A | Cue::ITS | Cue::HIS | Cue::DETERMINER) || is_evaluating(reading, from)) {
        from += 1;
    }
    let end = right_edge(reading, from);
    if end <= from || end > ceiling {
        return None;
    }
    if (from..end).any(|t| TIME_KEYS.contains(&key_of(reading, t)) || reading.knows(t, WordFlags::WEEKDAY | WordFlags::MONTH) || reading.is_number(t) && !cue.has(Cue::OF)) {
        return None;
    }
    let named = reading.name_at(from).is_some() || reading.is_capitalised(from);
    if (cue.has(Cue::IN) || word == "near") && !named {
        return None;
    }
    // "called on Turkey to halt": an infinitive is no complement.
    if cue.has(Cue::TO) && !named && VERB_KEYS.contains(&key_of(reading, from)) {
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
    let mut text = String::new();
    for t in tokens.clone() {
        let skip = reading.name_at(t).is_none() && t > tokens.start && reading.is(t, Cue::THE | Cue::A | Cue::ITS | Cue::HIS) && !reading.is_capitalised(t);
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
    display(&text)
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

/// Nouns that an infinitive completes: "campaign to defeat", "refusal to concede".
const WITH_INFINITIVE: &[&str] = &["campaign", "effort", "efforts", "bid", "plan", "plans", "move", "moves", "attempt", "attempts", "push", "refusal", "decision", "proposal", "pledge", "failure", "vote", "agreement", "deal", "calls"];

/// The infinitive after a noun that takes one, with its object.
fn infinitive(reading: &Reading<'_>, to: usize) -> Option<Range<usize>> {
    let noun = reading.word(to.checked_sub(1)?).to_lowercase();
    let verb = to + 1;
    if !WITH_INFINITIVE.contains(&noun.as_str()) || !reading.is_lower(verb) || breaks(reading, verb) {
        return None;
    }
    let ceiling = reading.sentence(to).end;
    let mut object = verb + 1;
    while object < ceiling && reading.name_at(object).is_none() && reading.is(object, Cue::THE | Cue::A | Cue::ITS | Cue::HIS | Cue::DETERMINER) {
        object += 1;
    }
    let bare = object >= ceiling || reading.name_at(object).is_none() && breaks(reading, object);
    Some(to..if bare { verb + 1 } else { right_edge(reading, object).max(verb + 1) })
}

/// The folded singular of a word: what makes two heads the same.
pub(super) fn stem(word: &str) -> String {
    let word = crate::text::fold(word);
    if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") { word[..word.len() - 1].to_owned() } else { word }
}
