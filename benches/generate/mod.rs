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

/// How much is said in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Density {
    /// As in newspapers: a third of an article is a sample, the rest prose. In articles of more than 600
    /// words from newspapers of several countries this library found 51 entities, 91 mentions and 22
    /// sightings of facts for each 900 words; in these it finds about as many: 50, 90 and 22.
    Usual,
    /// As in the samples, which name three people in two sentences: every second paragraph is one of
    /// theirs. 83 entities, 110 mentions, 40 sightings.
    Dense,
}

/// Prose as most of a newspaper article is: reactions, background, numbers, weather, quotes, and the
/// people and bodies of the article again: {P}, {O} and {L} stand
/// for one of its people, of its bodies, and for a place.
const PROSE: [&str; 14] = [
    "The queue outside the hall had formed before dawn and reached the corner by eight. {P} was among those who \
     waited. Most had brought folding chairs and flasks of tea, and some had come by bus from {L}, two hours away. \
     They talked to a teacher from {L} about the price of bread, the state of the road and whether the rain would \
     hold off until the evening. {P} said that {O} had been told in time, and {P} was not surprised when they did \
     not.",
    "It is not the first time that the figures have been revised. {O} has said so, and {P} agrees: in each of the \
     past four quarters the early estimate was too high, and the correction came weeks later, in a table at the \
     end of a report that few people read. {P}, who does read it, says that the method is sound but the returns \
     are late, because the smaller firms in {L} have no one to fill in the forms and the larger ones see no reason \
     to hurry.",
    "What happens next is hard to say, {P} conceded. The talks in {L} could drag on until the spring, when the old \
     agreement runs out, or they could end within days if one side gives way on the length of the transition, a \
     diplomat said. {P} and {O} have said in public that they want a result, and both have told their own \
     supporters that there is nothing left to give. {P} has watched such rounds in {L} before and says that this \
     is how they usually sound a week before the end.",
    "The building of {O} stands on a slope above the harbour, and on a clear morning the ships at anchor can be \
     counted from its windows. {P} had it put up as a warehouse, served for some years as a school for sailors \
     from {L} and stood empty for a decade before the roof was mended. {P} calls the rooms high and cold. In the \
     largest of them {P} keeps a model of the coast fills a table, with pins for each of the places where the \
     water came over the wall last winter.",
    "Costs have risen faster than {O} had planned for, {P} said. Steel is dearer by a third than when the first \
     drawings were made, the labour that was promised has gone to better paid work in {L}, and the money that {O} \
     set aside for the unexpected was spent in the first year. The work will go on, {P} insists, but the second \
     stage will be smaller, and a bridge that was to carry trains will now carry only cars and people on foot.",
    "{P} did not answer questions after the statement in {L}, and {O} referred them to the minister. An aide said \
     that {P} would speak to reporters on Thursday, when the figures for the quarter are due, and that nothing had \
     been decided about the second loan. Officials in the capital had expected her to give a date. \"We were told \
     that there would be a date,\" one of them told {P}, \"and we were told so twice.\" He asked not to be named \
     because he was not allowed to speak.",
    "Rain fell over most of {L} on Tuesday, and the river stood at its highest mark for nine years. Two roads in \
     the south were closed and the ferry to {L} was kept in port. {P} said that the worst was over, but \
     forecasters in {L} warned that the ground could take no more water. Farmers such as {P} have asked for the \
     sowing to be put off by two weeks; {O} said it would look at the request once the damage had been counted.",
    "In Kenya and in Norway, where similar rules were brought in three years ago, prices rose at first and then \
     fell back within months. Critics such as {P} say that neither country can be compared with this one, because \
     neither has as many small growers. {P} answers that the small growers in {L} were the ones who gained. A \
     study by {O} is to be published next year, and {P} and {O} have said that they will wait for it before they \
     change their minds.",
    "Turnout was put at 61 percent, four points lower than the last time, and was lowest in the districts where \
     the lists had been closed early. Counting in {L} went on through the night, with {P} in the hall. By morning, \
     {P} said, the margin had shrunk to fewer than three thousand votes, and lawyers for {O} were at the doors. A \
     judge has given {O} ten days to hear complaints, and it has said that it will need all of them.",
    "{P} grew up near {L}, the third of five children, and left school at sixteen to work in a repair yard. {P}, a \
     friend from those years, remembers somebody who read the paper aloud at lunch and argued with it. At {O} \
     nobody hides that {P} came late to politics, and he has never said why. \"I was asked, and I had no excuse \
     ready,\" he told a student paper once. {P} calls it the longest account that he has given.",
    "The strike entered its second week on Monday with no talks in sight, {P} said. Buses ran on a third of the \
     lines, and the main hospital asked visitors to stay away. The union says that wages have fallen behind \
     inflation for six years; {P}, for the employers, says that the offer of nine percent over two years was the \
     last one. The government in {L} has called on {O} and the union to return to the table and has so far refused \
     to send a mediator of its own.",
    "Shares in {O} fell by four percent in early trading and made up half of the loss before noon. {P} said that \
     the market in {L} had known of the delay and had been surprised only by its length. Two thirds of the output, \
     {P} added, is sold to {L} under contracts that run until the end of next year, so that the effect on earnings \
     will be small. What the banks will do when the contracts end is another matter, and {P} would not speak of \
     it.",
    "{P} had promised the same thing in his first speech and had dropped it within a year. This time, {P} said, \
     the money is there: it stands in the budget that was passed in March, in a line of its own, and it cannot be \
     moved without a vote. {O} was not persuaded, and neither was {P}. An economist in {L} pointed out that the \
     line is smaller than the one of the year before, and that most of it is meant for repairs.",
    "For the people of {L} the argument is an old one. The first survey, {P} recalled, was made before most of \
     them were born, and the pegs that it left behind can still be found in the fields. Since then there have been \
     four plans, two inquiries and one court case, which {O} lost against {P}. {P} said that {O} had stopped going \
     to the meetings. \"They bring a new map each time,\" he said. \"The river is always in the same place.\"",
];

