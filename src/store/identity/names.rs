//! What follows from a name alone, kept: most names of an article stood in earlier ones.

use super::body::BodyName;
use super::facts::facts;
use super::score::Parsed;
use super::signals::role_words;
use super::{block_of_parts, folded};
use crate::model::{CountryCode, EntityKind};
use crate::store::map::FastMap;
use std::sync::Arc;

/// The names of a kind are forgotten at this many: some twenty megabytes.
const REMEMBERED: usize = 20_000;

/// What follows from a name alone.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) block: i64,
    pub(super) parsed: Arc<Parsed>,
    /// Of a place, read as an organization's name.
    place_body: Option<BodyName>,
    /// Of a role: in one spelling.
    pub(super) role: String,
    /// Of a place that the lists know.
    pub(super) place: Option<KnownPlace>,
}

/// A place that the lists know, with its country.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownPlace(pub(super) Option<CountryCode>);

impl Known {
    fn read(kind: EntityKind, name: &str) -> Self {
        let parsed = Arc::new(Parsed::read(kind, name));
        let place_body = (kind == EntityKind::Place).then(|| BodyName::parse(name));
        let place = match kind {
            EntityKind::Place => facts().place(&folded(name)).map(|(_, country)| KnownPlace(country)),
            _ => None,
        };
        let role = if kind == EntityKind::Role { role_words(name) } else { String::new() };
        Self { block: block_of_parts(kind, name, &parsed), parsed, place_body, role, place }
    }

    /// Of an organization or a place.
    pub(super) fn body(&self) -> Option<&BodyName> {
        match &*self.parsed {
            Parsed::Body(body) => Some(body),
            _ => self.place_body.as_ref(),
        }
    }
}

/// The names read last, by their kinds.
#[derive(Debug, Default)]
pub(in super::super) struct Names {
    kinds: [FastMap<String, Arc<Known>>; EntityKind::ALL.len()],
}

impl Names {
    #[expect(clippy::indexing_slicing, reason = "there are as many as kinds")]
    pub(super) fn get(&mut self, kind: EntityKind, name: &str) -> Arc<Known> {
        let names = &mut self.kinds[kind as usize];
        if let Some(known) = names.get(name) {
            return Arc::clone(known);
        }
        if names.len() >= REMEMBERED {
            names.clear();
        }
        let known = Arc::new(Known::read(kind, name));
        names.insert(name.to_owned(), Arc::clone(&known));
        known
    }

    /// The block of a name.
    pub(in super::super) fn block(&mut self, kind: EntityKind, name: &str) -> i64 {
        self.get(kind, name).block
    }
}
