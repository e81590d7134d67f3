//! GEXF 1.3.

use super::super::view::View;
use super::xml::escape;
use super::{EDGE_COLUMNS, NODE_COLUMNS, plain};
use serde_json::Value;
use std::io::{self, Write};

/// Writes a view as GEXF 1.3, the format of Gephi; the weight of an edge is its number of articles.
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
/// export::write_gexf(&snapshot.view(), &mut out).expect("memory takes everything");
/// assert!(String::from_utf8_lossy(&out).contains("<gexf"));
/// # Ok::<(), newsgraph::Error>(())
/// ```
pub fn write_gexf(view: &View<'_>, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">")?;
    let direction = if view.is_directed_view() { "directed" } else { "undirected" };
    writeln!(out, "  <graph defaultedgetype=\"{direction}\">")?;
    for (class, columns) in [("node", NODE_COLUMNS.as_slice()), ("edge", EDGE_COLUMNS.as_slice())] {
        writeln!(out, "    <attributes class=\"{class}\">")?;
        for (place, (name, kind)) in columns.iter().enumerate() {
            writeln!(out, "      <attribute id=\"{place}\" title=\"{name}\" type=\"{kind}\"/>")?;
        }
        writeln!(out, "    </attributes>")?;
    }
    writeln!(out, "    <nodes>")?;
    for record in view.node_records() {
        writeln!(out, "      <node id=\"{}\" label=\"{}\">", record.id, escape(&record.name))?;
        values(&mut out, &record.values())?;
        writeln!(out, "      </node>")?;
    }
    writeln!(out, "    </nodes>\n    <edges>")?;
    for record in view.edge_records() {
        writeln!(
            out,
            "      <edge id=\"{}\" source=\"{}\" target=\"{}\" label=\"{}\" weight=\"{}\">",
            record.id,
            record.source,
            record.target,
            escape(record.label()),
            record.edge.edge().articles()
        )?;
        values(&mut out, &record.values())?;
        writeln!(out, "      </edge>")?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")
}

fn values(out: &mut impl Write, values: &[Value]) -> io::Result<()> {
    writeln!(out, "        <attvalues>")?;
    for (place, value) in values.iter().enumerate().filter(|(_, value)| !value.is_null()) {
        writeln!(out, "          <attvalue for=\"{place}\" value=\"{}\"/>", escape(&plain(value)))?;
    }
    writeln!(out, "        </attvalues>")
}
