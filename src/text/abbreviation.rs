//! Abbreviations that keep their full stop, and what the stop says about the end of a sentence.
//!
//! The list is the common stock of English newspapers' style books; it is kept in code because
//! the tokenizer branches on it.

/// How an abbreviation behaves before the next word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Stands before a name ("Mr.", "Gen."), so no sentence ends after it.
    Title,
    /// May stand last in a sentence ("Inc.", "p.m.").
    Other,
    /// An abbreviation only before a number ("No. 10", "Mar. 6").
    BeforeNumber,
}

/// Looks `word` (without its full stop) up. Titles must start with a capital.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    let mut buffer = [0; 8];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = std::str::from_utf8(lower).ok()?;
    if capital && TITLES.contains(&lower) {
        Some(Abbreviation::Title)
    } else if OTHERS.contains(&lower) {
        Some(Abbreviation::Other)
    } else if BEFORE_NUMBERS.contains(&lower) {
        Some(Abbreviation::BeforeNumber)
    } else {
        None
    }
}

/// Titles before names, and the first words of place names.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "messrs", "mme", "mmes", "mlle", "dr", "drs", "prof", "profs", "rev", "revd", "fr", "gen",
    "gens", "lt", "col", "cols", "sgt", "cpl", "pvt", "pfc", "capt", "cmdr", "cmdt", "cdr", "comdr", "comr", "maj",
    "adm", "brig", "sen", "sens", "rep", "reps", "gov", "govs", "hon", "pres", "st", "ste", "mt", "ft", "supt", "insp",
    "det", "amb", "atty", "msgr", "sra", "srta", "cllr", "ald", "engr", "alh", "barr", "arch", "md", "mohd", "muhd",
    "abp", "bp",
];

/// What may end a sentence.
const OTHERS: &[&str] = &[
    "jr", "sr", "inc", "ltd", "co", "cos", "corp", "plc", "bros", "etc", "vs", "dept", "univ", "assn", "assoc", "natl",
    "intl", "ave", "blvd", "rd", "hwy", "approx", "est", "esq", "cf", "viz", "eds", "govt", "jan", "feb", "apr", "jun",
    "jul", "aug", "sept", "sep", "oct", "nov", "dec", "tue", "tues", "wed", "thu", "thur", "thurs", "ind", "calif",
    "conn", "fla", "mich", "minn", "wis", "ariz", "colo", "okla", "tenn", "ky", "wyo", "neb", "nev", "pty", "mfg",
    "ext", "incl", "dist",
];

/// Words of their own, but abbreviations before a number.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "art", "arts", "sec", "pp", "p", "fig", "figs", "vol", "ch", "para", "paras", "mar", "mon", "sat",
    "sun", "fri", "ca", "par", "op",
];

/// Dotted abbreviations with more than one letter between the stops.
pub(super) const DOTTED: [&str; 9] =
    ["ph.d.", "m.sc.", "b.sc.", "ll.b.", "ll.m.", "m.phil.", "d.phil.", "m.ed.", "b.ed."];

/// Whether a capitalised `word` usually opens a sentence: pronouns, determiners, conjunctions,
/// prepositions and adverbs, which are rarely part of a name.
pub(super) fn opens_sentence(word: &str) -> bool {
    OPENERS.contains(&word)
}

/// Words that open sentences, capitalised.
const OPENERS: &[&str] = &[
    "The",
    "A",
    "An",
    "He",
    "She",
    "It",
    "Its",
    "They",
    "Their",
    "His",
    "Her",
    "We",
    "Our",
    "I",
    "You",
    "Your",
    "My",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "Here",
    "But",
    "And",
    "Or",
    "So",
    "Yet",
    "Nor",
    "If",
    "When",
    "While",
    "Where",
    "Although",
    "Though",
    "Because",
    "Since",
    "After",
    "Before",
    "As",
    "At",
    "By",
    "For",
    "From",
    "In",
    "On",
    "Of",
    "To",
    "With",
    "Without",
    "Under",
    "During",
    "Between",
    "Among",
    "Despite",
    "However",
    "Meanwhile",
    "Moreover",
    "Furthermore",
    "Nevertheless",
    "Instead",
    "Then",
    "Now",
    "Earlier",
    "Later",
    "Last",
    "Some",
    "Many",
    "Most",
    "Several",
    "Both",
    "Each",
    "Every",
    "Few",
    "Other",
    "Others",
    "Another",
    "Such",
    "What",
    "Who",
    "Why",
    "How",
    "Which",
    "Whether",
    "Not",
    "No",
    "Yes",
    "Also",
    "Even",
    "Only",
    "Once",
    "Until",
    "Unless",
    "Officials",
    "Police",
    "Authorities",
    "According",
    "Asked",
    "Speaking",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_need_a_capital() {
        assert_eq!(abbreviation("Gen"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("GEN"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("rep"), None);
        assert_eq!(abbreviation("No"), Some(Abbreviation::BeforeNumber));
        assert_eq!(abbreviation("Inc"), Some(Abbreviation::Other));
        assert_eq!(abbreviation("Zürich"), None);
        assert_eq!(abbreviation("abbreviation"), None);
    }
}
