//! One article under the reader's eyes: its tokens, what is known of each word, and the names
//! found so far.

use super::cue::Cue;
use super::grammar::Grammar;
use super::issues::Usage;
use crate::lexicon::{
    CountryName, Issue, Lexicon, Organization, OrganizationHead, PhraseKind, Place, Role, WordFacts, WordFlags,
};
use crate::model::{ByteSpan, CountryCode};
use crate::text::{Case, Document, Part, TokenKind, key};
use std::borrow::Cow;
use std::ops::Range;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A human being.
    Person,
    /// A body.
    Organization,
    /// A country, by its name.
    Country(CountryCode),
    /// A country, by an adjective or noun of nationality.
    Demonym(CountryCode),
    /// A country's government, by its capital or seat.
    Seat(CountryCode),
    /// Another place; with the country it lies in, where that is known.
    Place(Option<CountryCode>),
    /// A religious, ethnic or political group.
    Group,
}

impl NameKind {
    /// The country that the name speaks of, if it speaks of one.
    pub(crate) fn country(self) -> Option<CountryCode> {
        match self {
            Self::Country(code) | Self::Demonym(code) | Self::Seat(code) => Some(code),
            _ => None,
        }
    }
}

/// One mention by name.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// What it names.
    pub(crate) kind: NameKind,
    /// How sure the reading is, 0 to 1.
    pub(crate) confidence: f32,
}

/// A word with its letters of ASCII in small, as most words of a text stand.
pub(crate) fn small_letters(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) { word.to_ascii_lowercase().into() } else { word.into() }
}

/// Marks a token that no name covers.
const NO_NAME: u32 = u32::MAX;

/// What is known of one token.
#[derive(Debug, Clone, Copy)]
struct Fact {
    cue: Cue,
    usage: Usage,
    word: WordFacts,
    /// The sentence it stands in, as an index into the document's.
    sentence: u32,
    /// The name that covers it, or [`NO_NAME`].
    name: u32,
    kind: TokenKind,
    case: Case,
    glued: bool,
}

/// An article being read.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// Tokens and sentences.
    pub(crate) doc: Document<'a>,
    /// The facts.
    pub(crate) lexicon: &'a Lexicon,
    /// Of each token.
    facts: Vec<Fact>,
    names: Vec<Name>,
}

impl<'a> Reading<'a> {
    /// Opens a text, of whose tokens' words the lexicon knows `words`. Linear in its length.
    pub(crate) fn new(doc: Document<'a>, words: &[WordFacts], lexicon: &'a Lexicon, grammar: &Grammar) -> Self {
        let tokens = doc.tokens();
        let mut facts = Vec::with_capacity(tokens.len());
        for (number, sentence) in (0..).zip(doc.sentences()) {
            for (i, token) in sentence.tokens.clone().zip(tokens.get(sentence.tokens.clone()).unwrap_or_default()) {
                // The month is no auxiliary.
                let month = token.case == Case::Capitalised && doc.word(i) == "May";
                let (cue, usage) = grammar.of(token.key);
                facts.push(Fact {
                    cue: if month { Cue::default() } else { cue },
                    usage,
                    word: words.get(i).copied().unwrap_or_default(),
                    sentence: number,
                    name: NO_NAME,
                    kind: token.kind,
                    case: token.case,
                    glued: token.glued,
                });
            }
        }
        // A form of address before a name, of several words too ("Tan Sri", "His Excellency").
        let mut next = 0;
        for (i, token) in tokens.iter().enumerate() {
            let may = facts.get(i).is_some_and(|fact| fact.word.starts(PhraseKind::Address));
            if !may || i < next || !matches!(token.case, Case::Capitalised | Case::Upper | Case::Mixed) {
                continue;
            }
            let Some(end) = lexicon.longest_address(&doc, i) else { continue };
            let named = tokens.get(end).is_some_and(|t| matches!(t.case, Case::Capitalised | Case::Mixed));
            let dotted = doc.word(end) == "." && tokens.get(end + 1).is_some_and(|t| t.case == Case::Capitalised);
            let again = tokens.get(end).is_some() && lexicon.longest_address(&doc, end).is_some();
            if named || dotted || again {
                facts.iter_mut().take(end).skip(i).for_each(|fact| fact.cue = Cue::COURTESY);
                next = end;
            }
        }
        // A compound ("one-time", "would-be") plays its own part, not that of its words.
        for (i, window) in tokens.windows(3).enumerate() {
            if let [first, hyphen, last] = window
                && hyphen.glued
                && last.glued
                && doc.word(i + 1) == "-"
                && let Some([before, joint, after]) = facts.get_mut(i..i + 3)
            {
                let words = first.span.cover(last.span).of(doc.text()).unwrap_or_default();
                let compound = grammar.cue(key(words));
                if compound.has(Cue::APPOINT | Cue::LEAD | Cue::FOUND) {
                    (before.cue, joint.cue, after.cue) = (Cue::FILLER, Cue::FILLER, compound);
                } else if compound != Cue::default() {
                    (before.cue, joint.cue, after.cue) = (compound, compound, compound);
                }
            }
        }
        Self { doc, lexicon, facts, names: Vec::new() }
    }

