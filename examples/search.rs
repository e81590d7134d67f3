//! Full-text search: articles by their words, entities by the beginnings of their names.
//!
//! `cargo run --release --example search -- WORDS… [--db FILE]`
//!
//! The index is made in the file where there is none yet. Nothing that is typed is syntax: `U.S.` and
//! `UK-Kenya` are looked for as they stand.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

mod command;

use std::process::ExitCode;

/// Answers of each sort.
const SHOWN: usize = 10;

fn main() -> ExitCode {
    command::run(|command| {
        let words = command.names.join(" ");
        if words.is_empty() {
            return Err("what is looked for? cargo run --release --example search -- WORDS…".into());
        }
        let mut store = command.open_to_write()?;
        if !store.has_search()? {
            eprintln!("Making the index…");
            store.enable_search()?;
        }
        for hit in store.search_entities(&words, SHOWN)? {
            let beside = if hit.name == hit.entity.name { String::new() } else { format!(", as “{}”", hit.name) };
            println!("{} ({}; articles: {}){beside}", hit.entity.name, hit.entity.kind, hit.entity.articles);
        }
        for hit in store.search_articles(&words, SHOWN)? {
            let date = hit.published_on.map(|date| date.to_string()).unwrap_or_default();
            println!("\n{} {date} {}", hit.uri, hit.title.unwrap_or_default());
            println!("  …{}…", hit.passage.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        Ok(())
    })
}
