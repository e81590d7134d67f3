//! What the sample articles must give at least and may give at most, by kind: an extraction that
//! suddenly finds nothing of a kind, or a flood of it, is seen at once. The practice is that of
//! the assertions of `OpenSanctions` on its data (<https://www.opensanctions.org/docs/>).
#![allow(clippy::unwrap_used, reason = "part of tests")]

mod samples;

use newsgraph::model::{EntityKind, RelationKind};
use samples::{EXTRACTOR, articles};

/// Persons, organizations, countries, roles and occupations held, issues of countries: at least, at most.
type Bounds = [(usize, usize); 5];

/// By the part of the name that tells the article.
const BOUNDS: [(&str, Bounds); 0] = [];

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
