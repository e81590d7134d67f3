//! What a span can be, and the tags that spell spans out token by token.

use std::fmt;
use std::ops::Range;

/// What kind of thing a tagged span names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// A person's name, without titles.
    Person,
    /// An organization's name, without its article.
    Organization,
    /// A country, state, province or city: a place that has a government.
    Gpe,
    /// Any other named place: a sea, a mountain, a region, a building.
    Place,
    /// Nationality, religion, ethnicity or political leaning, as adjective or noun.
    Norp,
    /// A post, title or occupation.
    Role,
    /// A matter of public concern.
    Issue,
}

impl Label {
    /// All labels, in the order of the model's tags.
    pub const ALL: [Self; 7] =
        [Self::Person, Self::Organization, Self::Gpe, Self::Place, Self::Norp, Self::Role, Self::Issue];

    /// The short name used by annotation files: `PER`, `ORG`, `GPE`, `LOC`, `NORP`, `ROLE`, `ISSUE`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organization => "ORG",
            Self::Gpe => "GPE",
            Self::Place => "LOC",
            Self::Norp => "NORP",
            Self::Role => "ROLE",
            Self::Issue => "ISSUE",
        }
    }

    /// The label with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.code() == code)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How many tags there are: outside, and begin and inside of each label.
pub const TAGS: usize = 1 + 2 * Label::ALL.len();

/// The tag of one token in the scheme BIO (Ramshaw and Marcus 1995): [`Tag::OUTSIDE`] of any span,
/// the first token of one (begin), or a later one (inside).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag(u8);

impl Tag {
    /// The token is in no span.
    pub const OUTSIDE: Self = Self(0);

    /// The token is the first of a span.
    pub const fn begin(label: Label) -> Self {
        Self(1 + 2 * label as u8)
    }

    /// The token is in a span, and not its first.
    pub const fn inside(label: Label) -> Self {
        Self(2 + 2 * label as u8)
    }

    /// The tag with this number, `0..TAGS`.
    pub const fn from_index(index: usize) -> Option<Self> {
        #[allow(clippy::cast_possible_truncation, reason = "below TAGS")]
        if index < TAGS { Some(Self(index as u8)) } else { None }
    }

    /// The number of the tag, `0..TAGS`.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The label of the span, if the tag stands in one.
    #[expect(clippy::indexing_slicing, reason = "a tag has a number below TAGS")]
    pub const fn label(self) -> Option<Label> {
        if self.0 == 0 { None } else { Some(Label::ALL[(self.0 as usize - 1) / 2]) }
    }

    /// Whether the tag opens a span.
    pub const fn begins(self) -> bool {
        self.0 % 2 == 1
    }

    /// Whether the tag carries a span on.
    pub const fn continues(self) -> bool {
        self.0 != 0 && self.0.is_multiple_of(2)
    }

    /// Whether this tag may stand right after `before` (`None` at the start of a sentence): a span is
    /// carried on only where one of its label is open.
    pub fn may_follow(self, before: Option<Self>) -> bool {
        !self.continues() || before.is_some_and(|tag| tag.label() == self.label())
    }
}

/// The spans that `tags` spell out, in order.
pub fn spans_of(tags: &[Tag]) -> impl Iterator<Item = (Label, Range<usize>)> {
    tags.iter().enumerate().filter(|(_, tag)| tag.begins()).filter_map(|(start, tag)| {
        let label = tag.label()?;
        let length = tags.iter().skip(start + 1).take_while(|tag| tag.continues()).count();
        Some((label, start..start + 1 + length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_carried_on_only_where_one_is_open() {
        let (begin, inside) = (Tag::begin(Label::Role), Tag::inside(Label::Role));
        assert!(inside.may_follow(Some(begin)) && inside.may_follow(Some(inside)));
        for before in [None, Some(Tag::OUTSIDE), Some(Tag::begin(Label::Issue)), Some(Tag::inside(Label::Norp))] {
            assert!(!inside.may_follow(before), "{before:?}");
            assert!(begin.may_follow(before) && Tag::OUTSIDE.may_follow(before), "{before:?}");
        }
    }

    #[test]
    fn codes_and_numbers_lead_back() {
        for label in Label::ALL {
            assert_eq!(Label::from_code(label.code()), Some(label));
            for tag in [Tag::begin(label), Tag::inside(label)] {
                assert_eq!(tag.label(), Some(label));
                assert_eq!(Tag::from_index(tag.index()), Some(tag));
            }
        }
        assert_eq!(Tag::from_index(TAGS), None);
    }
}