    /// The number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }

    /// The grammatical roles of a token; none past the end.
    pub(crate) fn cue(&self, token: usize) -> Cue {
        self.facts.get(token).map_or(Cue::default(), |fact| fact.cue)
    }

    /// Whether a token plays one of the roles.
    pub(crate) fn is(&self, token: usize, cue: Cue) -> bool {
        self.cue(token).has(cue)
    }

    /// Whether noun phrases use the word of a token in one of these ways.
    pub(crate) fn uses(&self, token: usize, usage: Usage) -> bool {
        self.facts.get(token).is_some_and(|fact| fact.usage.has(usage))
    }

    /// What the lexicon knows of a token; nothing past the end.
    pub(crate) fn flags(&self, token: usize) -> WordFlags {
        self.facts.get(token).map_or(WordFlags::EMPTY, |fact| fact.word.flags())
    }

    /// Whether the lexicon knows one of `flags` of a token.
    pub(crate) fn knows(&self, token: usize, flags: WordFlags) -> bool {
        self.flags(token).intersects(flags)
    }

    // What the lexicon lists at a token. Most words start no entry, so most tokens cost no look-up.

    /// Whether the word of a token starts phrases of a kind.
    fn starts(&self, token: usize, kind: PhraseKind) -> bool {
        self.facts.get(token).is_some_and(|fact| fact.word.starts(kind))
    }

    /// The longest head of organization names that starts at a token, with the token after it.
    pub(crate) fn organization_head_at(&self, token: usize) -> Option<(usize, OrganizationHead)> {
        let may = self.starts(token, PhraseKind::OrganizationHead);
        if may { self.lexicon.longest_organization_head(&self.doc, token) } else { None }
    }

    /// The longest issue phrase that starts at a token, whatever its first word, with the token
    /// after it.
    pub(crate) fn any_issue_at(&self, token: usize) -> Option<(usize, &'a Issue)> {
        let may = self.starts(token, PhraseKind::Issue);
        if may { self.lexicon.longest_issue(&self.doc, token) } else { None }
    }

    /// The longest role noun or phrase that starts at a token, with the token after it.
    pub(crate) fn role_at(&self, token: usize) -> Option<(usize, &'a Role)> {
        let may = self.knows(token, WordFlags::ROLE_HEAD.union(WordFlags::ROLE_PART).union(WordFlags::ROLE_TITLE));
        if may && self.starts(token, PhraseKind::Role) { self.lexicon.longest_role(&self.doc, token) } else { None }
    }

