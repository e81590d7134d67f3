//! From sightings to an index: variants of one matter become one, each is tied to countries, and
//! the ties that a linear score of general features finds probable are kept.

use super::Tie;
use super::candidate::{Candidate, Candidates};
use super::countries::{Anchor, Countries, Voice};
use super::phrase::stem_key;
use crate::extract::cue::Cue;
use crate::extract::hash::FastMap;
use crate::extract::reading::Reading;
use crate::model::{CountryCode, Modality, Polarity};
use crate::text::{Part, fold};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// The most ties of one article.
const MOST_TIES: usize = 40;
/// The most matters with one head word that are compared with each other.
const MOST_VARIANTS: usize = 24;
/// The least score of a tie that is kept.
const LEAST: f32 = -0.4;

/// From a score to a confidence: slope and offset of a logistic function, fitted to how often an
/// annotator who lists acceptable alternatives agreed with ties of that score (Platt 1999).
const CALIBRATION: (f32, f32) = (0.43, 0.2);
/// The longest evidence, in tokens.
const LONGEST_EVIDENCE: usize = 30;

/// The number of features.
const FEATURES: usize = 34;

/// What is known of a tie, as numbers.
type Features = [f32; FEATURES];

/// The weight of each feature, in the order of [`features_alone`] and [`features_with`].
///
/// Set by hand. Weights learned by logistic regression from 196 articles with marked issues, with
/// the tagger retrained for each fifth of them, were no better on other articles, and weights
/// adjusted to half of an index-like annotation were worse on its other half.
const WEIGHTS: Features = [
    -4.2, // bias
    2.6,  // probability of the tagger
    1.6,  // weight in the lexicon
    0.5,  // head in the lexicon
    1.2,  // weight as an event
    1.8,  // asked for by a construction
    0.8,  // derived from a verb
    0.4,  // narrowed by a word
    0.2,  // completed
    1.4,  // in the headline
    1.0,  // in the first sentence
    0.4,  // in the second or third
    0.5,  // logarithm of the sightings
    -1.5, // says little alone
    -0.4, // one word, not listed
    -0.6, // place of the first sighting, 0 to 1
    1.0,  // the main country
    1.0,  // share of the country
    1.2,  // the country in the phrase
    0.5,  // named before it in the sentence
    0.1,  // named after it
    0.4,  // where it happens
    0.3,  // through a holder of a post
    0.2,  // in the headline
    0.4,  // alone in the sentence
    0.2,  // no country in the sentence, and the main one
    0.5,  // the only country of the article
    -0.6, // absent from the sentences though others are there
    0.0,  // a name
    0.0,  // words beyond three
    0.2,  // an abstract noun
    -0.9, // a plain noun
    0.5,  // both in the headline and in the text
    -0.4, // asked for, and nothing else speaks for it
];

/// One matter: sightings that are variants of each other.
#[derive(Debug)]
struct Matter<'c> {
    /// Keys of the words' stems, sorted.
    words: Vec<u64>,
    sightings: Vec<&'c Candidate<'c>>,
}

/// Gathers variants: the same head, and the words of one among the words of the other.
fn gather<'c>(candidates: &'c Candidates<'c>) -> Vec<Matter<'c>> {
    let mut matters: Vec<Matter<'_>> = Vec::new();
    let mut by_stem: FastMap<u64, Vec<usize>> = FastMap::default();
    let mut words = Vec::new();
    for candidate in candidates.0.values() {
        // Keys fold ASCII themselves.
        let core: Cow<'_, str> =
            if candidate.core.is_ascii() { candidate.core.as_str().into() } else { fold(&candidate.core).into() };
        words.clear();
        words.extend(core.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(stem_key));
        words.sort_unstable();
        words.dedup();
        let same = by_stem.entry(candidate.stem).or_default();
        let found = same
            .iter()
            .copied()
            .find(|m| matters.get(*m).is_some_and(|m| holds_all(&words, &m.words) || holds_all(&m.words, &words)));
        match found.and_then(|m| matters.get_mut(m)) {
            Some(matter) => {
                if words.len() > matter.words.len() {
                    matter.words.clone_from(&words);
                }
                matter.sightings.push(candidate);
            }
            None if same.len() < MOST_VARIANTS => {
                same.push(matters.len());
                matters.push(Matter { words: words.clone(), sightings: vec![candidate] });
            }
            None => {}
        }
    }
    matters
}

