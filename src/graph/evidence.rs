//! Paths in words, each step with the words of an article that prove it.

use super::path::{Path, Step};
use super::snapshot::{Snapshot, label};
use crate::error::Result;
use crate::model::{RelationKind, RoleStatus};
use crate::store::{Proof, Store};
use petgraph::graph::EdgeIndex;
use std::cmp::Reverse;
use std::fmt;

/// One step of a path in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The step.
    pub step: Step,
    /// The fact, from its subject to its object: `Ada Brandt — director of → Harbour Institute`.
    pub fact: String,
    /// The sighting that shows it best; `None` where the store has lost the relation since the
    /// snapshot was loaded.
    pub proof: Option<Proof>,
}

impl fmt::Display for Explanation {
    /// The fact, the quote on one line, and where it stands:
    /// `Ada Brandt — director of → Harbour Institute: 'Ada Brandt, director of the Harbour Institute' (a.txt, 2023-05-06)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fact)?;
        match &self.proof {
            Some(proof) => write!(f, ": {proof}"),
            None => Ok(()),
        }
    }
}

impl Snapshot {
    /// Each step of a path in words, with the sighting that shows it best: asserted before denied
    /// or supposed, then by confidence, then the latest.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// One question to the store a step.
    ///
    /// ```
    #[doc = include_str!("../store/sample_store.md")]
    /// let graph = Snapshot::load(&store)?;
    /// let bank = graph.find("Harbour Bank").next().expect("the bank");
    /// for neighbour in graph.view().neighbourhood(bank) {
    ///     let path = graph.view().undirected().shortest_path(neighbour.node, bank).expect("a step");
    ///     for step in graph.explain(&store, &path)? {
    ///         println!("{step}");
    ///     }
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn explain(&self, store: &Store, path: &Path) -> Result<Vec<Explanation>> {
        path.steps()
            .iter()
            .map(|&step| {
                Ok(Explanation { step, fact: self.fact(step.edge), proof: self.best_proof(store, step.edge)? })
            })
            .collect()
    }

    /// An edge in words, from its subject to its object; empty where the index is not of this
    /// snapshot.
    ///
    /// # Complexity
    ///
    /// O(log n): the source of the edge is searched for.
    ///
    /// ```
    #[doc = include_str!("sample_graph.md")]
    /// use petgraph::graph::EdgeIndex;
    /// assert_eq!(snapshot.fact(EdgeIndex::new(0)), "Ada Brandt — director of → Harbour Institute");
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn fact(&self, edge: EdgeIndex) -> String {
        let (Some((subject, object)), Some(kind)) = (self.edge_endpoints(edge), self.relation_kind(edge)) else {
            return String::new();
        };
        let (status, role) = self.edge(edge).map_or((None, None), |edge| (edge.status(), edge.role()));
        let when = match status {
            Some(RoleStatus::Former) => "former ",
            Some(RoleStatus::Future) => "future ",
            Some(RoleStatus::Current) | None => "",
        };
        let link = match role {
            Some(role) if *kind == RelationKind::HOLDS_ROLE => format!("{when}{} of", label(self, role)),
            _ if *kind == RelationKind::HAS_OCCUPATION => format!("{when}occupation"),
            _ => format!("{when}{}", kind.as_str().replace('_', " ")),
        };
        format!("{} — {link} → {}", label(self, subject), label(self, object))
    }

    fn best_proof(&self, store: &Store, edge: EdgeIndex) -> Result<Option<Proof>> {
        let Some(edge) = self.edge(edge) else { return Ok(None) };
        let mut proofs = store.evidence(edge.relation())?;
        // Stable: the store gives the latest first.
        proofs.sort_by(|a, b| {
            (Reverse(a.is_asserted()).cmp(&Reverse(b.is_asserted()))).then(b.confidence.total_cmp(&a.confidence))
        });
        Ok(proofs.into_iter().next())
    }
}
