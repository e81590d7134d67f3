//! The questions people ask of the graph, answered in SQL: small, one-off, around one entity.

use super::Store;
use super::failure::failed;
use super::rows::{ENTITY, EntityId, EntityRow, RELATION, RelationId, RelationRow, date, stance_of};
use crate::error::Result;
use crate::model::{CharSpan, Date, Modality, Polarity, RoleStatus};
use rusqlite::OptionalExtension;
use std::fmt;

/// Who holds which role where, as all articles together say it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RoleAnswer {
    /// The person.
    pub person: EntityRow,
    /// The role or occupation.
    pub role: EntityRow,
    /// The organization, country or place; `None` for an occupation of which none is stated.
    pub organization: Option<EntityRow>,
    /// The fact, for its status and dates, and for [`Store::evidence`].
    pub relation: RelationRow,
}

/// One sighting of a fact, with its words.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Proof {
    /// The article.
    pub article_uri: String,
    /// Its date.
    pub published_on: Option<Date>,
    /// Where in its body, in characters.
    pub span: CharSpan,
    /// The words.
    pub quote: String,
    /// The rule that read them.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f64,
    /// Said to be so, or not to be so.
    pub polarity: Polarity,
    /// Actual, to come, or possible.
    pub modality: Modality,
    /// The status of a role, as of the article.
    pub status: Option<RoleStatus>,
    /// The words of the text for the role or issue, where they differ from its name.
    pub label: Option<String>,
    /// To whom the article attributes the statement, by the article's own name.
    pub attributed_to: Option<String>,
}

impl Proof {
    /// Whether the article says that it is so: neither denied nor merely supposed.
    pub fn is_asserted(&self) -> bool {
        self.polarity == Polarity::Asserted && self.modality != Modality::Hypothetical
    }
}

impl fmt::Display for Proof {
    /// The quote on one line, and where it stands:
    /// `'Ada Brandt, director of the Harbour Institute' (a.txt, 2023-05-06)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("'")?;
        for (place, word) in self.quote.split_whitespace().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            f.write_str(word)?;
        }
        write!(f, "' ({}", self.article_uri)?;
        if let Some(date) = self.published_on {
            write!(f, ", {date}")?;
        }
        f.write_str(")")
    }
}

/// The sightings of a fact.
pub(super) const PROOFS: &str = "SELECT a.uri, a.published_on, v.char_start, v.char_end,
                 substr(a.body, v.char_start + 1, v.char_length), u.name, v.confidence / 10000.0, v.stance, v.label,
                 n.name
             FROM evidence v CROSS JOIN article a ON a.id = v.id >> 20 CROSS JOIN rule u ON u.id = v.rule_id
             LEFT JOIN appearance p ON p.id = v.id >> 20 << 20 | v.attributed_to_seq
             LEFT JOIN entity_name n ON n.id = p.name_id
             WHERE v.relation_id = ?1 ORDER BY a.published_on DESC, a.uri, v.id";

/// Facts that some article asserts.
const ASSERTED: &str = "r.asserted_articles > 0";

impl Store {
    /// A canonical entity by its number.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(log n).
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let bank = store.entities_named("Harbour Bank")?[0].id;
    /// assert_eq!(store.entity(bank)?.expect("it is there").name, "Harbour Bank");
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn entity(&self, id: EntityId) -> Result<Option<EntityRow>> {
        self.conn
            .prepare_cached(&format!("SELECT {ENTITY} FROM entity e WHERE e.id = ?1"))
            .and_then(|mut select| select.query_row([id.0], EntityRow::read).optional())
            .map_err(failed("read the store"))
    }

