//! Whether a role is still held: what the document says beyond the words at the role.

use super::phrase::RolePhrase;
use super::{Holding, Owner, RoleWords};
use crate::extract::cue::Cue;
use crate::extract::reading::Reading;
use crate::lexicon::WordFlags;
use crate::model::{CountryCode, RoleStatus};
use std::collections::{BTreeMap, BTreeSet};

/// Settles the status of every holding. `main` is the country that the article is about.
pub(super) fn settle(
    reading: &Reading<'_>,
    phrases: &[RolePhrase],
    people: &[Option<u32>],
    main: Option<CountryCode>,
    holdings: &mut [Holding],
) {
    let dead = dead_people(reading, people);
    let mut seen: BTreeMap<(u32, &str), RoleStatus> = BTreeMap::new();
    let words = |role: &RoleWords| match role {
        RoleWords::Phrase(_) => {
            role.phrase(phrases).map(|p| reading.text(p.role.clone()).to_lowercase()).unwrap_or_default()
        }
        RoleWords::Derived(noun, _) => (*noun).to_owned(),
    };
    let roles: Vec<String> = holdings.iter().map(|holding| words(&holding.role)).collect();
    for (holding, role) in holdings.iter_mut().zip(&roles) {
        if ["-elect", " elect", "designate"].iter().any(|e| role.ends_with(e)) {
            holding.status = Some(RoleStatus::Future);
        } else if role == "predecessor" {
            holding.status = Some(RoleStatus::Former);
        }
    }
    for (holding, role) in holdings.iter().zip(&roles) {
        if let (Some(status), Some(Some(person))) = (holding.status, people.get(holding.person)) {
            let entry = seen.entry((*person, role)).or_insert(status);
            // "former" stated once holds for the article.
            if status == RoleStatus::Former {
                *entry = status;
            }
        }
    }
    for (holding, role) in holdings.iter_mut().zip(&roles) {
        let Some(Some(person)) = people.get(holding.person) else { continue };
        if dead.contains(person) {
            holding.status = Some(RoleStatus::Former);
        } else if holding.status.is_none() {
            holding.status = seen.get(&(*person, role.as_str())).copied();
        }
    }
    single_seats(reading, phrases, people, main, holdings, &roles);
    for holding in holdings.iter_mut() {
        holding.status = holding.status.or(Some(RoleStatus::Current));
    }
}

/// Posts that one person holds at a time.
const SINGLE_SEATS: &[&str] = &[
    "president",
    "prime minister",
    "king",
    "queen",
    "pope",
    "chancellor",
    "vice president",
    "vice-president",
    "emperor",
    "sultan",
];

/// Offices of a cabinet or court that one person holds at a time, where the text says whose they are.
const OFFICES: &[&str] = &[
    "attorney general",
    "attorney-general",
    "foreign minister",
    "foreign secretary",
    "secretary of state",
    "home secretary",
    "defence minister",
    "defense minister",
    "defense secretary",
    "defence secretary",
    "finance minister",
    "interior minister",
    "chief justice",
    "speaker",
    "justice minister",
    "health minister",
    "trade minister",
    "energy minister",
];

