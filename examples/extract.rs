//! Reads articles and prints what each says as one line of JSON: no database, no graph.
//!
//! `cargo run --release --example extract -- FILE|FOLDER…`
//!
//! Text, JSON and JSON lines are read. A line holds the article's uri, its body, in which all spans
//! count (in bytes), and the extraction. What cannot be read is named and passed over.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

use newsgraph::Extractor;
use newsgraph::model::Extraction;
use newsgraph::text::read_path;
use std::io::Write;

#[derive(serde::Serialize)]
struct Line<'a> {
    uri: &'a str,
    body: &'a str,
    extraction: &'a Extraction,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let extractor = Extractor::new()?;
    let mut out = std::io::stdout().lock();
    for article in std::env::args().skip(1).flat_map(read_path) {
        match article {
            Err(error) => eprintln!("{error}"),
            Ok(article) => {
                let extraction = extractor.extract(&article);
                serde_json::to_writer(
                    &mut out,
                    &Line { uri: &article.uri, body: &article.body, extraction: &extraction },
                )?;
                writeln!(out)?;
            }
        }
    }
    Ok(())
}
