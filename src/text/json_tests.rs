//! JSON articles that are read, and what is refused.

use super::*;

fn one(json: &str) -> Result<Article> {
    let mut all = read_json("news.json", json);
    assert_eq!(all.len(), 1, "{json}");
    all.remove(0)
}

#[test]
fn keys_have_their_usual_names() {
    let article = one(r#"{"url": "https://example.org/1", "headline": "Peru votes", "date": "2020-03-06T10:00:00Z",
        "source": {"id": null, "name": "The Example"}, "content": "Polls opened.", "tags": [[1, {"x": 2}]]}"#)
    .unwrap();
    assert_eq!((article.uri.as_str(), article.url), ("https://example.org/1", None));
    assert_eq!(article.title.as_deref(), Some("Peru votes"));
    assert_eq!(article.published_on.unwrap().to_string(), "2020-03-06");
    assert_eq!(article.publisher.as_deref(), Some("The Example"));
    assert_eq!(article.body, "Peru votes\n\nPolls opened.");

    let article = one(r#"{"id": 7, "uri": "a:1", "url": "https://example.org", "publisher": "E", "published": "6 March 2020", "body": "Polls opened."}"#).unwrap();
    assert_eq!((article.uri.as_str(), article.url.as_deref()), ("a:1", Some("https://example.org")));
    assert_eq!(article.published_on.unwrap().to_string(), "2020-03-06");
    assert_eq!(one(r#"{"id": 7, "text": "Polls opened."}"#).unwrap().uri, "7");
    assert_eq!(one(r#"{"uri": "", "title": null, "text": "Polls opened."}"#).unwrap().uri, "news.json");
}

#[test]
fn a_title_in_the_body_is_not_repeated() {
    for body in
        ["Peru votes\\n\\nPolls opened.", "6 March 2020\\n\\nPeru votes\\n\\nPolls opened.", "Peru votes\\nPolls."]
    {
        let article = one(&format!(r#"{{"title": "Peru votes", "body": "{body}"}}"#)).unwrap();
        assert_eq!(article.body, body.replace("\\n", "\n"));
    }
}

#[test]
fn errors_say_where() {
    for (json, line, column, message) in [
        ("{\"body\": 7}", 1, 10, "expected a string"),
        ("{\n \"title\": \"Peru\"}", 2, 17, "no body"),
        (r#"{"body": "\ud800"}"#, 1, 17, "hex escape"),
        ("{\"body\": \"Peru", 1, 14, "EOF"),
        ("[{\"body\": \"Peru.\"},\n{}]", 2, 2, "no body"),
        ("7", 1, 1, "expected an article's object"),
        (r#"{"source": 1, "body": "Peru."}"#, 1, 12, "object with a name"),
    ] {
        let Err(Error::Json { line: l, column: c, message: m, .. }) = one(json) else { panic!("{json}") };
        assert_eq!((l, c), (line, column), "{json}: {m}");
        assert!(m.contains(message) && !m.contains("at line"), "{json}: {m}");
    }
    assert!(matches!(one(r#"{"body": " \n", "title": "Peru"}"#), Err(Error::EmptyArticle { .. })));
    assert!(matches!(read_json("a", b"{\"body\": \"\xff\"}").remove(0), Err(Error::NotUtf8 { byte: 10, .. })));
}

#[test]
fn arrays_and_lines_hold_many() {
    let uris = |json: &str| -> Vec<String> {
        read_json("n.json", json).into_iter().map(|a| a.map_or_else(|_| "error".into(), |a| a.uri)).collect()
    };
    assert_eq!(uris(r#"[{"body": "One."}, {"body": "Two.", "id": "b"}]"#), ["n.json#1", "b"]);
    assert_eq!(uris("{\"body\": \"One.\"}\n\n{}\n{\"body\": \"Two.\"}\r\n"), ["n.json#1", "error", "n.json#4"]);
    assert_eq!(uris("{\"body\":\n\"One.\"}\n"), ["n.json"]);
    assert_eq!(uris("[]"), Vec::<String>::new());
}

#[test]
fn a_line_above_the_limit_is_passed_over() {
    let long = format!("{{\"body\": \"{}\"}}", "x".repeat(1000));
    let lines = format!("\u{feff}{{\"body\": \"One.\"}}\n{long}\n{{\"body\": \"\u{e9}.\"}}\nbad\n{long}");
    let options = ReadOptions { max_bytes: 100, ..ReadOptions::default() };
    let reader = std::io::BufReader::with_capacity(16, lines.as_bytes());
    let all: Vec<_> = Articles::with_options("n", reader, options).collect();
    assert!(all[0].is_ok() && all[2].as_ref().is_ok_and(|a| a.uri == "n#3"));
    assert!(matches!(&all[1], Err(Error::TooLarge { uri, bytes: 101..=116, limit: 100 }) if uri == "n#2"));
    assert!(matches!(all[3], Err(Error::Json { line: 4, .. })));
    assert!(matches!(all[4], Err(Error::TooLarge { .. })));
    assert_eq!(all.len(), 5);
}

#[test]
fn bad_bytes_are_counted_from_the_start_of_the_stream() {
    let lines = b"{\"body\": \"One.\"}\n{\"body\": \"\xff\"}\n{\"body\": \"Two.\"}";
    let all: Vec<_> = Articles::new("n", &lines[..]).collect();
    assert!(matches!(all[1], Err(Error::NotUtf8 { byte: 27, .. })));
    assert!(all[2].is_ok());
}