    /// Whether a token is a role noun by itself, not only the last word of a longer role
    /// ("education" in "minister of education").
    pub(crate) fn is_role_noun(&self, token: usize) -> bool {
        self.knows(token, WordFlags::ROLE_HEAD) && self.role_at(token).is_some()
    }

    /// The longest known organization that starts at a token, with the token after it.
    pub(crate) fn organization_at(&self, token: usize) -> Option<(usize, &'a Organization)> {
        let may = self.doc.is_word(token) && self.case(token) != Case::Lower || self.is_number(token);
        if may && self.starts(token, PhraseKind::Organization) {
            self.lexicon.longest_organization(&self.doc, token)
        } else {
            None
        }
    }

    /// The longest name of a country that starts at a token, with the token after it.
    pub(crate) fn country_at(&self, token: usize) -> Option<(usize, CountryName)> {
        let may = self.knows(
            token,
            WordFlags::COUNTRY.union(WordFlags::DEMONYM).union(WordFlags::CAPITAL).union(WordFlags::PLACE_PART),
        );
        if may && self.starts(token, PhraseKind::Country) {
            self.lexicon.longest_country(&self.doc, token)
        } else {
            None
        }
    }

    /// The longest place name that starts at a token, with the token after it.
    pub(crate) fn place_at(&self, token: usize) -> Option<(usize, &'a Place)> {
        let may = self.knows(token, WordFlags::PLACE.union(WordFlags::CITY).union(WordFlags::PLACE_PART));
        if may && self.starts(token, PhraseKind::Place) { self.lexicon.longest_place(&self.doc, token) } else { None }
    }

    /// The longest issue phrase that starts at a token, with the token after it.
    pub(crate) fn issue_at(&self, token: usize) -> Option<(usize, &'a Issue)> {
        let may = self.knows(token, WordFlags::ISSUE_WORD.union(WordFlags::ISSUE_HEAD));
        if may && self.starts(token, PhraseKind::Issue) { self.lexicon.longest_issue(&self.doc, token) } else { None }
    }

