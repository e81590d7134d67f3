//! What users have stated of two articles' entities.

use super::Verdict;
use crate::error::{Error, Result};
use crate::model::{Date, EntityKind};
use crate::store::Store;
use crate::store::failure::failed;
use crate::store::rows::{date, required};
use rusqlite::{Connection, OptionalExtension, params};

/// A decision on two entities of two articles: the library's or a user's.
///
/// An article's entity is named by the article's uri and its fullest name there, which stay the same
/// when the article is read again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Judgement {
    /// What both are.
    pub kind: EntityKind,
    /// The article of the first.
    pub left_uri: String,
    /// Its name there.
    pub left_name: String,
    /// The article of the second.
    pub right_uri: String,
    /// Its name there.
    pub right_name: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Points of the library, 0 to 100; `None` where a user has decided.
    pub score: Option<u32>,
    /// The signals in words, parted by semicolons; empty where a user has decided.
    pub signals: String,
    /// The user, or the library with its version.
    pub decided_by: String,
    /// The day, in universal time.
    pub decided_on: Option<Date>,
}

/// A user's statement. Left comes before right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Judged {
    kind: EntityKind,
    left: (String, String),
    right: (String, String),
    verdict: Verdict,
}

impl Judged {
    pub(in super::super) fn kind(&self) -> EntityKind {
        self.kind
    }

    pub(in super::super) fn left(&self) -> (&str, &str) {
        (&self.left.0, &self.left.1)
    }

    pub(in super::super) fn right(&self) -> (&str, &str) {
        (&self.right.0, &self.right.1)
    }

    pub(in super::super) fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Whether it speaks of this entity of this article.
    pub(in super::super) fn names(&self, kind: EntityKind, uri: &str, name: &str) -> bool {
        self.other(kind, uri, name).is_some()
    }

    /// The other of the two, where one is this entity.
    pub(in super::super) fn other(&self, kind: EntityKind, uri: &str, name: &str) -> Option<(&str, &str)> {
        match kind == self.kind {
            true if self.left() == (uri, name) => Some(self.right()),
            true if self.right() == (uri, name) => Some(self.left()),
            _ => None,
        }
    }
}

/// All statements, in their own order.
pub(in super::super) fn all(conn: &Connection) -> rusqlite::Result<Vec<Judged>> {
    conn.prepare_cached(
        "SELECT kind, left_uri, left_name, right_uri, right_name, verdict FROM judgement
         ORDER BY kind, left_uri, left_name, right_uri, right_name",
    )?
    .query_map([], |row| {
        Ok(Judged {
            kind: required(row, 0)?,
            left: (row.get(1)?, row.get(2)?),
            right: (row.get(3)?, row.get(4)?),
            verdict: required(row, 5)?,
        })
    })?
    .collect()
}

impl Store {
    /// States that two entities of two articles are the same, different, or not to be told apart
    /// (kept as two, and no longer asked about). Each is named by the article's uri and its fullest
    /// name there; neither article needs to be in the store now. It wins over what the library finds,
    /// from now on and when the articles are read again, until it is [undone](Self::unjudge).
    ///
    /// # Errors
    ///
    /// [`Error::Judgement`] where the two are one, or not persons, organizations or places;
    /// [`Error::Busy`], [`Error::ReadOnly`], [`Error::DiskFull`], [`Error::Database`].
    pub fn judge(
        &mut self,
        kind: EntityKind,
        left: (&str, &str),
        right: (&str, &str),
        verdict: Verdict,
        decided_by: &str,
    ) -> Result<()> {
        self.state(kind, left, right, Some((verdict, decided_by, None)))
    }

    /// Takes back what a user has stated of two; says whether there was something. What the library
    /// finds counts again, exactly as before.
    ///
    /// # Errors
    ///
    /// As those of [`judge`](Self::judge).
    pub fn unjudge(&mut self, kind: EntityKind, left: (&str, &str), right: (&str, &str)) -> Result<bool> {
        let (low, high) = (left.min(right), left.max(right));
        let known = all(&self.conn).map_err(failed("read the judgements"))?;
        let there = known.iter().any(|j| j.kind == kind && j.left() == low && j.right() == high);
        if there {
            self.state(kind, left, right, None)?;
        }
        Ok(there)
    }

