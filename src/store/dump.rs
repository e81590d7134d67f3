//! The logical content of a store as text.

use super::Store;
use crate::error::Result;
use rusqlite::types::ValueRef;
use std::fmt::Write as _;

/// Each section: its name, and rows by natural keys in a fixed order.
const SECTIONS: [(&str, &str); 7] = [
    ("article", "SELECT uri, published_on, title, publisher, url, truncated, body FROM article ORDER BY uri"),
    ("entity", "SELECT kind, key, name, country_code, topic, articles FROM entity ORDER BY kind, key"),
    (
        "entity_name",
        "SELECT e.kind, e.key, n.name, n.topic, n.folded, n.appearances, n.aliases
         FROM entity_name n JOIN entity e ON e.id = n.entity_id ORDER BY 1, 2, 3, 4",
    ),
    (
        "appearance",
        "SELECT a.uri, p.seq, e.kind, e.key, n.name, n.topic, p.mentions, p.aliases
         FROM article a JOIN appearance p ON p.article_id = a.id JOIN entity_name n ON n.id = p.name_id
         JOIN entity e ON e.id = n.entity_id ORDER BY a.uri, p.seq",
    ),
    (
        "mention",
        "SELECT a.uri, m.seq, m.appearance_seq, m.char_start, m.char_end, m.form
         FROM article a JOIN mention m ON m.article_id = a.id ORDER BY a.uri, m.seq",
    ),
    (
        "relation",
        "SELECT r.kind, s.kind, s.key, o.kind, o.key, p.kind, p.key, r.articles, r.asserted_articles, r.confidence,
             r.status, r.status_on, r.first_cited_on, r.last_cited_on, r.start_date, r.end_date
         FROM relation r JOIN entity s ON s.id = r.subject_id JOIN entity o ON o.id = r.object_id
         LEFT JOIN entity p ON p.id = r.role_id ORDER BY 1, 2, 3, 4, 5, 6, 7",
    ),
    (
        "evidence",
        "SELECT a.uri, v.seq, r.kind, v.subject_seq, v.object_seq, v.role_seq, v.attributed_to_seq, v.char_start,
             v.char_end, v.rule, v.confidence, v.polarity, v.modality, v.status, v.label, v.start_date, v.end_date
         FROM article a JOIN evidence v ON v.article_id = a.id JOIN relation r ON r.id = v.relation_id
         ORDER BY a.uri, v.seq",
    ),
];

impl Store {
    /// The content as text: one row a line, by natural keys, sorted; no row numbers and no times.
    ///
    /// Two stores with equal dumps say the same. A line is the section's name, a space and a JSON
    /// array. The whole is built in memory, several times the size of the text. What others commit
    /// meanwhile is not seen.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn dump(&self) -> Result<String> {
        self.read_once(Self::dump_sections)
    }

    fn dump_sections(&self) -> Result<String> {
        let mut out = String::new();
        for (section, sql) in SECTIONS {
            self.each(sql, |row| {
                let mut values = Vec::new();
                for column in 0..row.as_ref().column_count() {
                    values.push(match row.get_ref(column)? {
                        ValueRef::Null => serde_json::Value::Null,
                        ValueRef::Integer(number) => number.into(),
                        ValueRef::Real(number) => number.into(),
                        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into(),
                    });
                }
                // Writing to a String never fails.
                let _ = writeln!(out, "{section} {}", serde_json::Value::from(values));
                Ok(())
            })?;
        }
        Ok(out)
    }
}
