//! From scores to tags: the best path, and how sure it is.
//!
//! Best path: Viterbi 1967, in whole numbers. Confidence: the forward–backward algorithm (Rabiner
//! 1989) over the same scores gives the probability that a span begins here, ends there and is
//! nothing longer.

use super::label::{Label, TAGS, Tag};
use super::model::{LANES, Model};
use std::ops::Range;

/// Scores below the best of their column by more than this cannot come back.
const FLOOR: i16 = -14_000;

/// Working memory of the decoder, kept between sentences so that no sentence allocates.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// Score of each tag of each token, from the features alone.
    pub(super) emissions: Vec<[i16; LANES]>,
    /// The best tag before, for each tag of each token.
    back: Vec<[i16; LANES]>,
    /// The best path.
    pub(super) tags: Vec<Tag>,
    lattice: Vec<Column>,
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

/// The weights of tag pairs as factors.
#[derive(Debug, Clone)]
pub(super) struct Factors {
    scale: f32,
    start: [f32; LANES],
    transitions: [[f32; LANES]; TAGS],
}

impl Factors {
    pub(super) fn new(model: &Model) -> Self {
        let factors = |weights: &[i16; LANES]| weights.map(|weight| exp(f32::from(weight) * model.scale()));
        Self {
            scale: model.scale(),
            start: factors(model.start()),
            transitions: model.transitions().map(|t| factors(&t)),
        }
    }
}

impl Decoder {
    /// Finds the best path through [`emissions`](Self::emissions) and leaves it in [`tags`](Self::tags).
    pub(super) fn best_path(&mut self, model: &Model) {
        self.tags.clear();
        self.back.clear();
        let Some((first, rest)) = self.emissions.split_first() else {
            return;
        };
        let mut score = [0_i16; LANES];
        for lane in 0..LANES {
            score[lane] = model.start()[lane].saturating_add(first[lane]);
        }
        for emission in rest {
            let mut best = [i16::MIN; LANES];
            let mut from = [0_i16; LANES];
            for (before, (weights, &so_far)) in (0_i16..).zip(model.transitions().iter().zip(&score)) {
                for lane in 0..LANES {
                    let sum = weights[lane].saturating_add(so_far);
                    let better = sum > best[lane];
                    best[lane] = if better { sum } else { best[lane] };
                    from[lane] = if better { before } else { from[lane] };
                }
            }
            let mut top = i16::MIN;
            for lane in 0..LANES {
                best[lane] = best[lane].saturating_add(emission[lane]);
                top = top.max(best[lane]);
            }
            for lane in 0..LANES {
                score[lane] = best[lane].saturating_sub(top).max(FLOOR);
            }
            self.back.push(from);
        }
        let mut tag = (0..TAGS).rev().max_by_key(|&lane| score[lane]).unwrap_or(0);
        for from in self.back.iter().rev() {
            self.tags.extend(Tag::from_index(tag));
            tag = usize::try_from(from[tag]).unwrap_or(0);
        }
        self.tags.extend(Tag::from_index(tag));
        self.tags.reverse();
    }

    /// Fills the lattice; [`confidence`](Self::confidence) reads it.
    pub(super) fn weigh_all_paths(&mut self, factors: &Factors) {
        self.lattice.clear();
        let mut before: Option<[f32; LANES]> = None;
        for emission in &self.emissions {
            let top = emission.iter().copied().max().unwrap_or(0);
            let weight = emission.map(|score| exp(f32::from(score.saturating_sub(top)) * factors.scale));
            let reach = before.map_or(factors.start, |forward| {
                let mut reach = [0_f32; LANES];
                for (weights, &mass) in factors.transitions.iter().zip(&forward) {
                    for lane in 0..LANES {
                        reach[lane] += mass * weights[lane];
                    }
                }
                reach
            });
            let mut forward = [0_f32; LANES];
            let mut sum = f32::MIN_POSITIVE;
            for lane in 0..LANES {
                forward[lane] = reach[lane] * weight[lane];
                sum += forward[lane];
            }
            let scale = 1.0 / sum;
            let forward = forward.map(|mass| mass * scale);
            before = Some(forward);
            self.lattice.push(Column { weight, forward, backward: [1.0; LANES], scale });
        }
        let mut after: Option<[f32; LANES]> = None;
        for column in self.lattice.iter_mut().rev() {
            if let Some(ahead) = after {
                for (backward, weights) in column.backward.iter_mut().zip(&factors.transitions) {
                    let mut parts = [0_f32; LANES];
                    for lane in 0..LANES {
                        parts[lane] = weights[lane] * ahead[lane];
                    }
                    *backward = parts.iter().sum();
                }
            }
            let mut mass = column.backward;
            for (mass, weight) in mass.iter_mut().zip(&column.weight) {
                *mass *= weight * column.scale;
            }
            after = Some(mass);
        }
    }

    /// The probability that exactly `tokens` of the sentence are one span of `label`.
    pub(super) fn confidence(&self, factors: &Factors, tokens: Range<usize>, label: Label) -> f32 {
        let (begin, inside) = (Tag::begin(label).index(), Tag::inside(label).index());
        let Some((first, rest)) = self.lattice.get(tokens.clone()).and_then(<[Column]>::split_first) else {
            return 0.0;
        };
        let step =
            |from: usize, column: &Column| factors.transitions[from][inside] * column.weight[inside] * column.scale;
        let (mut mass, mut last) = (first.forward[begin], begin);
        for column in rest {
            mass *= step(last, column);
            last = inside;
        }
        let all = rest.last().unwrap_or(first).backward[last];
        let longer = self.lattice.get(tokens.end).map_or(0.0, |column| step(last, column) * column.backward[inside]);
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
pub fn exp(x: f32) -> f32 {
    let power = (x * std::f32::consts::LOG2_E).clamp(-120.0, 120.0);
    let whole = (power + 128.5) as i32 - 128;
    let rest = (power - whole as f32) * std::f32::consts::LN_2;
    let series = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0)))));
    series * f32::from_bits((whole + 127).cast_unsigned() << 23)
}
