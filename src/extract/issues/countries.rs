//! Which countries act in an article and where: anchors, each a token that speaks for a country.

use super::phrase::breaks;
use super::words::Usage;
use crate::extract::coref::Coreference;
use crate::extract::cue::Cue;
use crate::extract::prominence::{self, Prominence};
use crate::extract::reading::{NameKind, Reading};
use crate::extract::roles::{Owner, Roles};
use crate::lexicon::{OrganizationKind, RoleClass, WordFlags};
use crate::model::{CountryCode, RoleStatus};
use crate::text::Part;
use std::collections::BTreeMap;
use std::ops::Range;

/// How far from a matter an anchor may stand, in tokens.
const REACH: usize = 60;

/// The least share of a party to the article's main matter.
const LEAST_PARTY: f32 = 0.12;

/// Whether a private person or a thing follows a nationality: neither a Kenyan runner nor a Swiss
/// watch speaks for its country.
fn is_private(reading: &Reading<'_>, at: usize) -> bool {
    let person = reading.role_at(at).is_some_and(|(_, role)| matches!(role.class, RoleClass::Sport | RoleClass::Arts));
    // "Japanese car makers": a further noun is the head.
    let heads = WordFlags::ROLE_HEAD | WordFlags::ROLE_PLURAL | WordFlags::ORG_HEAD | WordFlags::ISSUE_HEAD;
    let compound = reading.is_lower(at + 1)
        && (reading.knows(at + 1, heads) || reading.word(at + 1).ends_with('s') && !breaks(reading, at + 1));
    let thing = !compound && reading.is_lower(at) && reading.uses(at, Usage::THINGS);
    person || thing
}

/// How a token speaks for a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// By its name, its people's or its seat's.
    Country,
    /// A place in it.
    Place,
    /// A person who holds a post of it.
    Holder,
    /// A body of it.
    Body,
    /// "Both sides", "the two countries".
    Sides,
}

/// A stretch that speaks for a country.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    pub(super) tokens: Range<usize>,
    pub(super) country: CountryCode,
    pub(super) voice: Voice,
    /// Whether it stands after "in", "at", "near": where something happens.
    pub(super) location: bool,
    /// The head of the matter that it is a part of, where a construction asks for that matter: it
    /// speaks for no other.
    pub(super) matter: Option<usize>,
}

/// The anchors of an article in order, and what each country weighs in it.
#[derive(Debug)]
pub(super) struct Countries {
    anchors: Vec<Anchor>,
    prominence: Prominence,
    headline: Vec<CountryCode>,
    /// The country the article is most about.
    pub(super) main: Option<CountryCode>,
}

impl Countries {
    /// Finds the anchors.
    pub(super) fn of(reading: &Reading<'_>, coreference: &Coreference, roles: &Roles) -> Self {
        let holders = holders(reading, coreference, roles);
        let mut anchors = Vec::new();
        for (index, name) in reading.names().iter().enumerate() {
            let found = match name.kind {
                NameKind::Demonym(_) if is_private(reading, name.tokens.end) => None,
                NameKind::Country(code) | NameKind::Demonym(code) | NameKind::Seat(code) => {
                    Some((code, Voice::Country))
                }
                NameKind::Place(Some(code)) => Some((code, Voice::Place)),
                NameKind::Person => coreference
                    .person_of
                    .get(index)
                    .copied()
                    .flatten()
                    .and_then(|p| holders.get(&p))
                    .map(|c| (*c, Voice::Holder)),
                NameKind::Organization => body_country(reading, name.tokens.clone()).map(|c| (c, Voice::Body)),
                NameKind::Place(None) | NameKind::Group => None,
            };
            if let Some((country, voice)) = found {
                let location = is_location(reading, name.tokens.start);
                anchors.push(Anchor { tokens: name.tokens.clone(), country, voice, location, matter: None });
            }
        }
        let anchors = with_sides(reading, anchors);
        Self::weigh(reading, anchors)
    }

    fn weigh(reading: &Reading<'_>, anchors: Vec<Anchor>) -> Self {
        let mut prominence = Prominence::new(reading);
        let mut headline = Vec::new();
        for anchor in &anchors {
            let at = anchor.tokens.start;
            if reading.part(at) == Part::Headline {
                headline.push(anchor.country);
            }
            let weight = match anchor.voice {
                Voice::Country => prominence::NAMED,
                Voice::Place => prominence::PLACE,
                Voice::Holder | Voice::Body => 0.7,
                Voice::Sides => 0.5,
            };
            prominence.add(reading, at, anchor.country, weight);
        }
        let main = prominence.main();
        Self { anchors, prominence, headline, main }
    }

    /// The anchors within reach of a stretch and inside its sentence.
    pub(super) fn near(&self, reading: &Reading<'_>, tokens: &Range<usize>) -> &[Anchor] {
        let sentence = reading.sentence(tokens.start);
        let floor = sentence.start.max(tokens.start.saturating_sub(REACH));
        let ceiling = sentence.end.min(tokens.end + REACH);
        let first = self.anchors.partition_point(|a| a.tokens.start < floor);
        let last = self.anchors.partition_point(|a| a.tokens.start < ceiling);
        self.anchors.get(first..last).unwrap_or_default()
    }

