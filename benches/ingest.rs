//! How fast articles become rows: extraction alone, the store alone, and both together.
//!
//! `cargo bench --bench ingest [-- ARTICLES]`, 1,000 by default. The articles come from a file of
//! JSON lines and go into a store on the disk. Compare the ratios; figures depend on the machine.
//! What runs on one thread is measured in processor time where the system tells it (Linux), so that
//! other programs disturb it less. What extraction on all cores and the store each allow alone is taken by the
//! clock, as the whole is; at best, both keep every core at work all the time. The articles are as
//! dense as long newspaper articles ([`Density::Usual`]); the store alone is measured with articles as dense as the samples, too.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss)]

#[path = "clock/mod.rs"]
mod clock;
#[path = "generate/mod.rs"]
mod generate;

use clock::Clock;
use generate::{Density, Generator};
use newsgraph::extract::Extractor;
use newsgraph::ingest::{Commits, Ingest, Report};
use newsgraph::lexicon::Lexicon;
use newsgraph::model::Article;
use newsgraph::tagger::Tagger;
use newsgraph::text::{Document, read_path};
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Articles that extraction alone is measured on, at most.
const SAMPLE: usize = 2_000;

/// Articles that the store alone is measured on, at most.
const STORED: usize = 10_000;

/// Articles that are committed together, as by [`Commits::EachBatch`].
const BATCH: usize = 1_500;

fn main() {
    let count = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(1_000_usize);
    let folder = std::env::temp_dir().join(format!("newsgraph-bench-ingest-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let extractor = Extractor::new().unwrap();
    let generator = Generator::new(&extractor, count, Density::Usual);
    let lines = folder.join("articles.jsonl");
    let text = write_lines(&generator, count, &lines);
    println!("{count} articles, {:.1} MB of text", text as f64 / 1e6);

    // First the whole, so that the peak of memory is its own.
    for (name, commits) in [("each batch", Commits::EachBatch), ("bulk", Commits::Bulk)] {
        let db = folder.join(format!("{name}.db"));
        let report = whole(&extractor, commits, &lines, &db);
        let size = std::fs::metadata(&db).unwrap().len();
        let seconds = report.elapsed.as_secs_f64();
        row(&format!("ingest, {name}"), report.read as f64 / seconds, "articles/s");
        row("  text", text as f64 / 1e6 / seconds, "MB/s");
        row("  reading", share(report.reading.as_secs_f64(), seconds), "% of the time");
        row("  extracting, all threads", share(report.extracting.as_secs_f64(), seconds), "% of the time");
        row("  writing", share(report.writing.as_secs_f64(), seconds), "% of the time");
        row("  file", size as f64 / text as f64, "× text");
        row("  facts", report.relations as f64 / report.read as f64, "per article");
        row("  mentions", report.mentions as f64 / report.read as f64, "per article");
        row("  peak memory", peak_memory(), "MB");
    }
    let db = folder.join("each batch.db");
    let again = whole(&extractor, Commits::EachBatch, &lines, &db);
    row("again, nothing new", again.read as f64 / again.elapsed.as_secs_f64(), "articles/s");
    let mut store = Commits::EachBatch.open(&db).unwrap();
    let known = Ingest::new(&extractor).skip_known(true).run(&mut store, read_path(&lines)).unwrap();
    row("again, skipping known", known.read as f64 / known.elapsed.as_secs_f64(), "articles/s");
    drop(store);

    let articles: Vec<Article> = (0..count.min(SAMPLE)).map(|number| generator.article(number)).collect();
    extraction_alone(&extractor, &articles);
    let extracting = on_all_cores(&extractor, &articles);
    let storing = store_alone("usual", &extractor, &generator, count.min(STORED), &folder.join("alone.db"));
    let dense = Generator::new(&extractor, count.min(SAMPLE), Density::Dense);
    store_alone("dense", &extractor, &dense, count.min(SAMPLE), &folder.join("dense.db"));
    let allowed = storing.min(extracting);
    let before = process_seconds();
    let first = whole(&extractor, Commits::EachBatch, &lines, &folder.join("again.db"));
    let rate = first.read as f64 / first.elapsed.as_secs_f64();
    row("ingest, each batch, again", rate, "articles/s");
    row("  of what the slower part allows", share(rate, allowed), "%");
    let cores = cores() as f64;
    let shared = cores / (cores / extracting + 1.0 / storing);
    row("  of what both allow that share the cores", share(rate, shared), "%");
    if let (Some(before), Some(after)) = (before, process_seconds()) {
        row("  processor time", 1e3 * (after - before) / first.read as f64, "ms per article");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

fn write_lines(generator: &Generator, count: usize, file: &Path) -> usize {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).unwrap());
    let mut text = 0;
    for number in 0..count {
        let article = generator.article(number);
        text += article.body.len();
        serde_json::to_writer(&mut out, &article).unwrap();
        out.write_all(b"\n").unwrap();
    }
    out.flush().unwrap();
    text
}

fn whole(extractor: &Extractor, commits: Commits, lines: &Path, db: &Path) -> Report {
    let mut store = commits.open(db).unwrap();
    let start = Instant::now();
    let mut report = Ingest::new(extractor).commits(commits).run(&mut store, read_path(lines)).unwrap();
    store.checkpoint().unwrap();
    report.elapsed = start.elapsed();
    report
}

/// As many threads as the whole has with work.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Articles a second by the clock, each core taking the next one.
fn on_all_cores(extractor: &Extractor, articles: &[Article]) -> f64 {
    let cores = cores();
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(article) = articles.get(next.fetch_add(1, Ordering::Relaxed)) {
                    drop(black_box(extractor.extract(article)));
                }
            });
        }
    });
    let rate = articles.len() as f64 / start.elapsed().as_secs_f64();
    row(&format!("extraction alone, {cores} cores"), rate, "articles/s");
    rate
}

