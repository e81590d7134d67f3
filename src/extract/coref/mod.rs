//! Which names mean the same person or body inside one article.

mod organizations;
mod persons;

use super::reading::Reading;
use crate::extract::hash::FastSet;
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// A person or body of the article with all its names.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    /// The fullest name, as some text of the article gives it.
    pub(crate) name: String,
    /// The other names, in order of first use.
    pub(crate) aliases: Vec<String>,
}

/// The persons and bodies of an article, and which name means which.
#[derive(Debug, Default)]
pub(crate) struct Coreference {
    /// The persons.
    pub(crate) people: Vec<Cluster>,
    /// For each name of the reading, the person it means.
    pub(crate) person_of: Vec<Option<u32>>,
    /// The bodies.
    pub(crate) bodies: Vec<Cluster>,
    /// For each name of the reading, the body it means.
    pub(crate) body_of: Vec<Option<u32>>,
}

/// Gathers the names of an article.
pub(crate) fn resolve(reading: &Reading<'_>) -> Coreference {
    let (people, person_of) = persons::resolve(reading);
    let (bodies, body_of) = organizations::resolve(reading);
    Coreference { people, person_of, bodies, body_of }
}

impl Cluster {
    /// A cluster named by the fullest of `forms`, which are in order of use: the one with the most
    /// words, then the longest, then the first.
    fn of(forms: &[impl AsRef<str>]) -> Self {
        let mut forms = forms.iter().map(AsRef::as_ref);
        // Letters are counted alike, whether their marks are composed with them or stand apart.
        let letters = |form: &str| form.chars().filter(|c| c.is_ascii() || !is_combining_mark(*c)).count();
        let fullness = |form: &str| (form.split_whitespace().count(), letters(form));
        let all = forms.clone();
        let mut best = forms.next().unwrap_or_default();
        if forms.clone().all(|form| form == best) {
            return Self { name: best.to_owned(), aliases: Vec::new() };
        }
        let mut fullest = fullness(best);
        for form in forms {
            let full = fullness(form);
            if full > fullest {
                (best, fullest) = (form, full);
            }
        }
        let mut known = FastSet::from_iter([best]);
        let aliases = all.filter(|form| known.insert(form)).map(str::to_owned).collect();
        Self { name: best.to_owned(), aliases }
    }
}

/// A name as it is shown: on one line, single blanks, without characters that do not print.
pub(crate) fn display<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if is_displayed(&text) {
        return text;
    }
    let clean: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

/// Whether a name is plain ASCII that is shown as it stands.
fn is_displayed(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ')
        && !bytes.starts_with(b" ")
        && !bytes.ends_with(b" ")
        && !bytes.windows(2).any(|pair| pair == b"  ")
}
