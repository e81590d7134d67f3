//! Annotated texts: marks `[[TYPE:attributes|words]]` around spans, nothing else changed.

use newsgraph::model::ByteSpan;
use newsgraph::tagger::{Label, Tag};
use newsgraph::text::Document;
use std::fs;
use std::path::Path;

/// One annotated text.
#[derive(Debug, Clone)]
pub struct Annotated {
    /// The file's name without its ending; for single sentences, the line's number after it.
    pub name: String,
    /// Whether it is a whole article; otherwise it is one sentence without its article.
    pub whole: bool,
    /// The text without marks.
    pub text: String,
    /// The marked spans, in bytes of `text`.
    pub spans: Vec<(ByteSpan, Label)>,
}

impl Annotated {
    /// Takes the marks out of `marked`.
    ///
    /// # Errors
    ///
    /// Says which mark is malformed.
    pub fn parse(name: &str, whole: bool, marked: &str) -> Result<Self, String> {
        let mut text = String::with_capacity(marked.len());
        let mut spans = Vec::new();
        let mut rest = marked;
        while let Some(mut open) = rest.find("[[") {
            // A bracket of the text itself may stand before a mark.
            open += rest[open + 2..].bytes().take_while(|&byte| byte == b'[').count();
            text.push_str(&rest[..open]);
            let wrong = || format!("{name}: malformed mark: {}", rest[open..].chars().take(60).collect::<String>());
            let (mark, tail) = rest[open + 2..].split_once("]]").ok_or_else(wrong)?;
            let (head, words) = mark.split_once('|').ok_or_else(wrong)?;
            let label = head.split(':').next().and_then(Label::from_code).ok_or_else(wrong)?;
            spans.push((ByteSpan::new(text.len(), text.len() + words.len()), label));
            text.push_str(words);
            rest = tail;
        }
        text.push_str(rest);
        Ok(Self { name: name.to_owned(), whole, text, spans })
    }

    /// The tags of all tokens of `doc`, the document of [`text`](Self::text), and how many spans do
    /// not begin and end with a token. Such a span takes every token that it shares a letter with
    /// and that no span before it took.
    pub fn tags(&self, doc: &Document<'_>) -> (Vec<Tag>, usize) {
        let mut tags = vec![Tag::OUTSIDE; doc.tokens().len()];
        let (mut at, mut astray) = (0, 0);
        for (span, label) in &self.spans {
            while doc.tokens().get(at).is_some_and(|token| token.span.end <= span.start) {
                at += 1;
            }
            let first = at;
            while doc.tokens().get(at).is_some_and(|token| token.span.start < span.end) {
                tags[at] = if at == first { Tag::begin(*label) } else { Tag::inside(*label) };
                at += 1;
            }
            astray += usize::from(doc.span(first..at) != *span);
        }
        (tags, astray)
    }
}

/// Reads `folder/ann/*.ann`, in order of their names: whole articles, or with `lines` files in which
/// each line is a sentence of its own.
///
/// # Errors
///
/// Says which file cannot be read or holds a malformed mark.
pub fn read(folder: &Path, lines: bool) -> Result<Vec<Annotated>, String> {
    let folder = folder.join("ann");
    let named = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .map_err(named)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(named)?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "ann"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let marked = fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if lines {
            for (number, line) in marked.lines().enumerate() {
                all.push(Annotated::parse(&format!("{name}:{}", number + 1), false, line)?);
            }
        } else {
            all.push(Annotated::parse(&name, true, &marked)?);
        }
    }
    Ok(all)
}
