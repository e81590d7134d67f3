//! Adjacency in compressed sparse rows: for each node its edges out and in, side by side.
//!
//! Edges are numbered by their place in the out rows, so the number of an edge is all that the out
//! rows need besides the target. Twelve bytes an edge and eight a node; parallel edges and loops
//! are ordinary. Built by counting sort (no comparison, stable, linear).

use std::ops::Range;

/// Who is joined to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Adjacency {
    /// Edges `out_start[n]..out_start[n + 1]` leave node `n`.
    pub(super) out_start: Vec<u32>,
    /// The target of each edge.
    pub(super) out_target: Vec<u32>,
    /// Places `in_start[n]..in_start[n + 1]` of the list below belong to node `n`.
    pub(super) in_start: Vec<u32>,
    /// The edge at each place and where it comes from; edges ascending for each node. Side by side, so
    /// that building them touches one place in memory for each edge.
    pub(super) incoming: Vec<Incoming>,
}

/// An edge, from the node that it comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Incoming {
    pub(super) edge: u32,
    pub(super) source: u32,
}

impl Adjacency {
    /// Builds the rows of `sources.len()` edges between nodes below `nodes`.
    ///
    /// Gives with them the order of the edges, as places in the input, or `None` where the input
    /// was in order already. Edges of one source keep the order of the input.
    ///
    /// Every source and target must be below `nodes`, and both counts below `u32::MAX`; the
    /// builder has seen to that.
    ///
    /// # Complexity
    ///
    /// Time and memory linear in nodes and edges.
    pub(super) fn build(nodes: usize, sources: &[u32], targets: &[u32]) -> (Self, Option<Vec<u32>>) {
        let out_start = starts(nodes, sources);
        let order = (!sources.is_sorted()).then(|| places(&out_start, sources));
        let out_target = match &order {
            None => targets.to_vec(),
            Some(order) => order.iter().filter_map(|&old| targets.get(old as usize).copied()).collect(),
        };
        let (in_start, incoming) = rows_in(nodes, &out_start, &out_target);
        (Self { out_start, out_target, in_start, incoming }, order)
    }

    /// The edges that leave a node; empty for a node that is not there.
    pub(super) fn out(&self, node: usize) -> Range<u32> {
        row(&self.out_start, node)
    }

    /// The places of the edges that come to a node; empty for a node that is not there.
    pub(super) fn places_in(&self, node: usize) -> Range<u32> {
        row(&self.in_start, node)
    }

    /// The source of an edge, by binary search in the rows.
    pub(super) fn source(&self, edge: u32) -> u32 {
        index(self.out_start.partition_point(|&start| start <= edge).saturating_sub(1))
    }

    /// Bytes of the adjacency itself.
    pub(super) fn bytes(&self) -> usize {
        4 * (self.out_start.len() + self.in_start.len() + self.out_target.len()) + size_of_val(self.incoming.as_slice())
    }
}

/// An index that the builder has checked to fit.
#[allow(clippy::cast_possible_truncation, reason = "the builder refuses more than u32::MAX nodes or edges")]
pub(super) const fn index(place: usize) -> u32 {
    place as u32
}

/// The slice of a row.
pub(super) const fn range(row: &Range<u32>) -> Range<usize> {
    row.start as usize..row.end as usize
}

fn row(starts: &[u32], node: usize) -> Range<u32> {
    match (starts.get(node), starts.get(node + 1)) {
        (Some(&start), Some(&end)) => start..end,
        _ => 0..0,
    }
}

/// Where each node's row starts, from the node of each edge.
fn starts(nodes: usize, ends: &[u32]) -> Vec<u32> {
    let mut starts = vec![0u32; nodes + 1];
    for &end in ends {
        if let Some(count) = starts.get_mut(end as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// The next free place in the row of a node, which is then taken.
fn next_place(next: &mut [u32], node: u32) -> Option<usize> {
    let place = next.get_mut(node as usize)?;
    *place += 1;
    Some(*place as usize - 1)
}

/// The stable order of `keys`, given where each key's row starts.
fn places(starts: &[u32], keys: &[u32]) -> Vec<u32> {
    let mut next = starts.to_vec();
    let mut order = vec![0u32; keys.len()];
    for (old, &key) in keys.iter().enumerate() {
        if let Some(slot) = next_place(&mut next, key).and_then(|place| order.get_mut(place)) {
            *slot = index(old);
        }
    }
    order
}

fn rows_in(nodes: usize, out_start: &[u32], out_target: &[u32]) -> (Vec<u32>, Vec<Incoming>) {
    let in_start = starts(nodes, out_target);
    let mut next = in_start.clone();
    let mut incoming = vec![Incoming::default(); out_target.len()];
    for (source, bounds) in out_start.windows(2).enumerate() {
        let &[start, end] = bounds else { continue };
        for (edge, &target) in (start..end).zip(out_target.get(range(&(start..end))).unwrap_or_default()) {
            if let Some(slot) = next_place(&mut next, target).and_then(|place| incoming.get_mut(place)) {
                *slot = Incoming { edge, source: index(source) };
            }
        }
    }
    (in_start, incoming)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_hold_every_edge_once_on_each_side() {
        let sources = [2, 0, 2, 1, 0, 2];
        let targets = [0, 1, 2, 1, 1, 0];
        let (rows, order) = Adjacency::build(4, &sources, &targets);
        assert_eq!(order.unwrap(), [1, 4, 3, 0, 2, 5]);
        assert_eq!(rows.out_start, [0, 2, 3, 6, 6]);
        assert_eq!(rows.out_target, [1, 1, 1, 0, 2, 0]);
        assert_eq!(rows.in_start, [0, 2, 5, 6, 6]);
        let incoming: Vec<_> = rows.incoming.iter().map(|place| (place.edge, place.source)).collect();
        assert_eq!(incoming, [(3, 2), (5, 2), (0, 0), (1, 0), (2, 1), (4, 2)]);
        assert_eq!((0..6).map(|e| rows.source(e)).collect::<Vec<_>>(), [0, 0, 1, 2, 2, 2]);
        assert_eq!((rows.out(3), rows.out(4), rows.places_in(99)), (6..6, 0..0, 0..0));
    }

    #[test]
    fn sorted_input_is_taken_as_it_is() {
        let (rows, order) = Adjacency::build(3, &[0, 0, 2], &[1, 1, 0]);
        assert!(order.is_none());
        assert_eq!(rows.out_target, [1, 1, 0]);
        let (empty, _) = Adjacency::build(0, &[], &[]);
        assert_eq!((empty.out_start, empty.out_target), (vec![0], vec![]));
    }
}
