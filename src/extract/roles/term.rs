//! When a role began and ended, where the text says so: "since 2019", "from 2016 to 2018",
//! "appointed … in May 2020", "until March".
//!
//! The date an article cites is not the date a term began: only words that tie a date to the role
//! count.

use super::phrase::RolePhrase;
use super::{Holding, RoleWords};
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::WordFlags;
use crate::model::Date;

/// How far after the role the date may stand, in tokens.
const REACH: usize = 14;

/// The dates of one holding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Term {
    /// When it began.
    pub(crate) start: Option<Date>,
    /// When it ended.
    pub(crate) end: Option<Date>,
}

/// The dates that the words after a role give its holding.
pub(super) fn of(reading: &Reading<'_>, phrases: &[RolePhrase], holding: &Holding) -> Term {
    let mut term = Term::default();
    let from = match &holding.role {
        RoleWords::Phrase(index) => phrases.get(*index).map_or(holding.tokens.end, |p| p.phrase.end),
        RoleWords::Derived(..) => holding.tokens.end,
    };
    let limit = reading.sentence(from.saturating_sub(1)).end.min(from + REACH);
    let mut at = from;
    while at < limit {
        if reading.is_mark(at, &[";", ":"])
            || reading.name(at).is_some_and(|n| n.kind == NameKind::Person)
            || reading.is(at, Cue::WHO)
        {
            break;
        }
        let word = reading.small_word(at);
        let first = date_at(reading, at + 1);
        match (&*word, first) {
            ("since", Some((date, _))) => {
                term.start = term.start.or(Some(date));
                break;
            }
            ("from" | "between" | "(", Some((date, next))) => {
                term.start = term.start.or(Some(date));
                let joint =
                    matches!(&*reading.small_word(next), "to" | "until" | "till" | "and" | "through" | "-" | "–" | "—");
                if let Some((end, _)) = date_at(reading, next + 1).filter(|_| joint) {
                    term.end = term.end.or(Some(end));
                }
                break;
            }
            ("until" | "till", Some((date, _))) => {
                term.end = term.end.or(Some(date));
                break;
            }
            ("in" | "on", Some((date, next))) => {
                match holding.rule {
                    "appointment" | "becoming" | "purpose" => term.start = term.start.or(Some(date)),
                    "leaving" => term.end = term.end.or(Some(date)),
                    _ => break,
                }
                at = next;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    term
}

/// The date that starts at a token, with its year, and the token after it.
fn date_at(reading: &Reading<'_>, at: usize) -> Option<(Date, usize)> {
    if let Some(year) = year(reading, at) {
        return Some((Date::from_year(year)?, at + 1));
    }
    let (month_at, day) = match day(reading, at) {
        Some(day) => (at + 1, Some(day)),
        None => (at, None),
    };
    let month = month(reading, month_at)?;
    let (mut next, mut day) = (month_at + 1, day);
    if day.is_none()
        && let Some(found) = self::day(reading, next)
    {
        day = Some(found);
        next += 1;
    }
    if reading.is_mark(next, &[","]) {
        next += 1;
    }
    let year = year(reading, next)?;
    let date = match day {
        Some(day) => Date::from_day(year, month, day)?,
        None => Date::from_month(year, month)?,
    };
    Some((date, next + 1))
}

fn year(reading: &Reading<'_>, at: usize) -> Option<u16> {
    let word = reading.word(at);
    (reading.is_number(at) && word.len() == 4).then(|| word.parse().ok()).flatten().filter(|y| (1000..2200).contains(y))
}

fn day(reading: &Reading<'_>, at: usize) -> Option<u8> {
    let word = reading.word(at).trim_end_matches(|c: char| c.is_ascii_alphabetic());
    (reading.is_number(at) && word.len() <= 2).then(|| word.parse().ok()).flatten().filter(|d| (1..=31).contains(d))
}

fn month(reading: &Reading<'_>, at: usize) -> Option<u8> {
    if !reading.knows(at, WordFlags::MONTH) {
        return None;
    }
    let word = reading.small_word(at);
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let place = months.iter().position(|m| word.starts_with(m))?;
    u8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::{check, terms_of};

    #[test]
    fn dates_of_a_term() {
        check(
            &[
                ("Ewa Sikora has been director of the Gdańsk Museum since 2014.", &["Ewa Sikora | director | 2014.."]),
                (
                    "Malik Traoré was chairman of Sahel Cotton from 2006 to 2011.",
                    &["Malik Traoré | chairman | 2006..2011"],
                ),
                (
                    "Ines Corte was appointed director of the Turin Institute in May 2020.",
                    &["Ines Corte | director | 2020-05.."],
                ),
                (
                    "Jack Ormond resigned as chairman of Pennine Bank on 3 March 2021.",
                    &["Jack Ormond | chairman | ..2021-03-03"],
                ),
                (
                    "Duncan Baird, editor of the Clyde Herald until 1999, wrote the preface.",
                    &["Duncan Baird | editor | ..1999"],
                ),
                (
                    "Ana Lucic was elected president of the Zadar Institute on June 12, 2018.",
                    &["Ana Lucic | president | 2018-06-12.."],
                ),
                (
                    "Malik Traoré, chairman of Sahel Cotton (2006–2011), agreed.",
                    &["Malik Traoré | chairman | 2006..2011"],
                ),
                (
                    "Hugo Salinas, mayor of Potosí from March 2004 until May 2009, wrote it.",
                    &["Hugo Salinas | mayor | 2004-03..2009-05"],
                ),
                (
                    "Ewa Sikora, director of the Gdańsk Museum since 5 June 2016, agreed.",
                    &["Ewa Sikora | director | 2016-06-05.."],
                ),
                (
                    "Peter Wills was minister of health from 1999 to 2004.",
                    &["Peter Wills | minister of health | 1999..2004"],
                ),
                (
                    "Ana Costa, Peru's president since 2019, and Peter Wills, Chile's foreign minister, met.",
                    &["Ana Costa | president | 2019.."],
                ),
            ],
            terms_of,
        );
    }

    #[test]
    fn dates_of_other_things() {
        check(
            &[
                ("Ewa Sikora, director of the Gdańsk Museum, spoke on 4 May 2021.", &[]),
                ("Malik Traoré is chairman of Sahel Cotton, which was founded in 1987.", &[]),
                ("Ines Corte is the director of the Turin Institute.", &[]),
                ("In 2019 the chairman, Jack Ormond, met investors.", &[]),
                ("Duncan Baird, an editor, was born in 1951.", &[]),
                ("Peter Wills was appointed minister of health on Monday.", &[]),
                ("Peter Wills has been a judge for ten years.", &[]),
            ],
            terms_of,
        );
    }
}
