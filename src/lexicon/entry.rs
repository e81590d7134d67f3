//! What the tables say of their entries.

use crate::model::CountryCode;
use std::borrow::Cow;

/// How a word names a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountryForm {
    /// Its name, short, formal or former: "China", "Burma".
    Name,
    /// An abbreviation: "UK", "DPRK".
    Abbreviation,
    /// An adjective or noun of nationality: "Chinese", "Britons".
    Demonym,
    /// Its capital: "Beijing".
    Capital,
    /// A seat that stands for its government: "Kremlin", "Downing Street".
    Seat,
}

/// A way to name a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryName {
    /// The country.
    pub code: CountryCode,
    /// How it is named.
    pub form: CountryForm,
    /// Whether the words often mean something else ("Jordan", "Georgia", "Congolese").
    pub ambiguous: bool,
}

/// What kind of post or occupation a role is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoleClass {
    /// A post of a state or a part of it: "prime minister", "governor", "ambassador".
    State,
    /// A post in a party.
    Party,
    /// A seat or post in a parliament.
    Parliament,
    /// Of courts and law: "judge", "prosecutor", "lawyer".
    Judicial,
    /// A rank or post of armed forces.
    Military,
    /// A rank or post of the police.
    Police,
    /// Of a religion.
    Clergy,
    /// Of a royal house or the nobility.
    Royal,
    /// Of companies and trade.
    Business,
    /// Of universities and research.
    Academic,
    /// Of press and broadcasting.
    Media,
    /// A post any organization may have: "president", "head", "spokesman", "member".
    Office,
    /// An occupation or standing of its own: "activist", "doctor".
    Occupation,
    /// Of sport.
    Sport,
    /// Of the arts and entertainment.
    Arts,
    /// Not a role but a part in an event: "victim", "suspect", "winner".
    Event,
}

/// A role noun or noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The phrase in full, in small letters: "senator" for "Sen.".
    pub phrase: Cow<'static, str>,
    /// Its class.
    pub class: RoleClass,
    /// Whether it may stand as a title before a name.
    pub title: bool,
}

/// What a status word or modifier before a role says of its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoleEffect {
    /// Nothing: it narrows the role ("deputy", "foreign").
    Narrows,
    /// Held now, for the time being ("acting", "interim", "outgoing").
    Current,
    /// No longer held ("former", "ex", "late").
    Former,
    /// Not held yet ("elect", "incoming", "designate").
    Future,
}

/// The kind of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganizationKind {
    /// A ministry, agency or other body of a state or a part of it.
    Government,
    /// A parliament, or a house or committee of one.
    Parliament,
    /// A court.
    Court,
    /// Police, armed forces, armed groups.
    Armed,
    /// A political party or movement.
    Party,
    /// A company or bank.
    Company,
    /// A newspaper, agency or broadcaster.
    Media,
    /// A university, school, institute or think tank.
    Academic,
    /// A body of several states.
    International,
    /// An association, charity, union or other private body.
    Ngo,
    /// A church or other religious body.
    Religious,
    /// A club, team, league or federation of sport.
    Sport,
    /// A hospital or other body of health care.
    Health,
}

/// Where a head noun stands in the names it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeadPosition {
    /// Last: "Defence Committee".
    Last,
    /// First, before "of" or "for": "Ministry of Health".
    Of,
    /// Either.
    Both,
}

/// A noun that makes a capitalised phrase the name of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrganizationHead {
    /// The kind of organization.
    pub kind: OrganizationKind,
    /// Where it stands.
    pub position: HeadPosition,
    /// Whether it makes a name in small letters after a country's adjective
    /// ("Chinese foreign ministry").
    pub small: bool,
}

/// A well-known organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its name in full.
    pub name: Cow<'static, str>,
    /// Its acronym or short name; empty where it has none.
    pub acronym: Cow<'static, str>,
    /// Its kind.
    pub kind: OrganizationKind,
    /// Its country; `None` for international ones.
    pub country: Option<CountryCode>,
}

/// The kind of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A nation inside a state: "Scotland".
    Nation,
    /// A state, province or other first-level division.
    Division,
    /// A city.
    City,
    /// A region of a country or of the world: "Middle East", "Donbas".
    Region,
    /// A continent.
    Continent,
    /// A sea, ocean, gulf, strait or canal.
    Sea,
    /// A river or lake.
    River,
    /// A mountain, range, desert, forest or the like.
    Mountain,
    /// An island or group of islands.
    Island,
    /// A district, building, camp or square.
    Site,
}

/// A place other than a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its kind.
    pub kind: PlaceKind,
    /// The country it lies in, where it is one.
    pub country: Option<CountryCode>,
    /// Whether the name often means something else.
    pub ambiguous: bool,
}

/// A field of public concern, one of a fixed vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its label: "climate change".
    pub label: Cow<'static, str>,
    /// The group it belongs to: "environment".
    pub group: Cow<'static, str>,
}

/// The place of a topic in [`Lexicon::topics`](super::Lexicon::topics).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TopicIndex(pub(super) u8);

/// A matter of public concern with its usual words.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// Its canonical label.
    pub label: Cow<'static, str>,
    /// Its topic.
    pub topic: TopicIndex,
    /// From 0 to 1: how surely the phrase alone names a matter of public concern.
    pub weight: f32,
}
