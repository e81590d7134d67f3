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

#[test]
fn issues_places_and_organizations_are_found() {
    let lexicon = lexicon();
    for (text, topic) in [
        ("climate change", "climate change"),
        ("tax cuts", "taxation"),
        ("defense spending", "defence and military spending"),
        ("hostage crises", "hostage-taking"),
    ] {
        let doc = Document::new(text);
        let (end, issue) = lexicon.longest_issue(&doc, 0).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((end, lexicon.topic_label(issue.topic)), (2, topic), "{text}");
    }
    let (_, place) = lexicon.longest_place(&Document::new("Scotland"), 0).unwrap();
    assert_eq!((place.kind, place.country), (PlaceKind::Nation, CountryCode::new("GB")));
    let (end, body) = lexicon.longest_organization(&Document::new("World Health Organisation"), 0).unwrap();
    assert_eq!((end, &*body.acronym), (3, "WHO"));
    assert!(lexicon.longest_organization(&Document::new("who said"), 0).is_none());
    assert!(lexicon.flags(key("May")).contains(WordFlags::MONTH | WordFlags::AMBIGUOUS_NAME));
    assert!(lexicon.flags(key("Zhang")).contains(WordFlags::FAMILY_FIRST));
}

#[test]
fn a_damaged_line_is_named() {
    let built = Lexicon::builder().add(Table::Countries, "own.tsv", "# code\tname\nXXX\tNowhere\n").build();
    let error = built.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.starts_with("own.tsv: line 2:"), "{error}");
}

#[test]
fn own_entries_are_read_after_the_builtin_ones() {
    let lexicon = Lexicon::builder().add(Table::Roles, "own.tsv", "grand vizier\tstate\ttitle\n").build().unwrap();
    let (end, role) = lexicon.longest_role(&Document::new("grand viziers"), 0).unwrap();
    assert_eq!((end, &*role.phrase, role.title), (2, "grand vizier", true));
}
