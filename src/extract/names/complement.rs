//! Bodies known by the office next to them: "director of Brasseries du Littoral", "Daehyun Cathode
//! chairwoman X". Where nothing else tells what a capitalised phrase is, the noun of an office says
//! that it is a body.

use super::run::{is_name_word, starts_sentence};
use super::{Candidate, Source};
use crate::extract::cue::Cue;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::{RoleClass, WordFlags};
use std::ops::Range;

/// The longest complement, in tokens.
const LONGEST: usize = 8;

/// Proposes the complements of offices.
pub(super) fn propose(reading: &Reading<'_>, out: &mut Vec<Candidate>) {
    for i in 0..reading.len() {
        let Some((end, role)) = reading.role_at(i) else { continue };
        if !matches!(
            role.class,
            RoleClass::Office
                | RoleClass::Business
                | RoleClass::Media
                | RoleClass::Party
                | RoleClass::Sport
                | RoleClass::Academic
        ) {
            continue;
        }
        let at = reading.is(end, Cue::AT);
        let of = reading.is(end, Cue::OF | Cue::FOR) && role.class != RoleClass::Academic;
        if at || of {
            let from = before_name(reading, end + 1);
            let to = run_end(reading, from);
            if !is_portfolio(reading, &role.phrase, from..to) {
                push(reading, from..to, out);
            }
        } else if reading.is_capitalised(end) && !reading.is_capitalised(i) || reading.is_capitalised(end) && i > 0 {
            // "Rovers manager X", "Daehyun Cathode Chairwoman X"
            let start = run_start(reading, i);
            push(reading, start..i, out);
        }
    }
}

/// Whether the complement of an office is its portfolio: "Secretary of Transportation". Portfolios
/// are common nouns, names of bodies seldom are.
fn is_portfolio(reading: &Reading<'_>, office: &str, complement: Range<usize>) -> bool {
    (office.contains("secretary") || office.contains("minister"))
        && complement.clone().all(|t| {
            reading.knows(t, WordFlags::COMMON_LOWER | WordFlags::FUNCTION_WORD)
                && !reading.knows(t, WordFlags::ORG_HEAD)
        })
}

/// Passes over what stands between "of" and a body's name: articles, a nationality, what kind of
/// body it is ("the Finnish games studio …").
fn before_name(reading: &Reading<'_>, at: usize) -> usize {
    let mut from = at;
    while from < at + 5
        && (reading.is(from, Cue::THE | Cue::ITS | Cue::EPITHET)
            || reading.knows(from, WordFlags::DEMONYM) && reading.is_lower(from + 1)
            || from > at && reading.is_lower(from) && !reading.knows(from, WordFlags::FUNCTION_WORD))
    {
        from += 1;
    }
    from
}

/// Whether an office that only bodies have stands right before a token: "chief executive of",
/// "professor at".
pub(super) fn of_office(reading: &Reading<'_>, token: usize) -> bool {
    let floor = reading.sentence(token).start;
    let mut at = token;
    while at > floor
        && token - at < 4
        && (reading.is(at - 1, Cue::THE | Cue::ITS)
            || reading.is_lower(at - 1) && reading.knows(at - 1, WordFlags::ORG_HEAD))
    {
        at -= 1;
    }
    let Some(preposition) = at.checked_sub(1).filter(|p| *p > floor) else { return false };
    let office = (preposition.saturating_sub(4).max(floor)..preposition)
        .find_map(|start| reading.role_at(start).filter(|(end, _)| *end == preposition));
    office.is_some_and(|(_, role)| match role.class {
        RoleClass::Business | RoleClass::Sport | RoleClass::Media => {
            reading.is(preposition, Cue::OF | Cue::AT | Cue::FOR)
        }
        RoleClass::Office if !is_portfolio(reading, &role.phrase, token..token + 1) => {
            reading.is(preposition, Cue::OF | Cue::AT)
                || reading.is(preposition, Cue::FOR) && role.phrase.contains("spokes")
        }
        RoleClass::Academic => reading.is(preposition, Cue::AT),
        _ => false,
    })
}

/// Whether a possessive ending and an office that only bodies have follow a name: "X's managing
/// director", "X's head of research".
pub(super) fn owns_office(reading: &Reading<'_>, end: usize) -> bool {
    if !reading.is_possessive(end) {
        return false;
    }
    let narrowing = |t: usize| reading.doc.is_word(t) && !reading.knows(t, WordFlags::FUNCTION_WORD);
    let office = (end + 1..end + 4).take_while(|t| narrowing(*t)).find_map(|t| reading.role_at(t));
    office.is_some_and(|(_, role)| {
        role.class == RoleClass::Business
            || matches!(
                &*role.phrase,
                "head" | "chair" | "chairman" | "chairwoman" | "chairperson" | "director" | "editor" | "founder"
            )
    })
}

