//! From comparisons to entities.
//!
//! Single-link clustering with constraints: the links are sorted by their points, then by the names'
//! own order, and taken one after the other as in Kruskal's algorithm (J. B. Kruskal, Proc. AMS 7,
//! 1956); a link is left out where the two clusters it would join contradict each other (the
//! "cannot-link" constraints of Wagstaff and others, "Constrained k-means clustering with background
//! knowledge", ICML 2001, used on hierarchies by Davidson and Ravi, PKDD 2005). Nothing depends on
//! the order in which articles came. What a user has stated goes first and is never left out, but for a
//! "same" that would join what another statement keeps apart.
//!
//! Full names are clustered first; surnames and acronyms alone are laid to a cluster of theirs at
//! the end, and only where exactly one answers.

#![expect(
    clippy::indexing_slicing,
    reason = "names are known by their places in the list, which is as long as every table here"
)]

use super::facts::Fields;
use super::score::{Finding, Parsed, Record, Signals, UNSURE, Verdict};
use crate::model::CountryCode;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Up to so many names, all pairs are compared; beyond, those that stand near each other by a facet.
const ALL_PAIRS: usize = 32;
/// How near.
const NEIGHBOURS: usize = 6;
/// The most spellings of one entity: clusters that had more between them are not joined. No name of news
/// has a tenth of them.
const SPELLINGS: usize = 100;
/// How many other clusters a cluster is shown against at most.
const SHOWN: usize = 3;

/// A decision on two names, by their places in the list, the smaller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Decision {
    pub(in super::super) left: usize,
    pub(in super::super) right: usize,
    pub(in super::super) verdict: Verdict,
    pub(in super::super) score: i32,
    pub(in super::super) signals: Signals,
}

/// What a user has stated of two names, by their places.
pub(in super::super) type Stated = (usize, usize, Verdict);

/// The cluster of each record (the place of its first member) and the decisions that led there.
///
/// `records` must be in an order of their own content. Quadratic in their number up to a limit,
/// then O(n log n).
pub(in super::super) fn cluster(records: &[&Record], stated: &[Stated]) -> (Vec<usize>, Vec<Decision>) {
    let mut links: Vec<Decision> = candidates(records)
        .into_iter()
        .map(|(left, right)| {
            let Finding { verdict, score, signals } = records[left].compare(records[right]);
            Decision { left, right, verdict, score, signals }
        })
        .filter(|link| link.score >= UNSURE || link.signals.0 & CONTRADICTIONS != 0)
        .collect();
    links.sort_by_key(|link| (std::cmp::Reverse(link.score), link.left, link.right));
    let mut forest = Forest::new(records, stated);
    let mut decisions = Vec::new();
    for (left, right, verdict) in stated {
        if *verdict == Verdict::Same && !forest.apart(*left, *right) {
            forest.join(*left, *right);
        }
    }
    let short = |place: usize| records[place].is_short();
    for link in &links {
        if link.verdict == Verdict::Same && short(link.left) == short(link.right) && forest.try_join(link) {
            decisions.push(*link);
        }
    }
    // Short names: the one cluster of full names that answers.
    let mut answers: BTreeMap<usize, BTreeMap<usize, Decision>> = BTreeMap::new();
    for link in links.iter().filter(|l| l.verdict == Verdict::Same && short(l.left) != short(l.right)) {
        let (name, full) = if short(link.left) { (link.left, link.right) } else { (link.right, link.left) };
        let (name, full) = (forest.root(name), forest.root(full));
        answers.entry(name).or_default().entry(full).or_insert(*link);
    }
    for (_, found) in answers {
        if let [link] = found.values().collect::<Vec<_>>()[..]
            && forest.try_join(link)
        {
            decisions.push(*link);
        }
    }
    let roots: Vec<usize> = (0..records.len()).map(|place| forest.root(place)).collect();
    decisions.extend(open(&links, &roots, |a, b| forest.apart(a, b)));
    decisions.sort_unstable();
    (roots, decisions)
}

const CONTRADICTIONS: i64 = 1 << 13 | 1 << 14 | 1 << 15 | 1 << 16;

/// The best link between each two clusters that were not joined: unsure, or contradictory. What a
/// user has stated is not asked again.
fn open(links: &[Decision], roots: &[usize], mut stated: impl FnMut(usize, usize) -> bool) -> Vec<Decision> {
    let mut seen = BTreeSet::new();
    let mut shown: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open = Vec::new();
    for link in links {
        let (a, b) = (roots[link.left], roots[link.right]);
        if a == b || !seen.insert((a.min(b), a.max(b))) || stated(a, b) {
            continue;
        }
        if shown.get(&a).copied().unwrap_or_default().max(shown.get(&b).copied().unwrap_or_default()) >= SHOWN {
            continue;
        }
        *shown.entry(a).or_default() += 1;
        *shown.entry(b).or_default() += 1;
        let verdict = if link.verdict == Verdict::Same { Verdict::Unsure } else { link.verdict };
        open.push(Decision { verdict, ..*link });
    }
    open
}

