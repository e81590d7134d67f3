//! How well the press of many countries is read: persons, organizations, countries and roles.
//!
//! `tests/data/world_passages.txt` holds passages as papers and agencies of some eighty countries
//! write them, in two halves: one the lists and rules are worked out on, one that is held out. What
//! is wrong in the first is printed by `cargo test --test world_press -- --nocapture`; of the second
//! only the totals are, so that they go on saying how well unseen countries are read.

#![allow(clippy::print_stderr, clippy::panic, reason = "part of tests")]

mod compare;
mod samples;
mod tables;

use compare::{Reading, RoleFact, same_name, same_phrase};
use newsgraph::model::EntityKind;
use samples::EXTRACTOR;
use std::collections::BTreeMap;

/// The least precision and recall of persons, organizations and roles, in both halves.
const WORK: [(&str, f64, f64); 3] = [("persons", 0.93, 0.97), ("organizations", 0.92, 0.94), ("roles", 0.87, 0.82)];
const HELD: [(&str, f64, f64); 3] = [("persons", 0.94, 0.95), ("organizations", 0.88, 0.89), ("roles", 0.81, 0.81)];

/// An answer that is wanted, or at least not wrong: its fields, each a list of alternatives.
struct Answer {
    fields: Vec<Vec<String>>,
    wanted: bool,
}

#[derive(Default)]
struct Passage {
    line: usize,
    half: String,
    country: String,
    text: String,
    answers: BTreeMap<String, Vec<Answer>>,
}

fn answers(list: &str) -> Vec<Answer> {
    let answer = |fact: &str| {
        let fact = fact.trim();
        let wanted = !fact.starts_with('?');
        let fields = tables::facts(fact.trim_start_matches('?')).pop();
        fields.map(|fields| Answer { fields, wanted })
    };
    list.split("; ").filter_map(answer).collect()
}

fn passages() -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    for (line, text) in tables::lines("world_passages.txt") {
        if let Some(head) = text.strip_prefix("= ") {
            let (country, half) = head.split_once(' ').unwrap_or_else(|| panic!("line {line}: no half in {head:?}"));
            let (half, country) = (half.to_owned(), country.to_owned());
            passages.push(Passage { line, half, country, ..Passage::default() });
            continue;
        }
        let passage = passages.last_mut().unwrap_or_else(|| panic!("line {line}: no passage begins"));
        match text.split_once(':') {
            _ if passage.text.is_empty() => passage.text = text,
            Some((of @ ("p" | "o" | "c" | "r"), list)) => {
                passage.answers.insert(of.to_owned(), answers(list));
            }
            _ => panic!("line {line}: neither text nor answers"),
        }
    }
    passages
}

/// What was found of what was wanted.
#[derive(Default)]
struct Tally {
    right: u32,
    wrong: u32,
    found: u32,
    missed: u32,
}

impl Tally {
    /// Counts, and gives back what was wrong or missed.
    fn compare<T: std::fmt::Display>(
        &mut self,
        found: &[T],
        wanted: &[Answer],
        same: impl Fn(&T, &[Vec<String>]) -> bool,
    ) -> Vec<String> {
        let mut report = Vec::new();
        for one in found {
            match wanted.iter().filter(|answer| same(one, &answer.fields)).map(|answer| answer.wanted).max() {
                Some(true) => self.right += 1,
                Some(false) => {}
                None => {
                    self.wrong += 1;
                    report.push(format!("wrong   {one}"));
                }
            }
        }
        for answer in wanted.iter().filter(|answer| answer.wanted) {
            if found.iter().any(|one| same(one, &answer.fields)) {
                self.found += 1;
            } else {
                self.missed += 1;
                let fields: Vec<String> = answer.fields.iter().map(|field| field.join(" / ")).collect();
                report.push(format!("missed  {}", fields.join(" | ")));
            }
        }
        report
    }

    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from(self.right + self.wrong).max(1.0)
    }

    fn recall(&self) -> f64 {
        f64::from(self.found) / f64::from(self.found + self.missed).max(1.0)
    }
}

fn is_name(found: &str, fields: &[Vec<String>]) -> bool {
    fields.first().is_some_and(|names| names.iter().any(|name| same_name(name, found)))
}

fn is_role(found: &RoleFact, fields: &[Vec<String>]) -> bool {
    let [person, role, organization, _] = fields else { panic!("a role has four fields: {fields:?}") };
    person.iter().any(|name| same_name(name, &found.person))
        && role.iter().any(|name| same_phrase(name, &found.role))
        && organization.iter().any(|name| same_name(name, &found.organization))
}

#[test]
fn the_press_of_many_countries_is_read() {
    let mut tallies: BTreeMap<(String, &str), Tally> = BTreeMap::new();
    for passage in passages() {
        let reading = Reading::new(&EXTRACTOR, &passage.text);
        let mut report = Vec::new();
        for (of, name, kind) in [
            ("p", "persons", EntityKind::Person),
            ("o", "organizations", EntityKind::Organization),
            ("c", "countries", EntityKind::Country),
        ] {
            let tally = tallies.entry((passage.half.clone(), name)).or_default();
            let wanted = passage.answers.get(of).map_or(&[][..], |answers| answers);
            // Posts tell whose they are: the passage's own country is never wrong.
            let mut found = reading.entities(kind);
            found.retain(|name| *name != passage.country || wanted.iter().any(|answer| is_name(name, &answer.fields)));
            report.extend(tally.compare(&found, wanted, |found, fields| is_name(found, fields)));
        }
        let tally = tallies.entry((passage.half.clone(), "roles")).or_default();
        let wanted = passage.answers.get("r").map_or(&[][..], |answers| answers);
        report.extend(tally.compare(&reading.roles(), wanted, is_role));
        if passage.half == "work" && !report.is_empty() {
            eprintln!("line {}: {}\n    {}", passage.line, passage.text, report.join("\n    "));
        }
    }
    for ((half, name), tally) in &tallies {
        let (precision, recall) = (tally.precision(), tally.recall());
        eprintln!("{half} {name}: precision {precision:.3}, recall {recall:.3}, {} wanted", tally.found + tally.missed);
    }
    for (half, floors) in [("work", WORK), ("held", HELD)] {
        for (name, precision, recall) in floors {
            let tally = &tallies[&(half.to_owned(), name)];
            assert!(tally.precision() >= precision, "{half} {name}: precision is below {precision}");
            assert!(tally.recall() >= recall, "{half} {name}: recall is below {recall}");
        }
    }
}
