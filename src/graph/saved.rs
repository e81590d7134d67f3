//! The saved form of a snapshot: bytes, the same on every platform.
//!
//! A magic number, the names of kinds and topics, one packed table of nodes and one of edges (see
//! [`packed`](super::packed)), and a checksum. Bytes that are not exactly what [`encode`] writes decode
//! to nothing, and the rows are read instead.

use super::builder::kind_of;
use super::csr::{Adjacency, Incoming, index};
use super::handle::{Edge, NO_ROLE, Node, PackedDate};
use super::packed::{Block, Input, Output};
use super::snapshot::{Names, Snapshot, Topics};
use crate::model::{CountryCode, EntityKind, RelationKind, RoleStatus};
use std::io::Read;

/// "NGSN" and the version of this form.
const MAGIC: u64 = u64::from_le_bytes(*b"NGSN\x03\0\0\0");

/// Entity, articles, kind, country code, topic, bytes of the name, edges out, edges in.
const NODE: usize = 8;

/// Relation, role, articles, first and last date, confidence, marks, target; then the list of edges
/// by target, which is as long: edge and source.
const EDGE: usize = 10;

#[expect(clippy::indexing_slicing, reason = "the tables of a snapshot are as long as its nodes, or its edges")]
pub(super) fn encode(snapshot: &Snapshot) -> Vec<u8> {
    let Snapshot { rows, nodes, edges, names, .. } = snapshot;
    let mut out = Output::default();
    out.numbers(&[MAGIC, snapshot.kinds.len() as u64, snapshot.topics.names.len() as u64]);
    for name in snapshot.kinds.iter().map(RelationKind::as_str).chain(snapshot.topics.names.iter().map(String::as_str))
    {
        out.bytes(name.as_bytes());
    }
    out.bytes(names.text.as_bytes());
    let length = |starts: &[u32], n: usize| u64::from(starts[n + 1] - starts[n]);
    out.table::<NODE>(nodes.len(), |n| {
        let node = &nodes[n];
        let name = names.ends[n] - n.checked_sub(1).map_or(0, |before| names.ends[before]);
        [
            ordered(node.entity),
            node.articles.into(),
            number(&EntityKind::ALL, &node.kind),
            node.country_code.map_or(0, code_number),
            snapshot.topics.place(n).map_or(0, |topic| 1 + u64::from(topic)),
            name.into(),
            length(&rows.out_start, n),
            length(&rows.in_start, n),
        ]
    });
    out.table::<EDGE>(edges.len(), |e| {
        let edge = &edges[e];
        [
            ordered(edge.relation),
            edge.role.wrapping_add(1).into(),
            edge.articles.into(),
            edge.first.0.into(),
            edge.last.0.into(),
            edge.confidence.to_bits().into(),
            marks(edge),
            rows.out_target[e].into(),
            rows.incoming[e].edge.into(),
            rows.incoming[e].source.into(),
        ]
    });
    out.finish()
}

/// The graph of saved bytes, of which there are `length`.
pub(super) fn decode(bytes: impl Read, length: usize) -> Option<Snapshot> {
    let mut input = Input::new(bytes, length);
    let [magic, kinds, topics] = input.numbers()?;
    if magic != MAGIC {
        return None;
    }
    let kinds = (0..kinds).map(|_| Some(kind_of(&input.text()?))).collect::<Option<Vec<_>>>()?;
    let topics = (0..topics).map(|_| input.text()).collect::<Option<Vec<_>>>()?;
    let mut snapshot = Snapshot::default();
    snapshot.kinds = kinds;
    snapshot.topics = Topics { names: topics, of: Vec::new() };
    snapshot.names = Names { text: input.text()?, ends: Vec::new() };
    nodes(&mut input, &mut snapshot)?;
    edges(&mut input, &mut snapshot)?;
    input.finish()?;
    Some(snapshot)
}