    /// The words of a token; empty past the end.
    pub(crate) fn word(&self, token: usize) -> &'a str {
        self.doc.word(token)
    }

    /// The words of a token with its letters of ASCII in small; empty past the end.
    pub(crate) fn small_word(&self, token: usize) -> Cow<'a, str> {
        small_letters(self.word(token))
    }

    /// The key of a token; that of no word past the end.
    #[inline]
    pub(crate) fn key(&self, token: usize) -> u64 {
        self.doc.tokens().get(token).map_or_else(|| key(""), |t| t.key)
    }

    /// The text of a run of tokens as it stands.
    pub(crate) fn text(&self, tokens: Range<usize>) -> &'a str {
        self.doc.span(tokens).of(self.doc.text()).unwrap_or_default()
    }

    /// The bytes of a run of tokens.
    pub(crate) fn span(&self, tokens: Range<usize>) -> ByteSpan {
        self.doc.span(tokens)
    }

    /// The case of a token.
    pub(crate) fn case(&self, token: usize) -> Case {
        self.facts.get(token).map_or(Case::None, |fact| fact.case)
    }

    /// Whether a token is a word with a capital first.
    pub(crate) fn is_capitalised(&self, token: usize) -> bool {
        // Nothing but words has a case.
        matches!(self.case(token), Case::Capitalised | Case::Upper | Case::Mixed)
    }

    /// Whether a token is a word in small letters.
    pub(crate) fn is_lower(&self, token: usize) -> bool {
        self.case(token) == Case::Lower
    }

    /// Whether a token is one of these marks.
    #[inline]
    pub(crate) fn is_mark(&self, token: usize, marks: &[&str]) -> bool {
        self.facts.get(token).is_some_and(|fact| fact.kind == TokenKind::Mark) && self.is_one_of(token, marks)
    }

    fn is_one_of(&self, token: usize, words: &[&str]) -> bool {
        words.contains(&self.word(token))
    }

    /// Whether a token is a hyphen that joins two words.
    pub(crate) fn is_hyphen(&self, token: usize) -> bool {
        self.is_mark(token, &["-", "\u{2010}", "\u{2011}"]) && self.is_glued(token) && self.is_glued(token + 1)
    }

    /// Whether no white space stands before a token.
    pub(crate) fn is_glued(&self, token: usize) -> bool {
        self.facts.get(token).is_some_and(|fact| fact.glued)
    }

    /// Whether a token is a possessive ending.
    pub(crate) fn is_possessive(&self, token: usize) -> bool {
        self.facts.get(token).is_some_and(|fact| fact.kind == TokenKind::Possessive)
    }

    /// Whether a token is a number.
    pub(crate) fn is_number(&self, token: usize) -> bool {
        self.facts.get(token).is_some_and(|fact| fact.kind == TokenKind::Number)
    }

    /// The sentence of a token, as an index into the document's.
    pub(crate) fn sentence_of(&self, token: usize) -> usize {
        self.facts.get(token).map_or(0, |fact| fact.sentence as usize)
    }

    /// The tokens of the sentence that holds `token`.
    pub(crate) fn sentence(&self, token: usize) -> Range<usize> {
        self.doc.sentences().get(self.sentence_of(token)).map_or(0..0, |s| s.tokens.clone())
    }

    /// The part of the article that a token stands in.
    pub(crate) fn part(&self, token: usize) -> Part {
        self.doc.sentences().get(self.sentence_of(token)).map_or(Part::Body, |s| s.part)
    }

    /// The names, in order of the text.
    pub(crate) fn names(&self) -> &[Name] {
        &self.names
    }

    /// What the name with an index names; nothing past the end.
    #[inline]
    pub(crate) fn kind_of(&self, name: usize) -> Option<NameKind> {
        self.names.get(name).map(|n| n.kind)
    }

    /// The country that the name with an index speaks of, if it speaks of one.
    #[inline]
    pub(crate) fn country_of(&self, name: usize) -> Option<CountryCode> {
        self.kind_of(name)?.country()
    }

    /// The tokens of the name with an index; none past the end.
    #[inline]
    pub(crate) fn tokens_of(&self, name: usize) -> Range<usize> {
        self.names.get(name).map_or(0..0, |n| n.tokens.clone())
    }

    /// The index of the name that covers a token.
    pub(crate) fn name_at(&self, token: usize) -> Option<usize> {
        self.facts.get(token).map(|fact| fact.name).filter(|name| *name != NO_NAME).map(|name| name as usize)
    }

    /// The name that covers a token.
    pub(crate) fn name(&self, token: usize) -> Option<&Name> {
        self.name_at(token).and_then(|n| self.names.get(n))
    }

    /// Sets the names: sorted by place, none overlapping another.
    pub(crate) fn set_names(&mut self, names: Vec<Name>) {
        self.facts.iter_mut().for_each(|fact| fact.name = NO_NAME);
        for (index, name) in names.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(NO_NAME);
            for fact in self.facts.get_mut(name.tokens.clone()).unwrap_or_default() {
                fact.name = index;
            }
        }
        self.names = names;
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, NameKind, Reading};
    use crate::extract::cue::Cue;
    use crate::extract::testing::{plain_reading, reading};

    fn place(reading: &Reading<'_>, word: &str) -> usize {
        (0..reading.len()).find(|t| reading.word(*t) == word).unwrap_or_else(|| panic!("no token {word:?}"))
    }

    #[test]
    fn a_compound_plays_its_own_part() {
        let r = plain_reading("A one-time mayor and a would-be senator co-founded the bank.");
        for word in ["one", "time"] {
            assert!(r.is(place(&r, word), Cue::FORMER), "{word}");
            assert!(!r.is(place(&r, word), Cue::A | Cue::POST), "{word}");
        }
        assert!(r.is(place(&r, "would"), Cue::MAYBE) && r.is(place(&r, "be"), Cue::MAYBE));
        assert!(!r.is(place(&r, "be"), Cue::BE));
        assert!(r.is(place(&r, "founded"), Cue::FOUND) && !r.is(place(&r, "co"), Cue::FOUND));
    }

    #[test]
    fn words_apart_play_their_own_parts() {
        let r = plain_reading("One time she would be late, and they founded a bank.");
        assert!(r.is(place(&r, "One"), Cue::A) && r.is(place(&r, "time"), Cue::POST));
        assert!(r.is(place(&r, "be"), Cue::BE) && !r.is(place(&r, "time"), Cue::FORMER));
    }

    #[test]
    fn tokens_know_their_looks() {
        let r = plain_reading("Ghana's 54 UN envoys re-read it.");
        assert!(r.is_possessive(1) && r.is_glued(1) && !r.is_possessive(0));
        assert!(r.is_number(place(&r, "54")) && !r.is_number(0));
        assert!(r.is_capitalised(0) && r.is_capitalised(place(&r, "UN")) && !r.is_capitalised(place(&r, "envoys")));
        assert!(r.is_lower(place(&r, "it")) && !r.is_lower(0));
        assert!(r.is_hyphen(place(&r, "re") + 1) && !r.is_hyphen(place(&r, "re")));
        assert!(r.is_mark(r.len() - 1, &[",", "."]) && !r.is_mark(0, &["Ghana"]));
    }

    #[test]
    fn nothing_stands_past_the_end() {
        for text in ["", "Oslo"] {
            let r = plain_reading(text);
            let end = r.len();
            assert_eq!((r.word(end), r.cue(end), r.name_at(end)), ("", Cue::default(), None), "{text:?}");
            assert!(!r.is_capitalised(end) && !r.is_glued(end) && !r.is_number(end), "{text:?}");
        }
    }

    #[test]
    fn tokens_know_their_sentence() {
        let r = plain_reading("The vote was close. Turnout fell.");
        let turnout = place(&r, "Turnout");
        assert_eq!((r.sentence_of(0), r.sentence_of(turnout)), (0, 1));
        assert_eq!(r.text(r.sentence(turnout)), "Turnout fell.");
        assert_eq!(r.text(r.sentence(0)), "The vote was close.");
    }

    #[test]
    fn names_cover_their_tokens() {
        let mut r = plain_reading("Reporters met Amina Otieno in Oslo.");
        let first = place(&r, "Amina");
        r.set_names(vec![Name { tokens: first..first + 2, kind: NameKind::Person, confidence: 1.0 }]);
        assert_eq!([first - 1, first, first + 1, first + 2].map(|t| r.name_at(t)), [None, Some(0), Some(0), None]);
        r.set_names(Vec::new());
        assert_eq!(r.name_at(first), None);
    }

    #[test]
    fn found_names_are_in_order_and_apart() {
        let r = reading("Kenyan minister Amina Otieno met Lars Eklund of the Karelia Institute in Oslo.");
        assert!(r.names().len() >= 4, "{:?}", r.names());
        assert!(r.names().windows(2).all(|pair| pair[0].tokens.end <= pair[1].tokens.start), "{:?}", r.names());
        assert!(r.names().iter().all(|n| (0.0..=1.0).contains(&n.confidence)), "{:?}", r.names());
    }

    #[test]
    fn kinds_speak_of_their_country() {
        let peru = crate::model::CountryCode::new("PE").expect("a country's code");
        for kind in [NameKind::Country(peru), NameKind::Demonym(peru), NameKind::Seat(peru)] {
            assert_eq!(kind.country(), Some(peru), "{kind:?}");
        }
        for kind in [NameKind::Place(Some(peru)), NameKind::Place(None), NameKind::Group, NameKind::Person] {
            assert_eq!(kind.country(), None, "{kind:?}");
        }
    }
}
