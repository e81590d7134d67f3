//! Imports go down the layers, never up or across; `rusqlite` and `petgraph` each have one home.
//!
//! What is read is the sources themselves: every `crate::…` path, also inside functions, and every
//! word that names one of the two libraries. Comments are passed over.

#![allow(clippy::unwrap_used, reason = "part of tests: a source that cannot be read fails them")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer and those it may use besides itself.
const LAYERS: [(&str, &[&str]); 9] = [
    ("error", &[]),
    ("model", &[]),
    ("text", &["model", "error"]),
    ("lexicon", &["text", "model", "error"]),
    ("tagger", &["lexicon", "text", "model", "error"]),
    ("extract", &["tagger", "lexicon", "text", "model", "error"]),
    ("store", &["model", "error"]),
    ("graph", &["store", "model", "error"]),
    ("ingest", &["graph", "store", "extract", "tagger", "lexicon", "text", "model", "error"]),
];

/// The libraries that only one layer may name.
const HOMES: [(&str, &str); 3] = [("rusqlite", "store"), ("petgraph", "graph"), ("fixedbitset", "graph")];

/// Libraries that the model may not name; it knows serde alone.
const NOT_IN_THE_MODEL: [&str; 3] = ["serde_json", "thiserror", "unicode_normalization"];

/// What a source of a layer names that it must not, in words.
fn offences(layer: &str, source: &str) -> Vec<String> {
    let code: String =
        source.lines().map(|line| line.split("//").next().unwrap_or_default().to_owned() + "\n").collect();
    let allowed = LAYERS.iter().find(|(name, _)| *name == layer).map_or(&[][..], |(_, below)| below);
    let mut offences: Vec<String> = imports(&code)
        .into_iter()
        .filter(|import| import != layer && !allowed.contains(&import.as_str()))
        .map(|import| format!("{layer} uses {import}"))
        .collect();
    let named = words(&code);
    for (library, home) in HOMES {
        if home != layer && named.contains(&library) {
            offences.push(format!("{layer} names {library}"));
        }
    }
    if layer == "model" {
        offences.extend(
            NOT_IN_THE_MODEL.iter().filter(|l| named.contains(l)).map(|library| format!("model names {library}")),
        );
    }
    offences
}

fn words(code: &str) -> Vec<&str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').collect()
}

/// The modules that paths starting with `crate::` lead to. `Error` and `Result` are those of `error`.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => found.extend(members(group)),
            None => found.extend(words(rest).first().map(|word| (*word).to_owned())),
        }
    }
    for name in &mut found {
        if name == "Error" || name == "Result" {
            "error".clone_into(name);
        }
    }
    found
}

/// The first words of the members of a group, which `group` starts behind the opening brace of.
fn members(group: &str) -> Vec<String> {
    let (mut depth, mut members) = (0, vec![String::new()]);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            c => members.last_mut().unwrap().push(c),
        }
    }
    let first = |member: &String| words(member.trim()).first().map(|word| (*word).to_owned());
    members.iter().filter_map(first).filter(|word| !word.is_empty()).collect()
}

/// The sources of a layer: `src/LAYER.rs`, or all in `src/LAYER/`.
fn sources(layer: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut files, mut folders) = (vec![root.join(layer).with_extension("rs")], vec![root.join(layer)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.retain(|file| file.is_file() && file.extension().is_some_and(|ending| ending == "rs"));
    files
}

#[test]
fn imports_go_down_the_layers() {
    let mut found = Vec::new();
    for (layer, _) in LAYERS {
        for file in sources(layer) {
            let source = fs::read_to_string(&file).unwrap();
            found.extend(offences(layer, &source).into_iter().map(|offence| format!("{}: {offence}", file.display())));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_module_is_a_layer() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ").or(line.strip_prefix("mod "))?.strip_suffix(';'))
        .collect();
    assert!(modules.len() >= 8, "{modules:?}");
    for module in modules {
        assert!(LAYERS.iter().any(|(layer, _)| *layer == module), "{module} has no place among the layers");
        assert!(!sources(module).is_empty(), "{module} has no source");
    }
}

#[test]
fn wrong_imports_are_seen() {
    for (layer, source) in [
        ("model", "use crate::Error;"),
        ("model", "fn f() { serde_json::to_string(&1); }"),
        ("text", "use crate::{Result, lexicon::Lexicon};"),
        ("lexicon", "use crate::{\n    model::{Date, Entity},\n    tagger::Tagger,\n};"),
        ("tagger", "fn f(reading: &crate::extract::Reading) {}"),
        ("extract", "use crate::store::Store;"),
        ("extract", "use rusqlite::Connection;"),
        ("store", "use crate::text::fold;"),
        ("store", "let graph = petgraph::graph::DiGraph::new();"),
        ("graph", "use crate::extract::Extractor;"),
        ("graph", "use rusqlite::params;"),
        ("ingest", "use petgraph::algo::dijkstra;"),
    ] {
        assert_eq!(offences(layer, source).len(), 1, "{layer}: {source}");
    }
    for (layer, source) in [
        ("text", "use crate::{Error, Result, model::{Article, Date}};\nuse crate::text::fold; // not crate::store"),
        ("store", "use rusqlite::Connection;\nuse crate::error::Result;"),
        ("graph", "/// [`Store`](crate::text::Document)\nuse crate::store::Store;"),
        ("ingest", "use crate::{extract::Extractor, store::Store, text::read_path};"),
    ] {
        assert_eq!(offences(layer, source), [""; 0], "{layer}: {source}");
    }
}
