//! Communities: groups of nodes that are joined more among themselves than with others.
//!
//! The Louvain method (Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities
//! in large networks", 2008): nodes move to the neighbouring group that raises modularity most;
//! groups then become the nodes of a smaller graph, and so on until nothing moves. Nodes are visited
//! in order and ties go to the group that is there or has the lowest number, so that the same view
//! always gives the same groups. A group that the moves have left in parts is taken apart at the end
//! (Traag, Waltman and van Eck, "From Louvain to Leiden: guaranteeing well-connected communities", 2019,
//! show that it happens), so every group hangs together.
//!
//! Crates that find communities (in 2026 leiden-rs, graphrs and fa-leiden-cd) are before 1.0, want the graph
//! copied into a form of their own and visit nodes in an order drawn by a random generator: the same
//! groups would come only as long as its numbers do. Hence these lines, on the rows of the view.

use super::csr::index;
use super::handle::node;
use super::view::View;
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// Passes over the nodes of one level, at most; each raises modularity, and few are needed.
const MAX_PASSES: usize = 32;

impl View<'_> {
    /// Groups of nodes that are joined more among themselves than with others. Every visible node
    /// is in one group, and every group hangs together; a node without edges is alone. Edges count either way, each as much as the
    /// articles that show it. Largest group first, then by first node; nodes in order.
    ///
    /// `resolution` is 1 for plain modularity; more gives smaller groups, less gives larger ones.
    ///
    /// # Complexity
    ///
    /// O(n + m log d) a pass, d being the most edges at a node; at most 32 passes a level, and each
    /// level is smaller than the last.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// for group in snapshot.view().communities(1.0) {
    ///     println!("{}", group.iter().map(|&n| snapshot.name(n)).collect::<Vec<_>>().join(", "));
    /// }
    /// assert_eq!(snapshot.view().communities(1.0).concat().len(), snapshot.node_count());
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn communities(&self, resolution: f64) -> Vec<Vec<NodeIndex>> {
        let links = self.links();
        let mut group_of: Vec<u32> = (0..).take(links.len()).collect();
        let mut merged: Option<Links> = None;
        loop {
            let level = merged.as_ref().unwrap_or(&links);
            let (moved_to, groups) = level.group(resolution);
            if groups == level.len() {
                break;
            }
            for group in &mut group_of {
                *group = at(&moved_to, *group);
            }
            merged = Some(level.merge(&moved_to, groups));
        }
        let group_of = links.parts(&group_of);
        let mut groups: BTreeMap<u32, Vec<NodeIndex>> = BTreeMap::new();
        for n in self.node_indices() {
            groups.entry(at(&group_of, index(n.index()))).or_default().push(node(n.index()));
        }
        let mut groups: Vec<Vec<NodeIndex>> = groups.into_values().collect();
        groups.sort_by_key(|group| (Reverse(group.len()), group.first().copied()));
        groups
    }

    /// The view as weighted links, each from both ends.
    fn links(&self) -> Links {
        let shape = self.both_ways();
        let mut links = Links::default();
        for n in self.snapshot().node_indices() {
            let row = shape.edges_at(n, Direction::Outgoing).filter(|edge| edge.target() != n);
            links.push_row(
                row.map(|edge| (index(edge.target().index()), f64::from(edge.weight().articles().max(1)))),
                0.0,
            );
        }
        links
    }
}

/// What a table has for a node or group. All are numbered below the number of nodes, and tables are as long.
fn at<T: Copy + Default>(table: &[T], place: u32) -> T {
    table.get(place as usize).copied().unwrap_or_default()
}

/// Adds to what a table has for a node or group.
fn add(table: &mut [f64], place: u32, weight: f64) {
    if let Some(sum) = table.get_mut(place as usize) {
        *sum += weight;
    }
}

