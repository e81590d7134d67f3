//! From what was read to an [`Extraction`]: entities in order of first mention, mentions in order
//! of the text, each fact once with its sightings.

use super::attribution;
use super::coref::{Cluster, Coreference, display};
use super::hash::FastMap;
use super::issues::Tie;
use super::reading::{NameKind, Reading};
use super::roles::{Holding, Owner, RoleWords, Roles, Term};
use crate::model::{
    ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Mention, MentionForm, Relation,
    RelationKind,
};
use crate::text::fold;
use std::borrow::Cow;
use std::ops::Range;

/// The most mentions, and the most relations, that one article may have; an ordinary one has a
/// hundredth of that. It has no entities but those of its mentions and relations.
const MOST: usize = 20_000;

/// Puts an extraction together.
pub(crate) fn extraction(reading: &Reading<'_>, coreference: Coreference, roles: &Roles, ties: Vec<Tie>) -> Extraction {
    let mut builder = Builder {
        reading,
        coreference,
        entities: Vec::new(),
        index: FastMap::default(),
        mentions: Vec::with_capacity(reading.names().len() + roles.holdings.len() + ties.len()),
        relations: Vec::with_capacity(roles.holdings.len() + ties.len()),
        facts: FastMap::default(),
        sightings: FastMap::default(),
    };
    for index in 0..reading.names().len() {
        builder.name(index);
    }
    for (holding, term) in roles.holdings.iter().zip(&roles.terms) {
        builder.holding(roles, holding, *term);
    }
    for tie in ties {
        builder.tie(tie);
    }
    builder.finish()
}

/// What makes two sightings speak of one entity of the article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Person(u32),
    Body(u32),
    Country(CountryCode),
    Named(EntityKind, String),
}

struct Builder<'r> {
    reading: &'r Reading<'r>,
    /// A cluster's names are taken when its entity is made.
    coreference: Coreference,
    entities: Vec<Entity>,
    index: FastMap<Key, EntityIndex>,
    mentions: Vec<Mention>,
    relations: Vec<Relation>,
    facts: FastMap<(RelationKind, EntityIndex, EntityIndex, Option<EntityIndex>), usize>,
    /// By relation and span: the place of the evidence.
    sightings: FastMap<(usize, ByteSpan), usize>,
}

