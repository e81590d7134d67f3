//! Capitalised runs: how far a name reaches to the left and to the right.

use crate::extract::cue::Cue;
use crate::extract::reading::{Name, NameKind, Reading};
use crate::lexicon::{OrganizationKind, RoleClass, WordFlags};
use crate::text::Case;
use std::ops::Range;

/// The longest personal name, in tokens.
const LONGEST_PERSON: usize = 9;

/// Words that end a run although they have a capital.
const NEVER_IN_NAME: WordFlags = WordFlags::MONTH.union(WordFlags::WEEKDAY);

/// The end of the personal name that starts at `start`: capitalised words, initials, particles
/// between them ("bin", "van der", "al-"), hyphenated parts ("Ki-moon") and a nickname in quotes.
/// Returns `start` where none starts.
pub(super) fn person_end(reading: &Reading<'_>, start: usize) -> usize {
    let limit = reading.sentence(start).end.min(start + LONGEST_PERSON);
    let mut end = start;
    let mut i = start;
    while i < limit {
        if i > start && is_post_nominal(reading, i) {
            break;
        }
        if is_name_word(reading, i) {
            i += 1;
            end = i;
        } else if i > start && reading.is_hyphen(i) && reading.doc.is_word(i + 1) {
            i += 2;
            end = i;
        } else if reading.knows(i, WordFlags::NAME_PARTICLE) && reading.doc.is_word(i) {
            let next = if reading.is_hyphen(i + 1) { i + 2 } else { i + 1 };
            let follows = is_name_word(reading, next) || reading.knows(next, WordFlags::NAME_PARTICLE);
            if !follows || next >= limit || (i == start && !reading.is_capitalised(i) && next == i + 1) {
                break;
            }
            i = next;
        } else if i > start
            && reading.is_mark(i, &["\"", "“", "'", "‘"])
            && reading.is_capitalised(i + 1)
            && reading.is_mark(i + 2, &["\"", "”", "'", "’"])
            && is_name_word(reading, i + 3)
        {
            i += 3;
        } else {
            break;
        }
    }
    end
}

/// Whether a token can be part of a personal name by its looks.
pub(super) fn is_name_word(reading: &Reading<'_>, token: usize) -> bool {
    let function = reading.knows(token, WordFlags::FUNCTION_WORD);
    reading.is_capitalised(token)
        && !reading.knows(token, NEVER_IN_NAME)
        && (!function || reading.knows(token, WordFlags::GIVEN_NAME | WordFlags::SURNAME | WordFlags::NAME_PARTICLE))
}

