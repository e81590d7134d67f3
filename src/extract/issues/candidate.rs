//! What may be a matter: every sighting of a noun phrase that some sign speaks for.
//!
//! Signs: the lexicon lists the phrase or its head; the head is the noun of an event; the tagger
//! marked it; a construction ("talks on …") asks for a matter. Sightings with one head token are one.

use super::event::{self, Event};
use super::phrase::{breaks, complement, ends_with, is_adjective, is_verb_like, label, left_edge, stem_key};
use super::words::Usage;
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::WordFlags;
use crate::tagger::{Label, TaggedSpan};
use crate::text::Part;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most sightings read in one article; an ordinary one has a fiftieth of that.
const MOST: usize = 4_000;

/// One sighting of what may be a matter.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "independent observations, each a feature of the ranking")]
pub(super) struct Candidate<'a> {
    /// The words of the core and its complement.
    pub(super) tokens: Range<usize>,
    /// The token that the phrase hangs on.
    pub(super) head: usize,
    /// Head with what stands before it, as a label, without the country that it starts with.
    pub(super) core: String,
    /// The whole with its complement; none where the core is the whole.
    pub(super) whole: Option<Range<usize>>,
    /// The key of the head word's singular.
    pub(super) stem: u64,
    /// Whether the core says little alone.
    pub(super) relational: bool,
    /// The topic's label.
    pub(super) topic: Option<&'a str>,
    /// The lexicon's weight of the phrase, 0 where it has none.
    pub(super) listed: f32,
    /// Whether the lexicon lists the head.
    pub(super) headed: bool,
    /// The weight of the event noun, 0 where it is none.
    pub(super) event: f32,
    /// The tagger's probability, 0 where it saw nothing.
    pub(super) tagged: f32,
    /// How surely a construction asks for a matter here.
    pub(super) asked: f32,
    /// Whether the form of the head says that it is abstract ("-tion", "-ment").
    pub(super) abstract_noun: bool,
    /// Whether it is only a noun of the headline or of the first sentence.
    pub(super) plain: bool,
    /// Whether it is a headline's or opening sentence's verb made a noun.
    pub(super) derived: bool,
    /// Whether a word narrows the head.
    pub(super) modified: bool,
    /// Whether a complement follows.
    pub(super) completed: bool,
}

impl Candidate<'_> {
    /// The whole as a label; few sightings are asked for it.
    pub(super) fn full(&self, reading: &Reading<'_>) -> String {
        self.whole.as_ref().map_or_else(|| self.core.clone(), |tokens| label(reading, tokens.clone()))
    }
}

/// The sightings by head token.
#[derive(Debug, Default)]
pub(super) struct Candidates<'a>(pub(super) BTreeMap<usize, Candidate<'a>>);

impl<'a> Candidates<'a> {
    /// The sighting with its head at `head`, made where it is new and there is room.
    pub(super) fn at(&mut self, reading: &Reading<'_>, head: usize) -> Option<&mut Candidate<'a>> {
        if self.is_full() && !self.0.contains_key(&head) {
            return None;
        }
        Some(self.0.entry(head).or_insert_with(|| Outline::of(reading, head).candidate(reading)))
    }

    /// Whether there is no room for a new one.
    fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }
}

/// Works and their making: what a book or play is about is no matter of a country by that.
const WORKS: &[&str] = &[
    "read",
    "reads",
    "reading",
    "book",
    "novel",
    "film",
    "movie",
    "dissertation",
    "thesis",
    "essay",
    "poem",
    "song",
    "painting",
    "play",
    "quiz",
    "exam",
    "musical",
    "opera",
    "sculpture",
    "cartoon",
    "comic",
];

impl Candidates<'_> {
    /// Drops what is only the content or title of a work: "a film about X", "the novel “X”".
    pub(super) fn drop_contents(&mut self, reading: &Reading<'_>) {
        self.0.retain(|_, candidate| !is_content(reading, candidate.tokens.start));
    }
}

/// Whether "about", "on" or an opening quote and before it a work stand in front of a token.
fn is_content(reading: &Reading<'_>, start: usize) -> bool {
    let floor = reading.sentence(start).start;
    let joint = (start.saturating_sub(3).max(floor)..start)
        .rev()
        .find(|t| matches!(reading.word(*t), "about" | "on") || reading.is_mark(*t, &["\"", "“", "‘"]));
    joint.is_some_and(|joint| {
        (joint.saturating_sub(2).max(floor)..joint).any(|t| WORKS.contains(&&*reading.small_word(t)))
    })
}

/// How far behind a stretch the head of the phrase around it may stand, in tokens.
const HEAD_REACH: usize = 8;

