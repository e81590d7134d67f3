//! One article under the reader's eyes: its tokens, what is known of each word, and the names
//! found so far.

use super::cue::{Cue, CueTable};
use crate::lexicon::{CountryName, Issue, Lexicon, Organization, Place, Role, WordFlags};
use crate::model::{ByteSpan, CountryCode};
use crate::text::{Case, Document, Part, TokenKind, key};
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

/// Marks a token that no name covers.
const NO_NAME: u32 = u32::MAX;

/// An article being read.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// Tokens and sentences.
    pub(crate) doc: Document<'a>,
    /// The facts.
    pub(crate) lexicon: &'a Lexicon,
    cues: Vec<Cue>,
    flags: Vec<WordFlags>,
    sentence_of: Vec<u32>,
    names: Vec<Name>,
    name_of: Vec<u32>,
}

impl<'a> Reading<'a> {
    /// Opens a text. Linear in its length.
    pub(crate) fn new(text: &'a str, lexicon: &'a Lexicon, cues: &CueTable) -> Self {
        let doc = Document::new(text);
        let tokens = doc.tokens();
        let mut sentence_of = vec![0; tokens.len()];
        for (number, sentence) in doc.sentences().iter().enumerate() {
            sentence_of[sentence.tokens.clone()].fill(u32::try_from(number).unwrap_or(u32::MAX));
        }
        let mut word_cues: Vec<Cue> = tokens.iter().map(|t| cues.get(t.key)).collect();
        // A compound ("one-time", "would-be") plays its own part, not that of its words.
        for i in 1..tokens.len().saturating_sub(1) {
            if tokens[i].glued && tokens[i + 1].glued && doc.word(i) == "-" {
                let compound = cues.get(key(&doc.text()[tokens[i - 1].span.start..tokens[i + 1].span.end]));
                if compound.has(Cue::APPOINT | Cue::LEAD | Cue::FOUND) {
                    word_cues[i - 1..=i].fill(Cue::FILLER);
                    word_cues[i + 1] = compound;
                } else if compound != Cue::default() {
                    word_cues[i - 1..=i + 1].fill(compound);
                }
            }
        }
        Self {
            cues: word_cues,
            flags: tokens.iter().map(|t| lexicon.word(t.key).map_or(WordFlags::EMPTY, |w| w.flags)).collect(),
            name_of: vec![NO_NAME; tokens.len()],
            names: Vec::new(),
            sentence_of,
            doc,
            lexicon,
        }
    }

