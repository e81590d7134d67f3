//! The rows that reading gives back.

use super::spans::Spot;
use crate::model::{Article, CountryCode, Date, EntityKind, MentionForm, Modality, Polarity, RelationKind, RoleStatus};
use rusqlite::Row;
use rusqlite::types::Type;
use std::str::FromStr;

/// The article of a row that begins with uri, title, `published_on`, publisher, url and body.
pub(super) fn article_of(row: &Row<'_>) -> rusqlite::Result<Article> {
    Ok(Article {
        uri: row.get(0)?,
        title: row.get(1)?,
        published_on: date(row, 2)?,
        publisher: row.get(3)?,
        url: row.get(4)?,
        body: row.get(5)?,
    })
}

/// The number of an entity in one file. It is not kept when the entity goes and comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub i64);

/// The number of a relation in one file. It is not kept when the relation goes and comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationId(pub i64);

/// A canonical entity: what all articles call by one of its names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntityRow {
    /// Its number in the file.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// The name that most articles give.
    pub name: String,
    /// Of a country.
    pub country_code: Option<CountryCode>,
    /// Of an issue.
    pub topic: Option<String>,
    /// In how many articles it appears.
    pub articles: u64,
}

/// A fact between canonical entities, with what follows from its evidence.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RelationRow {
    /// Its number in the file.
    pub id: RelationId,
    /// What kind of fact.
    pub kind: RelationKind,
    /// Of whom.
    pub subject: EntityId,
    /// What or where.
    pub object: EntityId,
    /// The role of a `holds_role` fact.
    pub role: Option<EntityId>,
    /// Articles with evidence of any sort.
    pub articles: u64,
    /// Articles that assert the fact: not negated, not hypothetical. 0 where it is only denied or supposed.
    pub asserted_articles: u64,
    /// The highest of any evidence, 0 to 1.
    pub confidence: f64,
    /// What the latest article that asserts it says of a role.
    pub status: Option<RoleStatus>,
    /// The date of that article.
    pub status_on: Option<Date>,
    /// The date of the earliest article with evidence.
    pub first_cited_on: Option<Date>,
    /// The date of the latest article with evidence.
    pub last_cited_on: Option<Date>,
    /// The earliest beginning that an article states.
    pub start_date: Option<Date>,
    /// The latest end that an article states.
    pub end_date: Option<Date>,
}

/// The columns of [`EntityRow::read`], of a table called `e`.
pub(super) const ENTITY: &str = "e.id, e.kind, e.name, e.country_code, e.topic, e.articles";

/// The columns of [`RelationRow::read`], of a table called `r`.
pub(super) const RELATION: &str = "r.id, r.kind, r.subject_id, r.object_id, r.role_id, r.articles, r.asserted_articles,
    r.confidence, r.status, r.status_on, r.first_cited_on, r.last_cited_on, r.start_date, r.end_date";

impl EntityRow {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: EntityId(row.get(0)?),
            kind: required(row, 1)?,
            name: row.get(2)?,
            country_code: text(row, 3)?.and_then(CountryCode::new),
            topic: row.get(4)?,
            articles: count(row, 5)?,
        })
    }
}

impl RelationRow {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: RelationId(row.get(0)?),
            kind: kind(text(row, 1)?.unwrap_or_default()),
            subject: EntityId(row.get(2)?),
            object: EntityId(row.get(3)?),
            role: row.get::<_, Option<i64>>(4)?.map(EntityId),
            articles: count(row, 5)?,
            asserted_articles: count(row, 6)?,
            confidence: row.get(7)?,
            status: parsed(row, 8)?,
            status_on: date(row, 9)?,
            first_cited_on: date(row, 10)?,
            last_cited_on: date(row, 11)?,
            start_date: date(row, 12)?,
            end_date: date(row, 13)?,
        })
    }
}

