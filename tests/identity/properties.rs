//! Laws of identity, on small random sets of articles: order, batches, deletion, replacement, merging
//! and users' statements leave what ingesting the final set at once leaves.
//!
//! Two thousand cases of each of the three laws run with the suite; `cargo test --test identity -- --ignored`
//! runs sixty thousand.

#[path = "../random/mod.rs"]
mod random;

use newsgraph::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Mention, MentionForm,
    Modality, Polarity, Relation, RelationKind, RoleStatus,
};
use newsgraph::store::{Store, Verdict};
use random::Lcg;
use std::collections::BTreeMap;

/// Names that are easily taken for each other: variants, kin, namesakes, short forms.
const PEOPLE: &[(&str, &[&str])] = &[
    ("Bill Thornby", &["Thornby"]),
    ("William Thornby", &[]),
    ("W. Thornby", &[]),
    ("Thornby", &[]),
    ("Wilma Thornby", &[]),
    ("William J. Thornby", &["Bill Thornby"]),
    ("William K. Thornby", &[]),
    ("William Thornby Jr.", &[]),
    ("Baek Do-hun", &[]),
    ("Do-hun Baek", &["Baek"]),
    ("Baek", &[]),
];
const BODIES: &[(&str, &[&str])] = &[
    ("Tern Coast Shipping Union", &["TCSU"]),
    ("Tern Coast Shipping Union", &[]),
    ("TCSU", &[]),
    ("Foreign Ministry", &[]),
    ("Kenyan foreign ministry", &[]),
    ("Reed Bank plc", &[]),
    ("Reed Bank Ltd", &["RB"]),
    ("Reed Bank", &[]),
    ("Rural Bank", &["RB"]),
    ("RB", &[]),
    ("United Nations", &["UN"]),
];
const PLACES: &[&str] = &["Kyiv", "Kiev", "Old Quay"];
const ROLES: &[&str] = &["trade minister", "minister", "striker", "former trade minister", "chief economist"];
const COUNTRIES: &[(&str, &str)] = &[("Kenya", "KE"), ("Norway", "NO"), ("Ukraine", "UA")];

fn entity(kind: EntityKind, name: &str, aliases: &[&str], code: Option<&str>) -> Entity {
    Entity {
        kind,
        name: name.to_owned(),
        country_code: code.and_then(CountryCode::new),
        topic: None,
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    }
}

/// An article of up to seven entities with facts between them.
fn article(uri: &str, random: &mut Lcg) -> (Article, Extraction) {
    let mut article = Article::new(uri, "They spoke.");
    let dates = ["1985-02", "2022-11-30", "2023-05", "2024"];
    article.published_on = (random.below(4) > 0).then(|| random.pick(&dates).parse().unwrap());
    let mut extraction = Extraction::default();
    let add = |entity: Entity, extraction: &mut Extraction| {
        let found = extraction.entities.iter().position(|e| e.kind == entity.kind && e.name == entity.name);
        EntityIndex(
            u32::try_from(found.unwrap_or_else(|| {
                extraction.entities.push(entity);
                extraction.entities.len() - 1
            }))
            .unwrap(),
        )
    };
    let mut places = Vec::new();
    for _ in 0..random.below(3) {
        let (name, code) = random.pick(COUNTRIES);
        places.push(add(entity(EntityKind::Country, name, &[], Some(code)), &mut extraction));
    }
    for _ in 0..random.below(3) {
        let (name, aliases) = random.pick(BODIES);
        places.push(add(entity(EntityKind::Organization, name, aliases, None), &mut extraction));
    }
    if random.below(4) == 0 {
        places.push(add(entity(EntityKind::Place, random.pick::<&str>(PLACES), &[], None), &mut extraction));
    }
    for _ in 0..=random.below(2) {
        let (name, aliases) = random.pick(PEOPLE);
        let person = add(entity(EntityKind::Person, name, aliases, None), &mut extraction);
        for _ in 0..random.below(3) {
            let role = add(entity(EntityKind::Role, random.pick::<&str>(ROLES), &[], None), &mut extraction);
            let (kind, object, role) = match places.len() {
                0 => (RelationKind::HAS_OCCUPATION, role, None),
                _ => (RelationKind::HOLDS_ROLE, *random.pick(&places), Some(role)),
            };
            if extraction.relations.iter().any(|r| (r.subject, r.object, r.role) == (person, object, role)) {
                continue;
            }
            let evidence = Evidence {
                span: ByteSpan::new(0, 4),
                rule: "made up".into(),
                confidence: *random.pick(&[0.5, 0.75]),
                polarity: *random.pick(&[Polarity::Asserted, Polarity::Asserted, Polarity::Negated]),
                modality: Modality::Actual,
                status: Some(*random.pick(RoleStatus::ALL)),
                attributed_to: None,
                label: None,
                start_date: None,
                end_date: None,
            };
            extraction.relations.push(Relation { kind, subject: person, object, role, evidence: vec![evidence] });
        }
    }
    for index in 0..extraction.entities.len() {
        for _ in 0..random.below(3) {
            let entity = EntityIndex(u32::try_from(index).unwrap());
            let mention = Mention { span: ByteSpan::new(0, 4), entity, form: MentionForm::Name };
            extraction.mentions.push(mention);
        }
    }
    (article, extraction)
}

