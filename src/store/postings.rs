//! In which articles a name appears: the rows of `name_articles`.
//!
//! An index of `appearance` by name has a row for each appearance, and each batch writes all over it. A
//! posting list has one for each name and 256 articles: most of a batch's names are new or rare and most of
//! its appearances are of a few frequent ones, so a fifth of the rows is written, at half the size.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, params};
use std::fmt::Write as _;

/// A part is so many bits of an article's number: its list never outgrows a page.
const PART: u32 = 8;

/// The lower bits.
const LOWER: i64 = (1 << PART) - 1;

/// What has a bit for each article of a part.
const BYTES: usize = 1 << PART >> 3;

/// From so many articles of a part on, a bit for each takes less than their numbers.
const DENSE: usize = 10;

/// Enters names with articles that do not give them yet.
pub(super) fn add(conn: &Connection, mut entries: Vec<(i64, i64)>) -> rusqlite::Result<()> {
    entries.sort_unstable();
    entries.dedup();
    // Most lists are new: a batch has all the articles of a part, but for its first and last.
    let mut insert = conn.prepare_cached(
        "INSERT INTO name_articles (name_id, part, articles) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for list in entries.chunk_by(|a, b| (a.0, a.1 >> PART) == (b.0, b.1 >> PART)) {
        let Some((name, first)) = list.first() else { continue };
        let (name, part) = (*name, first >> PART);
        let mut articles: Vec<i64> = list.iter().map(|(_, article)| article & LOWER).collect();
        if insert.execute(params![name, part, write(&articles)])? == 0 {
            articles.extend(of_part(conn, name, part)?.unwrap_or_default());
            articles.sort_unstable();
            replace(conn, name, part, &articles)?;
        }
    }
    Ok(())
}

/// The list of a name and part.
fn of_part(conn: &Connection, name: i64, part: i64) -> rusqlite::Result<Option<Vec<i64>>> {
    let found = conn
        .prepare_cached("SELECT articles FROM name_articles WHERE name_id = ?1 AND part = ?2")?
        .query_row([name, part], |row| Ok(read(row.get_ref(0)?)))
        .optional()?;
    Ok(found.flatten())
}

fn replace(conn: &Connection, name: i64, part: i64, articles: &[i64]) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE name_articles SET articles = ?3 WHERE name_id = ?1 AND part = ?2")?
        .execute(params![name, part, write(articles)])?;
    Ok(())
}

/// Takes an article out of a name's list.
pub(super) fn remove(conn: &Connection, name: i64, article: i64) -> rusqlite::Result<()> {
    let part = article >> PART;
    let Some(mut articles) = of_part(conn, name, part)? else { return Ok(()) };
    articles.retain(|lower| *lower != article & LOWER);
    if articles.is_empty() {
        conn.prepare_cached("DELETE FROM name_articles WHERE name_id = ?1 AND part = ?2")?.execute([name, part])?;
    } else {
        replace(conn, name, part, &articles)?;
    }
    Ok(())
}

/// The articles that give a name, in the order of their numbers.
pub(super) fn articles(conn: &Connection, name: i64) -> rusqlite::Result<Vec<i64>> {
    let mut select =
        conn.prepare_cached("SELECT part, articles FROM name_articles WHERE name_id = ?1 ORDER BY part")?;
    let mut rows = select.query([name])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let part: i64 = row.get(0)?;
        all.extend(read(row.get_ref(1)?).unwrap_or_default().into_iter().map(|lower| part << PART | lower));
    }
    Ok(all)
}

/// The value of the file; the articles are in their order.
fn write(articles: &[i64]) -> Value {
    match articles {
        [one] => Value::Integer(*one),
        many if many.len() >= DENSE => {
            let mut bits = vec![0_u8; BYTES];
            for article in many {
                if let Some(byte) = usize::try_from(article >> 3).ok().and_then(|place| bits.get_mut(place)) {
                    *byte |= 0x80 >> (article & 7);
                }
            }
            Value::Blob(bits)
        }
        all => {
            let mut list = String::with_capacity(4 * all.len());
            for article in all {
                // Writing to a String never fails.
                let _ = write!(list, "{}{article}", if list.is_empty() { "" } else { "," });
            }
            Value::Text(list)
        }
    }
}

/// What [`write`] wrote; `None` for what it never writes.
fn read(value: ValueRef<'_>) -> Option<Vec<i64>> {
    match value {
        ValueRef::Integer(one) => Some(vec![one]),
        ValueRef::Text(list) => {
            std::str::from_utf8(list).ok()?.split(',').map(|article| article.parse().ok()).collect()
        }
        ValueRef::Blob(bits) if bits.len() == BYTES => {
            let bits = bits.iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0));
            Some((0..).zip(bits).filter(|(_, set)| *set).map(|(article, _)| article).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_grow_and_shrink() {
        let store = super::super::Store::in_memory().unwrap();
        let conn = &store.conn;
        add(conn, vec![(7, 2), (7, 1), (7, 255), (7, 256), (8, 700), (7, 256)]).unwrap();
        add(conn, vec![(7, 300), (8, 701)]).unwrap();
        assert_eq!(articles(conn, 7).unwrap(), [1, 2, 255, 256, 300]);
        assert_eq!(articles(conn, 8).unwrap(), [700, 701]);
        for article in [2, 300, 256, 256] {
            remove(conn, 7, article).unwrap();
        }
        assert_eq!(articles(conn, 7).unwrap(), [1, 255]);
        let mut select = conn.prepare("SELECT article_id FROM name_article WHERE name_id = 7").unwrap();
        let seen: Vec<i64> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(seen, [1, 255]);
        let many: Vec<i64> = (0..300).filter(|article| article % 7 == 0).collect();
        for chunk in many.chunks(4) {
            add(conn, chunk.iter().map(|article| (9, *article)).collect()).unwrap();
        }
        add(conn, vec![(9, 255), (9, 1)]).unwrap();
        let mut wanted = many;
        wanted.extend([1, 255]);
        wanted.sort_unstable();
        assert_eq!(articles(conn, 9).unwrap(), wanted);
        let mut select = conn.prepare("SELECT article_id FROM name_article WHERE name_id = 9").unwrap();
        let seen: Vec<i64> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(seen, wanted);
        for article in wanted.drain(3..) {
            remove(conn, 9, article).unwrap();
        }
        assert_eq!(articles(conn, 9).unwrap(), wanted);
        let list: String =
            conn.query_row("SELECT articles FROM name_articles WHERE name_id = 9", [], |row| row.get(0)).unwrap();
        assert_eq!(list, "0,1,7");
        remove(conn, 8, 700).unwrap();
        remove(conn, 8, 701).unwrap();
        assert_eq!(articles(conn, 8).unwrap(), [0_i64; 0]);
    }
}
