//! Each algorithm of petgraph that the views promise to carry, on the snapshot, on a view of all of
//! it and on the equivalent `DiGraph`, over random multigraphs.

use super::sample::{chain, random};
use super::{Edge, Orientation, Snapshot};
use petgraph::algo::{
    all_simple_paths, articulation_points::articulation_points, astar, bidirectional_dijkstra, bridges,
    connected_components, dijkstra, dominators, has_path_connecting, is_isomorphic, k_shortest_path, kosaraju_scc,
    maximal_cliques, min_spanning_tree, toposort,
};
use petgraph::data::FromElements;
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use petgraph::visit::{
    Bfs, Dfs, EdgeFiltered, EdgeRef, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNeighborsDirected, NodeFiltered,
    Reversed, Topo, UndirectedAdaptor, Walker,
};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::RandomState;

/// Runs a test over graphs of several densities.
fn over_graphs(test: impl Fn(&Snapshot, &DiGraph<super::Node, Edge>)) {
    for seed in 0..12 {
        let nodes = 3 + (seed as usize * 7) % 40;
        let snapshot = random(seed, nodes, nodes * (1 + seed as usize % 3));
        let graph = snapshot.to_digraph();
        test(&snapshot, &graph);
    }
}

/// Checks one expression on snapshot, view and `DiGraph`.
macro_rules! same {
    (|$graph:ident| $answer:expr) => {
        over_graphs(|snapshot, digraph| {
            let view = snapshot.view();
            let expected = {
                let $graph = digraph;
                $answer
            };
            assert_eq!(
                {
                    let $graph = snapshot;
                    $answer
                },
                expected
            );
            assert_eq!(
                {
                    let $graph = &view;
                    $answer
                },
                expected
            );
        })
    };
}

fn cost(edge: &Edge) -> u32 {
    edge.articles()
}

fn sets(mut lists: Vec<Vec<NodeIndex>>) -> BTreeSet<Vec<NodeIndex>> {
    for list in &mut lists {
        list.sort();
    }
    lists.into_iter().collect()
}

#[test]
fn searches_reach_the_same_nodes() {
    same!(|g| Bfs::new(g, NodeIndex::new(0)).iter(g).collect::<BTreeSet<_>>());
    same!(|g| Dfs::new(g, NodeIndex::new(1)).iter(g).collect::<BTreeSet<_>>());
    same!(|g| has_path_connecting(g, NodeIndex::new(0), NodeIndex::new(2), None));
    same!(|g| {
        let tree = dominators::simple_fast(g, NodeIndex::new(0));
        (0..50).map(|n| tree.immediate_dominator(NodeIndex::new(n))).collect::<Vec<_>>()
    });
}

#[test]
fn orders_and_components_agree() {
    same!(|g| Topo::new(g).iter(g).count());
    same!(|g| toposort(g, None).is_ok());
    same!(|g| sets(kosaraju_scc(g)));
    over_graphs(|snapshot, graph| {
        assert_eq!(connected_components(snapshot), connected_components(graph));
        assert_eq!(connected_components(&snapshot.view().to_digraph()), connected_components(graph));
    });
}

#[test]
fn an_acyclic_graph_is_sorted() {
    let snapshot = chain(50);
    assert_eq!(toposort(&snapshot, None).unwrap(), snapshot.node_indices().collect::<Vec<_>>());
}

#[test]
fn distances_agree() {
    let (a, b) = (NodeIndex::new(0), NodeIndex::new(2));
    same!(|g| dijkstra(g, a, None, |e| cost(e.weight())).into_iter().collect::<BTreeMap<_, _>>());
    same!(|g| astar(g, a, |n| n == b, |e| cost(e.weight()), |_| 0).map(|(length, _)| length));
    same!(|g| bidirectional_dijkstra(g, a, b, |e| cost(e.weight())));
    same!(|g| k_shortest_path(g, a, None, 2, |e| cost(e.weight())).into_iter().collect::<BTreeMap<_, _>>());
    same!(|g| all_simple_paths::<Vec<_>, _, RandomState>(g, a, b, 0, Some(4)).collect::<BTreeSet<_>>());
}

