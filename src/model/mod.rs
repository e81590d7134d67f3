//! The words of the field as types: article, entity, mention, relation, evidence.
//!
//! Everything here is plain data with serde on it. The model knows no database, no graph and
//! no text processing; the layers above speak to each other in these types. Start with
//! [`Article`] (what goes in) and [`Extraction`] (what one article says).

mod article;
mod country;
mod date;
mod entity;
mod extraction;
mod relation;
mod span;

pub use article::Article;
pub use country::CountryCode;
pub use date::{Date, DateError};
pub use entity::{Entity, EntityIndex, EntityKind, Mention, MentionForm};
pub use extraction::Extraction;
pub use relation::{Evidence, Modality, Polarity, Relation, RelationKind, RoleStatus};
pub use span::{ByteSpan, CharSpan, SpanConverter};
