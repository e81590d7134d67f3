//! Personal names by their signs: a title or form of address before, a known given name, a family
//! name that comes first, a verb of saying beside.

use super::run::{is_name_word, is_ship, person_end, starts_sentence};
use super::{Candidate, Source};
use crate::extract::cue::Cue;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::WordFlags;
use std::ops::Range;

/// Proposes personal names.
pub(super) fn propose(reading: &Reading<'_>, out: &mut Vec<Candidate>) {
    let tagged: Vec<Range<usize>> = out
        .iter()
        .filter(|c| c.source == Source::Tagger && c.name.kind == NameKind::Person)
        .map(|c| c.name.tokens.clone())
        .collect();
    for i in 0..reading.len() {
        if let Some(tokens) = after_portfolio(reading, i) {
            let name = Name { tokens, kind: NameKind::Person, confidence: 0.9 };
            out.push(Candidate { name, source: Source::SureRule });
        }
    }
    let mut i = 0;
    while i < reading.len() {
        let end = if can_start(reading, i) { person_end(reading, i) } else { i };
        if end <= i {
            i += 1;
            continue;
        }
        if let Some((tokens, confidence, source)) = judge(reading, i..end) {
            i = tokens.end;
            let next = tagged.partition_point(|t| t.end <= tokens.start);
            if source != Source::WeakRule && tagged.get(next).is_some_and(|t| t.start < tokens.end) {
                continue;
            }
            out.push(Candidate { name: Name { tokens, kind: NameKind::Person, confidence }, source });
        } else {
            i += 1;
        }
    }
}

/// The holder who follows an office and its portfolio, both in capitals: "Minister of Water and
/// Irrigation | Salma Idris". The portfolio is made of words that are common in small letters; the
/// name begins after the last of them.
fn after_portfolio(reading: &Reading<'_>, at: usize) -> Option<Range<usize>> {
    if !reading.is_capitalised(at) {
        return None;
    }
    let (of, _) = reading.role_at(at)?;
    let common = |t: usize| {
        reading.is_capitalised(t)
            && reading.knows(t, WordFlags::COMMON_LOWER)
            && !reading.knows(t, WordFlags::GIVEN_NAME | WordFlags::SURNAME)
    };
    if !reading.is(of, Cue::OF | Cue::FOR) || !common(of + 1) {
        return None;
    }
    let limit = reading.sentence(at).end.min(of + 8);
    let mut start = of + 1;
    while start < limit {
        let joined = (reading.is(start, Cue::AND) || reading.is_mark(start, &[","])) && common(start + 1);
        if !common(start) && !joined {
            break;
        }
        start += 1;
    }
    while reading.is(start, Cue::COURTESY) {
        start += 1;
    }
    let end = if can_start(reading, start) { person_end(reading, start) } else { start };
    let words = (start..end).filter(|t| reading.doc.is_word(*t)).count();
    let other = WordFlags::ORG_HEAD
        | WordFlags::ORG_SUFFIX
        | WordFlags::COUNTRY
        | WordFlags::DEMONYM
        | WordFlags::CITY
        | WordFlags::PLACE
        | WordFlags::ORGANIZATION
        | WordFlags::ROLE_HEAD
        | WordFlags::ROLE_PART;
    let names = WordFlags::GIVEN_NAME | WordFlags::SURNAME;
    let plain = (start..end).all(|t| !reading.knows(t, other) || reading.knows(t, names));
    (words >= 2 && plain).then_some(start..end)
}

/// Whether a capitalised run is plainly no person: a thing named after one, a ship ("MV", "HMS"
/// before it), a title or suffix alone.
pub(super) fn is_no_person(reading: &Reading<'_>, run: &Range<usize>) -> bool {
    // A ship or storm has a name, but is no person: "the frigate X", "Hurricane Y".
    let vessel = |t: usize| reading.is(t, Cue::VESSEL);
    let named_thing =
        run.len() == 1 && reading.is(run.start, Cue::EPONYM) && !reading.knows(run.start, WordFlags::SURNAME);
    if named_thing || (run.start.saturating_sub(2)..run.start + usize::from(run.len() > 1)).any(vessel) {
        return true;
    }
    let title = run.len() == 1
        && (reading.is(run.start, Cue::REGNAL)
            || matches!(reading.word(run.start).trim_end_matches('.'), "Jr" | "Sr" | "II" | "III"));
    title || is_ship(reading, run.start) || run.start > 0 && is_ship(reading, run.start - 1) || is_eponym(reading, run)
}

/// Whether the run names a thing after a person: "Grondahl Street", "the Marchbanks Prize".
fn is_eponym(reading: &Reading<'_>, run: &Range<usize>) -> bool {
    let thing = |t: usize| reading.is(t, Cue::EPONYM) && reading.is_capitalised(t);
    run.end > run.start
        && (run.len() > 1 && thing(run.end - 1) && !reading.knows(run.end - 1, WordFlags::SURNAME) || thing(run.end))
}

fn can_start(reading: &Reading<'_>, token: usize) -> bool {
    if reading.is(token, Cue::COURTESY) {
        return false;
    }
    is_name_word(reading, token) || (reading.knows(token, WordFlags::NAME_PARTICLE) && reading.is_hyphen(token + 1))
}

