//! One HTML page to look at a view with: no server, no network, opens by double click.

use super::super::snapshot::label;
use super::super::view::View;
use super::{EdgeRecord, confidence, separate};
use crate::Result;
use crate::model::{Modality, Polarity};
use crate::store::{Proof, RelationId, Store};
use petgraph::graph::NodeIndex;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The page without its data, with a marker in double braces for each part.
const PAGE: &str = include_str!("page/page.html");

/// What stands for the markers, but for title and data. The scripts share one scope, in this order.
const PARTS: [(&str, &str); 6] = [
    ("style", include_str!("page/style.css")),
    ("model", include_str!("page/model.js")),
    ("layout", include_str!("page/layout.js")),
    ("canvas", include_str!("page/canvas.js")),
    ("panel", include_str!("page/panel.js")),
    ("controls", include_str!("page/controls.js")),
];

/// How [`write_html`] makes its page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HtmlOptions {
    /// The title of the page.
    pub title: String,
    /// Nodes to begin at, with what is next to them; where there are none, at the most connected ones.
    pub start: Vec<NodeIndex>,
    /// About how many nodes are shown at the beginning; the others come when they are asked for. A
    /// graph of up to three times as many is shown whole.
    pub nodes_at_start: usize,
    /// At most so many sightings of each relation are written, the ones that show it best.
    pub quotes: usize,
    /// At most so many characters of each quote are written.
    pub quote_characters: usize,
}

impl Default for HtmlOptions {
    fn default() -> Self {
        Self {
            title: "Who is who in the news".to_owned(),
            start: Vec::new(),
            nodes_at_start: 60,
            quotes: 3,
            quote_characters: 320,
        }
    }
}

