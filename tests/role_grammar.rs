//! How many of the roles that sentences state are found, and how many of those found are right.
//!
//! `tests/data/role_forms.tsv` holds the grammar of roles in news English. The rules are general,
//! so that not every sentence is read rightly; the marks below say how many must be. What is wrong
//! is printed by `cargo test --test role_grammar -- --nocapture`.

#![allow(clippy::print_stderr, clippy::cast_precision_loss, reason = "part of tests; some hundred sentences")]

mod compare;
mod samples;
mod tables;

use compare::{Reading, RoleFact, same_name, same_phrase};
use samples::EXTRACTOR;

/// Of the roles found, so many are right.
const PRECISION: f64 = 0.95;
/// Of the roles stated, so many are found.
const RECALL: f64 = 0.89;
/// Of the roles found that are right, so many have the right status.
const STATUS: f64 = 0.98;

/// Whether a role that was found is one that the table wants: person, role, organization.
fn is_wanted(found: &RoleFact, wanted: &[Vec<String>]) -> bool {
    let [person, role, organization, _] = wanted else { return false };
    person.iter().any(|name| same_name(name, &found.person))
        && role.iter().any(|name| same_phrase(name, &found.role))
        && organization.iter().any(|name| same_name(name, &found.organization))
}

#[test]
fn stated_roles_are_found() {
    let (mut right, mut wrong, mut missed, mut status) = (0_u32, 0_u32, 0_u32, 0_u32);
    for (line, row) in tables::rows("role_forms.tsv", 2) {
        let (wanted, found) = (tables::facts(&row[1]), Reading::new(&EXTRACTOR, &row[0]).roles());
        let mut report = Vec::new();
        for fact in &found {
            let Some(wanted) = wanted.iter().find(|wanted| is_wanted(fact, wanted)) else {
                wrong += 1;
                report.push(format!("wrong   {fact}"));
                continue;
            };
            right += 1;
            if fact.status.is_some_and(|s| wanted[3].iter().any(|wanted| wanted == s.as_str())) {
                status += 1;
            } else {
                report.push(format!("status  {fact}"));
            }
        }
        for fact in wanted.iter().filter(|wanted| !found.iter().any(|found| is_wanted(found, wanted))) {
            missed += 1;
            report.push(format!("missed  {}", fact.iter().map(|f| f.join(" / ")).collect::<Vec<_>>().join(" | ")));
        }
        if !report.is_empty() {
            eprintln!("line {line}: {}\n    {}", row[0], report.join("\n    "));
        }
    }
    let share = |part: u32, rest: u32| f64::from(part) / f64::from(part + rest).max(1.0);
    let (precision, recall, status) = (share(right, wrong), share(right, missed), share(status, right - status));
    eprintln!("roles: precision {precision:.3}, recall {recall:.3}, status {status:.3}");
    assert!(precision >= PRECISION, "precision {precision:.3} is below {PRECISION}; the sentences stand above");
    assert!(recall >= RECALL, "recall {recall:.3} is below {RECALL}; the sentences stand above");
    assert!(status >= STATUS, "status {status:.3} is below {STATUS}; the sentences stand above");
}
