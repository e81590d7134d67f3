//! Any sequence of calls against a model in memory: a map from uri to text. Each two bytes are a call and
//! what it is about. At the end the store says what a new one with the same articles says.

use newsgraph::model::{EntityKind, Extraction};
use newsgraph::store::{Outcome, Verdict};
use newsgraph::{Article, Error, Extractor, Snapshot, Store};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const URIS: usize = 8;
const TEXTS: [&str; 8] = [
    "Ada Quill, chair of the Harbour Bank of Kenya, met Bo Tern.",
    "Ada Quill, chair of the Harbour Bank, resigned. Kenya is concerned about climate change.",
    "Kenyan trade minister Bo Tern praised Ms Quill.",
    "Bo Tern, a former trade minister of Kenya, joined the HB as director.",
    "A. Quill was appointed director of the Institute of Tides in Oslo.",
    "Norway and Kenya disagree over fish quotas, said minister Bo Tern.",
    "Nothing of note happened.",
    "Bo Tern is not the chair of the Harbour Bank.",
];

/// The article of each uri and text, with what it says.
static READ: LazyLock<Vec<Vec<(Article, Extraction)>>> = LazyLock::new(|| {
    let extractor = Extractor::new().unwrap();
    let of = |uri: usize, text: &str| {
        let mut article = Article::new(uri.to_string(), text);
        article.published_on = Some(format!("2024-0{}", uri + 1).parse().unwrap());
        let extraction = extractor.extract(&article);
        (article, extraction)
    };
    (0..URIS).map(|uri| TEXTS.iter().map(|text| of(uri, text)).collect()).collect()
});

type Pair = ((String, String), (String, String));

#[derive(Default, Clone)]
struct Model {
    texts: BTreeMap<usize, usize>,
    judged: BTreeMap<Pair, Verdict>,
}

impl Model {
    /// A new store that says the same.
    fn store(&self) -> Store {
        let mut store = Store::in_memory().unwrap();
        let mut batch = store.begin().unwrap();
        for (uri, text) in &self.texts {
            let (article, extraction) = &READ[*uri][*text];
            batch.put(article, extraction).unwrap();
        }
        batch.commit().unwrap();
        for ((left, right), verdict) in &self.judged {
            let (left, right) = ((left.0.as_str(), left.1.as_str()), (right.0.as_str(), right.1.as_str()));
            store.judge(EntityKind::Person, left, right, *verdict, "fuzz").unwrap();
        }
        store
    }
}

pub(crate) fn run(bytes: &[u8]) {
    let mut store = Store::in_memory().unwrap();
    let mut model = Model::default();
    let mut calls = bytes.chunks_exact(2).take(40).map(|call| (call[0] % 12, call[1])).peekable();
    while let Some((call, about)) = calls.next() {
        let about = usize::from(about);
        match call {
            // A batch of what follows, which is committed or dropped.
            0..=5 => {
                let mut after = model.clone();
                let mut batch = store.begin().unwrap();
                let mut next = Some((call, about));
                while let Some((call, about)) = next {
                    let (uri, text) = (about % URIS, about / URIS % TEXTS.len());
                    if call < 4 {
                        let (article, extraction) = &READ[uri][text];
                        let expected = match after.texts.insert(uri, text) {
                            None => Outcome::New,
                            Some(before) if before == text => Outcome::Unchanged,
                            Some(_) => Outcome::Replaced,
                        };
                        assert_eq!(batch.put(article, extraction).unwrap(), expected);
                    } else {
                        assert_eq!(batch.remove(&uri.to_string()).unwrap(), after.texts.remove(&uri).is_some());
                    }
                    next = calls.next_if(|(call, _)| *call < 6).map(|(call, about)| (call, usize::from(about)));
                }
                if about % 5 == 0 {
                    drop(batch);
                } else {
                    batch.commit().unwrap();
                    model = after;
                }
            }
            6 => store.enable_search().unwrap(),
            7 => store.disable_search().unwrap(),
            8 => match store.rebuild_search() {
                Ok(()) => assert!(store.has_search().unwrap()),
                Err(error) => assert!(matches!(error, Error::NoSearchIndex)),
            },
            9 => {
                let name = |n: usize| (n % URIS).to_string();
                let left = (name(about), "Ada Quill".to_owned());
                let right = (name(about / URIS + 1), ["A. Quill", "Ada Quill", "Bo Tern"][about % 3].to_owned());
                let pair = if left < right { (left, right) } else { (right, left) };
                let (a, b) = &pair;
                let (a, b) = ((a.0.as_str(), a.1.as_str()), (b.0.as_str(), b.1.as_str()));
                if about % 4 == 0 {
                    let there = store.unjudge(EntityKind::Person, a, b).unwrap();
                    assert_eq!(there, model.judged.remove(&pair).is_some());
                } else {
                    let verdict = [Verdict::Same, Verdict::Different, Verdict::Unsure][about % 3];
                    match store.judge(EntityKind::Person, a, b, verdict, "fuzz") {
                        Ok(()) => drop(model.judged.insert(pair, verdict)),
                        Err(error) => assert!(matches!(error, Error::Judgement { .. })),
                    }
                }
            }
            10 => store.rebuild().unwrap(),
            _ => {
                let other = model.store();
                assert_eq!(store.merge(&other).unwrap(), 0);
                Snapshot::load(&store).unwrap();
            }
        }
        let uris: Vec<String> = model.texts.keys().map(usize::to_string).collect();
        assert_eq!(store.article_uris().unwrap(), uris);
    }
    assert_eq!(store.verify().unwrap(), []);
    assert_eq!(store.dump().unwrap(), model.store().dump().unwrap());
    if store.has_search().unwrap() {
        let found = store.search_articles("quill", 100).unwrap().len();
        assert_eq!(found, model.texts.values().filter(|text| TEXTS[**text].contains("Quill")).count());
    }
}
