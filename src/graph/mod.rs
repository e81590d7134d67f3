//! petgraph views of the store.

mod cocitation;
mod community;
mod compare;
mod csr;
mod evidence;
pub mod export;
mod handle;
mod load;
mod neighbourhood;
mod path;
#[cfg(test)]
mod petgraph_tests;
mod projection;
mod rank;
#[cfg(test)]
mod sample;
mod saved;
mod snapshot;
#[cfg(test)]
mod store_tests;
mod view;
mod visit;

pub use cocitation::Cocitation;
pub use compare::{Change, issue_change};
pub use evidence::Explanation;
pub use handle::{Edge, Node};
pub use neighbourhood::Neighbour;
pub use path::{Path, Step};
pub use projection::{Projection, Shared};
pub use rank::{PageRank, top};
pub use snapshot::{EdgeRow, NodeRow, Snapshot, SnapshotBuilder};
pub use view::View;
pub use visit::{AdjacentPairs, AllEdges, EdgeReference, Edges, Neighbors, NodeIndices, NodeReferences, Orientation};
