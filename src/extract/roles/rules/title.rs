//! A role before the name: "Foreign Secretary X", "the Y spokeswoman, X,", "Senators X of A and Z of B".

use super::holding;
use crate::extract::cue::Cue;
use crate::extract::reading::NameKind;
use crate::extract::roles::clause::{Clause, ItemKind};
use crate::extract::roles::phrase::{Determiner, RolePhrase};
use crate::extract::roles::{Holding, Owner, RoleWords};
use crate::lexicon::{RoleClass, WordFlags};
use crate::model::{Modality, Polarity};
use crate::text::Case;

/// Applies the rule to a sentence.
pub(super) fn apply(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    counterparts(clause, out);
    for i in 0..clause.items.len() {
        let Some((_, phrase)) = clause.role(i) else { continue };
        if phrase.is_group() {
            plural(clause, i, out);
            continue;
        }
        let Some(person) = holder(clause, i) else { continue };
        let confidence = if person == i + 1 { 0.97 } else { 0.92 };
        let before = out.len();
        out.extend(holding(clause, person, i, "title", confidence).map(|mut h| {
            h.owner = h.owner.or_else(|| seat_after(clause, person, phrase.class));
            h
        }));
        // "Bishop of A and chancellor of B, X": every role of the coordination is X's.
        let mut left = i;
        let mut listed = false;
        while let Some(other) = linked_left(clause, left, listed) {
            out.extend(holding(clause, person, other, "title", confidence * 0.9));
            listed |= clause.is(left - 1, Cue::AND);
            left = other;
        }
        if left < i {
            let roles: Vec<usize> = (left..=i).filter(|r| clause.role(*r).is_some()).collect();
            let held = out.get_mut(before..).unwrap_or_default();
            held.reverse();
            super::share_owner(clause, &roles, held);
        }
        inherit(clause, i, person, out.get_mut(before..).unwrap_or_default());
    }
}

/// "Judge X of the Federal Court", "Senator X of Maine": the body or constituency after the name.
fn seat_after(clause: &Clause<'_>, person: usize, class: RoleClass) -> Option<Owner> {
    let mut at = person + 1;
    if !clause.is(at, Cue::OF | Cue::FROM | Cue::AT | Cue::WITH) {
        return None;
    }
    at += 1;
    while clause.is(at, Cue::THE) {
        at += 1;
    }
    let name = clause.other(at)?;
    let seat = class == RoleClass::Parliament
        || clause.is(person + 1, Cue::OF) && matches!(class, RoleClass::State | RoleClass::Royal);
    match clause.reading.kind_of(name)? {
        NameKind::Organization => Some(Owner::Name(name)),
        NameKind::Place(_) | NameKind::Country(_) if seat => Some(Owner::Name(name)),
        _ => None,
    }
}

/// The person whom the role at item `i` introduces.
fn holder(clause: &Clause<'_>, i: usize) -> Option<usize> {
    let (_, phrase) = clause.role(i)?;
    let next = clause.skip_courtesy(clause.skip_bracket(i + 1));
    if clause.person(next).is_some() {
        return (!names_a_thing(clause, phrase, next)).then_some(next);
    }
    // "the ministry's spokeswoman, X,": set off by a comma, and closed by one.
    // "a rival of the union's president, X": X may be the rival.
    let of = (i.saturating_sub(4)..i).rev().find(|j| clause.is(*j, Cue::OF));
    let of_another = of
        .and_then(|of| of.checked_sub(1))
        .is_some_and(|j| clause.is(j, Cue::PERSONAL | Cue::KIN) || clause.role(j).is_some());
    if of_another {
        return None;
    }
    let opens = |p: &RolePhrase| p.determiner != Determiner::Bare || p.owner.is_some();
    // "Peru's justice minister and attorney general, X,": the first of the pair opens both.
    let pair = i >= 2 && clause.is(i - 1, Cue::AND) && clause.role(i - 2).is_some_and(|(_, p)| opens(p));
    let opened = opens(phrase) || pair || i == 0;
    let mut next = i + 1;
    if clause.is_mark(next, &["("]) && clause.other(next + 1).is_some() && clause.is_mark(next + 2, &[")"]) {
        next += 3;
    }
    // "secretary of the Peoples Democratic Party, PDP, X": the body's acronym, set off by commas.
    let acronym = clause.other(next + 1).is_some_and(|name| is_acronym(clause, name));
    if clause.is_comma(next) && acronym && phrase.owner.is_some() {
        next += 2;
    }
    if !clause.is_comma(next) || !opened {
        return None;
    }
    let person = clause.skip_courtesy(next + 1);
    clause.person(person)?;
    // The name before a role and a comma may own the role itself ("X, the chairman, Y said" is
    // not read); then the apposition rule speaks.
    let owned = i >= 2 && clause.is_comma(i - 1) && clause.person(i - 2).is_some();
    let mut after = clause.skip_bracket(person + 1);
    // "the chief justice, X of Tonga,"
    if clause.is(after, Cue::OF | Cue::FROM) && clause.other(after + 1).is_some() {
        after += 2;
    }
    let closed = clause.closes(after);
    let listed = clause.is_comma(after)
        && (clause.person(after + 1).is_some() || clause.is(after + 1, Cue::AND) && clause.person(after + 2).is_some());
    (closed && !owned && !listed).then_some(person)
}

