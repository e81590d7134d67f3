//! Role phrases: the noun phrase around a role noun, taken apart.
//!
//! "the former deputy head of the Institute of Marine Studies" has a determiner ("the"), a status
//! ("former"), the role's own words ("deputy head") and an owner, the body after "of".
//! [`find`] takes every role phrase of an article apart once; the rules then only ask who stands
//! beside it.

use super::complement::second_portfolio;
use super::owner::{self, Owner};
use super::words::{class_of, core, marks};
use crate::extract::cue::Cue;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::{Role, RoleClass, RoleEffect, WordFlags};
use crate::model::RoleStatus;
use crate::tagger::TaggedSpan;
use std::ops::Range;

/// Role nouns in a row are one role up to so many tokens; the longest title of news has half of them.
const MOST_TOKENS: usize = 40;

/// How a role phrase is introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Determiner {
    /// Nothing: "Foreign Secretary", "director of …".
    Bare,
    /// "the".
    Definite,
    /// "a", "one of the".
    Indefinite,
    /// "his", "her": a person's.
    His,
    /// "its", "their", "our": a body's.
    Its,
    /// A name with a possessive ending.
    Possessive,
}

/// A role phrase.
#[derive(Debug, Clone)]
pub(crate) struct RolePhrase {
    /// The whole noun phrase, from the determiner to the end of what belongs to the role.
    pub(crate) phrase: Range<usize>,
    /// The role's own words, as they stand.
    pub(crate) role: Range<usize>,
    /// Whether the noun is a plural.
    pub(crate) plural: bool,
    /// Its class.
    pub(crate) class: RoleClass,
    /// How it is introduced.
    pub(crate) determiner: Determiner,
    /// What the words right at it say of its time.
    pub(crate) status: Option<RoleStatus>,
    /// Whose role it is: the body, country or place.
    pub(crate) owner: Option<Owner>,
    /// How sure it is that the words are a role at all.
    pub(crate) confidence: f32,
}

impl RolePhrase {
    /// Whether it speaks of several holders: "the ministers", but not "one of the ministers".
    pub(super) fn is_group(&self) -> bool {
        self.plural && self.determiner != Determiner::Indefinite
    }
}

/// Finds the role phrases of an article, in order; none overlaps another's role words.
pub(crate) fn find(reading: &Reading<'_>, tagged: &[TaggedSpan]) -> Vec<RolePhrase> {
    let mut phrases: Vec<RolePhrase> = Vec::new();
    let marks = marks(reading, tagged);
    let mut spans = marks.iter().peekable();
    let mut i = 0;
    while i < reading.len() {
        while spans.peek().is_some_and(|(tokens, _)| tokens.end <= i) {
            spans.next();
        }
        let marked = spans.peek().filter(|(tokens, _)| tokens.start <= i && i < tokens.end);
        let known = reading.role_at(i).filter(|(_, role)| role.class != RoleClass::Event);
        let start = i;
        i += 1;
        let marked = marked.filter(|(tokens, _)| tokens.start == start || known.is_some());
        if known.is_none() && marked.is_none() {
            continue;
        }
        let Some(core) = core(reading, start, known.as_ref().map(|(end, _)| *end), marked.map(|(t, _)| t.clone()))
        else {
            continue;
        };
        if phrases.last().is_some_and(|p| p.role.end > core.start)
            || reading.name_at(core.end - 1).is_some_and(|n| !is_title_inside(reading, n, &core))
        {
            continue;
        }
        // "Deputy | Chief | Economist": role nouns in a row are one role, but a rank before a name
        // is one of its own ("President General X").
        let rank = |class: RoleClass| matches!(class, RoleClass::Military | RoleClass::Clergy | RoleClass::Royal);
        let member = |end: usize, r: &Role| r.class == RoleClass::Parliament && r.title && end == start + 1;
        let ranked = known.as_ref().is_some_and(|(end, r)| rank(r.class) || member(*end, r));
        let core = match phrases.last() {
            Some(p)
                if p.role.end == core.start
                    && core.end - p.role.start <= MOST_TOKENS
                    && !p.plural
                    && !ranked
                    && reading.is_lower(p.role.start) == reading.is_lower(core.start) =>
            {
                p.role.start..core.end
            }
            _ => core,
        };
        if phrases.last().is_some_and(|p| p.role.start == core.start) {
            phrases.pop();
        }
        let class = known.as_ref().filter(|(end, _)| *end == core.end).map(|(_, r)| r.class);
        let class = class.or_else(|| class_of(reading, core.clone())).unwrap_or(RoleClass::Occupation);
        i = core.end;
        let confidence = match (known.is_some(), marked) {
            (true, Some(_)) => 0.98,
            (true, None) => 0.85,
            (false, marked) => marked.map_or(0.5, |(_, confidence)| confidence * 0.9),
        };
        phrases.push(take_apart(reading, core, class, confidence));
    }
    phrases
}

