//! Reads articles into a store and shows what they say.
//!
//! `cargo run --release --example ingest` reads the sample articles into `newsgraph.db`;
//! `cargo run --release --example ingest -- --db FILE PATH…` reads files and folders of your own
//! (`.txt`, `.json`, `.jsonl`). Run it again: nothing changes.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::cast_precision_loss)]

#[path = "ingest/arguments.rs"]
mod arguments;
#[path = "ingest/progress.rs"]
mod progress;
#[path = "ingest/table.rs"]
mod table;

use arguments::{Arguments, USAGE};
use newsgraph::extract::Extractor;
use newsgraph::ingest::{Ingest, Report};
use newsgraph::model::RelationKind;
use newsgraph::store::{EntityId, RelationRow, Store};
use newsgraph::text::read_path;
use std::error::Error;
use std::ops::ControlFlow;
use std::process::ExitCode;
use table::Table;

/// Rows of a table that are shown.
const SHOWN: usize = 40;

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprint!("{message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        // Nothing could be read.
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{}", with_sources(&error));
            ExitCode::from(2)
        }
    }
}

/// Whether any article could be read.
fn run(arguments: &Arguments) -> newsgraph::Result<bool> {
    let extractor = Extractor::new()?;
    let mut store = arguments.commits.open(&arguments.db)?;
    let mut meter = progress::Meter::new(&arguments.paths);
    let report = Ingest::new(&extractor).commits(arguments.commits).skip_known(arguments.skip_known).run_watched(
        &mut store,
        arguments.paths.iter().flat_map(read_path),
        |progress| {
            meter.show(progress);
            ControlFlow::Continue(())
        },
    )?;
    meter.end();
    store.checkpoint()?;

    summary(&report, arguments);
    let any = report.read > report.refused;
    if any {
        roles(&store)?;
        issues(&store)?;
        further(&arguments.db.display().to_string());
    }
    Ok(any)
}

fn summary(report: &Report, arguments: &Arguments) {
    for refusal in &report.refusals {
        eprintln!("refused: {}", with_sources(&refusal.reason));
    }
    if report.refused > report.refusals.len() as u64 {
        eprintln!("refused: {} more", report.refused - report.refusals.len() as u64);
    }
    let articles = report.read - report.refused;
    let seconds = report.elapsed.as_secs_f64();
    println!(
        "{articles} articles, {:.2} MB, in {seconds:.2} s: {} new, {} replaced, {} unchanged; {} refused.",
        report.bytes as f64 / 1e6,
        report.new,
        report.replaced,
        report.unchanged,
        report.refused
    );
    if articles > 0 && report.unchanged == articles {
        println!("Nothing has changed in {}.", arguments.db.display());
    } else if report.new + report.replaced > 0 {
        println!("What is new names {} entities and states {} facts.", report.entities, report.relations);
    }
}

/// An error and what lies below it, each once.
fn with_sources(error: &dyn Error) -> String {
    let mut parts = vec![error.to_string()];
    let mut below = error.source();
    while let Some(source) = below {
        parts.push(source.to_string());
        below = source.source();
    }
    parts.join(": ")
}

/// The facts of the kinds that most articles assert, and how many there are.
fn most_cited(store: &Store, kinds: &[RelationKind]) -> newsgraph::Result<(Vec<RelationRow>, usize)> {
    let (mut facts, mut all) = (Vec::new(), 0);
    let by_articles = |fact: &RelationRow| (std::cmp::Reverse(fact.asserted_articles), fact.id);
    store.for_each_relation(|fact| {
        if fact.asserted_articles > 0 && kinds.contains(&fact.kind) {
            all += 1;
            facts.push(fact);
            if facts.len() > 100 * SHOWN {
                facts.sort_by_key(by_articles);
                facts.truncate(SHOWN);
            }
        }
    })?;
    facts.sort_by_key(by_articles);
    facts.truncate(SHOWN);
    Ok((facts, all))
}

/// Person, role, organization, status.
fn roles(store: &Store) -> newsgraph::Result<()> {
    let (facts, all) = most_cited(store, &[RelationKind::HOLDS_ROLE, RelationKind::HAS_OCCUPATION])?;
    let mut table = Table::new(["person", "role", "organization", "status"]);
    for fact in facts {
        let object = name(store, fact.object)?;
        let (role, organization) = match fact.role {
            Some(role) => (name(store, role)?, object),
            None => (object, "–".to_owned()),
        };
        let status = fact.status.map_or_else(String::new, |status| status.as_str().to_owned());
        table.row([name(store, fact.subject)?, role, organization, status]);
    }
    println!("\n{}", table.titled("Who holds which role where", all));
    Ok(())
}

/// Country, issue, topic.
fn issues(store: &Store) -> newsgraph::Result<()> {
    let (facts, all) = most_cited(store, &[RelationKind::CONCERNED_WITH])?;
    let mut table = Table::new(["country", "issue", "topic"]);
    for fact in facts {
        let issue = store.entity(fact.object)?;
        let topic = issue.as_ref().and_then(|issue| issue.topic.clone()).unwrap_or_else(|| "–".to_owned());
        table.row([name(store, fact.subject)?, issue.map_or_else(String::new, |issue| issue.name), topic]);
    }
    println!("\n{}", table.titled("Which country is concerned with which issue", all));
    Ok(())
}

fn name(store: &Store, entity: EntityId) -> newsgraph::Result<String> {
    Ok(store.entity(entity)?.map_or_else(String::new, |entity| entity.name))
}

fn further(db: &str) {
    println!(
        "
Look further with any SQLite program; each row has its article and the words that prove it:
  sqlite3 -box {db} \"SELECT person, role, organization, status, quote FROM person_role_organization LIMIT 10\"
  sqlite3 -box {db} \"SELECT country, label, topic, quote FROM country_issue WHERE country_code = 'KE'\"
  sqlite3 -box {db} \"SELECT kind, name, sum(mentions) FROM article_entity GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 20\"
or with the other examples:
  cargo run --release --example who_runs_what -- --db {db} NAME
  cargo run --release --example country_issues -- --db {db} COUNTRY
  cargo run --release --example traverse -- --db {db} FROM TO"
    );
}
