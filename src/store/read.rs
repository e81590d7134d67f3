//! Reading: the articles, the graph's nodes and edges, and the questions people ask.

use super::failure::failed;
use super::rows::{ENTITY, EntityRow, RELATION, RelationRow, article_of};
use super::{Store, identity};
use crate::error::Result;
use crate::model::{Article, CountryCode, EntityKind};
use rusqlite::{OptionalExtension, Params, Row};
use std::collections::BTreeSet;

impl Store {
    /// The article of a uri, as it was given.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn article(&self, uri: &str) -> Result<Option<Article>> {
        self.conn
            .prepare_cached("SELECT uri, title, published_on, publisher, url, body FROM article WHERE uri = ?1")
            .and_then(|mut select| select.query_row([uri], article_of).optional())
            .map_err(failed("read an article"))
    }

    /// The uris of all articles, in byte order.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn article_uris(&self) -> Result<Vec<String>> {
        self.list("SELECT uri FROM article ORDER BY uri", [], |row| row.get(0))
    }

    /// The uris of the articles that another extractor has read than the one of this name, or that nobody
    /// knows who read, in byte order: those to read again after an update
    /// ([`Batch::read_by`](super::Batch::read_by)).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn not_read_by(&self, extractor: &str) -> Result<Vec<String>> {
        self.list(
            "SELECT uri FROM article
             WHERE extractor_id IS NOT ifnull((SELECT id FROM extractor WHERE name = ?1), -1) ORDER BY uri",
            [extractor],
            |row| row.get(0),
        )
    }

    /// The canonical entities that some article calls by this name, in any case and with or without
    /// accents and punctuation; those in most articles first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// O(b log n) for the b names that could mean the same.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// assert_eq!(store.entities_named("HARBOUR BANK")?.len(), 1);
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn entities_named(&self, name: &str) -> Result<Vec<EntityRow>> {
        let wanted = identity::folded(name);
        let mut ids = BTreeSet::new();
        for kind in EntityKind::ALL {
            let block = identity::block(kind, name);
            let rows: Vec<(i64, String, Option<String>)> = self.list(
                "SELECT entity_id, name, aliases FROM entity_name WHERE block = ?1
                 UNION SELECT n.entity_id, n.name, n.aliases
                 FROM entity_alias a CROSS JOIN entity_name n ON n.id = a.name_id WHERE a.block = ?1",
                [block],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?;
            for (entity, name, aliases) in rows {
                let mut names = identity::list(aliases.as_deref());
                names.push(name);
                if names.iter().any(|name| identity::folded(name) == wanted) {
                    ids.insert(entity);
                }
            }
        }
        if let Some(code) = CountryCode::new(name).or_else(|| identity::country(&wanted)) {
            let rows: Vec<(i64, String)> = self.list(
                "SELECT e.id, n.name FROM entity e CROSS JOIN entity_name n ON n.entity_id = e.id
                 WHERE e.country_code = ?1",
                [code.as_str()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            let called = rows.into_iter().filter(|(_, name)| wanted.len() == 2 || identity::folded(name) == wanted);
            ids.extend(called.map(|(entity, _)| entity));
        }
        let mut entities = Vec::with_capacity(ids.len());
        for id in ids {
            entities.extend(self.entity(super::EntityId(id))?);
        }
        entities.sort_by(|a, b| (b.articles, a.kind, &a.name, a.id).cmp(&(a.articles, b.kind, &b.name, b.id)));
        Ok(entities)
    }

    /// The canonical entities of one kind, those in most articles first.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn entities_of(&self, kind: EntityKind) -> Result<Vec<EntityRow>> {
        self.list(
            &format!("SELECT {ENTITY} FROM entity e WHERE e.kind = ?1 ORDER BY e.articles DESC, e.name, e.id"),
            [kind.as_str()],
            EntityRow::read,
        )
    }

    /// Hands over every canonical entity, in the order of their numbers. Holds a read transaction
    /// while it runs; one row is in memory at a time.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn for_each_entity(&self, mut take: impl FnMut(EntityRow)) -> Result<()> {
        self.each(&format!("SELECT {ENTITY} FROM entity e ORDER BY e.id"), |row| EntityRow::read(row).map(&mut take))
    }

    /// Hands over every relation, in the order of their numbers. Holds a read transaction while it
    /// runs; one row is in memory at a time.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn for_each_relation(&self, mut take: impl FnMut(RelationRow)) -> Result<()> {
        self.each(&format!("SELECT {RELATION} FROM relation r ORDER BY r.id"), |row| {
            RelationRow::read(row).map(&mut take)
        })
    }

    pub(super) fn list<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.conn
            .prepare_cached(sql)
            .and_then(|mut select| select.query_map(params, read)?.collect())
            .map_err(failed("read the store"))
    }

    pub(super) fn each(&self, sql: &str, mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>) -> Result<()> {
        self.conn
            .prepare_cached(sql)
            .and_then(|mut select| {
                let mut rows = select.query([])?;
                while let Some(row) = rows.next()? {
                    take(row)?;
                }
                Ok(())
            })
            .map_err(failed("read the store"))
    }
}
