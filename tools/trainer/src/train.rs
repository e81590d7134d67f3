//! Training: a linear-chain CRF by stochastic gradient with `AdaGrad` steps (Duchi, Hazan and
//! Singer 2011) and an L2 penalty.
//!
//! Features are first counted and those of too few texts left out. A first round of passes finds
//! what each is worth; where two want one row of the model's table, the worthier keeps it. A second
//! round trains those that have a row. Everything is done in one order, so the same texts give the
//! same bytes.

use crate::corpus::Annotated;
use newsgraph::lexicon::Lexicon;
use newsgraph::tagger::features::{FirstReading, Observations, Sink, Template};
use newsgraph::tagger::model::{Model, Row, place};
use newsgraph::tagger::{TAGS, Tag, Tagger, exp};
use newsgraph::text::Document;
use std::collections::HashMap;
use std::ops::Range;

/// Lanes of a row of weights; the last is not used.
const LANES: usize = 16;

/// What can be chosen.
#[derive(Debug, Clone)]
pub struct Options {
    /// Passes of the first and of the second round.
    pub passes: [usize; 2],
    /// Step size.
    pub rate: f32,
    /// L2 penalty, applied to a weight each time its feature is seen.
    pub penalty: f32,
    /// A feature of fewer texts than this is left out.
    pub least_texts: u32,
    /// Chance that a capitalised word seen in few texts hides its spelling for one pass.
    pub hide: f32,
    /// How much a sentence of a whole article counts; a single sentence counts 1.
    pub article_weight: f32,
    /// Rows of the model's table.
    pub rows: usize,
    /// Chance that a sentence does without the second reading's features for one pass, so that the
    /// first reading learns to stand alone.
    pub blind: f32,
    /// In how many parts the articles are divided to find what a first reading makes of an article
    /// it was not trained on; 0 trains no second reading.
    pub parts: usize,
    /// Templates left out, to measure what they are worth.
    pub without: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            passes: [4, 8],
            rate: 0.05,
            penalty: 1e-3,
            least_texts: 3,
            hide: 0.3,
            article_weight: 1.5,
            rows: 120_000,
            blind: 0.5,
            parts: 4,
            without: Vec::new(),
        }
    }
}

/// A sequence of tokens with tags and features.
struct Sentence {
    weight: f32,
    tags: Vec<Tag>,
    /// Where the features of each token end in `features`.
    ends: Vec<u32>,
    features: Vec<u32>,
    /// How many of the first features of each token spell out the word; 0 where it may not hide.
    hideable: Vec<u8>,
    /// How many of the last features of each token are of the second reading.
    second: Vec<u8>,
}

#[derive(Default)]
struct Collector<'o> {
    without: &'o [String],
    features: Vec<(u64, Template)>,
}

impl Sink for Collector<'_> {
    fn add(&mut self, template: Template, feature: u64) {
        if self.without.is_empty() {
            self.features.push((feature, template));
            return;
        }
        let name = format!("{template:?}");
        let matches = |pattern: &String| match pattern.strip_prefix('=') {
            Some(whole) => name == whole,
            None => name.starts_with(pattern.as_str()),
        };
        if !self.without.iter().any(matches) {
            self.features.push((feature, template));
        }
    }
}

/// Random numbers that are the same everywhere (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn chance(&mut self, probability: f32) -> bool {
        ((self.next() & 0xFF_FFFF) as f32) < probability * 16_777_216.0
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = (self.next() % (last as u64 + 1)) as usize;
            list.swap(last, other);
        }
    }
}

/// Trains a model on `texts`.
pub fn train(lexicon: &Lexicon, texts: &[&Annotated], options: &Options) -> Model {
    let mut readings = vec![None; texts.len()];
    for part in 0..options.parts {
        let (mut held, mut others) = (Vec::new(), Vec::new());
        for (index, text) in texts.iter().enumerate() {
            if text.whole && index % options.parts == part {
                held.push(index);
            } else {
                others.push(*text);
            }
        }
        let tagger = Tagger::new(train_once(lexicon, &others, &vec![None; others.len()], options));
        for index in held {
            let doc = Document::new(&texts[index].text);
            readings[index] = Some(tagger.first_reading(lexicon, &doc));
        }
    }
    train_once(lexicon, texts, &readings, options)
}

