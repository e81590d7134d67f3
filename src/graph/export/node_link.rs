//! Node-link JSON, the form of NetworkX and D3.

use super::super::view::View;
use super::{EDGE_COLUMNS, NODE_COLUMNS, separate};
use serde_json::{Map, Value};
use std::io::{self, Write};

/// Writes a view as the JSON that `networkx.node_link_graph(…, edges="edges")` reads: a multigraph
/// whose nodes have `id`, whose edges have `source`, `target` and `key`, and both their attributes.
/// One node or edge is in memory at a time.
///
/// # Errors
///
/// Those of the writer.
///
/// # Complexity
///
/// O(n + m).
///
/// ```
#[doc = include_str!("../sample_graph.md")]
/// let mut out = Vec::new();
/// export::write_node_link(&snapshot.view(), &mut out).expect("memory takes everything");
/// assert!(String::from_utf8_lossy(&out).contains(r#""name":"Ada Brandt""#));
/// # Ok::<(), newsgraph::Error>(())
/// ```
pub fn write_node_link(view: &View<'_>, mut out: impl Write) -> io::Result<()> {
    write!(out, "{{\"directed\":{},\"multigraph\":true,\"graph\":{{}},\"nodes\":[", view.is_directed_view())?;
    for (place, record) in view.node_records().enumerate() {
        let mut object = attributes(&NODE_COLUMNS, record.values());
        object.insert("id".to_owned(), record.id.into());
        separate(&mut out, place)?;
        serde_json::to_writer(&mut out, &object)?;
    }
    write!(out, "],\"edges\":[")?;
    for (place, record) in view.edge_records().enumerate() {
        let mut object = attributes(&EDGE_COLUMNS, record.values());
        object.insert("source".to_owned(), record.source.into());
        object.insert("target".to_owned(), record.target.into());
        object.insert("key".to_owned(), record.id.into());
        separate(&mut out, place)?;
        serde_json::to_writer(&mut out, &object)?;
    }
    writeln!(out, "]}}")
}

/// The values that are there, by name.
fn attributes(columns: &[(&str, &str)], values: impl IntoIterator<Item = Value>) -> Map<String, Value> {
    let named = columns.iter().map(|(name, _)| (*name).to_owned()).zip(values);
    named.filter(|(_, value)| !value.is_null()).collect()
}
