//! Who and what an article is about.

use super::{ByteSpan, CountryCode};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntityKind {
    /// A named human being.
    Person,
    /// A named body: company, party, ministry, court, university, armed group, newspaper.
    Organization,
    /// A country or territory with an ISO 3166-1 code.
    Country,
    /// Any other named place: city, state, region, building.
    Place,
    /// A post, title or occupation ("foreign secretary").
    Role,
    /// A matter of public concern ("climate change").
    Issue,
}

impl EntityKind {
    /// All kinds, in the order of their names in the file.
    pub const ALL: [Self; 6] = [Self::Person, Self::Organization, Self::Country, Self::Place, Self::Role, Self::Issue];

    /// The kind's name in the file: `person`, `organization`, …
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Country => "country",
            Self::Place => "place",
            Self::Role => "role",
            Self::Issue => "issue",
        }
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EntityKind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|k| k.as_str() == name).ok_or_else(|| format!("no entity kind is called {name:?}"))
    }
}

/// The place of an entity in its [`Extraction`](super::Extraction)'s list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityIndex(pub u32);

impl EntityIndex {
    /// As an index into the list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One entity of one article: everything the article calls by one of its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name the article gives (a country: its ISO short name; an issue: its canonical name).
    pub name: String,
    /// ISO code: a country's own, else none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<CountryCode>,
    /// The topic of an issue, from the fixed vocabulary of the lexicon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The other names that the article uses, in order of first use, without `name`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// How a mention refers to its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MentionForm {
    /// By a name, full or short, or an acronym.
    Name,
    /// By an adjective or noun of nationality, or a capital that stands for its government.
    Demonym,
    /// By a description ("the prime minister") or a common noun phrase (roles, issues).
    Nominal,
    /// By a pronoun.
    Pronoun,
}

impl MentionForm {
    /// The form's name in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Demonym => "demonym",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
        }
    }
}

/// One place in the text where an entity is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// Where, in bytes of the article's body.
    pub span: ByteSpan,
    /// Of which entity.
    pub entity: EntityIndex,
    /// How.
    pub form: MentionForm,
}