    /// The number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.cues.len()
    }

    /// The grammatical roles of a token; none past the end.
    pub(crate) fn cue(&self, token: usize) -> Cue {
        self.cues.get(token).copied().unwrap_or_default()
    }

    /// Whether a token plays one of the roles.
    pub(crate) fn is(&self, token: usize, cue: Cue) -> bool {
        self.cue(token).has(cue)
    }

    /// What the lexicon knows of a token; nothing past the end.
    pub(crate) fn flags(&self, token: usize) -> WordFlags {
        self.flags.get(token).copied().unwrap_or(WordFlags::EMPTY)
    }

    /// Whether the lexicon knows one of `flags` of a token.
    pub(crate) fn knows(&self, token: usize, flags: WordFlags) -> bool {
        self.flags(token).intersects(flags)
    }

    // What the lexicon lists at a token. The flags of a word say whether it can start an entry, so
    // most tokens cost no look-up.

    /// The longest role noun or phrase that starts at a token, with the token after it.
    pub(crate) fn role_at(&self, token: usize) -> Option<(usize, &'a Role)> {
        let may = self.knows(token, WordFlags::ROLE_HEAD.union(WordFlags::ROLE_PART).union(WordFlags::ROLE_TITLE));
        if may { self.lexicon.longest_role(&self.doc, token) } else { None }
    }

    /// The longest known organization that starts at a token, with the token after it.
    pub(crate) fn organization_at(&self, token: usize) -> Option<(usize, &'a Organization)> {
        let may = self.knows(token, WordFlags::ORGANIZATION.union(WordFlags::ORG_PART));
        if may { self.lexicon.longest_organization(&self.doc, token) } else { None }
    }

    /// The longest name of a country that starts at a token, with the token after it.
    pub(crate) fn country_at(&self, token: usize) -> Option<(usize, CountryName)> {
        let may = self.knows(
            token,
            WordFlags::COUNTRY.union(WordFlags::DEMONYM).union(WordFlags::CAPITAL).union(WordFlags::PLACE_PART),
        );
        if may { self.lexicon.longest_country(&self.doc, token) } else { None }
    }

    /// The longest place name that starts at a token, with the token after it.
    pub(crate) fn place_at(&self, token: usize) -> Option<(usize, &'a Place)> {
        let may = self.knows(token, WordFlags::PLACE.union(WordFlags::CITY).union(WordFlags::PLACE_PART));
        if may { self.lexicon.longest_place(&self.doc, token) } else { None }
    }

    /// The longest issue phrase that starts at a token, with the token after it.
    pub(crate) fn issue_at(&self, token: usize) -> Option<(usize, &'a Issue)> {
        let may = self.knows(token, WordFlags::ISSUE_WORD.union(WordFlags::ISSUE_HEAD));
        if may { self.lexicon.longest_issue(&self.doc, token) } else { None }
    }

    /// The words of a token; empty past the end.
    pub(crate) fn word(&self, token: usize) -> &'a str {
        self.doc.word(token)
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
        self.doc.tokens().get(token).map_or(Case::None, |t| t.case)
    }

    /// Whether a token is a word with a capital first.
    pub(crate) fn is_capitalised(&self, token: usize) -> bool {
        self.doc.is_word(token) && matches!(self.case(token), Case::Capitalised | Case::Upper | Case::Mixed)
    }

    /// Whether a token is a word in small letters.
    pub(crate) fn is_lower(&self, token: usize) -> bool {
        self.doc.is_word(token) && self.case(token) == Case::Lower
    }

    /// Whether a token is one of these marks.
    pub(crate) fn is_mark(&self, token: usize, marks: &[&str]) -> bool {
        self.doc.tokens().get(token).is_some_and(|t| t.kind == TokenKind::Mark) && marks.contains(&self.word(token))
    }

    /// Whether a token is a hyphen that joins two words.
    pub(crate) fn is_hyphen(&self, token: usize) -> bool {
        self.is_mark(token, &["-", "\u{2010}", "\u{2011}"]) && self.is_glued(token) && self.is_glued(token + 1)
    }

    /// Whether no white space stands before a token.
    pub(crate) fn is_glued(&self, token: usize) -> bool {
        self.doc.tokens().get(token).is_some_and(|t| t.glued)
    }

    /// Whether a token is a possessive ending.
    pub(crate) fn is_possessive(&self, token: usize) -> bool {
        self.doc.tokens().get(token).is_some_and(|t| t.kind == TokenKind::Possessive)
    }

    /// Whether a token is a number.
    pub(crate) fn is_number(&self, token: usize) -> bool {
        self.doc.tokens().get(token).is_some_and(|t| t.kind == TokenKind::Number)
    }

    /// The sentence of a token, as an index into the document's.
    pub(crate) fn sentence_of(&self, token: usize) -> usize {
        self.sentence_of.get(token).map_or(0, |s| *s as usize)
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

    /// The index of the name that covers a token.
    pub(crate) fn name_at(&self, token: usize) -> Option<usize> {
        self.name_of.get(token).filter(|n| **n != NO_NAME).map(|n| *n as usize)
    }

    /// The name that covers a token.
    pub(crate) fn name(&self, token: usize) -> Option<&Name> {
        self.name_at(token).and_then(|n| self.names.get(n))
    }

    /// Sets the names: sorted by place, none overlapping another.
    pub(crate) fn set_names(&mut self, names: Vec<Name>) {
        self.name_of.fill(NO_NAME);
        for (index, name) in names.iter().enumerate() {
            self.name_of[name.tokens.clone()].fill(u32::try_from(index).unwrap_or(NO_NAME));
        }
        self.names = names;
    }
}
