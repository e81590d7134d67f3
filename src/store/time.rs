//! Who held a role when, as far as articles say so; and what should be looked at by a person.
//!
//! Nothing here is inferred: an article says on its day that somebody holds, held or is to hold a
//! role, and a second job never ends a first. Between two articles nothing is known.

use super::Store;
use super::rows::{EntityId, EntityRow, date, parsed, required};
use crate::error::Result;
use crate::model::{Date, EntityKind, RoleStatus};

/// What one article says of somebody and a role: a row of the view `role_holder`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RoleSighting {
    /// The person.
    pub person: EntityId,
    /// The person's canonical name.
    pub person_name: String,
    /// The role's canonical name.
    pub role: String,
    /// The organization, country or place.
    pub organization: EntityId,
    /// Its canonical name.
    pub organization_name: String,
    /// What the article says of the time.
    pub status: Option<RoleStatus>,
    /// The day (month, year) of the article.
    pub seen_on: Option<Date>,
    /// The article.
    pub article_uri: String,
    /// When the role began, where the article says so.
    pub start_date: Option<Date>,
    /// When it ended, where the article says so.
    pub end_date: Option<Date>,
}

/// Something that a person should look at: a row of the view `review`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReviewItem {
    /// "identity", "two holders" or "former before current".
    pub reason: String,
    /// What kind of entities it is about.
    pub kind: EntityKind,
    /// The first article and the name there.
    pub left: (String, String),
    /// The second article and the name there.
    pub right: (String, String),
    /// What was found, in words.
    pub detail: String,
}

const COLUMNS: &str = "person_id, person, role, organization_id, organization, status, seen_on, article_uri,
    start_date, end_date";

/// "~" comes after every character of a date, so that a year reaches to its last day.
fn end_of(date: Date) -> String {
    format!("{date}~")
}

impl Store {
    /// Who held a role in an organization, country or place as of a date: for each person the last
    /// article up to that date that speaks of it, where that article says that the role is held, the
    /// latest first. An end that an article states and that lies before the date counts. Roles are
    /// compared by name, in any case and spelling.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// Linear in the evidence for people of the organization.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let bank = &store.entities_named("Harbour Bank")?[0];
    /// let march = "2024-03".parse().expect("a month");
    /// for holder in store.holders(bank.id, "chair", march)? {
    ///     println!("{} ({})", holder.person_name, holder.article_uri);
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn holders(&self, organization: EntityId, role: &str, as_of: Date) -> Result<Vec<RoleSighting>> {
        let mut last = self.sightings(organization, role)?;
        last.retain(|seen| seen.seen_on.is_some_and(|on| on.to_string() <= end_of(as_of)));
        let mut holders: Vec<RoleSighting> = Vec::new();
        // The latest comes first.
        for seen in last {
            if holders.iter().all(|holder| holder.person != seen.person) {
                holders.push(seen);
            }
        }
        let ended = |seen: &RoleSighting| seen.end_date.is_some_and(|end| end_of(end) < as_of.to_string());
        holders.retain(|seen| seen.status == Some(RoleStatus::Current) && !ended(seen));
        Ok(holders)
    }

    /// Everything that articles say of who holds, held or is to hold a role in an organization, the
    /// latest article first; with an empty role, of all its roles. Those before and after a holder
    /// are the neighbours in this list.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// Linear in the evidence for people of the organization.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let bank = &store.entities_named("Harbour Bank")?[0];
    /// for seen in store.sightings(bank.id, "director")? {
    ///     println!("{:?} {} {:?}", seen.seen_on, seen.person_name, seen.status);
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn sightings(&self, organization: EntityId, role: &str) -> Result<Vec<RoleSighting>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM role_holder WHERE organization_id = ?1
             ORDER BY seen_on DESC, CASE status WHEN 'current' THEN 0 WHEN 'future' THEN 1 ELSE 2 END,
                 confidence DESC, person, article_uri"
        );
        let mut found = self.list(&sql, [organization.0], RoleSighting::read)?;
        let wanted = super::identity::folded(role);
        found.retain(|seen| role.is_empty() || super::identity::folded(&seen.role) == wanted);
        Ok(found)
    }

    /// The people whom articles of a span of time, both ends included, call present holders of a
    /// role in an organization, with the article of each.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    ///
    /// # Complexity
    ///
    /// Linear in the evidence for people of the organization.
    ///
    /// ```
    #[doc = include_str!("sample_store.md")]
    /// let bank = &store.entities_named("Harbour Bank")?[0];
    /// let year = "2024".parse().expect("a year");
    /// for holder in store.people_between(bank.id, year, year)? {
    ///     println!("{}, {}", holder.person_name, holder.role);
    /// }
    /// # Ok::<(), newsgraph::Error>(())
    /// ```
    pub fn people_between(&self, organization: EntityId, from: Date, to: Date) -> Result<Vec<RoleSighting>> {
        let mut found = self.sightings(organization, "")?;
        found.retain(|seen| {
            seen.status == Some(RoleStatus::Current)
                && seen.seen_on.is_some_and(|on| end_of(on) >= from.to_string() && on.to_string() <= end_of(to))
        });
        Ok(found)
    }

    /// What a person should look at: pairs that may be one, and facts that contradict each other
    /// (two holders of a post for one, named in one month; an article that calls somebody former before
    /// another calls the same person current).
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn review(&self) -> Result<Vec<ReviewItem>> {
        self.list(
            "SELECT reason, kind, left_uri, left_name, right_uri, right_name, detail FROM review
             ORDER BY reason, kind, left_uri, left_name, right_uri, right_name, detail",
            [],
            |row| {
                Ok(ReviewItem {
                    reason: row.get(0)?,
                    kind: required(row, 1)?,
                    left: (row.get(2)?, row.get(3)?),
                    right: (row.get(4)?, row.get(5)?),
                    detail: row.get(6)?,
                })
            },
        )
    }

    /// The canonical entity of one name and kind that most articles speak of.
    ///
    /// # Errors
    ///
    /// [`Error::Corrupt`](crate::Error::Corrupt), [`Error::Database`](crate::Error::Database).
    pub fn entity_named(&self, kind: EntityKind, name: &str) -> Result<Option<EntityRow>> {
        Ok(self.entities_named(name)?.into_iter().find(|entity| entity.kind == kind))
    }
}

impl RoleSighting {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            person: EntityId(row.get(0)?),
            person_name: row.get(1)?,
            role: row.get(2)?,
            organization: EntityId(row.get(3)?),
            organization_name: row.get(4)?,
            status: parsed(row, 5)?,
            seen_on: date(row, 6)?,
            article_uri: row.get(7)?,
            start_date: date(row, 8)?,
            end_date: date(row, 9)?,
        })
    }
}
