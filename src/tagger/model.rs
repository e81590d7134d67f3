//! The model: a table of weights, and its bytes.
//!
//! A feature is a 64-bit hash. It owns at most one row of the table: the row's place comes from the
//! hash's upper half, and a check byte from its lowest byte, so that a feature the training never
//! saw meets a foreign row only once in 255 times (the plain hashing trick of Weinberger et al.
//! 2009 has no such check). Weights are 8-bit steps of one common scale.

use super::decode::{LANE, by_lane};
use super::features::{Sink, Template};
use super::label::{TAGS, Tag};
use crate::{Error, Result};

/// Weights of one row, padded to a power of two so that rows add up in whole vector registers.
pub(super) const LANES: usize = 16;

/// A row: [`TAGS`] weights and, last, the check byte. A check of 0 marks an empty row.
pub type Row = [i8; LANES];

/// The score of each tag, by the decoder's lanes; 0 in the lane without a tag until all are added up.
pub(super) type Scores = [i16; LANES];

/// Adds weights to scores.
#[inline]
pub(super) fn add(scores: &mut Scores, weights: &Scores) {
    let mut sum = *scores;
    for (sum, weight) in sum.iter_mut().zip(weights) {
        *sum = sum.wrapping_add(*weight);
    }
    *scores = sum;
}

/// Score of what must not be.
pub(super) const FORBIDDEN: i16 = -12_000;

const MAGIC: [u8; 8] = *b"NGTAGGER";
const VERSION: u32 = 1;
/// Magic, version, number of rows, scale.
const HEADER: usize = 8 + 4 + 4 + 4;
/// Weights of the first tag and of each pair of tags, as `i16`.
const TRANSITIONS: usize = 2 * (TAGS + TAGS * TAGS);
const CHECKSUM: usize = 8;

/// A trained model: what each feature says for each tag, and each tag for the next.
#[derive(Clone, PartialEq)]
pub struct Model {
    scale: f32,
    start: [i16; LANES],
    transitions: [[i16; LANES]; TAGS],
    /// The weights of each row, by the decoder's lanes.
    rows: Vec<[i8; LANES]>,
    /// The check byte of each row. Most features have no row: reading the checks alone
    /// first keeps the look-ups within a sixteenth of the memory.
    checks: Vec<i8>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("rows", &self.rows.len()).field("scale", &self.scale).finish_non_exhaustive()
    }
}

/// Where a feature's row is in a table of `rows` rows, and its check byte.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "a row is below `rows`; the check is the lowest byte")]
pub fn place(feature: u64, rows: usize) -> (usize, i8) {
    let row = ((feature >> 32) * rows as u64) >> 32;
    (row as usize, (feature as u8).max(1).cast_signed())
}

impl Model {
    /// A model from its parts: steps of `scale` per unit, weights of the first tag, of each pair of
    /// tags (before, after), and the rows as [`place`] finds them. Pairs that BIO forbids are
    /// forbidden whatever their weight.
    pub fn new(scale: f32, start: &[i16; TAGS], transitions: &[[i16; TAGS]; TAGS], rows: &[Row]) -> Self {
        let checked = |weights: &[i16; TAGS], before: Option<Tag>| {
            let mut lanes = [FORBIDDEN; LANES];
            for (index, (lane, &weight)) in lanes.iter_mut().zip(weights).enumerate() {
                if Tag::from_index(index).is_some_and(|tag| tag.may_follow(before)) {
                    *lane = weight.clamp(-1000, 1000);
                }
            }
            lanes
        };
        let mut table = [[FORBIDDEN; LANES]; TAGS];
        for (index, (lanes, weights)) in table.iter_mut().zip(transitions).enumerate() {
            *lanes = checked(weights, Tag::from_index(index));
        }
        let checks = rows.iter().map(|row| row[LANES - 1]).collect();
        let rows = rows.iter().map(|row| by_lane(row, 0)).collect();
        Self { scale, start: checked(start, None), transitions: table, rows, checks }
    }

