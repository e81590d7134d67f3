//! Bodies by their signs: a head word ("Institute", "Ministry of …"), a legal form, an acronym in
//! brackets, a lower-case ministry after its country, a name that the lexicon knows.

use super::run::{is_name_word, starts_sentence};
use super::{Candidate, Source};
use crate::extract::cue::Cue;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::{OrganizationKind, WordFlags};
use crate::tagger::{Label, TaggedSpan};
use crate::text::Case;
use std::ops::Range;

/// The longest name of a body, in tokens.
const LONGEST: usize = 14;

/// Proposes names of bodies. `tagged` and `voted` are the tagger's view: a rule neither cuts a
/// longer body of the tagger's short nor runs over a person or role it marks.
pub(super) fn propose(reading: &Reading<'_>, tagged: &[TaggedSpan], voted: &[Name], out: &mut Vec<Candidate>) {
    let mut done = 0;
    for i in 0..reading.len() {
        if let Some((end, listed)) = reading.organization_at(i)
            && reading.is_capitalised(i)
            && !is_sentence_start(reading, i..end)
            && !is_other_word(reading, i..end, &listed.acronym)
        {
            push(out, i..end, 0.9, Source::Tagger);
        }
        if i < done || !reading.knows(i, WordFlags::ORG_HEAD | WordFlags::ORG_SUFFIX) || is_of_post(reading, i) {
            continue;
        }
        let found = if reading.is_capitalised(i) { capitalised(reading, i) } else { lower_case(reading, i) };
        let Some(tokens) = found.and_then(|tokens| beside_marks(reading, tagged, i, tokens)) else { continue };
        let next = voted.partition_point(|n| n.tokens.end <= tokens.start);
        let covered = voted.get(next).filter(|n| n.tokens.start < tokens.end);
        let source = match covered {
            Some(n)
                if n.kind == NameKind::Organization && n.tokens.start <= tokens.start && tokens.end <= n.tokens.end =>
            {
                continue;
            }
            Some(n) if n.kind == NameKind::Organization => Source::SureRule,
            Some(n) if n.tokens.len() >= tokens.len() && n.confidence > 0.5 => continue,
            _ if is_plain(reading, tokens.clone()) => Source::SureRule,
            _ => Source::WeakRule,
        };
        done = tokens.end;
        acronym_after(reading, tokens.end, out);
        push(out, tokens, 0.85, source);
    }
}

/// Whether a head word belongs to a post: "Energy Cabinet Secretary".
fn is_of_post(reading: &Reading<'_>, token: usize) -> bool {
    reading.word(token).eq_ignore_ascii_case("cabinet") && reading.is_role_noun(token + 1)
}

/// Whether what looks like a name is a common word that starts its sentence, with more in small
/// letters: "Popular will", "Move forward".
fn is_sentence_start(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    starts_sentence(reading, tokens.start)
        && reading.knows(tokens.start, WordFlags::COMMON_LOWER)
        && (tokens.start + 1..tokens.end).all(|t| !reading.is_capitalised(t))
        && tokens.len() > 1
}

/// Whether a common word only has the letters of an acronym ("Let" of `LeT`).
fn is_other_word(reading: &Reading<'_>, tokens: Range<usize>, acronym: &str) -> bool {
    let word = reading.word(tokens.start);
    tokens.len() == 1
        && word != acronym
        && word.eq_ignore_ascii_case(acronym)
        && reading.case(tokens.start) == Case::Capitalised
        && reading.knows(tokens.start, WordFlags::COMMON_LOWER | WordFlags::FUNCTION_WORD)
}

/// Whether the words leave no doubt that a body is named: the head is a body's and nothing else's,
/// and a capitalised word narrows it.
fn is_plain(reading: &Reading<'_>, tokens: Range<usize>) -> bool {
    let sure = |t: usize| {
        reading.organization_head_at(t).is_some_and(|(_, h)| {
            matches!(
                h.kind,
                OrganizationKind::Government
                    | OrganizationKind::Parliament
                    | OrganizationKind::Court
                    | OrganizationKind::Academic
                    | OrganizationKind::Party
                    | OrganizationKind::Company
            )
        })
    };
    tokens.clone().any(|t| sure(t) || reading.knows(t, WordFlags::ORG_SUFFIX))
}

