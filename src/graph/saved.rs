//! The saved form of a snapshot: bytes, the same on every platform.
//!
//! A magic number, counts, the lists one after the other in little-endian order, and a checksum.
//! Bytes that are not exactly what [`encode`] writes decode to nothing, and the rows are read instead.

use super::builder::kind_of;
use super::csr::Adjacency;
use super::handle::{Edge, NO_ROLE, Node, PackedDate};
use super::snapshot::{Names, Snapshot, Topics};
use crate::model::{CountryCode, EntityKind, RelationKind, RoleStatus};

/// "NGSN" and the version of this form.
const MAGIC: [u8; 8] = *b"NGSN\x02\0\0\0";

/// A country code that is not there.
const NO_CODE: [u8; 2] = [0, 0];

/// A status that is not there.
const NO_STATUS: u8 = u8::MAX;

pub(super) fn encode(snapshot: &Snapshot) -> Vec<u8> {
    let mut out = Vec::with_capacity(snapshot.bytes() + 1024);
    out.extend(MAGIC);
    let (nodes, edges) = (&snapshot.nodes, &snapshot.edges);
    for count in [
        nodes.len(),
        edges.len(),
        snapshot.names.text.len(),
        snapshot.kinds.len(),
        snapshot.topics.names.len(),
        snapshot.topics.of.len(),
    ] {
        out.extend((count as u64).to_le_bytes());
    }
    for name in snapshot.kinds.iter().map(RelationKind::as_str).chain(snapshot.topics.names.iter().map(String::as_str))
    {
        out.extend((name.len() as u64).to_le_bytes());
        out.extend(name.as_bytes());
    }
    out.extend(snapshot.topics.of.iter().flat_map(|(node, _)| node.to_le_bytes()));
    out.extend(snapshot.topics.of.iter().flat_map(|(_, topic)| topic.to_le_bytes()));
    out.extend(nodes.iter().flat_map(|node| node.entity.to_le_bytes()));
    out.extend(nodes.iter().flat_map(|node| node.articles.to_le_bytes()));
    out.extend(nodes.iter().map(|node| kind_number(node.kind)));
    out.extend(nodes.iter().flat_map(|node| {
        node.country_code.and_then(|code| code.as_str().as_bytes().try_into().ok()).unwrap_or(NO_CODE)
    }));
    out.extend(snapshot.names.ends.iter().flat_map(|end| end.to_le_bytes()));
    out.extend(snapshot.names.text.as_bytes());
    out.extend(snapshot.rows.out_start.iter().flat_map(|start| start.to_le_bytes()));
    out.extend(snapshot.rows.out_target.iter().flat_map(|target| target.to_le_bytes()));
    for edge in edges {
        out.extend(edge_bytes(edge));
    }
    let sum = checksum(&out);
    out.extend(sum.to_le_bytes());
    out
}

/// Bytes of one edge.
const EDGE: usize = 32;
const STATUS_BYTE: usize = 30;
const ASSERTED_BYTE: usize = 31;

fn edge_bytes(edge: &Edge) -> [u8; EDGE] {
    let mut bytes = [0; EDGE];
    bytes[..8].copy_from_slice(&edge.relation.to_le_bytes());
    bytes[8..12].copy_from_slice(&edge.role.to_le_bytes());
    bytes[12..16].copy_from_slice(&edge.articles.to_le_bytes());
    bytes[16..20].copy_from_slice(&edge.first.0.to_le_bytes());
    bytes[20..24].copy_from_slice(&edge.last.0.to_le_bytes());
    bytes[24..28].copy_from_slice(&edge.confidence.to_le_bytes());
    bytes[28..30].copy_from_slice(&edge.kind.to_le_bytes());
    bytes[STATUS_BYTE] = edge.status.map_or(NO_STATUS, status_number);
    bytes[ASSERTED_BYTE] = u8::from(edge.asserted);
    bytes
}

pub(super) fn decode(bytes: &[u8]) -> Option<Snapshot> {
    let (content, sum) = bytes.split_last_chunk::<8>()?;
    if checksum(content) != u64::from_le_bytes(*sum) {
        return None;
    }
    let mut input = Input(content.strip_prefix(&MAGIC)?);
    let (nodes, edges, text) = (input.count()?, input.count()?, input.count()?);
    let (kinds, topics, of) = (input.count()?, input.count()?, input.count()?);
    let kinds = (0..kinds).map(|_| input.text().map(kind_of)).collect::<Option<Vec<_>>>()?;
    let topics = (0..topics).map(|_| input.text().map(str::to_owned)).collect::<Option<Vec<_>>>()?;
    let of_nodes: Vec<u32> = input.list(of, u32::from_le_bytes)?;
    let of_topics: Vec<u16> = input.list(of, u16::from_le_bytes)?;
    let topics = Topics { names: topics, of: of_nodes.into_iter().zip(of_topics).collect() };
    let nodes = node_list(&mut input, nodes)?;
    let ends: Vec<u32> = input.list(nodes.len(), u32::from_le_bytes)?;
    let names = Names { text: std::str::from_utf8(input.take(text)?).ok()?.to_owned(), ends };
    let starts: Vec<u32> = input.list(nodes.len().checked_add(1)?, u32::from_le_bytes)?;
    let targets: Vec<u32> = input.list(edges, u32::from_le_bytes)?;
    let below = |place: &u32| (*place as usize) < nodes.len();
    let whole = starts.first() == Some(&0) && starts.last().is_some_and(|&end| end as usize == edges);
    if !whole || !starts.is_sorted() || !targets.iter().all(below) || !names.ends.is_sorted() {
        return None;
    }
    let mut sound = true;
    let edges: Vec<Edge> = input.list(edges, |bytes| {
        let edge = edge(&bytes);
        sound &= bytes[STATUS_BYTE] == NO_STATUS || edge.status.is_some();
        sound &= bytes[ASSERTED_BYTE] <= 1 && usize::from(edge.kind) < kinds.len();
        sound &= edge.role == NO_ROLE || below(&edge.role);
        edge
    })?;
    if !input.0.is_empty() || !sound {
        return None;
    }
    Some(Snapshot::from_parts(Adjacency::from_out_rows(starts, targets), nodes, edges, kinds, names, topics))
}

