//! Full-text search: articles by their words, entities by the beginnings of their names.
//!
//! The index is optional ([`Store::enable_search`]), costs about half the text in file size, and is kept up to date
//! by every batch from then on. What a user types is words, never syntax:
//!
//! ```
//! use newsgraph::{Article, Extractor, Store};
//!
//! # fn main() -> newsgraph::Result<()> {
//! let extractor = Extractor::new()?;
//! let article = Article::new("tides.txt", "Ada Quill, chair of the Harbour Bank, praised UK-Kenya trade.");
//! let mut store = Store::in_memory()?;
//! store.enable_search()?;
//! let mut batch = store.begin()?;
//! batch.put(&article, &extractor.extract(&article))?;
//! batch.commit()?;
//!
//! let hit = &store.search_articles("uk-kenya", 10)?[0];
//! assert_eq!(hit.uri, "tides.txt");
//! assert_eq!(hit.hits[0].of(&article.body), Some("UK-Kenya"));
//! assert_eq!(store.search_entities("harb", 10)?[0].entity.name, "Harbour Bank");
//! # Ok(())
//! # }
//! ```
//!
//! Words are told apart by letters and digits; case and accents do not count, whether a text spells
//! them composed or not. A word with other characters in it (`U.S.`, `King's`, `UK-China`) stands for its
//! parts in their order.

mod expression;
pub(super) mod index;
mod passage;

use super::Store;
use super::failure::failed;
use super::rows::{ENTITY, EntityRow, date};
use crate::error::{Error, Result};
use crate::model::{CharSpan, Date};
use rusqlite::{Connection, params};

/// An article that has the words.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ArticleHit {
    /// The article.
    pub uri: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date.
    pub published_on: Option<Date>,
    /// How well it fits, the higher the better: the negative of FTS5's bm25, where a word of the title
    /// counts three of the body. To be compared within one answer.
    pub score: f64,
    /// Where in the body the words stand, in characters, in order; none where only the title has them.
    pub hits: Vec<CharSpan>,
    /// The passage of the body with most of them: 200 characters or one longer hit.
    pub span: CharSpan,
    /// The words of the passage.
    pub passage: String,
}

/// An entity of which some article gives a name with the words.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EntityHit {
    /// The canonical entity.
    pub entity: EntityRow,
    /// The fullest name of an article that has the words, in itself or in a further name beside it.
    pub name: String,
    /// How well it fits, the higher the better: the negative of FTS5's bm25.
    pub score: f64,
}

impl Store {
    /// The articles with all these words in title or body, the best first, at most `limit`.
    ///
    /// No character of `words` is an operator. Of more than 64 words the first 64 are looked for; without
    /// any there is no answer.
    ///
    /// # Errors
    ///
    /// [`Error::NoSearchIndex`]; [`Error::Corrupt`], [`Error::Database`].
    ///
    /// # Complexity
    ///
    /// Linear in the places of the words in the store, and in the texts that are given back.
    pub fn search_articles(&self, words: &str, limit: usize) -> Result<Vec<ArticleHit>> {
        self.with_index()?;
        let expression = expression::all_words(words);
        if expression.is_empty() {
            return Ok(Vec::new());
        }
        articles(&self.conn, &expression, limit).map_err(failed("search the articles"))
    }

    /// The articles that fit an expression in [FTS5's own syntax](https://www.sqlite.org/fts5.html#full_text_query_syntax),
    /// the best first, at most `limit`: `"climate fund" OR title : tariff*`.
    ///
    /// # Errors
    ///
    /// [`Error::SearchSyntax`] where the expression is none; [`Error::NoSearchIndex`];
    /// [`Error::Corrupt`], [`Error::Database`].
    pub fn search_articles_fts5(&self, expression: &str, limit: usize) -> Result<Vec<ArticleHit>> {
        self.with_index()?;
        if expression.contains('\0') {
            return Err(syntax(expression, "it holds a NUL character"));
        }
        articles(&self.conn, expression, limit).map_err(|error| match &error {
            // FTS5 reports all that is wrong with an expression as the plain SQLITE_ERROR.
            rusqlite::Error::SqliteFailure(code, Some(message)) if code.extended_code == 1 => {
                syntax(expression, message)
            }
            _ => failed("search the articles")(error),
        })
    }

    /// The canonical entities of which some article gives a name that has, for each of these words, one
    /// that begins with it, the best first, at most `limit`: `mwak` finds Amina Mwakio. Names an article
    /// gives beside the fullest count too.
    ///
    /// # Errors
    ///
    /// [`Error::NoSearchIndex`]; [`Error::Corrupt`], [`Error::Database`].
    ///
    /// # Complexity
    ///
    /// Linear in the names that fit.
    pub fn search_entities(&self, words: &str, limit: usize) -> Result<Vec<EntityHit>> {
        self.with_index()?;
        let expression = expression::all_beginnings(words);
        if expression.is_empty() {
            return Ok(Vec::new());
        }
        self.list(
            &format!(
                "WITH hit AS MATERIALIZED (
                     SELECT rowid AS id, bm25(name_search) AS rank FROM name_search WHERE name_search MATCH ?1)
                 SELECT {ENTITY}, n.name, -min(hit.rank) FROM hit CROSS JOIN entity_name n ON n.id = hit.id
                 CROSS JOIN entity e ON e.id = n.entity_id
                 GROUP BY e.id ORDER BY min(hit.rank), e.articles DESC, e.kind, e.name, e.id LIMIT ?2"
            ),
            params![expression, bound(limit)],
            |row| Ok(EntityHit { entity: EntityRow::read(row)?, name: row.get(6)?, score: row.get(7)? }),
        )
    }
}

fn articles(conn: &Connection, expression: &str, limit: usize) -> rusqlite::Result<Vec<ArticleHit>> {
    let mut select = conn.prepare_cached(
        "SELECT a.uri, a.title, a.published_on, -s.rank, a.body, highlight(article_search, 1, ?3, ?4)
         FROM article_search s CROSS JOIN article a ON a.id = s.rowid
         WHERE article_search MATCH ?1 AND s.rank MATCH 'bm25(3.0, 1.0)' ORDER BY s.rank, a.uri LIMIT ?2",
    )?;
    let marks = (passage::OPEN.to_string(), passage::CLOSE.to_string());
    select
        .query_map(params![expression, bound(limit), marks.0, marks.1], |row| {
            let (body, marked): (String, String) = (row.get(4)?, row.get(5)?);
            let hits = passage::hits(&body, &marked);
            let span = passage::passage(&body, &hits);
            Ok(ArticleHit {
                uri: row.get(0)?,
                title: row.get(1)?,
                published_on: date(row, 2)?,
                score: row.get(3)?,
                passage: body.chars().skip(span.start).take(span.end - span.start).collect(),
                hits,
                span,
            })
        })?
        .collect()
}

fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn syntax(expression: &str, message: &str) -> Error {
    Error::SearchSyntax { expression: expression.to_owned(), message: message.to_owned() }
}
