//! Reads article files and prints what each says as one line of JSON: no database, no graph.
//!
//! `cargo run --release --example extract -- FILE…`

use newsgraph::extract::Extractor;
use newsgraph::model::{Article, Extraction};

#[derive(serde::Serialize)]
struct Line<'a> {
    uri: &'a str,
    body: &'a str,
    extraction: &'a Extraction,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let extractor = Extractor::new()?;
    for path in std::env::args().skip(1) {
        let article = Article::new(path.clone(), std::fs::read_to_string(&path)?);
        let extraction = extractor.extract(&article);
        println!(
            "{}",
            serde_json::to_string(&Line { uri: &article.uri, body: &article.body, extraction: &extraction })?
        );
    }
    Ok(())
}
