//! Rows gathered into a snapshot.

use super::csr::{Adjacency, index};
use super::handle::{Edge, NO_ROLE, Node, PackedDate};
use super::snapshot::{Names, Snapshot, Topics};
use crate::error::{Error, Result};
use crate::model::{CountryCode, Date, EntityKind, RelationKind, RoleStatus};

/// One entity, as a node is made of it.
#[derive(Debug, Clone, Copy)]
pub struct NodeRow<'a> {
    /// The id in the store.
    pub id: i64,
    /// What it is.
    pub kind: EntityKind,
    /// Its canonical name.
    pub name: &'a str,
    /// A country's own code.
    pub country_code: Option<CountryCode>,
    /// An issue's topic.
    pub topic: Option<&'a str>,
    /// In how many articles it is mentioned.
    pub articles: u32,
}

impl<'a> NodeRow<'a> {
    /// An entity of which no more is known.
    pub const fn new(id: i64, kind: EntityKind, name: &'a str) -> Self {
        Self { id, kind, name, country_code: None, topic: None, articles: 0 }
    }
}

/// One relation, as an edge is made of it.
#[derive(Debug, Clone, Copy)]
pub struct EdgeRow<'a> {
    /// The id in the store.
    pub id: i64,
    /// Its kind, by name.
    pub kind: &'a str,
    /// The entity id of the subject.
    pub subject: i64,
    /// The entity id of the object.
    pub object: i64,
    /// The entity id of the role.
    pub role: Option<i64>,
    /// The status of the role.
    pub status: Option<RoleStatus>,
    /// Whether some article says that it is so, rather than denies it or calls it possible.
    pub asserted: bool,
    /// The highest confidence of its sightings.
    pub confidence: f32,
    /// The number of articles that show it.
    pub articles: u32,
    /// The date of the first of them.
    pub first_cited_on: Option<Date>,
    /// The date of the last of them.
    pub last_cited_on: Option<Date>,
}

impl<'a> EdgeRow<'a> {
    /// A relation that one undated article shows with full confidence.
    pub const fn new(id: i64, kind: &'a str, subject: i64, object: i64) -> Self {
        Self {
            id,
            kind,
            subject,
            object,
            role: None,
            status: None,
            asserted: true,
            confidence: 1.0,
            articles: 1,
            first_cited_on: None,
            last_cited_on: None,
        }
    }
}

/// Gathers rows into lists and makes a [`Snapshot`] of them.
///
/// Entities come first, in ascending order of their ids; relations follow in any order.
#[derive(Debug, Default)]
pub struct SnapshotBuilder {
    nodes: Vec<Node>,
    names: Names,
    topics: Topics,
    kinds: Vec<RelationKind>,
    sources: Vec<u32>,
    targets: Vec<u32>,
    edges: Vec<Edge>,
    /// Made with the first relation.
    ids: Option<Ids>,
    last_kind: usize,
}

/// How the node of an entity id is found.
#[derive(Debug)]
enum Ids {
    /// The ids follow one another from this one on, as they do where no entity was ever removed.
    Dense(i64),
    /// Nodes by id, counted from the first; [`ABSENT`] where no entity has the id.
    Table(i64, Vec<u32>),
    /// The ids lie too far apart for a table: the nodes are searched.
    Sparse,
}

/// A number that no node and no edge has.
const ABSENT: u32 = u32::MAX;

impl SnapshotBuilder {
    /// Makes room for a number of relations, where it is known beforehand.
    pub fn reserve_relations(&mut self, relations: usize) {
        self.sources.reserve(relations);
        self.targets.reserve(relations);
        self.edges.reserve(relations);
    }