    /// All names that articles give an entity, the most frequent first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// Linear in the names, sorted.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let bank = &store.entities_named("Harbour Bank")?[0];
    /// assert_eq!(store.names_of(bank.id)?[0], "Harbour Bank");
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn names_of(&self, entity: EntityId) -> Result<Vec<String>> {
        self.list(
            "SELECT name FROM (
                 SELECT name, appearances, 0 AS aliases FROM entity_name WHERE entity_id = ?1
                 UNION ALL SELECT j.value, 0, n.appearances
                 FROM entity_name n CROSS JOIN json_each(n.aliases) j WHERE n.entity_id = ?1 AND n.aliases IS NOT NULL)
             GROUP BY name ORDER BY sum(appearances) DESC, sum(aliases) DESC, length(name) DESC, name",
            [entity.0],
            |row| row.get(0),
        )
    }

    /// The roles and occupations that articles assert of a person, the most recently cited first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(d log m) for the d relations of the entity.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let ada = &store.entities_named("Ada Quill")?[0];
    /// for answer in store.roles_of(ada.id)? {
    ///     let place = answer.organization.map_or_else(String::new, |o| format!(" of {}", o.name));
    ///     println!("{}{place}, {:?}", answer.role.name, answer.relation.status);
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn roles_of(&self, person: EntityId) -> Result<Vec<RoleAnswer>> {
        self.roles("r.subject_id = ?1", person)
    }

    /// Who holds, held or is to hold a role in an organization, country or place, the most recently
    /// cited first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(d log m) for the d relations of the entity.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let bank = &store.entities_named("Harbour Bank")?[0];
    /// let people = store.people_of(bank.id)?;
    /// assert!(people.iter().any(|answer| answer.person.name == "Ada Quill"));
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn people_of(&self, organization: EntityId) -> Result<Vec<RoleAnswer>> {
        self.roles("r.object_id = ?1 AND r.kind = 'holds_role'", organization)
    }

    /// The issues that articles say a country is concerned with, those of most articles first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(d log m) for the d relations of the entity.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// for country in store.entities_named("KE")? {
    ///     for (issue, relation) in store.issues_of(country.id)? {
    ///         println!("{} ({} articles)", issue.name, relation.articles);
    ///     }
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn issues_of(&self, country: EntityId) -> Result<Vec<(EntityRow, RelationRow)>> {
        self.ends("r.object_id", "r.subject_id = ?1 AND r.kind = 'concerned_with'", country)
    }

    /// The countries that articles say are concerned with an issue, those of most articles first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(d log m) for the d relations of the entity.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// for issue in store.entities_named("drought")? {
    ///     for (country, relation) in store.countries_of(issue.id)? {
    ///         println!("{} ({} articles)", country.name, relation.articles);
    ///     }
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn countries_of(&self, issue: EntityId) -> Result<Vec<(EntityRow, RelationRow)>> {
        self.ends("r.subject_id", "r.object_id = ?1 AND r.kind = 'concerned_with'", issue)
    }

    /// The entities that asserted facts connect with this one, in either direction and as roles,
    /// each with the fact; those of most articles first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(d log m) for the d relations of the entity.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let bank = &store.entities_named("Harbour Bank")?[0];
    /// for (entity, relation) in store.neighbours(bank.id)? {
    ///     println!("{}: {}", relation.kind, entity.name);
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn neighbours(&self, entity: EntityId) -> Result<Vec<(EntityRow, RelationRow)>> {
        let mut all = self.ends("r.object_id", "r.subject_id = ?1", entity)?;
        all.extend(self.ends("r.subject_id", "r.object_id = ?1 AND r.subject_id <> ?1", entity)?);
        all.extend(self.ends("r.subject_id", "r.role_id = ?1", entity)?);
        all.sort_by_key(|(entity, relation)| (std::cmp::Reverse(relation.asserted_articles), entity.id, relation.id));
        Ok(all)
    }

    /// All sightings of a fact: denials and suppositions too, the latest article first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(e log n) for the e sightings, and one cut through the text of the article for each.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let bank = &store.entities_named("Harbour Bank")?[0];
    /// for answer in store.people_of(bank.id)? {
    ///     let proof = &store.evidence(answer.relation.id)?[0];
    ///     assert_eq!(proof.article_uri, "harbour.txt");
    ///     println!("{}: {proof}", answer.person.name);
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn evidence(&self, relation: RelationId) -> Result<Vec<Proof>> {
        self.list(PROOFS, [relation.0], |row| {
            let place = |column| Ok::<_, rusqlite::Error>(usize::try_from(row.get::<_, i64>(column)?).unwrap_or(0));
            let (polarity, modality, status) = stance_of(row, 7)?;
            Ok(Proof {
                article_uri: row.get(0)?,
                published_on: date(row, 1)?,
                span: CharSpan::new(place(2)?, place(3)?),
                quote: row.get(4)?,
                rule: row.get(5)?,
                confidence: row.get(6)?,
                polarity,
                modality,
                status,
                label: row.get(8)?,
                attributed_to: row.get(9)?,
            })
        })
    }

    fn roles(&self, of: &str, entity: EntityId) -> Result<Vec<RoleAnswer>> {
        let relations = self.list(
            &format!(
                "SELECT {RELATION} FROM relation r WHERE {of} AND r.kind IN ('holds_role', 'has_occupation')
                 AND {ASSERTED} ORDER BY r.last_cited_on DESC, r.articles DESC, r.id"
            ),
            [entity.0],
            RelationRow::read,
        )?;
        let mut answers = Vec::with_capacity(relations.len());
        for relation in relations {
            let person = self.entity(relation.subject)?;
            let object = self.entity(relation.object)?;
            let role = relation.role.map(|id| self.entity(id)).transpose()?.flatten();
            // Foreign keys see to it that all are there.
            let (role, organization) = if role.is_some() { (role, object) } else { (object, None) };
            if let (Some(person), Some(role)) = (person, role) {
                answers.push(RoleAnswer { person, role, organization, relation });
            }
        }
        Ok(answers)
    }

    /// The entity at the other end of each asserted fact.
    fn ends(&self, other: &str, of: &str, entity: EntityId) -> Result<Vec<(EntityRow, RelationRow)>> {
        let relations = self.list(
            &format!(
                "SELECT {RELATION} FROM relation r WHERE {of} AND {ASSERTED}
                 ORDER BY r.asserted_articles DESC, {other}, r.id"
            ),
            [entity.0],
            RelationRow::read,
        )?;
        let mut ends = Vec::with_capacity(relations.len());
        for relation in relations {
            let id = if other == "r.object_id" { relation.object } else { relation.subject };
            if let Some(end) = self.entity(id)? {
                ends.push((end, relation));
            }
        }
        Ok(ends)
    }
}