    /// Settles which anchors stand inside a matter that a construction asks for: in "views on
    /// Norland" it is not Norland that holds a view. `matter` gives the head of that matter.
    pub(super) fn enclose(&mut self, matter: impl Fn(&Range<usize>) -> Option<usize>) {
        for anchor in &mut self.anchors {
            anchor.matter = matter(&anchor.tokens);
        }
    }

    /// The part of the article's talk of countries that is of this one, 0 to 1.
    pub(super) fn share(&self, country: CountryCode) -> f32 {
        self.prominence.share(country)
    }

    /// The countries that the article speaks of at some length.
    pub(super) fn parties(&self) -> impl Iterator<Item = CountryCode> + '_ {
        self.prominence.with_share(LEAST_PARTY)
    }

    /// Whether the headline names it.
    pub(super) fn in_headline(&self, country: CountryCode) -> bool {
        self.headline.contains(&country)
    }

    /// How many countries the article speaks of.
    pub(super) fn len(&self) -> usize {
        self.prominence.len()
    }
}

/// The country of each person who holds a post of one, now or to come.
fn holders(reading: &Reading<'_>, coreference: &Coreference, roles: &Roles) -> BTreeMap<u32, CountryCode> {
    let mut holders = BTreeMap::new();
    for holding in &roles.holdings {
        let Some(Owner::Name(owner)) = &holding.owner else { continue };
        let country = match reading.kind_of(*owner) {
            Some(NameKind::Place(code)) => code,
            Some(NameKind::Organization) => body_country(reading, reading.tokens_of(*owner)),
            kind => kind.and_then(NameKind::country),
        };
        if let (Some(code), Some(Some(person))) = (country, coreference.person_of.get(holding.person)) {
            if holding.status == Some(RoleStatus::Former) {
                holders.entry(*person).or_insert(code);
            } else {
                holders.insert(*person, code);
            }
        }
    }
    holders
}

/// Whether bodies of a kind act for their country, as its ministries, parties and armies do.
fn is_public(kind: OrganizationKind) -> bool {
    matches!(
        kind,
        OrganizationKind::Government
            | OrganizationKind::Parliament
            | OrganizationKind::Court
            | OrganizationKind::Armed
            | OrganizationKind::Party
    )
}

/// The country of a body: that of its entry, or the one that stands in its name or right before it.
fn body_country(reading: &Reading<'_>, tokens: Range<usize>) -> Option<CountryCode> {
    if let Some((end, body)) = reading.organization_at(tokens.start)
        && body.country.is_some()
        && end == tokens.end
        && is_public(body.kind)
    {
        return body.country;
    }
    tokens
        .clone()
        .find_map(|t| reading.country_at(t).filter(|(end, c)| *end <= tokens.end && !c.ambiguous))
        .map(|(_, c)| c.code)
}

fn is_location(reading: &Reading<'_>, start: usize) -> bool {
    let Some(mut t) = start.checked_sub(1) else { return false };
    if reading.is(t, Cue::THE) && t > 0 {
        t -= 1;
    }
    reading.is(t, Cue::IN | Cue::AT)
        || matches!(reading.word(t), "near" | "across" | "throughout" | "outside")
        || reading.is_mark(t, &[","])
}

/// Adds "both sides" and its like, which speak for the two countries named most before.
fn with_sides(reading: &Reading<'_>, anchors: Vec<Anchor>) -> Vec<Anchor> {
    let mut out: Vec<Anchor> = Vec::with_capacity(anchors.len());
    let mut rest = anchors.into_iter().peekable();
    for t in 0..reading.len() {
        while rest.peek().is_some_and(|a| a.tokens.start <= t) {
            out.extend(rest.next());
        }
        let two = || matches!(reading.word(t), "both" | "Both" | "two" | "Two");
        if reading.is(t + 1, Cue::BOTH_SIDES) && two() && reading.name_at(t).is_none() {
            for country in foremost_two(out.iter().rev().take(40)) {
                out.push(Anchor { tokens: t..t + 2, country, voice: Voice::Sides, location: false, matter: None });
            }
        }
    }
    out.extend(rest);
    out
}

/// The two countries named most among some anchors.
fn foremost_two<'a>(anchors: impl Iterator<Item = &'a Anchor>) -> Vec<CountryCode> {
    let mut counts: BTreeMap<CountryCode, usize> = BTreeMap::new();
    for anchor in anchors.filter(|a| a.voice == Voice::Country) {
        *counts.entry(anchor.country).or_default() += 1;
    }
    let mut countries: Vec<(usize, CountryCode)> =
        counts.into_iter().map(|(country, count)| (count, country)).collect();
    countries.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    countries.into_iter().take(2).map(|(_, country)| country).collect()
}