/// Whether the sorted `words` hold all of `others`.
fn holds_all(words: &[u64], others: &[u64]) -> bool {
    others.iter().all(|other| words.binary_search(other).is_ok())
}

impl Matter<'_> {
    fn best(&self, value: impl Fn(&Candidate<'_>) -> f32) -> f32 {
        self.sightings.iter().map(|c| value(c)).fold(0.0, f32::max)
    }

    fn any(&self, test: impl Fn(&Candidate<'_>) -> bool) -> f32 {
        flag(self.sightings.iter().any(|c| test(c)))
    }

    /// Whether it is the country itself: no country is its own issue.
    fn is_country(&self, reading: &Reading<'_>, country: CountryCode) -> bool {
        self.sightings.iter().all(|c| reading.name(c.head).is_some_and(|n| n.kind.country() == Some(country)))
    }

    /// The topic: that of the listed phrase, of the head, or of a listed word inside the phrase.
    fn topic<'t>(&self, reading: &Reading<'t>) -> Option<&'t str>
    where
        Self: 't,
    {
        let by =
            |least: f32| self.sightings.iter().find(|c| c.topic.is_some() && c.listed >= least).and_then(|c| c.topic);
        let inside = |c: &&Candidate| {
            let here = c.tokens.clone().rev();
            here.clone()
                .find_map(|t| reading.issue_at(t).map(|(_, issue)| issue.topic))
                .or_else(|| here.clone().find_map(|t| reading.lexicon.issue_head(reading.key(t))))
        };
        by(0.01)
            .or_else(|| by(0.0))
            .or_else(|| self.sightings.iter().find_map(inside).map(|t| reading.lexicon.topic_label(t)))
    }

    /// The canonical name: the words that the article uses most for it; for a noun that says
    /// little alone, with its complement.
    fn name(&self, reading: &Reading<'_>) -> String {
        let relational = self.sightings.iter().any(|c| c.relational);
        let words = |sighting: &Candidate<'_>| {
            if relational { sighting.full(reading) } else { sighting.core.clone() }
        };
        if let [only] = self.sightings.as_slice() {
            return words(only);
        }
        // Of each wording: how often it is used, its first sighting and the words of that.
        let mut counts: BTreeMap<String, (usize, usize, &Candidate<'_>, String)> = BTreeMap::new();
        for (order, sighting) in self.sightings.iter().copied().enumerate() {
            let words = words(sighting);
            counts.entry(fold(&words)).or_insert((0, order, sighting, words)).0 += 1;
        }
        let rank = |(count, order, sighting, _): &(usize, usize, &Candidate<'_>, String)| {
            let whole = !relational || sighting.completed || sighting.modified;
            (whole, sighting.modified || sighting.completed && relational, *count, std::cmp::Reverse(*order))
        };
        let best = counts.into_values().max_by_key(rank);
        best.map(|(_, _, _, words)| words).unwrap_or_default()
    }
}

/// Whether a country anchor and a sighting stand in one phrase: in front of the head as adjective
/// or possessive, or in the complement.
fn in_phrase(reading: &Reading<'_>, anchor: &Anchor, candidate: &Candidate) -> bool {
    let tokens = &candidate.tokens;
    let inside = tokens.start <= anchor.tokens.start && anchor.tokens.end <= tokens.end;
    let owner = anchor.tokens.end < tokens.start
        && reading.is_possessive(anchor.tokens.end)
        && anchor.tokens.end + 4 >= tokens.start;
    inside || owner
}

