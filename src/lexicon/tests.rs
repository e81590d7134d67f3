use super::*;
use crate::text::{Document, key};

fn lexicon() -> Lexicon {
    Lexicon::builtin().unwrap()
}

#[test]
fn countries_are_found_in_every_form() {
    let lexicon = lexicon();
    for (text, code, form, words) in [
        ("United Kingdom", "GB", CountryForm::Name, 2),
        ("U.S. troops", "US", CountryForm::Abbreviation, 1),
        ("US troops", "US", CountryForm::Abbreviation, 1),
        ("South Korean envoy", "KR", CountryForm::Demonym, 2),
        ("Britons", "GB", CountryForm::Demonym, 1),
        ("Côte d’Ivoire", "CI", CountryForm::Name, 2),
        ("Kremlin", "RU", CountryForm::Seat, 1),
    ] {
        let doc = Document::new(text);
        let (end, country) = lexicon.longest_country(&doc, 0).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((country.code.as_str(), country.form), (code, form), "{text}");
        let words_found: Vec<_> = (0..end).filter(|&i| doc.is_word(i)).collect();
        assert!(words_found.len() >= words, "{text}: {end}");
    }
    for text in ["us", "turkey", "chad", "polish", "who", "nowhere", "it"] {
        assert!(lexicon.longest_country(&Document::new(text), 0).is_none(), "{text}");
    }
}

#[test]
fn roles_are_found_in_singular_and_plural() {
    let lexicon = lexicon();
    for (text, phrase) in [
        ("prime ministers", "prime minister"),
        ("vice-president", "vice president"),
        ("Lt. Gen. Banda", "lieutenant general"),
        ("spokeswoman", "spokeswoman"),
        ("MPs", "member of parliament"),
        ("chief executive officer", "chief executive officer"),
    ] {
        let (_, role) = lexicon.longest_role(&Document::new(text), 0).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(role.phrase, phrase, "{text}");
    }
    for text in ["friend", "mother", "house", "dr"] {
        assert!(lexicon.longest_role(&Document::new(text), 0).is_none(), "{text}");
    }
}

#[test]
fn words_carry_their_facts() {
    let lexicon = lexicon();
    assert!(lexicon.flags(key("ministers")).contains(WordFlags::ROLE_HEAD | WordFlags::ROLE_PLURAL));
    assert!(lexicon.flags(key("Senator")).contains(WordFlags::ROLE_TITLE));
    assert!(lexicon.flags(key("university")).contains(WordFlags::ORG_HEAD));
    assert!(lexicon.flags(key("GmbH")).contains(WordFlags::ORG_SUFFIX));
    assert!(lexicon.flags(key("xyzzy")).is_empty());
}
