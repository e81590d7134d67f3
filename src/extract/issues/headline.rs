//! The verb of the headline and of the opening sentence as a noun: "X dies" – "death of X",
//! "A bans B" – "ban on B".

use super::candidate::{Candidate, Candidates};
use super::event::{self, Event, Theme};
use super::phrase::{breaks, label, left_edge, right_edge, stem_key};
use super::words::Usage;
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::WordFlags;
use crate::text::Part;
use std::ops::Range;

/// How many sentences of the text are read beside the headline.
const OPENING: usize = 3;

/// Things made of words or pictures: what happens to them is seldom an event.
const COMMUNICATION: &[&str] = &[
    "statement",
    "statements",
    "report",
    "reports",
    "letter",
    "video",
    "videos",
    "message",
    "speech",
    "comment",
    "comments",
    "figures",
    "data",
    "album",
    "film",
    "song",
    "book",
    "information",
    "details",
    "documents",
    "people",
    "person",
    "scores",
    "dozens",
    "others",
];

/// Adds the events of the headline and the opening.
pub(super) fn apply(reading: &Reading<'_>, out: &mut Candidates<'_>) {
    let mut opening = 0;
    for sentence in reading.doc.sentences() {
        match sentence.part {
            Part::Headline => {}
            Part::Body if opening < OPENING => opening += 1,
            // Fighting somebody is a matter wherever it is said.
            Part::Body => {
                for verb in sentence.tokens.clone() {
                    let Some(event) = event::of_verb(reading.key(verb)).filter(|e| e.theme == Theme::Object("against"))
                    else {
                        continue;
                    };
                    if reading.name_at(verb).is_none()
                        && !out.0.contains_key(&verb)
                        && is_verb(reading, verb, sentence.part)
                    {
                        derive(reading, event, verb, sentence.tokens.clone(), out);
                    }
                }
                continue;
            }
            Part::DateLine | Part::Url => continue,
        }
        for verb in sentence.tokens.clone() {
            let key = reading.key(verb);
            let base = verb > sentence.tokens.start && reading.is(verb - 1, Cue::TO | Cue::WILL | Cue::MAYBE);
            let event = if base {
                event::of_base(key)
            } else if reading.uses(verb, Usage::EVENT_VERB) {
                event::of_verb(key)
            } else {
                None
            };
            let Some(event) = event else { continue };
            if reading.name_at(verb).is_none() && !out.0.contains_key(&verb) && is_verb(reading, verb, sentence.part) {
                derive(reading, event, verb, sentence.tokens.clone(), out);
            }
        }
    }
}

/// Whether a form that may be a noun or participle is the verb here.
fn is_verb(reading: &Reading<'_>, verb: usize, part: Part) -> bool {
    let sentence = reading.sentence(verb);
    if verb == sentence.start || reading.is_hyphen(verb + 1) || reading.is_hyphen(verb - 1) {
        return false;
    }
    // A participle before its noun ("the banned party", "dead bodies").
    let article = reading.is(
        verb - 1,
        Cue::THE | Cue::A | Cue::ITS | Cue::HIS | Cue::OF | Cue::IN | Cue::DETERMINER | Cue::FOR | Cue::WITH,
    ) || reading.is_possessive(verb - 1);
    if article {
        return false;
    }
    // Third person and noun plural look alike: in the text a noun is likelier.
    let word = reading.word(verb);
    !(part == Part::Body && word.ends_with('s'))
}