fn push(reading: &Reading<'_>, tokens: Range<usize>, out: &mut Vec<Candidate>) {
    let fits = tokens.clone().any(|t| reading.is_capitalised(t))
        && !tokens.clone().any(|t| {
            reading.knows(t, WordFlags::ROLE_HEAD | WordFlags::HONORIFIC | WordFlags::ROLE_TITLE)
                && !reading.knows(t, WordFlags::ORG_HEAD)
        })
        && !(tokens.len() == 1
            && reading.knows(
                tokens.start,
                WordFlags::COUNTRY
                    | WordFlags::DEMONYM
                    | WordFlags::CITY
                    | WordFlags::PLACE
                    | WordFlags::NORP
                    | WordFlags::CAPITAL
                    | WordFlags::GIVEN_NAME
                    | WordFlags::MONTH
                    | WordFlags::WEEKDAY,
            ));
    if fits {
        out.push(Candidate {
            name: Name { tokens, kind: NameKind::Organization, confidence: 0.65 },
            source: Source::WeakRule,
        });
    }
}

/// The end of the capitalised run from `from`, over foreign articles and prepositions inside it.
fn run_end(reading: &Reading<'_>, from: usize) -> usize {
    let limit = reading.sentence(from).end.min(from + LONGEST);
    let mut end = from;
    let mut i = from;
    while i < limit {
        if is_name_word(reading, i) || end > from && reading.is_number(i) {
            i += 1;
            end = i;
        } else if end > from
            && (reading.knows(i, WordFlags::NAME_PARTICLE) && reading.is_lower(i)
                || reading.is_hyphen(i)
                || reading.is_mark(i, &["&"]))
        {
            i += 1;
        } else {
            break;
        }
    }
    end
}

/// The start of the capitalised run that ends before `end`.
fn run_start(reading: &Reading<'_>, end: usize) -> usize {
    let floor = reading.sentence(end).start.max(end.saturating_sub(5));
    let mut start = end;
    if end > floor && reading.is_hyphen(end - 1) {
        return end;
    }
    while start > floor && (is_name_word(reading, start - 1) || reading.is_hyphen(start - 1) && start - 1 > floor) {
        let common = starts_sentence(reading, start - 1)
            && reading.knows(start - 1, WordFlags::COMMON_LOWER | WordFlags::FUNCTION_WORD);
        let other = reading.knows(
            start - 1,
            WordFlags::DEMONYM
                | WordFlags::COUNTRY
                | WordFlags::NORP
                | WordFlags::PLACE
                | WordFlags::ROLE_MODIFIER
                | WordFlags::ROLE_PART,
        ) || reading
            .is(start - 1, Cue::FORMER | Cue::ACTING | Cue::EPITHET | Cue::LATE | Cue::INCOMING | Cue::COURTESY);
        if common || other {
            break;
        }
        start -= if reading.is_hyphen(start - 1) { 2 } else { 1 };
    }
    start
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_bodies;

    #[test]
    fn bodies_beside_an_office() {
        check_bodies(&[
            ("The director of Brasseries du Littoral resigned.", &["Brasseries du Littoral"]),
            ("Marek Nowicki, chief executive of Wisła Logistyka, agreed.", &["Wisła Logistyka"]),
            ("Tom Fanshawe, a spokesman for Brightwater, said so.", &["Brightwater"]),
            ("Zephyra's managing director, Ola Berg, agreed.", &["Zephyra"]),
            ("Lars Eklund, founder of the Swedish games studio Kvarnen, moved to Malta.", &["Kvarnen"]),
            ("Aisha Bello, chief executive of Sokoto Cement, agreed.", &["Sokoto Cement"]),
            ("Rovers manager Ian Tully was sacked.", &["Rovers"]),
            ("The spokesman for Tirrenia Navi declined to comment.", &["Tirrenia Navi"]),
            ("Eduardo Prado, a professor at Minas Federal, wrote it.", &["Minas Federal"]),
            ("Felix Abubakar, the managing director of Ashanti Foods, resigned.", &["Ashanti Foods"]),
        ]);
    }

    #[test]
    fn complements_that_are_no_body() {
        check_bodies(&[
            ("The director of Norway's team resigned.", &[]),
            ("The king of Spain spoke.", &[]),
            ("The mother of Marek Nowicki wept.", &[]),
            ("The end of August was wet.", &[]),
            ("Kamala Iyer, the chairwoman, agreed.", &[]),
        ]);
    }
}
