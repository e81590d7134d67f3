//! Tables for people to read.

use std::fmt::Write as _;
use std::io::IsTerminal;

/// Between two columns.
const GAP: &str = "  ";

#[derive(Debug)]
pub(crate) struct Table<const N: usize> {
    head: [&'static str; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    pub(crate) const fn new(head: [&'static str; N]) -> Self {
        Self { head, rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, row: [String; N]) {
        // Names may run over a line break of the text.
        self.rows.push(row.map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")));
    }

    /// The table, sorted, under a title that says how many rows of how many it has.
    pub(crate) fn titled(mut self, title: &str, all: usize) -> String {
        self.rows.sort();
        let mut out = if self.rows.len() < all {
            format!("{title}: the {} most cited of {all}\n", self.rows.len())
        } else {
            format!("{title}: {all}\n")
        };
        if self.rows.is_empty() {
            out.truncate(out.trim_end().len());
            return out;
        }
        let widths = self.widths(terminal_width());
        out += &line(&self.head.map(str::to_owned), &widths);
        out += &line(&widths.map(|width| "─".repeat(width)), &widths);
        for row in &self.rows {
            out += &line(row, &widths);
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// The widths of the columns: where they do not fit, the widest give way first.
    fn widths(&self, limit: usize) -> [usize; N] {
        let mut widths = self.head.map(|cell| cell.chars().count());
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let limit = limit.saturating_sub(GAP.len() * (N - 1)).max(8 * N);
        while widths.iter().sum::<usize>() > limit {
            if let Some(widest) = widths.iter_mut().max() {
                *widest -= 1;
            }
        }
        widths
    }
}

fn line<const N: usize>(cells: &[String; N], widths: &[usize; N]) -> String {
    let mut out = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let shown = if cell.chars().count() <= *width {
            cell.clone()
        } else {
            cell.chars().take(width - 1).chain(['…']).collect()
        };
        // Writing to a String never fails.
        let _ = write!(out, "{shown:width$}{GAP}");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Characters in a line: what the shell or the terminal says, else enough for most names.
fn terminal_width() -> usize {
    let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let asked = || {
        let stty =
            std::process::Command::new("stty").arg("size").stdin(std::process::Stdio::inherit()).output().ok()?;
        String::from_utf8(stty.stdout).ok()?.split_whitespace().nth(1)?.parse().ok()
    };
    let width: Option<usize> = if std::io::stdout().is_terminal() { stated.or_else(asked) } else { stated };
    width.filter(|width| *width >= 40).unwrap_or(120)
}