fn node_list(input: &mut Input<'_>, count: usize) -> Option<Vec<Node>> {
    let entities: Vec<i64> = input.list(count, i64::from_le_bytes)?;
    let articles: Vec<u32> = input.list(count, u32::from_le_bytes)?;
    let kinds = input.take(count)?;
    let codes: Vec<[u8; 2]> = input.list(count, |code| code)?;
    if !entities.is_sorted() {
        return None;
    }
    let columns = entities.into_iter().zip(articles).zip(kinds).zip(codes);
    columns
        .map(|(((entity, articles), kind), code)| {
            let kind = EntityKind::ALL.get(usize::from(*kind)).copied()?;
            let country_code =
                if code == NO_CODE { None } else { Some(CountryCode::new(std::str::from_utf8(&code).ok()?)?) };
            Some(Node { entity, articles, country_code, kind })
        })
        .collect()
}

/// An edge. Bytes that [`edge_bytes`] does not write give some edge too: the caller looks at them.
fn edge(bytes: &[u8; EDGE]) -> Edge {
    let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    Edge {
        relation: (u64::from(word(4)) << 32 | u64::from(word(0))).cast_signed(),
        role: word(8),
        articles: word(12),
        first: PackedDate(word(16)),
        last: PackedDate(word(20)),
        confidence: f32::from_bits(word(24)),
        kind: u16::from_le_bytes([bytes[28], bytes[29]]),
        status: RoleStatus::ALL.get(usize::from(bytes[STATUS_BYTE])).copied(),
        asserted: bytes[ASSERTED_BYTE] == 1,
    }
}

fn kind_number(kind: EntityKind) -> u8 {
    EntityKind::ALL.iter().zip(0..).find(|(other, _)| **other == kind).map_or(u8::MAX, |(_, number)| number)
}

fn status_number(status: RoleStatus) -> u8 {
    RoleStatus::ALL.iter().zip(0..).find(|(other, _)| **other == status).map_or(NO_STATUS, |(_, number)| number)
}

/// What is left to read. Every read says `None` at the end of the bytes.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.array()?)).ok()
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// A list of values of fixed size. The bytes are there before room is made for it.
    fn list<T, const N: usize>(&mut self, length: usize, mut read: impl FnMut([u8; N]) -> T) -> Option<Vec<T>> {
        let (values, []) = self.take(length.checked_mul(N)?)?.as_chunks::<N>() else { return None };
        Some(values.iter().map(|value| read(*value)).collect())
    }
}

/// A checksum over words of eight bytes, in the manner of FNV-1a with a rotation between words; four
/// sums run side by side, so that large graphs are checked at memory speed. It sees accidents, not
/// malice.
fn checksum(bytes: &[u8]) -> u64 {
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    let (blocks, rest) = bytes.as_chunks::<32>();
    let mut sums = [1, 2, 3, 4];
    for block in blocks {
        for (sum, word) in sums.iter_mut().zip(block.as_chunks::<8>().0) {
            *sum = mix(*sum, u64::from_le_bytes(*word));
        }
    }
    let sum = sums.into_iter().fold(bytes.len() as u64, mix);
    rest.iter().fold(sum, |sum, byte| mix(sum, u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Lcg, news, random};
    use super::*;

    fn same(a: &Snapshot, b: &Snapshot) -> bool {
        (&a.rows, &a.nodes, &a.edges, &a.kinds, &a.names, &a.topics)
            == (&b.rows, &b.nodes, &b.edges, &b.kinds, &b.names, &b.topics)
    }

    #[test]
    fn what_is_saved_comes_back() {
        for snapshot in [news(), random(3, 40, 100), Snapshot::builder().build()] {
            assert!(same(&snapshot, &decode(&encode(&snapshot)).unwrap()));
        }
    }

    #[test]
    fn damage_is_seen_and_never_panics() {
        let bytes = encode(&news());
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length]).is_none());
        }
        let mut lcg = Lcg(7);
        for _ in 0..5_000 {
            let mut damaged = bytes.clone();
            let place = lcg.below(bytes.len());
            damaged[place] ^= 1 << lcg.below(8);
            assert!(decode(&damaged).is_none());
            // With a checksum that fits, whatever the bytes say must be refused or be a sound graph.
            let end = damaged.len() - 8;
            let sum = checksum(&damaged[..end]);
            damaged[end..].copy_from_slice(&sum.to_le_bytes());
            if let Some(snapshot) = decode(&damaged) {
                let names = snapshot.node_indices().map(|n| snapshot.name(n).len()).sum::<usize>();
                assert!(
                    snapshot.to_digraph().edge_count() == snapshot.edge_count() && names <= snapshot.names.text.len()
                );
            }
        }
    }
}