/// A kind by name, without an allocation for those that have a constant.
pub(super) fn kind(name: &str) -> RelationKind {
    super::relation::KINDS.iter().find(|kind| kind.as_str() == name).cloned().unwrap_or_else(|| RelationKind::new(name))
}

/// A text column, borrowed.
pub(super) fn text<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<Option<&'r str>> {
    row.get_ref(column)?.as_str_or_null().map_err(|error| conversion(column, error))
}

/// A text column as one of the model's types.
pub(super) fn parsed<T: FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    match text(row, column)? {
        None => Ok(None),
        Some(text) => match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(conversion(column, format!("unexpected value {text:?}"))),
        },
    }
}

/// A text column that is never NULL, as one of the model's types.
pub(super) fn required<T: FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    parsed(row, column)?.ok_or_else(|| conversion(column, "unexpected NULL"))
}

/// The rows of `appearance` and `evidence` have an article's number above so many bits, their place in the
/// article in them.
const SEQ_BITS: u32 = 20;

/// So many rows of either an article can have.
pub(super) const MOST_ROWS: usize = 1 << SEQ_BITS;

/// The number of the row at a place in an article.
pub(super) const fn row_id(article: i64, seq: i64) -> i64 {
    article << SEQ_BITS | seq
}

/// The forms of mentions, by their numbers in the file.
pub(super) const FORMS: [MentionForm; 4] =
    [MentionForm::Name, MentionForm::Demonym, MentionForm::Nominal, MentionForm::Pronoun];

/// The number of a value in the file: its place in the list of all.
pub(super) fn number<T: PartialEq>(all: &[T], value: &T) -> Option<i64> {
    all.iter().position(|v| v == value).map(super::digest::integer)
}

/// The same from 1 on, where 0 or NULL is none.
pub(super) fn code<T: PartialEq>(all: &[T], value: &T) -> Option<i64> {
    number(all, value).map(|place| place + 1)
}

/// A column that holds the number of a value.
pub(super) fn numbered<T: Copy>(row: &Row<'_>, column: usize, all: &[T]) -> rusqlite::Result<T> {
    let number: i64 = row.get(column)?;
    let value = usize::try_from(number).ok().and_then(|i| all.get(i));
    value.copied().ok_or_else(|| conversion(column, format!("unexpected number {number}")))
}

/// Polarity, modality and status as the file keeps them in one number.
pub(super) fn stance(polarity: Polarity, modality: Modality, status: Option<RoleStatus>) -> i64 {
    let status = status.and_then(|status| code(RoleStatus::ALL, &status)).unwrap_or_default();
    let of = |number: Option<i64>| number.unwrap_or_default();
    of(number(Polarity::ALL, &polarity)) | of(number(Modality::ALL, &modality)) << 1 | status << 3
}

/// A column that [`stance`] wrote.
pub(super) fn stance_of(row: &Row<'_>, column: usize) -> rusqlite::Result<(Polarity, Modality, Option<RoleStatus>)> {
    let stance: i64 = row.get(column)?;
    let place = |bits: i64| usize::try_from(bits).ok();
    let polarity = place(stance & 1).and_then(|at| Polarity::ALL.get(at));
    let modality = place(stance >> 1 & 3).and_then(|at| Modality::ALL.get(at));
    let status = match stance >> 3 {
        0 => Some(None),
        status => place(status - 1).and_then(|at| RoleStatus::ALL.get(at)).map(|status| Some(*status)),
    };
    match (polarity, modality, status) {
        (Some(polarity), Some(modality), Some(status)) => Ok((*polarity, *modality, status)),
        _ => Err(conversion(column, format!("unexpected number {stance}"))),
    }
}

/// The column `spans` of an appearance.
pub(super) fn spots(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<Spot>> {
    super::spans::read(row.get_ref(column)?).ok_or_else(|| conversion(column, "unexpected spans"))
}

/// A date column.
pub(super) fn date(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    parsed(row, column)
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

fn conversion(column: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}
