//! A database with some bytes changed: it is refused, or every question is answered or refused, and
//! writing to it fails or works. Each five bytes of the input are a place and a value.

use newsgraph::model::EntityKind;
use newsgraph::text::read_path;
use newsgraph::{Article, Extractor, Snapshot, Store};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().unwrap());
static FILE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("newsgraph-fuzz-{}.db", std::process::id())));

/// The store of some sample articles, as bytes.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    clear();
    let mut store = Store::create(&*FILE).unwrap();
    let mut batch = store.begin().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/articles");
    for article in read_path(samples).flatten().take(3) {
        batch.put(&article, &EXTRACTOR.extract(&article)).unwrap();
    }
    batch.commit().unwrap();
    drop(store);
    std::fs::read(&*FILE).unwrap()
});

fn clear() {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = FILE.as_os_str().to_owned();
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}

pub(crate) fn run(edits: &[u8]) {
    let mut bytes = WHOLE.clone();
    for edit in edits.chunks_exact(5) {
        let [a, b, c, d, value] = edit else { continue };
        let place = u32::from_le_bytes([*a, *b, *c, *d]) as usize % bytes.len();
        bytes[place] = *value;
    }
    clear();
    std::fs::write(&*FILE, &bytes).unwrap();
    let Ok(mut store) = Store::open(&*FILE) else { return };
    let _ = (store.verify(), store.dump(), Snapshot::load(&store));
    for kind in [EntityKind::Person, EntityKind::Country] {
        for entity in store.entities_of(kind).into_iter().flatten().take(5) {
            let _ = (store.roles_of(entity.id), store.issues_of(entity.id), store.neighbours(entity.id));
        }
    }
    let article = Article::new("new.txt", "Ada Quill, chair of the Harbour Bank, met Kenya's trade minister, Bo Tern.");
    if let Ok(mut batch) = store.begin() {
        let _ = (batch.put(&article, &EXTRACTOR.extract(&article)), batch.commit());
    }
}