    /// Reads a model, as [`to_bytes`](Self::to_bytes) wrote it.
    ///
    /// # Errors
    ///
    /// [`Error::Lexicon`] where the bytes are no model, one of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let wrong = |message: &str| Error::Lexicon { file: "tagger model".into(), line: 0, message: message.into() };
        let (body, sum) =
            bytes.split_last_chunk::<CHECKSUM>().ok_or_else(|| wrong("is cut short; rebuild it with the trainer"))?;
        let mut input = Input(body);
        if input.take::<8>() != Some(MAGIC) {
            return Err(wrong("does not start like a tagger model; give the file that the trainer wrote"));
        }
        let version = input.take().map(u32::from_le_bytes);
        if version != Some(VERSION) {
            return Err(wrong("has a format of another version; rebuild it with the trainer of this version"));
        }
        if checksum(body) != u64::from_le_bytes(*sum) {
            return Err(wrong("does not match its checksum; rebuild it with the trainer"));
        }
        let mut parts = || -> Option<Self> {
            let rows = u32::from_le_bytes(input.take()?) as usize;
            let scale = f32::from_le_bytes(input.take()?);
            let mut start = [0; TAGS];
            let mut transitions = [[0; TAGS]; TAGS];
            for weight in start.iter_mut().chain(transitions.iter_mut().flatten()) {
                *weight = i16::from_le_bytes(input.take()?);
            }
            let (table, rest) = input.0.as_chunks::<LANES>();
            let sound = rows > 0 && table.len() == rows && rest.is_empty() && scale.is_finite() && scale > 0.0;
            let row = |bytes: &[u8; LANES]| bytes.map(u8::cast_signed);
            sound.then(|| Self::new(scale, &start, &transitions, &table.iter().map(row).collect::<Vec<_>>()))
        };
        parts().ok_or_else(|| wrong("has a table of another size than it says; rebuild it with the trainer"))
    }

    /// The bytes of the model. All numbers are little-endian:
    ///
    /// | bytes | what |
    /// |---|---|
    /// | 8 | `NGTAGGER` |
    /// | 4 | version, `u32` |
    /// | 4 | number of rows, `u32` |
    /// | 4 | scale, `f32` |
    /// | 2 × 15 | weights of the first tag, `i16` |
    /// | 2 × 15 × 15 | weights of each pair of tags, `i16`, by the tag before |
    /// | 16 × rows | 15 weights `i8` and the check byte |
    /// | 8 | FNV-1a checksum of all above, `u64` |
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + TRANSITIONS + self.rows.len() * LANES + CHECKSUM);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(u32::try_from(self.rows.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(self.scale.to_le_bytes());
        for lanes in std::iter::once(&self.start).chain(&self.transitions) {
            bytes.extend(lanes[..TAGS].iter().flat_map(|weight| weight.to_le_bytes()));
        }
        for (row, check) in self.rows.iter().zip(&self.checks) {
            bytes.extend(LANE.map(|lane| row.get(lane).copied().unwrap_or_default().cast_unsigned()));
            bytes.push(check.cast_unsigned());
        }
        bytes.extend(checksum(&bytes).to_le_bytes());
        bytes
    }

    /// What one step of a weight is worth, as a logarithm of odds.
    pub(super) fn scale(&self) -> f32 {
        self.scale
    }

    pub(super) fn start(&self) -> &[i16; LANES] {
        &self.start
    }

    pub(super) fn transitions(&self) -> &[[i16; LANES]; TAGS] {
        &self.transitions
    }
}

/// More rows than the features of one token can match, and as many as a byte counts.
const MOST_MATCHES: usize = 256;

/// How many rows are kept before they must be added up.
const ROOM: usize = 4 * MOST_MATCHES;

/// The rows that the features of some tokens own, token by token.
///
/// First the rows of all tokens are looked for, then they are added up: neither loop has a branch to
/// guess, and the second fetches rows far apart in memory without waiting for one after the other.
#[derive(Debug)]
pub(super) struct Matches<'m> {
    weights: &'m [[i8; LANES]],
    checks: &'m [i8],
    rows: [u32; ROOM],
    /// Where the rows of each token end.
    ends: Vec<usize>,
}

impl<'m> Matches<'m> {
    /// None yet.
    pub(super) fn new(model: &'m Model) -> Self {
        Self { weights: &model.rows, checks: &model.checks, rows: [0; ROOM], ends: Vec::new() }
    }

    /// Forgets all tokens.
    pub(super) fn clear(&mut self) {
        self.ends.clear();
    }

    /// How many rows are found.
    fn count(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// Whether there is no room for one more token.
    pub(super) fn is_full(&self) -> bool {
        self.count() > ROOM - MOST_MATCHES
    }

    /// Looks for the rows of one more token, whose features are those that `give` adds; whether it has any.
    #[inline]
    pub(super) fn add_token(&mut self, give: impl FnOnce(&mut Token<'_>)) -> bool {
        let start = self.count();
        let Some(rows) = self.rows.get_mut(start..).and_then(<[u32]>::first_chunk_mut) else { return false };
        let mut token = Token { checks: self.checks, rows, count: 0 };
        give(&mut token);
        let count = usize::from(token.count);
        self.ends.push(start + count);
        count > 0
    }

    /// Adds the weights of the features of each token to its `scores`. A weight is at most 127 and a token
    /// has less than [`MOST_MATCHES`] features, so that the sum is far from what 16 bits hold.
    #[inline]
    pub(super) fn add_to(&self, scores: &mut [Scores]) {
        let mut start = 0;
        for (scores, &end) in scores.iter_mut().zip(&self.ends) {
            let mut sum = *scores;
            for &row in self.rows.get(start..end).unwrap_or_default() {
                let Some(weights) = self.weights.get(row as usize) else {
                    continue;
                };
                for (sum, weight) in sum.iter_mut().zip(weights) {
                    *sum = sum.wrapping_add(i16::from(*weight));
                }
            }
            *scores = sum;
            start = end;
        }
    }
}

/// Takes the features of one token.
#[derive(Debug)]
pub(super) struct Token<'r> {
    checks: &'r [i8],
    rows: &'r mut [u32; MOST_MATCHES],
    count: u8,
}

impl Sink for Token<'_> {
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "a model has less than 2^32 rows")]
    fn add(&mut self, _: Template, feature: u64) {
        let (row, check) = place(feature, self.checks.len());
        if let (Some(found), Some(next)) = (self.checks.get(row), self.rows.get_mut(usize::from(self.count))) {
            *next = row as u32;
            self.count = self.count.wrapping_add(u8::from(*found == check));
        }
    }
}

/// Takes numbers off the front.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    // FNV-1a over eight bytes at a time: two megabytes are checked at every start.
    let (words, rest) = bytes.as_chunks::<8>();
    let step = |hash: u64, word: u64| {
        let hash = (hash ^ word).wrapping_mul(0x0000_0100_0000_01B3);
        hash ^ (hash >> 29)
    };
    let hash = words.iter().fold(0xCBF2_9CE4_8422_2325, |hash, word| step(hash, u64::from_le_bytes(*word)));
    rest.iter().fold(hash, |hash, &byte| step(hash, u64::from(byte)))
}
