//! What the graph costs, as ratios: `cargo bench --bench graph [-- RELATIONS]` (default 1000000).
//!
//! A synthetic store file with a power-law graph is written into the temporary folder, read with a
//! bare SELECT loop and loaded as a snapshot; then searches on the snapshot are compared with the
//! same searches on an owned `DiGraph`. Each figure is the best or the median of several runs.

#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a program that prints figures of small numbers"
)]

use newsgraph::graph::Snapshot;
use newsgraph::store::{EntityId, Store};
use petgraph::algo::{dijkstra, kosaraju_scc};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Bfs, IntoNeighbors, Walker};
use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// Numbers of a linear congruential generator (Knuth, MMIX).
struct Lcg(u64);

impl Lcg {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.unit() * bound as f64) as usize
    }

    /// A number below `bound`, small ones far more often.
    fn skewed(&mut self, bound: usize) -> usize {
        (self.unit().powi(3) * bound as f64) as usize
    }
}

/// Writes entities and relations straight into the tables of a store.
fn write(path: &Path, nodes: usize, relations: usize) -> Result<(), Box<dyn Error>> {
    drop(Store::create(path)?);
    let mut conn = rusqlite::Connection::open(path)?;
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")?;
    let write = conn.transaction()?;
    let mut lcg = Lcg(1);
    let people = nodes * 7 / 10;
    {
        let mut insert = write.prepare("INSERT INTO entity (id, kind, name, articles) VALUES (?1, ?2, ?3, 1)")?;
        for id in 1..=nodes {
            let kind = if id <= people {
                "person"
            } else if id % 20 == 0 {
                "role"
            } else {
                "organization"
            };
            insert.execute(rusqlite::params![id as i64, kind, format!("Name of Entity {id}")])?;
        }
        let mut insert = write.prepare(
            "INSERT OR IGNORE INTO relation (kind_code, subject_id, object_id, role_id, articles, asserted_articles,
                 certainty, status_code, first_cited_on, last_cited_on)
             VALUES (1, ?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let mut written = 0;
        while written < relations {
            let (subject, object) = (1 + lcg.below(people), 1 + people + lcg.skewed(nodes - people));
            let role = (people + 1 + lcg.skewed(nodes - people - 20)).next_multiple_of(20);
            let status = 1 + lcg.below(2) as i64;
            let (year, day) = (2000 + lcg.below(20), 1 + lcg.below(28));
            let first = format!("{year}-03-{day:02}");
            let last = format!("{}-06-{day:02}", year + lcg.below(4));
            let articles = 1 + lcg.skewed(50);
            written += insert.execute(rusqlite::params![
                subject as i64,
                object as i64,
                role as i64,
                articles as i64,
                (lcg.unit() * 1e4) as i64,
                status,
                first,
                last
            ])?;
        }
    }
    write.commit()?;
    Ok(())
}

/// The bare loop: every column that the graph needs is fetched, nothing is done with it.
fn select(conn: &rusqlite::Connection) -> Result<usize, Box<dyn Error>> {
    let mut count = 0;
    for (sql, columns) in [
        ("SELECT id, kind, name, country_code, topic, articles FROM entity ORDER BY id", 6),
        (
            "SELECT id, kind_code, subject_id, object_id, role_id, articles, asserted_articles, certainty, status_code,
                 first_cited_on, last_cited_on FROM relation ORDER BY id",
            11,
        ),
    ] {
        let mut statement = conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                black_box(row.get_ref(column)?);
            }
            count += 1;
        }
    }
    Ok(count)
}

/// The processor time of this thread where the system tells it (Linux), else the clock: ratios of
/// processor times hold on a machine that does other things too.
fn now() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let on_processor = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    on_processor
        .and_then(|fields| fields.split(' ').next()?.parse().ok())
        .map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// The best of several long runs, in processor time.
fn best_of<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    (0..runs)
        .map(|_| {
            let start = now();
            black_box(run());
            now().saturating_sub(start)
        })
        .min()
        .unwrap_or_default()
}

/// The best of several short runs, by the clock.
fn best<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn two_hops<G: IntoNeighbors<NodeId = NodeIndex>>(graph: G, from: NodeIndex) -> usize {
    graph.neighbors(from).map(|near| graph.neighbors(near).count()).sum()
}

