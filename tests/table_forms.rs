//! The measuring tables say what their headers promise: right columns, facts grounded in the sentence.

mod tables;

use tables::{facts, rows};

fn is_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether the first answer of a field stands in the sentence, or is a country's code, or "any", or none.
fn grounded(sentence: &str, field: &[String]) -> bool {
    let sentence = sentence.to_lowercase();
    field.iter().all(|a| a.is_empty() || a == "*" || is_code(a) || sentence.contains(&a.to_lowercase()))
}

fn named(sentence: &str, person: &[String]) -> bool {
    person.iter().all(|name| !name.is_empty() && sentence.contains(name.as_str()))
}

#[test]
fn role_forms_are_grounded() {
    let rows = rows("role_forms.tsv", 2);
    assert!(rows.len() >= 120, "{} rows", rows.len());
    for (line, row) in rows {
        for fact in facts(&row[1]) {
            let [person, role, organization, status] = fact.as_slice() else {
                panic!("line {line}: four fields are wanted")
            };
            assert!(named(&row[0], person), "line {line}: {person:?}");
            assert!(role.iter().all(|r| !r.is_empty()), "line {line}: no role");
            assert!(grounded(&row[0], organization), "line {line}: {organization:?}");
            assert!(
                status.iter().all(|s| s.parse::<newsgraph::model::RoleStatus>().is_ok()),
                "line {line}: {status:?}"
            );
        }
    }
}

#[test]
fn hard_negatives_are_grounded_and_do_not_contradict_themselves() {
    let rows = rows("hard_negatives.tsv", 3);
    assert!(rows.len() >= 80, "{} rows", rows.len());
    for (line, row) in rows {
        let (forbidden, expected) = (facts(&row[1]), facts(&row[2]));
        assert!(!forbidden.is_empty(), "line {line}: nothing is forbidden");
        for fact in forbidden.iter().chain(&expected) {
            match fact.as_slice() {
                [country, _] => assert!(country.iter().all(|c| is_code(c)), "line {line}: {country:?}"),
                [person, _, organization] => {
                    assert!(named(&row[0], person), "line {line}: {person:?}");
                    assert!(grounded(&row[0], organization), "line {line}: {organization:?}");
                }
                other => panic!("line {line}: two or three fields are wanted: {other:?}"),
            }
        }
        for fact in &expected {
            let clash = forbidden.iter().find(|f| {
                f.len() == fact.len()
                    && f.iter().zip(fact).all(|(no, yes)| no[0] == "*" || no[0].eq_ignore_ascii_case(&yes[0]))
            });
            assert_eq!(clash, None, "line {line}: expected and forbidden");
        }
    }
}

#[test]
fn identity_pairs_are_well_formed_and_balanced() {
    let rows = rows("identity_pairs.tsv", 7);
    let keys = ["role", "organization", "country", "with", "date"];
    let mut same = 0;
    for (line, row) in &rows {
        assert!(row[0].parse::<newsgraph::model::EntityKind>().is_ok(), "line {line}: {}", row[0]);
        for context in [&row[2], &row[4]] {
            for part in context.split("; ") {
                let (key, value) = part.split_once('=').unwrap_or_else(|| panic!("line {line}: {part}"));
                assert!(keys.contains(&key) && !value.is_empty(), "line {line}: {part}");
                assert!(key != "country" || is_code(value), "line {line}: {part}");
                assert!(key != "date" || value.parse::<newsgraph::model::Date>().is_ok(), "line {line}: {part}");
            }
        }
        match row[5].as_str() {
            "same" => same += 1,
            "different" => {}
            other => panic!("line {line}: {other}"),
        }
        assert!(!row[6].is_empty(), "line {line}: no reason");
    }
    let percent = 100 * same / rows.len();
    assert!(rows.len() >= 160 && (40..=50).contains(&percent), "{} pairs, {percent} in 100 the same", rows.len());
}