/// The last word of a personal name that is not a suffix ("Jr.", "III").
pub(super) fn surname(reading: &Reading<'_>, name: &Range<usize>) -> usize {
    let suffix = |t: usize| matches!(reading.word(t).trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV");
    name.clone().rev().find(|t| reading.doc.is_word(*t) && !suffix(*t)).unwrap_or(name.end - 1)
}

/// Whether a token starts its sentence, passing over opening marks.
pub(super) fn starts_sentence(reading: &Reading<'_>, token: usize) -> bool {
    (reading.sentence(token).start..token).all(|t| !reading.doc.is_word(t) && !reading.is_number(t))
}

/// The words that join two bodies in one stretch: "London Ambulance Service [and] London Fire
/// Brigade", "National Science Foundation[,] Department of Energy". Each side has a head word of
/// its own; a list of fields ("Ministry of Trade and Industry") is one name.
pub(super) fn joint(reading: &Reading<'_>, name: &Name) -> Option<Range<usize>> {
    let Range { start, end } = name.tokens;
    if name.kind != NameKind::Organization || end - start < 5 {
        return None;
    }
    let is_head = |t: usize| reading.is_capitalised(t) && reading.knows(t, WordFlags::ORG_HEAD | WordFlags::ORG_SUFFIX);
    let joint = (start + 1..end - 1).find(|t| reading.is(*t, Cue::AND) || reading.is_mark(*t, &[","]))?;
    let complement = (start..joint).find(|t| reading.is(*t, Cue::OF | Cue::FOR));
    // Names of companies join words as they like ("Pacific Gas and Electric Company").
    let company = |t: usize| {
        reading.knows(t, WordFlags::ORG_SUFFIX)
            || reading
                .lexicon
                .longest_organization_head(&reading.doc, t)
                .is_none_or(|(_, head)| head.kind == OrganizationKind::Company)
    };
    let left_head = complement.unwrap_or(joint) - 1;
    let left = is_head(left_head) && joint > start + 1 && !company(left_head);
    let right = (joint + 1..end).find(|t| reading.is(*t, Cue::OF | Cue::FOR)).unwrap_or(end) - 1;
    let apart = match complement {
        None => right > joint,
        // "University of Bristol and Stanford University", but "Ministry of Food and Trade Department"
        Some(of) => right < end - 1 || reading.knows(of + 1, WordFlags::PLACE | WordFlags::CITY | WordFlags::COUNTRY),
    };
    (left && apart && right > joint && is_head(right)).then_some(joint..joint + 1)
}

/// Whether a run that looks like a body's is plainly a text, an event, a prize or a ship: "Wildlife
/// Protection Act", "MV Aurora".
pub(super) fn is_no_body(reading: &Reading<'_>, run: &Range<usize>) -> bool {
    let Some(last) = run.end.checked_sub(1).filter(|_| !run.is_empty()) else { return true };
    let head =
        run.clone().find(|t| reading.is(*t, Cue::OF | Cue::FOR)).filter(|of| *of > run.start).map_or(last, |of| of - 1);
    let listed = reading.organization_at(run.start).is_some_and(|(end, _)| end == run.end);
    let common_noun = run.len() == 1 && reading.case(last) == Case::Upper && reading.is(last, Cue::COMMON_ACRONYM);
    // "Commissioner of Police": a post.
    let post = reading.role_at(run.start).is_some_and(|(end, role)| {
        role.class != RoleClass::Event
            && end < run.end
            && reading.is(end, Cue::OF)
            && !reading.knows(end - 1, WordFlags::ROLE_PLURAL)
    });
    // "County Mayo": a county, not a body.
    let county = reading.word(run.start).eq_ignore_ascii_case("county") && run.len() > 1;
    !listed
        && (common_noun
            || county
            || post
            || run.len() > 1 && reading.is_capitalised(head) && reading.is(head, Cue::THING)
            || is_ship(reading, run.start)
            || run.start > 0 && is_ship(reading, run.start - 1))
}

/// Whether a token is the prefix of a ship's name.
pub(super) fn is_ship(reading: &Reading<'_>, token: usize) -> bool {
    matches!(
        reading.word(token),
        "MV" | "MS"
            | "HMS"
            | "USS"
            | "RMS"
            | "HMAS"
            | "HMCS"
            | "HMNZS"
            | "INS"
            | "FS"
            | "SS"
            | "RV"
            | "MT"
            | "MSC"
            | "USNS"
    )
}

/// A tagged span without what never belongs to a name: titles of courtesy, articles, marks at the ends.
pub(super) fn trim(reading: &Reading<'_>, tokens: Range<usize>, kind: NameKind) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    // "LAHORE: Khyber Bank": a dateline is no part of the name after it.
    if let Some(colon) = (start..end).find(|t| reading.is_mark(*t, &[":"])) {
        start = colon + 1;
    }
    while start < end {
        let outside = !reading.doc.is_word(start) && !reading.is_number(start) && !reading.is_mark(start, &["#", "@"])
            || reading.is(start, Cue::THE) && kind != NameKind::Person
            || reading.is(start, Cue::COURTESY) && kind == NameKind::Person
            || reading.is(start, Cue::AT | Cue::IN | Cue::AS | Cue::OF | Cue::FOR | Cue::FORMER | Cue::PREPOSITION)
                && end - start > 1
            || reading.knows(start, WordFlags::WEEKDAY) && end - start > 1
            || kind == NameKind::Person && is_regnal_before_full_name(reading, start, end);
        if !outside {
            break;
        }
        start += 1;
    }
    while end > start && !reading.doc.is_word(end - 1) && !reading.is_number(end - 1) {
        end -= 1;
    }
    if kind == NameKind::Organization {
        // "opposition Civic Party": what a body is, in small letters before its name.
        while start + 1 < end
            && reading.is_lower(start)
            && reading.is_capitalised(start + 1)
            && (reading.knows(start, WordFlags::ROLE_MODIFIER) || reading.is(start, Cue::EPITHET))
        {
            start += 1;
        }
        while end > start + 1
            && (reading.is(end - 1, Cue::AND | Cue::OF | Cue::FOR | Cue::THE) || reading.is_mark(end - 1, &[",", "&"]))
        {
            end -= 1;
        }
        // "Harbour Trust and Director of …": somebody's next post.
        if let Some(and) = (start + 1..end.saturating_sub(1)).find(|t| {
            reading.is(*t, Cue::AND) && reading.is_role_noun(*t + 1) && !reading.knows(*t + 1, WordFlags::ORG_HEAD)
        }) {
            end = and;
        }
        // "Labour MP": a role at the end is not the body's.
        let role =
            |t: usize| reading.is_role_noun(t) && !reading.knows(t, WordFlags::ORG_HEAD) || is_post_nominal(reading, t);
        while end > start + 1 && role(end - 1) && reading.is_capitalised(end - 1) {
            end -= 1;
        }
    }
    if kind == NameKind::Person {
        // "Mayor de Blasio": a title in front is not the name; "X of Allen" ends before "of".
        let title = |t: usize| {
            reading.knows(t, WordFlags::ROLE_TITLE | WordFlags::ROLE_HEAD)
                && !reading.knows(t, WordFlags::GIVEN_NAME | WordFlags::SURNAME | WordFlags::HONORIFIC)
                && !reading.is(t, Cue::REGNAL)
        };
        while start + 1 < end && (title(start) || reading.is(start, Cue::COURTESY)) {
            start += 1;
        }
        // "Kennedy assassin Sirhan Sirhan", "Daehyun Cathode Chairwoman Tak Mi-ran", "Harbour Trust's
        // Ana Costa": a role noun or a possessive inside parts the name from another's.
        let parts = |t: usize| {
            reading.is_possessive(t)
                || reading.is_role_noun(t)
                    && !reading.knows(t, WordFlags::NAME_PARTICLE | WordFlags::GIVEN_NAME | WordFlags::SURNAME)
        };
        if let Some(role) = (start + 1..end.saturating_sub(1)).rev().find(|t| parts(*t)) {
            start = role + 1;
        }
        // "Wayne A. | I. Frederick", "P | Wilson": initials in front belong to the name.
        while let Some(before) =
            start.checked_sub(1).filter(|b| reading.sentence(start).contains(b) && is_initial(reading, *b))
        {
            start = before;
        }
        if is_initial(reading, start)
            && let Some(first) = start.checked_sub(1).filter(|b| {
                reading.sentence(start).contains(b)
                    && reading.knows(*b, WordFlags::GIVEN_NAME)
                    && is_name_word(reading, *b)
                    && !reading.knows(*b, WordFlags::ROLE_TITLE)
            })
        {
            start = first;
        }
        // "Cyrus Vance[, Jr.]"
        if reading.is_mark(end, &[","]) && matches!(reading.word(end + 1), "Jr." | "Sr." | "Jr" | "Sr") {
            end += 2;
        }
        let noble = reading.is(start, Cue::REGNAL) || reading.knows(start, WordFlags::HONORIFIC);
        if let Some(of) = (start + 1..end).find(|t| reading.is(*t, Cue::OF)).filter(|_| !noble) {
            end = of;
        }
        // "Deborah Tregenna MP": letters after a name are a role or honour, not the name.
        while end > start + 1 && is_post_nominal(reading, end - 1) {
            end -= 1;
        }
        while reading.is_hyphen(end) && reading.doc.is_word(end + 1) && start < end {
            end += 2;
            while reading.is_hyphen(end) && reading.doc.is_word(end + 1) {
                end += 2;
            }
        }
    }
    start..end
}

/// Whether a token is an initial: "J.", or "P" before another name word.
fn is_initial(reading: &Reading<'_>, token: usize) -> bool {
    let word = reading.word(token);
    let letters = word.trim_end_matches('.');
    let single = letters.chars().count() == 1 && letters.chars().all(char::is_uppercase);
    single && (word.ends_with('.') || !matches!(word, "A" | "I"))
}

/// Whether a token is letters that stand after a name: a role or an honour.
pub(super) fn is_post_nominal(reading: &Reading<'_>, token: usize) -> bool {
    matches!(
        reading.word(token),
        "MP" | "MPs"
            | "MEP"
            | "MSP"
            | "MHA"
            | "MHR"
            | "MLA"
            | "MLC"
            | "MNA"
            | "MPP"
            | "TD"
            | "IAS"
            | "IPS"
            | "PC"
            | "QC"
            | "KC"
            | "SAN"
            | "SC"
            | "AO"
            | "AM"
            | "OBE"
            | "CBE"
            | "MBE"
            | "PhD"
            | "Ph.D."
            | "M.D."
            | "MD"
            | "FRS"
            | "SJ"
            | "OP"
    )
}

/// Whether a regnal title stands before a name of two or more words: then it is a title, not a
/// part of the handle ("King Charles", but "Sultan" before "Haitham bin Tariq").
fn is_regnal_before_full_name(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let numeral = |t: usize| reading.word(t).chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let addressed = start > 0
        && reading.is_capitalised(start - 1)
        && (reading.is(start - 1, Cue::COURTESY) || reading.knows(start - 1, WordFlags::HONORIFIC));
    reading.is(start, Cue::REGNAL)
        && !(addressed && reading.knows(start, WordFlags::GIVEN_NAME))
        && (start + 1..end).filter(|t| reading.doc.is_word(*t) && !numeral(*t)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::{is_post_nominal, person_end, starts_sentence, surname, trim};
    use crate::extract::reading::NameKind;
    use crate::extract::testing::plain_reading;

    #[test]
    fn how_far_a_personal_name_reaches() {
        for (text, name) in [
            ("Amina Otieno arrived.", "Amina Otieno"),
            ("Park Ki-woo sang.", "Park Ki-woo"),
            ("Ludwig van der Meer spoke.", "Ludwig van der Meer"),
            ("Ali bin Hamad met reporters.", "Ali bin Hamad"),
            ("J. K. Mwanza wrote it.", "J. K. Mwanza"),
            ("Deborah Tregenna MP asked.", "Deborah Tregenna"),
            ("William \"Bill\" Oduya won.", "William \"Bill\" Oduya"),
            ("Amina Otieno, a minister, spoke.", "Amina Otieno"),
            ("Amina Otieno Monday morning.", "Amina Otieno"),
            ("Amina of Kisumu sang.", "Amina"),
        ] {
            let reading = plain_reading(text);
            assert_eq!(reading.text(0..person_end(&reading, 0)), name, "{text}");
        }
    }

    #[test]
    fn where_no_personal_name_starts() {
        for text in ["the mayor spoke.", "Monday was wet.", "54 people left.", "\"Yes\" won.", "van drivers struck."] {
            let reading = plain_reading(text);
            assert_eq!(person_end(&reading, 0), 0, "{text}");
        }
    }

    #[test]
    fn the_surname_is_no_suffix() {
        for (text, last) in [
            ("Robert Ellery Jr. spoke.", "Ellery"),
            ("John Penrose III spoke.", "Penrose"),
            ("Amina Otieno spoke.", "Otieno"),
        ] {
            let reading = plain_reading(text);
            let end = reading.len() - 2;
            assert_eq!(reading.word(surname(&reading, &(0..end))), last, "{text}");
        }
    }

    #[test]
    fn letters_after_a_name() {
        for (text, post_nominal) in
            [("MP", true), ("OBE", true), ("PhD", true), ("KC", true), ("UN", false), ("Mp", false), ("Otieno", false)]
        {
            assert_eq!(is_post_nominal(&plain_reading(text), 0), post_nominal, "{text}");
        }
    }

    #[test]
    fn the_first_word_starts_its_sentence() {
        let reading = plain_reading("\"Vote!\" they said. Nobody did.");
        let starts: Vec<&str> = (0..reading.len())
            .filter(|t| reading.doc.is_word(*t) && starts_sentence(&reading, *t))
            .map(|t| reading.word(t))
            .collect();
        assert!(starts.contains(&"Vote") && starts.contains(&"Nobody"), "{starts:?}");
        assert!(!starts.contains(&"said") && !starts.contains(&"did"), "{starts:?}");
    }

    #[test]
    fn what_belongs_to_no_name_is_trimmed() {
        for (text, kind, kept) in [
            ("Mr Gustavsson", NameKind::Person, "Gustavsson"),
            ("Deborah Tregenna MP", NameKind::Person, "Deborah Tregenna"),
            ("the Karelia Institute", NameKind::Organization, "Karelia Institute"),
            ("Labour MP", NameKind::Organization, "Labour"),
            ("Queen Leonor Borbona", NameKind::Person, "Leonor Borbona"),
            ("King Harald", NameKind::Person, "King Harald"),
            ("\"Amina Otieno\"", NameKind::Person, "Amina Otieno"),
            ("Friday Oslo", NameKind::Place(None), "Oslo"),
            ("Amina Otieno", NameKind::Person, "Amina Otieno"),
        ] {
            let reading = plain_reading(text);
            assert_eq!(reading.text(trim(&reading, 0..reading.len(), kind)), kept, "{text}");
        }
    }
}
