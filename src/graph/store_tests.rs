//! The graph on top of a store: loading, saving, scopes, words.

use super::{Cocitation, Snapshot};
use crate::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Mention, MentionForm,
    Modality, Polarity, Relation, RelationKind, RoleStatus,
};
use crate::store::{Scope, Store};
use petgraph::graph::NodeIndex;

const ADA: &str = "Ada Brandt, director of the Harbour\n  Institute, spoke.";
const BEN: &str = "Ben Okoro left the Harbour Institute as economist. Norway fears for fishing rights.";

/// An article about entities at byte spans, and relations between them.
struct Draft {
    article: Article,
    extraction: Extraction,
}

impl Draft {
    fn new(uri: &str, day: &str, publisher: &str, body: &str) -> Self {
        let article = Article {
            published_on: day.parse().ok(),
            publisher: Some(publisher.to_owned()),
            ..Article::new(uri, body)
        };
        Self { article, extraction: Extraction::default() }
    }

    fn entity(&mut self, kind: EntityKind, name: &str, span: std::ops::Range<usize>) -> EntityIndex {
        let entity = EntityIndex(u32::try_from(self.extraction.entities.len()).unwrap());
        let country_code = if kind == EntityKind::Country { CountryCode::new("NO") } else { None };
        self.extraction.entities.push(Entity {
            kind,
            name: name.to_owned(),
            country_code,
            topic: None,
            aliases: vec![],
        });
        let span = ByteSpan::new(span.start, span.end);
        self.extraction.mentions.push(Mention { span, entity, form: MentionForm::Name });
        entity
    }

    fn relation(
        &mut self,
        kind: RelationKind,
        subject: EntityIndex,
        object: EntityIndex,
        role: Option<(EntityIndex, RoleStatus)>,
        span: std::ops::Range<usize>,
    ) {
        let evidence = Evidence {
            span: ByteSpan::new(span.start, span.end),
            rule: "test".into(),
            confidence: 0.5,
            polarity: Polarity::Asserted,
            modality: Modality::Actual,
            status: role.map(|(_, status)| status),
            attributed_to: None,
            label: None,
            start_date: None,
            end_date: None,
        };
        self.extraction.relations.push(Relation {
            kind,
            subject,
            object,
            role: role.map(|(role, _)| role),
            evidence: vec![evidence],
        });
    }

    fn put(&self, store: &mut Store) {
        let mut batch = store.begin().unwrap();
        batch.put(&self.article, &self.extraction).unwrap();
        batch.commit().unwrap();
    }
}

fn ada() -> Draft {
    let mut draft = Draft::new("a.txt", "2023-05-06", "Coast Courier", ADA);
    let person = draft.entity(EntityKind::Person, "Ada Brandt", 0..10);
    let institute = draft.entity(EntityKind::Organization, "Harbour Institute", 28..47);
    let director = draft.entity(EntityKind::Role, "director", 12..20);
    draft.relation(RelationKind::HOLDS_ROLE, person, institute, Some((director, RoleStatus::Current)), 0..47);
    draft
}

fn ben() -> Draft {
    let mut draft = Draft::new("b.txt", "2024", "Northern Post", BEN);
    let person = draft.entity(EntityKind::Person, "Ben Okoro", 0..9);
    let institute = draft.entity(EntityKind::Organization, "Harbour Institute", 19..36);
    let economist = draft.entity(EntityKind::Role, "economist", 40..49);
    let norway = draft.entity(EntityKind::Country, "Norway", 51..57);
    let fishing = draft.entity(EntityKind::Issue, "fishing rights", 68..82);
    draft.relation(RelationKind::HOLDS_ROLE, person, institute, Some((economist, RoleStatus::Former)), 0..49);
    draft.relation(RelationKind::CONCERNED_WITH, norway, fishing, None, 51..82);
    draft
}

fn store() -> Store {
    let mut store = Store::in_memory().unwrap();
    ada().put(&mut store);
    ben().put(&mut store);
    store
}

fn person(snapshot: &Snapshot, name: &str) -> NodeIndex {
    snapshot.find_kind(EntityKind::Person, name).unwrap()
}

#[test]
fn rows_become_nodes_and_edges() {
    let snapshot = Snapshot::load(&store()).unwrap();
    assert_eq!((snapshot.node_count(), snapshot.edge_count()), (7, 3));
    let institute = snapshot.find("harbour institute").next().unwrap();
    assert_eq!(snapshot.node(institute).unwrap().articles(), 2);
    let norway = snapshot.find_country(CountryCode::new("no").unwrap()).unwrap();
    let edge = snapshot.view().edge_indices().find(|&e| snapshot.edge_endpoints(e).unwrap().0 == norway).unwrap();
    let edge = snapshot.edge(edge).unwrap();
    assert_eq!((edge.articles(), edge.status(), edge.role()), (1, None, None));
    assert_eq!(edge.first_cited_on().unwrap().to_string(), "2024");
}

