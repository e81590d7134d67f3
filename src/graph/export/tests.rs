//! What is written can be read back, by NetworkX where it is installed, whatever names hold.

use super::super::sample::{at, news, random};
use super::super::{EdgeRow, NodeRow, Snapshot, View};
use super::{HtmlOptions, write_dot, write_gexf, write_graphml, write_html, write_node_link};
use crate::model::EntityKind;
use crate::store::Store;
use std::io::Write;
use std::process::{Command, Stdio};

/// Names that break careless writers.
const NAMES: [&str; 9] = [
    "Ada \"Ace\" O'Brien",
    "a\\b\\",
    "<b>&amp;]]></b>",
    "line\nbreak\ttab\rreturn",
    "nul\0bell\u{7}",
    "\u{fffe}\u{ffff}\u{202e}",
    "日本 𝔘",
    "",
    "</script><!--",
];

/// Those, and what would break a page.
const PAGE_NAMES: [&str; 4] =
    ["</script><script>alert(1)</script>", "\u{2028}\u{2029}é€\u{200b}", "<!--", "{{data}}&amp;"];

fn hostile() -> Snapshot {
    let mut builder = Snapshot::builder();
    for (id, name) in (0..).zip(NAMES) {
        builder.entity(NodeRow { topic: Some(name), ..NodeRow::new(id, EntityKind::Issue, name) }).unwrap();
    }
    for id in 0..NAMES.len() as i64 {
        builder.relation(EdgeRow { role: Some(id), ..EdgeRow::new(id, NAMES[id as usize], id, (id + 1) % 9) }).unwrap();
        builder.relation(EdgeRow::new(id + 100, "knows", id, (id + 1) % 9)).unwrap();
    }
    builder.build()
}

