//! Graphviz DOT.

use super::super::view::View;
use crate::model::EntityKind;
use std::io::{self, Write};

/// Writes a view in the language of Graphviz: names as labels, a shape for each kind of node, the
/// role or kind on each edge; dashed edges are former or future roles.
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
/// use newsgraph::graph::{NodeRow, Snapshot, export};
/// use newsgraph::model::EntityKind;
///
/// let mut builder = Snapshot::builder();
/// builder.entity(NodeRow::new(1, EntityKind::Person, "Ada \"Ace\" Brandt"))?;
/// let snapshot = builder.build();
/// let mut out = Vec::new();
/// export::write_dot(&snapshot.view(), &mut out).unwrap();
/// assert!(String::from_utf8(out).unwrap().contains(r#"label="Ada \"Ace\" Brandt""#));
/// # Ok::<(), newsgraph::Error>(())
/// ```
pub fn write_dot(view: &View<'_>, mut out: impl Write) -> io::Result<()> {
    let (keyword, arrow) = if view.is_directed_view() { ("digraph", "->") } else { ("graph", "--") };
    writeln!(out, "{keyword} newsgraph {{")?;
    for record in view.node_records() {
        let shape = match record.node.kind() {
            EntityKind::Person => "ellipse",
            EntityKind::Organization => "box",
            EntityKind::Country => "hexagon",
            EntityKind::Place => "house",
            EntityKind::Role => "note",
            EntityKind::Issue => "diamond",
        };
        writeln!(out, "  n{} [label=\"{}\", shape={shape}];", record.id, escape(&record.name))?;
    }
    for record in view.edge_records() {
        let style = match record.edge.edge().status() {
            Some(crate::model::RoleStatus::Former | crate::model::RoleStatus::Future) => ", style=dashed",
            _ => "",
        };
        let label = escape(record.label());
        writeln!(out, "  n{} {arrow} n{} [label=\"{label}\"{style}];", record.source, record.target)?;
    }
    writeln!(out, "}}")
}

/// The text of a quoted DOT string. A backslash would start an escape of labels, a line break
/// would be kept, and other control characters do not print.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' | '\t' => escaped.push(' '),
            c if c.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    escaped
}
