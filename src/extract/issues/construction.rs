//! Constructions that ask for a matter: "talks on A, B and C", "tensions over A", "condemned A",
//! "issues such as A and B". Each item of an enumeration is a matter of its own.

use super::candidate::Candidates;
use super::phrase::{breaks, is_verb_like, right_edge};
use super::words::Usage;
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::{KeyMap, KeySet, WordFlags};
use crate::text::key;
use std::sync::LazyLock;

/// The most items of an enumeration.
const MOST_ITEMS: usize = 10;

/// Nouns and verbs with the prepositions after which the matter stands, and how sure it is one.
const WITH_PREPOSITION: &[(&str, &str, f32)] = &[
    (
        "tension tensions row rows dispute disputes feud feuds standoff stand-off spat clash clashes disagreement disagreements controversy outrage anger uproar outcry debate concern concerns worry worries fear fears alarm quarrel rift",
        "over about on at",
        1.0,
    ),
    (
        "talk talks discussion discussions negotiation negotiations views view dialogue consultations summit conference cooperation co-operation position stance positions",
        "on about over",
        1.0,
    ),
    (
        "policy policies deal agreement agreements treaty accord resolution statement legislation law laws vote referendum ban bans restrictions limits tariffs tariff crackdown curbs",
        "on about over",
        0.4,
    ),
    (
        "talked talking discussed spoke negotiate negotiating cooperate cooperating collaborate collaborating agree agreed differ differed disagree disagreed clashed",
        "on about over",
        1.0,
    ),
    (
        "protest protests protested protesting rally demonstrated demonstrations fight fighting struggle campaign war battle stand action measures opposition resistance campaigning",
        "against",
        0.4,
    ),
    ("call calls called calling", "for", 0.4),
    ("accused accuses accusing accusations convicted suspected guilty charges", "of", 0.4),
    ("charged", "with", 0.3),
    ("crack cracks cracked cracking", "on", 0.3),
    ("end", "to", 0.2),
    ("issues issue matters topics areas problems challenges threats crimes", "of", 1.0),
];

/// Verbs whose object is a matter.
const WITH_OBJECT: &str = "condemn condemns condemned condemning denounce denounces denounced denouncing discuss discusses discussed discussing combat combating tackle tackles tackling address addressing propose proposes proposed proposing impose imposes imposed imposing lift lifts lifted lifting approve approves approved approving reject rejects rejected rejecting oppose opposes opposed opposing criticise criticises criticised criticize criticizes criticized ban bans banned banning end ends ended ending suspend suspends suspended legalise legalises legalised legalize legalizes legalized";

/// Nouns before "such as" and "including" whose items are matters.
const LISTING: &str =
    "issues matters topics areas problems challenges threats crimes subjects policies concerns questions";

static BY_WORD: LazyLock<KeyMap<Vec<(&'static str, f32)>>> = LazyLock::new(|| {
    let mut map: KeyMap<Vec<(&'static str, f32)>> = KeyMap::default();
    for (words, prepositions, strength) in WITH_PREPOSITION {
        for word in words.split_whitespace() {
            map.entry(key(word)).or_default().extend(prepositions.split_whitespace().map(|p| (p, *strength)));
        }
    }
    map
});

static OBJECT: LazyLock<KeySet> = LazyLock::new(|| WITH_OBJECT.split_whitespace().map(key).collect());
static LIST: LazyLock<KeySet> = LazyLock::new(|| LISTING.split_whitespace().map(key).collect());

/// The keys of the words that a construction may start with.
pub(super) fn openers() -> impl Iterator<Item = u64> {
    BY_WORD.keys().chain(OBJECT.iter()).chain(LIST.iter()).copied()
}

/// Marks what the constructions ask for.
pub(super) fn apply(reading: &Reading<'_>, out: &mut Candidates<'_>) {
    for i in 0..reading.len() {
        if !reading.uses(i, Usage::OPENS_CONSTRUCTION) {
            continue;
        }
        let word = reading.key(i);
        if let Some(prepositions) = BY_WORD.get(&word) {
            let at = if reading.word(i + 1) == "down" || reading.word(i + 1) == "out" { i + 2 } else { i + 1 };
            let here = reading.small_word(at);
            if let Some((_, strength)) = prepositions.iter().find(|(p, _)| *p == here) {
                items(reading, at + 1, *strength, here == "against", out);
            }
        }
        if OBJECT.contains(&word) {
            items(reading, i + 1, 0.4, false, out);
        }
        if LIST.contains(&word) {
            let at = if reading.is_mark(i + 1, &[","]) { i + 2 } else { i + 1 };
            if reading.word(at) == "such" && reading.word(at + 1) == "as" {
                items(reading, at + 2, 1.0, false, out);
            } else if matches!(reading.word(at), "including" | "like") || reading.is_mark(i + 1, &[":"]) {
                items(reading, at + 1, 1.0, false, out);
            }
        }
    }
}

/// The items of an enumeration that starts at `from`; bodies are items only where `bodies` says so.
fn items(reading: &Reading<'_>, from: usize, strength: f32, bodies: bool, out: &mut Candidates<'_>) {
    let ceiling = reading.sentence(from).end;
    let mut at = from;
    for _ in 0..MOST_ITEMS {
        while at < ceiling
            && reading.name_at(at).is_none()
            && reading.is(at, Cue::THE | Cue::A | Cue::ITS | Cue::HIS | Cue::DETERMINER | Cue::EPITHET)
        {
            at += 1;
        }
        if at >= ceiling || reading.name_at(at).is_none() && breaks(reading, at) {
            return;
        }
        let end = right_edge(reading, at).min(ceiling);
        if end <= at || reading.is_possessive(end) {
            return;
        }
        let head = end - 1;
        let person = reading.name(head).is_some_and(|n| matches!(n.kind, NameKind::Person | NameKind::Demonym(_) | NameKind::Group | NameKind::Organization if n.kind != NameKind::Organization || !bodies));
        let no_matter = reading.name_at(head).is_none() && is_verb_like(reading, head)
            || reading.is_number(head)
            || reading
                .knows(head, WordFlags::WEEKDAY | WordFlags::MONTH | WordFlags::ROLE_HEAD | WordFlags::ROLE_PLURAL)
                && reading.name_at(head).is_none();
        if !person
            && !no_matter
            && let Some(candidate) = out.at(reading, head)
        {
            candidate.asked = candidate.asked.max(strength);
        }
        let mut next = end;
        if reading.is_mark(next, &[","]) {
            next += 1;
        }
        if reading.is(next, Cue::AND | Cue::OR) {
            next += 1;
        }
        if next == end {
            return;
        }
        at = next;
    }
}