/// An undirected weighted graph in rows, without parallel links.
#[derive(Debug, Default)]
struct Links {
    ends: Vec<usize>,
    /// The other end of each link, and its weight.
    to: Vec<(u32, f64)>,
    /// Twice the weight of what lies inside each node.
    inside: Vec<f64>,
}

impl Links {
    fn len(&self) -> usize {
        self.ends.len()
    }

    fn row(&self, n: u32) -> &[(u32, f64)] {
        let start = n.checked_sub(1).map_or(0, |before| at(&self.ends, before));
        self.to.get(start..at(&self.ends, n)).unwrap_or_default()
    }

    /// The nodes, by their numbers.
    fn nodes(&self) -> Range<u32> {
        0..index(self.len())
    }

    /// Adds a node with its links; parallel ones become one.
    fn push_row(&mut self, row: impl Iterator<Item = (u32, f64)>, inside: f64) {
        let mut row: Vec<(u32, f64)> = row.collect();
        sum_by_key(&mut row);
        self.to.extend(row);
        self.ends.push(self.to.len());
        self.inside.push(inside);
    }

    /// Moves nodes between groups until nothing moves: the group of each node, and their number.
    fn group(&self, resolution: f64) -> (Vec<u32>, usize) {
        let degree: Vec<f64> = self
            .nodes()
            .map(|n| at(&self.inside, n) + self.row(n).iter().map(|(_, weight)| weight).sum::<f64>())
            .collect();
        let whole: f64 = degree.iter().sum();
        let mut group: Vec<u32> = (0..).take(self.len()).collect();
        let mut total = degree.clone();
        let mut around = Vec::new();
        for _ in 0..MAX_PASSES {
            let mut moved = false;
            for (n, &degree) in self.nodes().zip(&degree) {
                let own = at(&group, n);
                add(&mut total, own, -degree);
                around.clear();
                around.extend(self.row(n).iter().map(|&(other, weight)| (at(&group, other), weight)));
                sum_by_key(&mut around);
                let gain = |to: u32, weight: f64| weight - resolution * degree * at(&total, to) / whole;
                let stay = around.iter().find(|(to, _)| *to == own).map_or(0.0, |&(_, weight)| weight);
                let mut best = (own, gain(own, stay));
                for &(to, weight) in &around {
                    // A rounding error must not move a node to and fro.
                    if gain(to, weight) > best.1 + 1e-9 {
                        best = (to, gain(to, weight));
                    }
                }
                add(&mut total, best.0, degree);
                moved |= best.0 != own;
                if let Some(own) = group.get_mut(n as usize) {
                    *own = best.0;
                }
            }
            if !moved {
                break;
            }
        }
        renumber(group)
    }

