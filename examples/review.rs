//! Lists what cannot be told apart for sure, and takes a verdict.
//!
//! ```sh
//! cargo run --release --example review                  # list what should be looked at
//! cargo run --release --example review -- same 3        # the two of line 3 are one
//! cargo run --release --example review -- different 3   # they are two
//! cargo run --release --example review -- stated        # list what was stated
//! cargo run --release --example review -- undo 1        # take line 1 of that list back
//! cargo run --release --example review -- same person a.txt "Ada Quill" b.txt "A. Quill"
//! ```
//!
//! `--db FILE` names another file than `newsgraph.db`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

mod command;

use newsgraph::model::EntityKind;
use newsgraph::store::{Judgement, Store, Verdict};
use std::error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(|command| {
        let words: Vec<&str> = command.names.iter().map(String::as_str).collect();
        review(&mut command.open_to_write()?, &words)
    })
}

fn review(store: &mut Store, words: &[&str]) -> Result<(), Box<dyn Error>> {
    match *words {
        [] | ["list"] => {
            for (line, pair) in (1..).zip(open(store)?) {
                print(line, &pair);
                println!("      {} points: {}", pair.score.unwrap_or_default(), pair.signals);
            }
            for item in store.review()?.iter().filter(|item| item.reason != "identity") {
                println!("{}: {}", item.reason, item.detail);
                println!("      {} ({}) / {} ({})", item.left.1, item.left.0, item.right.1, item.right.0);
            }
        }
        ["stated"] => {
            for (line, pair) in (1..).zip(stated(store)?) {
                print(line, &pair);
                println!("      {}, {}", pair.verdict, pair.decided_by);
            }
        }
        ["undo", line] => {
            let pair = at(stated(store)?, line)?;
            let (left, right) = ends(&pair);
            store.unjudge(pair.kind, left, right)?;
            print(1, &pair);
            println!("      taken back");
        }
        [verdict, line] => {
            let verdict: Verdict = verdict.parse()?;
            let pair = at(open(store)?, line)?;
            let (left, right) = ends(&pair);
            store.judge(pair.kind, left, right, verdict, &user())?;
            print(1, &pair);
            println!("      {verdict}");
        }
        ["undo", kind, left_uri, left, right_uri, right] => {
            let there = store.unjudge(kind.parse::<EntityKind>()?, (left_uri, left), (right_uri, right))?;
            println!("{}", if there { "taken back" } else { "nothing was stated" });
        }
        [verdict, kind, left_uri, left, right_uri, right] => {
            store.judge(kind.parse()?, (left_uri, left), (right_uri, right), verdict.parse()?, &user())?;
        }
        _ => return Err("not understood: see the top of this example".into()),
    }
    Ok(())
}

/// The pairs that nobody has stated anything of, those of most points first.
fn open(store: &Store) -> newsgraph::Result<Vec<Judgement>> {
    let mut pairs = store.judgements(Some(Verdict::Unsure))?;
    pairs.retain(|pair| pair.score.is_some());
    Ok(pairs)
}

/// What users have stated.
fn stated(store: &Store) -> newsgraph::Result<Vec<Judgement>> {
    let mut pairs = store.judgements(None)?;
    pairs.retain(|pair| pair.score.is_none());
    Ok(pairs)
}

fn at(pairs: Vec<Judgement>, line: &str) -> Result<Judgement, Box<dyn Error>> {
    let line: usize = line.parse()?;
    pairs.into_iter().nth(line.wrapping_sub(1)).ok_or_else(|| format!("there is no line {line}").into())
}

fn ends(pair: &Judgement) -> ((&str, &str), (&str, &str)) {
    ((&pair.left_uri, &pair.left_name), (&pair.right_uri, &pair.right_name))
}

fn user() -> String {
    std::env::var("USER").unwrap_or_else(|_| "a user".to_owned())
}

fn print(line: usize, pair: &Judgement) {
    println!(
        "{line:4}  {}: {} ({}) / {} ({})",
        pair.kind, pair.left_name, pair.left_uri, pair.right_name, pair.right_uri
    );
}
