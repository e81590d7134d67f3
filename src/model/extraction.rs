//! What one article says, whole.

use super::{Entity, EntityIndex, Mention, Relation};
use serde::{Deserialize, Serialize};

/// Everything that was read out of one article.
///
/// Entities are in order of first mention, mentions in order of the text, relations in order of
/// their first evidence; the same article always gives the same extraction.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Extraction {
    /// The entities, each once.
    pub entities: Vec<Entity>,
    /// Where they are mentioned.
    pub mentions: Vec<Mention>,
    /// The facts.
    pub relations: Vec<Relation>,
    /// Caps that were reached, in words ("more than 10000 mentions"); empty for an ordinary article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub truncated: Vec<String>,
}

impl Extraction {
    /// The entity of an index, or `None` where the index is not of this extraction.
    pub fn entity(&self, index: EntityIndex) -> Option<&Entity> {
        self.entities.get(index.index())
    }
}
