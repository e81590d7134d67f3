//! Articles on their way into the file: numbered and written together.
//!
//! What a batch reads in an article is looked up at once; the rows that are the article's own wait until some
//! hundreds can be written. Then each table is written in the order of its keys, and the articles are
//! numbered so that their rows fill the pages of the file: an article of 900 words is a page and a third,
//! and in the order in which they come a twelfth of the space is left empty.

use super::map::FastSet;
use super::rows::row_id;
use super::{postings, search};
use crate::model::{Article, Date};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// So many articles wait at most.
const MOST: usize = 512;

/// So many bytes of text wait at most, but for a single longer article.
const MOST_BYTES: usize = 8 << 20;

/// Fewer articles are written in the order in which they came.
const PACKED: usize = 32;

/// An article and the rows that are its own.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) article: Article,
    pub(super) hash: i64,
    pub(super) truncated: Option<String>,
    pub(super) extractor: Option<i64>,
    /// Name and spans of each appearance.
    pub(super) appearances: Vec<(i64, ToSqlOutput<'static>)>,
    pub(super) evidence: Vec<Sighted>,
}

/// A row of `evidence` without its number.
#[derive(Debug)]
pub(super) struct Sighted {
    pub(super) relation: i64,
    pub(super) subject: i64,
    pub(super) object: i64,
    pub(super) role: Option<i64>,
    pub(super) attributed_to: Option<i64>,
    pub(super) start: i64,
    pub(super) length: i64,
    pub(super) reading: i64,
    pub(super) label: Option<String>,
    pub(super) start_date: Option<Date>,
    pub(super) end_date: Option<Date>,
}

/// The articles that wait.
#[derive(Debug, Default)]
pub(super) struct Queue {
    articles: Vec<Waiting>,
    uris: FastSet<String>,
    bytes: usize,
}

impl Queue {
    pub(super) fn has(&self, uri: &str) -> bool {
        self.uris.contains(uri)
    }

    pub(super) fn push(&mut self, waiting: Waiting) {
        self.bytes += waiting.article.body.len();
        self.uris.insert(waiting.article.uri.clone());
        self.articles.push(waiting);
    }

    pub(super) fn is_full(&self) -> bool {
        self.articles.len() >= MOST || self.bytes >= MOST_BYTES
    }

    /// Writes all, and with `indexed` into the full-text index as well.
    pub(super) fn write(&mut self, conn: &Connection, indexed: bool) -> rusqlite::Result<()> {
        self.bytes = 0;
        self.uris.clear();
        let articles = std::mem::take(&mut self.articles);
        if articles.is_empty() {
            return Ok(());
        }
        let first: i64 =
            conn.prepare_cached("SELECT ifnull(max(id), 0) + 1 FROM article")?.query_row([], |row| row.get(0))?;
        let page: u32 = conn.prepare_cached("PRAGMA page_size")?.query_row([], |row| row.get(0))?;
        let page = usize::try_from(page).unwrap_or_default().max(SMALLEST_PAGE);
        let sizes: Vec<usize> = articles.iter().map(|waiting| on_page(payload(waiting), page)).collect();
        let order = packed(&sizes, page - PAGE_HEADER);
        let numbered = || (first..).zip(order.iter().filter_map(|place| articles.get(*place)));
        for (id, waiting) in numbered() {
            insert_article(conn, id, waiting)?;
            if indexed {
                search::index::add_article(conn, id)?;
            }
        }
        let mut names = Vec::new();
        let mut insert = conn.prepare_cached("INSERT INTO appearance (id, name_id, spans) VALUES (?1, ?2, ?3)")?;
        for (id, waiting) in numbered() {
            for (seq, (name, spans)) in (0..).zip(&waiting.appearances) {
                insert.execute(params![row_id(id, seq), name, spans])?;
                names.push((*name, id));
            }
        }
        postings::add(conn, names)?;
        for (id, waiting) in numbered() {
            insert_evidence(conn, id, &waiting.evidence)?;
        }
        Ok(())
    }
}

fn insert_article(conn: &Connection, id: i64, waiting: &Waiting) -> rusqlite::Result<()> {
    let article = &waiting.article;
    conn.prepare_cached(
        "INSERT INTO article (id, uri, published_on, title, publisher, url, content_hash, truncated, extractor_id,
             body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        id,
        article.uri,
        article.published_on.map(|d| d.to_string()),
        article.title,
        article.publisher,
        article.url,
        waiting.hash,
        waiting.truncated,
        waiting.extractor,
        article.body
    ])?;
    Ok(())
}

fn insert_evidence(conn: &Connection, article: i64, evidence: &[Sighted]) -> rusqlite::Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO evidence (id, relation_id, subject_seq, object_seq, role_seq, attributed_to_seq, char_start,
             char_length, reading, label, start_date, end_date)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    for (seq, row) in (0..).zip(evidence) {
        insert.execute(params![
            row_id(article, seq),
            row.relation,
            row.subject,
            row.object,
            row.role,
            row.attributed_to,
            row.start,
            row.length,
            row.reading,
            row.label,
            row.start_date.map(|d| d.to_string()),
            row.end_date.map(|d| d.to_string())
        ])?;
    }
    Ok(())
}