    pub(in super::super) fn state(
        &mut self,
        kind: EntityKind,
        left: (&str, &str),
        right: (&str, &str),
        verdict: Option<(Verdict, &str, Option<&str>)>,
    ) -> Result<()> {
        if !super::is_compared(kind) {
            return Err(Error::Judgement { message: format!("a {kind} goes by its name alone") });
        }
        if left == right {
            return Err(Error::Judgement { message: format!("{} of {} is one", left.1, left.0) });
        }
        if [left.0, left.1, right.0, right.1].iter().any(|text| text.is_empty() || text.contains('\0')) {
            return Err(Error::Judgement { message: "a uri or name is empty".to_owned() });
        }
        let (left, right) = (left.min(right), left.max(right));
        let mut batch = self.begin()?;
        let conn = batch.conn();
        let keys = params![kind.as_str(), left.0, left.1, right.0, right.1];
        let written = match verdict {
            Some((verdict, by, on)) => conn
                .prepare_cached(
                    "INSERT OR REPLACE INTO judgement (kind, left_uri, left_name, right_uri, right_name, verdict,
                         decided_by, decided_on)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ifnull(?8, date('now')))",
                )
                .and_then(|mut insert| {
                    insert.execute(params![kind.as_str(), left.0, left.1, right.0, right.1, verdict.as_str(), by, on])
                }),
            None => conn
                .prepare_cached(
                    "DELETE FROM judgement WHERE kind = ?1 AND left_uri = ?2 AND left_name = ?3 AND right_uri = ?4
                         AND right_name = ?5",
                )
                .and_then(|mut delete| delete.execute(keys)),
        };
        written.map_err(failed("write a judgement"))?;
        batch.judged_anew();
        for uri in std::collections::BTreeSet::from([left.0, right.0]) {
            batch.reread(uri)?;
        }
        for (uri, name) in [left, right] {
            batch.resolve_again(kind, uri, name)?;
        }
        batch.commit()
    }

    /// The decisions of the library and of users on which two are one, most points first;
    /// with a verdict, only those.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Database`].
    pub fn judgements(&self, verdict: Option<Verdict>) -> Result<Vec<Judgement>> {
        self.list(
            "SELECT kind, left_uri, left_name, right_uri, right_name, verdict, score, signals, decided_by, decided_on
             FROM entity_judgement WHERE ?1 IS NULL OR verdict = ?1
             ORDER BY score DESC, kind, left_uri, left_name, right_uri, right_name",
            [verdict.map(Verdict::as_str)],
            |row| {
                Ok(Judgement {
                    kind: required(row, 0)?,
                    left_uri: row.get(1)?,
                    left_name: row.get(2)?,
                    right_uri: row.get(3)?,
                    right_name: row.get(4)?,
                    verdict: required(row, 5)?,
                    score: row.get(6)?,
                    signals: row.get(7)?,
                    decided_by: row.get(8)?,
                    decided_on: date(row, 9)?,
                })
            },
        )
    }

    /// The canonical entity of an article's entity, named by its kind and fullest name there.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`], [`Error::Database`].
    pub fn entity_in(&self, kind: EntityKind, uri: &str, name: &str) -> Result<Option<crate::store::EntityRow>> {
        let id: Option<i64> = self
            .conn
            .prepare_cached(
                "SELECT e.id FROM article a
                 CROSS JOIN appearance p ON p.id BETWEEN a.id << 20 AND a.id << 20 | 1048575
                 CROSS JOIN entity_name n ON n.id = p.name_id CROSS JOIN entity e ON e.id = n.entity_id
                 WHERE a.uri = ?1 AND n.name = ?2 AND e.kind = ?3 ORDER BY p.id LIMIT 1",
            )
            .and_then(|mut select| select.query_row(params![uri, name, kind.as_str()], |row| row.get(0)).optional())
            .map_err(failed("read the store"))?;
        id.map_or(Ok(None), |id| self.entity(crate::store::EntityId(id)))
    }
}