    /// Adds a node.
    ///
    /// # Errors
    ///
    /// [`Error::Graph`] where the id is not above the last one, relations have been added already,
    /// or names or nodes are too many for 32 bits.
    pub fn entity(&mut self, row: NodeRow<'_>) -> Result<()> {
        if self.nodes.last().is_some_and(|last| last.entity >= row.id) {
            return Err(graph_error(format!("entity {} comes out of order; sort entities by id", row.id)));
        }
        if !self.edges.is_empty() {
            return Err(graph_error(format!("entity {} comes after a relation; add all entities first", row.id)));
        }
        self.names.text.push_str(row.name);
        match (u32::try_from(self.names.text.len()), u32::try_from(self.nodes.len())) {
            (Ok(end), Ok(place)) if place < ABSENT => self.names.ends.push(end),
            _ => return Err(graph_error("more than 4 GiB of names or 4294967294 entities".to_owned())),
        }
        if let Some(topic) = row.topic {
            let place = intern(&mut self.topics.names, topic)?;
            self.topics.of.push((index(self.nodes.len()), place));
        }
        self.nodes.push(Node {
            entity: row.id,
            articles: row.articles,
            country_code: row.country_code,
            kind: row.kind,
        });
        Ok(())
    }

    /// Adds an edge.
    ///
    /// # Errors
    ///
    /// [`Error::Graph`] where an entity of the row has not been added, or edges or kinds are too
    /// many.
    pub fn relation(&mut self, row: EdgeRow<'_>) -> Result<()> {
        let kind = self.kind(row.kind.as_bytes())?;
        self.relation_of_kind(kind, &row)
    }

    /// Adds an edge of a kind given by its number, whatever the row says.
    pub(super) fn relation_of_kind(&mut self, kind: u16, row: &EdgeRow<'_>) -> Result<()> {
        let ids = self.ids.get_or_insert_with(|| Ids::new(&self.nodes));
        let place = |id: i64| {
            ids.place(id, &self.nodes)
                .ok_or_else(|| graph_error(format!("relation {} names entity {id}, which is not there", row.id)))
        };
        let (source, target) = (place(row.subject)?, place(row.object)?);
        let role = row.role.map_or(Ok(NO_ROLE), place)?;
        if self.edges.len() >= ABSENT as usize {
            return Err(graph_error("more than 4294967294 relations".to_owned()));
        }
        self.sources.push(source);
        self.targets.push(target);
        self.edges.push(Edge {
            relation: row.id,
            role,
            articles: row.articles,
            first: PackedDate::new(row.first_cited_on),
            last: PackedDate::new(row.last_cited_on),
            confidence: row.confidence,
            kind,
            status: row.status,
            asserted: row.asserted,
        });
        Ok(())
    }

    /// The snapshot.
    ///
    /// # Complexity
    ///
    /// O(n + m): counting sort.
    #[expect(clippy::indexing_slicing, reason = "the order is one of the edges")]
    pub fn build(self) -> Snapshot {
        let Self { nodes, names, topics, kinds, sources, targets, mut edges, .. } = self;
        let (rows, order) = Adjacency::build(nodes.len(), &sources, &targets);
        if let Some(order) = order {
            edges = order.iter().map(|&old| edges[old as usize]).collect();
        }
        Snapshot::from_parts(rows, nodes, edges, kinds, names, topics)
    }

    /// The number of a kind. Rows of one kind mostly come together, so the last one is tried first.
    pub(super) fn kind(&mut self, name: &[u8]) -> Result<u16> {
        let is = |kind: &RelationKind| kind.as_str().as_bytes() == name;
        if !self.kinds.get(self.last_kind).is_some_and(is) {
            self.last_kind = if let Some(known) = self.kinds.iter().position(is) {
                known
            } else {
                let name = std::str::from_utf8(name)
                    .map_err(|_| graph_error("the name of a kind of relation is not UTF-8".to_owned()))?;
                self.kinds.push(kind_of(name));
                self.kinds.len() - 1
            };
        }
        u16::try_from(self.last_kind).map_err(|_| graph_error("more than 65536 kinds of relation".to_owned()))
    }
}

