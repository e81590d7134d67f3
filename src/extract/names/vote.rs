//! One reading for one name: the tagger sees each sentence alone; here all places where the
//! document uses the same words decide together what they name.

use super::{complement, persons, run};
use crate::extract::cue::Cue;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::KeyMap;
use crate::lexicon::{RoleClass, WordFlags};
use crate::tagger::{Label, TaggedSpan};
use crate::text::Case;
use std::ops::Range;

/// What a full name adds for its surname alone.
const FULL_NAME: f32 = 1.5;
/// What a title or form of address right before a word adds for a person.
const TITLE: f32 = 0.6;
/// What the lexicon's lists add for what they list.
const LISTED: f32 = 0.5;
/// What an office right before a name ("chief executive of …") adds for a body.
const OFFICE: f32 = 1.2;
/// Below this mean confidence the words are no name at all.
const SILENT: f32 = 0.33;

/// The same for a single word as a person: most single words that are persons have a full name or
/// title elsewhere in the article.
const LONE_PERSON: f32 = 0.5;

/// The kinds that stand for election.
const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organization, NameKind::Place(None), NameKind::Group];

/// The votes for one wording.
#[derive(Debug, Default, Clone, Copy)]
struct Votes {
    weights: [f32; 4],
    count: f32,
}

/// The tagger's names, each with the kind that the whole document gives its words.
pub(super) fn settle(reading: &Reading<'_>, tagged: &[TaggedSpan]) -> Vec<Name> {
    let mut spans: Vec<Name> = Vec::with_capacity(tagged.len());
    for span in tagged {
        let Some(mut name) = name_of(reading, span) else { continue };
        if let Some((post, seat)) = before_post(reading, &name) {
            let seat = Name { tokens: seat..name.tokens.end, kind: NameKind::Place(None), ..name };
            name.tokens.end = post;
            spans.push(name);
            if !seat.tokens.is_empty() {
                spans.push(seat);
            }
            continue;
        }
        match run::joint(reading, &name) {
            Some(joint) => {
                spans.push(Name { tokens: name.tokens.start..joint.start, ..name.clone() });
                spans.push(Name { tokens: joint.end..name.tokens.end, ..name });
            }
            None => spans.push(name),
        }
    }
    let mut votes: KeyMap<Votes> = KeyMap::default();
    let wording = |name: &Name| crate::text::phrase_key(name.tokens.clone().map(|t| reading.key(t)));
    for name in &spans {
        let entry = votes.entry(wording(name)).or_default();
        entry.count += 1.0;
        for (weight, _) in entry.weights.iter_mut().zip(KINDS).filter(|(_, kind)| *kind == name.kind) {
            *weight += name.confidence;
        }
        let first = name.tokens.start;
        if titled(reading, first) {
            entry.weights[0] += TITLE;
        }
        if let Some((end, _)) = reading.organization_at(first)
            && end == name.tokens.end
        {
            entry.weights[1] += LISTED;
        }
        if name.kind == NameKind::Person
            && (complement::of_office(reading, first)
                || complement::owns_office(reading, name.tokens.end)
                || based(reading, first)
                || is_founded(reading, name.tokens.end))
        {
            entry.weights[1] += OFFICE;
        }
    }
    for name in spans.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1 && n.confidence > 0.4) {
        let mut surnames = vec![run::surname(reading, &name.tokens)];
        if reading.knows(name.tokens.start, WordFlags::FAMILY_FIRST) {
            surnames.push(name.tokens.start);
        }
        for surname in surnames {
            let key = crate::text::phrase_key([reading.key(surname)]);
            if let Some(entry) = votes.get_mut(&key) {
                entry.weights[0] += FULL_NAME * name.confidence;
            }
        }
    }
    let mut settled = Vec::with_capacity(spans.len());
    for mut name in spans {
        let Some(v) = votes.get(&wording(&name)) else { continue };
        // Of equals, the first.
        let best = v.weights.into_iter().zip(KINDS).rev().max_by(|(a, _), (b, _)| a.total_cmp(b));
        let Some((weight, kind)) = best else { continue };
        let mean = weight / v.count;
        let lone_word = kind == NameKind::Person && name.tokens.len() == 1;
        if mean < if lone_word { LONE_PERSON } else { SILENT } {
            continue;
        }
        name.kind = kind;
        name.confidence = mean.min(1.0);
        settled.push(name);
    }
    settled
}

