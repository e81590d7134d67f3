//! From scores to tags: the best path, and how sure it is.
//!
//! Best path: Viterbi 1967, in whole numbers. Confidence: the forward–backward algorithm (Rabiner
//! 1989) over the same scores gives the probability that a span begins here, ends there and is
//! nothing longer.
//!
//! A span is carried on only from its own begin or inside: half of all pairs of tags must not be.
//! The decoder therefore sorts its lanes into an open half (outside, and the begin of each label)
//! that any tag may stand before, and an inside half where lane follows lane:
//!
//! | lane | 0 | 1 … 7 | 8 | 9 … 15 |
//! |---|---|---|---|---|
//! | tag | outside | begin of each label | none | inside of each label |

use super::label::{Label, TAGS, Tag, spans_of};
use super::model::{FORBIDDEN, LANES, Model, Scores};
use std::ops::Range;

/// Scores below the best of their column by more than this cannot come back.
const FLOOR: i16 = -14_000;

/// The least logarithm of a tag's weight beside the best: products of a few stay normal numbers,
/// which are much faster than subnormal ones.
const LEAST: f32 = -25.0;

/// Paths are weighed this many tokens around a span; beyond, the best path is taken as given.
const CONTEXT: usize = 2;

/// Lanes of each half; the first of the inside half has no tag.
pub(super) const HALF: usize = LANES / 2;

/// The number of the tag outside of any span.
const OUTSIDE: usize = Tag::OUTSIDE.index();

/// The lane of each tag.
#[expect(
    clippy::indexing_slicing,
    reason = "tags and lanes are below the constant lengths of these arrays, which the compiler sees"
)]
pub(super) const LANE: [usize; TAGS] = {
    let mut lanes = [0; TAGS];
    let mut tag = 1;
    while tag < TAGS {
        lanes[tag] = tag.div_ceil(2) + if tag % 2 == 0 { HALF } else { 0 };
        tag += 1;
    }
    lanes
};

/// The tag of each lane of the open half.
#[expect(
    clippy::indexing_slicing,
    reason = "tags and lanes are below the constant lengths of these arrays, which the compiler sees"
)]
const OPEN: [usize; HALF] = {
    let mut open = [0; HALF];
    let mut tag = 0;
    while tag < TAGS {
        if LANE[tag] < HALF {
            open[LANE[tag]] = tag;
        }
        tag += 1;
    }
    open
};

/// Values by tag in the order of the lanes; `none` for the lane without a tag.
#[inline]
pub(super) fn by_lane<T: Copy>(tags: &[T; LANES], none: T) -> [T; LANES] {
    let mut lanes = [none; LANES];
    for (lane, value) in LANE.into_iter().zip(tags) {
        if let Some(place) = lanes.get_mut(lane) {
            *place = *value;
        }
    }
    lanes
}

/// Working memory of the decoder, kept between documents so that no sentence allocates.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The best score of a path to each tag of each token of the document, by lane.
    scores: Vec<[i16; LANES]>,
    lattice: Vec<Column>,
    /// The token of the lattice's first column.
    lattice_start: usize,
}

/// One token of the lattice of all paths, by lane.
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

/// The weights of tag pairs as the decoder needs them, by lane: as scores, and as factors of mass,
/// which are 0 for pairs that must not be.
#[derive(Debug, Clone)]
pub(super) struct Factors {
    start: [i16; LANES],
    /// By the tag before: scores of the open tags after it.
    open: [[i16; HALF]; TAGS],
    /// From begin and from inside of each label to its inside.
    inside: [[i16; HALF]; 2],
    /// How far outside must be above all other tags for every open tag to be reached best from it.
    margin: i16,
    /// By the tag after: scores of all tags before it.
    before: [[i16; LANES]; TAGS],
    start_mass: [f32; LANES],
    /// As `open` and `inside`.
    open_mass: [[f32; HALF]; TAGS],
    inside_mass: [[f32; HALF]; 2],
    /// As `before`.
    before_mass: [[f32; LANES]; TAGS],
    /// What a score below the best by so many steps weighs beside it.
    weights: Vec<f32>,
}