/// Trains a model on `texts`, each with the tags of its first reading if it is read twice.
fn train_once(lexicon: &Lexicon, texts: &[&Annotated], readings: &[Option<Vec<Tag>>], options: &Options) -> Model {
    let (mut sentences, hashes) = prepare(lexicon, texts, readings, options);
    let mut weights = Weights::new(hashes.len());
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut chain = Chain::default();
    for _ in 0..options.passes[0] {
        random.shuffle(&mut order);
        for &index in &order {
            weights.learn(&sentences[index], options, &mut random, &mut chain);
        }
    }
    // Each row to the worthiest feature that wants it; of equals, to the first.
    let mut owner: Vec<Option<u32>> = vec![None; options.rows];
    let worth = |id: u32| weights.rows[id as usize][..TAGS].iter().map(|w| w.abs()).sum::<f32>();
    for (id, &hash) in (0_u32..).zip(&hashes) {
        let (row, _) = place(hash, options.rows);
        if owner[row].is_none_or(|other| worth(id) > worth(other)) {
            owner[row] = Some(id);
        }
    }
    let mut kept = vec![false; hashes.len()];
    owner.iter().flatten().for_each(|&id| kept[id as usize] = true);
    for sentence in &mut sentences {
        sentence.keep(&kept);
    }
    let mut sum = Weights::new(hashes.len());
    let averaged = options.passes[1].div_ceil(2);
    for pass in 0..options.passes[1] {
        random.shuffle(&mut order);
        for &index in &order {
            weights.learn(&sentences[index], options, &mut random, &mut chain);
        }
        if pass + averaged >= options.passes[1] {
            sum.add(&weights);
        }
    }
    sum.quantise(&owner, &hashes, 1.0 / averaged as f32)
}

/// Reads all texts: sentences with numbered features, and the features' hashes by number.
fn prepare(
    lexicon: &Lexicon,
    texts: &[&Annotated],
    readings: &[Option<Vec<Tag>>],
    options: &Options,
) -> (Vec<Sentence>, Vec<u64>) {
    let mut counts: HashMap<u64, (u32, u32)> = HashMap::new();
    let mut order: Vec<u64> = Vec::new();
    let mut collector = Collector { without: &options.without, features: Vec::new() };
    let documents: Vec<_> = texts.iter().map(|text| Document::new(&text.text)).collect();
    let mut word_texts: HashMap<u64, (u32, u32)> = HashMap::new();
    let count = |counts: &mut HashMap<u64, (u32, u32)>, key: u64, text: u32| {
        let entry = counts.entry(key).or_insert((0, u32::MAX));
        if entry.1 != text {
            *entry = (entry.0 + 1, text);
        }
        entry.0
    };
    for (number, doc) in (0_u32..).zip(&documents) {
        let observations = Observations::new(lexicon, doc);
        let reading = first_reading(&observations, readings[number as usize].as_ref());
        for sentence in doc.sentences() {
            for index in sentence.tokens.clone() {
                count(&mut word_texts, doc.tokens()[index].key, number);
                collector.features.clear();
                observations.features(sentence, index, &mut collector);
                if let Some(reading) = &reading {
                    observations.second_features(reading, sentence, index, &mut collector);
                }
                for &(feature, _) in &collector.features {
                    let before = counts.get(&feature).map_or(0, |entry| entry.0);
                    if before < options.least_texts
                        && count(&mut counts, feature, number) == options.least_texts
                        && before + 1 == options.least_texts
                    {
                        order.push(feature);
                    }
                }
            }
        }
    }
    let numbers: HashMap<u64, u32> = order.iter().copied().zip(0..).collect();
    drop(counts);
    let mut sentences = Vec::new();
    for ((text, doc), reading) in texts.iter().zip(&documents).zip(readings) {
        let (tags, _) = text.tags(doc);
        let observations = Observations::new(lexicon, doc);
        let reading = first_reading(&observations, reading.as_ref());
        for sentence in doc.sentences() {
            let mut new = Sentence {
                weight: if text.whole { options.article_weight } else { 1.0 },
                tags: tags[sentence.tokens.clone()].to_vec(),
                ends: Vec::new(),
                features: Vec::new(),
                hideable: Vec::new(),
                second: Vec::new(),
            };
            // A span that runs over the end of a sentence begins anew.
            if let Some(first) = new.tags.first_mut()
                && first.continues()
            {
                *first = first.label().map_or(Tag::OUTSIDE, Tag::begin);
            }
            for index in sentence.tokens.clone() {
                collector.features.clear();
                observations.features(sentence, index, &mut collector);
                if let Some(reading) = &reading {
                    observations.second_features(reading, sentence, index, &mut collector);
                }
                let (mut hideable, mut second) = (0, 0);
                for (feature, template) in &collector.features {
                    if let Some(&number) = numbers.get(feature) {
                        new.features.push(number);
                        hideable += u8::from(template.spells_the_word());
                        second += u8::from(template.is_of_second_reading());
                    }
                }
                new.second.push(second);
                let token = &doc.tokens()[index];
                let rare = word_texts.get(&token.key).is_some_and(|entry| entry.0 <= 30);
                let capital = doc.word(index).starts_with(char::is_uppercase);
                new.hideable.push(if rare && capital { hideable } else { 0 });
                new.ends.push(new.features.len() as u32);
            }
            sentences.push(new);
        }
    }
    (sentences, order)
}