#[expect(clippy::indexing_slicing, reason = "a block has its rows in every column")]
fn nodes(input: &mut Input<impl Read>, snapshot: &mut Snapshot) -> Option<()> {
    let (count, table) = input.table::<NODE>()?;
    let Snapshot { rows, nodes, names, topics, .. } = snapshot;
    nodes.reserve_exact(count);
    let mut ends = Vec::with_capacity(count);
    rows.out_start = starts(count);
    rows.in_start = starts(count);
    let (mut end, mut out, mut incoming) = (0u64, 0u64, 0u64);
    table.each(|block, rows_of_block| {
        let [entities, articles, kinds, codes, topics_of, lengths, outs, ins] = block;
        for n in 0..rows_of_block {
            let country_code = if codes[n] == 0 { None } else { Some(code(codes[n])?) };
            if topics_of[n] > 0 {
                let topic = u16::try_from(topics_of[n] - 1).ok().filter(|&t| usize::from(t) < topics.names.len())?;
                topics.of.push((index(nodes.len()), topic));
            }
            nodes.push(Node {
                entity: unordered(entities[n]),
                articles: u32::try_from(articles[n]).ok()?,
                country_code,
                kind: *EntityKind::ALL.get(usize::try_from(kinds[n]).ok()?)?,
            });
            for (sum, length, list) in [
                (&mut end, lengths[n], &mut ends),
                (&mut out, outs[n], &mut rows.out_start),
                (&mut incoming, ins[n], &mut rows.in_start),
            ] {
                *sum = sum.checked_add(length)?;
                list.push(u32::try_from(*sum).ok()?);
            }
        }
        Some(())
    })?;
    names.ends = ends;
    // Names by id are found by search.
    nodes.is_sorted_by(|a, b| a.entity < b.entity).then_some(())
}

/// Room for where the rows of nodes start, and the first of them.
fn starts(nodes: usize) -> Vec<u32> {
    let mut starts = Vec::with_capacity(nodes + 1);
    starts.push(0);
    starts
}

#[expect(clippy::indexing_slicing, reason = "a block has its rows in every column")]
fn edges(input: &mut Input<impl Read>, snapshot: &mut Snapshot) -> Option<()> {
    let (count, table) = input.table::<EDGE>()?;
    let (nodes, kinds) = (snapshot.nodes.len() as u64, snapshot.kinds.len() as u64);
    let Snapshot { rows: Adjacency { out_start, out_target, in_start, incoming }, edges, .. } = snapshot;
    let whole = |starts: &[u32]| starts.last().is_some_and(|&end| end as usize == count);
    if !whole(out_start) || !whole(in_start) {
        return None;
    }
    edges.reserve_exact(count);
    out_target.reserve_exact(count);
    incoming.reserve_exact(count);
    table.each(|block, rows| {
        sound(block, rows, nodes, count as u64, kinds).then_some(())?;
        let [relations, roles, articles, firsts, lasts, confidences, marks, targets, in_edges, in_sources] = block;
        edges.extend((0..rows).map(|e| Edge {
            relation: unordered(relations[e]),
            role: low(roles[e]).wrapping_sub(1),
            articles: low(articles[e]),
            first: PackedDate(low(firsts[e])),
            last: PackedDate(low(lasts[e])),
            confidence: f32::from_bits(low(confidences[e])),
            kind: kind_of_marks(marks[e]),
            status: status_of_marks(marks[e]),
            asserted: marks[e] & 1 == 1,
        }));
        out_target.extend(targets[..rows].iter().map(|&target| low(target)));
        incoming.extend(
            in_edges.iter().zip(in_sources).take(rows).map(|(&e, &n)| Incoming { edge: low(e), source: low(n) }),
        );
        Some(())
    })
}

/// Whether the values of a block are ones that [`encode`] writes: below their bounds, each of them.
#[expect(clippy::indexing_slicing, reason = "a block has its rows in every column")]
fn sound(block: &Block<EDGE>, rows: usize, nodes: u64, edges: u64, kinds: u64) -> bool {
    let [_, roles, articles, firsts, lasts, confidences, marks, targets, in_edges, in_sources] = block;
    let below = |column: &[u64], bound: u64| column[..rows].iter().max().is_none_or(|&most| most < bound);
    let word = 1 << 32;
    below(roles, nodes + 1)
        && [articles, firsts, lasts, confidences].iter().all(|column| below(*column, word))
        && below(marks, kinds << MARK_BITS)
        && below(targets, nodes)
        && below(in_edges, edges)
        && below(in_sources, nodes)
        && nodes < u64::from(NO_ROLE)
}

