//! Who says it: the speaker to whom a sentence gives its statement.

use super::cue::Cue;
use super::reading::{NameKind, Reading};
use std::ops::Range;

/// The name of the speaker of a sentence: the person or body beside its verb of saying, or after
/// "according to". None where nobody is named, or where the verb is part of a quote that the next
/// sentence goes on.
pub(crate) fn speaker(reading: &Reading<'_>, sentence: Range<usize>) -> Option<usize> {
    for t in sentence.clone() {
        if reading.is(t + 1, Cue::TO) && reading.word(t).eq_ignore_ascii_case("according") {
            let from = skip_title(reading, t + 2, sentence.end);
            if let Some(name) = speaking_name(reading, from) {
                return Some(name);
            }
        }
        if !reading.is(t, Cue::SAY) || reading.name_at(t).is_some() {
            continue;
        }
        let before = t.checked_sub(1).filter(|b| sentence.contains(b)).and_then(|b| speaking_name(reading, b));
        if before.is_some() {
            return before;
        }
        let after = skip_title(reading, t + 1, sentence.end);
        if let Some(name) = speaking_name(reading, after).filter(|_| !reading.is(t + 1, Cue::TO)) {
            return Some(name);
        }
    }
    None
}

fn speaking_name(reading: &Reading<'_>, token: usize) -> Option<usize> {
    let index = reading.name_at(token)?;
    matches!(reading.kind_of(index)?, NameKind::Person | NameKind::Organization).then_some(index)
}

/// Passes over an article, a form of address and a title in front of a name.
fn skip_title(reading: &Reading<'_>, from: usize, end: usize) -> usize {
    (from..end.min(from + 6))
        .find(|t| {
            reading.name(*t).is_some_and(|n| n.kind == NameKind::Person)
                || reading.is_mark(*t, &[",", "\"", "”"])
                || reading.is(*t, Cue::BE)
        })
        .unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::{check, speakers_of};

    #[test]
    fn who_says_it() {
        check(
            &[
                (
                    "Nadia Rahmani is the director of the Tunis Museum, Omar Haddad said.",
                    &["Nadia Rahmani | director < Omar Haddad"],
                ),
                (
                    "According to Omar Haddad, Nadia Rahmani is the director of the Tunis Museum.",
                    &["Nadia Rahmani | director < Omar Haddad"],
                ),
                (
                    "\"Nadia Rahmani is the director of the Tunis Museum,\" said Omar Haddad.",
                    &["Nadia Rahmani | director < Omar Haddad"],
                ),
                (
                    "Omar Haddad said Nadia Rahmani was the director of the Tunis Museum.",
                    &["Nadia Rahmani | director < Omar Haddad"],
                ),
                (
                    "Amnesty International said Nadia Rahmani was the director of the Tunis Museum.",
                    &["Nadia Rahmani | director < Amnesty International"],
                ),
                (
                    "Nadia Rahmani was the director of the Tunis Museum, according to Amnesty International.",
                    &["Nadia Rahmani | director < Amnesty International"],
                ),
                (
                    "\"Nadia Rahmani is the director of the Tunis Museum,\" minister Omar Haddad told reporters.",
                    &["Nadia Rahmani | director < Omar Haddad"],
                ),
            ],
            speakers_of,
        );
    }

    #[test]
    fn nobody_says_it() {
        check(
            &[
                ("Nadia Rahmani is the director of the Tunis Museum.", &[]),
                ("Nadia Rahmani, director of the Tunis Museum, said so.", &[]),
                ("Officials said Nadia Rahmani was the director of the Tunis Museum.", &[]),
                ("Nadia Rahmani, director of the Tunis Museum, met Omar Haddad.", &[]),
                ("Omar Haddad spoke on Monday. Nadia Rahmani is the director of the Tunis Museum.", &[]),
            ],
            speakers_of,
        );
    }
}