fn first_reading(observations: &Observations<'_, '_>, tags: Option<&Vec<Tag>>) -> Option<FirstReading> {
    FirstReading::new(observations, tags?.clone())
}

impl Sentence {
    fn keep(&mut self, kept: &[bool]) {
        let mut features = Vec::with_capacity(self.features.len());
        let mut start = 0;
        for index in 0..self.ends.len() {
            let end = self.ends[index] as usize;
            let (first, last) = (start + usize::from(self.hideable[index]), end - usize::from(self.second[index]));
            (self.hideable[index], self.second[index]) = (0, 0);
            for at in start..end {
                if kept[self.features[at] as usize] {
                    features.push(self.features[at]);
                    self.hideable[index] += u8::from(at < first);
                    self.second[index] += u8::from(at >= last);
                }
            }
            start = end;
            self.ends[index] = features.len() as u32;
        }
        self.features = features;
    }
}

/// Weights, and the sums of squared gradients that set their steps.
struct Weights {
    rows: Vec<[f32; LANES]>,
    squares: Vec<[f32; LANES]>,
    /// Weights of tag pairs; the last row is the start of the sentence.
    pairs: [[f32; LANES]; TAGS + 1],
    pair_squares: [[f32; LANES]; TAGS + 1],
}

/// Working memory of one sentence.
#[derive(Default)]
struct Chain {
    emissions: Vec<[f32; LANES]>,
    weight: Vec<[f32; LANES]>,
    forward: Vec<[f32; LANES]>,
    backward: Vec<[f32; LANES]>,
    scale: Vec<f32>,
    ranges: Vec<Range<usize>>,
}

impl Weights {
    fn new(features: usize) -> Self {
        Self {
            rows: vec![[0.0; LANES]; features],
            squares: vec![[0.0; LANES]; features],
            pairs: [[0.0; LANES]; TAGS + 1],
            pair_squares: [[0.0; LANES]; TAGS + 1],
        }
    }