type Set = BTreeMap<String, (Article, Extraction)>;
type Statement = (EntityKind, (String, String), (String, String), Verdict);

fn set(random: &mut Lcg, size: usize) -> Set {
    (0..size)
        .map(|number| {
            let uri = format!("{number:02}");
            (uri.clone(), article(&uri, random))
        })
        .collect()
}

/// A statement on two entities that the set can hold.
fn statement(set: &Set, random: &mut Lcg) -> Option<Statement> {
    let kind = *random.pick(&[EntityKind::Person, EntityKind::Person, EntityKind::Organization]);
    let all: Vec<(String, String)> = set
        .iter()
        .flat_map(|(uri, (_, extraction))| {
            let names = extraction.entities.iter().filter(|e| e.kind == kind).map(|e| e.name.clone());
            names.map(|name| (uri.clone(), name))
        })
        .collect();
    if all.len() < 2 {
        return None;
    }
    let (left, right) = (random.pick(&all).clone(), random.pick(&all).clone());
    let verdict = *random.pick(&[Verdict::Same, Verdict::Different, Verdict::Unsure]);
    (left != right).then_some((kind, left.clone().min(right.clone()), left.max(right), verdict))
}

fn judge(store: &mut Store, (kind, left, right, verdict): &Statement) {
    store.judge(*kind, (&left.0, &left.1), (&right.0, &right.1), *verdict, "a reader").unwrap();
}

fn ingest<'a>(store: &mut Store, articles: impl IntoIterator<Item = &'a (Article, Extraction)>) {
    let mut batch = store.begin().unwrap();
    for (article, extraction) in articles {
        batch.put(article, extraction).unwrap();
    }
    batch.commit().unwrap();
}

/// The content after ingesting the whole set at once and stating the rest.
fn expected(set: &Set, statements: &[Statement]) -> String {
    let mut store = Store::in_memory().unwrap();
    ingest(&mut store, set.values());
    for statement in statements {
        judge(&mut store, statement);
    }
    store.dump().unwrap()
}

fn same(found: &str, expected: &str, what: &str) {
    let differs = |a: &str, b: &str| a.lines().filter(|line| !b.contains(line)).take(12).collect::<Vec<_>>().join("\n");
    assert!(found == expected, "{what}\n+ {}\n- {}", differs(found, expected), differs(expected, found));
}

fn statements(set: &Set, random: &mut Lcg) -> Vec<Statement> {
    let count = if random.below(2) == 0 { 0 } else { random.below(4) };
    let mut all: Vec<Statement> = (0..count).filter_map(|_| statement(set, random)).collect();
    all.sort();
    all.dedup_by(|a, b| (a.0, &a.1, &a.2) == (b.0, &b.1, &b.2));
    all
}

