//! Cross-validation by article.

use crate::corpus::Annotated;
use crate::score::Score;
use crate::train::{Options, train};
use newsgraph::lexicon::Lexicon;
use newsgraph::tagger::{Label, Tagger, spans_of};
use newsgraph::text::Document;
use std::fmt::Write;

/// Groups of feature templates, by the beginnings of their names; an `=` asks for the whole name.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("the word itself", &["=Word", "=Spelling"]),
    ("affixes", &["Prefix", "Suffix"]),
    ("words around", &["WordBefore", "WordAfter", "ThisAndWordAfter"]),
    ("word classes", &["Class"]),
    ("shapes", &["Shape"]),
    ("lexicon words", &["Flag"]),
    ("lexicon phrases", &["Phrase"]),
    ("capitalised runs", &["Run"]),
    ("the rest of the article", &["Article"]),
    ("the second reading", &["Agreement"]),
    ("place in the sentence", &["Position"]),
];

/// The texts and how they are divided: article i belongs to fold i mod `folds`; the single
/// sentences always train.
#[derive(Debug)]
pub struct Validation<'a> {
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// Whole articles.
    pub articles: &'a [Annotated],
    /// Single sentences.
    pub sentences: &'a [Annotated],
    /// The number of folds.
    pub folds: usize,
}

/// What one fold gave.
#[derive(Debug)]
pub struct Fold {
    /// The model, which has not seen the fold's articles.
    pub model: Vec<u8>,
    /// Its score on them.
    pub score: Score,
}

impl Validation<'_> {
    /// The score over all folds, see [`run`](Self::run).
    pub fn score(&self, options: &Options, share: usize) -> Score {
        Score::sum(self.run(options, share).iter().map(|fold| &fold.score))
    }

    /// Trains each fold's model on one in `share` of the other articles and of the sentences, and
    /// tests it on all of the fold's articles. Two folds run at a time.
    pub fn run(&self, options: &Options, share: usize) -> Vec<Fold> {
        let mut results: Vec<Option<Fold>> = Vec::new();
        results.resize_with(self.folds, || None);
        let half = self.folds.div_ceil(2);
        std::thread::scope(|scope| {
            for (part, slots) in results.chunks_mut(half).enumerate() {
                scope.spawn(move || {
                    for (index, slot) in slots.iter_mut().enumerate() {
                        *slot = Some(self.fold(options, share, part * half + index));
                    }
                });
            }
        });
        results.into_iter().flatten().collect()
    }

    fn fold(&self, options: &Options, share: usize, number: usize) -> Fold {
        let training = self
            .articles
            .iter()
            .enumerate()
            .filter(|(i, _)| i % self.folds != number && (i / self.folds).is_multiple_of(share));
        let training: Vec<&Annotated> =
            training.map(|(_, text)| text).chain(self.sentences.iter().step_by(share)).collect();
        let held: Vec<&Annotated> = self.articles.iter().skip(number).step_by(self.folds).collect();
        let model = train(self.lexicon, &training, options);
        let bytes = model.to_bytes();
        Fold { model: bytes, score: Score::of(&Tagger::new(model), self.lexicon, &held) }
    }

    /// Files for others to measure with: each fold's model, `folds.tsv` (article, fold) and
    /// `predictions.tsv` (article, first byte, byte after the last, label, confidence, whether
    /// right, wrong or missed, and the words).
    pub fn files(&self, folds: &[Fold]) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let (mut list, mut predictions) = (String::new(), String::new());
        for (number, fold) in folds.iter().enumerate() {
            files.push((format!("fold{number}.bin"), fold.model.clone()));
        }
        let taggers: Vec<_> = folds.iter().filter_map(|fold| Tagger::from_bytes(&fold.model).ok()).collect();
        for (index, text) in self.articles.iter().enumerate() {
            let _ = writeln!(list, "{}\t{}", text.name, index % self.folds);
            if let Some(tagger) = taggers.get(index % self.folds) {
                self.predictions(tagger, text, &mut predictions);
            }
        }
        files.push(("folds.tsv".into(), list.into_bytes()));
        files.push(("predictions.tsv".into(), predictions.into_bytes()));
        files
    }

    fn predictions(&self, tagger: &Tagger, text: &Annotated, out: &mut String) {
        let doc = Document::new(&text.text);
        let (tags, _) = text.tags(&doc);
        let mut missed: Vec<(Label, _)> = spans_of(&tags).collect();
        let mut lines = Vec::new();
        for span in tagger.tag(self.lexicon, &doc) {
            let place = missed.iter().position(|known| *known == (span.label, span.tokens.clone()));
            let verdict = if let Some(place) = place {
                missed.swap_remove(place);
                "right"
            } else {
                "wrong"
            };
            lines.push((doc.span(span.tokens), span.label, span.confidence, verdict));
        }
        lines.extend(missed.into_iter().map(|(label, run)| (doc.span(run), label, 0.0, "missed")));
        lines.sort_by_key(|line| line.0);
        for (span, label, confidence, verdict) in lines {
            let words = span.of(&text.text).unwrap_or_default().replace(['\n', '\t'], " ");
            let (name, start, end) = (&text.name, span.start, span.end);
            let _ = writeln!(out, "{name}\t{start}\t{end}\t{label}\t{confidence:.3}\t{verdict}\t{words}");
        }
    }
}
