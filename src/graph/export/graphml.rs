//! GraphML.

use super::super::view::View;
use super::xml::escape;
use super::{EDGE_COLUMNS, NODE_COLUMNS, plain};
use serde_json::Value;
use std::io::{self, Write};

/// Writes a view as GraphML, which NetworkX, igraph, Gephi and yEd read. Attributes that are not there
/// are left out.
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
/// export::write_graphml(&snapshot.view(), &mut out).expect("memory takes everything");
/// assert!(String::from_utf8_lossy(&out).contains("<graphml"));
/// # Ok::<(), newsgraph::Error>(())
/// ```
pub fn write_graphml(view: &View<'_>, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for (of, columns) in [("node", NODE_COLUMNS.as_slice()), ("edge", EDGE_COLUMNS.as_slice())] {
        for (name, kind) in columns {
            writeln!(out, "  <key id=\"{of}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
        }
    }
    let direction = if view.is_directed_view() { "directed" } else { "undirected" };
    writeln!(out, "  <graph edgedefault=\"{direction}\">")?;
    for record in view.node_records() {
        writeln!(out, "    <node id=\"n{}\">", record.id)?;
        data(&mut out, "node", &NODE_COLUMNS, &record.values())?;
        writeln!(out, "    </node>")?;
    }
    for record in view.edge_records() {
        writeln!(out, "    <edge id=\"e{}\" source=\"n{}\" target=\"n{}\">", record.id, record.source, record.target)?;
        data(&mut out, "edge", &EDGE_COLUMNS, &record.values())?;
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

fn data(out: &mut impl Write, of: &str, columns: &[(&str, &str)], values: &[Value]) -> io::Result<()> {
    for ((name, _), value) in columns.iter().zip(values) {
        if !value.is_null() {
            writeln!(out, "      <data key=\"{of}_{name}\">{}</data>", escape(&plain(value)))?;
        }
    }
    Ok(())
}