impl Ids {
    fn new(nodes: &[Node]) -> Self {
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return Self::Sparse };
        let Ok(span) = usize::try_from(last.entity.saturating_sub(first.entity)) else { return Self::Sparse };
        if span == nodes.len() - 1 {
            return Self::Dense(first.entity);
        }
        if span >= 4 * nodes.len() + 1024 {
            return Self::Sparse;
        }
        let mut table = vec![ABSENT; span + 1];
        for (place, node) in nodes.iter().enumerate() {
            if let Some(known) = usize::try_from(node.entity - first.entity).ok().and_then(|id| table.get_mut(id)) {
                *known = index(place);
            }
        }
        Self::Table(first.entity, table)
    }

    fn place(&self, id: i64, nodes: &[Node]) -> Option<u32> {
        match self {
            Self::Dense(first) => {
                let place = u32::try_from(id.checked_sub(*first)?).ok()?;
                ((place as usize) < nodes.len()).then_some(place)
            }
            Self::Table(first, table) => {
                let place = *table.get(usize::try_from(id.checked_sub(*first)?).ok()?)?;
                (place != ABSENT).then_some(place)
            }
            Self::Sparse => nodes.binary_search_by_key(&id, |node| node.entity).ok().map(index),
        }
    }
}

/// The place of a topic in a list, where it is put if it is new. Topics are a small fixed
/// vocabulary, so the list is searched.
fn intern(topics: &mut Vec<String>, topic: &str) -> Result<u16> {
    let place = topics.iter().position(|known| known == topic).unwrap_or_else(|| {
        topics.push(topic.to_owned());
        topics.len() - 1
    });
    u16::try_from(place).map_err(|_| graph_error("more than 65536 topics".to_owned()))
}

/// The kind of a name; those this version knows are not allocated again.
pub(super) fn kind_of(name: &str) -> RelationKind {
    [RelationKind::HOLDS_ROLE, RelationKind::HAS_OCCUPATION, RelationKind::CONCERNED_WITH]
        .into_iter()
        .find(|kind| kind.as_str() == name)
        .unwrap_or_else(|| RelationKind::new(name))
}

pub(super) fn graph_error(message: String) -> Error {
    Error::Graph { message }
}

#[cfg(test)]
mod tests {
    use super::super::handle::node;
    use super::*;
    use crate::store::{EntityId, RelationId};
    use petgraph::graph::EdgeIndex;

    fn entity(builder: &mut SnapshotBuilder, id: i64) -> Result<()> {
        builder.entity(NodeRow::new(id, EntityKind::Person, &format!("P{id}")))
    }

    #[test]
    fn sparse_and_dense_ids_give_the_same_graph() {
        // Following one another, with holes, and too far apart for a table.
        for step in [1, 3, 1_000_000] {
            let mut builder = Snapshot::builder();
            for id in 1..=4 {
                entity(&mut builder, id * step).unwrap();
            }
            for (id, subject, object) in [(1, 4, 1), (2, 1, 2), (3, 4, 1)] {
                builder.relation(EdgeRow::new(id, "knows", subject * step, object * step)).unwrap();
            }
            let snapshot = builder.build();
            assert_eq!(snapshot.edges.iter().map(|e| e.relation).collect::<Vec<_>>(), [2, 1, 3]);
            assert_eq!(snapshot.edge_endpoints(EdgeIndex::new(2)), Some((node(3), node(0))));
            assert_eq!(snapshot.find_relation(RelationId(1)), Some(EdgeIndex::new(1)));
            assert_eq!(snapshot.find_entity(EntityId(3 * step)), Some(node(2)));
            assert_eq!(snapshot.find(&format!("p{}", 2 * step)).collect::<Vec<_>>(), [node(1)]);
        }
    }

    #[test]
    fn rows_that_make_no_graph_are_refused() {
        let mut builder = Snapshot::builder();
        entity(&mut builder, 5).unwrap();
        assert!(entity(&mut builder, 5).is_err() && entity(&mut builder, 4).is_err());
        for (subject, object, role) in [(5, 6, None), (6, 5, None), (5, 5, Some(7)), (i64::MIN, 5, None)] {
            let row = EdgeRow { role, ..EdgeRow::new(1, "knows", subject, object) };
            assert!(matches!(builder.relation(row), Err(Error::Graph { .. })));
        }
        builder.relation(EdgeRow::new(1, "knows", 5, 5)).unwrap();
        assert!(entity(&mut builder, 6).is_err());
    }
}
