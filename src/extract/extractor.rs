//! The extractor: built once, then reads any number of articles.

use super::grammar::Grammar;
use super::reading::Reading;
use super::{assemble, coref, issues, names, roles};
use crate::Result;
use crate::lexicon::Lexicon;
use crate::model::{Article, Extraction};
use crate::tagger::Tagger;
use crate::text::Document;

/// Reads articles: persons, organizations, countries, places, roles and issues, and the facts
/// that tie them together.
///
/// Building one loads the lexicon and the tagger's model; what can fail, fails there. Reading
/// never fails, whatever the text. An extractor is shared freely between threads.
#[derive(Debug)]
pub struct Extractor {
    lexicon: Lexicon,
    tagger: Tagger,
    grammar: Grammar,
}

impl Extractor {
    /// An extractor with the built-in lexicon and model.
    ///
    /// # Errors
    ///
    /// [`Error::Lexicon`](crate::Error::Lexicon) if a built-in file is damaged; the crate's tests
    /// read them all.
    pub fn new() -> Result<Self> {
        Ok(Self::with(Lexicon::builtin()?, Tagger::builtin()?))
    }

    /// An extractor with a lexicon and a tagger of the caller's own.
    pub fn with(lexicon: Lexicon, tagger: Tagger) -> Self {
        Self { lexicon, tagger, grammar: Grammar::new() }
    }

    /// What reads the articles, for a store to note: the crate with its version. What an older one has
    /// read can be found and read again
    /// ([`Store::not_read_by`](crate::store::Store::not_read_by)).
    pub const VERSION: &'static str = concat!("newsgraph ", env!("CARGO_PKG_VERSION"));

    /// Reads one article. The same article always gives the same extraction; the time is linear
    /// in the length of the body.
    pub fn extract(&self, article: &Article) -> Extraction {
        let doc = Document::new(&article.body);
        let mut words = Vec::with_capacity(doc.tokens().len());
        let tagged = self.tagger.tag_and_tell(&self.lexicon, &doc, |facts| words.push(facts));
        let mut reading = Reading::new(doc, &words, &self.lexicon, &self.grammar);
        names::find(&mut reading, &tagged);
        let coreference = coref::resolve(&reading);
        let roles = roles::read(&reading, &tagged, &coreference.person_of);
        let ties = issues::read(&reading, &tagged, &coreference, &roles);
        assemble::extraction(&reading, coreference, &roles, ties)
    }
}