/// Whether a name is a body's, of one word in capitals.
fn is_acronym(clause: &Clause<'_>, name: usize) -> bool {
    let tokens = clause.reading.tokens_of(name);
    clause.reading.kind_of(name) == Some(NameKind::Organization)
        && tokens.len() == 1
        && clause.reading.case(tokens.start) == Case::Upper
}

/// Whether a title and name after "a" are the first words of a common noun's name: "a Captain
/// Brannigan rum".
fn names_a_thing(clause: &Clause<'_>, phrase: &RolePhrase, person: usize) -> bool {
    let next = clause.token(person + 1);
    let reading = clause.reading;
    phrase.determiner == Determiner::Indefinite
        && reading.is_capitalised(phrase.role.start)
        && clause.kind(person + 1) == Some(ItemKind::Word)
        && reading.is_lower(next)
        && reading.cue(next) == Cue::default()
        && !reading.knows(next, WordFlags::FUNCTION_WORD | WordFlags::SAYING_VERB)
        && !reading.word(next).ends_with("ed")
}

/// The role joined to the left of the role at item `i` by "and" or, before a rank or inside a list
/// that "and" has closed, a comma.
fn linked_left(clause: &Clause<'_>, i: usize, listed: bool) -> Option<usize> {
    let mut joint = i.checked_sub(1)?;
    // "former presidential candidate Senator X": two titles in a row.
    let bare = clause.role(i).is_some_and(|(_, p)| p.determiner == Determiner::Bare);
    let epithet = |p: &RolePhrase| clause.reading.is(p.role.end - 1, Cue::ACTING | Cue::EPITHET | Cue::COURTESY);
    if bare && clause.role(joint).is_some_and(|(_, p)| !p.is_group() && p.phrase.end == p.role.end && !epithet(p)) {
        return Some(joint);
    }
    let (_, this) = clause.role(i)?;
    let and = clause.is(joint, Cue::AND) && this.determiner != Determiner::Definite;
    // "singer, actor, and writer X"
    if and && this.determiner == Determiner::Bare && joint > 0 && clause.is_comma(joint - 1) {
        joint -= 1;
    }
    let other = joint.checked_sub(1)?;
    let (_, phrase) = clause.role(other)?;
    let comma = clause.is_comma(joint)
        && this.determiner == Determiner::Bare
        && (listed || phrase.determiner != Determiner::Bare || phrase.owner.is_some());
    let taken = other > 0 && clause.is_comma(other - 1) && other > 1 && clause.person(other - 2).is_some();
    ((and || comma) && !phrase.is_group() && !taken).then_some(other)
}

