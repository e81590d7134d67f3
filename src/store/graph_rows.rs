//! The rows that become nodes and edges of the graph, with the columns that it keeps.

use super::Store;
use super::evidence::probability;
use super::relation::KINDS;
use super::scan::Columns;
use crate::error::{Error, Result};
use crate::model::{CountryCode, Date, EntityKind, RoleStatus};
use rusqlite::types::ValueRef;
use std::str::FromStr;

/// The columns of an entity that the graph keeps, borrowed from the row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NodeColumns<'r> {
    pub(crate) id: i64,
    pub(crate) kind: EntityKind,
    pub(crate) name: &'r str,
    pub(crate) country_code: Option<CountryCode>,
    pub(crate) topic: Option<&'r str>,
    pub(crate) articles: i64,
}

/// The columns of a relation that the graph keeps, borrowed from the row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EdgeColumns<'r> {
    pub(crate) id: i64,
    pub(crate) kind: &'r [u8],
    pub(crate) subject: i64,
    pub(crate) object: i64,
    pub(crate) role: Option<i64>,
    pub(crate) articles: i64,
    pub(crate) asserted: bool,
    pub(crate) confidence: f64,
    pub(crate) status: Option<RoleStatus>,
    pub(crate) first_cited_on: Option<Date>,
    pub(crate) last_cited_on: Option<Date>,
}

/// In the order of [`NodeColumns`].
const NODES: [&str; 6] = ["id", "kind", "name", "country_code", "topic", "articles"];

/// In the order of [`EdgeColumns`].
const EDGES: [&str; 11] = [
    "id",
    "kind_code",
    "subject_id",
    "object_id",
    "role_id",
    "articles",
    "asserted_articles",
    "certainty",
    "status_code",
    "first_cited_on",
    "last_cited_on",
];

impl Store {
    /// Hands over what the graph keeps of every entity, in the order of their numbers, and gives back
    /// what was gathered; ends with the first error of `take`.
    pub(crate) fn gather_nodes<S: Send + 'static>(
        &self,
        state: S,
        take: impl Fn(&mut S, NodeColumns<'_>) -> Result<()> + Send + 'static,
    ) -> Result<S> {
        self.scan(&NODES, "entity", state, move |state, row| take(state, node(row)?))
    }

    /// Hands over what the graph keeps of every relation, in the order of their numbers, and gives back
    /// what was gathered; ends with the first error of `take`.
    pub(crate) fn gather_edges<S: Send + 'static>(
        &self,
        state: S,
        take: impl Fn(&mut S, EdgeColumns<'_>) -> Result<()> + Send + 'static,
    ) -> Result<S> {
        self.scan(&EDGES, "relation", state, move |state, row| take(state, edge(row)?))
    }
}

fn node<'r>(row: &'r Columns<'_, '_>) -> Result<NodeColumns<'r>> {
    Ok(NodeColumns {
        id: integer(row.get(0))?,
        kind: parsed(row.get(1))?.ok_or_else(|| unexpected("NULL"))?,
        name: text(row.get(2))?.unwrap_or_default(),
        country_code: text(row.get(3))?.and_then(CountryCode::new),
        topic: text(row.get(4))?,
        articles: integer(row.get(5))?,
    })
}

#[inline]
fn edge<'r>(row: &'r Columns<'_, '_>) -> Result<EdgeColumns<'r>> {
    Ok(EdgeColumns {
        id: integer(row.get(0))?,
        kind: match row.get(1) {
            ValueRef::Integer(code) => coded(&KINDS, code)?.as_str().as_bytes(),
            ValueRef::Text(kind) => kind,
            other => return Err(unexpected(other)),
        },
        subject: integer(row.get(2))?,
        object: integer(row.get(3))?,
        role: match row.get(4) {
            ValueRef::Null => None,
            role => Some(integer(role)?),
        },
        articles: integer(row.get(5))?,
        asserted: integer(row.get(6))? > 0,
        confidence: probability(integer(row.get(7))?),
        status: match row.get(8) {
            ValueRef::Null => None,
            code => Some(*coded(RoleStatus::ALL, integer(code)?)?),
        },
        first_cited_on: date(row.get(9))?,
        last_cited_on: date(row.get(10))?,
    })
}

/// What the file has as a number from 1 on.
#[inline]
fn coded<T>(all: &'static [T], code: i64) -> Result<&'static T> {
    let place = usize::try_from(code).ok().and_then(|code| code.checked_sub(1));
    place.and_then(|place| all.get(place)).ok_or_else(|| unexpected(code))
}

/// The file's own types see to it that a column holds what it should, so this is damage.
#[cold]
fn unexpected(value: impl std::fmt::Debug) -> Error {
    Error::Corrupt { action: "read the store".to_owned(), message: format!("unexpected value {value:?}") }
}

fn integer(value: ValueRef<'_>) -> Result<i64> {
    match value {
        ValueRef::Integer(number) => Ok(number),
        other => Err(unexpected(other)),
    }
}

fn text(value: ValueRef<'_>) -> Result<Option<&str>> {
    value.as_str_or_null().map_err(|_| unexpected(value))
}

fn parsed<T: FromStr>(value: ValueRef<'_>) -> Result<Option<T>> {
    text(value)?.map(|text| text.parse().map_err(|_| unexpected(text))).transpose()
}

/// A date: the ten bytes of a full one at once, anything else by the model's own reading.
#[inline]
fn date(value: ValueRef<'_>) -> Result<Option<Date>> {
    match value {
        ValueRef::Null => Ok(None),
        ValueRef::Text(bytes) => match day(bytes) {
            Some(date) => Ok(Some(date)),
            None => parsed(value),
        },
        other => Err(unexpected(other)),
    }
}

#[inline]
fn day(text: &[u8]) -> Option<Date> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2].map(|byte| byte.wrapping_sub(b'0'));
    if digits.iter().fold(0, |most: u8, &digit| most.max(digit)) > 9 {
        return None;
    }
    let [y1, y2, y3, y4, m1, m2, d1, d2] = digits;
    Date::from_day(u16::from(y1 * 10 + y2) * 100 + u16::from(y3 * 10 + y4), m1 * 10 + m2, d1 * 10 + d2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_dates_are_read_as_the_model_reads_them() {
        for text in
            ["2023-05-06", "2024-02-29", "0999-12-31", "2023-02-29", "2023-5-006", "2o23-05-06", "2023-05", "2023", ""]
        {
            let full = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
            assert_eq!(day(text.as_bytes()), full, "{text}");
            assert_eq!(date(ValueRef::Text(text.as_bytes())).ok().flatten(), text.parse().ok(), "{text}");
        }
        assert!(date(ValueRef::Integer(2023)).is_err() && date(ValueRef::Null).unwrap().is_none());
    }
}
