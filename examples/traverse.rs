//! Walks the graph: what surrounds an entity, what ties two together, and who says so.
//!
//! `cargo run --release --example traverse -- [FROM [TO]] [--db FILE] [--dot FILE]`
//!
//! Without names it starts from the person with the most relations, and goes to the farthest
//! person that can be reached. `--dot` writes the neighbourhood for Graphviz: `dot -Tsvg FILE`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

mod command;

use newsgraph::graph::{Snapshot, View, export};
use newsgraph::model::{EntityKind, RelationKind};
use newsgraph::store::Store;
use petgraph::algo::dijkstra;
use petgraph::graph::NodeIndex;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(|command| {
        let store = command.open()?;
        let graph = Snapshot::load(&store)?;
        // What some article asserts, walked both ways. Occupations are left out: that two persons
        // are both called ministers ties nobody to anybody.
        let ties = graph.view().asserted().relation_kinds(&[RelationKind::HOLDS_ROLE, RelationKind::CONCERNED_WITH]);
        let view = ties.clone().undirected();
        println!("{} entities, {} ties", graph.node_count(), view.edge_indices().count());

        let from = match command.names.first() {
            Some(name) => find(&store, &view, name)?,
            None => most_connected(&view).ok_or("the graph has no person yet")?,
        };
        // petgraph's own algorithm on the view: every edge is one step.
        let steps: BTreeMap<NodeIndex, u32> = dijkstra(&view, from, None, |_| 1).into_iter().collect();
        let to = match command.names.get(1) {
            Some(name) => find(&store, &view, name)?,
            None => farthest_person(&graph, &steps).unwrap_or(from),
        };

        println!("\nAround {}:", graph.name(from));
        for neighbour in view.neighbourhood(from).iter().take(20) {
            for edge in &neighbour.edges {
                println!("  {}", graph.fact(*edge));
            }
        }
        for distance in 1..=steps.values().copied().max().unwrap_or(0) {
            let count = steps.values().filter(|steps| **steps == distance).count();
            println!("  steps: {distance}, entities: {count}");
        }

        println!("\nFrom {} to {}:", graph.name(from), graph.name(to));
        match view.shortest_path(from, to) {
            None => println!("  no relation leads there"),
            Some(path) => graph.explain(&store, &path)?.iter().for_each(|step| println!("  {step}")),
        }

        if let Some(file) = &command.dot {
            let part = ties.around([from], 2, 60);
            let mut out = BufWriter::new(File::create(file)?);
            export::write_dot(&part, &mut out)?;
            out.flush()?;
            println!("\n{}: {} entities; draw it with dot -Tsvg", file.display(), part.node_indices().count());
        }
        Ok(())
    })
}

/// The entity that some article calls by the name; of several the one with the most relations.
fn find(store: &Store, view: &View<'_>, name: &str) -> Result<NodeIndex, Box<dyn Error>> {
    let entities = store.entities_named(name)?;
    let nodes = entities.iter().filter_map(|entity| view.snapshot().find_entity(entity.id));
    let best = nodes.max_by_key(|node| (view.degree(*node), Reverse(*node)));
    best.ok_or_else(|| format!("no article names “{name}”").into())
}

fn is_person(graph: &Snapshot, node: NodeIndex) -> bool {
    graph.node(node).is_some_and(|node| node.kind() == EntityKind::Person)
}

fn most_connected(view: &View<'_>) -> Option<NodeIndex> {
    let persons = view.node_indices().filter(|node| is_person(view.snapshot(), *node));
    persons.max_by_key(|node| (view.degree(*node), Reverse(*node)))
}

fn farthest_person(graph: &Snapshot, steps: &BTreeMap<NodeIndex, u32>) -> Option<NodeIndex> {
    let persons = steps.iter().filter(|(node, _)| is_person(graph, **node));
    persons.max_by_key(|(node, steps)| (**steps, Reverse(**node))).map(|(node, _)| *node)
}