/// A tagged span as a name; roles and issues are none.
fn name_of(reading: &Reading<'_>, span: &TaggedSpan) -> Option<Name> {
    let kind = match span.label {
        Label::Person => NameKind::Person,
        Label::Organization => NameKind::Organization,
        Label::Gpe | Label::Place => NameKind::Place(None),
        Label::Norp => NameKind::Group,
        Label::Role | Label::Issue => return None,
    };
    let tokens = run::trim(reading, span.tokens.clone(), kind);
    let no_name = match kind {
        NameKind::Person => persons::is_no_person(reading, &tokens),
        NameKind::Organization => run::is_no_body(reading, &tokens),
        _ => false,
    } || is_party_mark(reading, &tokens);
    if tokens.is_empty() || no_name || is_plain_word(reading, &tokens) {
        return None;
    }
    let kind = if is_dateline(reading, &tokens) { NameKind::Place(None) } else { kind };
    Some(Name { tokens, kind, confidence: span.confidence })
}

/// Where the title of a post starts that a body's acronym or known name was run into, and where its
/// constituency does: "WHO [Country Representative]", "Labour [MP] for [Leeds Central]".
fn before_post(reading: &Reading<'_>, name: &Name) -> Option<(usize, usize)> {
    let Range { start, end } = name.tokens;
    if name.kind != NameKind::Organization {
        return None;
    }
    let known = reading.organization_at(start).map_or(start + 1, |(end, _)| end);
    let body = known > start + 1 || reading.case(start) == Case::Upper;
    let post = Some(known).filter(|t| *t < end)?;
    let (after, role) = reading.role_at(post)?;
    if role.class == RoleClass::Parliament && reading.is(after, Cue::FOR | Cue::OF) {
        return Some((post, (after + 1).min(end)));
    }
    (body && after > end).then_some((post, end))
}

/// Whether words in capitals open a paragraph before a colon: "PATNA: The minister said".
fn is_dateline(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    run::starts_sentence(reading, tokens.start)
        && reading.is_mark(tokens.end, &[":"])
        && tokens.clone().all(|t| reading.case(t) == Case::Upper)
        && reading.is_capitalised(tokens.end + 1)
}

/// Whether the words are the party and state of an American lawmaker: "R-Fla.".
fn is_party_mark(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    tokens.len() > 2 && matches!(reading.word(tokens.start), "R" | "D" | "I") && reading.is_hyphen(tokens.start + 1)
}

/// Whether a "name" is only the common word that opens its sentence ("Let's go").
fn is_plain_word(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    tokens.len() == 1 && matches!(reading.word(tokens.start), "Let" | "Here" | "There" | "That" | "What" | "It")
}

/// Whether "Kano-based" or the like stands right before a token: people are born, bodies are based.
fn based(reading: &Reading<'_>, token: usize) -> bool {
    token >= 2 && reading.word(token - 1) == "based" && reading.is_hyphen(token - 2)
}

/// Whether the words after a name say who founded or owns it, or where its seat is.
fn is_founded(reading: &Reading<'_>, end: usize) -> bool {
    let mut at = end;
    while at < end + 4 && (reading.is_mark(at, &[","]) || reading.is(at, Cue::BE | Cue::WHICH)) {
        at += 1;
    }
    reading.is(at, Cue::FOUND) && reading.is(at + 1, Cue::BY | Cue::IN)
        || reading.word(at) == "owned" && reading.is(at + 1, Cue::BY)
        || reading.word(at) == "headquartered" && reading.is(at + 1, Cue::IN)
}

/// Whether a title or form of address stands right before a token.
fn titled(reading: &Reading<'_>, token: usize) -> bool {
    token > reading.sentence(token).start
        && (reading.is(token - 1, Cue::COURTESY)
            || reading.knows(token - 1, WordFlags::ROLE_TITLE | WordFlags::HONORIFIC)
                && reading.is_capitalised(token - 1))
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::{check, names_of};

    #[test]
    fn one_reading_for_one_wording() {
        check(
            &[
                (
                    "Elif Korkmaz was freed on bail. Korkmaz denies all charges. Lawyers for Korkmaz appealed.",
                    &["person: Elif Korkmaz = Korkmaz"],
                ),
                ("KARACHI: Harbour Trust Ltd cut 40 jobs.", &["organization: Harbour Trust Ltd", "place: KARACHI"]),
                ("Minister Tadesse spoke. Reporters asked Tadesse about dams.", &["person: Tadesse"]),
                ("Mr Lund sold the farm. Lund is 80.", &["person: Lund"]),
                (
                    "The Nairobi-based Tembo Energy builds dams. Tembo Energy employs 300 people.",
                    &["organization: Tembo Energy", "place: Nairobi"],
                ),
                (
                    "Chief executive of Zephyra, Ola Berg, agreed. Zephyra fell.",
                    &["organization: Zephyra", "person: Ola Berg"],
                ),
            ],
            names_of,
        );
    }

    #[test]
    fn readings_that_no_wording_forces() {
        check(
            &[
                ("Officials said rain was likely.", &[]),
                ("The Monday market was closed.", &[]),
                ("Buddhists and Sikhs prayed together.", &[]),
            ],
            names_of,
        );
    }
}