/// Of several people who hold one country's single seat in an article that gives no time, the one
/// who is named most holds it now; the others held it.
///
/// A bare "President X" counts for `main`, the country that the article is about; `roles` are the words of
/// the holdings in small letters.
fn single_seats(
    reading: &Reading<'_>,
    phrases: &[RolePhrase],
    people: &[Option<u32>],
    main: Option<CountryCode>,
    holdings: &mut [Holding],
    roles: &[String],
) {
    let mut mentions: BTreeMap<u32, usize> = BTreeMap::new();
    let mut first_at: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, person) in people.iter().enumerate().filter_map(|(at, p)| Some((at, (*p)?))) {
        *mentions.entry(person).or_default() += 1;
        first_at.entry(person).or_insert(at);
    }
    let seat = |h: &Holding, role: &str| -> Option<CountryCode> {
        let phrase = h.role.phrase(phrases)?;
        let code = match &h.owner {
            Some(Owner::Name(n)) => reading.country_of(*n)?,
            None if SINGLE_SEATS.contains(&role) => main?,
            Some(Owner::Body(_)) | None => return None,
        };
        let single = SINGLE_SEATS.contains(&role) || OFFICES.contains(&role);
        (single && !phrase.plural).then_some(code)
    };
    let mut holders: BTreeMap<(CountryCode, &str), BTreeSet<u32>> = BTreeMap::new();
    for (holding, role) in holdings.iter().zip(roles) {
        if matches!(holding.status, Some(RoleStatus::Former | RoleStatus::Future)) {
            continue;
        }
        if let (Some(code), Some(Some(person))) = (seat(holding, role), people.get(holding.person)) {
            holders.entry((code, role)).or_default().insert(*person);
        }
    }
    for (holding, role) in holdings.iter_mut().zip(roles).filter(|(h, _)| h.status.is_none()) {
        let (Some(code), Some(Some(person))) = (seat(holding, role), people.get(holding.person)) else { continue };
        let Some(rivals) = holders.get(&(code, role.as_str())).filter(|r| r.len() > 1) else { continue };
        let first = rivals
            .iter()
            .copied()
            .max_by_key(|p| (mentions.get(p).copied().unwrap_or(0), std::cmp::Reverse(first_at.get(p).copied())));
        if first != Some(*person) {
            holding.status = Some(RoleStatus::Former);
        }
    }
}

/// The people of whom the article says that they died: "X died", "X was killed", "killed X",
/// "X's funeral", "the death of X".
fn dead_people(reading: &Reading<'_>, people: &[Option<u32>]) -> BTreeSet<u32> {
    let mut dead = BTreeSet::new();
    for (index, name) in reading.names().iter().enumerate() {
        let Some(Some(person)) = people.get(index) else { continue };
        if verb_of_dying(reading, name.tokens.end)
            || object_of_killing(reading, name.tokens.start)
            || owner_of_death(reading, name.tokens.clone())
        {
            dead.insert(*person);
        }
    }
    dead
}

/// Whether the verb after a name says that its subject died.
fn verb_of_dying(reading: &Reading<'_>, from: usize) -> bool {
    let sentence = reading.sentence(from.saturating_sub(1));
    let mut at = from;
    if reading.is_mark(at, &[","]) {
        let verb = |t: usize| reading.is(t, Cue::BE | Cue::HAVE) || matches!(reading.word(t), "died" | "dies");
        at = (at + 1..sentence.end.min(at + 30))
            .find(|t| reading.is_mark(*t, &[","]) && verb(*t + 1))
            .map_or(at, |t| t + 1);
    }
    let mut passive = false;
    while reading.is(at, Cue::BE | Cue::HAVE | Cue::FILLER | Cue::WHO) && at < sentence.end {
        passive |= reading.is(at, Cue::BE);
        at += 1;
    }
    let word = reading.small_word(at);
    match &*word {
        "died" | "dies" => true,
        "found" => reading.word(at + 1).eq_ignore_ascii_case("dead"),
        _ => passive && reading.is(at, Cue::KILL),
    }
}

/// Whether a name is the object of a verb of killing: right after it, or after a title.
fn object_of_killing(reading: &Reading<'_>, start: usize) -> bool {
    let floor = reading.sentence(start).start;
    let mut at = start;
    while at > floor && start - at < 6 {
        at -= 1;
        if reading.is(at, Cue::KILL | Cue::OUST) {
            // A participle after a form of *be* has its subject before it.
            return !(at > floor && reading.is(at - 1, Cue::BE));
        }
        let titles = reading
            .knows(at, WordFlags::ROLE_HEAD | WordFlags::ROLE_PART | WordFlags::DEMONYM | WordFlags::COUNTRY)
            || reading.is(at, Cue::THE | Cue::FORMER | Cue::HIS | Cue::KIN)
            || reading.is_mark(at, &[","]);
        if !titles || reading.is(at, Cue::BY) {
            return false;
        }
    }
    false
}