#[test]
fn a_path_is_told_with_its_evidence() {
    let store = store();
    let snapshot = Snapshot::load(&store).unwrap();
    let view = snapshot.view().undirected();
    let path = view.shortest_path(person(&snapshot, "ada brandt"), person(&snapshot, "ben okoro")).unwrap();
    let words: Vec<String> = snapshot.explain(&store, &path).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "Ada Brandt — director of → Harbour Institute: 'Ada Brandt, director of the Harbour Institute' (a.txt, 2023-05-06)",
            "Ben Okoro — former economist of → Harbour Institute: 'Ben Okoro left the Harbour Institute as economist' (b.txt, 2024)",
        ]
    );
}

#[test]
fn a_saved_graph_is_used_until_the_next_commit() {
    let mut store = store();
    let snapshot = Snapshot::load(&store).unwrap();
    assert!(store.saved_graph(|_, _| Some(())).unwrap().is_none());
    assert!(snapshot.save(&mut store).unwrap());
    // A mark that only the saved form has shows that it is what is read.
    let mut marked = Snapshot::load(&store).unwrap();
    marked.edges[0].articles = 77;
    assert!(marked.save(&mut store).unwrap());
    assert_eq!(Snapshot::load(&store).unwrap().edges[0].articles, 77);

    let mut batch = store.begin().unwrap();
    batch.remove("b.txt").unwrap();
    batch.commit().unwrap();
    let after = Snapshot::load(&store).unwrap();
    assert_eq!((after.node_count(), after.edge_count(), after.edges[0].articles), (3, 1, 1));
    assert!(!marked.save(&mut store).unwrap());
    assert!(!Snapshot::builder().build().save(&mut store).unwrap());

    // A damaged one is passed over.
    let generation = store.generation().unwrap();
    assert!(store.save_graph(generation, b"NGSN").unwrap());
    assert_eq!(Snapshot::load(&store).unwrap().edge_count(), 1);
}

#[test]
fn a_batch_that_is_dropped_changes_no_generation() {
    let mut store = store();
    let before = store.generation().unwrap();
    drop(store.begin().unwrap());
    assert_eq!(store.generation().unwrap(), before);
    ada().put(&mut store);
    assert_eq!(store.generation().unwrap(), before + 1);
}

#[test]
fn views_follow_articles_publishers_countries_and_times() {
    let store = store();
    let snapshot = Snapshot::load(&store).unwrap();
    let edges = |scope| snapshot.view().relations(store.relations_in(scope).unwrap()).edge_indices().count();
    assert_eq!(edges(Scope::Article("a.txt")), 1);
    assert_eq!(edges(Scope::Article("none.txt")), 0);
    assert_eq!(edges(Scope::Publisher("Northern Post")), 2);
    assert_eq!(edges(Scope::Country(CountryCode::new("NO").unwrap())), 2);
    assert_eq!(edges(Scope::Country(CountryCode::new("KE").unwrap())), 0);
    let date = |text: &str| text.parse().ok();
    for (from, to, expected) in [
        (None, None, 3),
        (date("2023"), date("2023"), 1),
        (date("2023-05-06"), date("2023-05"), 1),
        (date("2023-05-07"), None, 2),
        (None, date("2023-05-05"), 0),
        (date("2024-06-01"), date("2024-06-02"), 2),
        (date("2025"), None, 0),
    ] {
        assert_eq!(edges(Scope::Published(from, to)), expected, "{from:?} {to:?}");
    }
}

#[test]
fn what_articles_speak_of_together_is_counted() {
    let store = store();
    let snapshot = Snapshot::load(&store).unwrap();
    let cited = Cocitation::load(&store, &snapshot).unwrap();
    let institute = snapshot.find("Harbour Institute").next().unwrap();
    assert_eq!(cited.articles(institute), 2);
    assert_eq!(cited.with(institute, 10).len(), 6);
    assert_eq!(cited.together(person(&snapshot, "Ada Brandt"), institute), 1);
    assert_eq!(cited.together(person(&snapshot, "Ada Brandt"), person(&snapshot, "Ben Okoro")), 0);
}

#[test]
fn a_page_quotes_the_articles() {
    let store = store();
    let snapshot = Snapshot::load(&store).unwrap();
    let page = |quotes, characters| {
        let mut options = super::export::HtmlOptions::default();
        (options.quotes, options.quote_characters) = (quotes, characters);
        let mut out = Vec::new();
        super::export::write_html(&snapshot.view(), &store, &mut out, &options).unwrap();
        String::from_utf8(out).unwrap()
    };
    let whole = page(3, 300);
    assert!(whole.contains(r#"[[0,"Ada Brandt, director of the Harbour Institute",0.5,null,null]]"#));
    assert!(whole.contains(r#"["a.txt","2023-05-06"]"#));
    assert!(page(3, 10).contains(r#"[[0,"Ada Brandt…",0.5,null,null]]"#));
    assert!(!page(0, 300).contains("director of the Harbour"));
}