/// A truth as a feature.
fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// The features that a matter has with any country; the others are 0.
#[allow(clippy::cast_precision_loss, reason = "counts and places in an article")]
fn features_alone(reading: &Reading<'_>, first_body: usize, matter: &Matter<'_>) -> Features {
    let sentence = |c: &Candidate| reading.sentence_of(c.tokens.start);
    let mut f = [0.0; FEATURES];
    f[0] = 1.0;
    f[1] = matter.best(|c| c.tagged);
    f[2] = matter.best(|c| c.listed);
    f[3] = matter.any(|c| c.headed);
    f[4] = matter.best(|c| c.event);
    f[5] = matter.best(|c| c.asked);
    f[6] = matter.any(|c| c.derived);
    f[7] = matter.any(|c| c.modified);
    f[8] = matter.any(|c| c.completed);
    f[9] = matter.any(|c| reading.part(c.tokens.start) == Part::Headline);
    f[10] = matter.any(|c| sentence(c) == first_body);
    f[11] = matter.any(|c| (first_body + 1..first_body + 3).contains(&sentence(c)));
    f[12] = (matter.sightings.len() as f32).ln();
    f[13] = flag(
        matter.sightings.iter().any(|c| c.relational) && !matter.sightings.iter().any(|c| c.modified || c.completed),
    );
    f[14] = flag(f[2] == 0.0 && !matter.sightings.iter().any(|c| c.modified || c.completed));
    f[15] = matter.sightings.first().map_or(0.0, |c| c.tokens.start as f32 / reading.len().max(1) as f32);
    f[28] = matter.any(|c| reading.name_at(c.head).is_some());
    let most = matter.sightings.iter().map(|c| c.core.split(' ').count()).min().unwrap_or(0);
    f[29] = most.saturating_sub(3) as f32;
    f[30] = matter.any(|c| c.abstract_noun);
    f[31] = flag(matter.sightings.iter().all(|c| c.plain));
    f[32] = flag(f[9] > 0.0 && matter.sightings.iter().any(|c| reading.part(c.tokens.start) == Part::Body));
    f[33] = flag(f[5] > 0.0 && f[1] + f[2] + f[3] + f[4] + f[30] == 0.0);
    f
}

/// All features of a matter with a country, of which `f` are those it has with any; and where both are seen
/// together best.
#[allow(clippy::cast_precision_loss, reason = "counts and places in an article")]
fn features_with<'c>(
    reading: &Reading<'_>,
    countries: &Countries,
    matter: &Matter<'c>,
    country: CountryCode,
    mut f: Features,
) -> (Features, Option<(&'c Candidate<'c>, Range<usize>)>) {
    let is_main = countries.main == Some(country);
    f[16] = flag(is_main);
    f[17] = countries.share(country);
    f[23] = flag(countries.in_headline(country));
    f[26] = flag(countries.len() == 1);
    let mut others = false;
    let mut seen: Option<(f32, &'c Candidate<'c>, Range<usize>)> = None;
    for sighting in matter.sightings.iter().copied() {
        let near = countries.near(reading, &sighting.tokens);
        let near = near.iter().filter(|a| a.matter.is_none_or(|head| head == sighting.head && sighting.modified));
        let own = near.clone().filter(|a| a.country == country);
        let (any_near, any_own) = (near.clone().next().is_some(), own.clone().next().is_some());
        let any_other = near.clone().any(|a| a.country != country);
        others |= any_other;
        if !any_near && is_main {
            f[25] = 1.0;
        }
        if any_own && !any_other {
            f[24] = 1.0;
        }
        for anchor in own {
            let phrase = in_phrase(reading, anchor, sighting);
            let before = anchor.tokens.start < sighting.head;
            f[18] = f[18].max(flag(phrase));
            f[19] = f[19].max(flag(before && !phrase && !anchor.location));
            f[20] = f[20].max(flag(!before && !phrase));
            f[21] = f[21].max(flag(anchor.location));
            f[22] = f[22].max(flag(anchor.voice == Voice::Holder));
            let distance = anchor.tokens.start.abs_diff(sighting.head) as f32;
            let strength = 3.0 * flag(phrase) + flag(before) - 0.02 * distance;
            if seen.as_ref().is_none_or(|s| s.0 < strength) {
                seen = Some((strength, sighting, anchor.tokens.clone()));
            }
        }
    }
    f[27] = flag(seen.is_none() && others);
    (f, seen.map(|(_, sighting, tokens)| (sighting, tokens)))
}

fn score(features: &Features) -> f32 {
    features.iter().zip(&WEIGHTS).map(|(f, w)| f * w).sum()
}

fn confidence(score: f32) -> f32 {
    let (slope, offset) = CALIBRATION;
    1.0 / (1.0 + (-(slope * score + offset)).exp())
}

