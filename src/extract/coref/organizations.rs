//! Bodies: acronyms, short forms, and lower-case bodies with their country.

use super::{Cluster, display};
use crate::extract::cue::Cue;
use crate::extract::hash::FastMap;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::WordFlags;
use crate::text::{Case, fold};
use std::borrow::Cow;
use std::ops::Range;

/// Gathers the bodies of an article.
pub(super) fn resolve(reading: &Reading<'_>) -> (Vec<Cluster>, Vec<Option<u32>>) {
    let names = reading.names();
    let mut body_of: Vec<Option<u32>> = vec![None; names.len()];
    let mut by_form: FastMap<String, u32> = FastMap::default();
    let mentions = names.iter().enumerate().filter(|(_, name)| name.kind == NameKind::Organization);
    let mut shown: Vec<(usize, Cow<'_, str>)> =
        mentions.map(|(n, name)| (n, full_form(reading, &name.tokens))).collect();
    // Longer names first: acronyms and short forms go back to them.
    shown.sort_by_cached_key(|(n, form)| (std::cmp::Reverse(form.split_whitespace().count()), *n));
    let mut forms: Vec<Vec<(usize, &str)>> = Vec::new();
    let mut acronyms: FastMap<String, u32> = FastMap::default();
    for (n, form) in &shown {
        let folded = fold(form);
        let known = by_form
            .get(&folded)
            .copied()
            .or_else(|| acronyms.get(&folded.replace('.', "")).copied())
            .or_else(|| known_by_lexicon(reading, *n, &by_form));
        let body = known.unwrap_or_else(|| {
            let id = u32::try_from(forms.len()).unwrap_or(u32::MAX);
            forms.push(Vec::new());
            id
        });
        by_form.entry(folded).or_insert(body);
        for acronym in acronyms_of(reading, *n) {
            acronyms.entry(acronym).or_insert(body);
        }
        if let (Some(slot), Some(forms)) = (body_of.get_mut(*n), forms.get_mut(body as usize)) {
            *slot = Some(body);
            forms.push((*n, form));
        }
    }
    let in_order = |mut forms: Vec<(usize, &str)>| {
        forms.sort_unstable();
        Cluster::of(&forms.into_iter().map(|(_, form)| form).collect::<Vec<_>>())
    };
    (forms.into_iter().map(in_order).collect(), body_of)
}

/// The name as shown: a body in small letters with the adjective of its country before it.
fn full_form<'t>(reading: &Reading<'t>, tokens: &Range<usize>) -> Cow<'t, str> {
    let lower = reading.is_lower(tokens.end - 1);
    let before = tokens
        .start
        .checked_sub(1)
        .and_then(|b| reading.name(b))
        .filter(|n| lower && matches!(n.kind, NameKind::Demonym(_)) && n.tokens.end == tokens.start);
    let start = before.map_or(tokens.start, |n| n.tokens.start);
    display(reading.text(start..tokens.end))
}

/// What the name may be abbreviated to: the initials of its capitalised words, and the acronym
/// that follows it in brackets.
fn acronyms_of(reading: &Reading<'_>, name: usize) -> Vec<String> {
    let tokens = reading.tokens_of(name);
    let mut found = Vec::new();
    let mut initials = String::new();
    let mut words = 0;
    for t in tokens.clone() {
        if reading.is_capitalised(t) && !reading.is(t, Cue::THE) {
            words += 1;
            initials.extend(reading.word(t).chars().next().map(|c| c.to_ascii_lowercase()));
        }
    }
    if words >= 3 {
        found.push(initials);
    }
    if reading.is_mark(tokens.end, &["("])
        && let Some(acronym) = reading
            .name(tokens.end + 1)
            .filter(|n| n.kind == NameKind::Organization && reading.is_mark(n.tokens.end, &[")", ",", ";"]))
        && matches!(reading.case(acronym.tokens.start), Case::Upper | Case::Mixed)
    {
        found.push(fold(&display(reading.text(acronym.tokens.clone()))).replace('.', ""));
    }
    found
}

/// The body that the lexicon knows by this name or acronym, if the article names it in full.
fn known_by_lexicon(reading: &Reading<'_>, name: usize, by_form: &FastMap<String, u32>) -> Option<u32> {
    let tokens = reading.tokens_of(name);
    let (end, organization) = reading.organization_at(tokens.start)?;
    if end != tokens.end || reading.knows(tokens.start, WordFlags::COMMON_LOWER) && reading.is_lower(tokens.start) {
        return None;
    }
    by_form
        .get(&fold(&organization.name))
        .or_else(|| by_form.get(&fold(&organization.acronym)).filter(|_| !organization.acronym.is_empty()))
        .copied()
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_bodies;

    #[test]
    fn names_of_one_body() {
        check_bodies(&[
            ("The Pacific Fisheries Commission met. The PFC set quotas.", &["Pacific Fisheries Commission = PFC"]),
            ("The Baltic Sea Council (BSC) met. The BSC agreed.", &["Baltic Sea Council = BSC"]),
            ("The World Health Organization met. The WHO warned of cholera.", &["World Health Organization = WHO"]),
            ("The Karelia Institute opened. The KARELIA INSTITUTE closed.", &["Karelia Institute = KARELIA INSTITUTE"]),
            ("The United Nations met. UN envoys left.", &["United Nations = UN"]),
            ("The Andean Mining Federation (AMF) struck. In the end AMF won.", &["Andean Mining Federation = AMF"]),
            ("The University of Tartu (UT) opened. UT has 14,000 students.", &["University of Tartu = UT"]),
        ]);
    }

    #[test]
    fn names_of_two_bodies() {
        check_bodies(&[
            ("The Karelia Institute sued the Savonia Institute.", &["Karelia Institute", "Savonia Institute"]),
            (
                "The Chinese foreign ministry answered the Indian foreign ministry.",
                &["Chinese foreign ministry", "Indian foreign ministry"],
            ),
            ("The Pacific Fisheries Commission met the WHO.", &["Pacific Fisheries Commission", "WHO"]),
            ("The University of Tartu and the University of Lund met.", &["University of Tartu", "University of Lund"]),
        ]);
    }
}