impl Factors {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "steps are whole numbers of 16 bits"
    )]
    #[expect(
        clippy::indexing_slicing,
        reason = "tags and lanes are below the constant lengths of these arrays, which the compiler sees"
    )]
    pub(super) fn new(model: &Model) -> Self {
        let factor = |weight: i16| {
            let power = f32::from(weight) * model.scale();
            if weight == FORBIDDEN { 0.0 } else { exp(power) }
        };
        let start = by_lane(model.start(), FORBIDDEN);
        let (mut open, mut inside) = ([[FORBIDDEN; HALF]; TAGS], [[FORBIDDEN; HALF]; 2]);
        let mut before = [[FORBIDDEN; LANES]; TAGS];
        for (tag, weights) in model.transitions().iter().enumerate() {
            let lanes = by_lane(weights, FORBIDDEN);
            open[tag].copy_from_slice(&lanes[..HALF]);
            let (half, lane) = (LANE[tag] / HALF, LANE[tag] % HALF);
            if lane > 0 {
                inside[half][lane] = lanes[HALF + lane];
            }
            for (after, lanes) in before.iter_mut().enumerate() {
                lanes[LANE[tag]] = weights[after];
            }
        }
        let least = open[OUTSIDE].iter().copied().min().unwrap_or_default();
        let most = open[OUTSIDE + 1..].iter().flatten().copied().max().unwrap_or_default();
        let steps = (-LEAST / model.scale()).min(f32::from(i16::MAX)) as usize + 2;
        Self {
            start_mass: start.map(factor),
            open_mass: open.map(|row| row.map(factor)),
            inside_mass: inside.map(|row| row.map(factor)),
            before_mass: before.map(|row| row.map(factor)),
            weights: (0..steps).map(|step| exp((-(step as f32) * model.scale()).max(LEAST))).collect(),
            margin: most.saturating_sub(least),
            start,
            open,
            inside,
            before,
        }
    }

    /// What each tag of a token with `scores` weighs beside the best.
    #[inline]
    fn weigh(&self, scores: &Scores) -> [f32; LANES] {
        let top = scores.iter().copied().max().unwrap_or_default();
        let last = u16::try_from(self.weights.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let steps = scores.map(|score| top.abs_diff(score).min(last));
        let mut weights = [0.0; LANES];
        for (weight, steps) in weights.iter_mut().zip(steps) {
            *weight = self.weights.get(usize::from(steps)).copied().unwrap_or_default();
        }
        weights
    }

    /// The best score with which each lane is reached from a token with `scores`.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "tags and lanes are below the constant lengths of these arrays, which the compiler sees"
    )]
    fn reach(&self, scores: &[i16; LANES]) -> [i16; LANES] {
        let mut reach = [i16::MIN; LANES];
        for (reach, weight) in reach[..HALF].iter_mut().zip(&self.open[OUTSIDE]) {
            *reach = weight.saturating_add(scores[LANE[OUTSIDE]]);
        }
        let mut others = *scores;
        others[LANE[OUTSIDE]] = i16::MIN;
        let most = others.into_iter().fold(i16::MIN, i16::max);
        if most.saturating_add(self.margin) > scores[LANE[OUTSIDE]] {
            for (row, lane) in self.open.iter().zip(LANE) {
                for (reach, weight) in reach[..HALF].iter_mut().zip(row) {
                    *reach = (*reach).max(weight.saturating_add(scores[lane]));
                }
            }
        }
        for lane in 0..HALF {
            let begin = self.inside[0][lane].saturating_add(scores[lane]);
            reach[HALF + lane] = begin.max(self.inside[1][lane].saturating_add(scores[HALF + lane]));
        }
        reach
    }

    /// The mass that reaches each lane from a token with `masses`.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "tags and lanes are below the constant lengths of these arrays, which the compiler sees"
    )]
    fn spread(&self, masses: &[f32; LANES]) -> [f32; LANES] {
        let mut sum = [0_f32; LANES];
        for (row, lane) in self.open_mass.iter().zip(LANE) {
            for (sum, factor) in sum[..HALF].iter_mut().zip(row) {
                *sum += masses[lane] * factor;
            }
        }
        for lane in 0..HALF {
            sum[HALF + lane] =
                masses[lane] * self.inside_mass[0][lane] + masses[HALF + lane] * self.inside_mass[1][lane];
        }
        sum
    }

    /// The mass of the paths from each lane on, when those from the next token on have `masses`.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "tags and lanes are below the constant lengths of these arrays, which the compiler sees"
    )]
    fn spread_back(&self, masses: &[f32; LANES]) -> [f32; LANES] {
        let mut sum = [0_f32; LANES];
        for (lane, tag) in OPEN.into_iter().enumerate() {
            for (sum, factor) in sum.iter_mut().zip(&self.before_mass[tag]) {
                *sum += masses[lane] * factor;
            }
        }
        for lane in 0..HALF {
            sum[lane] += masses[HALF + lane] * self.inside_mass[0][lane];
            sum[HALF + lane] += masses[HALF + lane] * self.inside_mass[1][lane];
        }
        sum
    }
}