/// "Israeli prime minister X and energy minister Y": the second takes the first's country.
fn inherit(clause: &Clause<'_>, role: usize, person: usize, found: &mut [Holding]) {
    let Some((_, phrase)) = clause.role(role) else { return };
    if phrase.owner.is_some() || phrase.determiner != Determiner::Bare || phrase.class != RoleClass::State {
        return;
    }
    let Some(mut i) = role.checked_sub(1) else { return };
    if clause.is(i, Cue::AND) {
        i = i.saturating_sub(1);
    }
    if clause.is_comma(i) {
        i = i.saturating_sub(1);
    }
    if i + 1 >= role || clause.person(i).is_none() || person < role {
        return;
    }
    let before = (0..i).rev().take(3).find_map(|r| clause.role(r)).map(|(_, p)| p);
    if let Some(before) = before.filter(|p| p.class == RoleClass::State) {
        for holding in found {
            holding.owner = holding.owner.take().or_else(|| before.owner.clone());
        }
    }
}

/// A plural title before a list of names.
fn plural(clause: &Clause<'_>, i: usize, out: &mut Vec<Holding>) {
    let mut at = i + 1;
    if clause.is_mark(at, &[",", ":"]) {
        at += 1;
    }
    if clause.is(at, Cue::AS | Cue::FILLER) {
        return;
    }
    // "two candidates, Senator X and Y": one of the names may have a title of its own.
    let titled = |i: usize| match clause.role(i) {
        Some((_, p)) if !p.is_group() && clause.person(clause.skip_courtesy(i + 1)).is_some() => i + 1,
        _ => i,
    };
    let mut found = 0;
    let first = out.len();
    let countries = countries_before(clause, i);
    loop {
        let person = clause.skip_courtesy(titled(at));
        if clause.person(person).is_none() {
            break;
        }
        if let Some(mut h) = holding(clause, person, i, "title-list", 0.9) {
            // "Senators X of A": the seat after each name.
            if clause.is(person + 1, Cue::OF | Cue::FROM)
                && let Some(place) = clause.other(person + 2)
                && let Some(NameKind::Place(_) | NameKind::Country(_)) = clause.reading.kind_of(place)
            {
                let country = clause.reading.country_of(place).is_some();
                let seat = clause.role(i).is_some_and(|(_, p)| {
                    p.class == RoleClass::Parliament
                        || country && matches!(p.class, RoleClass::State | RoleClass::Office)
                });
                h.owner = h.owner.or(Some(Owner::Name(place)).filter(|_| seat));
                at = person + 3;
            } else {
                at = clause.skip_bracket(person + 1);
            }
            out.push(h);
            found += 1;
        }
        let mut next = at;
        if clause.is_comma(next) {
            next += 1;
        }
        if clause.is(next, Cue::AND) {
            next += 1;
        }
        if next == at {
            break;
        }
        at = next;
    }
    if found < 2 {
        out.truncate(first);
    } else if countries.len() > 1 {
        // "the French and German foreign ministers, X and Y": one each, in order.
        let each = countries.len() == found;
        for (n, holding) in out.iter_mut().skip(first).enumerate() {
            holding.owner = countries.get(n).filter(|_| each).map(|country| Owner::Name(*country));
        }
    }
}

/// The countries that stand before the plural role at item `i`, joined by "and" or commas.
fn countries_before(clause: &Clause<'_>, i: usize) -> Vec<usize> {
    let is_country = |name: &usize| clause.reading.country_of(*name).is_some();
    let Some((_, phrase)) = clause.role(i) else { return Vec::new() };
    let mut countries: Vec<usize> = match &phrase.owner {
        Some(Owner::Name(name)) if is_country(name) => vec![*name],
        _ => return Vec::new(),
    };
    let mut at = i;
    while let Some(joint) = at.checked_sub(1) {
        let comma = joint.checked_sub(1).filter(|c| clause.is(joint, Cue::AND) && clause.is_comma(*c));
        let Some(other) = comma.unwrap_or(joint).checked_sub(1) else { break };
        let Some(name) = clause.other(other).filter(is_country) else { break };
        if !clause.is(joint, Cue::AND) && !clause.is_comma(joint) {
            break;
        }
        countries.push(name);
        at = other;
    }
    countries.reverse();
    countries
}

