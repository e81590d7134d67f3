//! Reads each article with a tagger that has not seen it, into a store that any scorer can ask.

use crate::corpus::Annotated;
use newsgraph::lexicon::Lexicon;
use newsgraph::tagger::Tagger;
use newsgraph::text::read_plain_text;
use newsgraph::{Extractor, Store};
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Writes `out` anew: the articles, by their names, as read with the models of `validate --fold-models`.
///
/// # Errors
///
/// Says which file cannot be read or written, or which article is in no fold.
pub fn heldout(articles: &[Annotated], models: &Path, out: &Path) -> Result<(), String> {
    let table = fs::read_to_string(models.join("folds.tsv")).map_err(|error| named(models, &error))?;
    let fold_of: HashMap<&str, &str> = table.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut extractors: HashMap<&str, Extractor> = HashMap::new();
    if out.exists() {
        fs::remove_file(out).map_err(|error| named(out, &error))?;
    }
    let mut store = Store::open(out).map_err(text)?;
    let mut batch = store.begin().map_err(text)?;
    for article in articles {
        let fold = fold_of.get(article.name.as_str()).ok_or_else(|| format!("{} is in no fold", article.name))?;
        if !extractors.contains_key(fold) {
            let path = models.join(format!("fold{fold}.bin"));
            let model = fs::read(&path).map_err(|error| named(&path, &error))?;
            let tagger = Tagger::from_bytes(&model).map_err(text)?;
            extractors.insert(fold, Extractor::with(Lexicon::builtin().map_err(text)?, tagger));
        }
        let read = read_plain_text(&article.name, &article.text).map_err(text)?;
        batch.put(&read, &extractors[fold].extract(&read)).map_err(text)?;
    }
    batch.commit().map_err(text)?;
    println!("{}: {} articles", out.display(), articles.len());
    Ok(())
}

fn named(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
