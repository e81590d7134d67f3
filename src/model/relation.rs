//! What an article says: facts, and the sightings that prove them.

use super::{ByteSpan, Date, EntityIndex};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The kind of a relation, by its name in the file.
///
/// A kind is data, not a table: more come with later versions, and a file may hold kinds that
/// this version has no constant for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RelationKind(std::borrow::Cow<'static, str>);

impl RelationKind {
    /// A person holds a role in an organization, a country or a place (the object).
    pub const HOLDS_ROLE: Self = Self(std::borrow::Cow::Borrowed("holds_role"));
    /// A person has a role and the text names no organization; the object is the role.
    pub const HAS_OCCUPATION: Self = Self(std::borrow::Cow::Borrowed("has_occupation"));
    /// A country is concerned with an issue.
    pub const CONCERNED_WITH: Self = Self(std::borrow::Cow::Borrowed("concerned_with"));

    /// A kind by name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(std::borrow::Cow::Owned(name.into()))
    }

    /// The name in the file.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RelationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! named_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the file.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|v| v.as_str() == text)
                    .ok_or_else(|| format!("{text:?} is not one of {:?}", Self::ALL.iter().map(|v| v.as_str()).collect::<Vec<_>>()))
            }
        }
    };
}

named_enum! {
    /// Whether the holder has the role at the time of the article.
    RoleStatus {
        /// Holds it.
        Current => "current",
        /// Held it.
        Former => "former",
        /// Is to hold it: elect, designate, nominee.
        Future => "future",
    }
}

named_enum! {
    /// Whether the words say that it is so, or that it is not.
    Polarity {
        /// It is so.
        Asserted => "asserted",
        /// It is not so.
        Negated => "negated",
    }
}

named_enum! {
    /// Whether the words speak of what is, of what is to come, or of what might be.
    Modality {
        /// What is or was.
        Actual => "actual",
        /// What is to come.
        Future => "future",
        /// What might be: conditions, wishes, rumours.
        Hypothetical => "hypothetical",
    }
}

/// One fact of one article, and the sightings that prove it.
///
/// Inside an [`Extraction`](super::Extraction) no two relations have the same kind, subject, role
/// and object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// What kind of fact.
    pub kind: RelationKind,
    /// Of whom: the person, the country.
    pub subject: EntityIndex,
    /// What: the organization or country, the occupation, the issue.
    pub object: EntityIndex,
    /// The role of a `holds_role` fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<EntityIndex>,
    /// At least one sighting, in order of the text.
    pub evidence: Vec<Evidence>,
}

/// One sighting of a fact: the words, and how they say it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The words that show the fact, in bytes of the article's body: not empty.
    pub span: ByteSpan,
    /// The rule that read them.
    pub rule: std::borrow::Cow<'static, str>,
    /// How probable it is that a careful reader agrees: 0 to 1.
    pub confidence: f32,
    /// Said to be so, or not to be so.
    pub polarity: Polarity,
    /// Actual, to come, or possible.
    pub modality: Modality,
    /// The status of a role, as of the article; `None` for facts that are no roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<RoleStatus>,
    /// To whom the article attributes the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributed_to: Option<EntityIndex>,
    /// The words of the text for the role or issue as they stand there ("senior research fellow"),
    /// where they differ from the entity's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When the role began, where the text says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Date>,
    /// When the role ended, where the text says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Date>,
}