/// Any order, any batches, statements before, between and after: one content.
fn order_does_not_matter(seed: u64) {
    let mut random = Lcg(seed);
    let size = 2 + random.below(9);
    let set = set(&mut random, size);
    let statements = statements(&set, &mut random);
    let expected = expected(&set, &statements);
    let mut articles: Vec<_> = set.values().collect();
    let mut store = Store::in_memory().unwrap();
    random.shuffle(&mut articles);
    let mut pending = statements.clone();
    random.shuffle(&mut pending);
    let mut rest = &articles[..];
    while !rest.is_empty() {
        let (now, later) = rest.split_at(1 + random.below(rest.len()));
        let now_stated = if random.below(2) == 0 { pending.pop() } else { None };
        if let Some(statement) = now_stated {
            judge(&mut store, &statement);
        }
        ingest(&mut store, now.iter().copied());
        rest = later;
    }
    for statement in &pending {
        judge(&mut store, statement);
    }
    same(&store.dump().unwrap(), &expected, &format!("seed {seed}"));
    if seed.is_multiple_of(8) {
        assert_eq!(store.verify().unwrap(), [], "seed {seed}");
        store.rebuild().unwrap();
        same(&store.dump().unwrap(), &expected, &format!("rebuilt, seed {seed}"));
    }
}

/// Any sequence of putting, replacing, deleting, stating and taking back leaves what is there at the end.
fn sequences_leave_the_final_set(seed: u64) {
    let mut random = Lcg(seed ^ 0x5EED);
    let mut store = Store::in_memory().unwrap();
    let mut set = Set::new();
    let mut stated: Vec<Statement> = Vec::new();
    for _ in 0..4 + random.below(14) {
        match random.below(8) {
            0..4 => {
                let mut batch = store.begin().unwrap();
                for _ in 0..=random.below(3) {
                    let uri = format!("{:02}", random.below(8));
                    let made = article(&uri, &mut random);
                    batch.put(&made.0, &made.1).unwrap();
                    set.insert(uri, made);
                    if random.below(4) == 0 {
                        let uri = format!("{:02}", random.below(8));
                        assert_eq!(batch.remove(&uri).unwrap(), set.remove(&uri).is_some());
                    }
                }
                if random.below(8) > 0 {
                    batch.commit().unwrap();
                } else {
                    drop(batch);
                    let there = store.article_uris().unwrap();
                    let back =
                        |uri: &String| (store.article(uri).unwrap().unwrap(), store.extraction(uri).unwrap().unwrap());
                    set = there.iter().map(|uri| (uri.clone(), back(uri))).collect();
                }
            }
            4 | 5 => {
                let uri = format!("{:02}", random.below(8));
                let mut batch = store.begin().unwrap();
                assert_eq!(batch.remove(&uri).unwrap(), set.remove(&uri).is_some());
                batch.commit().unwrap();
            }
            6 => {
                if let Some(new) = statement(&set, &mut random) {
                    judge(&mut store, &new);
                    stated.retain(|old| (old.0, &old.1, &old.2) != (new.0, &new.1, &new.2));
                    stated.push(new);
                }
            }
            _ => {
                if let Some((kind, left, right, _)) = stated.pop() {
                    let before = store.unjudge(kind, (&right.0, &right.1), (&left.0, &left.1)).unwrap();
                    assert!(before);
                }
            }
        }
    }
    same(&store.dump().unwrap(), &expected(&set, &stated), &format!("seed {seed}"));
}

/// Two stores in one are one store of both.
fn merging_is_ingesting_both(seed: u64) {
    let mut random = Lcg(seed ^ 0x0E06E);
    let size = 2 + random.below(9);
    let whole = set(&mut random, size);
    let stated = statements(&whole, &mut random);
    let (mut left, mut right) = (Store::in_memory().unwrap(), Store::in_memory().unwrap());
    for article in whole.values() {
        let holder = random.below(3);
        if holder != 1 {
            ingest(&mut left, [article]);
        }
        if holder != 0 {
            ingest(&mut right, [article]);
        }
    }
    for (number, statement) in stated.iter().enumerate() {
        judge(if number % 2 == 0 { &mut left } else { &mut right }, statement);
    }
    left.merge(&right).unwrap();
    same(&left.dump().unwrap(), &expected(&whole, &stated), &format!("seed {seed}"));
}

#[test]
fn order() {
    (0..2_000).for_each(order_does_not_matter);
}

#[test]
fn sequences() {
    (0..2_000).for_each(sequences_leave_the_final_set);
}

#[test]
fn merging() {
    (0..2_000).for_each(merging_is_ingesting_both);
}

