//! From scores to tags: the best path, and how sure it is.
//!
//! Best path: Viterbi 1967, in whole numbers. Confidence: the forward–backward algorithm (Rabiner
//! 1989) over the same scores gives the probability that a span begins here, ends there and is
//! nothing longer.

use super::label::{Label, TAGS, Tag, spans_of};
use super::model::{FORBIDDEN, LANES, Model, Scores};
use std::ops::Range;

/// Scores below the best of their column by more than this cannot come back.
const FLOOR: i16 = -14_000;

/// The least logarithm of a tag's weight beside the best: products of a few stay normal numbers,
/// which are much faster than subnormal ones.
const LEAST: f32 = -25.0;

/// Paths are weighed this many tokens around a span; beyond, the best path is taken as given.
const CONTEXT: usize = 4;

/// Working memory of the decoder, kept between sentences so that no sentence allocates.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The best score of a path to each tag of each token.
    scores: Vec<[i16; LANES]>,
    lattice: Vec<Column>,
    /// The token of the lattice's first column.
    lattice_start: usize,
}

/// One token of the lattice of all paths.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// Weight of each tag from the features.
    weight: [f32; LANES],
    /// Probability mass of all paths up to here, by tag; sums to 1.
    forward: [f32; LANES],
    /// Mass of all paths from here on, in the same scale.
    backward: [f32; LANES],
    /// One over what `forward` was divided by.
    scale: f32,
}

/// The weights of tag pairs as factors; 0 for pairs that must not be.
#[derive(Debug, Clone)]
pub(super) struct Factors {
    scale: f32,
    start: [f32; LANES],
    /// By the tag before, and by the tag after: each pass adds up whole rows.
    forward: [[f32; LANES]; TAGS],
    backward: [[f32; LANES]; TAGS],
}

impl Factors {
    pub(super) fn new(model: &Model) -> Self {
        let factors = |weights: &[i16; LANES]| {
            weights.map(|weight| {
                let power = f32::from(weight) * model.scale();
                if weight == FORBIDDEN { 0.0 } else { exp(power) }
            })
        };
        let forward = model.transitions().map(|weights| factors(&weights));
        let mut backward = [[0.0; LANES]; TAGS];
        for (before, row) in forward.iter().enumerate() {
            for (column, &factor) in backward.iter_mut().zip(row) {
                column[before] = factor;
            }
        }
        Self { scale: model.scale(), start: factors(model.start()), forward, backward }
    }
}

/// The sum of the rows of `factors`, each times its mass.
#[inline]
fn spread(factors: &[[f32; LANES]; TAGS], masses: &[f32; LANES]) -> [f32; LANES] {
    let mut sum = [0_f32; LANES];
    for (row, &mass) in factors.iter().zip(masses) {
        for lane in 0..LANES {
            sum[lane] += mass * row[lane];
        }
    }
    sum
}

impl Decoder {
    /// The best path through a sentence, given the score of each tag of each token, into `tags`.
    pub(super) fn best_path(&mut self, model: &Model, emissions: &[Scores], tags: &mut [Tag]) {
        self.scores.clear();
        let mut reach = *model.start();
        for emission in emissions {
            let mut score = [0_i16; LANES];
            let mut top = i16::MIN;
            for lane in 0..LANES {
                score[lane] = reach[lane].saturating_add(emission[lane]);
                top = top.max(score[lane]);
            }
            for score in &mut score {
                *score = score.saturating_sub(top).max(FLOOR);
            }
            self.scores.push(score);
            reach = [i16::MIN; LANES];
            for (weights, &so_far) in model.transitions().iter().zip(&score) {
                for lane in 0..LANES {
                    reach[lane] = reach[lane].max(weights[lane].saturating_add(so_far));
                }
            }
        }
        // Backwards: only the best tag's own way is searched again.
        let mut ahead: Option<usize> = None;
        for (score, tag) in self.scores.iter().zip(tags).rev() {
            let so_far = |tag: usize| {
                let step = ahead.map_or(0, |after| model.transitions()[tag][after]);
                score[tag].saturating_add(step)
            };
            let mut best = 0;
            for other in 1..TAGS {
                if so_far(other) > so_far(best) {
                    best = other;
                }
            }
            *tag = Tag::from_index(best).unwrap_or(Tag::OUTSIDE);
            ahead = Some(best);
        }
    }

