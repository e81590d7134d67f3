//! The snapshot: all entities and relations of a store at one moment, as a graph in memory.

use super::csr::{Adjacency, index, range};
use super::handle::{Edge, NO_ROLE, Node, PackedDate, node};
use super::view::View;
use crate::error::{Error, Result};
use crate::model::{CountryCode, Date, EntityKind, RelationKind, RoleStatus};
use crate::store::{EntityId, RelationId, folded};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use std::borrow::Cow;
use std::sync::OnceLock;

/// An immutable graph of entities (nodes) and relations (edges).
///
/// Edges go from the subject of a relation to its object: `holds_role` from a person to an
/// organization, country or place, `has_occupation` from a person to a role, `concerned_with` from
/// a country to an issue. Nodes are in the order of their ids, edges in the order of their source
/// and, for one source, of the rows; the same store always gives the same snapshot.
///
/// petgraph's traits are on `&Snapshot`, so everything in [`petgraph::algo`] and
/// [`petgraph::visit`] runs on it. A snapshot does not change and can be shared between threads.
#[derive(Debug, Default)]
pub struct Snapshot {
    pub(super) rows: Adjacency,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) kinds: Vec<RelationKind>,
    pub(super) names: Names,
    pub(super) topics: Topics,
    /// The generation of the store that this was read from.
    pub(super) generation: Option<i64>,
    /// Nodes by their folded name; made when first asked for.
    by_name: OnceLock<Vec<u32>>,
}

/// Names one after the other in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) text: String,
    pub(super) ends: Vec<u32>,
}

/// The topics of issues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Topics {
    pub(super) names: Vec<String>,
    /// Node and place in `names`, by node.
    pub(super) of: Vec<(u32, u16)>,
}

impl Names {
    fn get(&self, place: usize) -> &str {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(place).and_then(|&end| self.text.get(start as usize..end as usize)).unwrap_or_default()
    }
}

