//! Which issues a country is concerned with, and which countries with an issue.
//!
//! `cargo run --release --example country_issues -- [COUNTRY|CODE|ISSUE…] [--db FILE]`
//!
//! A country is found by its ISO code ("KE") or by any of its names, an issue by its name. Without
//! either, every country with issues is listed.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

mod command;

use newsgraph::model::{CountryCode, EntityKind};
use newsgraph::store::{EntityRow, RelationRow, Store};
use std::error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(|command| {
        let store = command.open()?;
        if command.names.is_empty() {
            return overview(&store);
        }
        for name in &command.names {
            let entities = matches(&store, name)?;
            if entities.is_empty() {
                println!("No article names a country or issue “{name}”.");
            }
            for entity in &entities {
                print_entity(&store, entity)?;
            }
        }
        Ok(())
    })
}

/// The country of a code, else the countries and issues of a name.
fn matches(store: &Store, name: &str) -> newsgraph::Result<Vec<EntityRow>> {
    if let Some(code) = CountryCode::new(name) {
        let countries = store.entities_of(EntityKind::Country)?;
        if let Some(country) = countries.into_iter().find(|country| country.country_code == Some(code)) {
            return Ok(vec![country]);
        }
    }
    let mut entities = store.entities_named(name)?;
    entities.retain(|entity| matches!(entity.kind, EntityKind::Country | EntityKind::Issue));
    Ok(entities)
}

fn print_entity(store: &Store, entity: &EntityRow) -> Result<(), Box<dyn Error>> {
    let facts =
        if entity.kind == EntityKind::Country { store.issues_of(entity.id)? } else { store.countries_of(entity.id)? };
    println!("\n{} ({}), facts: {}", entity.name, about(entity), facts.len());
    for (other, relation) in &facts {
        println!("  {} ({})", other.name, about(other));
        print_quotes(store, relation)?;
    }
    Ok(())
}

/// What is known of an entity: a country's code, an issue's topic.
fn about(entity: &EntityRow) -> String {
    let known = entity.country_code.map(|code| code.to_string()).or_else(|| entity.topic.clone());
    known.unwrap_or_else(|| entity.kind.to_string())
}

/// The words of up to three articles.
fn print_quotes(store: &Store, relation: &RelationRow) -> Result<(), Box<dyn Error>> {
    for proof in store.evidence(relation.id)?.iter().filter(|proof| proof.is_asserted()).take(3) {
        println!("      {proof}");
    }
    Ok(())
}

fn overview(store: &Store) -> Result<(), Box<dyn Error>> {
    for country in store.entities_of(EntityKind::Country)? {
        let issues: Vec<String> = store.issues_of(country.id)?.into_iter().map(|(issue, _)| issue.name).collect();
        if !issues.is_empty() {
            println!("{} ({}): {}", country.name, about(&country), issues.join(", "));
        }
    }
    println!("\nAsk for one: cargo run --release --example country_issues -- COUNTRY, CODE or ISSUE");
    Ok(())
}
