//! Tables of tokens.

use super::TokenKind::{Mark, Number, Possessive, Word};
use super::*;

fn words(text: &str) -> Vec<&str> {
    tokenize(text).iter().map(|t| &text[t.span.range()]).collect()
}

#[test]
fn texts_split_into_tokens() {
    for (text, expected) in [
        ("UK-China talks", "UK|-|China|talks"),
        ("O'Brien met N’Guesso and d'Alba.", "O'Brien|met|N’Guesso|and|d'Alba|."),
        ("Shi'ite clerics didn't go", "Shi'ite|clerics|didn't|go"),
        ("Peru's and PERU'S and Peru’s", "Peru|'s|and|PERU|'S|and|Peru|’s"),
        ("the members' rights", "the|members|'|rights"),
        ("the 'hawks' won", "the|'|hawks|'|won"),
        ("Mr. Okoro and Mr Hale", "Mr.|Okoro|and|Mr|Hale"),
        ("in the U.S. on Monday", "in|the|U.S.|on|Monday"),
        ("the U.S.-led force", "the|U.S.|-|led|force"),
        ("Washington, D.C., said", "Washington|,|D.C.|,|said"),
        ("J. Hale and J.R.R. Hale", "J.|Hale|and|J.R.R.|Hale"),
        ("That is Plan B. The minister", "That|is|Plan|B|.|The|minister"),
        ("That is Plan B.", "That|is|Plan|B|."),
        ("at 6 p.m. Monday", "at|6|p.m.|Monday"),
        ("No. 10 said no.", "No.|10|said|no|."),
        ("a Ph.D. from Lima", "a|Ph.D.|from|Lima"),
        ("Salem, Mass., where", "Salem|,|Mass.|,|where"),
        ("Inc. and Ltd. firms", "Inc.|and|Ltd.|firms"),
        ("St. Petersburg", "St.|Petersburg"),
        ("$3,000 or 10.5% at 10:30", "$|3,000|or|10.5|%|at|10:30"),
        ("in 2019. The 20th", "in|2019|.|The|20th"),
        ("a 26-year-old", "a|26|-|year|-|old"),
        ("wait... what -- no", "wait|...|what|--|no"),
        ("war—peace", "war|—|peace"),
        ("(AFP) - The", "(|AFP|)|-|The"),
        ("see https://example.org/a?b=1. Then", "see|https://example.org/a?b=1|.|Then"),
        ("see Example.com.", "see|Example.com|."),
        ("mail ada.b@example.org, please", "mail|ada.b@example.org|,|please"),
        ("@ada_b on #news2020!", "@ada_b|on|#news2020|!"),
        ("AT&T and R&D", "AT&T|and|R&D"),
        ("Gda\u{ad}nsk\u{200b} city", "Gda\u{ad}nsk|city"),
        ("no\u{a0}break", "no|break"),
        ("Jose\u{301}'s plan", "Jose\u{301}|'s|plan"),
        ("北京 said", "北京|said"),
        ("end.The next", "end|.|The|next"),
        ("“Yes,” she said", "“|Yes|,|”|she|said"),
        ("al-Masri", "al|-|Masri"),
        ("the U.K and", "the|U.K|and"),
        ("", ""),
        ("\u{301} \u{feff}", "\u{301}"),
    ] {
        let expected: Vec<&str> = expected.split('|').filter(|w| !w.is_empty()).collect();
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn kinds_follow_the_first_character() {
    let kinds = |text| tokenize(text).iter().map(|t| t.kind).collect::<Vec<_>>();
    assert_eq!(kinds("Peru's 1990s - 5bn 20th"), [Word, Possessive, Number, Mark, Number, Number]);
    assert_eq!(kinds("members' 1,000"), [Word, Possessive, Number]);
    assert_eq!(kinds("'members'"), [Mark, Word, Mark]);
}

#[test]
fn case_ignores_stops_and_digits() {
    for (word, case) in [
        ("London", Case::Capitalised),
        ("J.", Case::Capitalised),
        ("Mr.", Case::Capitalised),
        ("U.S.", Case::Upper),
        ("G20", Case::Capitalised),
        ("NATO", Case::Upper),
        ("McHale", Case::Mixed),
        ("iPhone", Case::Lower),
        ("p.m.", Case::Lower),
        ("北京", Case::None),
        ("2019", Case::None),
        ("Écosse", Case::Capitalised),
    ] {
        let text = format!("{word} Hale");
        assert_eq!(tokenize(&text)[0].case, case, "{word}");
    }
}

#[test]
fn glue_is_the_absence_of_white_space() {
    let glued: Vec<bool> = tokenize("UK-China \u{200b}talks.").iter().map(|t| t.glued).collect();
    assert_eq!(glued, [false, true, true, false, true]);
}

#[test]
fn titlecase_letters_are_capitals() {
    // U+1FA8, which decomposes into a capital omega and three marks.
    let (composed, decomposed) = ("J.\u{1fa8}", "J.\u{3a9}\u{313}\u{345}");
    let keys = |text: &str| -> Vec<u64> { tokenize(text).iter().map(|t| t.key).collect() };
    assert_eq!(keys(composed).len(), 1);
    assert_eq!(keys(composed), keys(decomposed));
}