impl Decoder {
    /// The best path through the tokens `sentence`, given the score of each tag of each token, into
    /// `tags`. Only the scores of the tokens `changed` differ from those of an earlier call, if
    /// these are not all.
    pub(super) fn best_path(
        &mut self,
        factors: &Factors,
        emissions: &[Scores],
        tags: &mut [Tag],
        sentence: Range<usize>,
        changed: &Range<usize>,
    ) {
        self.scores.resize(emissions.len(), [0; LANES]);
        let before = changed.start.checked_sub(1).filter(|before| *before >= sentence.start);
        let before = before.and_then(|before| self.scores.get(before));
        let mut reach = before.map_or(factors.start, |scores| factors.reach(scores));
        // Where the scores are as they were, so are those after them.
        let mut end = sentence.end;
        let rest = changed.start..sentence.end;
        let known = self.scores.get_mut(rest.clone()).unwrap_or_default();
        for ((index, emission), known) in
            (changed.start..).zip(emissions.get(rest).unwrap_or_default()).zip(known.iter_mut())
        {
            let mut score = *emission;
            let mut top = i16::MIN;
            for (score, reach) in score.iter_mut().zip(&reach) {
                *score = score.saturating_add(*reach);
                top = top.max(*score);
            }
            for score in &mut score {
                *score = score.saturating_sub(top).max(FLOOR);
            }
            if index >= changed.end && score == *known {
                end = index;
                break;
            }
            *known = score;
            reach = factors.reach(&score);
        }
        // Backwards: only the best tag's own way is searched again.
        let mut ahead = if end < sentence.end { tags.get(end).copied() } else { None };
        let scores = self.scores.get(sentence.start..end).unwrap_or_default();
        let tags = tags.get_mut(sentence.start..end).unwrap_or_default();
        for ((index, score), slot) in (sentence.start..end).zip(scores).zip(tags).rev() {
            let mut score = *score;
            if let Some(steps) = ahead.and_then(|after| factors.before.get(after.index())) {
                for (score, step) in score.iter_mut().zip(steps) {
                    *score = score.saturating_add(*step);
                }
            }
            let best = score.iter().copied().max().unwrap_or_default();
            let tag = LANE.into_iter().position(|lane| score.get(lane) == Some(&best));
            let tag = tag.and_then(Tag::from_index).unwrap_or(Tag::OUTSIDE);
            if index < changed.start && *slot == tag {
                break;
            }
            *slot = tag;
            ahead = Some(tag);
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
        let mut next = 0;
        while let Some(ahead) = tags.iter().skip(next).position(|tag| tag.begins()) {
            let start = next + ahead;
            // The spans up to the first long gap share a lattice.
            let (mut end, mut gap) = (start + 1, 0);
            while let Some(tag) = tags.get(end).filter(|_| gap <= CONTEXT) {
                gap = if *tag == Tag::OUTSIDE { gap + 1 } else { 0 };
                end += 1;
            }
            self.weigh_paths(factors, emissions, tags, start.saturating_sub(CONTEXT)..end);
            for (label, run) in spans_of(tags.get(start..end).unwrap_or_default()) {
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
        let mut reach = before.map_or(factors.start_mass, |tag| {
            let mut only = [0.0; LANES];
            if let Some(mass) = LANE.get(tag.index()).and_then(|lane| only.get_mut(*lane)) {
                *mass = 1.0;
            }
            factors.spread(&only)
        });
        for emission in emissions.get(tokens.clone()).unwrap_or_default() {
            let weight = factors.weigh(emission);
            let mut forward = reach;
            for (mass, weight) in forward.iter_mut().zip(&weight) {
                *mass *= weight;
            }
            let sum = together(f32::MIN_POSITIVE, &forward);
            let scale = 1.0 / sum;
            for mass in &mut forward {
                *mass *= scale;
            }
            reach = factors.spread(&forward);
            self.lattice.push(Column { weight, forward, backward: [1.0; LANES], scale });
        }
        let mut backward = [1.0; LANES];
        if let (Some(last), Some(tag)) = (self.lattice.last(), tags.get(tokens.end)) {
            backward = factors.before_mass.get(tag.index()).copied().unwrap_or(backward);
            let mut both = backward;
            for (mass, forward) in both.iter_mut().zip(&last.forward) {
                *mass *= forward;
            }
            let all = together(0.0, &both);
            for mass in &mut backward {
                *mass /= all.max(f32::MIN_POSITIVE);
            }
        }
        for column in self.lattice.iter_mut().rev() {
            column.backward = backward;
            for (backward, weight) in backward.iter_mut().zip(&column.weight) {
                *backward *= weight * column.scale;
            }
            backward = factors.spread_back(&backward);
        }
    }

    /// The probability that exactly `tokens` are one span of `label`, from the lattice.
    #[expect(
        clippy::indexing_slicing,
        reason = "tags and lanes are below the constant lengths of these arrays, which the compiler sees"
    )]
    fn confidence(&self, factors: &Factors, tokens: Range<usize>, label: Label) -> f32 {
        let (begin, inside) = (LANE[Tag::begin(label).index()], LANE[Tag::inside(label).index()]);
        let columns = self.lattice.get(tokens.start - self.lattice_start..).unwrap_or_default();
        let (run, behind) = columns.split_at(tokens.len().min(columns.len()));
        let Some((first, rest)) = run.split_first() else {
            return 0.0;
        };
        let step = |from: usize, column: &Column| {
            let factor = factors.inside_mass[from / HALF][from % HALF];
            factor * column.weight[inside] * column.scale
        };
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

/// The masses of all tags, added to `start` in the order of the tags.
#[inline]
#[expect(
    clippy::indexing_slicing,
    reason = "tags and lanes are below the constant lengths of these arrays, which the compiler sees"
)]
fn together(start: f32, masses: &[f32; LANES]) -> f32 {
    LANE.into_iter().fold(start, |sum, lane| sum + masses[lane])
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
