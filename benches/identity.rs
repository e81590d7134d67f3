//! What identity across articles costs.
//!
//! `cargo bench --bench identity`: made-up articles of 900 words about people who come again with the
//! same and with other posts, namesakes among them; put into a store in batches of 500, at 1,000, 5,000
//! and 20,000 articles, with persons and organizations resolved, and with the same texts, facts and
//! mentions under kinds that go by their name alone (roles), which costs all but the resolution.
//! In processor time where the system tells it (Linux); the lists of names, which are read once in a
//! program, are read before.
//!
//! Measured on two cores, one run, November 2026 (the cost grows no faster than n log n):
//!
//! | articles | with resolution | without | ratio | names | decisions |
//! |---|---|---|---|---|---|
//! | 1,000 | 4,658/s | 7,358/s | 0.63 | 11,841 | 5,045 |
//! | 5,000 | 4,750/s | 7,918/s | 0.60 | 33,970 | 20,238 |
//! | 20,000 | 4,620/s | 7,066/s | 0.65 | 75,224 | 54,309 |
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss)]

#[path = "clock/mod.rs"]
mod clock;

use clock::Clock;
use newsgraph::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Mention, MentionForm,
    Modality, Polarity, Relation, RelationKind, RoleStatus,
};
use newsgraph::store::{Durability, OpenOptions, Store};
use std::fmt::Write as _;

