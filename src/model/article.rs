//! What goes in: one news article.

use super::Date;
use serde::{Deserialize, Serialize};

/// One news article: its text and what is known about it.
///
/// `body` is the whole text that is read, exactly as given; every span of the extraction and of
/// the database counts in it. Where the article has a title, the body's first line of text is the
/// title (the readers of the `text` module see to that); a title that does not stand in the body is kept as
/// a label and not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The article's name in the store: a file path or a URI. Unique there.
    pub uri: String,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day (month, year) of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Date>,
    /// The newspaper, agency or press office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where the article was published, if that is not the `uri`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The text that is read.
    pub body: String,
}

impl Article {
    /// An article of which nothing is known but its text.
    pub fn new(uri: impl Into<String>, body: impl Into<String>) -> Self {
        Self { uri: uri.into(), title: None, published_on: None, publisher: None, url: None, body: body.into() }
    }
}