/// Writes a view as one HTML page: a drawing to walk through, with the facts of what is selected
/// and the words of the articles that prove them.
///
/// The page holds everything it needs and asks the network for nothing; a content security policy
/// in it says so to the browser. Names and quotes go into it as data, never as markup. Some
/// thousands of nodes move fluidly; narrow a larger view first, with
/// [`View::among`] or [`View::around`]. Directions of a view do not matter: facts are told from
/// subject to object.
///
/// # Errors
///
/// Those of the writer. What goes wrong in the store comes as an [`io::Error`] that holds the
/// [`Error`](crate::Error).
///
/// # Complexity
///
/// O(n + m), and one question to the store an edge.
///
/// ```
/// use newsgraph::graph::{Snapshot, export};
/// use newsgraph::store::Store;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = Store::in_memory()?;
/// let snapshot = Snapshot::load(&store)?;
/// let mut page = Vec::new();
/// export::write_html(&snapshot.view(), &store, &mut page, &export::HtmlOptions::default())?;
/// assert!(page.starts_with(b"<!DOCTYPE html>"));
/// # Ok(())
/// # }
/// ```
pub fn write_html(view: &View<'_>, store: &Store, mut out: impl Write, options: &HtmlOptions) -> io::Result<()> {
    let mut rest = PAGE;
    while let Some((before, marked)) = rest.split_once("{{") {
        out.write_all(before.as_bytes())?;
        let (name, after) = marked.split_once("}}").unwrap_or((marked, ""));
        match name {
            "title" => out.write_all(markup(&options.title).as_bytes())?,
            "data" => write_data(view, store, &mut out, options)?,
            _ => {
                let part = PARTS.iter().find(|(part, _)| *part == name).map_or("", |(_, text)| text);
                out.write_all(part.as_bytes())?;
            }
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// Text between tags.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The data: lists of names first seen on the way come last.
fn write_data(view: &View<'_>, store: &Store, out: &mut impl Write, options: &HtmlOptions) -> io::Result<()> {
    let out = &mut ScriptText(out);
    let mut lists = Lists::default();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    write!(out, "{{\"title\":")?;
    serde_json::to_writer(&mut *out, &options.title)?;
    write!(out, ",\"at_start\":{},\"nodes\":[", options.nodes_at_start)?;
    for (place, record) in view.node_records().enumerate() {
        places.insert(record.id, place);
        separate(out, place)?;
        let code = record.node.country_code().map(|code| code.as_str().to_owned());
        serde_json::to_writer(
            &mut *out,
            &json!([
                record.name,
                record.node.kind().as_str(),
                record.node.articles(),
                code,
                record.topic,
                record.node.entity().0
            ]),
        )?;
    }
    write!(out, "],\"edges\":[")?;
    let forward = view.clone().forward();
    for (place, record) in forward.edge_records().enumerate() {
        separate(out, place)?;
        let value = edge(&record, &places, &mut lists, store, options).map_err(io::Error::other)?;
        serde_json::to_writer(&mut *out, &value)?;
    }
    let start: Vec<_> = options.start.iter().filter_map(|node| places.get(&node.index())).collect();
    write!(out, "],\"start\":{}", json!(start))?;
    let snapshot = view.snapshot();
    let roles: Vec<String> =
        lists.roles.in_order().into_iter().map(|role| label(snapshot, NodeIndex::new(role)).into_owned()).collect();
    write!(out, ",\"roles\":")?;
    serde_json::to_writer(&mut *out, &roles)?;
    write!(out, ",\"relation_kinds\":")?;
    serde_json::to_writer(&mut *out, &lists.kinds.in_order())?;
    write!(out, ",\"articles\":")?;
    serde_json::to_writer(&mut *out, &lists.articles.in_order())?;
    write!(out, "}}")
}

/// Values that edges and sightings name by number.
#[derive(Default)]
struct Lists {
    kinds: Numbered<String>,
    roles: Numbered<usize>,
    articles: Numbered<(String, Option<String>)>,
}

/// Values numbered as they come.
struct Numbered<T>(BTreeMap<T, usize>);

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Ord> Numbered<T> {
    fn number(&mut self, value: T) -> usize {
        let next = self.0.len();
        *self.0.entry(value).or_insert(next)
    }

    fn in_order(self) -> Vec<T> {
        let mut values: Vec<(T, usize)> = self.0.into_iter().collect();
        values.sort_by_key(|(_, number)| *number);
        values.into_iter().map(|(value, _)| value).collect()
    }
}

/// Source, target, kind, role, status, asserted, confidence, articles, first and last citation,
/// sightings.
fn edge(
    record: &EdgeRecord<'_>,
    places: &BTreeMap<usize, usize>,
    lists: &mut Lists,
    store: &Store,
    options: &HtmlOptions,
) -> Result<Value> {
    let edge = record.edge.edge();
    let role = edge.role().map(|role| lists.roles.number(role.index()));
    let sightings: Vec<Value> = best(store, edge.relation(), options.quotes)?
        .into_iter()
        .map(|proof| sighting(proof, lists, options.quote_characters))
        .collect();
    Ok(json!([
        places.get(&record.source),
        places.get(&record.target),
        lists.kinds.number(record.kind.to_owned()),
        role,
        edge.status().map(crate::model::RoleStatus::as_str),
        u8::from(edge.is_asserted()),
        confidence(edge.confidence()),
        edge.articles(),
        edge.first_cited_on().map(|date| date.to_string()),
        edge.last_cited_on().map(|date| date.to_string()),
        sightings
    ]))
}

/// The sightings that show a relation best: asserted before denied or supposed, then by confidence,
/// then the latest; of each article one before a second of any.
fn best(store: &Store, relation: RelationId, count: usize) -> Result<Vec<Proof>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let mut proofs = store.evidence(relation)?;
    proofs.sort_by(|a, b| b.is_asserted().cmp(&a.is_asserted()).then(b.confidence.total_cmp(&a.confidence)));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut turns: Vec<(usize, Proof)> = Vec::with_capacity(proofs.len());
    for proof in proofs {
        let turn = seen.entry(proof.article_uri.clone()).or_default();
        *turn += 1;
        turns.push((*turn, proof));
    }
    turns.sort_by_key(|(turn, _)| *turn);
    Ok(turns.into_iter().take(count).map(|(_, proof)| proof).collect())
}

/// Article, quote, confidence, what is not plainly asserted, to whom it is attributed.
fn sighting(proof: Proof, lists: &mut Lists, characters: usize) -> Value {
    let mark = match (proof.polarity, proof.modality) {
        (Polarity::Negated, _) => Some("denied"),
        (_, Modality::Hypothetical) => Some("supposed"),
        (_, Modality::Future) => Some("to come"),
        (Polarity::Asserted, Modality::Actual) => None,
    };
    let mut quote = proof.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = quote.char_indices().nth(characters) {
        quote.truncate(end);
        quote.push('…');
    }
    let article = lists.articles.number((proof.article_uri, proof.published_on.map(|date| date.to_string())));
    json!([article, quote, (proof.confidence * 100.0).round() / 100.0, mark, proof.attributed_to])
}

/// JSON that may stand in a `<script>` element. Outside of strings JSON has none of these
/// characters, and inside they may be written as escapes; so no name can end the element, open a
/// comment, or be a line break to a program that reads the page as JavaScript.
struct ScriptText<W>(W);

impl<W: Write> Write for ScriptText<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // serde_json hands over whole pieces of UTF-8, so no character is cut in two.
        let mut rest = bytes;
        while let Some(place) = rest.iter().position(|byte| matches!(byte, b'<' | b'>' | b'&' | 0xE2)) {
            let (before, from) = rest.split_at(place);
            self.0.write_all(before)?;
            let (escaped, after): (&[u8], &[u8]) = match from {
                [b'<', after @ ..] => (b"\\u003c", after),
                [b'>', after @ ..] => (b"\\u003e", after),
                [b'&', after @ ..] => (b"\\u0026", after),
                [0xE2, 0x80, 0xA8, after @ ..] => (b"\\u2028", after),
                [0xE2, 0x80, 0xA9, after @ ..] => (b"\\u2029", after),
                _ => from.split_at(1),
            };
            self.0.write_all(escaped)?;
            rest = after;
        }
        self.0.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
