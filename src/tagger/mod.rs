//! tagger (provisional)
use std::ops::Range;
/// Label
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Label { Person, Organization, Gpe, Place, Norp, Role, Issue }
/// span
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct TaggedSpan { pub tokens: Range<usize>, pub label: Label, pub confidence: f32 }
/// tagger
#[derive(Debug)]
pub struct Tagger;
impl Tagger {
    /// b
    pub fn builtin() -> crate::Result<Self> { Ok(Self) }
    /// t
    pub fn tag(&self, _l: &crate::lexicon::Lexicon, _d: &crate::text::Document<'_>) -> Vec<TaggedSpan> { Vec::new() }
}
