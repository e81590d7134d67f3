//! The sample articles are read as what they are: date, headline, first words of the text.

use newsgraph::text::Head;
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/articles")
}

#[test]
fn heads_of_plain_text() {
    let cases = [
        ("london-broadsheet", "2023-11-20", None, "Britain and Kenya will"),
        ("nairobi-daily", "2024-03-06", Some("Mwakio defends port deal"), "NAIROBI"),
        ("delhi-paper", "2024-05-02", Some("Dharmapal to lead trade team"), "New Delhi: Union"),
        ("seoul-agency", "2024-05-23", Some("S. Korea, India agree"), "SEOUL, May 23"),
        ("gulf-state-agency", "2024-05-12", Some("Under-Secretary of Foreign Ministry Receives"), "Muscat, 12 May"),
        ("lagos-business", "2024-09-03", Some("Harmattan Bank names Okwuosa"), "Harmattan Bank Plc"),
        ("washington-wire", "2024-09-17", None, "WASHINGTON (CW)"),
        ("warsaw-paper", "2024-02-28", Some("Grzymek quits over grain"), "Polish agriculture minister"),
        ("buenos-aires-english", "", Some("Senate passes lithium law"), "BUENOS AIRES"),
        (
            "canberra-press-release",
            "2024-06-18",
            Some("Australia and Kiribati sign partnership"),
            "The Minister for Pacific",
        ),
    ];
    for (name, date, title, body) in cases {
        let text = fs::read_to_string(folder().join(name).with_extension("txt")).unwrap();
        let head = Head::new(&text);
        assert_eq!(head.published_on.map(|d| d.to_string()).unwrap_or_default(), date, "{name}");
        if let Some(title) = title {
            let found = head.title.and_then(|span| span.of(&text)).unwrap_or_default();
            assert!(found.starts_with(title), "{name}: {found:?}");
        }
        assert!(
            text[head.body..].starts_with(body),
            "{name}: {:?}",
            text[head.body..].chars().take(60).collect::<String>()
        );
    }
}

#[test]
fn json_articles_have_their_fields() {
    let whole = fs::read_to_string(folder().join("brussels-press-office.json")).unwrap();
    let lines = fs::read_to_string(folder().join("three-briefs.jsonl")).unwrap();
    let records: Vec<serde_json::Value> = std::iter::once(whole.as_str())
        .chain(lines.lines())
        .map(|record| serde_json::from_str(record).unwrap())
        .collect();
    assert_eq!(records.len(), 4);
    for record in records {
        for field in ["uri", "title", "published", "publisher", "body"] {
            assert!(record[field].as_str().is_some_and(|value| !value.is_empty()), "{record}: {field}");
        }
        assert!(record["published"].as_str().unwrap().parse::<newsgraph::model::Date>().is_ok());
        assert!(
            record["body"].as_str().unwrap().starts_with(record["title"].as_str().unwrap()),
            "the body opens with the title"
        );
    }
}
