//! What the tests of the whole path read: the sample articles, and articles put together at random.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::panic,
    reason = "part of tests; not every test uses all of it"
)]

#[path = "../folder/mod.rs"]
mod folder;
#[path = "../random/mod.rs"]
mod random;

use newsgraph::extract::Extractor;
use newsgraph::model::Article;
use newsgraph::store::Store;
use std::path::Path;
use std::sync::LazyLock;

pub(crate) use folder::Folder;
pub(crate) use random::Lcg;

/// One extractor for all tests of a program.
pub(crate) static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().unwrap());

/// The articles under `examples/articles`.
pub(crate) fn articles() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let articles: Vec<Article> = newsgraph::text::read_path(folder).collect::<Result<_, _>>().unwrap();
    assert!(articles.len() >= 14, "{} sample articles", articles.len());
    articles
}

/// Puts articles with what they say into a store, one batch for all.
pub(crate) fn put<'a>(store: &mut Store, articles: impl IntoIterator<Item = &'a Article>) {
    let mut batch = store.begin().unwrap();
    for article in articles {
        batch.put(article, &EXTRACTOR.extract(article)).unwrap();
    }
    batch.commit().unwrap();
}

/// A store in memory with these articles.
pub(crate) fn store_of<'a>(articles: impl IntoIterator<Item = &'a Article>) -> Store {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, articles);
    store
}

/// Sentences that say something, with characters of one to four bytes in and between the names.
const SENTENCES: [&str; 10] = [
    "Zoë Ñandú-O’Brien, chair of the Öresund Bank, met Kenyan foreign minister Ada Quill. ",
    "“Nein,” said Émile Ğödel, director of the Łódź Institute — and left. ",
    "French President Anaïs Dœuvre warned of climate change in Côte d’Ivoire.\n\n",
    "Former Peruvian interior minister José\u{301} Ruíz\u{a0}Peña was acquitted. ",
    "Ada Quill was appointed director of the Ministry of Tides. ",
    "Britain fears 🌊 floods and nuclear weapons, says Dr. Lin Wénxiu of Harbour University. ",
    "She is also vice-president of the Nordsund Shipping Company. ",
    "林 and Turkey’s ambassador to Norway, Çağrı Şen, spoke 👩🏽‍🚀 at length.\r\n",
    "Bo Ek, 44, is not the chair of the Öresund Bank. ",
    "If Émile Ğödel became minister, the talks on trade with China would fail. ",
];

/// What stands between them: scripts, marks, quotes and controls that must not shift an offset.
const BETWEEN: [&str; 20] = [
    "été ",
    "日本 ",
    "👨‍👩‍👧 ",
    "e\u{301}",
    "\u{202e}x\u{202c} ",
    "\u{200b}",
    "\u{ad}",
    "\u{feff}",
    "— ",
    "“",
    "” ",
    "(",
    ") ",
    "\n",
    "\r\n",
    "\u{2028}",
    "İ",
    "ß",
    "🇵🇪 ",
    "\u{10ffff} ",
];

/// The article of a number: news sentences among anything that Unicode has.
pub(crate) fn random_article(number: u64) -> Article {
    let mut random = Lcg(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xABCD);
    random.below(2);
    let mut body = String::new();
    for _ in 0..=random.below(14) {
        for _ in 0..random.below(3) {
            match random.below(4) {
                0 => body.extend(u32::try_from(1 + random.below(0x0010_FFFE)).ok().and_then(char::from_u32)),
                _ => body.push_str(random.pick::<&str>(&BETWEEN)),
            }
        }
        let sentence = *random.pick(&SENTENCES);
        if random.below(4) == 0 {
            // Broken off, so that names and quotes stay open.
            body.extend(sentence.chars().take(random.below(sentence.chars().count())));
        } else {
            body.push_str(sentence);
        }
    }
    body.push_str("The end.");
    let mut article = Article::new(format!("random/{number:03}.txt"), body);
    article.published_on =
        (random.below(3) > 0).then(|| format!("202{}-0{}", number % 5, 1 + number % 9).parse().unwrap());
    article
}