/// The bits of status and assertion below the kind of an edge.
const MARK_BITS: u32 = 3;

fn marks(edge: &Edge) -> u64 {
    let status = edge.status.map_or(0, |status| 1 + number(RoleStatus::ALL, &status));
    u64::from(edge.kind) << MARK_BITS | status << 1 | u64::from(edge.asserted)
}

#[expect(clippy::indexing_slicing, reason = "there are three")]
const fn status_of_marks(marks: u64) -> Option<RoleStatus> {
    match marks >> 1 & 3 {
        1 => Some(RoleStatus::ALL[0]),
        2 => Some(RoleStatus::ALL[1]),
        3 => Some(RoleStatus::ALL[2]),
        _ => None,
    }
}

#[allow(clippy::cast_possible_truncation, reason = "kinds are at most 65536, which the caller has checked")]
const fn kind_of_marks(marks: u64) -> u16 {
    (marks >> MARK_BITS) as u16
}

/// A number that is known to be below 2^32.
#[allow(clippy::cast_possible_truncation, reason = "the caller has checked it")]
const fn low(value: u64) -> u32 {
    value as u32
}

/// A signed number as an unsigned one, in the same order.
const fn ordered(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

const fn unordered(value: u64) -> i64 {
    (value ^ (1 << 63)).cast_signed()
}

/// The place of a value in the list of all.
fn number<T: PartialEq>(all: &[T], value: &T) -> u64 {
    all.iter().zip(0..).find(|(other, _)| *other == value).map_or(u64::MAX, |(_, number)| number)
}

/// A country code as a number; 0 stands for none.
fn code_number(code: CountryCode) -> u64 {
    code.as_str().bytes().fold(0, |number, byte| number << 8 | u64::from(byte))
}

fn code(number: u64) -> Option<CountryCode> {
    let bytes = u16::try_from(number).ok()?.to_be_bytes();
    CountryCode::new(std::str::from_utf8(&bytes).ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::packed::mend_checksum;
    use super::super::sample::{Lcg, news, random};
    use super::*;

    fn read(bytes: &[u8]) -> Option<Snapshot> {
        decode(bytes, bytes.len())
    }

    fn same(a: &Snapshot, b: &Snapshot) -> bool {
        (&a.rows, &a.nodes, &a.edges, &a.kinds, &a.names, &a.topics)
            == (&b.rows, &b.nodes, &b.edges, &b.kinds, &b.names, &b.topics)
    }

    #[test]
    fn what_is_saved_comes_back() {
        for snapshot in [news(), random(3, 40, 100), random(4, 700, 5_000), Snapshot::builder().build()] {
            assert!(same(&snapshot, &read(&encode(&snapshot)).unwrap()));
        }
    }

    #[test]
    fn damage_is_seen_and_never_panics() {
        let bytes = encode(&news());
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_none());
            assert!(decode(&bytes[..length], bytes.len()).is_none());
        }
        let mut lcg = Lcg(7);
        for _ in 0..5_000 {
            let mut damaged = bytes.clone();
            let place = lcg.below(bytes.len() - 24);
            damaged[place] ^= 1 << lcg.below(8);
            assert!(read(&damaged).is_none());
            // With a checksum that fits, whatever the bytes say must be refused or be a graph that can be
            // walked.
            mend_checksum(&mut damaged);
            if let Some(snapshot) = read(&damaged) {
                let names = snapshot.node_indices().map(|n| snapshot.name(n).len()).sum::<usize>();
                assert!(
                    snapshot.to_digraph().edge_count() == snapshot.edge_count() && names <= snapshot.names.text.len()
                );
                let view = snapshot.view().undirected();
                assert!(view.node_indices().all(|n| view.neighbourhood(n).len() <= snapshot.edge_count()));
            }
        }
    }
}
