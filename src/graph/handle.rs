//! What stands on a node and on an edge: light handles of 16 and 32 bytes.

use super::csr::index;
use crate::model::{CountryCode, Date, EntityKind, RoleStatus};
use crate::store::{EntityId, RelationId};
use petgraph::graph::NodeIndex;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What stands on a node: which entity of the store it is, of what kind. Its name is in the
/// snapshot ([`Snapshot::name`](super::Snapshot::name)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Node {
    pub(super) entity: i64,
    pub(super) articles: u32,
    pub(super) country_code: Option<CountryCode>,
    pub(super) kind: EntityKind,
}

impl Node {
    /// The id of the entity in the store.
    pub const fn entity(&self) -> EntityId {
        EntityId(self.entity)
    }

    /// What the entity is.
    pub const fn kind(&self) -> EntityKind {
        self.kind
    }

    /// A country's own ISO code.
    pub const fn country_code(&self) -> Option<CountryCode> {
        self.country_code
    }

    /// In how many articles the entity is mentioned (0 where whoever built the snapshot did not say).
    pub const fn articles(&self) -> u32 {
        self.articles
    }
}

/// What stands on an edge: one relation of the store, with what views filter by.
///
/// Its serde form has a field for each method below; a role is the number of its node in the snapshot, a
/// kind its place in [`Snapshot::relation_kinds`](super::Snapshot::relation_kinds).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(into = "EdgeForm", from = "EdgeForm")]
pub struct Edge {
    pub(super) relation: i64,
    pub(super) role: u32,
    pub(super) articles: u32,
    pub(super) first: PackedDate,
    pub(super) last: PackedDate,
    pub(super) confidence: f32,
    pub(super) kind: u16,
    pub(super) status: Option<RoleStatus>,
    pub(super) asserted: bool,
}

/// What serde reads and writes for an edge.
#[derive(Serialize, Deserialize)]
struct EdgeForm {
    relation: i64,
    kind: u16,
    role: Option<u32>,
    status: Option<RoleStatus>,
    asserted: bool,
    confidence: f32,
    articles: u32,
    first_cited_on: Option<Date>,
    last_cited_on: Option<Date>,
}

impl From<Edge> for EdgeForm {
    fn from(edge: Edge) -> Self {
        Self {
            relation: edge.relation,
            kind: edge.kind,
            role: (edge.role != NO_ROLE).then_some(edge.role),
            status: edge.status,
            asserted: edge.asserted,
            confidence: edge.confidence,
            articles: edge.articles,
            first_cited_on: edge.first.date(),
            last_cited_on: edge.last.date(),
        }
    }
}

impl From<EdgeForm> for Edge {
    fn from(form: EdgeForm) -> Self {
        Self {
            relation: form.relation,
            role: form.role.unwrap_or(NO_ROLE),
            articles: form.articles,
            first: PackedDate::new(form.first_cited_on),
            last: PackedDate::new(form.last_cited_on),
            confidence: form.confidence,
            kind: form.kind,
            status: form.status,
            asserted: form.asserted,
        }
    }
}

/// The role of an edge that has none.
pub(super) const NO_ROLE: u32 = u32::MAX;

impl Edge {
    /// The id of the relation in the store.
    pub const fn relation(&self) -> RelationId {
        RelationId(self.relation)
    }

    /// The node of the role of a `holds_role` edge.
    pub fn role(&self) -> Option<NodeIndex> {
        (self.role != NO_ROLE).then(|| NodeIndex::new(self.role as usize))
    }

    /// The place of its kind among the snapshot's [`relation_kinds`](super::Snapshot::relation_kinds).
    pub const fn kind(&self) -> u16 {
        self.kind
    }

    /// The status of a role, as of the last article that asserts it.
    pub const fn status(&self) -> Option<RoleStatus> {
        self.status
    }

    /// Whether some article says that it is so; else articles only deny it or call it possible.
    pub const fn is_asserted(&self) -> bool {
        self.asserted
    }

    /// The highest confidence of the sightings, 0 to 1.
    pub const fn confidence(&self) -> f32 {
        self.confidence
    }

    /// How many articles show the relation.
    pub const fn articles(&self) -> u32 {
        self.articles
    }

    /// The date of the first dated article that shows the relation.
    pub fn first_cited_on(&self) -> Option<Date> {
        self.first.date()
    }

    /// The date of the last dated article that shows the relation.
    pub fn last_cited_on(&self) -> Option<Date> {
        self.last.date()
    }
}

/// The better shown edge is the smaller one: more articles, then higher confidence, then the rest of
/// the fields in fixed order. petgraph's minimum spanning tree so keeps the best-shown links.
impl PartialOrd for Edge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let rest = |e: &Self| (e.relation, e.role, e.first, e.last, e.kind, e.status, e.asserted);
        Some(
            other
                .articles
                .cmp(&self.articles)
                .then(other.confidence.partial_cmp(&self.confidence)?)
                .then_with(|| rest(self).cmp(&rest(other))),
        )
    }
}

/// A date in four bytes, in the order of the ISO strings; 0 is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct PackedDate(pub(super) u32);

/// The bits of month and day.
const DAY_BITS: u32 = 5;
const MONTH_BITS: u32 = 4;

impl PackedDate {
    /// The date that a row gives.
    pub(super) fn new(date: Option<Date>) -> Self {
        date.map_or(Self(0), |date| {
            let (month, day) = (date.month().unwrap_or(0), date.day().unwrap_or(0));
            Self((u32::from(date.year()) << (MONTH_BITS + DAY_BITS)) | (u32::from(month) << DAY_BITS) | u32::from(day))
        })
    }

    pub(super) fn date(self) -> Option<Date> {
        let year = u16::try_from(self.0 >> (MONTH_BITS + DAY_BITS)).ok()?;
        let month = u8::try_from((self.0 >> DAY_BITS) & ((1 << MONTH_BITS) - 1)).ok()?;
        let day = u8::try_from(self.0 & ((1 << DAY_BITS) - 1)).ok()?;
        match (month, day) {
            (0, _) => Date::from_year(year),
            (_, 0) => Date::from_month(year, month),
            _ => Date::from_day(year, month, day),
        }
    }

    /// The last day that the date can mean: a month or day that is not known is filled with ones.
    pub(super) const fn latest(self) -> u32 {
        let day = (1 << DAY_BITS) - 1;
        if self.0 == 0 {
            0
        } else if self.0 & (((1 << MONTH_BITS) - 1) << DAY_BITS) == 0 {
            self.0 | ((1 << (MONTH_BITS + DAY_BITS)) - 1)
        } else if self.0 & day == 0 {
            self.0 | day
        } else {
            self.0
        }
    }
}

/// A node index of a place in a list.
pub(super) fn node(place: usize) -> NodeIndex {
    NodeIndex::new(index(place) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_light() {
        assert_eq!((size_of::<Node>(), size_of::<Edge>()), (16, 32));
    }

    #[test]
    fn dates_survive_packing_and_keep_their_order() {
        let texts = ["0001", "2022-12-31", "2023", "2023-05", "2023-05-06", "2023-05-07", "9999-12-31"];
        let packed: Vec<PackedDate> = texts.iter().map(|t| PackedDate::new(t.parse().ok())).collect();
        assert!(packed.is_sorted());
        for (text, packed) in texts.iter().zip(&packed) {
            assert_eq!(packed.date().unwrap().to_string(), *text);
        }
        assert_eq!(PackedDate::new(None).date(), None);
        assert!(packed[2].latest() > packed[5].0 && packed[3].latest() > packed[5].0);
        assert_eq!(packed[4].latest(), packed[4].0);
    }
}