/// Whether a name is a country's, or a place's in a known one ("his Lagos counterpart").
fn is_land(clause: &Clause<'_>, name: usize) -> bool {
    let kind = clause.reading.kind_of(name);
    kind.is_some_and(|kind| kind.country().is_some() || matches!(kind, NameKind::Place(Some(_))))
}

/// "her Dutch counterpart, X", "his Greek, Cypriot and French counterparts, X, Y and Z": the post
/// named last before, held for the country of the adjective; several go in order.
fn counterparts(clause: &Clause<'_>, out: &mut Vec<Holding>) {
    for noun in 1..clause.items.len() {
        if !clause.is(noun, Cue::COUNTERPART) {
            continue;
        }
        let Some((post, _)) = (0..noun).rev().find_map(|i| clause.role(i)) else { continue };
        let mut countries = Vec::new();
        let mut at = noun;
        while let Some(before) = at.checked_sub(1) {
            match clause.other(before) {
                Some(name) if is_land(clause, name) => countries.push(name),
                None if clause.is_comma(before) || clause.is(before, Cue::AND) => {}
                _ => break,
            }
            at = before;
        }
        countries.reverse();
        let mut people = Vec::new();
        let mut next = noun + 1;
        while people.len() < countries.len() {
            while clause.is_comma(next) || clause.is(next, Cue::AND | Cue::COURTESY) {
                next += 1;
            }
            if clause.person(next).is_none() {
                break;
            }
            people.push(next);
            next = clause.skip_bracket(next + 1);
        }
        if people.len() != countries.len() {
            continue;
        }
        for (country, item) in countries.into_iter().zip(people) {
            let Some(person) = clause.person(item) else { continue };
            out.push(Holding {
                person,
                role: RoleWords::Phrase(post),
                owner: Some(Owner::Name(country)),
                status: None,
                polarity: Polarity::Asserted,
                modality: Modality::Actual,
                rule: "counterpart",
                confidence: 0.75,
                tokens: clause.tokens(noun.saturating_sub(1), item),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn roles_before_names() {
        check_roles(&[
            (
                "The spokesman for the government, Karim Adel, agreed with the port's owner.",
                &["Karim Adel | spokesman |  | current"],
            ),
            (
                "National secretary of the Peoples Action Party, PAP, Chinedu Obi, criticised the vote.",
                &["Chinedu Obi | National secretary | Peoples Action Party | current"],
            ),
            (
                "Peru's justice minister and attorney general, Adela Bonilla, welcomed the ruling.",
                &["Adela Bonilla | justice minister | PE | current", "Adela Bonilla | attorney general | PE | current"],
            ),
            (
                "The Labour MP for Leeds Central, Ann Reed, said she would resign.",
                &["Ann Reed | MP | Leeds Central | current"],
            ),
            (
                "Minister of Finance and the Public Service Dr Nigel Clarkson said so.",
                &["Nigel Clarkson | Minister of Finance and the Public Service |  | current"],
            ),
            (
                "WHO Country Representative Neema Kimambo attended.",
                &["Neema Kimambo | Country Representative | WHO | current"],
            ),
            (
                "The leader of the centrist Democratic Party, Szymon Holowka, called for calm.",
                &["Szymon Holowka | leader | Democratic Party | current"],
            ),
            (
                "Kenyan foreign minister Amina Otieno arrived in Oslo on Monday.",
                &["Amina Otieno | foreign minister | KE | current"],
            ),
            (
                "Portuguese Prime Minister Duarte Figueira welcomed the decision.",
                &["Duarte Figueira | Prime Minister | PT | current"],
            ),
            (
                "Former Chilean finance minister Rodrigo Valdebenito criticised the budget.",
                &["Rodrigo Valdebenito | finance minister | CL | former"],
            ),
            (
                "Ghana's health minister, Kwabena Osei, said the vaccines had arrived.",
                &["Kwabena Osei | health minister | GH | current"],
            ),
            (
                "The Norwegian ambassador to Peru, Ingrid Solberg, opened the exhibition.",
                &["Ingrid Solberg | ambassador | NO | current"],
            ),
            (
                "Police spokesman Tomasz Wieczorek declined to comment.",
                &["Tomasz Wieczorek | Police spokesman |  | current"],
            ),
            (
                "Senators Laura Whitfield of Oregon and James Calloway of Utah wrote the letter.",
                &["Laura Whitfield | Senator | Oregon | current", "James Calloway | Senator | Utah | current"],
            ),
            (
                "The Argentine ministers Lucía Ferreyra and Pablo Quiroga signed the agreement.",
                &["Lucía Ferreyra | minister | AR | current", "Pablo Quiroga | minister | AR | current"],
            ),
            ("Economist Hana Novotná expects inflation to fall.", &["Hana Novotná | Economist |  | current"]),
            (
                "Judge Esther Mwangi of the High Court dismissed the petition.",
                &["Esther Mwangi | Judge | High Court | current"],
            ),
            ("Acting Bolivian president Elena Quispe called for calm.", &["Elena Quispe | president | BO | current"]),
            (
                "Polish Foreign Minister Marek Zawadzki met his Czech counterpart, Jan Havelka, in Warsaw.",
                &["Marek Zawadzki | Foreign Minister | PL | current", "Jan Havelka | Foreign Minister | CZ | current"],
            ),
            (
                "Prime Minister Anutin Saelim and Finance Minister Somchai Rattan of Thailand met in Bangkok.",
                &["Anutin Saelim | Prime Minister | TH | current", "Somchai Rattan | Finance Minister | TH | current"],
            ),
            (
                "The Greek foreign minister, Eleni Papadaki, met her Turkish counterpart, Kemal Arslan.",
                &["Eleni Papadaki | foreign minister | GR | current", "Kemal Arslan | foreign minister | TR | current"],
            ),
            ("Former Swiss judge Beat Zumstein, 70, wrote a book.", &["Beat Zumstein | judge | CH | former"]),
            ("\"It is over,\" said Deputy Governor Ulrike Sommer.", &["Ulrike Sommer | Deputy Governor |  | current"]),
            (
                "Foreign ministers Luc Martel of France and Karla Reuter of Germany met.",
                &["Luc Martel | Foreign minister | FR | current", "Karla Reuter | Foreign minister | DE | current"],
            ),
            (
                "The deputy prime minister and minister of finance of Nepal, Bishnu Thapa, spoke.",
                &[
                    "Bishnu Thapa | deputy prime minister | NP | current",
                    "Bishnu Thapa | minister of finance | NP | current",
                ],
            ),
            ("UN envoy to Syria Bishnu Thapa spoke.", &["Bishnu Thapa | envoy | UN | current"]),
            ("Bank of Ghana governor Kwesi Amoah spoke.", &["Kwesi Amoah | governor | Bank of Ghana | current"]),
            (
                "Among the guests were director Peter Wills, actor Ana Costa and her husband.",
                &["Peter Wills | director |  | current", "Ana Costa | actor |  | current"],
            ),
            ("Republican Senator Peter Wills of Ohio asked.", &["Peter Wills | Senator | Ohio | current"]),
            (
                "Historian Noa Peled of the University of Haifa spoke.",
                &["Noa Peled | Historian | University of Haifa | current"],
            ),
            ("US Secretary of State Ewan Baird spoke.", &["Ewan Baird | Secretary of State | US | current"]),
        ]);
    }

    #[test]
    fn roles_before_other_words() {
        check_roles(&[
            ("The minister visited Amina Otieno in hospital.", &[]),
            ("The ministers did not name Kwabena Osei.", &[]),
            ("A spokesman said Duarte Figueira was in Porto.", &[]),
            ("She told the ambassador that Ingrid Solberg had left.", &[]),
            ("Ministers in Lima rejected the plan, and Rodrigo Valdebenito left the hall.", &[]),
            ("Critics of the president thanked Elena Quispe.", &[]),
            ("A friend of Judge Street residents, Mr Poole, was ill.", &[]),
            ("Prime ministers come and go, Peter Wills said.", &[]),
            ("\"The president is a liar,\" Peter Wills said.", &[]),
            ("Oxfam's Noa Peled spoke.", &[]),
        ]);
    }
}