impl Candidates<'_> {
    /// The head of the surely asked-for matter whose phrase holds `tokens`.
    pub(super) fn asked_around(&self, tokens: &Range<usize>) -> Option<usize> {
        let near = self.0.range(tokens.start.saturating_sub(HEAD_REACH)..tokens.end + HEAD_REACH);
        near.map(|(_, c)| c)
            .find(|c| c.asked >= 1.0 && c.tokens.start <= tokens.start && tokens.end <= c.tokens.end)
            .map(|c| c.head)
    }
}

/// The noun phrase around a head, before its words are read.
struct Outline {
    head: usize,
    core: Range<usize>,
    whole: Range<usize>,
    completed: bool,
}

impl Outline {
    fn of(reading: &Reading<'_>, head: usize) -> Self {
        let name = reading.name(head).map(|n| n.tokens.clone());
        let (start, end) = match &name {
            Some(name) => (name.start, name.end),
            None => (left_edge(reading, head), head + 1),
        };
        let rest = complement(reading, end);
        Self {
            head,
            core: core_start(reading, start, head)..end,
            whole: start..rest.as_ref().map_or(end, |r| r.end),
            completed: rest.is_some(),
        }
    }

    /// Whether a word narrows the head.
    fn is_modified(&self) -> bool {
        self.core.start < self.head
    }

    /// A sighting of which no sign is known yet.
    fn candidate<'a>(self, reading: &Reading<'_>) -> Candidate<'a> {
        Candidate {
            head: self.head,
            modified: self.is_modified(),
            completed: self.completed,
            stem: stem_key(reading.word(self.core.end - 1)),
            core: label(reading, self.core),
            whole: Some(self.whole.clone()),
            tokens: self.whole,
            relational: false,
            topic: None,
            listed: 0.0,
            headed: false,
            event: 0.0,
            tagged: 0.0,
            asked: 0.0,
            abstract_noun: false,
            plain: false,
            derived: false,
        }
    }
}

/// Where the core starts: after the countries in front, if more than the head is left then.
fn core_start(reading: &Reading<'_>, start: usize, head: usize) -> usize {
    let mut core = start;
    while core < head {
        let Some(name) = reading.name(core) else { break };
        if name.kind.country().is_none() {
            break;
        }
        let mut next = name.tokens.end;
        while next < head && (reading.is_hyphen(next) || reading.is_mark(next, &["–", "/"])) {
            next += 1;
        }
        core = next;
    }
    // "the Syrian conflict" is not named by "conflict" alone.
    if core >= head { start } else { core }
}

/// Finds all sightings but those of constructions and headlines.
pub(super) fn find<'a>(reading: &Reading<'a>, tagged: &[TaggedSpan]) -> Candidates<'a> {
    let mut out = Candidates::default();
    from_lexicon(reading, &mut out);
    from_heads(reading, &mut out);
    from_tagger(reading, tagged, &mut out);
    from_nouns(reading, &mut out);
    out.0.retain(|head, _| !is_publishing(reading, *head));
    out
}

fn from_lexicon<'a>(reading: &Reading<'a>, out: &mut Candidates<'a>) {
    let lexicon = reading.lexicon;
    let mut i = 0;
    while i < reading.len() {
        let Some((end, issue)) = reading.any_issue_at(i).filter(|_| may_start(reading, i)) else {
            i += 1;
            continue;
        };
        let head = head_of(reading, i..end);
        // "trade minister", "health ministry": the phrase only narrows a post or a body.
        let month = reading.knows(head, WordFlags::MONTH) && reading.is_capitalised(head);
        // "maritime border agreement": the listed phrase narrows a further head.
        let further = reading.doc.is_word(end)
            && end < reading.sentence(i).end
            && !reading.is_capitalised(end)
            && is_head(reading, end);
        let body = issue.weight < SURE && is_body(reading, head);
        if !(narrows_other(reading, end) || is_portfolio(reading, i) || month || body || further) {
            let topic = lexicon.topic_label(issue.topic);
            if let Some(candidate) = out.at(reading, head) {
                candidate.listed = candidate.listed.max(issue.weight);
                candidate.topic = Some(topic);
                if head + 1 < end {
                    // "freedom of the press": the lexicon's words are the core.
                    candidate.core = label(reading, i..end);
                    candidate.tokens.end = candidate.tokens.end.max(end);
                }
            }
        }
        i = end;
    }
}

/// From this weight on a listed phrase is a matter even where its head may be a body's.
const SURE: f32 = 0.9;

/// Whether a noun is rather a body or a post ("hospital", "press") than a matter.
fn is_body(reading: &Reading<'_>, head: usize) -> bool {
    reading.knows(head, WordFlags::ORG_HEAD | WordFlags::ROLE_HEAD)
        && !reading.knows(head, WordFlags::ISSUE_HEAD)
        && !reading.uses(head, Usage::EVENT_NOUN)
}