/// A role noun inside a name is no role phrase, unless the name starts after it.
fn is_title_inside(reading: &Reading<'_>, name: usize, core: &Range<usize>) -> bool {
    let after =
        |name: &Name| name.tokens.start >= core.end || matches!(name.kind, NameKind::Group | NameKind::Demonym(_));
    reading.names().get(name).is_some_and(after)
}

/// Reads the noun phrase around the role's words.
fn take_apart(reading: &Reading<'_>, core: Range<usize>, class: RoleClass, confidence: f32) -> RolePhrase {
    let floor = reading.sentence(core.start).start;
    let mut plural = reading.knows(core.end - 1, WordFlags::ROLE_PLURAL);
    let mut role = core.clone();
    // Words that narrow the role, to the left: "senior China research fellow".
    while let Some(before) = role.start.checked_sub(1).filter(|b| *b >= floor) {
        if narrows(reading, before) {
            role.start -= if reading.is_hyphen(before) { 2 } else { 1 };
        } else if let Some(field) = field_before(reading, before, class) {
            role.start = field;
        } else {
            break;
        }
    }
    if let Some(from) = noun_phrase_start(reading, role.start, floor) {
        role.start = from;
    }
    let (mut start, mut status) = (role.start, None);
    // Status and epithets before the role: "former", "then", "acting".
    let mut left = owner::Left::default();
    while let Some(t) = start.checked_sub(1).filter(|t| *t >= floor) {
        let hyphen = reading.is_hyphen(t) && t > floor;
        let word = if hyphen { t - 1 } else { t };
        if let Some(held) = status_before(reading, word) {
            status = match held {
                Held::At(time) => status.or(Some(time)),
                Held::Now => status,
            };
            start = word;
        } else if hyphen && reading.is(word, Cue::EPITHET | Cue::ACTING | Cue::MAYBE) {
            start = word;
        } else if hyphen && reading.name(word).is_none() {
            break;
        } else if !hyphen
            && (reading.is(word, Cue::EPITHET | Cue::DETERMINER)
                && reading.name_at(word).is_none()
                && !reading.is_possessive(word + 1))
            && !reading.is(word, Cue::A)
        {
            start = word;
        } else if let Some(to) = left.take(reading, start) {
            start = to;
        } else {
            break;
        }
    }
    let (determiner, start) = determiner(reading, start, floor, &left);
    // A status after the role: "president-elect", "prime minister designate".
    let mut end = role.end;
    let after = if reading.is_hyphen(end) { end + 1 } else { end };
    if reading.is(after, Cue::INCOMING)
        && !reading.is(after + 1, Cue::OF)
        && reading.lexicon.role_effect(reading.key(after)) == Some(RoleEffect::Future)
    {
        status = Some(RoleStatus::Future);
        end = after + 1;
        role.end = end;
    }
    let right = owner::right(reading, end, class);
    role.end = role.end.max(right.field_end);
    if class == RoleClass::State
        && let Some(after) = second_portfolio(reading, role.end)
    {
        role.end = after;
    }
    if reading.is(role.start, Cue::A) {
        plural = false;
    }
    RolePhrase {
        phrase: start..right.end.max(role.end),
        plural,
        class,
        determiner,
        status,
        owner: owner::choose(reading, class, &left, right.owner),
        confidence,
        role,
    }
}

