//! When two articles speak of the same entity.
//!
//! Today: countries by their code, everything else by kind and folded name. The rest of the
//! store asks only [`key`], and keeps each article's own entities apart from the canonical ones,
//! so a better answer can replace this one without reading an article again.

use crate::model::{Entity, EntityKind};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The identity key of an article's entity among those of its kind: never empty.
pub(super) fn key(entity: &Entity) -> String {
    match entity.country_code {
        Some(code) if entity.kind == EntityKind::Country => code.as_str().to_owned(),
        _ => folded(&entity.name),
    }
}

/// A name without case, accents and punctuation, its words parted by single spaces; a name of
/// nothing but punctuation stays as it is.
pub(crate) fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    let mut take = |c: char| {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else if !matches!(c, '\'' | '’' | 'ʼ' | '.' | '\u{ad}' | '\u{200b}'..='\u{200f}') {
            gap = true;
        }
    };
    if name.is_ascii() {
        name.chars().map(|c| c.to_ascii_lowercase()).for_each(&mut take);
    } else {
        name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).for_each(&mut take);
    }
    if out.is_empty() { name.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CountryCode;

    #[test]
    fn spellings_of_one_name_fold_to_one() {
        for (a, b) in [
            ("José  Núñez", "jose nunez"),
            ("U.N.", "UN"),
            ("Niamh O’Dara", "niamh o'dara"),
            ("Vice-President", "vice president"),
            (" (Board) ", "board"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} / {b}");
        }
        assert_ne!(folded("Anna Berg"), folded("Annaberg"));
        assert_eq!(folded("—"), "—");
    }

    #[test]
    fn countries_go_by_code() {
        let country = |name: &str, code: Option<&str>| Entity {
            kind: EntityKind::Country,
            name: name.into(),
            country_code: code.and_then(CountryCode::new),
            topic: None,
            aliases: vec![],
        };
        assert_eq!(key(&country("Kenya", Some("ke"))), "KE");
        assert_eq!(key(&country("KE", None)), "ke");
    }
}