fn may_start(reading: &Reading<'_>, token: usize) -> bool {
    reading
        .name(token)
        .is_none_or(|n| n.tokens.start == token && !matches!(n.kind, NameKind::Person | NameKind::Organization))
}

/// The head of a listed phrase or tagged span: the word before its first preposition, else its last.
fn head_of(reading: &Reading<'_>, tokens: Range<usize>) -> usize {
    let prepositions = Cue::OF | Cue::FOR | Cue::IN | Cue::TO | Cue::FROM | Cue::PREPOSITION | Cue::WITH | Cue::BY;
    let cut = (tokens.start + 1..tokens.end).find(|t| reading.is(*t, prepositions) && reading.name_at(*t).is_none());
    cut.unwrap_or(tokens.end).saturating_sub(1).max(tokens.start)
}

/// Whether the words before `at` only narrow a post or a body that follows ("trade minister").
fn narrows_other(reading: &Reading<'_>, at: usize) -> bool {
    reading.knows(at, WordFlags::ROLE_HEAD | WordFlags::ORG_HEAD)
        && reading.name_at(at).is_none()
        && !reading.knows(at, WordFlags::ISSUE_HEAD)
        && !reading.uses(at, Usage::EVENT_NOUN)
}

/// Whether the phrase that starts at `at` is the field of a post or a body ("ministry of trade").
fn is_portfolio(reading: &Reading<'_>, at: usize) -> bool {
    let Some(owner) = at.checked_sub(2) else { return false };
    reading.is(at - 1, Cue::OF | Cue::FOR)
        && reading.knows(owner, WordFlags::ROLE_HEAD | WordFlags::ORG_HEAD)
        && !reading.knows(owner, WordFlags::ISSUE_HEAD)
}

/// Whether a head is a way to publish news, which is no matter.
fn is_publishing(reading: &Reading<'_>, head: usize) -> bool {
    matches!(reading.word(head), "conference" | "release" | "statement" | "briefing")
        && head > 0
        && matches!(reading.word(head - 1), "press" | "news" | "media")
}

fn from_heads<'a>(reading: &Reading<'a>, out: &mut Candidates<'a>) {
    for i in 0..reading.len() {
        let (noun, listed) = (reading.uses(i, Usage::EVENT_NOUN), reading.knows(i, WordFlags::ISSUE_HEAD));
        if !(noun || listed) || !may_head(reading, i) {
            continue;
        }
        let (event, topic) = (event_of(reading, i), reading.lexicon.issue_head(reading.key(i)));
        let Some(candidate) = out.at(reading, i) else { break };
        if let Some(topic) = topic {
            candidate.headed = true;
            candidate.topic.get_or_insert_with(|| reading.lexicon.topic_label(topic));
        }
        if let Some(event) = event {
            candidate.event = event.weight;
            candidate.relational = event.relational;
            if candidate.topic.is_none() && !event.topic.is_empty() {
                candidate.topic = Some(event.topic);
            }
        }
    }
}

