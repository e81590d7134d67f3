//! How well two articles' entities are told the same or different, on `tests/data/identity_pairs.tsv`
//! and, written before anything was measured on it, `identity_held_out.tsv`.
//!
//! Each row becomes two articles that are put into a store; the pair counts as joined where both speak
//! of one canonical entity. `cargo test --test identity measure -- --nocapture` prints the table.

use crate::tables::rows;
use newsgraph::lexicon::{CountryForm, Lexicon};
use newsgraph::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Mention, MentionForm,
    Modality, Polarity, Relation, RelationKind, RoleStatus,
};
use newsgraph::store::Store;
use newsgraph::text::Document;
use std::collections::BTreeMap;

struct Draft {
    article: Article,
    extraction: Extraction,
}

impl Draft {
    fn entity(&mut self, kind: EntityKind, name: &str, code: Option<CountryCode>) -> EntityIndex {
        let found = self.extraction.entities.iter().position(|e| e.kind == kind && e.name == name);
        let index = found.unwrap_or_else(|| {
            self.extraction.entities.push(Entity {
                kind,
                name: name.to_owned(),
                country_code: code,
                topic: None,
                aliases: Vec::new(),
            });
            self.extraction.entities.len() - 1
        });
        let start = self.article.body.len();
        self.article.body.push_str(name);
        let entity = EntityIndex(u32::try_from(index).unwrap());
        let span = ByteSpan::new(start, self.article.body.len());
        self.extraction.mentions.push(Mention { span, entity, form: MentionForm::Name });
        self.article.body.push(' ');
        entity
    }

    fn fact(&mut self, person: EntityIndex, role: &str, at: Option<EntityIndex>) {
        let (status, words) = match role.strip_prefix("former ") {
            Some(words) => (RoleStatus::Former, words),
            None => (RoleStatus::Current, role),
        };
        let role = self.entity(EntityKind::Role, words, None);
        let (kind, object, role) = match at {
            Some(at) => (RelationKind::HOLDS_ROLE, at, Some(role)),
            None => (RelationKind::HAS_OCCUPATION, role, None),
        };
        let evidence = Evidence {
            span: ByteSpan::new(0, self.article.body.trim_end().len()),
            rule: "table".into(),
            confidence: 1.0,
            polarity: Polarity::Asserted,
            modality: Modality::Actual,
            status: Some(status),
            attributed_to: None,
            label: None,
            start_date: None,
            end_date: None,
        };
        self.extraction.relations.push(Relation { kind, subject: person, object, role, evidence: vec![evidence] });
    }
}

/// The country a text means, as an extractor reads it: of a name that means other things too, the
/// country whose capital stands beside it.
fn country(lexicon: &Lexicon, text: &str, beside: Option<&str>) -> Option<CountryCode> {
    let whole = |text: &str| {
        let document = Document::new(text);
        lexicon.longest_country(&document, 0).filter(|(end, _)| *end == document.tokens().len()).map(|(_, name)| name)
    };
    let capital = beside.and_then(whole).filter(|name| name.form == CountryForm::Capital).map(|name| name.code);
    let name = whole(text)?;
    if name.ambiguous { capital } else { Some(name.code) }
}

/// The article that a row's columns describe.
fn draft(lexicon: &Lexicon, uri: &str, kind: EntityKind, name: &str, context: &str) -> Draft {
    let mut draft = Draft { article: Article::new(uri, ""), extraction: Extraction::default() };
    let parts: BTreeMap<&str, &str> = context.split("; ").filter_map(|part| part.split_once('=')).collect();
    draft.article.published_on = parts.get("date").and_then(|date| date.parse().ok());
    let code = country(lexicon, name, parts.get("with").copied()).filter(|_| kind == EntityKind::Country);
    let subject = draft.entity(kind, name, code);
    if let Some(with) = parts.get("with") {
        if kind == EntityKind::Country {
            draft.entity(EntityKind::Place, with, None);
        } else {
            draft.entity(EntityKind::Person, with, None);
        }
    }
    let body = parts.get("organization").map(|body| draft.entity(EntityKind::Organization, body, None));
    let land = parts.get("country").and_then(|code| CountryCode::new(code)).map(|code| {
        let name = lexicon.country_name(code).unwrap_or(code.as_str()).to_owned();
        draft.entity(EntityKind::Country, &name, Some(code))
    });
    if kind == EntityKind::Person {
        for (i, role) in parts.get("role").into_iter().flat_map(|roles| roles.split(", ")).enumerate() {
            draft.fact(subject, role, if i == 0 { body.or(land) } else { land });
        }
    } else if let Some(role) = parts.get("role") {
        let holder = draft.entity(EntityKind::Person, "Somebody Unnamed", None);
        draft.fact(holder, role, Some(subject));
    }
    draft
}

/// Whether the two of a row become one, and what was decided.
fn joined(lexicon: &Lexicon, row: &[String]) -> (bool, String) {
    let kind: EntityKind = row[0].parse().unwrap();
    let mut store = Store::in_memory().unwrap();
    let mut batch = store.begin().unwrap();
    for (uri, name, context) in [("a", &row[1], &row[2]), ("b", &row[3], &row[4])] {
        let draft = draft(lexicon, uri, kind, name, context);
        batch.put(&draft.article, &draft.extraction).unwrap();
    }
    batch.commit().unwrap();
    let [a, b] = [("a", &row[1]), ("b", &row[3])].map(|(uri, name)| store.entity_in(kind, uri, name).unwrap().unwrap());
    let decided: Vec<String> = store
        .judgements(None)
        .unwrap()
        .iter()
        .filter(|j| j.kind == kind)
        .map(|j| format!("{} {} ({})", j.verdict, j.score.unwrap_or_default(), j.signals))
        .collect();
    (a.id == b.id, decided.join(", "))
}

/// Joined of the same, parted of the same, joined of different, parted of different.
fn measured(file: &str) -> [u32; 4] {
    let lexicon = Lexicon::builtin().unwrap();
    let mut table: BTreeMap<String, [u32; 4]> = BTreeMap::new();
    for (line, row) in rows(file, 7) {
        let (joined, decided) = joined(&lexicon, &row);
        let same = row[5] == "same";
        for of in [row[0].as_str(), "~ all"] {
            table.entry(of.to_owned()).or_default()[usize::from(!same) * 2 + usize::from(!joined)] += 1;
        }
        if joined != same {
            let error = if joined { "joined" } else { "parted" };
            println!("{error} {line}: {} | {} | {} | {} [{decided}] {}", row[1], row[2], row[3], row[4], row[6]);
        }
    }
    println!("{file}\nkind          same joined  parted | different joined  parted | precision  recall");
    for (kind, [hit, missed, wrong, right]) in &table {
        let ratio = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        println!(
            "{kind:12} {:5} {hit:6} {missed:7} | {:9} {wrong:6} {right:7} | {:9.3} {:7.3}",
            hit + missed,
            wrong + right,
            ratio(*hit, hit + wrong),
            ratio(*hit, hit + missed)
        );
    }
    table["~ all"]
}

#[test]
fn measure() {
    let [hit, missed, wrong, _] = measured("identity_pairs.tsv");
    assert!(f64::from(hit) >= 0.98 * f64::from(hit + wrong), "precision");
    assert!(f64::from(hit) >= 0.80 * f64::from(hit + missed), "recall");
}

#[test]
fn measure_held_out() {
    let [hit, missed, wrong, _] = measured("identity_held_out.tsv");
    assert!(f64::from(hit) >= 0.98 * f64::from(hit + wrong), "precision");
    assert!(f64::from(hit) >= 0.80 * f64::from(hit + missed), "recall");
}
