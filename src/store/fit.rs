//! Whether an article and its extraction can be written: checked whole before the first row.

use super::rows::MOST_ROWS;
use super::spans::LONGEST;
use crate::error::{Error, Result};
use crate::model::{Article, ByteSpan, EntityIndex, Extraction};

/// # Errors
///
/// [`Error::Nul`], [`Error::EmptyArticle`], [`Error::Extraction`].
pub(super) fn check(article: &Article, extraction: &Extraction) -> Result<()> {
    let uri = &article.uri;
    let misfit = |message: String| Error::Extraction { uri: uri.clone(), message };
    let labels =
        [Some(uri), article.title.as_ref(), article.publisher.as_ref(), article.url.as_ref(), Some(&article.body)];
    for text in labels.into_iter().flatten() {
        if let Some(byte) = text.bytes().position(|b| b == 0) {
            return Err(Error::Nul { uri: uri.replace('\0', "\u{fffd}"), byte });
        }
    }
    if uri.is_empty() {
        return Err(misfit("the article has no uri".into()));
    }
    if article.body.is_empty() {
        return Err(Error::EmptyArticle { uri: uri.clone() });
    }
    let sightings = extraction.relations.iter().map(|relation| relation.evidence.len()).sum::<usize>();
    if extraction.entities.len().max(sightings) > MOST_ROWS {
        return Err(misfit(format!("it has more than {MOST_ROWS} entities or sightings of facts")));
    }
    let entity = |index: EntityIndex| match extraction.entity(index) {
        Some(_) => Ok(()),
        None => Err(misfit(format!("there is no entity {}", index.0))),
    };
    let span = |span: ByteSpan| match span.of(&article.body) {
        Some(words) if !words.is_empty() => Ok(()),
        _ => Err(misfit(format!("bytes {}..{} are no words of the text", span.start, span.end))),
    };
    let plain = |text: &str| match text {
        "" => Err(misfit("a name or rule is empty".into())),
        text if text.contains('\0') => Err(misfit(format!("{text:?} holds a NUL character"))),
        _ => Ok(()),
    };
    for e in &extraction.entities {
        plain(&e.name)?;
        e.aliases.iter().chain(&e.topic).try_for_each(|text| plain(text))?;
    }
    for mention in &extraction.mentions {
        entity(mention.entity)?;
        span(mention.span)?;
        if mention.span.len() > LONGEST && mention.span.of(&article.body).is_some_and(|m| m.chars().count() > LONGEST) {
            return Err(misfit(format!("a mention has more than {LONGEST} characters")));
        }
    }
    for relation in &extraction.relations {
        plain(relation.kind.as_str())?;
        [Some(relation.subject), Some(relation.object), relation.role].into_iter().flatten().try_for_each(entity)?;
        if relation.evidence.is_empty() {
            return Err(misfit(format!("a {} relation has no evidence", relation.kind)));
        }
        for evidence in &relation.evidence {
            span(evidence.span)?;
            plain(&evidence.rule)?;
            evidence.label.as_deref().map_or(Ok(()), plain)?;
            evidence.attributed_to.map_or(Ok(()), entity)?;
            if !(0.0..=1.0).contains(&evidence.confidence) {
                return Err(misfit(format!("confidence {} is not between 0 and 1", evidence.confidence)));
            }
        }
    }
    Ok(())
}
