//! Nearness is not a relation: how many sentences are read as saying what they do not say.
//!
//! `tests/data/hard_negatives.tsv` holds one sentence a row with what must not be read out of it as
//! an asserted fact. What is wrong is printed by `cargo test --test hard_negatives -- --nocapture`.

#![allow(clippy::print_stderr, reason = "part of tests")]

mod compare;
mod samples;
mod tables;

use compare::{Reading, RoleFact, same_name, same_phrase};
use samples::EXTRACTOR;

/// Of so many sentences a role is read that they do not state, and of so many an issue. The mark is
/// two in a hundred of both together; until the rules reach it this is what they do reach, to be
/// lowered with them and never raised.
const MISREAD: (usize, usize) = (0, 1);

/// Whether a role is one of the forbidden; "*" stands for anything.
fn is_role(found: &RoleFact, forbidden: &[Vec<String>]) -> bool {
    let [person, role, organization] = forbidden else { return false };
    let any = |field: &[String], same: &dyn Fn(&str) -> bool| field.iter().any(|value| value == "*" || same(value));
    any(person, &|name| same_name(name, &found.person))
        && any(role, &|name| same_phrase(name, &found.role))
        && any(organization, &|name| same_name(name, &found.organization) || same_phrase(name, &found.organization))
}

/// Whether a country and issue are one of the forbidden.
fn is_issue((code, issue): &(String, String), forbidden: &[Vec<String>]) -> bool {
    let [country, name] = forbidden else { return false };
    country.contains(code) && name.iter().any(|name| same_phrase(name, issue))
}

#[test]
fn nearness_is_no_relation() {
    let rows = tables::rows("hard_negatives.tsv", 3);
    let mut misread = (0, 0);
    for (line, row) in &rows {
        let reading = Reading::new(&EXTRACTOR, &row[0]);
        let forbidden = tables::facts(&row[1]);
        let roles = reading.roles().into_iter().filter(|role| forbidden.iter().any(|f| is_role(role, f)));
        let roles: Vec<String> = roles.map(|role| role.to_string()).collect();
        let issues = reading.issues().into_iter().filter(|pair| forbidden.iter().any(|f| is_issue(pair, f)));
        let issues: Vec<String> = issues.map(|(code, issue)| format!("{code} | {issue}")).collect();
        misread.0 += usize::from(!roles.is_empty());
        misread.1 += usize::from(!issues.is_empty());
        if !roles.is_empty() || !issues.is_empty() {
            eprintln!("line {line}: {}\n    {}", row[0], [roles, issues].concat().join("\n    "));
        }
    }
    let (roles, issues) = misread;
    eprintln!("of {} sentences {roles} are misread for a role, {issues} for an issue", rows.len());
    assert!(roles <= MISREAD.0, "{roles} sentences are misread for a role, {} so far; they stand above", MISREAD.0);
    assert!(issues <= MISREAD.1, "{issues} sentences are misread for an issue, {} so far; they stand above", MISREAD.1);
}
