//! Shortest paths, in number of edges.
//!
//! [`View::shortest_path`] searches from both ends at once and keeps its queues as the trees of
//! predecessors, so that a question needs no table of all nodes: two bits a node and what it visits.
//! [`View::shortest_paths`] is Yen's algorithm over that search.

use super::csr::index;
use super::handle::{Edge, node};
use super::view::View;
use super::visit::Shape;
use fixedbitset::FixedBitSet;
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// One edge of a path, in the sense in which it is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Where the step begins.
    pub from: NodeIndex,
    /// Where it ends.
    pub to: NodeIndex,
    /// The edge: of several between the two, the one with most articles, then the first.
    pub edge: EdgeIndex,
    /// Whether the step goes from the relation's subject to its object, and not the other way.
    pub forward: bool,
}

/// A way from one node to another that meets no node twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    start: NodeIndex,
    steps: Vec<Step>,
}

impl Path {
    /// The first node.
    pub const fn start(&self) -> NodeIndex {
        self.start
    }

    /// The steps; none where start and end are the same node.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The nodes, first and last included.
    pub fn nodes(&self) -> impl Iterator<Item = NodeIndex> + '_ {
        std::iter::once(self.start).chain(self.steps.iter().map(|step| step.to))
    }
}

impl View<'_> {
    /// A shortest path by number of edges, or `None` where there is none. The view's direction
    /// counts: take an [`undirected`](View::undirected) view to walk relations both ways.
    ///
    /// Of several shortest paths it always gives the same one.
    ///
    /// # Complexity
    ///
    /// O(n + m) at worst; two bits a node are cleared, the rest grows with what is visited. From
    /// both ends the visited part is a small one in most graphs.
    ///
    /// ```
    /// use newsgraph::graph::{NodeRow, EdgeRow, Snapshot};
    /// use newsgraph::model::EntityKind::{Organization, Person};
    ///
    /// let mut builder = Snapshot::builder();
    /// for (id, kind, name) in [(1, Person, "Ada Brandt"), (2, Person, "Ben Okoro"), (3, Organization, "Harbour Institute")] {
    ///     builder.entity(NodeRow::new(id, kind, name))?;
    /// }
    /// builder.relation(EdgeRow::new(1, "holds_role", 1, 3))?;
    /// builder.relation(EdgeRow::new(2, "holds_role", 2, 3))?;
    /// let snapshot = builder.build();
    ///
    /// let (ada, ben) = (snapshot.find_kind(Person, "Ada Brandt").unwrap(), snapshot.find_kind(Person, "Ben Okoro").unwrap());
    /// let path = snapshot.view().undirected().shortest_path(ada, ben).unwrap();
    /// let names: Vec<_> = path.nodes().map(|n| snapshot.name(n)).collect();
    /// assert_eq!(names, ["Ada Brandt", "Harbour Institute", "Ben Okoro"]);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn shortest_path(&self, from: NodeIndex, to: NodeIndex) -> Option<Path> {
        let nodes = Search::new(self.shape(), FixedBitSet::new(), &BTreeSet::new()).run(from, to)?;
        Some(self.path(&nodes))
    }

    /// Up to `k` paths that meet no node twice, shortest first; among paths of one length, the
    /// order is that of their nodes. Parallel edges make no further path.
    ///
    /// Yen, "Finding the K Shortest Loopless Paths in a Network", Management Science 17 (1971).
    ///
    /// # Complexity
    ///
    /// O(k · l) searches for paths of length l.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// let view = snapshot.view().undirected();
    /// let paths = view.shortest_paths(node("Ada Brandt"), node("Ben Okoro"), 3);
    /// assert_eq!(paths.iter().map(|path| path.steps().len()).collect::<Vec<_>>(), [2]);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn shortest_paths(&self, from: NodeIndex, to: NodeIndex, k: usize) -> Vec<Path> {
        let mut found: Vec<Vec<NodeIndex>> = Vec::new();
        let mut candidates: BTreeSet<(usize, Vec<NodeIndex>)> = BTreeSet::new();
        if let Some(first) = Search::new(self.shape(), FixedBitSet::new(), &BTreeSet::new()).run(from, to) {
            candidates.insert((first.len(), first));
        }
        while found.len() < k {
            let Some((_, path)) = candidates.pop_first() else { break };
            for spur in 0..path.len().saturating_sub(1) {
                let (before, rest) = path.split_at(spur);
                let [at, next, ..] = rest else { break };
                let mut taken: BTreeSet<NodeIndex> = found
                    .iter()
                    .filter(|other| other.starts_with(before) && other.get(spur) == Some(at))
                    .filter_map(|other| other.get(spur + 1))
                    .copied()
                    .collect();
                taken.insert(*next);
                let mut barred = FixedBitSet::with_capacity(self.snapshot().node_count());
                barred.extend(before.iter().map(|n| n.index()));
                if let Some(tail) = Search::new(self.shape(), barred, &taken).run(*at, to) {
                    let whole: Vec<NodeIndex> = before.iter().copied().chain(tail).collect();
                    candidates.insert((whole.len(), whole));
                }
            }
            found.push(path);
        }
        found.iter().map(|nodes| self.path(nodes)).collect()
    }

    /// The steps along nodes that are joined in this order.
    fn path(&self, nodes: &[NodeIndex]) -> Path {
        let steps = nodes.iter().zip(nodes.iter().skip(1)).filter_map(|(&from, &to)| self.step(from, to)).collect();
        Path { start: nodes.first().copied().unwrap_or_default(), steps }
    }

    /// The best edge between two nodes.
    fn step(&self, from: NodeIndex, to: NodeIndex) -> Option<Step> {
        let shape = self.shape();
        // The smaller of the two rows is looked through.
        let (at, other, direction) = if shape.degree_bound(index(from.index())) <= shape.degree_bound(index(to.index()))
        {
            (from, to, Direction::Outgoing)
        } else {
            (to, from, Direction::Incoming)
        };
        let far = |edge: &super::visit::EdgeReference<'_>| {
            if direction == Direction::Outgoing { edge.target() } else { edge.source() }
        };
        let best = shape
            .edges_at(at, direction)
            .filter(|edge| far(edge) == other)
            .max_by_key(|edge| (Edge::articles(edge.edge()), std::cmp::Reverse(edge.id())))?;
        let forward = self.snapshot().edge_endpoints(best.id()).is_some_and(|(source, _)| source == from);
        Some(Step { from, to, edge: best.id(), forward })
    }
}