#[test]
#[ignore = "runs for many minutes"]
fn long() {
    for seed in 1_000_000..1_060_000 {
        order_does_not_matter(seed);
        sequences_leave_the_final_set(seed);
        merging_is_ingesting_both(seed);
    }
}

/// A statement wins, survives reading the article again, and leaves no trace when taken back.
#[test]
fn a_statement_wins_and_can_be_taken_back() {
    let mut random = Lcg(11);
    let mut store = Store::in_memory().unwrap();
    let person = |store: &Store, uri: &str| store.entity_in(EntityKind::Person, uri, "Ada Quill").unwrap().unwrap();
    let quill = |uri: &str, code: &str| {
        let mut made = (Article::new(uri, "They spoke."), Extraction::default());
        made.1.entities = vec![
            entity(EntityKind::Person, "Ada Quill", &[], None),
            entity(EntityKind::Country, code, &[], Some(code)),
            entity(EntityKind::Role, "trade minister", &[], None),
        ];
        let evidence = Evidence {
            span: ByteSpan::new(0, 4),
            rule: "made up".into(),
            confidence: 1.0,
            polarity: Polarity::Asserted,
            modality: Modality::Actual,
            status: Some(RoleStatus::Current),
            attributed_to: None,
            label: None,
            start_date: None,
            end_date: None,
        };
        made.1.relations = vec![Relation {
            kind: RelationKind::HOLDS_ROLE,
            subject: EntityIndex(0),
            object: EntityIndex(1),
            role: Some(EntityIndex(2)),
            evidence: vec![evidence],
        }];
        made
    };
    let articles: Vec<_> = [("a", "KE"), ("b", "KE"), ("c", "KE")].map(|(uri, code)| quill(uri, code)).into();
    ingest(&mut store, &articles);
    ingest(&mut store, set(&mut random, 5).values());
    let before = store.dump().unwrap();
    assert_eq!(person(&store, "a"), person(&store, "b"));
    store.judge(EntityKind::Person, ("b", "Ada Quill"), ("a", "Ada Quill"), Verdict::Different, "a reader").unwrap();
    assert_ne!(person(&store, "a"), person(&store, "b"));
    // The article changes and comes again: the statement holds.
    let mut batch = store.begin().unwrap();
    batch.remove("a").unwrap();
    batch.commit().unwrap();
    ingest(&mut store, &articles);
    assert_ne!(person(&store, "a"), person(&store, "b"));
    let mut judged = store.judgements(Some(Verdict::Different)).unwrap();
    judged.retain(|judged| judged.score.is_none());
    let [judged] = &judged[..] else { panic!("one statement") };
    assert_eq!((judged.left_uri.as_str(), judged.decided_by.as_str(), judged.score), ("a", "a reader", None));
    assert!(store.unjudge(EntityKind::Person, ("a", "Ada Quill"), ("b", "Ada Quill")).unwrap());
    assert!(!store.unjudge(EntityKind::Person, ("a", "Ada Quill"), ("b", "Ada Quill")).unwrap());
    same(&store.dump().unwrap(), &before, "taken back");
    // Over names that have nothing in common.
    let other = set(&mut random, 5).values().find_map(|(article, extraction)| {
        let body = extraction.entities.iter().find(|e| e.kind == EntityKind::Person)?;
        Some((article.uri.clone(), body.name.clone()))
    });
    let (uri, name) = other.unwrap();
    if store.entity_in(EntityKind::Person, &uri, &name).unwrap().is_some() {
        store.judge(EntityKind::Person, ("a", "Ada Quill"), (&uri, &name), Verdict::Same, "a reader").unwrap();
        assert_eq!(person(&store, "a"), store.entity_in(EntityKind::Person, &uri, &name).unwrap().unwrap());
        store.unjudge(EntityKind::Person, (&uri, &name), ("a", "Ada Quill")).unwrap();
        same(&store.dump().unwrap(), &before, "taken back again");
    }
    assert!(store.judge(EntityKind::Role, ("a", "x"), ("b", "x"), Verdict::Same, "a reader").is_err());
    assert!(store.judge(EntityKind::Person, ("a", "x"), ("a", "x"), Verdict::Same, "a reader").is_err());
}
