//! Views for other programs: Graphviz, Gephi, NetworkX and whatever reads their formats; and for
//! people: a page that opens in any browser ([`write_html`]).
//!
//! All four forms for programs carry the same: nodes with entity id, kind, name, country code, topic and number
//! of articles; edges with relation id, kind, role, status, confidence, number of articles and dates
//! of citation. Nodes and edges come in the order of the view, so equal views give equal bytes.
//! Names may hold anything: what a format cannot say is replaced by U+FFFD.

mod dot;
mod gexf;
mod graphml;
mod html;
mod node_link;
mod xml;

pub use dot::write_dot;
pub use gexf::write_gexf;
pub use graphml::write_graphml;
pub use html::{HtmlOptions, write_html};
pub use node_link::write_node_link;

use super::handle::Node;
use super::snapshot::label;
use super::view::View;
use super::visit::{EdgeReference, Orientation};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use serde_json::Value;
use std::io::{self, Write};

/// The attributes of nodes: name and type, in the words of GraphML.
const NODE_COLUMNS: [(&str, &str); 6] = [
    ("entity", "long"),
    ("kind", "string"),
    ("name", "string"),
    ("country_code", "string"),
    ("topic", "string"),
    ("articles", "long"),
];

/// The attributes of edges.
const EDGE_COLUMNS: [(&str, &str); 9] = [
    ("relation", "long"),
    ("kind", "string"),
    ("role", "string"),
    ("status", "string"),
    ("asserted", "boolean"),
    ("confidence", "double"),
    ("articles", "long"),
    ("first_cited_on", "string"),
    ("last_cited_on", "string"),
];

/// One node, ready to be written.
struct NodeRecord<'a> {
    /// Its number in the view's snapshot.
    id: usize,
    name: String,
    node: &'a Node,
    topic: Option<&'a str>,
}

impl NodeRecord<'_> {
    /// The values of [`NODE_COLUMNS`]; those that are not there are null.
    fn values(&self) -> [Value; NODE_COLUMNS.len()] {
        [
            self.node.entity.into(),
            self.node.kind().as_str().into(),
            self.name.as_str().into(),
            self.node.country_code().map(|code| code.as_str().to_owned()).into(),
            self.topic.into(),
            self.node.articles().into(),
        ]
    }
}

/// One edge, ready to be written.
struct EdgeRecord<'a> {
    source: usize,
    target: usize,
    id: usize,
    kind: &'a str,
    role: Option<String>,
    edge: EdgeReference<'a>,
}

impl EdgeRecord<'_> {
    /// The values of [`EDGE_COLUMNS`]; those that are not there are null.
    fn values(&self) -> [Value; EDGE_COLUMNS.len()] {
        let edge = self.edge.edge();
        [
            edge.relation.into(),
            self.kind.into(),
            self.role.as_deref().into(),
            edge.status().map(crate::model::RoleStatus::as_str).into(),
            edge.is_asserted().into(),
            confidence(edge.confidence()),
            edge.articles().into(),
            edge.first_cited_on().map(|date| date.to_string()).into(),
            edge.last_cited_on().map(|date| date.to_string()).into(),
        ]
    }

    /// What is written on the edge: the role where there is one, else the kind.
    fn label(&self) -> &str {
        self.role.as_deref().unwrap_or(self.kind)
    }
}

/// A confidence with the digits that an `f32` has, not those of its neighbour among the `f64`.
fn confidence(value: f32) -> Value {
    value.to_string().parse::<f64>().unwrap_or_default().into()
}

impl View<'_> {
    fn node_records(&self) -> impl Iterator<Item = NodeRecord<'_>> {
        let snapshot = self.snapshot();
        self.node_indices().filter_map(move |n| {
            let topic = snapshot.topic(n);
            Some(NodeRecord { id: n.index(), name: label(snapshot, n).into_owned(), node: snapshot.node(n)?, topic })
        })
    }

    fn edge_records(&self) -> impl Iterator<Item = EdgeRecord<'_>> {
        let snapshot = self.snapshot();
        self.shape().all_edges().map(move |edge| EdgeRecord {
            source: edge.source().index(),
            target: edge.target().index(),
            id: edge.id().index(),
            kind: snapshot.relation_kind(edge.id()).map_or("", |kind| kind.as_str()),
            role: edge.edge().role().map(|role: NodeIndex| label(snapshot, role).into_owned()),
            edge,
        })
    }

    fn is_directed_view(&self) -> bool {
        self.orientation() != Orientation::Undirected
    }
}

/// What stands between the items of a JSON array, before the item of a place.
fn separate(out: &mut impl Write, place: usize) -> io::Result<()> {
    out.write_all(if place == 0 { b"\n" } else { b",\n" })
}

/// A value as plain text; empty for null.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::cast_possible_wrap, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers")]
mod tests;
