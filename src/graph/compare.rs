//! How a node's links differ between two views, such as a country's issues in two years.

use super::view::View;
use crate::model::{EntityKind, RelationKind};
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How the links of one node to others of a kind differ between two views.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Linked in the later view only.
    pub appeared: Vec<NodeIndex>,
    /// Linked in the earlier view only.
    pub gone: Vec<NodeIndex>,
    /// Linked in both.
    pub kept: Vec<NodeIndex>,
}

/// The issues of a country in `before` and `after`, two views of the same snapshot; in each list
/// those of most articles first, then in node order.
///
/// A view by [`cited_between`](View::cited_between) shows what was cited from first to last within
/// a period; for what was cited *in* it, give [`relations`](View::relations) the ids that the store
/// finds for the period.
///
/// # Complexity
///
/// O(d log d) for d edges at the country.
///
/// ```
/// use newsgraph::graph::{EdgeRow, NodeRow, Snapshot, issue_change};
/// use newsgraph::model::EntityKind::{Country, Issue};
///
/// let mut builder = Snapshot::builder();
/// for (id, kind, name) in [(1, Country, "Norway"), (2, Issue, "fishing rights"), (3, Issue, "migration")] {
///     builder.entity(NodeRow::new(id, kind, name))?;
/// }
/// for (id, issue, day) in [(1, 2, "2022-03-01"), (2, 3, "2023-03-01")] {
///     let day = day.parse().ok();
///     builder.relation(EdgeRow { first_cited_on: day, last_cited_on: day, ..EdgeRow::new(id, "concerned_with", 1, issue) })?;
/// }
/// let snapshot = builder.build();
/// let year = |year: &str| snapshot.view().cited_between(year.parse().ok(), year.parse().ok());
/// let norway = snapshot.find_kind(Country, "Norway").unwrap();
/// let change = issue_change(&year("2022"), &year("2023"), norway);
/// assert_eq!(snapshot.name(change.appeared[0]), "migration");
/// assert_eq!(snapshot.name(change.gone[0]), "fishing rights");
/// # Ok::<(), newsgraph::Error>(())
/// ```
pub fn issue_change(before: &View<'_>, after: &View<'_>, country: NodeIndex) -> Change {
    let (before, after) = (issues(before, country), issues(after, country));
    let mut all: Vec<(NodeIndex, u64)> = before.iter().map(|(&n, &articles)| (n, articles)).collect();
    all.extend(after.iter().filter(|(n, _)| !before.contains_key(n)).map(|(&n, &articles)| (n, articles)));
    all.sort_by_key(|&(n, articles)| (Reverse(articles.max(after.get(&n).copied().unwrap_or(0))), n));
    let mut change = Change::default();
    for (n, _) in all {
        match (before.contains_key(&n), after.contains_key(&n)) {
            (true, true) => change.kept.push(n),
            (true, false) => change.gone.push(n),
            _ => change.appeared.push(n),
        }
    }
    change
}

/// The issues of a country, with the articles of the edges.
fn issues(view: &View<'_>, country: NodeIndex) -> BTreeMap<NodeIndex, u64> {
    let snapshot = view.snapshot();
    let mut issues = BTreeMap::new();
    for edge in view.both_ways().edges_at(country, Direction::Outgoing) {
        let is_issue = snapshot.node(edge.target()).is_some_and(|node| node.kind() == EntityKind::Issue);
        if is_issue && snapshot.relation_kind(edge.id()) == Some(&RelationKind::CONCERNED_WITH) {
            *issues.entry(edge.target()).or_default() += u64::from(edge.weight().articles());
        }
    }
    issues
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, news};
    use super::*;

    #[test]
    fn issues_come_and_go() {
        let snapshot = news();
        let year = |text: &str| snapshot.view().cited_between(text.parse().ok(), text.parse().ok());
        let change = issue_change(&year("2022"), &year("2024"), at(&snapshot, 7));
        assert_eq!(change, Change { appeared: vec![at(&snapshot, 8)], gone: vec![at(&snapshot, 9)], kept: vec![] });
        let change = issue_change(&year("2022"), &year("2024"), at(&snapshot, 6));
        assert_eq!(change, Change { kept: vec![at(&snapshot, 8)], ..Change::default() });
        assert_eq!(issue_change(&year("1990"), &year("1991"), NodeIndex::new(99)), Change::default());
    }
}