/// Ranks the ties and keeps the best.
pub(super) fn ties(reading: &Reading<'_>, candidates: &Candidates, countries: &Countries) -> Vec<Tie> {
    let matters = gather(candidates);
    let first_body = reading.doc.sentences().iter().position(|s| s.part == Part::Body).unwrap_or(0);
    let (mut scored, mut codes) = (Vec::new(), Vec::new());
    for (index, matter) in matters.iter().enumerate() {
        codes.clear();
        codes.extend(countries.main);
        for sighting in &matter.sightings {
            codes.extend(countries.near(reading, &sighting.tokens).iter().map(|a| a.country));
        }
        // The parties to what the headline is about need not stand in its sentences.
        if matter.sightings.iter().any(|c| reading.part(c.tokens.start) == Part::Headline) {
            codes.extend(countries.parties());
        }
        codes.sort_unstable();
        codes.dedup();
        let alone = features_alone(reading, first_body, matter);
        for &country in &codes {
            if matter.is_country(reading, country) {
                continue;
            }
            let (features, seen) = features_with(reading, countries, matter, country, alone);
            let score = score(&features);
            if score >= LEAST {
                scored.push((score, index, country, seen));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    scored.truncate(MOST_TIES);
    let mut ties: Vec<Tie> = scored
        .into_iter()
        .filter_map(|(score, index, country, seen)| tie(reading, matters.get(index)?, country, seen, confidence(score)))
        .collect();
    // What no word tells, the article's foremost matter does.
    let foremost = ties.iter().find_map(|t| t.topic.clone());
    for tie in ties.iter_mut().filter(|t| t.topic.is_none()) {
        tie.topic.clone_from(&foremost);
    }
    ties
}

fn tie(
    reading: &Reading<'_>,
    matter: &Matter<'_>,
    country: CountryCode,
    seen: Option<(&Candidate, Range<usize>)>,
    confidence: f32,
) -> Option<Tie> {
    let (sighting, anchor) = match seen {
        Some((sighting, anchor)) => (sighting, Some(anchor)),
        None => (*matter.sightings.first()?, None),
    };
    let evidence = evidence(reading, sighting, anchor);
    let modality = if evidence.clone().any(|t| reading.is(t, Cue::WILL)) {
        Modality::Future
    } else if sighting.tokens.start.checked_sub(1).is_some_and(|t| reading.is(t, Cue::MAYBE)) {
        // "a possible strike"; that one could or would act on a matter makes it no less of concern.
        Modality::Hypothetical
    } else {
        Modality::Actual
    };
    Some(Tie {
        country,
        tokens: sighting.tokens.clone(),
        issue: matter.name(reading),
        label: if sighting.relational { sighting.core.clone() } else { sighting.full(reading) },
        topic: matter.topic(reading).map(str::to_owned),
        polarity: if is_untouched(reading, evidence.clone()) { Polarity::Negated } else { Polarity::Asserted },
        evidence,
        modality,
        rule: rule(sighting),
        confidence,
    })
}

/// Whether the words say that a country is out of it: "is not affected by", "is not a party to".
fn is_untouched(reading: &Reading<'_>, mut evidence: Range<usize>) -> bool {
    let out = ["affected", "involved", "part", "party", "concerned", "touched", "hit"];
    evidence.any(|t| {
        reading.is(t, Cue::BE)
            && reading.is(t + 1, Cue::NOT)
            && (t + 2..t + 4).any(|w| out.contains(&&*reading.small_word(w)))
    })
}

/// The sign that speaks for a sighting.
fn rule(sighting: &Candidate) -> &'static str {
    if sighting.derived {
        "issue/event"
    } else if sighting.asked > 0.0 {
        "issue/construction"
    } else if sighting.listed > 0.0 {
        "issue/lexicon"
    } else if sighting.headed || sighting.event > 0.0 {
        "issue/head"
    } else {
        "issue/tagger"
    }
}

/// The words from the country to the matter, or those around the matter, of one sentence.
fn evidence(reading: &Reading<'_>, sighting: &Candidate, anchor: Option<Range<usize>>) -> Range<usize> {
    let sentence = reading.sentence(sighting.tokens.start);
    let own = sighting.tokens.clone();
    if let Some(anchor) = anchor {
        let both = own.start.min(anchor.start)..own.end.max(anchor.end);
        if both.len() <= LONGEST_EVIDENCE {
            return both;
        }
    }
    let room = LONGEST_EVIDENCE.saturating_sub(own.len()) / 2;
    sentence.start.max(own.start.saturating_sub(room))..sentence.end.min(own.end + room)
}