/// The smallest page, the bytes at the beginning of a leaf page that hold no rows, those that lead to a row, and those of the
/// number of the page where a row goes on (<https://www.sqlite.org/fileformat2.html#b_tree_pages>).
const SMALLEST_PAGE: usize = 512;
const PAGE_HEADER: usize = 8;
const POINTER: usize = 2;
const NEXT_PAGE: usize = 4;

/// The bytes of an article's row, within a few.
fn payload(waiting: &Waiting) -> usize {
    let article = &waiting.article;
    let texts = [
        Some(article.uri.len()),
        article.published_on.map(|_| 10),
        article.title.as_ref().map(String::len),
        article.publisher.as_ref().map(String::len),
        article.url.as_ref().map(String::len),
        waiting.truncated.as_ref().map(String::len),
        Some(article.body.len()),
    ];
    // A text's type in the row's header is 13 and twice its length, or 0.
    let text = |length: Option<usize>| length.map_or(1, |length| length + varint(13 + 2 * length));
    // The header's own length, the id's type, hash and extractor with theirs.
    texts.into_iter().map(text).sum::<usize>() + 1 + 1 + 9 + 2
}

/// What a row takes of its leaf page: all, or a part where it goes on in pages of its own (section 1.5 of
/// the format, "Cell payload overflow pages").
fn on_page(payload: usize, page: usize) -> usize {
    let (most, least) = (page - 35, (page - 12) * 32 / 255 - 23);
    let cell = POINTER + varint(payload) + 3;
    if payload <= most {
        return cell + payload;
    }
    let part = least + (payload - least) % (page - NEXT_PAGE);
    cell + NEXT_PAGE + if part <= most { part } else { least }
}

/// The bytes of a number in the format.
fn varint(number: usize) -> usize {
    (1..9).find(|bytes| number >> (7 * bytes) == 0).unwrap_or(9)
}

/// An order in which things of some sizes fill boxes: the largest that is left goes first into each, then
/// over and over the largest that still fits ("best fit decreasing"; D. S. Johnson, "Near-optimal bin packing
/// algorithms", MIT, 1973). Few things stay in their order. O(n log n).
fn packed(sizes: &[usize], box_size: usize) -> Vec<usize> {
    if sizes.len() < PACKED {
        return (0..sizes.len()).collect();
    }
    let mut left: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, size) in sizes.iter().enumerate().rev() {
        left.entry(*size).or_default().push(place);
    }
    let mut order = Vec::with_capacity(sizes.len());
    let mut room = 0;
    while let Some(size) = left.range(..=room).next_back().or(left.last_key_value()).map(|(size, _)| *size) {
        room = if size <= room { room } else { box_size }.saturating_sub(size);
        let Some(places) = left.get_mut(&size) else { break };
        order.extend(places.pop());
        if places.is_empty() {
            left.remove(&size);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_filled() {
        assert_eq!(packed(&[3, 9, 1, 6, 3, 12], 10), [0, 1, 2, 3, 4, 5]);
        for (least, most) in [(489, 4059), (900, 3100)] {
            let sizes: Vec<usize> = (0..500).map(|n| least + n * 7919 % (most - least)).collect();
            let (mut boxes, mut room) = (0, 0);
            let order = packed(&sizes, 4088);
            for place in &order {
                if sizes[*place] > room {
                    (boxes, room) = (boxes + 1, 4088);
                }
                room -= sizes[*place];
            }
            let full = sizes.iter().sum::<usize>().div_ceil(4088);
            assert!(boxes * 100 <= full * 104, "{boxes} boxes for {full}");
            let places: std::collections::BTreeSet<usize> = order.into_iter().collect();
            assert_eq!(places.len(), sizes.len());
        }
    }

    /// SQLite's own figures: the pages of the table, and how much of them is empty.
    #[test]
    fn a_row_takes_what_is_reckoned() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../../schema.sql")).unwrap();
        let page = 4096;
        let mut id = 0;
        for length in [1, 60, 5_000, 4_000, 4_070, 4_040, 5_200, 9_400, 8_190, 8_100, 70_000] {
            let mut article = Article::new(format!("{length}.txt"), "x".repeat(length));
            article.published_on = "2024-05-06".parse().ok();
            article.title = Some("What was said".to_owned());
            let waiting = Waiting {
                article,
                hash: i64::MAX,
                truncated: None,
                extractor: None,
                appearances: vec![],
                evidence: vec![],
            };
            id += 1;
            conn.execute("DELETE FROM article", []).unwrap();
            insert_article(&conn, id, &waiting).unwrap();
            let unused: i64 = conn
                .query_row("SELECT unused FROM dbstat WHERE name = 'article' AND pagetype = 'leaf'", [], |row| {
                    row.get(0)
                })
                .unwrap();
            let taken = page - PAGE_HEADER - usize::try_from(unused).unwrap();
            let reckoned = on_page(payload(&waiting), page);
            assert!(reckoned.abs_diff(taken) <= 3, "{length}: {reckoned} for {taken}");
        }
    }
}