impl Builder<'_> {
    /// The entity of a key, made on first sight.
    fn entity(&mut self, key: Key, make: impl FnOnce(&mut Self) -> Entity) -> EntityIndex {
        let next = EntityIndex(u32::try_from(self.entities.len()).unwrap_or(u32::MAX));
        let index = *self.index.entry(key).or_insert(next);
        if index == next {
            let entity = make(self);
            self.entities.push(entity);
        }
        index
    }

    fn mention(&mut self, entity: EntityIndex, tokens: Range<usize>, form: MentionForm) {
        let span = self.reading.span(tokens);
        if !span.is_empty() {
            self.mentions.push(Mention { span, entity, form });
        }
    }

    /// The entity that a name means; groups are none.
    fn name(&mut self, index: usize) -> Option<EntityIndex> {
        let name = self.reading.names().get(index)?;
        let tokens = name.tokens.clone();
        let (entity, form) = match name.kind {
            NameKind::Person => {
                let id = self.coreference.person_of.get(index).copied().flatten()?;
                let of =
                    |builder: &mut Self| clustered(EntityKind::Person, builder.coreference.people.get_mut(id as usize));
                (self.entity(Key::Person(id), of), MentionForm::Name)
            }
            NameKind::Organization => {
                let id = self.coreference.body_of.get(index).copied().flatten()?;
                let of = |builder: &mut Self| {
                    clustered(EntityKind::Organization, builder.coreference.bodies.get_mut(id as usize))
                };
                (self.entity(Key::Body(id), of), MentionForm::Name)
            }
            NameKind::Country(code) => (self.country(code), MentionForm::Name),
            NameKind::Demonym(code) | NameKind::Seat(code) => (self.country(code), MentionForm::Demonym),
            NameKind::Place(_) => {
                (self.named(EntityKind::Place, display(self.reading.text(tokens.clone())), None), MentionForm::Name)
            }
            NameKind::Group => return None,
        };
        self.mention(entity, tokens, form);
        Some(entity)
    }

    fn country(&mut self, code: CountryCode) -> EntityIndex {
        let lexicon = self.reading.lexicon;
        self.entity(Key::Country(code), |_| {
            let name = lexicon.country_name(code).unwrap_or(code.as_str()).to_owned();
            Entity { country_code: Some(code), ..plain(EntityKind::Country, name, Vec::new()) }
        })
    }

    /// An entity that is known by its words alone.
    fn named(&mut self, kind: EntityKind, words: Cow<'_, str>, topic: Option<String>) -> EntityIndex {
        let key = Key::Named(kind, fold(&words));
        self.entity(key, |_| Entity { topic, ..plain(kind, words.into_owned(), Vec::new()) })
    }

    fn owner(&mut self, owner: &Owner) -> Option<EntityIndex> {
        match owner {
            Owner::Name(index) => {
                let owns = !matches!(self.reading.kind_of(*index), Some(NameKind::Person | NameKind::Group) | None);
                if owns { self.lookup(*index) } else { None }
            }
            Owner::Body(tokens) => {
                let words = display(self.reading.text(tokens.clone()));
                let entity = self.named(EntityKind::Organization, words, None);
                self.mention(entity, tokens.clone(), MentionForm::Nominal);
                Some(entity)
            }
        }
    }

    /// The entity of a name that was entered before.
    fn lookup(&self, index: usize) -> Option<EntityIndex> {
        let name = self.reading.names().get(index)?;
        let key = match name.kind {
            NameKind::Organization => Key::Body(self.coreference.body_of.get(index).copied().flatten()?),
            NameKind::Person => Key::Person(self.coreference.person_of.get(index).copied().flatten()?),
            NameKind::Country(code) | NameKind::Demonym(code) | NameKind::Seat(code) => Key::Country(code),
            NameKind::Place(_) => Key::Named(EntityKind::Place, fold(&display(self.reading.text(name.tokens.clone())))),
            NameKind::Group => return None,
        };
        self.index.get(&key).copied()
    }

    fn holding(&mut self, roles: &Roles, holding: &Holding, term: Term) -> Option<()> {
        let person = self.lookup(holding.person)?;
        let (words, tokens) = match &holding.role {
            RoleWords::Phrase(index) => {
                let phrase = roles.phrases.get(*index)?;
                let tokens = phrase.role.clone();
                let words = display(self.reading.text(tokens.clone()));
                (if phrase.plural { singular(&words).into() } else { words }, tokens)
            }
            RoleWords::Derived(noun, verb) => (Cow::Borrowed(*noun), *verb..*verb + 1),
        };
        if words.is_empty() {
            return None;
        }
        let owner = holding.owner.as_ref().and_then(|o| self.owner(o)).filter(|o| *o != person);
        let role = self.named(EntityKind::Role, words.clone(), None);
        self.mention(role, tokens.clone(), MentionForm::Nominal);
        let span = self.reading.span(holding.tokens.clone()).cover(self.reading.span(tokens));
        let label = Some(words)
            .filter(|w| self.entities.get(role.index()).is_none_or(|role| *w != role.name))
            .map(Cow::into_owned);
        let evidence = Evidence {
            span,
            rule: Cow::Borrowed(holding.rule),
            confidence: holding.confidence.clamp(0.0, 1.0),
            polarity: holding.polarity,
            modality: holding.modality,
            status: holding.status,
            attributed_to: self.speaker(holding.tokens.start).filter(|s| *s != person),
            label,
            start_date: term.start,
            end_date: term.end,
        };
        match owner {
            Some(owner) => self.fact(RelationKind::HOLDS_ROLE, person, owner, Some(role), evidence),
            None => self.fact(RelationKind::HAS_OCCUPATION, person, role, None, evidence),
        }
        Some(())
    }

    /// The entity to whom the sentence of a token gives its statement.
    fn speaker(&self, token: usize) -> Option<EntityIndex> {
        let name = attribution::speaker(self.reading, self.reading.sentence(token))?;
        self.lookup(name)
    }

    fn tie(&mut self, tie: Tie) {
        // Nothing but characters that do not print.
        if tie.issue.is_empty() {
            return;
        }
        let country = self.country(tie.country);
        let issue = self.named(EntityKind::Issue, tie.issue.into(), tie.topic);
        self.mention(issue, tie.tokens.clone(), MentionForm::Nominal);
        let label = Some(tie.label)
            .filter(|l| !l.is_empty() && self.entities.get(issue.index()).is_none_or(|issue| *l != issue.name));
        let evidence = Evidence {
            span: self.reading.span(tie.evidence.clone()).cover(self.reading.span(tie.tokens.clone())),
            rule: Cow::Borrowed(tie.rule),
            confidence: tie.confidence.clamp(0.0, 1.0),
            polarity: tie.polarity,
            modality: tie.modality,
            status: None,
            attributed_to: self.speaker(tie.evidence.start),
            label,
            start_date: None,
            end_date: None,
        };
        self.fact(RelationKind::CONCERNED_WITH, country, issue, None, evidence);
    }

    fn fact(
        &mut self,
        kind: RelationKind,
        subject: EntityIndex,
        object: EntityIndex,
        role: Option<EntityIndex>,
        evidence: Evidence,
    ) {
        if evidence.span.is_empty() {
            return;
        }
        let next = self.relations.len();
        let at = *self.facts.entry((kind.clone(), subject, object, role)).or_insert(next);
        if at == next {
            // Most are seen once.
            self.relations.push(Relation { kind, subject, object, role, evidence: Vec::with_capacity(1) });
        }
        let Some(Relation { evidence: seen, .. }) = self.relations.get_mut(at) else { return };
        let next = seen.len();
        let place = *self.sightings.entry((at, evidence.span)).or_insert(next);
        match seen.get_mut(place) {
            Some(same) if same.confidence < evidence.confidence => *same = evidence,
            Some(_) => {}
            None => seen.push(evidence),
        }
    }

    fn finish(mut self) -> Extraction {
        self.mentions.sort_unstable();
        self.mentions.dedup();
        for relation in &mut self.relations {
            relation.evidence.sort_by_key(|e| e.span);
        }
        self.relations.sort_by_key(|r| r.evidence.first().map(|e| (e.span, r.subject, r.object, r.role)));
        let mut truncated = Vec::new();
        if self.mentions.len() > MOST {
            self.mentions.truncate(MOST);
            truncated.push(format!("more than {MOST} mentions"));
        }
        if self.relations.len() > MOST {
            self.relations.truncate(MOST);
            truncated.push(format!("more than {MOST} relations"));
        }
        let mut extraction =
            Extraction { entities: self.entities, mentions: self.mentions, relations: self.relations, truncated };
        if !extraction.truncated.is_empty() {
            drop_unseen(&mut extraction);
        }
        extraction
    }
}