fn text(write: impl Fn(&View<'_>, &mut Vec<u8>) -> std::io::Result<()>, view: &View<'_>) -> String {
    let mut out = Vec::new();
    write(view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Runs a Python program on an input; `None` where Python or NetworkX is not there.
fn python(program: &str, input: &str) -> Option<String> {
    let found = Command::new("python3").args(["-c", "import networkx"]).stderr(Stdio::null()).status();
    if !found.is_ok_and(|status| status.success()) {
        println!("skipped: no python3 with networkx");
        return None;
    }
    let mut child =
        Command::new("python3").args(["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Nodes, edges and names as NetworkX has read them.
const REPORT: &str = "
names = [data.get('name', '') for _, data in sorted(g.nodes(data=True), key=lambda n: n[1]['entity'])]
roles = sorted(d['relation'] for _, _, d in g.edges(data=True))
print(json.dumps([g.is_directed(), g.is_multigraph(), g.number_of_nodes(), g.number_of_edges(), names, roles]))
";

fn report(read: &str, input: &str) -> Option<serde_json::Value> {
    let program = format!("import sys, json, io, networkx as nx\ndata = sys.stdin.buffer.read()\n{read}\n{REPORT}");
    python(&program, input).map(|out| serde_json::from_str(&out).unwrap())
}

#[test]
fn networkx_reads_graphml_back() {
    for (snapshot, undirected) in [(news(), false), (hostile(), false), (random(5, 30, 90), true)] {
        let view = if undirected { snapshot.view().undirected() } else { snapshot.view() };
        let Some(read) = report(
            "g = nx.read_graphml(io.BytesIO(data), force_multigraph=True)",
            &text(|v, out| write_graphml(v, out), &view),
        ) else {
            return;
        };
        check(&read, &snapshot, undirected, xml_text);
    }
}

#[test]
fn networkx_reads_node_link_back() {
    for (snapshot, undirected) in [(news(), false), (hostile(), true), (random(6, 30, 90), false)] {
        let view = if undirected { snapshot.view().undirected() } else { snapshot.view() };
        let Some(read) = report(
            "g = nx.node_link_graph(json.loads(data), edges='edges')",
            &text(|v, out| write_node_link(v, out), &view),
        ) else {
            return;
        };
        check(&read, &snapshot, undirected, str::to_owned);
    }
}

#[test]
fn networkx_reads_gexf_back() {
    for (snapshot, undirected) in [(news(), false), (hostile(), false), (random(7, 30, 90), true)] {
        let view = if undirected { snapshot.view().undirected() } else { snapshot.view() };
        // NetworkX gives a graph without parallel edges where the file has none.
        let read = "g = nx.read_gexf(io.BytesIO(data), version='1.3')
g = nx.MultiDiGraph(g) if g.is_directed() else nx.MultiGraph(g)";
        let Some(read) = report(read, &text(|v, out| write_gexf(v, out), &view)) else { return };
        check(&read, &snapshot, undirected, xml_text);
    }
}

/// A name as XML can hold it.
fn xml_text(name: &str) -> String {
    let held = |c: char| (c >= ' ' || "\t\n\r".contains(c)) && !"\u{fffe}\u{ffff}".contains(c);
    name.chars().map(|c| if held(c) { c } else { '\u{fffd}' }).collect()
}

fn check(read: &serde_json::Value, snapshot: &Snapshot, undirected: bool, name: impl Fn(&str) -> String) {
    let names: Vec<String> = snapshot
        .node_indices()
        .map(|n| if snapshot.name(n).is_empty() { format!("#{}", n.index()) } else { name(snapshot.name(n)) })
        .collect();
    let mut relations: Vec<i64> = snapshot.edges.iter().map(|edge| edge.relation).collect();
    relations.sort_unstable();
    let expected =
        serde_json::json!([!undirected, true, snapshot.node_count(), snapshot.edge_count(), names, relations]);
    assert_eq!(*read, expected);
}

#[test]
fn gexf_is_well_formed_and_whole() {
    let snapshot = hostile();
    let read = "
import xml.etree.ElementTree as tree
ns = {'g': 'http://gexf.net/1.3'}
root = tree.fromstring(data)
print(json.dumps([len(root.findall('.//g:node', ns)), len(root.findall('.//g:edge', ns)), root.find('.//g:node', ns).get('label')]))
";
    let program = format!("import sys, json\ndata = sys.stdin.buffer.read()\n{read}");
    if let Some(out) = python(&program, &text(|v, out| write_gexf(v, out), &snapshot.view())) {
        assert_eq!(out.trim(), format!("[9, 18, {}]", serde_json::json!(NAMES[0])));
    }
}

#[test]
fn json_is_read_back_by_serde() {
    let snapshot = hostile();
    let read: serde_json::Value =
        serde_json::from_str(&text(|v, out| write_node_link(v, out), &snapshot.view())).unwrap();
    assert_eq!(read["nodes"][4]["name"], NAMES[4]);
    assert_eq!(read["edges"][1]["kind"], "knows");
    assert_eq!(read["edges"].as_array().unwrap().len(), 18);
}

#[test]
fn xml_holds_no_character_that_it_must_not() {
    for out in
        [text(|v, out| write_graphml(v, out), &hostile().view()), text(|v, out| write_gexf(v, out), &hostile().view())]
    {
        assert!(out.chars().all(|c| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)));
        assert!(out.contains("&lt;b&gt;&amp;amp;]]&gt;&lt;/b&gt;"));
    }
}

#[test]
fn dot_strings_end_where_they_should() {
    let out = text(|v, out| write_dot(v, out), &hostile().view());
    for line in out.lines().filter(|line| line.contains("label=")) {
        // Outside of quotes only identifiers, arrows and punctuation are left.
        let (mut quoted, mut escaped, mut outside) = (false, false, String::new());
        for c in line.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                c if !quoted => outside.push(c),
                _ => {}
            }
        }
        assert!(!quoted && outside.ends_with("];") && outside.is_ascii(), "{line}");
    }
    assert_eq!(out.lines().count(), 2 + 9 + 18);
    assert!(text(|v, out| write_dot(v, out), &news().view().undirected()).contains(" -- "));
}

#[test]
fn a_view_is_written_without_what_it_hides() {
    let snapshot = news();
    let people = snapshot.view().entity_kinds(&[EntityKind::Person, EntityKind::Organization]);
    let read: serde_json::Value = serde_json::from_str(&text(|v, out| write_node_link(v, out), &people)).unwrap();
    assert_eq!((read["nodes"].as_array().unwrap().len(), read["edges"].as_array().unwrap().len()), (5, 4));
    let reversed: serde_json::Value =
        serde_json::from_str(&text(|v, out| write_node_link(v, out), &people.reversed())).unwrap();
    assert_eq!(
        (&read["edges"][0]["source"], &read["edges"][0]["target"]),
        (&reversed["edges"][0]["target"], &reversed["edges"][0]["source"])
    );
    assert_eq!(read["edges"][0]["confidence"], 0.9);
}

fn page(view: &View<'_>, store: &Store, options: &HtmlOptions) -> String {
    text(|v, out| write_html(v, store, out, options), view)
}

/// The data of a page, as a browser would take it: all up to the next end of a script.
fn page_data(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once(r#"<script type="application/json" id="data">"#).unwrap();
    let (data, _) = rest.split_once("</script").unwrap();
    serde_json::from_str(data).unwrap()
}

#[test]
fn names_stay_data_in_a_page() {
    let mut builder = Snapshot::builder();
    let names: Vec<&str> = NAMES.into_iter().chain(PAGE_NAMES).collect();
    for (id, name) in (0..).zip(&names) {
        builder.entity(NodeRow { topic: Some(name), ..NodeRow::new(id, EntityKind::Issue, name) }).unwrap();
    }
    for id in 0..names.len() as i64 {
        builder.relation(EdgeRow { role: Some(id), ..EdgeRow::new(id, names[id as usize], id, 0) }).unwrap();
    }
    let snapshot = builder.build();
    let store = Store::in_memory().unwrap();
    let options = HtmlOptions { title: PAGE_NAMES[0].to_owned(), ..HtmlOptions::default() };
    let written = page(&snapshot.view(), &store, &options);
    let plain = page(&news().view(), &store, &HtmlOptions::default());

    let data = page_data(&written);
    for (place, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        assert_eq!(data["nodes"][place][0], *name);
        assert_eq!(data["relation_kinds"][place], *name);
        assert_eq!(data["roles"][place], *name);
    }
    assert_eq!(data["title"], PAGE_NAMES[0]);
    // Nothing of the names is markup: the page has the tags of any other.
    for tag in ["<script", "</script", "<!--", "<b>", "alert(1)</"] {
        assert_eq!(written.matches(tag).count(), plain.matches(tag).count(), "{tag}");
    }
    assert!(!written.contains(['\u{2028}', '\u{2029}']));
}

#[test]
fn a_page_is_whole_and_asks_the_network_for_nothing() {
    let store = Store::in_memory().unwrap();
    let snapshot = news();
    let view = snapshot.view();
    let written = page(&view.clone().reversed(), &store, &HtmlOptions::default());
    assert_eq!(written, page(&view, &store, &HtmlOptions::default()));
    assert!(!written.contains("{{") && !written.contains("}}") && written.trim_end().ends_with("</html>"));
    for (start, _) in written.match_indices("http") {
        let rest = &written[start..];
        assert!(rest.starts_with("http-equiv") || rest.starts_with("http://www.w3.org/2000/svg\""), "{}", &rest[..40]);
    }
    assert!(!written.contains("innerHTML") && !written.contains("eval(") && !written.contains("@import"));

    let data = page_data(&written);
    let edge = &data["edges"][0];
    assert_eq!((&data["nodes"][0][0], &data["nodes"][0][1]), (&"Ada Brandt".into(), &"person".into()));
    assert_eq!(data["nodes"][edge[1].as_u64().unwrap() as usize][0], "Harbour Institute");
    assert_eq!(data["roles"][edge[3].as_u64().unwrap() as usize], "director");
    assert_eq!(
        (edge[4].as_str(), edge[8].as_str(), edge[9].as_str()),
        (Some("current"), Some("2023-01-05"), Some("2024-02-01"))
    );

    let people = view.entity_kinds(&[EntityKind::Person, EntityKind::Organization]);
    let options = HtmlOptions { start: vec![at(&snapshot, 4), at(&snapshot, 6)], ..HtmlOptions::default() };
    let data = page_data(&page(&people, &store, &options));
    assert_eq!((data["nodes"].as_array().unwrap().len(), data["edges"].as_array().unwrap().len()), (5, 4));
    assert_eq!(data["start"], serde_json::json!([3]), "a start that is not in the view is left out");
}
