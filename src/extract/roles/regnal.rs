//! Titles inside a handle: "King Charles", "Pope Francis" hold the role that their handle names.

use super::phrase::{Determiner, RolePhrase};
use super::{Holding, Owner, RoleWords};
use crate::extract::cue::Cue;
use crate::extract::reading::{NameKind, Reading};
use crate::lexicon::RoleClass;
use crate::model::{Modality, Polarity};

/// Adds the role phrases and holdings of handles.
pub(super) fn add(
    reading: &Reading<'_>,
    mut phrases: Vec<RolePhrase>,
    mut holdings: Vec<Holding>,
) -> (Vec<RolePhrase>, Vec<Holding>) {
    for (index, name) in reading.names().iter().enumerate() {
        let title = name.tokens.start;
        if name.kind != NameKind::Person
            || name.tokens.len() < 2
            || !reading.is(title, Cue::REGNAL)
            || matches!(
                reading.word(title),
                "Saint" | "Prophet" | "Sheikh" | "Sheikha" | "Shaikh" | "Shaikha" | "Sheik"
            )
        {
            continue;
        }
        holdings.push(Holding {
            person: index,
            role: RoleWords::Phrase(phrases.len()),
            owner: country_before(reading, title),
            status: None,
            polarity: Polarity::Asserted,
            modality: Modality::Actual,
            rule: "handle",
            confidence: 0.8,
            tokens: name.tokens.clone(),
        });
        phrases.push(RolePhrase {
            phrase: title..title + 1,
            role: title..title + 1,
            plural: false,
            class: RoleClass::Royal,
            determiner: Determiner::Bare,
            status: None,
            owner: None,
            confidence: 0.9,
        });
    }
    (phrases, holdings)
}

/// The country in front of a handle: "Spain's Queen X", "Jordanian King Y".
fn country_before(reading: &Reading<'_>, title: usize) -> Option<Owner> {
    let before = title.checked_sub(1)?;
    let at = if reading.is_possessive(before) { before.checked_sub(1)? } else { before };
    reading.name_at(at).filter(|n| reading.country_of(*n).is_some()).map(Owner::Name)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::check_roles;

    #[test]
    fn titles_in_a_handle() {
        check_roles(&[
            ("Spain's Queen Leonor visited the port.", &["Queen Leonor | Queen | ES | current"]),
            ("King Harald opened parliament.", &["King Harald | King |  | current"]),
            ("Jordanian King Faisal flew to Cairo.", &["King Faisal | King | JO | current"]),
            ("Pope Clement spoke to pilgrims.", &["Pope Clement | Pope |  | current"]),
            ("Princess Astrid attended the concert.", &["Princess Astrid | Princess |  | current"]),
            ("Sultan Qasim received the envoys.", &["Sultan Qasim | Sultan |  | current"]),
            ("Sweden's Prince Gustav opened the hospital.", &["Prince Gustav | Prince | SE | current"]),
        ]);
    }

    #[test]
    fn no_handle() {
        check_roles(&[
            ("King Street was closed on Monday.", &[]),
            ("The king spoke of Harald.", &[]),
            ("The Prince Astrid Hotel burned down.", &[]),
            ("Saint Clement watches over the town.", &[]),
        ]);
    }
}