    /// The groups, each parted into what hangs together inside it.
    fn parts(&self, group: &[u32]) -> Vec<u32> {
        let mut part: Vec<Option<u32>> = vec![None; self.len()];
        let mut reached = Vec::new();
        let mut next = 0;
        for start in self.nodes() {
            // Takes a node into the part, if none has it yet.
            let mut take = |n: u32, reached: &mut Vec<u32>| {
                if let Some(free) = part.get_mut(n as usize).filter(|part| part.is_none()) {
                    *free = Some(next);
                    reached.push(n);
                }
            };
            take(start, &mut reached);
            if reached.is_empty() {
                continue;
            }
            while let Some(n) = reached.pop() {
                let own = at(group, n);
                for &(other, _) in self.row(n) {
                    if at(group, other) == own {
                        take(other, &mut reached);
                    }
                }
            }
            next += 1;
        }
        part.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The graph of the groups.
    fn merge(&self, group: &[u32], groups: usize) -> Self {
        // The links of each group, and the weight inside.
        let mut rows: Vec<(Vec<(u32, f64)>, f64)> = vec![(Vec::new(), 0.0); groups];
        for ((n, &own), own_inside) in self.nodes().zip(group).zip(&self.inside) {
            let Some((row, inside)) = rows.get_mut(own as usize) else { continue };
            *inside += own_inside;
            for &(other, weight) in self.row(n) {
                let to = at(group, other);
                if to == own {
                    *inside += weight;
                } else {
                    row.push((to, weight));
                }
            }
        }
        let mut merged = Self::default();
        for (row, inside) in rows {
            merged.push_row(row.into_iter(), inside);
        }
        merged
    }
}

/// Sorts by key and adds up the weights of equal keys.
fn sum_by_key(row: &mut Vec<(u32, f64)>) {
    row.sort_by_key(|&(key, _)| key);
    row.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

/// Numbers groups from 0 in order of their first node.
fn renumber(mut group: Vec<u32>) -> (Vec<u32>, usize) {
    let mut numbers: Vec<Option<u32>> = vec![None; group.len()];
    let mut next = 0;
    for place in &mut group {
        if let Some(number) = numbers.get_mut(*place as usize) {
            *place = *number.get_or_insert_with(|| {
                next += 1;
                next - 1
            });
        }
    }
    (group, next as usize)
}

#[cfg(test)]
#[allow(clippy::cast_possible_wrap, reason = "small numbers")]
mod tests {
    use super::super::sample::{chain, random};
    use super::super::{EdgeRow, NodeRow, Snapshot};
    use crate::model::EntityKind;

    fn circles(circles: i64, size: i64) -> Snapshot {
        let mut builder = Snapshot::builder();
        for id in 0..=circles * size {
            builder.entity(NodeRow::new(id, EntityKind::Person, "x")).unwrap();
        }
        let mut id = 0;
        for first in (0..circles).map(|circle| circle * size) {
            for a in first..first + size {
                for b in first..a {
                    id += 1;
                    builder.relation(EdgeRow::new(id, "knows", a, b)).unwrap();
                }
            }
            if first > 0 {
                id += 1;
                builder.relation(EdgeRow::new(id, "knows", first - 1, first)).unwrap();
            }
        }
        builder.build()
    }

    #[test]
    fn circles_with_bridges_are_groups() {
        for (count, size) in [(2, 5), (7, 6), (3, 20)] {
            let groups: Vec<Vec<i64>> = circles(count, size)
                .view()
                .communities(1.0)
                .iter()
                .map(|g| g.iter().map(|n| n.index() as i64).collect())
                .collect();
            let expected: Vec<Vec<i64>> =
                (0..count).map(|c| (c * size..(c + 1) * size).collect()).chain([vec![count * size]]).collect();
            assert_eq!(groups, expected);
        }
    }

    #[test]
    fn a_group_in_two_parts_is_two() {
        let mut links = super::Links::default();
        for ends in [vec![1], vec![0], vec![3], vec![2], vec![]] {
            links.push_row(ends.into_iter().map(|end| (end, 1.0)), 0.0);
        }
        assert_eq!(links.parts(&[7, 7, 7, 7, 7]), [0, 0, 1, 1, 2]);
        assert_eq!(links.parts(&[7, 8, 7, 7, 9]), [0, 1, 2, 2, 3]);
    }

    #[test]
    fn every_visible_node_is_in_one_group() {
        for seed in 0..10 {
            let snapshot = random(seed, 50, 70);
            let view = snapshot.view().entity_kinds(&[EntityKind::Person, EntityKind::Country]);
            let mut nodes: Vec<_> = view.communities(1.0).concat();
            assert_eq!(view.communities(1.0), view.clone().reversed().communities(1.0));
            nodes.sort();
            assert_eq!(nodes, view.node_indices().collect::<Vec<_>>());
            for group in view.communities(0.5) {
                let inside = view.clone().undirected().among(group.iter().copied());
                assert!(group.iter().all(|&n| inside.shortest_path(group[0], n).is_some()));
            }
            assert!(view.communities(1e-6).len() <= view.communities(50.0).len());
        }
        assert!(chain(100_000).view().communities(1.0).len() > 100);
        assert!(Snapshot::builder().build().view().communities(1.0).is_empty());
    }
}