/// The pairs that are compared, in their order.
fn candidates(records: &[&Record]) -> Vec<(usize, usize)> {
    let count = records.len();
    if count <= ALL_PAIRS {
        return (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
    }
    // Who has a facet in common: all, those of a given name, of a role, of a body, of a country, of a companion.
    let mut shared: Vec<(char, Cow<'_, str>, usize)> = Vec::with_capacity(6 * count);
    for (place, record) in records.iter().enumerate() {
        let facets = record.facets();
        let mut add = |sort: char, facet| shared.push((sort, facet, place));
        add('*', Cow::Borrowed(""));
        if let Parsed::Person(name) = record.parsed() {
            add('n', Cow::Owned(name.given_names()));
        }
        facets.roles.iter().for_each(|role| add('r', Cow::Borrowed(role)));
        facets.bodies.iter().chain(&facets.acronyms).for_each(|body| add('o', Cow::Borrowed(body)));
        facets.all_countries().for_each(|code| add('c', Cow::Owned(code.as_str().to_owned())));
        facets.company.iter().for_each(|name| add('w', Cow::Borrowed(name)));
    }
    shared.sort_unstable();
    shared.dedup();
    let mut pairs = Vec::with_capacity(NEIGHBOURS * shared.len());
    for list in shared.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)) {
        for (at, (_, _, a)) in list.iter().enumerate() {
            pairs.extend(list[at + 1..].iter().take(NEIGHBOURS).map(|(_, _, b)| (*a, *b)));
            if at > 0 {
                pairs.push((list[0].2, *a));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// A cluster's content, as far as contradictions need it.
#[derive(Debug, Clone, Default)]
struct Content {
    /// The members whose names differ, one of each name.
    names: Vec<usize>,
    fields: Fields,
    countries: BTreeSet<CountryCode>,
}

struct Forest<'r> {
    records: &'r [&'r Record],
    parent: Vec<usize>,
    content: Vec<Content>,
    different: Vec<(usize, usize)>,
}

impl<'r> Forest<'r> {
    fn new(records: &'r [&'r Record], stated: &[Stated]) -> Self {
        let content = records.iter().enumerate().map(|(place, record)| Content {
            names: vec![place],
            fields: record.said.fields,
            countries: match record.parsed() {
                // The country that an article is about says little of a body whose name is its own.
                Parsed::Body(name) if name.is_distinctive() => record.facets().countries.clone(),
                _ => record.facets().all_countries().collect(),
            },
        });
        Self {
            records,
            parent: (0..records.len()).collect(),
            content: content.collect(),
            different: stated.iter().filter(|s| s.2 != Verdict::Same).map(|s| (s.0, s.1)).collect(),
        }
    }

    fn root(&mut self, place: usize) -> usize {
        let mut root = place;
        while self.parent[root] != root {
            root = self.parent[root];
        }
        let mut at = place;
        while self.parent[at] != root {
            at = std::mem::replace(&mut self.parent[at], root);
        }
        root
    }

    /// Whether somebody has stated that the clusters of the two are different.
    fn apart(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        (0..self.different.len()).any(|at| {
            let (x, y) = self.different[at];
            let (x, y) = (self.root(x), self.root(y));
            (x, y) == (a, b) || (y, x) == (a, b)
        })
    }

    fn try_join(&mut self, link: &Decision) -> bool {
        let (a, b) = (self.root(link.left), self.root(link.right));
        if a == b || self.contradict(a, b, link.signals.is_strong()) || self.apart(a, b) {
            return false;
        }
        self.join(a, b);
        true
    }

    /// Whether two clusters contradict each other as wholes. A role or organization in common bridges
    /// fields that exclude each other.
    fn contradict(&self, a: usize, b: usize, strong: bool) -> bool {
        let (x, y) = (&self.content[a], &self.content[b]);
        let apart = match self.records[a].parsed() {
            Parsed::Person(_) => !strong && x.fields.exclude(y.fields),
            Parsed::Body(name) if name.known => false,
            Parsed::Body(_) | Parsed::Other => {
                !x.countries.is_empty() && !y.countries.is_empty() && x.countries.is_disjoint(&y.countries)
            }
        };
        apart || self.names_contradict(x, y)
    }

    fn names_contradict(&self, x: &Content, y: &Content) -> bool {
        x.names.len() + y.names.len() > SPELLINGS
            || x.names.iter().any(|x| {
                y.names.iter().any(|y| match (self.name(*x), self.name(*y)) {
                    (Parsed::Person(x), Parsed::Person(y)) => x.matches(y) == super::name::NameMatch::Contradicts,
                    (Parsed::Body(x), Parsed::Body(y)) => x.legal_contradicts(y),
                    _ => false,
                })
            })
    }

    fn name(&self, place: usize) -> &'r Parsed {
        self.records[place].parsed()
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (first, second) = (a.min(b), a.max(b));
        self.parent[second] = first;
        let other = std::mem::take(&mut self.content[second]);
        let mut content = std::mem::take(&mut self.content[first]);
        let new = |name: &usize| content.names.iter().all(|known| self.name(*known) != self.name(*name));
        let more: Vec<usize> = other.names.into_iter().filter(new).collect();
        content.names.extend(more);
        content.fields = content.fields.with(other.fields);
        content.countries.extend(other.countries);
        self.content[first] = content;
    }
}
