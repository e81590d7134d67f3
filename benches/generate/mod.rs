//! Any number of articles of some 900 words, made from the sample articles by giving their people
//! and bodies other names. The same number always gives the same article.

use newsgraph::extract::Extractor;
use newsgraph::lexicon::Lexicon;
use newsgraph::model::{Article, EntityKind};
use newsgraph::text::{fold, key, read_path};
use std::collections::BTreeSet;
use std::path::Path;

/// Words in an article.
const WORDS: usize = 900;

/// Prose in which nobody is named: the samples name three people in two sentences, news in general
/// about two thirds as many. Every second paragraph that is added is one of these.
const QUIET: [&str; 5] = [
    "The queue outside the hall had formed before dawn and reached the corner by eight. Most of those who waited had \
     brought folding chairs and flasks of tea, and some had come by bus from villages two hours away. They talked \
     about the price of bread, the state of the road and whether the rain would hold off until the evening. Nobody \
     expected the doors to open on time, and nobody was surprised when they did not.",
    "It is not the first time that the figures have been revised. In each of the past four quarters the early \
     estimate was too high, and the correction came weeks later, in a table at the end of a report that few people \
     read. Those who do read it say that the method is sound but the returns are late, because the smaller firms \
     have no one to fill in the forms and the larger ones see no reason to hurry.",
    "What happens next is hard to say. The talks could drag on until the spring, when the old agreement runs out, or \
     they could end within days if one side gives way on the length of the transition. Both have said in public that \
     they want a result, and both have told their own supporters that there is nothing left to give. People who have \
     watched such rounds before say that this is how they usually sound a week before the end.",
    "The building stands on a slope above the harbour, and on a clear morning the ships at anchor can be counted from \
     its windows. It was put up as a warehouse, served for some years as a school and stood empty for a decade before \
     the roof was mended. The rooms are high and cold. In the largest of them a model of the coast fills a table, with \
     pins for each of the places where the water came over the wall last winter.",
    "Costs have risen faster than anyone had planned for. Steel is dearer by a third than when the first drawings were \
     made, the labour that was promised has gone to better paid work on the other side of the bay, and the money set \
     aside for the unexpected was spent in the first year. The work will go on, those in charge insist, but the second \
     stage will be smaller, and a bridge that was to carry trains will now carry only cars and people on foot.",
];

/// How many names each name of the samples becomes, for each hundred articles.
const SPREAD: usize = 4;

pub(crate) struct Generator {
    articles: Vec<Article>,
    paragraphs: Vec<String>,
    /// The words of names that are given other spellings: those that the lexicon does not know.
    invented: BTreeSet<String>,
    count: usize,
}

impl Generator {
    pub(crate) fn new(extractor: &Extractor, count: usize) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
        let articles: Vec<Article> = read_path(folder).map(Result::unwrap).collect();
        let lexicon = Lexicon::builtin().unwrap();
        let mut invented = BTreeSet::new();
        let mut paragraphs = Vec::new();
        for article in &articles {
            paragraphs.extend(article.body.split("\n\n").filter(|p| p.len() > 200).map(str::to_owned));
            let named = [EntityKind::Person, EntityKind::Organization];
            for entity in extractor.extract(article).entities.iter().filter(|e| named.contains(&e.kind)) {
                let words = entity.name.split(|c: char| !c.is_alphabetic());
                let unknown = |word: &&str| {
                    word.len() > 3 && word.starts_with(char::is_uppercase) && lexicon.word(key(&fold(word))).is_none()
                };
                invented.extend(words.filter(unknown).map(str::to_owned));
            }
        }
        Self { articles, paragraphs, invented, count }
    }

    pub(crate) fn article(&self, number: usize) -> Article {
        let mut random = Random(number as u64 ^ 0x5DEE_CE66);
        let sample = &self.articles[number % self.articles.len()];
        let mut body = sample.body.clone();
        let mut words = body.split_whitespace().count();
        for turn in 0.. {
            if words >= WORDS {
                break;
            }
            let quiet = QUIET[random.below(QUIET.len())];
            let more = if turn % 2 == 0 { quiet } else { &self.paragraphs[random.below(self.paragraphs.len())] };
            words += more.split_whitespace().count();
            body.push_str("\n\n");
            body.push_str(more);
        }
        let day = number % 28 + 1;
        let date = format!("20{:02}-{:02}-{day:02}", 10 + number / 336 % 15, number / 28 % 12 + 1);
        // Few variants are frequent, many rare.
        let variants = 1 + self.count * SPREAD / 100;
        let upper = 1 + random.below(variants);
        let variant = random.below(upper) as u64;
        let body = self.renamed(&body, variant);
        Article {
            uri: format!("https://example.org/generated/{number:06}"),
            title: sample.title.as_ref().map(|title| self.renamed(title, variant)),
            published_on: date.parse().ok(),
            publisher: sample.publisher.clone(),
            url: None,
            body,
        }
    }

    /// The text with its invented names in another variant.
    fn renamed(&self, text: &str, variant: u64) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        let mut rest = text;
        while let Some(start) = rest.find(char::is_alphabetic) {
            let end = rest[start..].find(|c: char| !c.is_alphabetic()).map_or(rest.len(), |length| start + length);
            let word = &rest[start..end];
            out.push_str(&rest[..start]);
            if variant > 0 && self.invented.contains(word) {
                out.push_str(&name(key(word) ^ variant.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
            } else {
                out.push_str(word);
            }
            rest = &rest[end..];
        }
        out + rest
    }
}

/// A name of two or three syllables.
fn name(seed: u64) -> String {
    const OPEN: [&str; 16] =
        ["Ba", "Cor", "Del", "Fan", "Gre", "Hal", "Jor", "Ka", "Lem", "Mor", "Nel", "Os", "Pra", "Ros", "Tal", "Vel"];
    const CLOSE: [&str; 16] = [
        "berg", "dane", "dor", "gate", "kin", "lani", "mere", "nov", "oka", "quist", "rell", "ston", "tara", "vik",
        "wick", "zou",
    ];
    let mut random = Random(seed);
    random.below(2);
    let mut name = OPEN[random.below(16)].to_owned();
    for _ in 0..random.below(2) {
        name.push_str(&OPEN[random.below(16)].to_lowercase());
    }
    name + CLOSE[random.below(16)]
}

/// A linear congruential generator (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}
