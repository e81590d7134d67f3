//! Reads the tables under `tests/data`: tab-separated, `#` for comments, the first row names the columns.
//!
//! A cell may hold several facts, separated by `;`; a fact's fields are separated by `|`; a field may
//! hold alternatives, the best first, separated by ` / ` (`-` for "none").

#![allow(
    dead_code,
    clippy::panic,
    reason = "part of tests: an unreadable table fails them; not every test uses all of it"
)]

use std::fs;
use std::path::Path;

/// The lines of `tests/data/<name>` with their numbers, comments and empty lines left out.
pub(crate) fn lines(name: &str) -> Vec<(usize, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(i, line)| (i + 1, line.to_owned())).collect()
}

/// The rows of `tests/data/<name>` with their line numbers, the row of column names left out.
pub(crate) fn rows(name: &str, columns: usize) -> Vec<(usize, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let rows: Vec<(usize, Vec<String>)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'))
        .skip(1)
        .map(|(i, line)| (i + 1, line.split('\t').map(str::to_owned).collect()))
        .collect();
    for (line, row) in &rows {
        assert_eq!(row.len(), columns, "{name}: line {line}: {columns} columns are wanted");
    }
    rows
}

/// The facts of a cell; each fact a list of fields, each field a list of alternatives ("" for none).
pub(crate) fn facts(cell: &str) -> Vec<Vec<Vec<String>>> {
    cell.split(';')
        .filter(|fact| !fact.trim().is_empty())
        .map(|fact| fact.split('|').map(alternatives).collect())
        .collect()
}

fn alternatives(field: &str) -> Vec<String> {
    field.split(" / ").map(|a| if a.trim() == "-" { String::new() } else { a.trim().to_owned() }).collect()
}