/// Places that prose speaks of.
const PLACES: [&str; 24] = [
    "Oslo", "Nairobi", "Manila", "Chile", "Poland", "Lagos", "Vienna", "Kenya", "Hamburg", "Ghana", "Osaka", "Lisbon",
    "Peru", "Toronto", "Jakarta", "Sweden", "Tunis", "Mumbai", "Ireland", "Seoul", "Geneva", "Brazil", "Cairo",
    "Perth",
];

/// Words of a sample in an article of usual density, before the paragraph is ended.
const TOLD: usize = 230;

/// How many names each name of the samples becomes, for each hundred articles.
const SPREAD: usize = 4;

pub(crate) struct Generator {
    articles: Vec<Article>,
    paragraphs: Vec<String>,
    /// Of each article: surnames, and names of bodies.
    named: Vec<[Vec<String>; 2]>,
    /// The words of names that are given other spellings: those that the lexicon does not know.
    invented: BTreeSet<String>,
    count: usize,
    density: Density,
}

impl Generator {
    pub(crate) fn new(extractor: &Extractor, count: usize, density: Density) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
        let articles: Vec<Article> = read_path(folder).map(Result::unwrap).collect();
        let lexicon = Lexicon::builtin().unwrap();
        let mut invented = BTreeSet::new();
        let (mut paragraphs, mut named_in) = (Vec::new(), Vec::new());
        for article in &articles {
            paragraphs.extend(article.body.split("\n\n").filter(|p| p.len() > 200).map(str::to_owned));
            let named = [EntityKind::Person, EntityKind::Organization];
            let told = Article::new("told", beginning(&article.body));
            let told = extractor.extract(&told).entities;
            let surname = |name: &str| name.rsplit(' ').next().unwrap_or(name).to_owned();
            let of = |kind| told.iter().filter(move |e| e.kind == kind).map(|e| e.name.clone());
            named_in.push([of(named[0]).map(|name| surname(&name)).collect(), of(named[1]).collect()]);
            for entity in extractor.extract(article).entities.iter().filter(|e| named.contains(&e.kind)) {
                let words = entity.name.split(|c: char| !c.is_alphabetic());
                let unknown = |word: &&str| {
                    word.len() > 3 && word.starts_with(char::is_uppercase) && lexicon.word(key(&fold(word))).is_none()
                };
                invented.extend(words.filter(unknown).map(str::to_owned));
            }
        }
        Self { articles, paragraphs, named: named_in, invented, count, density }
    }

    pub(crate) fn article(&self, number: usize) -> Article {
        let mut random = Random(number as u64 ^ 0x5DEE_CE66);
        let sample = &self.articles[number % self.articles.len()];
        let mut body = match self.density {
            Density::Dense => sample.body.clone(),
            Density::Usual => beginning(&sample.body).to_owned(),
        };
        let mut words = body.split_whitespace().count();
        for turn in 0.. {
            if words >= WORDS {
                break;
            }
            let prose = PROSE[random.below(PROSE.len())];
            let told = self.density == Density::Dense && turn % 2 == 1;
            body.push_str("\n\n");
            if told {
                body.push_str(&self.paragraphs[random.below(self.paragraphs.len())]);
            } else {
                self.tell(number % self.articles.len(), prose, &mut random, &mut body);
            }
            words = body.split_whitespace().count();
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

    /// Adds prose about the people and bodies of a sample.
    fn tell(&self, sample: usize, prose: &str, random: &mut Random, body: &mut String) {
        let [people, bodies] = &self.named[sample];
        let mut rest = prose;
        while let Some((before, after)) = rest.split_once('{') {
            body.push_str(before);
            body.push_str(match &after[..1] {
                "P" => &people[random.below(people.len())],
                "O" => &bodies[random.below(bodies.len())],
                _ => PLACES[random.below(PLACES.len())],
            });
            rest = &after[2..];
        }
        body.push_str(rest);
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

/// The first paragraphs of a text, up to some [`TOLD`] words.
fn beginning(text: &str) -> &str {
    for (start, _) in text.match_indices("\n\n") {
        if text[..start].split_whitespace().count() >= TOLD {
            return &text[..start];
        }
    }
    text
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