/// What extraction costs on one core.
fn extraction_alone(extractor: &Extractor, articles: &[Article]) {
    let (lexicon, tagger) = (Lexicon::builtin().unwrap(), Tagger::builtin().unwrap());
    let start_up = |_: usize| {
        let start = Clock::start();
        drop(black_box(Extractor::new().unwrap()));
        start.seconds()
    };
    row("an extractor is ready", 1e3 * (0..9).map(start_up).fold(f64::INFINITY, f64::min), "ms");
    let bytes: usize = articles.iter().map(|article| article.body.len()).sum();
    let timed = |work: &dyn Fn(&Article)| {
        let start = Clock::start();
        articles.iter().for_each(work);
        start.seconds()
    };
    let reading = timed(&|article| drop(black_box(Document::new(&article.body))));
    let tagging = timed(&|article| drop(black_box(tagger.tag(&lexicon, &Document::new(&article.body)))));
    let all = timed(&|article| drop(black_box(extractor.extract(article))));
    row("extraction alone, one core", bytes as f64 / 1e6 / all, "MB/s");
    row("  tokens and sentences", share(reading, all), "% of the time");
    row("  tagger", share(tagging - reading, all), "% of the time");
    row("  names, coreference, roles, issues", share(all - tagging, all), "% of the time");
}

/// Articles a second by the clock, from extractions made before.
fn store_alone(density: &str, extractor: &Extractor, generator: &Generator, count: usize, db: &Path) -> f64 {
    let mut store = Commits::EachBatch.open(db).unwrap();
    let (mut seconds, mut busy, mut text, mut facts, mut mentions) = (0.0, 0.0, 0, 0, 0);
    for first in (0..count).step_by(BATCH) {
        let prepared: Vec<_> = (first..count.min(first + BATCH))
            .map(|number| generator.article(number))
            .map(|article| (extractor.extract(&article), article))
            .collect();
        for (extraction, article) in &prepared {
            text += article.body.len();
            facts += extraction.relations.len();
            mentions += extraction.mentions.len();
        }
        let (start, clock) = (Instant::now(), Clock::start());
        let mut batch = store.begin().unwrap();
        for (extraction, article) in &prepared {
            batch.put(article, extraction).unwrap();
        }
        batch.commit().unwrap();
        seconds += start.elapsed().as_secs_f64();
        busy += clock.seconds();
    }
    let (start, clock) = (Instant::now(), Clock::start());
    store.checkpoint().unwrap();
    seconds += start.elapsed().as_secs_f64();
    busy += clock.seconds();
    row(&format!("store alone, each batch, {density} articles"), count as f64 / seconds, "articles/s");
    row("  processor time", 1e3 * busy / count as f64, "ms per article");
    row("  facts", facts as f64 / count as f64, "per article");
    row("  mentions", mentions as f64 / count as f64, "per article");
    row("  file", std::fs::metadata(db).unwrap().len() as f64 / text as f64, "× text");
    count as f64 / seconds
}

/// Processor time of all threads: fields 14 and 15, in hundredths of a second (Linux, proc(5)).
fn process_seconds() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = line.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    Some((ticks(14)? + ticks(15)?) / 100.0)
}

fn share(part: f64, whole: f64) -> f64 {
    100.0 * part / whole
}

/// The most memory the process has had, in MB; 0 where the system does not say.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).map_or(0.0, |kib| kib * 1024.0 / 1e6)
}

fn row(what: &str, figure: f64, unit: &str) {
    let digits = if figure < 20.0 { 2 } else { 0 };
    println!("{what:40} {figure:10.digits$} {unit}");
}
