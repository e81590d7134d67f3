//! Reading topics, issues and spellings.

use super::entry::{Issue, Topic, TopicIndex};
use super::phrases::Spelling;
use super::plural::plural;
use super::rows::Row;
use super::{Lexicon, WordFlags};
use crate::Result;
use crate::text::key;

impl Lexicon {
    /// Columns: British spelling, American spelling.
    pub(super) fn spelling(&mut self, row: Row<'_, 2>) -> Result<()> {
        let [british, american] = row.columns;
        if american.is_empty() {
            return Err(row.error("the second spelling is missing"));
        }
        for [own, other] in [[british, american], [american, british]] {
            self.spellings.insert(key(own), [row.keep(own), row.keep(other)]);
        }
        Ok(())
    }

    /// Columns: label, group.
    pub(super) fn topic(&mut self, row: Row<'_, 2>) -> Result<()> {
        if self.topics.len() >= usize::from(u8::MAX) {
            return Err(row.error("too many topics"));
        }
        self.topics.push(Topic { label: row.keep(row.columns[0]), group: row.keep(row.columns[1]) });
        Ok(())
    }

    fn topic_named<const N: usize>(&self, row: &Row<'_, N>, column: usize) -> Result<TopicIndex> {
        let label = row.column(column);
        // Entries of one topic mostly stand together.
        let last = self.issues.last().map(|issue| issue.topic).filter(|topic| self.topic_label(*topic) == label);
        if let Some(topic) = last {
            return Ok(topic);
        }
        let index = self.topics.iter().position(|topic| topic.label == label);
        index
            .and_then(|index| u8::try_from(index).ok())
            .map(TopicIndex)
            .ok_or_else(|| row.error(format!("there is no topic {label:?}")))
    }

    /// Columns: label, topic, weight, other phrases of the same issue.
    pub(super) fn issue(&mut self, row: Row<'_, 4>) -> Result<()> {
        let topic = self.topic_named(&row, 1)?;
        let weight: f32 = row.columns[2].parse().map_err(|_| row.error("the weight is no number"))?;
        if !(0.0..=1.0).contains(&weight) {
            return Err(row.error("the weight is not between 0 and 1"));
        }
        let index = u32::try_from(self.issues.len()).map_err(|_| row.error("too many issues"))?;
        let label = row.columns[0];
        self.issues.push(Issue { label: row.keep(label), topic, weight });
        for phrase in std::iter::once(label).chain(row.list(3)) {
            let acronym = phrase.len() > 1 && !phrase.contains(char::is_lowercase);
            let spelling = if acronym { Spelling::Upper } else { Spelling::Any };
            let plural = plural(phrase);
            for form in [Some(phrase), plural.as_deref()].into_iter().flatten() {
                self.for_each_spelling(form, |lexicon, form| {
                    lexicon.for_each_stop_spelling(form, |lexicon, words| {
                        lexicon.issue_phrases.insert(&mut lexicon.words, words, spelling, index);
                        lexicon.mark_phrase(words, WordFlags::ISSUE_WORD, WordFlags::ISSUE_WORD);
                    });
                });
            }
        }
        Ok(())
    }

    /// Columns: noun, topic.
    pub(super) fn issue_head_noun(&mut self, row: Row<'_, 2>) -> Result<()> {
        let topic = self.topic_named(&row, 1)?;
        let noun = row.columns[0];
        let plural = plural(noun);
        for form in [Some(noun), plural.as_deref()].into_iter().flatten() {
            self.for_each_spelling(form, |lexicon, form| {
                lexicon.issue_heads.insert(key(form), topic);
                lexicon.mark(key(form), WordFlags::ISSUE_HEAD);
            });
        }
        Ok(())
    }
}