/// Whether a name owns a death: "X's funeral", "the death of X".
fn owner_of_death(reading: &Reading<'_>, name: std::ops::Range<usize>) -> bool {
    if reading.is_possessive(name.end) && reading.is(name.end + 1, Cue::DEATH) {
        return true;
    }
    let floor = reading.sentence(name.start).start;
    let mut at = name.start;
    while at > floor && name.start - at < 6 {
        at -= 1;
        if reading.is(at, Cue::OF) {
            return at > floor && reading.is(at - 1, Cue::DEATH);
        }
        if !reading.knows(at, WordFlags::ROLE_HEAD | WordFlags::ROLE_PART | WordFlags::DEMONYM)
            && !reading.is(at, Cue::THE | Cue::FORMER)
        {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn whether_a_role_is_still_held() {
        check_roles(&[
            ("Former mayor Anita Kowalczyk opened the library.", &["Anita Kowalczyk | mayor |  | former"]),
            ("Then defence minister Raúl Ocampo signed the contract.", &["Raúl Ocampo | defence minister |  | former"]),
            ("Writer Josef Brandl died on Tuesday in Graz. He was 91.", &["Josef Brandl | Writer |  | former"]),
            (
                "The funeral of poet Selma Aydın was held in Izmir. Selma Aydın's funeral drew thousands.",
                &["Selma Aydın | poet |  | former"],
            ),
            ("Gunmen killed journalist Farid Noori in Herat.", &["Farid Noori | journalist |  | former"]),
            (
                "President-elect Nikola Stanev will take office in May.",
                &["Nikola Stanev | President-elect |  | future"],
            ),
            ("Incoming governor Tariq Baloch thanked voters.", &["Tariq Baloch | governor |  | future"]),
            ("The late singer Amália Teixeira grew up in Faro.", &["Amália Teixeira | singer |  | former"]),
            ("Generals toppled President Moussa Keita on Friday.", &["Moussa Keita | President |  | former"]),
            ("Poet Rafiq Anwar was found dead in Dhaka.", &["Rafiq Anwar | Poet |  | former"]),
            (
                "Ruth Penhaligon, a senator, spoke. Former senator Ruth Penhaligon smiled.",
                &["Ruth Penhaligon | senator |  | former"],
            ),
            (
                "Bolivian president Elena Quispe spoke. Elena Quispe is popular. Bolivian president Hugo Salinas built the road.",
                &["Elena Quispe | president | BO | current", "Hugo Salinas | president | BO | former"],
            ),
            ("President Peter Wills was assassinated in 1994.", &["Peter Wills | President |  | former"]),
            (
                "Peter Wills, president of the Volta Trust, died on Monday.",
                &["Peter Wills | president | Volta Trust | former"],
            ),
            ("The murder of journalist Peter Wills shocked Malta.", &["Peter Wills | journalist |  | former"]),
        ]);
    }

    #[test]
    fn roles_still_held() {
        check_roles(&[
            ("Acting mayor Anita Kowalczyk opened the library.", &["Anita Kowalczyk | mayor |  | current"]),
            ("Outgoing governor Tariq Baloch thanked voters.", &["Tariq Baloch | governor |  | current"]),
            ("Writer Josef Brandl, whose father died in Graz, is ill.", &["Josef Brandl | Writer |  | current"]),
            ("Journalist Farid Noori said gunmen had killed two farmers.", &["Farid Noori | Journalist |  | current"]),
            ("Longtime coach Ruth Penhaligon smiled.", &["Ruth Penhaligon | coach |  | current"]),
            ("Police said the singer Lea Morel had killed nobody.", &["Lea Morel | singer |  | current"]),
            ("Surgeon Ivo Hadjiev operated on the man who died.", &["Ivo Hadjiev | Surgeon |  | current"]),
            (
                "Peter Wills, president of the Volta Trust, said two people died.",
                &["Peter Wills | president | Volta Trust | current"],
            ),
            ("President Peter Wills denied that he had killed the dog.", &["Peter Wills | President |  | current"]),
        ]);
    }
}