fn derive(reading: &Reading<'_>, event: &'static Event, verb: usize, sentence: Range<usize>, out: &mut Candidates<'_>) {
    let word = reading.small_word(verb);
    let participle = word.ends_with("ed")
        || word.ends_with("en")
        || matches!(
            &*word,
            "shot"
                | "stolen"
                | "slain"
                | "fought"
                | "built"
                | "sold"
                | "bought"
                | "guilty"
                | "cleared"
                | "overthrown"
                | "missing"
                | "bankrupt"
                | "dead"
        );
    let mut before = verb;
    let (mut passive, mut infinitive) = (false, false);
    while before > sentence.start
        && (reading.is(before - 1, Cue::BE | Cue::HAVE | Cue::FILLER)
            || matches!(
                reading.word(before - 1),
                "found" | "shot" | "declared" | "confirmed" | "reported" | "not" | "officially" | "to"
            ))
    {
        passive |= reading.is(before - 1, Cue::BE);
        infinitive |= reading.word(before - 1) == "to";
        before -= 1;
    }
    let object = object(reading, verb + 1, sentence.end);
    // "Ten miners to be freed", "parliament to dissolve"; but "agrees to suspend parliament".
    passive |= infinitive && object.is_none();
    let theme = match event.theme {
        Theme::Nothing => None,
        // "withdraws the nomination": the verb has an object after all.
        Theme::Subject if event.noun == "withdrawal" && object.is_some() => object.map(|t| ("of", t)),
        Theme::Subject => subject(reading, before, &sentence).map(|t| ("of", t)),
        Theme::Object(preposition) => {
            // In a headline a participle without an object is passive: "Minister arrested in …".
            let reduced = participle && object.is_none();
            if passive || reduced {
                subject(reading, before, &sentence).map(|t| (preposition, t))
            } else {
                object.map(|t| (preposition, t))
            }
        }
    };
    if theme.is_none() && (event.theme != Theme::Nothing || event.relational) {
        return;
    }
    // Publishing words is no event: "released a statement".
    if theme.as_ref().is_some_and(|(_, t)| COMMUNICATION.contains(&&*reading.small_word(t.end - 1))) {
        return;
    }
    // Whom one fights is a body or a group; other objects are matters already.
    let group = |t: &Range<usize>| {
        reading.name(t.end - 1).is_some_and(|n| matches!(n.kind, NameKind::Organization | NameKind::Group))
    };
    if event.theme == Theme::Object("against") && event.relational && !theme.as_ref().is_some_and(|(_, t)| group(t)) {
        return;
    }
    // Who dies, resigns or retires is a person.
    let person = |t: &Range<usize>| {
        t.clone().any(|i| {
            reading.name(i).is_some_and(|n| n.kind == NameKind::Person) || reading.knows(i, WordFlags::ROLE_HEAD)
        })
    };
    if matches!(
        event.noun,
        "death" | "resignation" | "retirement" | "sentencing" | "conviction" | "acquittal" | "indictment"
    ) && !theme.as_ref().is_some_and(|(_, t)| person(t))
    {
        return;
    }
    let theme_words = theme.as_ref().map(|(_, tokens)| label(reading, tokens.clone()));
    let core = match (&theme, &theme_words) {
        (Some((preposition, _)), Some(words)) => format!("{} {preposition} {words}", event.noun),
        _ => event.noun.to_owned(),
    };
    let tokens = theme.as_ref().map_or(verb..verb + 1, |(_, t)| t.start.min(verb)..t.end.max(verb + 1));
    out.0.insert(
        verb,
        Candidate {
            head: verb,
            core,
            whole: None,
            stem: stem_key(event.noun),
            modified: false,
            completed: theme.is_some(),
            tokens,
            relational: event.relational,
            topic: Some(event.topic).filter(|t| !t.is_empty()),
            listed: 0.0,
            headed: false,
            event: event.weight,
            tagged: 0.0,
            asked: 0.0,
            abstract_noun: false,
            plain: false,
            derived: true,
        },
    );
}

/// The noun phrase after a verb.
fn object(reading: &Reading<'_>, from: usize, ceiling: usize) -> Option<Range<usize>> {
    let mut at = from;
    while at < ceiling
        && reading.name_at(at).is_none()
        && reading.is(at, Cue::THE | Cue::A | Cue::ITS | Cue::HIS | Cue::EPITHET)
    {
        at += 1;
    }
    if at >= ceiling
        || reading.name_at(at).is_none() && breaks(reading, at)
        || reading.is_number(at)
        || reading.knows(at, WordFlags::NUMBER)
    {
        return None;
    }
    let end = right_edge(reading, at).min(ceiling);
    (end > at).then_some(at..end)
}

/// The noun phrase before a verb: the one that ends there, or the first name of the sentence where
/// an insertion stands between.
fn subject(reading: &Reading<'_>, before: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
    let last = before.checked_sub(1).filter(|t| *t >= sentence.start)?;
    if reading.is_mark(last, &[","]) || reading.is_number(last) || reading.is_mark(last, &[")", "("]) {
        let names = reading.names();
        let first = names.partition_point(|n| n.tokens.start < sentence.start);
        return names
            .iter()
            .skip(first)
            .take_while(|n| n.tokens.end <= before)
            .find(|n| matches!(n.kind, NameKind::Person | NameKind::Organization))
            .map(|n| n.tokens.clone());
    }
    if let Some(name) = reading.name(last) {
        return Some(name.tokens.clone());
    }
    if breaks(reading, last) {
        return None;
    }
    Some(left_edge(reading, last)..before)
}