/// The part of a stretch around its head word that holds nothing which the tagger marks as a
/// person or role.
fn beside_marks(
    reading: &Reading<'_>,
    tagged: &[TaggedSpan],
    head: usize,
    tokens: Range<usize>,
) -> Option<Range<usize>> {
    let Range { mut start, mut end } = tokens;
    let next = tagged.partition_point(|s| s.tokens.end <= start);
    let limit = end.max(head + 1);
    let near = tagged.iter().skip(next).take_while(|s| s.tokens.start < limit);
    for span in near.filter(|s| matches!(s.label, Label::Person | Label::Role) && s.confidence > 0.4) {
        // "Lars Eklund & Sons Ltd"
        if reading.is_mark(span.tokens.end, &["&"]) && span.tokens.start >= start && span.tokens.end < head {
            continue;
        }
        if span.tokens.contains(&head) {
            // A legal form leaves no doubt: "Rosli Jantan Sdn Bhd" is no person.
            if span.label == Label::Person && reading.knows(head, WordFlags::ORG_SUFFIX) {
                continue;
            }
            return None;
        }
        if span.tokens.start < head && span.tokens.end > start {
            start = span.tokens.end.max(start);
        }
        if span.tokens.start > head && span.tokens.start < end {
            end = span.tokens.start;
        }
    }
    while end > head + 1
        && (reading.is(end - 1, Cue::AND | Cue::OF | Cue::FOR | Cue::THE) || !reading.doc.is_word(end - 1))
    {
        end -= 1;
    }
    let words = (start..end).filter(|t| reading.doc.is_word(*t)).count();
    (words >= 2 || reading.is_lower(head)).then_some(start..end)
}

fn push(out: &mut Vec<Candidate>, tokens: Range<usize>, confidence: f32, source: Source) {
    out.push(Candidate { name: Name { tokens, kind: NameKind::Organization, confidence }, source });
}

/// The body whose head word is the capitalised token `head`.
fn capitalised(reading: &Reading<'_>, head: usize) -> Option<Range<usize>> {
    let start = left_end(reading, head);
    let end = right_end(reading, head);
    let words = (start..end).filter(|t| reading.doc.is_word(*t)).count();
    // One capitalised word alone ("Parliament", "Congress") is a name only for those that the
    // lexicon lists; at the start of a sentence it is not even that.
    if words < 2 || (head == start && end == head + 1) {
        return None;
    }
    Some(start..end)
}

/// How far a name reaches left of its head word: over capitalised words and ordinals, "&" and
/// hyphens between them, and a saint's or monarch's possessive ("King's College"); not over the
/// first word of a sentence that is a common one.
fn left_end(reading: &Reading<'_>, head: usize) -> usize {
    let floor = reading.sentence(head).start.max(head.saturating_sub(LONGEST));
    let mut start = head;
    while start > floor {
        let t = start - 1;
        if is_body_word(reading, t) {
            let opens = starts_sentence(reading, t)
                && reading.knows(t, WordFlags::COMMON_LOWER | WordFlags::FUNCTION_WORD)
                && !reading.knows(
                    t,
                    WordFlags::ORG_HEAD
                        | WordFlags::PLACE
                        | WordFlags::COUNTRY
                        | WordFlags::DEMONYM
                        | WordFlags::ROLE_PART,
                );
            if opens
                || reading.is(t, Cue::THE | Cue::FORMER | Cue::ACTING | Cue::EPITHET)
                    && !reading.knows(t, WordFlags::PLACE)
            {
                break;
            }
            start = t;
        } else if reading.is_number(t) && reading.word(t).ends_with(|c: char| c.is_alphabetic()) {
            start = t;
            break;
        } else if t > floor
            && is_body_word(reading, t - 1)
            && (reading.is_hyphen(t) || reading.is_mark(t, &["&"]) || start == head && is_saint_of(reading, t))
        {
            start = t - 1;
        } else {
            break;
        }
    }
    start
}

/// Whether a possessive ending is part of a body's name ("King's College"), not of its owner's
/// ("France's Institute").
fn is_saint_of(reading: &Reading<'_>, ending: usize) -> bool {
    let owner = ending - 1;
    reading.is_possessive(ending)
        && !reading.knows(
            owner,
            WordFlags::COUNTRY | WordFlags::CITY | WordFlags::PLACE | WordFlags::ORG_HEAD | WordFlags::WEEKDAY,
        )
        && !starts_sentence(reading, owner)
}