/// Takes out the entities of which nothing is left, and numbers the others anew. Linear.
fn drop_unseen(extraction: &mut Extraction) {
    let Extraction { entities, mentions, relations, .. } = extraction;
    let mut seen = vec![false; entities.len()];
    let ends = |relation: &Relation| {
        let speakers = relation.evidence.iter().filter_map(|evidence| evidence.attributed_to);
        [relation.subject, relation.object].into_iter().chain(relation.role).chain(speakers).collect::<Vec<_>>()
    };
    for entity in mentions.iter().map(|mention| mention.entity).chain(relations.iter().flat_map(ends)) {
        if let Some(seen) = seen.get_mut(entity.index()) {
            *seen = true;
        }
    }
    let mut next = EntityIndex(0);
    let numbers: Vec<EntityIndex> = seen
        .iter()
        .map(|seen| {
            let number = next;
            next.0 += u32::from(*seen);
            number
        })
        .collect();
    let renumber = |entity: &mut EntityIndex| {
        if let Some(number) = numbers.get(entity.index()) {
            *entity = *number;
        }
    };
    let mut kept = seen.iter();
    entities.retain(|_| kept.next().is_some_and(|seen| *seen));
    for mention in mentions {
        renumber(&mut mention.entity);
    }
    for relation in relations {
        renumber(&mut relation.subject);
        renumber(&mut relation.object);
        relation.role.iter_mut().for_each(renumber);
        relation.evidence.iter_mut().filter_map(|evidence| evidence.attributed_to.as_mut()).for_each(renumber);
    }
}

fn plain(kind: EntityKind, name: String, aliases: Vec<String>) -> Entity {
    Entity { kind, name, country_code: None, topic: None, aliases }
}

/// The entity of a cluster, whose names it takes.
fn clustered(kind: EntityKind, cluster: Option<&mut Cluster>) -> Entity {
    let (name, aliases) =
        cluster.map(|known| (std::mem::take(&mut known.name), std::mem::take(&mut known.aliases))).unwrap_or_default();
    plain(kind, name, aliases)
}

/// The singular of a role in the plural: of its last word, or of the one before "of" and the like
/// ("members of staff").
fn singular(words: &str) -> String {
    let head_end =
        [" of ", " for ", " in ", " at ", " to "].iter().filter_map(|p| words.find(p)).min().unwrap_or(words.len());
    let (head, rest) = words.split_at(head_end);
    let head = if let Some(stem) = head.strip_suffix("men") {
        format!("{stem}man")
    } else if let Some(stem) = head.strip_suffix("women") {
        format!("{stem}woman")
    } else if let Some(stem) = head.strip_suffix("ies") {
        format!("{stem}y")
    } else if head.ends_with("ss") {
        head.to_owned()
    } else {
        head.strip_suffix('s').unwrap_or(head).to_owned()
    };
    head + rest
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn roles_are_shown_in_the_singular() {
        for (plural, one) in [
            ("Senators", "Senator"),
            ("deputies", "deputy"),
            ("spokesmen", "spokesman"),
            ("members of staff", "member of staff"),
            ("boss", "boss"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}

#[cfg(test)]
#[path = "assemble_tests.rs"]
mod article_tests;