#[test]
fn cuts_and_trees_agree() {
    same!(|g| {
        let tree = UnGraph::<super::Node, Edge>::from_elements(min_spanning_tree(g));
        (tree.edge_count(), tree.edge_weights().map(cost).sum::<u32>())
    });
    // petgraph asks the undirected graph for these two.
    over_graphs(|snapshot, graph| {
        let (view, undirected) = (snapshot.view().undirected(), simple(graph));
        let pairs = |edges: Vec<(NodeIndex, NodeIndex)>| {
            edges.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect::<BTreeSet<_>>()
        };
        let once = snapshot.view().undirected().keep_edges({
            let mut seen = BTreeSet::new();
            let ends: Vec<_> = snapshot.edge_references().map(|e| (e.source(), e.target())).collect();
            move |e, _| {
                let (a, b) = ends[e.index()];
                a != b && seen.insert((a.min(b), a.max(b)))
            }
        });
        assert_eq!(
            pairs(bridges(&once).map(|e| (e.source(), e.target())).collect()),
            pairs(bridges(&undirected).map(|e| (e.source(), e.target())).collect())
        );
        let points: BTreeSet<_> = articulation_points(&view).into_iter().collect();
        assert_eq!(points, articulation_points(&undirected).into_iter().collect());
    });
}

/// The undirected graph without parallel edges and loops.
fn simple(graph: &DiGraph<super::Node, Edge>) -> UnGraph<(), ()> {
    let mut simple = UnGraph::default();
    for _ in 0..graph.node_count() {
        simple.add_node(());
    }
    for edge in graph.edge_references().filter(|e| e.source() != e.target()) {
        simple.update_edge(edge.source(), edge.target(), ());
    }
    simple
}

#[test]
fn cliques_and_isomorphism_agree() {
    over_graphs(|snapshot, graph| {
        let loopless = snapshot.view().undirected().keep_edges(|e, _| {
            let (a, b) = snapshot.edge_endpoints(e).unwrap();
            a != b
        });
        let simple = simple(graph);
        let cliques: BTreeSet<BTreeSet<_>> =
            maximal_cliques(&loopless).into_iter().map(|set| set.into_iter().collect()).collect();
        assert_eq!(cliques, maximal_cliques(&simple).into_iter().map(|set| set.into_iter().collect()).collect());
        assert!(is_isomorphic(snapshot, graph));
    });
}

#[test]
fn adaptors_work_on_snapshots_and_views() {
    same!(|g| Bfs::new(Reversed(g), NodeIndex::new(0)).iter(Reversed(g)).collect::<BTreeSet<_>>());
    same!(|g| {
        let cheap = EdgeFiltered::from_fn(g, |e| cost(e.weight()) < 5);
        Bfs::new(&cheap, NodeIndex::new(0)).iter(&cheap).collect::<BTreeSet<_>>()
    });
    same!(|g| {
        let even = NodeFiltered::from_fn(g, |n: NodeIndex| n.index().is_multiple_of(2));
        Bfs::new(&even, NodeIndex::new(0)).iter(&even).collect::<BTreeSet<_>>()
    });
    same!(|g| Bfs::new(UndirectedAdaptor(g), NodeIndex::new(0)).iter(UndirectedAdaptor(g)).collect::<BTreeSet<_>>());
    over_graphs(|snapshot, graph| {
        let lines = |dot: String| dot.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        let config = [petgraph::dot::Config::NodeNoLabel];
        let dot = format!("{:?}", petgraph::dot::Dot::with_config(snapshot, &config));
        assert_eq!(lines(dot), lines(format!("{:?}", petgraph::dot::Dot::with_config(graph, &config))));
    });
}