    /// Reports each span of the best path with the probability that exactly its tokens are one
    /// span of its label.
    pub(super) fn spans(
        &mut self,
        factors: &Factors,
        emissions: &[Scores],
        tags: &[Tag],
        mut report: impl FnMut(Label, Range<usize>, f32),
    ) {
        let (mut next, length) = (0, tags.len());
        while let Some(start) = (next..length).find(|&index| tags[index].begins()) {
            // The spans up to the first long gap share a lattice.
            let (mut end, mut gap) = (start + 1, 0);
            while end < length && gap <= CONTEXT {
                gap = if tags[end] == Tag::OUTSIDE { gap + 1 } else { 0 };
                end += 1;
            }
            self.weigh_paths(factors, emissions, tags, start.saturating_sub(CONTEXT)..end);
            for (label, run) in spans_of(&tags[start..end]) {
                let run = start + run.start..start + run.end;
                let confidence = self.confidence(factors, run.clone(), label);
                report(label, run, confidence);
            }
            next = end;
        }
    }

    /// Fills the lattice for `tokens`.
    fn weigh_paths(&mut self, factors: &Factors, emissions: &[Scores], tags: &[Tag], tokens: Range<usize>) {
        self.lattice.clear();
        self.lattice_start = tokens.start;
        let before = tokens.start.checked_sub(1).and_then(|index| tags.get(index));
        let mut reach = before.map_or(factors.start, |tag| factors.forward[tag.index()]);
        for emission in &emissions[tokens.clone()] {
            let mut top = i16::MIN;
            for score in emission {
                top = top.max(*score);
            }
            let mut weight = [0_f32; LANES];
            let mut forward = [0_f32; LANES];
            let mut sum = f32::MIN_POSITIVE;
            for lane in 0..LANES {
                let power = f32::from(emission[lane].saturating_sub(top)) * factors.scale;
                weight[lane] = exp(power.max(LEAST));
                forward[lane] = reach[lane] * weight[lane];
                sum += forward[lane];
            }
            let scale = 1.0 / sum;
            for mass in &mut forward {
                *mass *= scale;
            }
            reach = spread(&factors.forward, &forward);
            self.lattice.push(Column { weight, forward, backward: [1.0; LANES], scale });
        }
        let mut backward = [1.0; LANES];
        if let (Some(last), Some(tag)) = (self.lattice.last(), tags.get(tokens.end)) {
            backward = factors.backward[tag.index()];
            let all: f32 = backward.iter().zip(&last.forward).map(|(a, b)| a * b).sum();
            for mass in &mut backward {
                *mass /= all.max(f32::MIN_POSITIVE);
            }
        }
        for column in self.lattice.iter_mut().rev() {
            column.backward = backward;
            for (backward, weight) in backward.iter_mut().zip(&column.weight) {
                *backward *= weight * column.scale;
            }
            backward = spread(&factors.backward, &backward);
        }
    }

    /// The probability that exactly `tokens` are one span of `label`, from the lattice.
    fn confidence(&self, factors: &Factors, tokens: Range<usize>, label: Label) -> f32 {
        let (begin, inside) = (Tag::begin(label).index(), Tag::inside(label).index());
        let columns = self.lattice.get(tokens.start - self.lattice_start..).unwrap_or_default();
        let (run, behind) = columns.split_at(tokens.len().min(columns.len()));
        let Some((first, rest)) = run.split_first() else {
            return 0.0;
        };
        let step = |from: usize, column: &Column| factors.forward[from][inside] * column.weight[inside] * column.scale;
        let (mut mass, mut last) = (first.forward[begin], begin);
        for column in rest {
            mass *= step(last, column);
            last = inside;
        }
        let all = rest.last().unwrap_or(first).backward[last];
        let longer = behind.first().map_or(0.0, |column| step(last, column) * column.backward[inside]);
        (mass * (all - longer)).clamp(0.0, 1.0)
    }
}

/// e to the power of `x`, to about 5 digits, the same on every platform (the standard library's is
/// the platform's own). Powers of two by the exponent bits, the rest by a polynomial (Taylor).
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the power is clamped to whole numbers that both types hold"
)]
#[inline]
pub fn exp(x: f32) -> f32 {
    let power = (x * std::f32::consts::LOG2_E).clamp(-120.0, 120.0);
    let whole = (power + 128.5) as i32 - 128;
    let rest = (power - whole as f32) * std::f32::consts::LN_2;
    let series = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0)))));
    series * f32::from_bits((whole + 127).cast_unsigned() << 23)
}
