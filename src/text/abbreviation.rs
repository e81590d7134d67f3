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

/// The length of the longest abbreviation without inner stops, in bytes.
pub(super) const LONGEST_ABBREVIATION: usize = 6;

/// Looks `word` (without its full stop) up. Most must start with a capital.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    let mut buffer = [0; LONGEST_ABBREVIATION];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = std::str::from_utf8(lower).ok()?;
    // Most words before a full stop are in small letters, and few abbreviations are.
    let small = IN_LOWER_CASE.binary_search(&lower).is_ok();
    if !capital && !small {
        return None;
    }
    let kind = if TITLES.binary_search(&lower).is_ok() {
        Abbreviation::Title
    } else if OTHERS.binary_search(&lower).is_ok() {
        Abbreviation::Other
    } else if BEFORE_NUMBERS.binary_search(&lower).is_ok() {
        Abbreviation::BeforeNumber
    } else {
        return None;
    };
    // Short words in capitals are names ("AMB", "FT", "ST"), but for these.
    let acronym = kind == Abbreviation::Title && word.len() <= 3 && !word.contains(|c: char| c.is_ascii_lowercase());
    let titled = matches!(lower, "mr" | "mrs" | "ms" | "dr" | "gen" | "sen" | "gov" | "rev" | "col");
    (small || !acronym || titled).then_some(kind)
}

/// Abbreviations that need no capital; the others are words of their own without one ("wed", "art").
const IN_LOWER_CASE: &[&str] = &[
    "approx", "ca", "cf", "ch", "co", "dept", "eds", "etc", "fig", "figs", "govt", "inc", "incl", "ltd", "no", "nos",
    "p", "para", "paras", "pp", "viz", "vol", "vs",
];

/// Titles before names, and the first words of place names.
const TITLES: &[&str] = &[
    "addl", "adm", "adv", "ald", "alh", "amb", "arch", "asst", "asstt", "atty", "barr", "brig", "capt", "cde", "cdr",
    "cllr", "cmde", "cmdr", "cmdt", "col", "cols", "comdr", "comm", "commod", "commr", "comr", "cpl", "det", "dr",
    "dra", "drs", "dy", "engr", "flt", "fr", "ft", "gen", "gens", "gov", "govs", "gp", "hj", "hjh", "hon", "ing",
    "insp", "ir", "lic", "lt", "maj", "md", "mdm", "messrs", "mgr", "mlle", "mme", "mmes", "mohd", "mr", "mrs", "ms",
    "msgr", "mt", "muhd", "mx", "pdt", "pfc", "pharm", "pol", "pres", "prof", "profs", "pvt", "radm", "rep", "reps",
    "rev", "revd", "sen", "sens", "sgt", "smt", "spl", "sqn", "sra", "srta", "st", "ste", "supdt", "supt", "surv",
    "thiru", "tmt", "uz", "vadm", "ven", "wg",
];

/// What may end a sentence.
const OTHERS: &[&str] = &[
    "approx", "apr", "ariz", "assn", "assoc", "aug", "ave", "blvd", "bros", "calif", "cf", "co", "colo", "conn",
    "corp", "cos", "dec", "dept", "dist", "eds", "esq", "etc", "ext", "feb", "fla", "govt", "hwy", "inc", "incl",
    "ind", "intl", "jan", "jr", "jul", "jun", "ky", "ltd", "mfg", "mich", "minn", "natl", "neb", "nev", "nov", "oct",
    "okla", "plc", "pty", "rd", "sep", "sept", "sr", "tenn", "thu", "thur", "thurs", "tue", "tues", "univ", "viz",
    "vs", "wed", "wis", "wyo",
];

/// Words of their own, but abbreviations before a number.
const BEFORE_NUMBERS: &[&str] = &[
    "art", "arts", "ca", "ch", "fig", "figs", "fri", "mar", "mon", "no", "nos", "op", "p", "par", "para", "paras",
    "pp", "sat", "sec", "sun", "vol",
];

/// Dotted abbreviations with more than one letter between the stops.
pub(super) const DOTTED: [&str; 9] =
    ["ph.d.", "m.sc.", "b.sc.", "ll.b.", "ll.m.", "m.phil.", "d.phil.", "m.ed.", "b.ed."];

/// Whether a capitalised `word` usually opens a sentence: pronouns, determiners, conjunctions,
/// prepositions and adverbs, which are rarely part of a name.
pub(super) fn opens_sentence(word: &str) -> bool {
    OPENERS.binary_search(&word).is_ok()
}

/// Words that open sentences, capitalised.
const OPENERS: &[&str] = &[
    "A",
    "According",
    "After",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "As",
    "Asked",
    "At",
    "Authorities",
    "Because",
    "Before",
    "Between",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Few",
    "For",
    "From",
    "Furthermore",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "It",
    "Its",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "Moreover",
    "Most",
    "My",
    "Nevertheless",
    "No",
    "Nor",
    "Not",
    "Now",
    "Of",
    "Officials",
    "On",
    "Once",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Police",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "Speaking",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Under",
    "Unless",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Without",
    "Yes",
    "Yet",
    "You",
    "Your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_the_search() {
        for list in [IN_LOWER_CASE, TITLES, OTHERS, BEFORE_NUMBERS, OPENERS] {
            assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
        }
        for list in [IN_LOWER_CASE, TITLES, OTHERS, BEFORE_NUMBERS] {
            assert!(list.iter().all(|word| word.len() <= LONGEST_ABBREVIATION), "{list:?}");
        }
    }

    #[test]
    fn most_need_a_capital() {
        assert_eq!(abbreviation("Gen"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("GEN"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("rep"), None);
        assert_eq!(abbreviation("FT"), None);
        assert_eq!(abbreviation("wed"), None);
        assert_eq!(abbreviation("etc"), Some(Abbreviation::Other));
        assert_eq!(abbreviation("No"), Some(Abbreviation::BeforeNumber));
        assert_eq!(abbreviation("Inc"), Some(Abbreviation::Other));
        assert_eq!(abbreviation("Zürich"), None);
        assert_eq!(abbreviation("abbreviation"), None);
    }
}