/// Whether the run is a personal name, and how surely.
fn judge(reading: &Reading<'_>, run: Range<usize>) -> Option<(Range<usize>, f32, Source)> {
    let foreign =
        WordFlags::ORG_HEAD | WordFlags::COUNTRY | WordFlags::DEMONYM | WordFlags::ROLE_HEAD | WordFlags::ORG_SUFFIX;
    let named = WordFlags::GIVEN_NAME | WordFlags::SURNAME;
    if (run.clone()).any(|t| reading.knows(t, foreign) && !reading.knows(t, named)) {
        return None;
    }
    let words = run.clone().filter(|t| reading.doc.is_word(*t)).count();
    if is_no_person(reading, &run) {
        return None;
    }
    let before = run.start.checked_sub(1).filter(|b| reading.sentence(run.start).contains(b));
    let addressed = before.is_some_and(|b| {
        reading.is(b, Cue::COURTESY)
            || reading.is(b, Cue::REGNAL) && reading.is_capitalised(b)
            || reading.knows(b, WordFlags::HONORIFIC) && reading.is_capitalised(b)
    });
    if addressed {
        // A regnal title belongs to the handle of a person with one name: "King Charles".
        let handle = words == 1 && before.is_some_and(|b| reading.is(b, Cue::REGNAL));
        let run = if handle { run.start - 1..run.end } else { run };
        return Some((run, 0.95, Source::SureRule));
    }
    let nickname = run.clone().any(|t| reading.is_mark(t, &["\"", "“", "‘"]));
    if nickname && words >= 3 && reading.knows(run.start, WordFlags::GIVEN_NAME | WordFlags::SURNAME) {
        return Some((run, 0.9, Source::SureRule));
    }
    let titled = before.is_some_and(|b| reading.knows(b, WordFlags::ROLE_TITLE) && !reading.is(b, Cue::SAY));
    let given = reading.knows(run.start, WordFlags::GIVEN_NAME);
    let ambiguous = reading.knows(run.start, WordFlags::AMBIGUOUS_NAME);
    let family_first = reading.knows(run.start, WordFlags::FAMILY_FIRST) && words == 2;
    let says = reading.is(run.end, Cue::SAY) || before.is_some_and(|b| reading.is(b, Cue::SAY));
    let surname = reading.knows(run.end - 1, WordFlags::SURNAME);
    let place = reading.knows(run.start, WordFlags::CITY | WordFlags::PLACE);
    match (titled, words) {
        (true, 2..) => Some((run, 0.9, Source::Tagger)),
        (true, 1) if !place => Some((run, 0.7, Source::WeakRule)),
        (false, 2..) if given && !ambiguous => Some((run, 0.85, Source::WeakRule)),
        (false, 2..) if (given || family_first) && (says || surname) => Some((run, 0.8, Source::WeakRule)),
        (false, 2..) if family_first && !starts_sentence(reading, run.start) => Some((run, 0.7, Source::WeakRule)),
        (false, 2..) if says && !place && !starts_sentence(reading, run.start) => Some((run, 0.6, Source::WeakRule)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_persons;

    #[test]
    fn personal_names() {
        check_persons(&[
            ("Mr Gustavsson opened the door.", &["Gustavsson"]),
            ("Dr. Amara Diallo treated the wounded.", &["Amara Diallo"]),
            ("Wang Jiahao said the port would grow.", &["Wang Jiahao"]),
            ("Maria da Conceição Lopes sang.", &["Maria da Conceição Lopes"]),
            ("Abdul Rahman al-Khatib arrived from Doha.", &["Abdul Rahman al-Khatib"]),
            ("\"We are ready,\" said Pietro Galvani.", &["Pietro Galvani"]),
            ("Jean-Pierre Lacombe won the race.", &["Jean-Pierre Lacombe"]),
            ("Robert Ellery Jr. was in court.", &["Robert Ellery Jr."]),
            ("J. K. Mwanza wrote the book.", &["J. K. Mwanza"]),
            ("Nguyen Van Thanh told reporters he was pleased.", &["Nguyen Van Thanh"]),
            ("Lady Bracknell-Hughes sold the painting.", &["Bracknell-Hughes"]),
            ("Minister of Water and Irrigation Salma Idris-Toure spoke.", &["Salma Idris-Toure"]),
            ("Secretary for Security Tsang Wai-kit resigned.", &["Tsang Wai-kit"]),
            ("Health Minister Tan Sri Rosli Jantan-Mokhtar left.", &["Rosli Jantan-Mokhtar"]),
            ("Alhaji Bukar Maiduguri-Lawan sued.", &["Bukar Maiduguri-Lawan"]),
            ("Oriol Puigdomènech, a baker, won the lottery.", &["Oriol Puigdomènech"]),
        ]);
    }

    #[test]
    fn names_that_are_no_persons() {
        check_persons(&[
            ("The ferry Maria Helena sank off Crete.", &[]),
            ("HMS Lancaster left Portsmouth.", &[]),
            ("The shop on Grondahl Street was closed.", &[]),
            ("Hurricane Felicia reached the coast.", &[]),
            ("The Marchbanks Prize is worth a lot.", &[]),
            ("They drove down Victoria Avenue.", &[]),
        ]);
    }
}