fn main() {
    println!("articles  resolved/s  by name/s  ratio  entities  names  decisions  file x text  one article more");
    let counts: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let counts = if counts.is_empty() { vec![1_000, 5_000, 20_000] } else { counts };
    read_lists();
    for count in counts {
        let mut random = 7_u64;
        let articles: Vec<_> = (0..count).map(|number| article(number, &mut random)).collect();
        let text: usize = articles.iter().map(|(article, _)| article.body.len()).sum();
        let folder = std::env::temp_dir().join(format!("newsgraph-identity-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut rates = Vec::new();
        let mut line = String::new();
        for resolved in [true, false] {
            let file = folder.join(if resolved { "resolved.db" } else { "plain.db" });
            let mut store = OpenOptions::new().durability(Durability::Bulk).create(&file).unwrap();
            let mut spent = 0.0;
            for articles in articles.chunks(500) {
                let plain: Vec<_>;
                let articles = if resolved {
                    articles
                } else {
                    plain = articles.iter().map(by_name).collect();
                    &plain
                };
                let start = Clock::start();
                let mut batch = store.begin().unwrap();
                for (article, extraction) in articles {
                    batch.put(article, extraction).unwrap();
                }
                batch.commit().unwrap();
                spent += start.seconds();
            }
            rates.push(count as f64 / spent);
            if resolved {
                store.checkpoint().unwrap();
                let mut entities = 0_u32;
                store.for_each_entity(|_| entities += 1).unwrap();
                let size = std::fs::metadata(&file).unwrap().len() as f64 / text as f64;
                let dump = store.dump().unwrap();
                let section = |name: &str| dump.lines().filter(|line| line.starts_with(name)).count();
                let (names, decisions) = (section("entity_name "), section("decision "));
                let (extra, extraction) = article(count, &mut random);
                let start = Clock::start();
                let mut batch = store.begin().unwrap();
                batch.put(&extra, &extraction).unwrap();
                batch.commit().unwrap();
                let single = start.seconds() * 1e3;
                let _ = write!(line, "{entities:8} {names:6} {decisions:10} {size:12.2} {single:8.2} ms");
            }
        }
        println!("{count:8} {:11.0} {:10.0} {:6.2}  {line}", rates[0], rates[1], rates[0] / rates[1]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

fn read_lists() {
    let (article, extraction) = article(0, &mut 7);
    let mut store = Store::in_memory().unwrap();
    store.begin().unwrap().put(&article, &extraction).unwrap();
}

/// The same article with every person and organization as a kind that goes by its name.
fn by_name((article, extraction): &(Article, Extraction)) -> (Article, Extraction) {
    let mut extraction = extraction.clone();
    for entity in &mut extraction.entities {
        if matches!(entity.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place) {
            entity.kind = EntityKind::Role;
        }
    }
    (article.clone(), extraction)
}

fn next(random: &mut u64, limit: usize) -> usize {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*random >> 33).unwrap() % limit
}

/// Small numbers often, large ones seldom.
fn skewed(random: &mut u64, limit: usize) -> usize {
    let upper = next(random, limit) + 1;
    let upper = next(random, upper) + 1;
    next(random, upper)
}

/// A name made of syllables: pronounceable, and as varied as names are.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..3 {
        word.push_str(
            ["ba", "de", "fi", "go", "lu", "ma", "ne", "ri", "so", "tu", "va", "ke", "pi", "zo"][number % 14],
        );
        number /= 14;
    }
    let (head, tail) = word.split_at(1);
    head.to_uppercase() + tail + "n"
}

fn article(number: usize, random: &mut u64) -> (Article, Extraction) {
    let mut article = Article::new(format!("https://news.example/2024/05/06/article-{number:06}"), "");
    article.title = Some(format!("What was said on the matter of number {number}"));
    article.published_on = format!("20{:02}-{:02}-05", 10 + next(random, 15), 1 + next(random, 12)).parse().ok();
    let mut extraction = Extraction::default();
    let country = skewed(random, 26);
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
    for land in [country, next(random, 26)] {
        let code: String = ['K', letter(land % 26)].iter().collect();
        push(&mut extraction, EntityKind::Country, format!("Country {code}"), CountryCode::new(&code));
    }
    for _ in 0..10 {
        // A person has one country and mostly one post, and is met abroad now and then; one name in ten
        // has two bearers.
        let home = if next(random, 10) == 0 { next(random, 26) } else { country };
        let person = skewed(random, 1_500) * 26 + home;
        let name = format!("{} {}", word(person * 31 % 200), word((person - person % 10 / 9) * 17 + 200));
        let body = format!("{} Institute", word(person * 7));
        let role = ["minister", "chief economist", "trade minister", "mayor", "striker", "novelist"][person % 6];
        let person = push(&mut extraction, EntityKind::Person, name, None);
        let role = push(&mut extraction, EntityKind::Role, role.to_owned(), None);
        let object = match next(random, 10) {
            0..6 => push(&mut extraction, EntityKind::Organization, body, None),
            6..8 => EntityIndex(0),
            _ => continue,
        };
        fact(&mut extraction, person, object, role);
    }
    for _ in 0..6 {
        let i = skewed(random, 800) * 26 + country;
        let name = format!("{} {} Union", word(i * 3), word(i * 5 + 1));
        push(&mut extraction, EntityKind::Organization, name, None);
    }
    for word in 0..840 {
        if word % 14 == 0 {
            let index = if word % 84 == 0 { 0 } else { next(random, extraction.entities.len()) };
            let start = article.body.len();
            article.body.push_str(&extraction.entities[index].name);
            let span = ByteSpan::new(start, article.body.len());
            let entity = EntityIndex(u32::try_from(index).unwrap());
            extraction.mentions.push(Mention { span, entity, form: MentionForm::Name });
            article.body.push(' ');
        }
        article.body.push_str(["would ", "a ", "market ", "the ", "said ", "of ", "reporters "][next(random, 7)]);
    }
    (article, extraction)
}

fn push(extraction: &mut Extraction, kind: EntityKind, name: String, code: Option<CountryCode>) -> EntityIndex {
    let found = extraction.entities.iter().position(|entity| entity.kind == kind && entity.name == name);
    let index = found.unwrap_or_else(|| {
        extraction.entities.push(Entity { kind, name, country_code: code, topic: None, aliases: vec![] });
        extraction.entities.len() - 1
    });
    EntityIndex(u32::try_from(index).unwrap())
}

fn fact(extraction: &mut Extraction, subject: EntityIndex, object: EntityIndex, role: EntityIndex) {
    let known = |r: &Relation| (r.subject, r.object, r.role) == (subject, object, Some(role));
    if extraction.relations.iter().any(known) {
        return;
    }
    let evidence = Evidence {
        span: ByteSpan::new(0, 50),
        rule: "title-before-name".into(),
        confidence: 0.9,
        polarity: Polarity::Asserted,
        modality: Modality::Actual,
        status: Some(RoleStatus::Current),
        attributed_to: None,
        label: None,
        start_date: None,
        end_date: None,
    };
    let relation =
        Relation { kind: RelationKind::HOLDS_ROLE, subject, object, role: Some(role), evidence: vec![evidence] };
    extraction.relations.push(relation);
}