impl Snapshot {
    pub(super) const fn from_parts(
        rows: Adjacency,
        nodes: Vec<Node>,
        edges: Vec<Edge>,
        kinds: Vec<RelationKind>,
        names: Names,
        topics: Topics,
    ) -> Self {
        Self { rows, nodes, edges, kinds, names, topics, generation: None, by_name: OnceLock::new() }
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// The number of edges.
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// What stands on a node, or `None` where the index is not of this snapshot.
    pub fn node(&self, node: NodeIndex) -> Option<&Node> {
        self.nodes.get(node.index())
    }

    /// What stands on an edge, or `None` where the index is not of this snapshot.
    pub fn edge(&self, edge: EdgeIndex) -> Option<&Edge> {
        self.edges.get(edge.index())
    }

    /// The canonical name of a node; empty where the index is not of this snapshot.
    pub fn name(&self, node: NodeIndex) -> &str {
        self.names.get(node.index())
    }

    /// The topic of an issue, where it has one.
    pub fn topic(&self, node: NodeIndex) -> Option<&str> {
        let place = self.topics.of.binary_search_by_key(&index(node.index()), |&(node, _)| node).ok()?;
        self.topics.names.get(usize::from(self.topics.of[place].1)).map(String::as_str)
    }

    /// The kind of an edge, or `None` where the index is not of this snapshot.
    pub fn relation_kind(&self, edge: EdgeIndex) -> Option<&RelationKind> {
        self.kinds.get(usize::from(self.edge(edge)?.kind))
    }

    /// The source and target of an edge, or `None` where the index is not of this snapshot.
    ///
    /// # Complexity
    ///
    /// O(log n): the source is searched for.
    pub fn edge_endpoints(&self, edge: EdgeIndex) -> Option<(NodeIndex, NodeIndex)> {
        let target = *self.rows.out_target.get(edge.index())?;
        Some((node(self.rows.source(index(edge.index())) as usize), node(target as usize)))
    }

    /// The node of an entity of the store.
    ///
    /// # Complexity
    ///
    /// O(log n).
    pub fn find_entity(&self, entity: EntityId) -> Option<NodeIndex> {
        self.nodes.binary_search_by_key(&entity.0, |node| node.entity).ok().map(node)
    }

    /// The edge of a relation of the store.
    ///
    /// # Complexity
    ///
    /// O(m): every edge is looked at. For many relations use
    /// [`View::relations`](super::View::relations).
    pub fn find_relation(&self, relation: RelationId) -> Option<EdgeIndex> {
        self.edges.iter().position(|edge| edge.relation == relation.0).map(EdgeIndex::new)
    }

    /// The nodes whose canonical name is `name` when case, accents and punctuation do not count, as
    /// in the store; in node order. Other names of an entity are in the store:
    /// [`Store::entities_named`](crate::store::Store::entities_named) and
    /// [`find_entity`](Self::find_entity) lead from any of them to its node.
    ///
    /// # Complexity
    ///
    /// O(n log n) for the first call on a snapshot, O(log n) afterwards.
    ///
    /// ```
    /// use newsgraph::graph::{NodeRow, Snapshot};
    /// use newsgraph::model::EntityKind;
    ///
    /// let mut builder = Snapshot::builder();
    /// builder.entity(NodeRow::new(1, EntityKind::Person, "José Almeida"))?;
    /// let snapshot = builder.build();
    /// assert_eq!(snapshot.find("JOSE ALMEIDA").count(), 1);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn find(&self, name: &str) -> impl Iterator<Item = NodeIndex> + '_ {
        let by_name = self.by_name.get_or_init(|| {
            let mut nodes: Vec<u32> = (0..self.nodes.len()).map(index).collect();
            nodes.sort_by_cached_key(|&place| (folded(self.names.get(place as usize)), place));
            nodes
        });
        let wanted = folded(name);
        let start = by_name.partition_point(|&place| folded(self.names.get(place as usize)) < wanted);
        let named = by_name[start..].iter().map(|&place| node(place as usize));
        named.take_while(move |&n| folded(self.name(n)) == wanted)
    }

    /// The node of one kind and name (see [`find`](Self::find)); the one with the lowest id where
    /// several entities share both.
    pub fn find_kind(&self, kind: EntityKind, name: &str) -> Option<NodeIndex> {
        self.find(name).find(|&n| self.node(n).is_some_and(|node| node.kind == kind))
    }

    /// The country of an ISO code.
    ///
    /// # Complexity
    ///
    /// O(n).
    pub fn find_country(&self, code: CountryCode) -> Option<NodeIndex> {
        self.nodes.iter().position(|n| n.kind == EntityKind::Country && n.country_code == Some(code)).map(node)
    }

    /// All nodes, in order.
    pub fn node_indices(&self) -> impl ExactSizeIterator<Item = NodeIndex> + use<> {
        (0..self.nodes.len()).map(node)
    }

    /// The whole snapshot as a [`View`], to be narrowed.
    pub const fn view(&self) -> View<'_> {
        View::new(self)
    }

    /// An owned petgraph graph with the same node and edge indices.
    ///
    /// # Complexity
    ///
    /// O(n + m).
    pub fn to_digraph(&self) -> DiGraph<Node, Edge> {
        let mut graph = DiGraph::with_capacity(self.nodes.len(), self.edges.len());
        for node in &self.nodes {
            graph.add_node(*node);
        }
        for source in 0..self.nodes.len() {
            for edge in range(&self.rows.out(source)) {
                graph.add_edge(node(source), node(self.rows.out_target[edge] as usize), self.edges[edge]);
            }
        }
        graph
    }

    /// Bytes of the adjacency alone: about 12 an edge and 8 a node.
    pub fn adjacency_bytes(&self) -> usize {
        self.rows.bytes()
    }

    /// Bytes of the whole snapshot: adjacency, handles, names.
    pub fn bytes(&self) -> usize {
        self.rows.bytes()
            + size_of_val(self.nodes.as_slice())
            + size_of_val(self.edges.as_slice())
            + self.names.text.len()
            + size_of_val(self.names.ends.as_slice())
    }

    /// Builds a snapshot from rows, without a store.
    pub fn builder() -> SnapshotBuilder {
        SnapshotBuilder::default()
    }
}

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
    table: Vec<u32>,
    last_kind: usize,
}