/// One side of the search: the visited nodes in order of their visit, each with the place of the
/// one it was reached from.
struct Side {
    visited: FixedBitSet,
    queue: Vec<(u32, u32)>,
    /// Where the outermost level begins in the queue.
    level: usize,
    direction: Direction,
}

impl Side {
    fn new(start: NodeIndex, mut visited: FixedBitSet, nodes: usize, direction: Direction) -> Self {
        visited.grow(nodes);
        visited.insert(start.index());
        Self { visited, queue: vec![(index(start.index()), 0)], level: 0, direction }
    }

    /// How many edges the next level will look at, at most.
    fn work(&self, shape: &Shape<'_>) -> usize {
        self.queue.iter().skip(self.level).map(|&(n, _)| shape.degree_bound(n)).sum()
    }

    /// The nodes from a place of the queue back to the start.
    fn back(&self, mut place: usize) -> Vec<NodeIndex> {
        let mut nodes = Vec::new();
        while let Some(&(n, before)) = self.queue.get(place) {
            nodes.push(node(n as usize));
            if place == 0 {
                break;
            }
            place = before as usize;
        }
        nodes
    }
}

/// A breadth-first search from both ends, around barred nodes and first steps.
struct Search<'a> {
    shape: Shape<'a>,
    barred: FixedBitSet,
    /// Nodes that must not come directly after the start.
    taken: &'a BTreeSet<NodeIndex>,
}

impl<'a> Search<'a> {
    const fn new(shape: Shape<'a>, barred: FixedBitSet, taken: &'a BTreeSet<NodeIndex>) -> Self {
        Self { shape, barred, taken }
    }

    /// The nodes of a shortest path.
    ///
    /// Whole levels are expanded, always on the side that has less to look at. A path of at most
    /// the sum of both depths would have been met before, so the first meeting is on a shortest one.
    fn run(&self, from: NodeIndex, to: NodeIndex) -> Option<Vec<NodeIndex>> {
        if !self.shape.has_node(from) || !self.shape.has_node(to) {
            return None;
        }
        if from == to {
            return Some(vec![from]);
        }
        let count = self.shape.snapshot.node_count();
        let mut forth = Side::new(from, self.barred.clone(), count, Direction::Outgoing);
        let mut back = Side::new(to, self.barred.clone(), count, Direction::Incoming);
        let (mut forth_work, mut back_work) = (forth.work(&self.shape), back.work(&self.shape));
        loop {
            let forward = forth_work <= back_work;
            let (side, other) = if forward { (&mut forth, &back) } else { (&mut back, &forth) };
            if side.level == side.queue.len() {
                return None;
            }
            if let Some((place, met)) = self.expand(side, other, from, forward) {
                let opposite = other.queue.iter().position(|&(n, _)| n == met)?;
                let (ahead, behind) = if forward { (place, opposite) } else { (opposite, place) };
                let mut nodes = forth.back(ahead);
                nodes.reverse();
                nodes.extend(back.back(behind));
                return Some(nodes);
            }
            if forward {
                forth_work = forth.work(&self.shape);
            } else {
                back_work = back.work(&self.shape);
            }
        }
    }

