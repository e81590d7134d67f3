//! How fast articles go in and relations come out, and how large the file is.
//!
//! `cargo bench --bench store [articles]`; made-up articles of 900 words with 30 entities,
//! 60 mentions and 15 relations each, names drawn so that few are frequent and many are rare.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss)]

use newsgraph::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Mention, MentionForm,
    Modality, Polarity, Relation, RelationKind, RoleStatus,
};
use newsgraph::store::{Durability, OpenOptions};
use std::fmt::Write as _;
use std::time::Instant;

fn main() {
    let count = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(15_000_usize);
    let mut random = 7_u64;
    let articles: Vec<_> = (0..count).map(|number| article(number, &mut random)).collect();
    let text: usize = articles.iter().map(|(article, _)| article.body.len()).sum();
    let folder = std::env::temp_dir().join(format!("newsgraph-bench-{}", std::process::id()));
    for (name, durability, size, part) in [
        ("bulk, batches of 1000", Durability::Bulk, 1000, 1),
        ("full, batches of 100", Durability::Full, 100, 1),
        ("full, single articles", Durability::Full, 1, 10),
    ] {
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("news.db");
        let mut store = OpenOptions::new().durability(durability).create(&file).unwrap();
        let articles = &articles[..count / part];
        let start = Instant::now();
        for articles in articles.chunks(size) {
            let mut batch = store.begin().unwrap();
            for (article, extraction) in articles {
                batch.put(article, extraction).unwrap();
            }
            batch.commit().unwrap();
        }
        store.checkpoint().unwrap();
        let seconds = start.elapsed().as_secs_f64();
        println!("{name}: {:.0} articles/s", articles.len() as f64 / seconds);
        if part == 1 {
            let bytes = std::fs::metadata(&file).unwrap().len();
            println!("  {:.1} MB text, file {:.2} x text", text as f64 / 1e6, bytes as f64 / text as f64);
            let (start, mut relations) = (Instant::now(), 0_u32);
            store.for_each_relation(|_| relations += 1).unwrap();
            println!(
                "  {relations} relations read at {:.2} M/s",
                f64::from(relations) / start.elapsed().as_secs_f64() / 1e6
            );
            let start = Instant::now();
            let mut batch = store.begin().unwrap();
            for (article, _) in articles.iter().step_by(10) {
                batch.remove(&article.uri).unwrap();
            }
            batch.commit().unwrap();
            println!("  removal: {:.0} articles/s", (articles.len() / 10) as f64 / start.elapsed().as_secs_f64());
            let start = Instant::now();
            assert_eq!(store.verify().unwrap(), []);
            println!("  verify: {:.1} s", start.elapsed().as_secs_f64());
        }
        drop(store);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

fn next(random: &mut u64, limit: usize) -> usize {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*random >> 33).unwrap() % limit
}

fn role_of(person: usize) -> u32 {
    u32::try_from(person % 4).unwrap()
}

/// Small numbers often, large ones seldom.
fn skewed(random: &mut u64, limit: usize) -> usize {
    let upper = next(random, limit) + 1;
    let upper = next(random, upper) + 1;
    next(random, upper)
}

fn article(number: usize, random: &mut u64) -> (Article, Extraction) {
    let kinds: [(EntityKind, usize, usize); 6] = [
        (EntityKind::Person, 10, 60_000),
        (EntityKind::Organization, 8, 20_000),
        (EntityKind::Country, 3, 200),
        (EntityKind::Place, 3, 5_000),
        (EntityKind::Role, 4, 400),
        (EntityKind::Issue, 2, 300),
    ];
    let mut extraction = Extraction::default();
    let mut people: Vec<usize> = Vec::new();
    for (kind, count, pool) in kinds {
        let mut seen = Vec::new();
        while seen.len() < count {
            // A person keeps one organization and one role from article to article.
            let i = match (kind, people.get(seen.len())) {
                (EntityKind::Organization, Some(person)) if !seen.contains(&(person * 7 % pool)) => person * 7 % pool,
                (EntityKind::Role, _) => seen.len(),
                _ => skewed(random, pool),
            };
            if !seen.contains(&i) {
                seen.push(i);
                extraction.entities.push(entity(kind, i));
            }
        }
        if kind == EntityKind::Person {
            people = seen;
        }
    }
    let mut article = Article::new(format!("https://news.example/2024/05/06/article-{number:06}"), "");
    article.title = Some(format!("What was said on the matter of number {number}"));
    article.published_on =
        format!("20{:02}-{:02}-{:02}", 10 + next(random, 15), 1 + next(random, 12), 1 + next(random, 28)).parse().ok();
    for word in 0..840 {
        if word % 14 == 0 {
            let index = next(random, extraction.entities.len());
            let start = article.body.len();
            article.body.push_str(&extraction.entities[index].name);
            extraction.mentions.push(Mention {
                span: ByteSpan::new(start, article.body.len()),
                entity: EntityIndex(u32::try_from(index).unwrap()),
                form: MentionForm::Name,
            });
            article.body.push(' ');
        }
        let _ = write!(
            article.body,
            "{} ",
            ["would", "a", "market", "the", "said", "of", "reporters", "minister"][next(random, 8)]
        );
    }
    for i in 0..15_u32 {
        let (kind, subject, object, role) = match i {
            0..10 => (RelationKind::HOLDS_ROLE, i, 10 + i % 8, Some(24 + role_of(people[i as usize]))),
            10..13 => (RelationKind::HAS_OCCUPATION, i - 10, 24 + role_of(people[i as usize - 10]), None),
            _ => (RelationKind::CONCERNED_WITH, 18 + i % 3, 28 + i % 2, None),
        };
        let start = next(random, article.body.len() - 60);
        extraction.relations.push(Relation {
            kind,
            subject: EntityIndex(subject),
            object: EntityIndex(object),
            role: role.map(EntityIndex),
            evidence: vec![Evidence {
                span: ByteSpan::new(start, start + 50),
                rule: "title-before-name".into(),
                confidence: 0.9,
                polarity: Polarity::Asserted,
                modality: Modality::Actual,
                status: role.map(|_| RoleStatus::Current),
                attributed_to: None,
                label: None,
                start_date: None,
                end_date: None,
            }],
        });
    }
    (article, extraction)
}

fn entity(kind: EntityKind, i: usize) -> Entity {
    let name = match kind {
        EntityKind::Person => format!("Given{} Family{i}", i % 89),
        EntityKind::Organization => format!("Office {i} for Works"),
        EntityKind::Country => format!("Country {i}"),
        EntityKind::Place => format!("Town {i}"),
        EntityKind::Role => format!("chief of branch {i}"),
        _ => format!("question {i} of policy"),
    };
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
    Entity {
        kind,
        name,
        country_code: (kind == EntityKind::Country)
            .then(|| CountryCode::new(&[letter(i / 26), letter(i)].iter().collect::<String>()))
            .flatten(),
        topic: (kind == EntityKind::Issue).then(|| "environment".to_owned()),
        aliases: if i.is_multiple_of(3) && kind == EntityKind::Person { vec![format!("Family{i}")] } else { vec![] },
    }
}
