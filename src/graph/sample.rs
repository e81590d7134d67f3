//! Graphs for the tests of this module: invented people in real countries, and random multigraphs.

use super::builder::{EdgeRow, NodeRow};
use super::snapshot::Snapshot;
use crate::model::{EntityKind, RoleStatus};
use crate::store::EntityId;
use petgraph::graph::NodeIndex;

/// A linear congruential generator (Knuth, MMIX), good enough to vary tests.
pub(super) struct Lcg(pub(super) u64);

impl Lcg {
    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// A random graph with parallel edges and loops.
pub(super) fn random(seed: u64, nodes: usize, edges: usize) -> Snapshot {
    let mut lcg = Lcg(seed);
    let mut builder = Snapshot::builder();
    for id in 0..nodes {
        let kind = EntityKind::ALL[lcg.below(6)];
        builder.entity(NodeRow::new(id as i64, kind, &format!("N{id}"))).unwrap();
    }
    for id in 0..edges {
        let (subject, object) = (lcg.below(nodes) as i64, lcg.below(nodes) as i64);
        let articles = 1 + u32::try_from(lcg.below(9)).unwrap();
        builder.relation(EdgeRow { articles, ..EdgeRow::new(id as i64, "knows", subject, object) }).unwrap();
    }
    builder.build()
}

/// A chain of nodes `0 → 1 → 2 → …`.
pub(super) fn chain(nodes: usize) -> Snapshot {
    let mut builder = Snapshot::builder();
    for id in 0..nodes {
        builder.entity(NodeRow::new(id as i64, EntityKind::Person, "")).unwrap();
    }
    for id in 1..nodes as i64 {
        builder.relation(EdgeRow::new(id, "knows", id - 1, id)).unwrap();
    }
    builder.build()
}

/// Three persons, two organizations, two countries, two issues, two roles.
///
/// Entity ids: Ada 1, Ben 2, Cleo 3, Harbour Institute 4, Northern Bank 5, Norway 6, Kenya 7,
/// fishing 8, migration 9, director 10, economist 11.
pub(super) fn news() -> Snapshot {
    use EntityKind::{Country, Issue, Organization, Person, Role};
    let mut builder = Snapshot::builder();
    let names = [
        (Person, "Ada Brandt"),
        (Person, "Ben Okoro"),
        (Person, "Cleo Marsh"),
        (Organization, "Harbour Institute"),
        (Organization, "Northern Bank"),
        (Country, "Norway"),
        (Country, "Kenya"),
        (Issue, "fishing rights"),
        (Issue, "migration"),
        (Role, "director"),
        (Role, "economist"),
    ];
    for (id, (kind, name)) in (1..).zip(names) {
        let country_code = match name {
            "Norway" => crate::model::CountryCode::new("NO"),
            "Kenya" => crate::model::CountryCode::new("KE"),
            _ => None,
        };
        let topic = (name == "migration").then_some("society");
        builder.entity(NodeRow { country_code, topic, ..NodeRow::new(id, kind, name) }).unwrap();
    }
    // id, kind, subject, object, role, status, articles, first, last
    let rows = [
        (101, "holds_role", 1, 4, Some(10), Some(RoleStatus::Current), 3, "2023-01-05", "2024-02-01"),
        (102, "holds_role", 2, 4, Some(11), Some(RoleStatus::Former), 1, "2022-06", "2022-06"),
        (103, "holds_role", 2, 5, Some(10), Some(RoleStatus::Current), 2, "2023-03-01", "2023-09-01"),
        (104, "holds_role", 3, 5, Some(11), Some(RoleStatus::Future), 1, "2024-01-01", "2024-01-01"),
        (105, "has_occupation", 3, 11, None, Some(RoleStatus::Current), 1, "2021", "2021"),
        (106, "concerned_with", 6, 8, None, None, 5, "2022-01-01", "2024-05-01"),
        (107, "concerned_with", 7, 8, None, None, 2, "2024-01-01", "2024-03-01"),
        (108, "concerned_with", 7, 9, None, None, 1, "2022-02-02", "2022-02-02"),
        (109, "holds_role", 1, 6, Some(10), Some(RoleStatus::Former), 1, "", ""),
    ];
    for (id, kind, subject, object, role, status, articles, first, last) in rows {
        let row = EdgeRow {
            role,
            status,
            articles,
            first_cited_on: first.parse().ok(),
            last_cited_on: last.parse().ok(),
            confidence: if id == 104 { 0.4 } else { 0.9 },
            asserted: id != 108,
            ..EdgeRow::new(id, kind, subject, object)
        };
        builder.relation(row).unwrap();
    }
    builder.build()
}

/// The node of an entity id of [`news`].
pub(super) fn at(snapshot: &Snapshot, entity: i64) -> NodeIndex {
    snapshot.find_entity(EntityId(entity)).unwrap()
}
