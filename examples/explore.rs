//! Writes the graph as one HTML page, to be opened in a browser.
//!
//! `cargo run --release --example explore -- [OPTIONS]`
//!
//! ```text
//! --db FILE         the store to read (newsgraph.db)
//! --out FILE        the page to write (newsgraph.html)
//! --around NAME     begin at this entity, and leave out what lies far from it
//! --hops N          how far from it (3)
//! --limit N         at most so many entities, the most central ones (2000)
//! --min-articles N  only facts that so many articles show (1)
//! --quotes N        at most so many quotes for each fact (3)
//! --title TEXT      the title of the page
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

use newsgraph::graph::export::{HtmlOptions, write_html};
use newsgraph::graph::{PageRank, Snapshot, View, top};
use newsgraph::store::{OpenOptions, Store};
use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeCount, NodeCount};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

struct Options {
    db: PathBuf,
    out: PathBuf,
    around: Option<String>,
    hops: usize,
    limit: usize,
    min_articles: u32,
    html: HtmlOptions,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut options = Self {
            db: "newsgraph.db".into(),
            out: "newsgraph.html".into(),
            around: None,
            hops: 3,
            limit: 2_000,
            min_articles: 1,
            html: HtmlOptions::default(),
        };
        while let Some(option) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{option} wants a value"))?;
            match option.as_str() {
                "--db" => options.db = value.into(),
                "--out" => options.out = value.into(),
                "--around" => options.around = Some(value),
                "--hops" => options.hops = number(&option, &value)?,
                "--limit" => options.limit = number(&option, &value)?,
                "--min-articles" => options.min_articles = number(&option, &value)?,
                "--quotes" => options.html.quotes = number(&option, &value)?,
                "--title" => options.html.title = value,
                _ => return Err(format!("there is no option {option}; see the head of examples/explore.rs").into()),
            }
        }
        Ok(options)
    }
}

fn number<T: FromStr>(option: &str, value: &str) -> Result<T, Box<dyn Error>> {
    value.parse().map_err(|_| format!("{option} wants a number, not {value:?}").into())
}

fn main() -> ExitCode {
    match Options::read(std::env::args().skip(1)).and_then(explore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn explore(mut options: Options) -> Result<(), Box<dyn Error>> {
    let store = OpenOptions::new().read_only(true).open_existing(&options.db).map_err(|error| match error {
        newsgraph::Error::Missing { path } => {
            format!("{} is not there; make it first: cargo run --release --example ingest", path.display())
        }
        error => error.to_string(),
    })?;
    let snapshot = Snapshot::load(&store)?;
    let view = snapshot.view().min_articles(options.min_articles).without_isolated();
    let view = match &options.around {
        Some(name) => {
            let start = entity(&store, &snapshot, name)?;
            options.html.start = vec![start];
            view.around([start], options.hops, options.limit)
        }
        None => most_central(view, options.limit),
    };
    let mut page = BufWriter::new(File::create(&options.out)?);
    write_html(&view, &store, &mut page, &options.html)?;
    page.flush()?;
    println!(
        "{} of {} entities and {} of {} facts are in {}; open it in a browser",
        view.node_count(),
        snapshot.node_count(),
        view.edge_count(),
        snapshot.edge_count(),
        options.out.display()
    );
    Ok(())
}

/// The entity that articles call by a name; of several, the one in most articles that has a fact.
fn entity(store: &Store, snapshot: &Snapshot, name: &str) -> Result<NodeIndex, Box<dyn Error>> {
    let found = store.entities_named(name)?;
    let nodes: Vec<NodeIndex> = found.iter().filter_map(|entity| snapshot.find_entity(entity.id)).collect();
    let joined = nodes.iter().find(|&&node| snapshot.view().degree(node) > 0).or(nodes.first());
    joined.copied().ok_or_else(|| format!("no article speaks of {name:?}").into())
}

/// The nodes of the highest rank with those next to them.
fn most_central(view: View<'_>, limit: usize) -> View<'_> {
    if view.node_count() <= limit {
        return view;
    }
    let ranks = view.clone().undirected().page_rank(&PageRank::default());
    let centres: Vec<NodeIndex> = top(&ranks, 1 + limit / 5).into_iter().map(|(node, _)| node).collect();
    view.around(centres, 1, limit).without_isolated()
}
