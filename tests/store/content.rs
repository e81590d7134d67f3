//! What is in the store after which calls: each test runs in memory and on disk.

use crate::sample::{Folder, Lcg, article};
use newsgraph::Error;
use newsgraph::model::{Article, ByteSpan, EntityIndex, EntityKind, Extraction, Mention, MentionForm};
use newsgraph::store::{Outcome, Store};

macro_rules! in_memory_and_on_disk {
    ($($test:ident),+ $(,)?) => {
        mod memory {
            $(#[test] fn $test() { super::$test(super::Store::in_memory().unwrap()); })+
        }
        mod disk {
            $(#[test] fn $test() {
                let folder = super::Folder::new(concat!("content-", stringify!($test)));
                super::$test(super::Store::create(folder.file("news.db")).unwrap());
            })+
        }
    };
}

in_memory_and_on_disk!(
    outcomes_tell_what_was_done,
    reading_twice_changes_nothing,
    any_order_gives_the_same_content,
    removal_is_exact,
    a_changed_article_replaces_its_reading,
    a_dropped_batch_leaves_nothing,
    misfits_are_refused_and_the_batch_goes_on,
    articles_come_back_as_given,
    quotes_are_the_words_of_the_text,
    questions_are_answered,
);

fn put_all(store: &mut Store, numbers: impl IntoIterator<Item = u64>, batch_size: usize) {
    let numbers: Vec<u64> = numbers.into_iter().collect();
    for numbers in numbers.chunks(batch_size) {
        let mut batch = store.begin().unwrap();
        for number in numbers {
            let (article, extraction) = article(*number);
            batch.put(&article, &extraction).unwrap();
        }
        batch.commit().unwrap();
    }
}

fn remove_all(store: &mut Store, numbers: impl IntoIterator<Item = u64>) {
    let mut batch = store.begin().unwrap();
    for number in numbers {
        assert!(batch.remove(&article(number).0.uri).unwrap());
    }
    batch.commit().unwrap();
}

/// The dump of a new store of these articles, written in one batch.
fn dump_of(numbers: impl IntoIterator<Item = u64>) -> String {
    let mut store = Store::in_memory().unwrap();
    put_all(&mut store, numbers, usize::MAX);
    store.dump().unwrap()
}

/// The first article with three facts.
fn rich() -> (Article, Extraction) {
    (0..1000).map(article).find(|(_, facts)| facts.relations.len() >= 3).unwrap()
}

fn sound(store: &Store) {
    assert_eq!(store.verify().unwrap(), []);
}

fn outcomes_tell_what_was_done(mut store: Store) {
    let (mut one, facts) = rich();
    let mut batch = store.begin().unwrap();
    assert_eq!(batch.put(&one, &facts).unwrap(), Outcome::New);
    assert_eq!(batch.put(&one, &facts).unwrap(), Outcome::Unchanged);
    batch.commit().unwrap();
    let mut batch = store.begin().unwrap();
    assert_eq!(batch.put(&one, &facts).unwrap(), Outcome::Unchanged);
    one.title = Some("Another headline".into());
    assert_eq!(batch.put(&one, &facts).unwrap(), Outcome::Replaced);
    assert_eq!(batch.put(&one, &Extraction::default()).unwrap(), Outcome::Replaced);
    assert!(!batch.remove("unknown").unwrap());
    assert!(batch.remove(&one.uri).unwrap());
    assert!(!batch.remove(&one.uri).unwrap());
    batch.commit().unwrap();
    assert_eq!(store.dump().unwrap(), "");
}

fn reading_twice_changes_nothing(mut store: Store) {
    put_all(&mut store, 0..60, 7);
    let once = store.dump().unwrap();
    assert!(once.lines().count() > 500 && once.contains("\nrelation ") && once.contains("\nevidence "));
    put_all(&mut store, 0..60, 13);
    assert_eq!(store.dump().unwrap(), once);
    sound(&store);
}

fn any_order_gives_the_same_content(mut store: Store) {
    let expected = dump_of(0..60);
    let mut numbers: Vec<u64> = (0..60).collect();
    for (seed, batch_size) in [(1, 1), (2, 5), (3, 17), (4, 60)] {
        Lcg(seed).shuffle(&mut numbers);
        put_all(&mut store, numbers.iter().copied(), batch_size);
        assert_eq!(store.dump().unwrap(), expected, "seed {seed}");
        sound(&store);
        remove_all(&mut store, 0..60);
    }
}

