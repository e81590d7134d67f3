//! Who holds which role where: all roles of a person, all people of an organization.
//!
//! `cargo run --release --example who_runs_what -- [NAME…] [--db FILE]`
//!
//! A name is found in any case and with or without accents, also a short one ("mwakio"); whatever
//! has the name is listed. Without a name the most cited persons and organizations are.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

mod command;

use newsgraph::model::EntityKind;
use newsgraph::store::{EntityRow, RoleAnswer, Store};
use std::error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(|command| {
        let store = command.open()?;
        if command.names.is_empty() {
            return most_cited(&store);
        }
        for name in &command.names {
            let entities = store.entities_named(name)?;
            let mut found = false;
            for entity in entities.iter().filter(|e| !matches!(e.kind, EntityKind::Role | EntityKind::Issue)) {
                print_roles(&store, entity)?;
                found = true;
            }
            if !found {
                println!("No article names a person or organization “{name}”.");
            }
        }
        Ok(())
    })
}

/// The roles of a person; of anything else the people.
fn print_roles(store: &Store, entity: &EntityRow) -> Result<(), Box<dyn Error>> {
    let is_person = entity.kind == EntityKind::Person;
    let answers = if is_person { store.roles_of(entity.id)? } else { store.people_of(entity.id)? };
    println!("\n{} ({}; articles: {}, facts: {})", entity.name, entity.kind, entity.articles, answers.len());
    let names = store.names_of(entity.id)?;
    if names.len() > 1 {
        println!("  also called {}", names[1..].join(", "));
    }
    for answer in &answers {
        print_fact(store, answer, is_person)?;
    }
    Ok(())
}

/// The fact with its status and dates, and the latest words that say so.
fn print_fact(store: &Store, answer: &RoleAnswer, of_person: bool) -> Result<(), Box<dyn Error>> {
    let RoleAnswer { person, role, organization, relation, .. } = answer;
    let place = organization.as_ref().map_or("no organization stated", |organization| &organization.name);
    let who = if of_person { place } else { &person.name };
    let status = relation.status.map_or("", |status| status.as_str());
    println!("  {}, {who}: {status}", role.name);
    if let (Some(first), Some(last)) = (relation.first_cited_on, relation.last_cited_on) {
        println!("      cited from {first} to {last}, articles: {}", relation.articles);
    }
    if let Some(proof) = store.evidence(relation.id)?.iter().find(|proof| proof.is_asserted()) {
        println!("      {proof}");
    }
    Ok(())
}

fn most_cited(store: &Store) -> Result<(), Box<dyn Error>> {
    for kind in [EntityKind::Person, EntityKind::Organization] {
        println!("\nMost articles name, of kind {kind}:");
        for entity in store.entities_of(kind)?.iter().take(10) {
            println!("  {:>4}  {}", entity.articles, entity.name);
        }
    }
    println!("\nAsk for one: cargo run --release --example who_runs_what -- NAME");
    Ok(())
}
