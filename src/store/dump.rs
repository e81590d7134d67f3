//! The logical content of a store as text.

use super::Store;
use crate::error::Result;
use rusqlite::types::ValueRef;
use std::fmt::Write as _;

/// The entities with their natural keys: the kind, and the first article and place where they appear. Step by
/// step, so that statistics that lie cannot have whole tables read over and over.
const KEYED: &str = "WITH spoken AS MATERIALIZED (
    SELECT p.name_id, min(a.uri || char(10) || printf('%06d', p.seq)) AS key
    FROM appearance p CROSS JOIN article a ON a.id = p.id >> 20 GROUP BY p.name_id),
named AS MATERIALIZED (
    SELECT n.entity_id, min(s.key) AS key FROM spoken s CROSS JOIN entity_name n ON n.id = s.name_id
    GROUP BY n.entity_id),
keyed AS MATERIALIZED (
    SELECT e.id, e.kind, k.key FROM named k CROSS JOIN entity e ON e.id = k.entity_id),
titled AS MATERIALIZED (
    SELECT n.id, k.kind, k.key, n.name, n.aliases, n.topic, n.facets, n.pin
    FROM entity_name n CROSS JOIN keyed k ON k.id = n.entity_id) ";

/// Each section: its name, and rows by natural keys in a fixed order.
const SECTIONS: [(&str, &str); 8] = [
    ("article", "SELECT uri, published_on, title, publisher, url, truncated, body FROM article ORDER BY uri"),
    (
        "entity",
        "SELECT k.kind, k.key, e.name, e.country_code, e.topic, e.articles
         FROM entity e LEFT JOIN keyed k ON k.id = e.id ORDER BY 1, 2",
    ),
    (
        "entity_name",
        "SELECT k.kind, k.key, n.name, n.aliases, n.topic, n.facets, n.pin, n.appearances
         FROM entity_name n LEFT JOIN keyed k ON k.id = n.entity_id ORDER BY 1, 2, 3, 4, 5, 6, 7",
    ),
    (
        "decision",
        "SELECT lk.kind, l.name, l.aliases, l.facets, l.pin, r.name, r.aliases, r.facets, r.pin, d.verdict, d.score,
             d.signals
         FROM decision d LEFT JOIN entity_name l ON l.id = d.left_id LEFT JOIN keyed lk ON lk.id = l.entity_id
         LEFT JOIN entity_name r ON r.id = d.right_id ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
    ),
    (
        "judgement",
        "SELECT kind, left_uri, left_name, right_uri, right_name, verdict, decided_by FROM judgement ORDER BY 1, 2, 3, 4, 5",
    ),
    (
        "appearance",
        "SELECT a.uri, p.seq, t.kind, t.key, t.name, t.aliases, t.topic, t.facets, t.pin,
             (SELECT group_concat(m.char_start || '-' || m.char_end || '/' || m.form) FROM mention m
              WHERE m.appearance_id = p.id)
         FROM appearance p CROSS JOIN article a ON a.id = p.id >> 20 CROSS JOIN titled t ON t.id = p.name_id
         ORDER BY a.uri, p.seq",
    ),
    (
        "relation",
        "SELECT r.kind, s.kind, s.key, o.kind, o.key, p.kind, p.key, r.articles, r.asserted_articles, r.confidence,
             r.status, r.status_on, r.first_cited_on, r.last_cited_on, r.start_date, r.end_date
         FROM relation r LEFT JOIN keyed s ON s.id = r.subject_id LEFT JOIN keyed o ON o.id = r.object_id
         LEFT JOIN keyed p ON p.id = r.role_id ORDER BY 1, 2, 3, 4, 5, 6, 7",
    ),
    (
        "evidence",
        "SELECT a.uri, v.seq, r.kind, v.subject_seq, v.object_seq, v.role_seq, v.attributed_to_seq, v.char_start,
             v.char_end, u.name, v.confidence, v.stance & 1, v.stance >> 1 & 3, nullif(v.stance >> 3, 0) - 1, v.label,
             v.start_date, v.end_date
         FROM evidence v CROSS JOIN article a ON a.id = v.id >> 20
         CROSS JOIN relation r ON r.id = v.relation_id CROSS JOIN rule u ON u.id = v.rule_id ORDER BY a.uri, v.seq",
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
            let sql =
                if sql.contains("keyed") || sql.contains("titled") { format!("{KEYED}{sql}") } else { sql.to_owned() };
            self.each(&sql, |row| {
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