fn main() -> Result<(), Box<dyn Error>> {
    let relations = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let nodes = relations / 5 + 100;
    let folder = std::env::temp_dir().join(format!("newsgraph-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = measure(&folder.join("graph.db"), nodes, relations);
    std::fs::remove_dir_all(&folder)?;
    result
}

fn measure(path: &Path, nodes: usize, relations: usize) -> Result<(), Box<dyn Error>> {
    write(path, nodes, relations)?;
    let conn = rusqlite::Connection::open(path)?;
    let mut store = Store::open(path)?;
    let (mut bare, mut load) = (Duration::MAX, Duration::MAX);
    // In turns, so that both see the same machine.
    for _ in 0..5 {
        bare = bare.min(best_of(1, || select(&conn).map_or(0, |count| count)));
        load = load.min(best_of(1, || Snapshot::load(&store).map_or(0, |snapshot| snapshot.edge_count())));
    }
    let snapshot = Snapshot::load(&store)?;
    let rows = |name: &str, time: Duration, ratio: f64| {
        println!("{name:<50} {:>12.3} ms {ratio:>9.2}", time.as_secs_f64() * 1e3);
    };
    let over = |time: Duration, base: Duration| time.as_secs_f64() / base.as_secs_f64();

    println!("{} nodes, {} edges", snapshot.node_count(), snapshot.edge_count());
    println!("{:<50} {:>15} {:>9}", "", "time", "ratio");
    rows("bare SELECT loop", bare, 1.0);
    rows("load: rows to snapshot (x SELECT)", load, over(load, bare));
    if snapshot.save(&mut store)? {
        let saved = best_of(5, || Snapshot::load(&store).map_or(0, |snapshot| snapshot.edge_count()));
        rows("load: saved snapshot (x SELECT)", saved, over(saved, bare));
    }
    let graph: DiGraph<_, _> = snapshot.to_digraph();
    let view = snapshot.view();
    let undirected = snapshot.view().undirected();
    let start = NodeIndex::new(0);
    let both = petgraph::visit::UndirectedAdaptor(&graph);

    let own = best_of(5, || Bfs::new(&undirected, start).iter(&undirected).count());
    let other = best_of(5, || Bfs::new(both, start).iter(both).count());
    rows("BFS both ways (x DiGraph)", own, over(own, other));
    let own = best_of(3, || dijkstra(&undirected, start, None, |_| 1u32).len());
    let other = best_of(3, || dijkstra(both, start, None, |_| 1u32).len());
    rows("dijkstra both ways (x DiGraph)", own, over(own, other));
    let own = best_of(3, || kosaraju_scc(&snapshot).len());
    let other = best_of(3, || kosaraju_scc(&graph).len());
    rows("kosaraju_scc (x DiGraph)", own, over(own, other));

    let mut lcg = Lcg(2);
    let starts: Vec<NodeIndex> = (0..1_000).map(|_| NodeIndex::new(lcg.below(nodes * 7 / 10))).collect();
    let time = |run: &dyn Fn(NodeIndex)| median(starts.iter().map(|&n| best(1, || run(n))).collect());
    let own = time(&|n| _ = black_box(two_hops(&undirected, n)));
    let other = time(&|n| _ = black_box(two_hops(both, n)));
    rows("two hops, median (x DiGraph)", own, over(own, other));
    // Straight from the file, as a program does that loads no graph.
    let ids = starts[..500].iter().map(|n| EntityId(n.index() as i64 + 1));
    let sql = |run: &dyn Fn(EntityId)| median(ids.clone().map(|id| best(3, || run(id))).collect());
    rows("from SQL: neighbours, median", sql(&|id| _ = black_box(store.neighbours(id))), 1.0);
    rows("from SQL: roles, median", sql(&|id| _ = black_box(store.roles_of(id))), 1.0);
    rows("from SQL: two hops (50 links, best 20), median", sql(&|id| _ = black_box(store.two_hops(id, 50, 20))), 1.0);
    let pairs: Vec<(NodeIndex, NodeIndex)> = starts.iter().zip(starts.iter().skip(1)).map(|(&a, &b)| (a, b)).collect();
    let own = median(pairs.iter().map(|&(a, b)| best(1, || undirected.shortest_path(a, b))).collect());
    rows("shortest path, median", own, 1.0);
    let own = median(pairs[..50].iter().map(|&(a, b)| best(1, || undirected.shortest_paths(a, b, 5))).collect());
    rows("five shortest paths, median", own, 1.0);
    let own = median(starts[..50].iter().map(|&n| best(1, || view.clone().around([n], 2, 100))).collect());
    rows("view around a node, 2 hops, 100 nodes", own, 1.0);
    let own = best_of(1, || undirected.page_rank(&newsgraph::graph::PageRank::default()));
    rows("PageRank", own, 1.0);
    let own = best_of(1, || view.communities(1.0).len());
    rows("communities", own, 1.0);
    let edges = snapshot.edge_count() as f64;
    println!(
        "bytes an edge: adjacency {:.1}, all {:.1}",
        snapshot.adjacency_bytes() as f64 / edges,
        snapshot.bytes() as f64 / edges
    );
    Ok(())
}
