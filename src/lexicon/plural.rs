//! Regular English plurals, for entries given in the singular.

/// The plural of a noun or noun phrase by its last word; `None` where it is one already.
pub(super) fn plural(noun: &str) -> Option<String> {
    let stem = |cut: usize, ending: &str| noun.get(..noun.len() - cut).map(|stem| [stem, ending].concat());
    let start = noun.bytes().rposition(|b| matches!(b, b' ' | b'-')).map_or(0, |mark| mark + 1);
    let last = noun.get(start..).unwrap_or_default();
    if last.ends_with("sis") {
        return stem(2, "es");
    }
    if matches!(last, "man" | "woman")
        || ["sman", "swoman", "rman", "rwoman", "lman", "hman", "iceman", "icewoman", "yman", "ywoman"]
            .iter()
            .any(|end| last.ends_with(end) && last != "german")
    {
        return stem(2, "en");
    }
    let before_y = last.as_bytes().iter().rev().nth(1).copied();
    if last.ends_with('y') && !matches!(before_y, Some(b'a' | b'e' | b'o' | b'u')) {
        return stem(1, "ies");
    }
    if ["ss", "x", "ch", "sh", "z", "us"].iter().any(|end| last.ends_with(end)) {
        return stem(0, "es");
    }
    if last.ends_with('s') { None } else { stem(0, "s") }
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn plurals() {
        for (noun, expected) in [
            ("prime minister", Some("prime ministers")),
            ("secretary", Some("secretaries")),
            ("spokeswoman", Some("spokeswomen")),
            ("chairman", Some("chairmen")),
            ("attorney", Some("attorneys")),
            ("hostage crisis", Some("hostage crises")),
            ("princess", Some("princesses")),
            ("coach", Some("coaches")),
            ("human", Some("humans")),
            ("shaman", Some("shamans")),
            ("talks", None),
        ] {
            assert_eq!(plural(noun).as_deref(), expected, "{noun}");
        }
    }
}