fn removal_is_exact(mut store: Store) {
    put_all(&mut store, 0..40, 8);
    for number in 0..40 {
        remove_all(&mut store, [number]);
        assert_eq!(store.dump().unwrap(), dump_of(number + 1..40), "after {number}");
    }
    assert_eq!(store.dump().unwrap(), "");
    for kind in EntityKind::ALL {
        assert_eq!(store.entities_of(kind).unwrap(), []);
    }
    store.for_each_relation(|relation| panic!("{relation:?} is left")).unwrap();
    // Out and in again within one batch is nothing.
    put_all(&mut store, 0..40, 8);
    let mut batch = store.begin().unwrap();
    for number in [3, 9, 27] {
        let (article, extraction) = article(number);
        batch.remove(&article.uri).unwrap();
        batch.put(&article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    assert_eq!(store.dump().unwrap(), dump_of(0..40));
    sound(&store);
}

fn a_changed_article_replaces_its_reading(mut store: Store) {
    put_all(&mut store, 0..20, 20);
    let (mut changed, facts) = article(5);
    changed.uri = article(6).0.uri;
    let mut batch = store.begin().unwrap();
    assert_eq!(batch.put(&changed, &facts).unwrap(), Outcome::Replaced);
    batch.commit().unwrap();

    let mut fresh = Store::in_memory().unwrap();
    put_all(&mut fresh, (0..20).filter(|n| *n != 6), 3);
    let mut batch = fresh.begin().unwrap();
    assert_eq!(batch.put(&changed, &facts).unwrap(), Outcome::New);
    batch.commit().unwrap();
    assert_eq!(store.dump().unwrap(), fresh.dump().unwrap());
    sound(&store);
}

fn a_dropped_batch_leaves_nothing(mut store: Store) {
    put_all(&mut store, 0..5, 5);
    let before = store.dump().unwrap();
    let mut batch = store.begin().unwrap();
    for number in 3..12 {
        let (article, extraction) = article(number);
        batch.put(&article, &extraction).unwrap();
        batch.remove(&format!("sample/{:03}.txt", number - 3)).unwrap();
    }
    drop(batch);
    assert_eq!(store.dump().unwrap(), before);
    put_all(&mut store, 5..7, 1);
    assert_eq!(store.dump().unwrap(), dump_of(0..7));
}

fn misfits_are_refused_and_the_batch_goes_on(mut store: Store) {
    let mention = |start, end, entity| Extraction {
        mentions: vec![Mention {
            span: ByteSpan::new(start, end),
            entity: EntityIndex(entity),
            form: MentionForm::Name,
        }],
        entities: rich().1.entities.into_iter().take(1).collect(),
        ..Extraction::default()
    };
    let text = Article::new("a", "Aé b");
    let mut batch = store.begin().unwrap();
    for wrong in [mention(0, 1, 1), mention(0, 0, 0), mention(2, 3, 0), mention(0, 6, 0), mention(1, 0, 0)] {
        assert!(matches!(batch.put(&text, &wrong), Err(Error::Extraction { .. })), "{wrong:?}");
    }
    let (one, mut facts) = rich();
    for confidence in [-0.1, 1.1, f32::NAN] {
        facts.relations[0].evidence[0].confidence = confidence;
        assert!(matches!(batch.put(&one, &facts), Err(Error::Extraction { .. })), "{confidence}");
    }
    facts.relations[0].evidence.clear();
    assert!(matches!(batch.put(&one, &facts), Err(Error::Extraction { .. })));
    let nul = Article::new("a", "Ada\0Quill");
    assert!(matches!(batch.put(&nul, &Extraction::default()), Err(Error::Nul { byte: 3, .. })));
    let empty = Article::new("a", "");
    assert!(matches!(batch.put(&empty, &Extraction::default()), Err(Error::EmptyArticle { .. })));
    assert_eq!(batch.put(&text, &mention(0, 1, 0)).unwrap(), Outcome::New);
    batch.commit().unwrap();
    assert_eq!(store.article_uris().unwrap(), ["a"]);
    sound(&store);
}

fn articles_come_back_as_given(mut store: Store) {
    put_all(&mut store, 0..30, 10);
    for number in 0..30 {
        let (given, _) = article(number);
        assert_eq!(store.article(&given.uri).unwrap(), Some(given));
    }
    assert_eq!(store.article("unknown").unwrap(), None);
}

fn quotes_are_the_words_of_the_text(mut store: Store) {
    put_all(&mut store, 0..200, 50);
    let mut proofs = Vec::new();
    let mut relations = Vec::new();
    store.for_each_relation(|relation| relations.push(relation.id)).unwrap();
    for relation in relations {
        proofs.extend(store.evidence(relation).unwrap());
    }
    let mut seen = 0;
    for number in 0..200 {
        let (given, facts) = article(number);
        let mut quotes: Vec<String> =
            proofs.iter().filter(|p| p.article_uri == given.uri).map(|p| p.quote.clone()).collect();
        let evidence = facts.relations.iter().flat_map(|r| &r.evidence);
        let mut words: Vec<String> = evidence.map(|e| e.span.of(&given.body).unwrap().to_owned()).collect();
        quotes.sort();
        words.sort();
        assert_eq!(quotes, words);
        seen += words.iter().filter(|w| !w.is_ascii()).count();
    }
    assert!(seen > 100, "only {seen} quotes beyond ASCII");
}

fn questions_are_answered(mut store: Store) {
    put_all(&mut store, 0..80, 80);
    let people = store.entities_named("OSCAR NIGUEZ").unwrap();
    let person = people
        .iter()
        .find(|person| {
            let roles = store.roles_of(person.id).unwrap();
            roles.iter().any(|r| r.organization.is_some()) && roles.iter().any(|r| r.organization.is_none())
        })
        .unwrap();
    assert_eq!(store.entity(person.id).unwrap().as_ref(), Some(person));
    assert!(store.names_of(person.id).unwrap().contains(&"Óscar Ñíguez".to_owned()));
    let roles = store.roles_of(person.id).unwrap();
    assert!(roles.iter().any(|r| r.organization.is_some()) && roles.iter().any(|r| r.organization.is_none()));
    for answer in &roles {
        assert_eq!((answer.person.id, answer.role.kind), (person.id, EntityKind::Role));
        assert!(!store.evidence(answer.relation.id).unwrap().is_empty());
        if let Some(organization) = &answer.organization {
            assert!(store.people_of(organization.id).unwrap().contains(answer));
            assert!(store.neighbours(organization.id).unwrap().iter().any(|(e, _)| e.id == person.id));
        }
    }
    let [kenya] = &store.entities_named("kenya").unwrap()[..] else { panic!("one Kenya") };
    let issues = store.issues_of(kenya.id).unwrap();
    assert!(!issues.is_empty());
    for (issue, relation) in issues {
        assert!(store.countries_of(issue.id).unwrap().iter().any(|(e, r)| e.id == kenya.id && *r == relation));
    }
}