/// An id that no node has, in the table from ids to nodes.
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
        if self.edges.is_empty() {
            self.table = id_table(&self.nodes);
        }
        let missing = |id: i64| graph_error(format!("relation {} names entity {id}, which is not there", row.id));
        let source = self.place(row.subject).ok_or_else(|| missing(row.subject))?;
        let target = self.place(row.object).ok_or_else(|| missing(row.object))?;
        let role = match row.role {
            None => NO_ROLE,
            Some(role) => self.place(role).ok_or_else(|| missing(role))?,
        };
        if self.edges.len() >= ABSENT as usize {
            return Err(graph_error("more than 4294967294 relations".to_owned()));
        }
        let kind = self.kind(row.kind)?;
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
    pub fn build(self) -> Snapshot {
        let Self { nodes, names, topics, kinds, sources, targets, mut edges, .. } = self;
        let (rows, order) = Adjacency::build(nodes.len(), &sources, &targets);
        if let Some(order) = order {
            edges = order.iter().map(|&old| edges[old as usize]).collect();
        }
        Snapshot::from_parts(rows, nodes, edges, kinds, names, topics)
    }

    /// The node of an entity id.
    fn place(&self, id: i64) -> Option<u32> {
        if self.table.is_empty() {
            return self.nodes.binary_search_by_key(&id, |node| node.entity).ok().map(index);
        }
        let first = self.nodes.first()?.entity;
        let place = *self.table.get(usize::try_from(id.checked_sub(first)?).ok()?)?;
        (place != ABSENT).then_some(place)
    }

    /// The number of a kind. Rows of one kind mostly come together, so the last one is tried first.
    fn kind(&mut self, name: &str) -> Result<u16> {
        if self.kinds.get(self.last_kind).is_none_or(|kind| kind.as_str() != name) {
            let known = self.kinds.iter().position(|kind| kind.as_str() == name);
            self.last_kind = known.unwrap_or_else(|| {
                self.kinds.push(kind_of(name));
                self.kinds.len() - 1
            });
        }
        u16::try_from(self.last_kind).map_err(|_| graph_error("more than 65536 kinds of relation".to_owned()))
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

/// Nodes by id, counted from the first id; empty where the ids lie too far apart for a table.
fn id_table(nodes: &[Node]) -> Vec<u32> {
    let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return Vec::new() };
    let Ok(length) = usize::try_from(last.entity.saturating_sub(first.entity)) else { return Vec::new() };
    if length >= 4 * nodes.len() + 1024 {
        return Vec::new();
    }
    let mut table = vec![ABSENT; length + 1];
    for (place, node) in nodes.iter().enumerate() {
        if let Ok(id) = usize::try_from(node.entity - first.entity) {
            table[id] = index(place);
        }
    }
    table
}

pub(super) fn graph_error(message: String) -> Error {
    Error::Graph { message }
}

/// A label for a node: its name, or its id where the name is empty.
pub(super) fn label(snapshot: &Snapshot, node: NodeIndex) -> Cow<'_, str> {
    match snapshot.name(node) {
        "" => Cow::Owned(format!("#{}", snapshot.node(node).map_or(0, |node| node.entity))),
        name => Cow::Borrowed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(builder: &mut SnapshotBuilder, id: i64) -> Result<()> {
        builder.entity(NodeRow::new(id, EntityKind::Person, &format!("P{id}")))
    }

    #[test]
    fn sparse_and_dense_ids_give_the_same_graph() {
        for step in [1, 1_000_000] {
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
