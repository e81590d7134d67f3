//! Articles made up from numbers, with everything an extraction can hold.

#[path = "../folder/mod.rs"]
mod folder;
#[path = "../random/mod.rs"]
mod random;

use newsgraph::model::{
    Article, ByteSpan, CountryCode, Entity, EntityIndex, EntityKind, Evidence, Extraction, Mention, MentionForm,
    Modality, Polarity, Relation, RelationKind, RoleStatus,
};
use std::collections::BTreeSet;

pub(crate) use folder::Folder;
pub(crate) use random::Lcg;

const NAMES: [(EntityKind, &[&str]); 6] = [
    (EntityKind::Person, &["Ada Quill", "ada quill", "Óscar Ñíguez", "Oscar Niguez", "Bo", "Lin 林 Wen", "R. T. Voss"]),
    (EntityKind::Organization, &["Harbour Trust", "HARBOUR TRUST", "Café Union", "Ministry of Tides", "🦀 Works"]),
    (EntityKind::Country, &["Kenya", "Norway", "Peru", "Atlantis"]),
    (EntityKind::Place, &["Old Quay", "Zürichberg"]),
    (EntityKind::Role, &["minister", "chair", "Vice-President", "vice president"]),
    (EntityKind::Issue, &["flood defence", "Flood Defence", "press freedom", "naïve pricing"]),
];
const FILLER: [&str; 9] = ["the", "été", "said", "—", "日本", "👩🏽‍🚀", "e\u{301}", "\u{202e}x", "and\r\n"];

/// The article and extraction of a number: the same number, the same article.
pub(crate) fn article(number: u64) -> (Article, Extraction) {
    let mut random = Lcg(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xABCD);
    for _ in 0..4 {
        random.below(2);
    }
    let mut article = Article::new(format!("sample/{number:03}.txt"), "");
    let dates = ["2019", "2020-02", "2020-02-29", "2021-07-04", "2021-07-05"];
    article.published_on = (random.below(5) > 0).then(|| random.pick(&dates).parse().unwrap());
    article.title = (random.below(2) == 0).then(|| format!("Número {number}"));
    article.publisher = (random.below(3) == 0).then(|| "The Tern".to_owned());
    let mut extraction = Extraction::default();
    for _ in 0..random.below(14) {
        add_mention(&mut random, &mut article, &mut extraction);
    }
    article.body.push_str("The end.");
    for _ in 0..random.below(8) {
        add_relation(&mut random, &article, &mut extraction);
    }
    if random.below(10) == 0 {
        extraction.truncated.push("more than 14 mentions".into());
    }
    (article, extraction)
}

fn add_mention(random: &mut Lcg, article: &mut Article, extraction: &mut Extraction) {
    for _ in 0..random.below(4) {
        let word: &str = FILLER[random.below(FILLER.len())];
        article.body.push_str(word);
        article.body.push(' ');
    }
    let (kind, names) = random.pick(&NAMES[..]);
    let name = *random.pick(names);
    let index = extraction.entities.iter().position(|e| e.kind == *kind && e.name == name).unwrap_or_else(|| {
        let code = ["Kenya", "Norway", "Peru"].iter().position(|n| *n == name);
        extraction.entities.push(Entity {
            kind: *kind,
            name: name.to_owned(),
            country_code: code.and_then(|i| CountryCode::new(["KE", "NO", "PE"][i])),
            topic: (*kind == EntityKind::Issue && random.below(4) > 0)
                .then(|| (*random.pick(&["environment", "rights"])).to_owned()),
            aliases: (0..random.below(3)).map(|i| format!("{} {i}", &names[0])).collect(),
        });
        extraction.entities.len() - 1
    });
    let start = article.body.len();
    article.body.push_str(name);
    extraction.mentions.push(Mention {
        span: ByteSpan::new(start, article.body.len()),
        entity: EntityIndex(u32::try_from(index).unwrap()),
        form: *random.pick(&[MentionForm::Name, MentionForm::Demonym, MentionForm::Nominal, MentionForm::Pronoun]),
    });
    article.body.push(' ');
}

fn add_relation(random: &mut Lcg, article: &Article, extraction: &mut Extraction) {
    let of = |random: &mut Lcg, kinds: &[EntityKind]| -> Option<EntityIndex> {
        let fitting: Vec<usize> =
            (0..extraction.entities.len()).filter(|i| kinds.contains(&extraction.entities[*i].kind)).collect();
        (!fitting.is_empty()).then(|| EntityIndex(u32::try_from(*random.pick(&fitting)).unwrap()))
    };
    let (kind, subject, object, role) = match random.below(4) {
        0 | 1 => (
            RelationKind::HOLDS_ROLE,
            of(random, &[EntityKind::Person]),
            of(random, &[EntityKind::Organization, EntityKind::Country, EntityKind::Place]),
            of(random, &[EntityKind::Role]),
        ),
        2 => (RelationKind::HAS_OCCUPATION, of(random, &[EntityKind::Person]), of(random, &[EntityKind::Role]), None),
        _ => (RelationKind::CONCERNED_WITH, of(random, &[EntityKind::Country]), of(random, &[EntityKind::Issue]), None),
    };
    let (Some(subject), Some(object)) = (subject, object) else { return };
    if kind == RelationKind::HOLDS_ROLE && role.is_none()
        || extraction.relations.iter().any(|r| (&r.kind, r.subject, r.object, r.role) == (&kind, subject, object, role))
    {
        return;
    }
    let evidence = (0..=random.below(3)).map(|_| {
        let ends: BTreeSet<usize> = article.body.char_indices().map(|(i, _)| i).chain([article.body.len()]).collect();
        let ends: Vec<usize> = ends.into_iter().collect();
        let (a, b) = (random.below(ends.len() - 1), random.below(ends.len() - 1));
        Evidence {
            span: ByteSpan::new(ends[a.min(b)], ends[a.max(b) + 1]),
            rule: (*random.pick(&["apposition", "title-before-name"])).into(),
            confidence: *random.pick(&[0.5, 0.75, 0.9, 1.0]),
            polarity: *random.pick(&[Polarity::Asserted, Polarity::Asserted, Polarity::Negated]),
            modality: *random.pick(&[Modality::Actual, Modality::Actual, Modality::Future, Modality::Hypothetical]),
            status: (kind != RelationKind::CONCERNED_WITH).then(|| *random.pick(RoleStatus::ALL)),
            attributed_to: (random.below(3) == 0).then_some(subject),
            label: (random.below(3) == 0).then(|| "words of the text".to_owned()),
            start_date: (random.below(4) == 0).then(|| "2018-03".parse().unwrap()),
            end_date: (random.below(4) == 0).then(|| "2022".parse().unwrap()),
        }
    });
    let evidence = evidence.collect();
    extraction.relations.push(Relation { kind, subject, object, role, evidence });
}