/// The event that a token is the noun of.
fn event_of(reading: &Reading<'_>, token: usize) -> Option<&'static Event> {
    if reading.uses(token, Usage::EVENT_NOUN) { event::of_noun(reading.key(token)) } else { None }
}

/// Whether a word with the form of a head noun is one here: no verb ("protests against" after a
/// plural subject is left to chance), not the modifier of another noun, not inside a name.
fn may_head(reading: &Reading<'_>, i: usize) -> bool {
    // "releases the results": a verb with its object.
    let object = i + 1 < reading.sentence(i).end && reading.doc.is_word(i + 1) && !breaks(reading, i + 1);
    if object && reading.uses(i, Usage::EVENT_VERB) && event_of(reading, i).is_some_and(|e| e.relational) {
        return false;
    }
    let month = reading.knows(i, WordFlags::MONTH) && reading.is_capitalised(i);
    if month || reading.name(i).is_some_and(|n| matches!(n.kind, NameKind::Person | NameKind::Organization)) {
        return false;
    }
    // "front-end": the last part of a compound is no matter by itself.
    if i > 0 && reading.is_hyphen(i - 1) && event_of(reading, i).is_some_and(|e| e.relational) {
        return false;
    }
    if is_portfolio(reading, i) || narrows_other(reading, i + 1) || (reading.is_hyphen(i + 1) && i + 1 < reading.len())
    {
        return false;
    }
    // After "to", a modal or a pronoun the word is a verb.
    let verb_before = i > 0
        && (reading.is(i - 1, Cue::WILL | Cue::MAYBE | Cue::HE | Cue::WHO | Cue::NOT)
            || (reading.is(i - 1, Cue::TO) && !ends_with(reading.word(i), "s"))
            || matches!(reading.word(i - 1), "they" | "we" | "it" | "n't"));
    if verb_before {
        return false;
    }
    // The modifier of a further head.
    !is_head(reading, i + 1)
}

/// Endings of abstract nouns.
const ABSTRACT: &[&str] = &[
    "tion", "sion", "ment", "ance", "ence", "ity", "ism", "ship", "cracy", "dom", "ure", "ysis", "ness", "ibility",
    "tions", "sions", "ments", "ities",
];

/// Abstract nouns by their form, and the nouns of the headline and the first sentence: weak signs,
/// which only others beside them make a matter.
fn from_nouns(reading: &Reading<'_>, out: &mut Candidates<'_>) {
    let first_body = reading.doc.sentences().iter().find(|s| s.part == Part::Body).map_or(0..0, |s| s.tokens.clone());
    for i in 0..reading.len() {
        // What most words fail, first: the form, or to stand early.
        let word = reading.word(i);
        let early = reading.part(i) == Part::Headline || first_body.contains(&i);
        let by_form = word.len() > 6
            && ABSTRACT.iter().any(|ending| ends_with(word, ending))
            && !reading.uses(i, Usage::CONCRETE);
        if !by_form && (!early || word.len() < 4) {
            continue;
        }
        if reading.name_at(i).is_some()
            || breaks(reading, i)
            || !reading.doc.is_word(i)
            || !is_noun_end(reading, i)
            || narrows_other(reading, i + 1)
        {
            continue;
        }
        if reading.knows(
            i,
            WordFlags::ROLE_HEAD
                | WordFlags::ROLE_PLURAL
                | WordFlags::ORG_HEAD
                | WordFlags::FUNCTION_WORD
                | WordFlags::WEEKDAY
                | WordFlags::MONTH
                | WordFlags::NUMBER,
        ) || is_verb_like(reading, i)
            || reading.uses(i, Usage::TIME)
        {
            continue;
        }
        let capital = reading.part(i) != Part::Headline && reading.is_capitalised(i);
        if !by_form && capital {
            continue;
        }
        if let Some(known) = out.0.get_mut(&i) {
            known.abstract_noun = by_form;
            known.plain = false;
            continue;
        }
        if out.is_full() {
            break;
        }
        // A lone noun without a word beside it is no matter.
        let outline = Outline::of(reading, i);
        if outline.is_modified() || outline.completed && by_form {
            let found = Candidate { abstract_noun: by_form, plain: !by_form, ..outline.candidate(reading) };
            out.0.insert(i, found);
        }
    }
}

/// Whether a noun phrase can end after token `i`: a break, a mark or a verb follows.
fn is_noun_end(reading: &Reading<'_>, i: usize) -> bool {
    if is_adjective(reading.word(i)) {
        return false;
    }
    if i > 0 && reading.is(i - 1, Cue::TO | Cue::WILL | Cue::MAYBE | Cue::NOT | Cue::HE) {
        return false;
    }
    let next = i + 1;
    next >= reading.sentence(i).end
        || reading.name_at(next).is_none()
            && !reading.is_hyphen(next)
            && (breaks(reading, next) || is_verb_like(reading, next))
}

/// Whether a word is a noun that heads matters.
fn is_head(reading: &Reading<'_>, token: usize) -> bool {
    !reading.is_glued(token) && (reading.uses(token, Usage::EVENT_NOUN) || reading.knows(token, WordFlags::ISSUE_HEAD))
}

fn from_tagger(reading: &Reading<'_>, tagged: &[TaggedSpan], out: &mut Candidates<'_>) {
    for span in tagged.iter().filter(|s| s.label == Label::Issue) {
        let mut tokens = span.tokens.clone();
        while tokens.start + 1 < tokens.end && reading.is(tokens.start, Cue::THE | Cue::A | Cue::ITS | Cue::HIS) {
            tokens.start += 1;
        }
        if tokens.is_empty() {
            continue;
        }
        let head = head_of(reading, tokens.clone());
        let head = reading.name(head).map_or(head, |n| n.tokens.end - 1);
        let Some(candidate) = out.at(reading, head) else { break };
        if span.confidence > candidate.tagged {
            candidate.tagged = span.confidence;
        }
        let core_end = head + 1;
        if tokens.start < core_end
            && tokens.end >= core_end
            && candidate.listed == 0.0
            && reading.name_at(head).is_none()
        {
            let start = core_start(reading, tokens.start, head);
            candidate.core = label(reading, start..core_end);
            candidate.modified = start < head;
        }
        candidate.tokens = candidate.tokens.start.min(tokens.start)..candidate.tokens.end.max(tokens.end);
    }
}
