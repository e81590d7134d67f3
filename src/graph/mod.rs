//! Immutable petgraph views of the store.
//!
//! [`Snapshot::load`] reads every entity and relation of a [`Store`](crate::store::Store) into one
//! graph in memory; [`Snapshot::view`] narrows it without copying; petgraph's algorithms run on both,
//! and the questions that petgraph does not answer are methods of [`View`]. Start with those two.
//!
//! ```
//! use newsgraph::graph::{PageRank, Snapshot, top};
//! use newsgraph::model::{EntityKind, RelationKind, RoleStatus};
//! use newsgraph::store::Store;
//!
//! # fn main() -> newsgraph::Result<()> {
//! let store = Store::in_memory()?;
//! let snapshot = Snapshot::load(&store)?;
//!
//! // Who holds office, as far as at least two articles say so.
//! let offices = snapshot
//!     .view()
//!     .relation_kinds(&[RelationKind::HOLDS_ROLE])
//!     .statuses(&[RoleStatus::Current])
//!     .min_articles(2)
//!     .without_isolated();
//!
//! // petgraph's own algorithms take the view by reference.
//! let components = petgraph::algo::kosaraju_scc(&offices);
//!
//! // The rest are methods.
//! for (node, rank) in top(&offices.clone().undirected().page_rank(&PageRank::default()), 10) {
//!     println!("{rank:.4} {}", snapshot.name(node));
//! }
//! for pair in offices.projection(EntityKind::Person, EntityKind::Organization, 1_000).pairs {
//!     println!("{} and {} share {}", snapshot.name(pair.a), snapshot.name(pair.b), pair.weight());
//! }
//! # assert!(components.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # What the graph is
//!
//! Nodes are the canonical entities: persons, organizations, countries, places, roles, issues.
//! Edges are the relations, from subject to object; the role of a `holds_role` edge is an attribute
//! ([`Edge::role`]), not an end. Two nodes may be joined by several edges. Indices are
//! [`NodeIndex<u32>`](petgraph::graph::NodeIndex) and [`EdgeIndex<u32>`](petgraph::graph::EdgeIndex),
//! those of a view are its snapshot's.
//!
//! # What petgraph needs care with
//!
//! In petgraph 0.8 `tarjan_scc`, `depth_first_search` and `is_cyclic_directed` are recursive and
//! overflow the stack on long chains (`kosaraju_scc`, `toposort` and `Dfs` do not); `page_rank`
//! compares all pairs of nodes ([`View::page_rank`] walks the edges). Nothing here is recursive.
//! `k_shortest_path` counts the nodes and takes them to be numbered below that count: on a [`View`]
//! that hides nodes it can panic, on a [`Snapshot`], on [`View::to_digraph`] and with
//! [`View::shortest_paths`] it cannot. `connected_components` asks for such numbers in its bounds, so it does
//! not compile on a view.
//!
//! # Small questions
//!
//! One-off questions about one entity (its roles, its people, its neighbours) need no graph: the
//! store answers them in SQL.

mod builder;
mod cocitation;
mod community;
mod compare;
mod csr;
mod evidence;
pub mod export;
mod handle;
mod load;
mod neighbourhood;
mod packed;
mod path;
#[cfg(test)]
#[allow(clippy::cast_possible_truncation, reason = "small numbers")]
mod petgraph_tests;
mod projection;
mod rank;
#[cfg(test)]
#[allow(clippy::cast_possible_wrap, reason = "small numbers")]
mod sample;
mod saved;
mod snapshot;
#[cfg(test)]
mod store_tests;
mod view;
mod visit;

pub use builder::{EdgeRow, NodeRow, SnapshotBuilder};
pub use cocitation::Cocitation;
pub use compare::{Change, issue_change};
pub use evidence::Explanation;
pub use handle::{Edge, Node};
pub use neighbourhood::Neighbour;
pub use path::{Path, Step};
pub use projection::{Projection, Shared};
pub use rank::{PageRank, top};
pub use snapshot::Snapshot;
pub use view::View;
pub use visit::{AdjacentPairs, AllEdges, EdgeReference, Edges, Neighbors, NodeIndices, NodeReferences, Orientation};