    /// Visits the next level of one side. Where it meets the other side: the place reached from,
    /// and the node met.
    fn expand(&self, side: &mut Side, other: &Side, start: NodeIndex, forward: bool) -> Option<(usize, u32)> {
        let end = side.queue.len();
        for place in side.level..end {
            let at = side.queue.get(place).map(|&(n, _)| node(n as usize))?;
            // An edge from the start to a taken node is barred, from whichever side it is walked.
            let barred = |next: NodeIndex| {
                !self.taken.is_empty()
                    && if forward {
                        at == start && self.taken.contains(&next)
                    } else {
                        next == start && self.taken.contains(&at)
                    }
            };
            let edges = self.shape.edges_at(at, side.direction);
            for edge in edges {
                let next = if forward { edge.target() } else { edge.source() };
                if side.visited.contains(next.index()) || barred(next) {
                    continue;
                }
                // Barred nodes are marked on both sides, and are never next.
                if other.visited.contains(next.index()) {
                    return Some((place, index(next.index())));
                }
                side.visited.insert(next.index());
                side.queue.push((index(next.index()), index(place)));
            }
        }
        side.level = end;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, news, random};
    use super::*;
    use petgraph::algo::{all_simple_paths, dijkstra};
    use std::hash::RandomState;

    #[test]
    fn paths_are_as_short_as_dijkstra_says() {
        for seed in 0..20 {
            let snapshot = random(seed, 60, 30 + 6 * usize::try_from(seed).unwrap());
            for view in [snapshot.view(), snapshot.view().reversed(), snapshot.view().undirected()] {
                for from in (0..60).step_by(7).map(NodeIndex::new) {
                    let distances = dijkstra(&view, from, None, |_| 1);
                    for to in snapshot.node_indices() {
                        let path = view.shortest_path(from, to);
                        assert_eq!(path.as_ref().map(|p| p.steps().len()), distances.get(&to).copied());
                        let Some(path) = path else { continue };
                        assert_eq!(path.nodes().last(), Some(to));
                        for (step, next) in path.steps().iter().zip(path.nodes()) {
                            assert_eq!(step.from, next);
                            let (source, target) = snapshot.edge_endpoints(step.edge).unwrap();
                            assert_eq!(
                                (step.from, step.to),
                                if step.forward { (source, target) } else { (target, source) }
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn k_paths_are_the_shortest_of_all_simple_ones() {
        for seed in 0..15 {
            let snapshot = random(seed, 9, 20);
            for view in [snapshot.view(), snapshot.view().undirected()] {
                let (from, to) = (NodeIndex::new(0), NodeIndex::new(5));
                let mut all: Vec<Vec<NodeIndex>> =
                    all_simple_paths::<Vec<_>, _, RandomState>(&view, from, to, 0, None).collect();
                all.sort_by_key(|path| (path.len(), path.clone()));
                all.dedup();
                let found: Vec<Vec<NodeIndex>> =
                    view.shortest_paths(from, to, 7).iter().map(|p| p.nodes().collect()).collect();
                let lengths = |paths: &[Vec<NodeIndex>]| paths.iter().map(Vec::len).collect::<Vec<_>>();
                assert_eq!(lengths(&found), lengths(&all[..all.len().min(7)]));
                assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len());
                assert!(found.iter().all(|path| all.contains(path)));
            }
        }
    }

    #[test]
    fn a_path_names_its_edges() {
        let snapshot = news();
        let view = snapshot.view().undirected();
        let path = view.shortest_path(at(&snapshot, 1), at(&snapshot, 5)).unwrap();
        let steps: Vec<_> =
            path.steps().iter().map(|s| (snapshot.edge(s.edge).unwrap().relation().0, s.forward)).collect();
        assert_eq!(steps, [(101, true), (102, false), (103, true)]);
        assert!(snapshot.view().shortest_path(at(&snapshot, 1), at(&snapshot, 5)).is_none());
        assert!(view.shortest_path(NodeIndex::new(99), at(&snapshot, 5)).is_none());
    }
}
