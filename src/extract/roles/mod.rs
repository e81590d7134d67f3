//! Who holds which role: rules of English grammar over role phrases and names.
//!
//! Every rule stands in a file of its own under `rules/` and has one shape: it looks at a
//! [`clause::Clause`] and reports [`Holding`]s. [`read`] runs them all, then the document settles
//! what single sentences leave open: whose post it is ([`owners`]), and whether it is still held.

mod clause;
mod complement;
mod owner;
mod owners;
mod phrase;
mod pronoun;
mod regnal;
mod rules;
mod status;
mod term;
mod words;

pub(crate) use owner::Owner;
pub(crate) use phrase::RolePhrase;
pub(crate) use pronoun::{Gender, gender};
pub(crate) use term::Term;

use super::cue::Cue;
use super::prominence::Prominence;
use super::reading::Reading;
use crate::model::{Modality, Polarity, RoleStatus};
use crate::tagger::TaggedSpan;
use clause::Clause;
use std::ops::Range;

/// The words of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RoleWords {
    /// Those of a role phrase, by its index.
    Phrase(usize),
    /// A noun derived from a verb ("led by" – "leader"), with the verb's token.
    Derived(&'static str, usize),
}

impl RoleWords {
    /// The role phrase whose words they are; `phrases` are those of the article.
    fn phrase<'p>(&self, phrases: &'p [RolePhrase]) -> Option<&'p RolePhrase> {
        match self {
            Self::Phrase(index) => phrases.get(*index),
            Self::Derived(..) => None,
        }
    }
}

/// One sighting of a person in a role.
#[derive(Debug, Clone)]
pub(crate) struct Holding {
    /// The name of the holder, by its index.
    pub(crate) person: usize,
    /// The role.
    pub(crate) role: RoleWords,
    /// Whose role it is.
    pub(crate) owner: Option<Owner>,
    /// Whether it is held; `None` where the rule saw no sign.
    pub(crate) status: Option<RoleStatus>,
    /// Said to be so, or not.
    pub(crate) polarity: Polarity,
    /// Actual, to come or possible.
    pub(crate) modality: Modality,
    /// The rule.
    pub(crate) rule: &'static str,
    /// How sure the rule is.
    pub(crate) confidence: f32,
    /// The tokens that show it.
    pub(crate) tokens: Range<usize>,
}

/// The role phrases and holdings of an article.
#[derive(Debug)]
pub(crate) struct Roles {
    pub(crate) phrases: Vec<RolePhrase>,
    pub(crate) holdings: Vec<Holding>,
    /// The dates of each holding, in the same order.
    pub(crate) terms: Vec<Term>,
}

/// Reads the roles of an article whose names are known. `people` gives, for each name, the person
/// it refers to.
pub(crate) fn read(reading: &Reading<'_>, tagged: &[TaggedSpan], people: &[Option<u32>]) -> Roles {
    let phrases = phrase::find(reading, tagged);
    let mut holdings = Vec::new();
    let mut next = 0;
    for sentence in reading.doc.sentences() {
        let tokens = sentence.tokens.clone();
        next += phrases.iter().skip(next).take_while(|p| p.role.start < tokens.start).count();
        // Nobody holds a role here without a word for it or for leading.
        let named = phrases.get(next).is_some_and(|p| p.role.start < tokens.end);
        if named || tokens.clone().any(|t| reading.is(t, Cue::LEAD)) {
            rules::apply(&Clause::new(reading, &phrases, tokens), &mut holdings);
        }
    }
    let (phrases, holdings) = regnal::add(reading, phrases, holdings);
    let mut holdings = holdings;
    let prominence = Prominence::of(reading);
    let main = prominence.main();
    let share = main.map(|code| (code, prominence.share(code)));
    owners::settle(reading, &phrases, people, share, &mut holdings);
    let terms: Vec<Term> = holdings.iter().map(|h| term::of(reading, &phrases, h)).collect();
    for (holding, term) in holdings.iter_mut().zip(&terms) {
        if term.end.is_some() {
            holding.status = holding.status.or(Some(RoleStatus::Former));
        }
    }
    status::settle(reading, &phrases, people, main, &mut holdings);
    Roles { phrases, holdings, terms }
}