#[test]
fn reversed_and_undirected_views_are_those_of_petgraph() {
    over_graphs(|snapshot, graph| {
        let (reversed, undirected) = (snapshot.view().reversed(), snapshot.view().undirected());
        assert_eq!(undirected.orientation(), Orientation::Undirected);
        for node in snapshot.node_indices() {
            let sorted = |nodes: Vec<NodeIndex>| nodes.into_iter().collect::<BTreeSet<_>>();
            let ids = |edges: Vec<(usize, NodeIndex, NodeIndex)>| edges.into_iter().collect::<BTreeSet<_>>();
            assert_eq!(
                ids((&reversed).edges(node).map(|e| (e.id().index(), e.source(), e.target())).collect()),
                ids(Reversed(graph).edges(node).map(|e| (e.id().index(), e.source(), e.target())).collect())
            );
            assert_eq!(
                sorted((&undirected).neighbors(node).collect()),
                sorted(UndirectedAdaptor(graph).neighbors(node).collect())
            );
            let both = graph.neighbors_directed(node, petgraph::Outgoing).count()
                + graph.neighbors_directed(node, petgraph::Incoming).count();
            let loops = graph.edges(node).filter(|e| e.target() == node).count();
            assert_eq!(undirected.degree(node), both - loops);
            assert_eq!((&undirected).neighbors_directed(node, petgraph::Incoming).count(), both - loops);
            assert!((&undirected).edges(node).all(|e| e.source() == node));
        }
    });
}

#[test]
fn a_chain_of_a_million_nodes_is_walked() {
    let snapshot = chain(1_000_000);
    let (first, last) = (NodeIndex::new(0), NodeIndex::new(999_999));
    assert_eq!(Dfs::new(&snapshot, first).iter(&snapshot).last(), Some(last));
    assert_eq!(kosaraju_scc(&snapshot).len(), 1_000_000);
    let view = snapshot.view();
    assert_eq!(view.shortest_path(first, last).unwrap().steps().len(), 999_999);
    assert_eq!(view.around([first], 1_000_000, 500_000).node_indices().count(), 500_000);
    assert_eq!(toposort(&snapshot, None).unwrap().len(), 1_000_000);
    let both = snapshot.view().undirected();
    assert_eq!(both.shortest_paths(first, NodeIndex::new(100_000), 1)[0].steps().len(), 100_000);
    assert_eq!(both.communities(0.0).len(), 1);
    let ranks = both.page_rank(&super::PageRank { max_rounds: 3, ..super::PageRank::default() });
    assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-6);
    let kind = crate::model::EntityKind::Person;
    assert_eq!(both.projection(kind, kind, 10).pairs.len(), 999_998);
    assert_eq!(both.to_digraph().edge_count(), 999_999);
    super::export::write_node_link(&both, std::io::sink()).unwrap();
    let saved = super::saved::encode(&snapshot);
    assert_eq!(super::saved::decode(saved.as_slice(), saved.len()).unwrap().edge_count(), 999_999);
}

#[test]
fn owned_graphs_go_through_serde_and_back() {
    let news = super::sample::news();
    over_graphs(|snapshot, graph| {
        let people = news.view().entity_kinds(&[crate::model::EntityKind::Person, crate::model::EntityKind::Country]);
        for graph in [graph, &snapshot.view().reversed().to_digraph(), &news.to_digraph(), &people.to_digraph()] {
            let text = serde_json::to_string(graph).unwrap();
            let back: DiGraph<super::Node, Edge> = serde_json::from_str(&text).unwrap();
            assert!(back.node_weights().eq(graph.node_weights()) && back.edge_weights().eq(graph.edge_weights()));
            let ends = |g: &DiGraph<super::Node, Edge>| {
                g.edge_references().map(|e| (e.id(), e.source(), e.target())).collect::<Vec<_>>()
            };
            assert_eq!(ends(&back), ends(graph));
        }
    });
    let text = serde_json::to_value(news.to_digraph()).unwrap();
    assert_eq!(text["edges"][0][2]["first_cited_on"], "2023-01-05");
    assert_eq!(text["edges"][5][2]["role"], serde_json::Value::Null);
}