/// How far a name reaches right of its head word: further head words, and a phrase with "of",
/// "for" or "on" in capitals ("of Foreign Affairs and Trade").
fn right_end(reading: &Reading<'_>, head: usize) -> usize {
    let ceiling = reading.sentence(head).end.min(head + LONGEST);
    let mut end = head + 1;
    while end < ceiling {
        if reading.is_capitalised(end)
            && !reading.knows(end, WordFlags::MONTH | WordFlags::WEEKDAY | WordFlags::ROLE_TITLE)
            && !reading.is_role_noun(end)
            && (reading.knows(end, WordFlags::ORG_HEAD | WordFlags::ORG_SUFFIX)
                || end > head + 1
                || reading.knows(head, WordFlags::ORG_HEAD)
                    && reading.knows(end, WordFlags::PLACE | WordFlags::CITY | WordFlags::COUNTRY))
        {
            end += 1;
        } else if reading.is(end, Cue::OF | Cue::FOR) || reading.word(end) == "on" {
            let after = if reading.is(end + 1, Cue::THE | Cue::ITS) { end + 2 } else { end + 1 };
            if after >= ceiling
                || !is_body_word(reading, after)
                || reading.knows(after, WordFlags::MONTH | WordFlags::WEEKDAY)
            {
                break;
            }
            let public = is_public(reading, head) && !reading.word(head).eq_ignore_ascii_case("university");
            end = phrase_end(reading, after, ceiling, public);
            // "University of California, San Diego": the campus belongs to the name.
            if reading.word(head).eq_ignore_ascii_case("university")
                && reading.is_mark(end, &[","])
                && (reading.knows(end + 1, WordFlags::CITY) || reading.place_at(end + 1).is_some())
                && end + 1 < ceiling
                && reading.knows(end - 1, WordFlags::PLACE)
            {
                end = phrase_end(reading, end + 1, ceiling, false);
            }
        } else {
            break;
        }
    }
    end
}

/// Whether a head word makes bodies whose names list fields of work ("Ministry of Trade and
/// Industry", "School of Marine and Atmospheric Science").
fn is_public(reading: &Reading<'_>, head: usize) -> bool {
    reading.organization_head_at(head).is_some_and(|(_, h)| {
        matches!(h.kind, OrganizationKind::Government | OrganizationKind::Parliament | OrganizationKind::Academic)
    })
}

/// The end of the capitalised phrase after "of": words in capitals, joined by "and" or commas
/// where capitals go on.
fn phrase_end(reading: &Reading<'_>, from: usize, ceiling: usize, public: bool) -> usize {
    let mut end = from;
    while end < ceiling {
        if is_body_word(reading, end) || reading.is_hyphen(end) {
            end += 1;
        } else if end > from
            && (reading.is_possessive(end) && is_plural_owner(reading, end) || joins(reading, end, public))
        {
            end += 2;
        } else if let Some(after) = fields(reading, end, ceiling).filter(|_| public && end > from) {
            end = after;
        } else {
            break;
        }
    }
    end
}

/// The end of the fields of work that go on with a comma and close with "and": "Ministry of Trade[,
/// Industry and Energy]". Fields are common nouns, which names after a comma are not.
fn fields(reading: &Reading<'_>, comma: usize, ceiling: usize) -> Option<usize> {
    let common = |t: usize| {
        t < ceiling
            && is_body_word(reading, t)
            && reading.knows(t, WordFlags::COMMON_LOWER)
            && !reading.knows(t, WordFlags::COUNTRY | WordFlags::DEMONYM | WordFlags::CITY)
    };
    let mut at = comma;
    loop {
        let parted = reading.is_mark(at, &[","]);
        let last = reading.is(at + usize::from(parted), Cue::AND);
        if !parted && !last {
            return None;
        }
        let start = at + usize::from(parted) + usize::from(last);
        let end = (start..start + 4).find(|t| !common(*t)).unwrap_or(start + 4);
        // "Parliament" is a body of its own, "Insurance" a field that companies have in their names.
        let body = end == start + 1 && is_public(reading, start);
        if end == start || body || reading.is_role_noun(end - 1) {
            return None;
        }
        if last {
            return Some(end);
        }
        at = end;
    }
}

/// Whether an "and" goes on with the phrase rather than with another name.
fn joins(reading: &Reading<'_>, and: usize, public: bool) -> bool {
    reading.is(and, Cue::AND)
        && is_body_word(reading, and + 1)
        && !reading.is_role_noun(and + 1)
        && !reading
            .knows(and + 1, WordFlags::ROLE_TITLE | WordFlags::GIVEN_NAME | WordFlags::COUNTRY | WordFlags::ORG_HEAD)
        && (public || !reading.is_capitalised(and + 2))
}

