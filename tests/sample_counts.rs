//! What the sample articles must give at least and may give at most, by kind: an extraction that
//! suddenly finds nothing of a kind, or a flood of it, is seen at once. The practice is that of
//! the assertions of `OpenSanctions` on its data (<https://www.opensanctions.org/docs/>).
#![allow(clippy::unwrap_used, reason = "part of tests")]

mod samples;

use newsgraph::model::{EntityKind, RelationKind};
use samples::{EXTRACTOR, articles};

/// Persons, organizations, countries, roles and occupations held, issues of countries: at least, at most.
type Bounds = [(usize, usize); 5];

/// By the part of the uri that tells the article: four fifths of what was found when this was written, and
/// a third more.
const BOUNDS: [(&str, Bounds); 14] = [
    ("eu-press/2024/ip-24-3318", [(10, 18), (4, 9), (8, 16), (12, 22), (12, 21)]),
    ("buenos-aires-english", [(13, 24), (9, 17), (4, 8), (16, 29), (8, 14)]),
    ("canberra-press-release", [(8, 16), (7, 13), (3, 7), (12, 22), (10, 18)]),
    ("delhi-paper", [(12, 21), (11, 20), (4, 8), (12, 22), (12, 21)]),
    ("gulf-state-agency", [(8, 16), (6, 12), (4, 9), (12, 21), (16, 27)]),
    ("lagos-business", [(8, 16), (11, 20), (3, 7), (12, 22), (3, 7)]),
    ("london-broadsheet", [(10, 18), (11, 20), (3, 7), (15, 26), (14, 25)]),
    ("nairobi-daily", [(11, 20), (12, 22), (4, 9), (15, 26), (10, 18)]),
    ("seoul-agency", [(10, 18), (7, 13), (4, 9), (13, 24), (17, 30)]),
    ("harian-selat/2024/08/14/palm-grants", [(9, 17), (4, 9), (4, 8), (10, 18), (4, 8)]),
    ("radio-lagoon/2024-08-29/coal", [(7, 13), (2, 5), (5, 11), (8, 16), (11, 20)]),
    ("red-sea-wire/2024-10-07/mwakio", [(6, 12), (3, 7), (5, 11), (8, 14), (5, 13)]),
    ("warsaw-paper", [(13, 24), (6, 12), (5, 11), (16, 29), (8, 16)]),
    ("washington-wire", [(16, 29), (8, 16), (6, 12), (21, 37), (4, 8)]),
];

fn counts(article: &newsgraph::Article) -> [usize; 5] {
    let extraction = EXTRACTOR.extract(article);
    let entities = |kind| extraction.entities.iter().filter(|entity| entity.kind == kind).count();
    let relations = |kinds: &[RelationKind]| extraction.relations.iter().filter(|r| kinds.contains(&r.kind)).count();
    [
        entities(EntityKind::Person),
        entities(EntityKind::Organization),
        entities(EntityKind::Country),
        relations(&[RelationKind::HOLDS_ROLE, RelationKind::HAS_OCCUPATION]),
        relations(&[RelationKind::CONCERNED_WITH]),
    ]
}

#[test]
fn every_sample_gives_what_it_holds() {
    let mut wrong = Vec::new();
    for article in articles() {
        let found = counts(&article);
        let Some((name, bounds)) = BOUNDS.iter().find(|(name, _)| article.uri.contains(name)) else {
            wrong.push(format!("{}: {found:?} have no bounds", article.uri));
            continue;
        };
        for (count, (least, most)) in found.into_iter().zip(bounds) {
            if count < *least {
                wrong.push(format!("{name}: {found:?} is less than {bounds:?}"));
            } else if count > *most {
                println!("{name}: {found:?} is more than {bounds:?}");
            }
        }
        // A date and a title are stated by all but a few.
        if article.published_on.is_none() && article.title.is_none() {
            wrong.push(format!("{name}: neither date nor title"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
