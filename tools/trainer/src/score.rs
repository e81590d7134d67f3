//! Strict span scores, per label.

use crate::corpus::Annotated;
use newsgraph::lexicon::Lexicon;
use newsgraph::tagger::{Label, Tagger, spans_of};
use newsgraph::text::Document;
use std::fmt;
use std::ops::AddAssign;

/// How confidences are grouped to see whether they are probabilities.
const BINS: usize = 10;

/// Counts of spans: in the annotation, found, and found rightly (same tokens and label).
#[derive(Debug, Clone, Default)]
pub struct Score {
    labels: [[u32; 3]; 7],
    bins: [(u32, u32, f32); BINS],
}

/// Precision, recall and their harmonic mean, in percent.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// Right of found.
    pub precision: f64,
    /// Right of annotated.
    pub recall: f64,
    /// Harmonic mean.
    pub f1: f64,
}

impl Score {
    /// Tags `texts` and counts.
    pub fn of(tagger: &Tagger, lexicon: &Lexicon, texts: &[&Annotated]) -> Self {
        let mut score = Self::default();
        for text in texts {
            let doc = Document::new(&text.text);
            let (tags, _) = text.tags(&doc);
            let gold: Vec<_> = spans_of(&tags).map(|(label, tokens)| (tokens, label)).collect();
            for (_, label) in &gold {
                score.labels[*label as usize][0] += 1;
            }
            let mut at = 0;
            for span in tagger.tag(lexicon, &doc) {
                while gold.get(at).is_some_and(|(tokens, _)| tokens.start < span.tokens.start) {
                    at += 1;
                }
                let right = gold.get(at).is_some_and(|(tokens, label)| *tokens == span.tokens && *label == span.label);
                let counts = &mut score.labels[span.label as usize];
                counts[1] += 1;
                counts[2] += u32::from(right);
                let bin = &mut score.bins[((span.confidence * BINS as f32) as usize).min(BINS - 1)];
                *bin = (bin.0 + 1, bin.1 + u32::from(right), bin.2 + span.confidence);
            }
        }
        score
    }

    /// All counts together.
    pub fn sum<'s>(scores: impl IntoIterator<Item = &'s Self>) -> Self {
        let mut sum = Self::default();
        for score in scores {
            sum += score;
        }
        sum
    }

    /// The rates of one label, or of all together.
    pub fn rates(&self, label: Option<Label>) -> Rates {
        let [annotated, found, right] = match label {
            Some(label) => self.labels[label as usize],
            None => self
                .labels
                .iter()
                .fold([0; 3], |sum, counts| [sum[0] + counts[0], sum[1] + counts[1], sum[2] + counts[2]]),
        }
        .map(f64::from);
        let percent = |part: f64, whole: f64| {
            if whole > 0.0 { 100.0 * part / whole } else { 0.0 }
        };
        Rates {
            precision: percent(right, found),
            recall: percent(right, annotated),
            f1: percent(2.0 * right, found + annotated),
        }
    }

    /// F1 of all and of each label, on one line.
    pub fn line(&self) -> String {
        let labels: Vec<String> =
            Label::ALL.iter().map(|&label| format!("{label} {:.1}", self.rates(Some(label)).f1)).collect();
        format!("{:.2}  {}", self.rates(None).f1, labels.join("  "))
    }

    /// Per group of confidences: spans, mean confidence, share of right ones.
    pub fn calibration(&self) -> String {
        let groups = self.bins.iter().filter(|bin| bin.0 > 0).map(|&(found, right, sum)| {
            format!("{found} at {:.2}: {:.2}", f64::from(sum) / f64::from(found), f64::from(right) / f64::from(found))
        });
        groups.collect::<Vec<_>>().join("; ")
    }
}

impl AddAssign<&Score> for Score {
    fn add_assign(&mut self, other: &Self) {
        for (counts, others) in self.labels.iter_mut().zip(&other.labels) {
            for (count, other) in counts.iter_mut().zip(others) {
                *count += other;
            }
        }
        for (bin, other) in self.bins.iter_mut().zip(&other.bins) {
            *bin = (bin.0 + other.0, bin.1 + other.1, bin.2 + other.2);
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "label  precision  recall     F1  spans")?;
        for label in Label::ALL.into_iter().map(Some).chain([None]) {
            let rates = self.rates(label);
            let name = label.map_or("all", Label::code);
            let spans: u32 = label.map_or_else(
                || self.labels.iter().map(|counts| counts[0]).sum(),
                |label| self.labels[label as usize][0],
            );
            writeln!(f, "{name:<5} {:10.1} {:7.1} {:6.1} {spans:6}", rates.precision, rates.recall, rates.f1)?;
        }
        Ok(())
    }
}
