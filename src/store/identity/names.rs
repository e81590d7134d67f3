//! What follows from a name alone, or from what is said beside it, kept: most of an article stood in earlier
//! ones.

use super::body::BodyName;
use super::facts::{Fields, facts};
use super::recent::Recent;
use super::score::Parsed;
use super::signals::{Facets, role_words};
use super::{block_of_parts, folded};
use crate::model::{CountryCode, EntityKind};
use std::sync::Arc;

/// Of each kind so many names are kept, up to twice: some twenty megabytes of persons.
const REMEMBERED: usize = 40_000;

/// What follows from a name alone.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) name: Arc<str>,
    pub(super) block: i64,
    pub(super) parsed: Parsed,
    /// A person's name that is on no list of common ones.
    pub(super) rare: bool,
    /// Of a place, read as an organization's name.
    place_body: Option<Box<BodyName>>,
    /// Of a role: in one spelling.
    pub(super) role: String,
    /// Of a place that the lists know.
    pub(super) place: Option<KnownPlace>,
}

/// A place that the lists know, with its country.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownPlace(pub(super) Option<CountryCode>);

impl Known {
    pub(super) fn read(kind: EntityKind, name: Arc<str>) -> Self {
        let parsed = Parsed::read(kind, &name);
        let rare = matches!(&parsed, Parsed::Person(name) if name.is_rare());
        let place_body = (kind == EntityKind::Place).then(|| Box::new(BodyName::parse(&name)));
        let place = match kind {
            EntityKind::Place => facts().place(&folded(&name)).map(|(_, country)| KnownPlace(country)),
            _ => None,
        };
        let role = if kind == EntityKind::Role { role_words(&name) } else { String::new() };
        Self { block: block_of_parts(kind, &name, &parsed), name, parsed, rare, place_body, role, place }
    }

    /// Of an organization or a place.
    pub(super) fn body(&self) -> Option<&BodyName> {
        match &self.parsed {
            Parsed::Body(body) => Some(body),
            _ => self.place_body.as_deref(),
        }
    }
}

/// What is said beside a name, with what follows from it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// As the file has it.
    pub(super) line: Option<Arc<str>>,
    pub(super) facets: Facets,
    /// The fields of its roles.
    pub(super) fields: Fields,
}

impl Said {
    fn new(line: Option<Arc<str>>, facets: Facets) -> Self {
        let fields = facets.roles.iter().fold(Fields::default(), |all, role| all.with(facts().fields(role)));
        Self { line, facets, fields }
    }

    /// What the file has, where it has anything.
    pub(super) fn read(line: Option<&str>) -> Self {
        Self::new(line.map(Arc::from), line.map(Facets::parse).unwrap_or_default())
    }
}

/// The names read last, by their kinds, and what was said beside them.
#[derive(Debug, Default)]
pub(in super::super) struct Names {
    kinds: [Recent<Arc<str>, Arc<Known>>; EntityKind::ALL.len()],
    said: Recent<Arc<str>, Arc<Said>>,
    nothing: Arc<Said>,
}

impl Names {
    #[expect(clippy::indexing_slicing, reason = "there are as many as kinds")]
    pub(super) fn get(&mut self, kind: EntityKind, name: &str) -> Arc<Known> {
        let names = &mut self.kinds[kind as usize];
        if let Some(known) = names.get(name, |_| 1) {
            return Arc::clone(known);
        }
        let name: Arc<str> = Arc::from(name);
        let known = Arc::new(Known::read(kind, Arc::clone(&name)));
        names.insert(name, Arc::clone(&known), 1, REMEMBERED);
        known
    }

    /// The block of a name.
    pub(in super::super) fn block(&mut self, kind: EntityKind, name: &str) -> i64 {
        self.get(kind, name).block
    }

    /// The facets of a line of the file; a name of nothing but a semicolon parts it.
    pub(super) fn said(&mut self, line: Option<&str>) -> Arc<Said> {
        let Some(line) = line else { return Arc::clone(&self.nothing) };
        if let Some(said) = self.said.get(line, |_| 1) {
            return Arc::clone(said);
        }
        let said = Arc::new(Said::read(Some(line)));
        self.said.insert(Arc::from(line), Arc::clone(&said), 1, REMEMBERED);
        said
    }
}