    fn add(&mut self, other: &Self) {
        for (sum, row) in self.rows.iter_mut().zip(&other.rows).chain(self.pairs.iter_mut().zip(&other.pairs)) {
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += weight;
            }
        }
    }

    /// One step along the gradient of one sentence.
    fn learn(&mut self, sentence: &Sentence, options: &Options, random: &mut Random, chain: &mut Chain) {
        let length = sentence.tags.len();
        if length == 0 {
            return;
        }
        chain.emissions.clear();
        chain.ranges.clear();
        let mut start = 0;
        let blind = random.chance(options.blind);
        for (index, (&next, &hideable)) in sentence.ends.iter().zip(&sentence.hideable).enumerate() {
            let end = next as usize - if blind { usize::from(sentence.second[index]) } else { 0 };
            let hidden = hideable > 0 && random.chance(options.hide);
            let from = start + if hidden { usize::from(hideable) } else { 0 };
            let mut sum = [0_f32; LANES];
            for &id in &sentence.features[from..end] {
                for (sum, weight) in sum.iter_mut().zip(&self.rows[id as usize]) {
                    *sum += weight;
                }
            }
            chain.ranges.push(from..end);
            chain.emissions.push(sum);
            start = next as usize;
        }
        let mut factors = [[0_f32; LANES]; TAGS + 1];
        for (before, (factors, weights)) in factors.iter_mut().zip(&self.pairs).enumerate() {
            let before = Tag::from_index(before);
            for tag in 0..TAGS {
                if Tag::from_index(tag).is_some_and(|tag| tag.may_follow(before)) {
                    factors[tag] = exp(weights[tag]);
                }
            }
        }
        chain.run(&factors);

        let mut pair_gradient = [[0_f32; LANES]; TAGS + 1];
        let mut before = TAGS;
        for (index, tag) in sentence.tags.iter().enumerate() {
            pair_gradient[before][tag.index()] -= 1.0;
            before = tag.index();
            if index == 0 {
                for lane in 0..TAGS {
                    pair_gradient[TAGS][lane] += chain.forward[0][lane] * chain.backward[0][lane];
                }
                continue;
            }
            for from in 0..TAGS {
                let mass = chain.forward[index - 1][from] * chain.scale[index];
                for lane in 0..LANES {
                    pair_gradient[from][lane] +=
                        mass * factors[from][lane] * chain.weight[index][lane] * chain.backward[index][lane];
                }
            }
        }
        for ((weights, squares), gradient) in self.pairs.iter_mut().zip(&mut self.pair_squares).zip(&pair_gradient) {
            step(weights, squares, gradient, sentence.weight, options);
        }
        for (index, tag) in sentence.tags.iter().enumerate() {
            let mut gradient = [0_f32; LANES];
            let mut most = 0_f32;
            for lane in 0..TAGS {
                gradient[lane] =
                    chain.forward[index][lane] * chain.backward[index][lane] - f32::from(u8::from(lane == tag.index()));
                most = most.max(gradient[lane].abs());
            }
            if most < 1e-3 {
                continue;
            }
            for &id in &sentence.features[chain.ranges[index].clone()] {
                step(&mut self.rows[id as usize], &mut self.squares[id as usize], &gradient, sentence.weight, options);
            }
        }
    }

    /// The model: `self` times `factor`, in steps of one byte.
    fn quantise(&self, owner: &[Option<u32>], hashes: &[u64], factor: f32) -> Model {
        let mut sizes: Vec<f32> =
            owner.iter().flatten().flat_map(|&id| self.rows[id as usize].iter().map(|w| w.abs() * factor)).collect();
        sizes.sort_by(f32::total_cmp);
        // All but the largest one in ten thousand fit; those are cut to the largest step.
        let largest = sizes.get(sizes.len() - 1 - sizes.len() / 10_000).copied().unwrap_or(1.0).max(0.01);
        let scale = largest / 127.0;
        let steps = |weight: f32| (weight * factor / scale).round();
        let rows: Vec<Row> = owner
            .iter()
            .map(|id| {
                let mut row = [0_i8; LANES];
                if let Some(id) = id {
                    for lane in 0..TAGS {
                        row[lane] = steps(self.rows[*id as usize][lane]).clamp(-127.0, 127.0) as i8;
                    }
                    if row != [0; LANES] {
                        row[LANES - 1] = place(hashes[*id as usize], owner.len()).1;
                    }
                }
                row
            })
            .collect();
        let mut pairs = [[0_i16; TAGS]; TAGS + 1];
        for (pairs, weights) in pairs.iter_mut().zip(&self.pairs) {
            for (pair, &weight) in pairs.iter_mut().zip(weights) {
                *pair = steps(weight).clamp(-1000.0, 1000.0) as i16;
            }
        }
        let mut transitions = [[0_i16; TAGS]; TAGS];
        transitions.copy_from_slice(&pairs[..TAGS]);
        Model::new(scale, &pairs[TAGS], &transitions, &rows)
    }
}

#[inline]
fn step(
    weights: &mut [f32; LANES],
    squares: &mut [f32; LANES],
    gradient: &[f32; LANES],
    importance: f32,
    options: &Options,
) {
    for lane in 0..LANES {
        let gradient = importance * (gradient[lane] + options.penalty * weights[lane]);
        squares[lane] += gradient * gradient;
        weights[lane] -= options.rate * gradient / (squares[lane] + 1e-6).sqrt();
    }
}

impl Chain {
    /// Forward and backward over [`emissions`](Self::emissions).
    fn run(&mut self, factors: &[[f32; LANES]; TAGS + 1]) {
        let length = self.emissions.len();
        self.weight.clear();
        self.forward.clear();
        self.scale.clear();
        self.backward.clear();
        self.backward.resize(length, [1.0; LANES]);
        for (index, emission) in self.emissions.iter().enumerate() {
            let top = emission[..TAGS].iter().copied().fold(f32::MIN, f32::max);
            let mut weight = emission.map(|score| exp(score - top));
            weight[LANES - 1] = 0.0;
            let mut reach = [0_f32; LANES];
            if index == 0 {
                reach = factors[TAGS];
            } else {
                for from in 0..TAGS {
                    let mass = self.forward[index - 1][from];
                    for lane in 0..LANES {
                        reach[lane] += mass * factors[from][lane];
                    }
                }
            }
            let mut sum = f32::MIN_POSITIVE;
            for lane in 0..LANES {
                reach[lane] *= weight[lane];
                sum += reach[lane];
            }
            self.scale.push(1.0 / sum);
            self.forward.push(reach.map(|mass| mass / sum));
            self.weight.push(weight);
        }
        for index in (0..length.saturating_sub(1)).rev() {
            let mut ahead = [0_f32; LANES];
            for lane in 0..LANES {
                ahead[lane] = self.weight[index + 1][lane] * self.backward[index + 1][lane] * self.scale[index + 1];
            }
            for from in 0..TAGS {
                let mut sum = 0.0;
                for lane in 0..TAGS {
                    sum += factors[from][lane] * ahead[lane];
                }
                self.backward[index][from] = sum;
            }
        }
    }
}