/// A country or place as a noun before a role of learning or reporting is its field, not its owner:
/// "China analyst", "Middle East correspondent". Where it starts.
fn field_before(reading: &Reading<'_>, token: usize, class: RoleClass) -> Option<usize> {
    let name = reading.name(token)?;
    // "US actor" tells where the holder is from; "US correspondent" may be either.
    let place = match name.kind {
        NameKind::Country(_) => class == RoleClass::Media || !owner::is_adjectival(reading, name.tokens.start),
        NameKind::Place(_) => true,
        _ => false,
    };
    let learned = matches!(class, RoleClass::Academic | RoleClass::Media | RoleClass::Occupation | RoleClass::Business);
    (place && learned && name.tokens.end == token + 1).then_some(name.tokens.start)
}

/// The start of the noun phrase that ends in a role, where its determiner, "as" or a form of *be*
/// shows that the words between belong to it: "an airport protocol [officer]".
fn noun_phrase_start(reading: &Reading<'_>, role: usize, floor: usize) -> Option<usize> {
    let boundary = Cue::THE | Cue::A | Cue::HIS | Cue::ITS | Cue::AS | Cue::BE;
    let mut at = role;
    while at > floor && role - at < 5 {
        let t = at - 1;
        if reading.is(t, boundary) || reading.is_possessive(t) {
            return (at < role).then_some(at);
        }
        let inner = (reading.is_lower(t) || reading.is_hyphen(t)) && !is_own_role(reading, t);
        let other = reading.knows(t, WordFlags::FUNCTION_WORD | WordFlags::SAYING_VERB)
            || reading.name_at(t).is_some()
            || status_before(reading, t).is_some()
            || reading.is(
                t,
                Cue::EPITHET
                    | Cue::AND
                    | Cue::OR
                    | Cue::OF
                    | Cue::PREPOSITION
                    | Cue::IN
                    | Cue::TO
                    | Cue::FOR
                    | Cue::HAVE
                    | Cue::APPOINT
                    | Cue::FILLER
                    | Cue::DETERMINER
                    | Cue::SAY,
            );
        if !inner || other {
            return None;
        }
        at = t;
    }
    None
}

/// Whether a role noun stands before a title that is a role of its own: "the party leader | Senator",
/// "Finance Minister | Senator".
fn is_own_role(reading: &Reading<'_>, token: usize) -> bool {
    let next = token + 1;
    if !reading.knows(token, WordFlags::ROLE_HEAD) || !reading.is_capitalised(next) {
        return false;
    }
    let member = || {
        let title = reading.role_at(next).filter(|(end, _)| *end == next + 1);
        title.is_some_and(|(_, role)| role.class == RoleClass::Parliament && role.title)
    };
    if reading.is_lower(token) {
        reading.knows(next, WordFlags::ROLE_TITLE | WordFlags::ROLE_HEAD)
    } else {
        reading.knows(token, WordFlags::ROLE_TITLE) && member()
    }
}

/// Whether the token before a role belongs to the role: a word the lexicon knows to narrow roles,
/// or a common noun or adjective in small letters between the determiner and the role.
fn narrows(reading: &Reading<'_>, token: usize) -> bool {
    if reading.is_hyphen(token) {
        return token > 0
            && reading.name_at(token - 1).is_none()
            && status_before(reading, token - 1).is_none()
            && reading.doc.is_word(token - 1);
    }
    if !reading.doc.is_word(token)
        || reading.is_possessive(token)
        || reading.name_at(token).is_some()
        || status_before(reading, token).is_some()
        || reading.is(token, Cue::EPITHET)
        || is_own_role(reading, token)
    {
        return false;
    }
    let flags = reading.flags(token);
    if flags.intersects(
        WordFlags::FUNCTION_WORD
            | WordFlags::SAYING_VERB
            | WordFlags::HONORIFIC
            | WordFlags::WEEKDAY
            | WordFlags::MONTH,
    ) {
        return false;
    }
    let closed_class = Cue::THE
        | Cue::A
        | Cue::HIS
        | Cue::ITS
        | Cue::DETERMINER
        | Cue::AND
        | Cue::OR
        | Cue::OF
        | Cue::FOR
        | Cue::IN
        | Cue::AT
        | Cue::TO
        | Cue::WITH
        | Cue::FROM
        | Cue::BY
        | Cue::AS
        | Cue::PREPOSITION
        | Cue::BE
        | Cue::HAVE
        | Cue::SAY;
    flags.intersects(WordFlags::ROLE_MODIFIER | WordFlags::ROLE_PART) && !reading.is(token, closed_class)
}