/// Whether a possessive ending belongs to a common noun inside the name of a body: "of the People's
/// Army", "of Writers' Unions".
fn is_plural_owner(reading: &Reading<'_>, ending: usize) -> bool {
    reading.knows(ending - 1, WordFlags::COMMON_LOWER)
        && !reading.knows(ending - 1, WordFlags::GIVEN_NAME | WordFlags::SURNAME | WordFlags::ORG_HEAD)
        && reading.is_capitalised(ending + 1)
        && reading.knows(ending + 1, WordFlags::ORG_HEAD)
}

/// Whether a token may stand inside the name of a body.
fn is_body_word(reading: &Reading<'_>, token: usize) -> bool {
    let title = reading.knows(token, WordFlags::ROLE_TITLE);
    is_name_word(reading, token) && (!title || reading.knows(token, WordFlags::ORG_HEAD | WordFlags::ROLE_PART))
}

/// A body in small letters after its country: "Chinese foreign ministry", "the Turkish parliament".
fn lower_case(reading: &Reading<'_>, head: usize) -> Option<Range<usize>> {
    if !reading.organization_head_at(head).is_some_and(|(_, h)| h.small) {
        return None;
    }
    let floor = reading.sentence(head).start;
    let mut start = head;
    while start > floor
        && reading.is_lower(start - 1)
        && reading.knows(start - 1, WordFlags::ROLE_MODIFIER | WordFlags::ROLE_PART)
        && !reading.knows(start - 1, WordFlags::FUNCTION_WORD)
    {
        start -= 1;
    }
    let before = start.checked_sub(1).filter(|b| *b >= floor)?;
    let owned = reading.knows(before, WordFlags::DEMONYM | WordFlags::COUNTRY)
        || (reading.is_possessive(before)
            && before > floor
            && reading.knows(before - 1, WordFlags::COUNTRY | WordFlags::PLACE_PART));
    let defined = reading.is(before, Cue::THE) && start < head;
    (owned || defined).then_some(start..head + 1)
}

/// An acronym in brackets after the name: "(WHO)".
fn acronym_after(reading: &Reading<'_>, at: usize, out: &mut Vec<Candidate>) {
    let open = reading.is_mark(at, &["(", "["]);
    let upper = matches!(reading.case(at + 1), Case::Upper | Case::Mixed);
    let mut close = at + 2;
    while close < at + 6 && (reading.is_hyphen(close) || reading.doc.is_word(close) && reading.is_glued(close)) {
        close += 1;
    }
    if open && upper && reading.is_mark(close, &[")", "]", ",", ";"]) {
        push(out, at + 1..close, 0.9, Source::SureRule);
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_bodies;

    #[test]
    fn bodies_by_their_signs() {
        check_bodies(&[
            ("The Institute of Marine Studies published the figures.", &["Institute of Marine Studies"]),
            ("Engineers from Danube Steel Ltd inspected the bridge.", &["Danube Steel Ltd"]),
            ("The Chinese foreign ministry rejected the claim.", &["Chinese foreign ministry"]),
            (
                "The University of Tartu and the Karelia Institute signed.",
                &["University of Tartu", "Karelia Institute"],
            ),
            (
                "The Pacific Fisheries Commission (PFC) met in Suva. The PFC set new quotas.",
                &["Pacific Fisheries Commission = PFC"],
            ),
            ("He studied at King's College in the north.", &["King's College"]),
            ("The case went to the Supreme Court of Ghana.", &["Supreme Court of Ghana"]),
            (
                "The Ministry of Foreign Affairs and Trade of Fiji spoke.",
                &["Ministry of Foreign Affairs and Trade of Fiji"],
            ),
            ("The Ministry of Health and Sport said schools would close.", &["Ministry of Health and Sport"]),
            ("The Department of Justice sued.", &["Department of Justice"]),
            ("The Ministry of Trade, Industry and Energy raised tariffs.", &["Ministry of Trade, Industry and Energy"]),
            (
                "The Ministry of Health, Parliament and the Supreme Court agreed.",
                &["Ministry of Health", "Parliament", "Supreme Court"],
            ),
            ("The Turkish parliament voted.", &["Turkish parliament"]),
            ("The Union of People's Banks met.", &["Union of People's Banks"]),
            ("Owusu Brothers & Sons Company Limited sued.", &["Owusu Brothers & Sons Company Limited"]),
            ("The African Union sent envoys to the European Commission.", &["African Union", "European Commission"]),
        ]);
    }

    #[test]
    fn words_that_are_no_body() {
        check_bodies(&[
            ("The institute published the figures.", &[]),
            ("A ministry in the capital was closed.", &[]),
            ("Parties and banks were shut on Monday.", &[]),
            ("The court heard the case in March.", &[]),
            ("Universities and hospitals need money.", &[]),
        ]);
    }
}