/// What a word before a role says of the time it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Only that it is held: "acting", "incumbent".
    Now,
    /// That it was, or is to be.
    At(RoleStatus),
}

/// What a word before a role says of its time; `None` where it says nothing.
fn status_before(reading: &Reading<'_>, token: usize) -> Option<Held> {
    let cue = reading.cue(token);
    if reading.name_at(token).is_some() || !reading.doc.is_word(token) {
        None
    } else if cue.has(Cue::FORMER | Cue::LATE) {
        Some(Held::At(RoleStatus::Former))
    } else if cue.has(Cue::INCOMING) {
        Some(Held::At(RoleStatus::Future))
    } else if cue.has(Cue::ACTING) {
        Some(Held::Now)
    } else {
        match reading.lexicon.role_effect(reading.key(token))? {
            RoleEffect::Former => Some(Held::At(RoleStatus::Former)),
            RoleEffect::Future => Some(Held::At(RoleStatus::Future)),
            RoleEffect::Current => Some(Held::Now),
            RoleEffect::Narrows => None,
        }
    }
}

/// The determiner of the phrase that starts at `start`, and where the phrase then starts.
fn determiner(reading: &Reading<'_>, start: usize, floor: usize, left: &owner::Left) -> (Determiner, usize) {
    if left.possessive() {
        let the = start.checked_sub(1).filter(|b| *b >= floor && reading.is(*b, Cue::THE));
        let one = if reading.is(start.saturating_sub(1), Cue::OF) {
            start.checked_sub(2).filter(|one| *one >= floor && reading.is(*one, Cue::A))
        } else {
            the.and_then(|the| partitive(reading, the, floor))
        };
        if let Some(one) = one {
            return (Determiner::Indefinite, one);
        }
        let before = start.checked_sub(1).filter(|b| *b >= floor && reading.is(*b, Cue::THE | Cue::HIS | Cue::ITS));
        return (Determiner::Possessive, before.unwrap_or(start));
    }
    let Some(before) = start.checked_sub(1).filter(|b| *b >= floor) else { return (Determiner::Bare, start) };
    let cue = reading.cue(before);
    if cue.has(Cue::THE) {
        return match partitive(reading, before, floor) {
            Some(one) => (Determiner::Indefinite, one),
            None => (Determiner::Definite, before),
        };
    }
    if cue.has(Cue::A) {
        (Determiner::Indefinite, before)
    } else if cue.has(Cue::HIS) {
        (Determiner::His, before)
    } else if cue.has(Cue::ITS) {
        (Determiner::Its, before)
    } else if reading.is_possessive(before) {
        // "one of the plaintiffs' lawyers"
        let owner = (before.saturating_sub(4).max(floor)..before)
            .rev()
            .find(|t| !reading.is_lower(*t) || reading.is(*t, Cue::THE | Cue::OF));
        match owner.filter(|t| reading.is(*t, Cue::THE)).and_then(|t| partitive(reading, t, floor)) {
            Some(one) => (Determiner::Indefinite, one),
            None => (Determiner::Possessive, before),
        }
    } else {
        (Determiner::Bare, start)
    }
}

/// Where "one of" starts before the article at token `the`.
fn partitive(reading: &Reading<'_>, the: usize, floor: usize) -> Option<usize> {
    let one = the.checked_sub(2).filter(|one| *one >= floor)?;
    (reading.is(one + 1, Cue::OF) && reading.is(one, Cue::A)).then_some(one)
}

#[cfg(test)]
#[path = "phrase_tests.rs"]
mod tests;
