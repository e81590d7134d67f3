//! What the fault tests share: articles, a folder, and a second process that ingests.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "part of several tests, each using its share"
)]

#[path = "../folder/mod.rs"]
mod folder;

use newsgraph::extract::Extractor;
use newsgraph::ingest::{Commits, Ingest, Progress};
use newsgraph::model::Article;
use newsgraph::store::{OpenOptions, Store};
use newsgraph::text::read_path;
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, mpsc};
use std::time::{Duration, Instant};

pub(crate) use folder::Folder;

pub(crate) static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().unwrap());

/// `short` times, or `long` times where the long tests were asked for.
pub(crate) fn rounds(short: usize, long: usize) -> usize {
    if std::env::var_os("NEWSGRAPH_LONG").is_some() { long } else { short }
}

/// Articles by number: the samples, again and again under new names.
pub(crate) fn articles(numbers: Range<usize>) -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let samples: Vec<Article> = read_path(folder).map(Result::unwrap).collect();
    let copy = |number: usize| {
        let article = samples[number % samples.len()].clone();
        Article { uri: format!("{number:04}"), ..article }
    };
    numbers.map(copy).collect()
}

/// The dump of a store in memory that was never disturbed.
pub(crate) fn undisturbed(articles: &[Article]) -> String {
    let mut store = Store::in_memory().unwrap();
    ingest(&mut store, articles);
    store.dump().unwrap()
}

/// Reads all articles into a store that takes them all.
pub(crate) fn ingest(store: &mut Store, articles: &[Article]) {
    let report = Ingest::new(&EXTRACTOR).run(store, articles.iter().cloned().map(Ok)).unwrap();
    assert_eq!(report.refused, 0, "{report:?}");
}

/// Every article that is there is there whole, and they are the first ones.
pub(crate) fn assert_first_ones_whole(store: &Store, articles: &[Article]) -> usize {
    assert_eq!(store.verify().unwrap(), []);
    let uris = store.article_uris().unwrap();
    let first: Vec<String> = articles.iter().take(uris.len()).map(|article| article.uri.clone()).collect();
    assert_eq!(uris, first);
    uris.len()
}

/// What the second process does.
pub(crate) struct Task {
    pub(crate) db: PathBuf,
    pub(crate) articles: Range<usize>,
    /// Each by itself, or all that come together.
    pub(crate) each: bool,
}

const TASK: &str = "NEWSGRAPH_TEST_CHILD";

impl Task {
    /// A command that does the task by running the test `child` of this very program.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        self.dress(&mut command);
        command
    }

    pub(crate) fn dress(&self, command: &mut Command) {
        let Range { start, end } = self.articles;
        command.args(["--exact", "child", "--ignored", "--nocapture"]).env(TASK, &self.db);
        command.env(format!("{TASK}_ARTICLES"), format!("{start} {end}"));
        command.env(format!("{TASK}_EACH"), if self.each { "yes" } else { "" });
    }
}

impl Task {
    /// Has the second process open the store only, see [`Opening::told`].
    pub(crate) fn open(&self) -> Command {
        let mut command = self.command();
        command.env(format!("{TASK}_OPEN"), "yes");
        command
    }

    /// Has the second process maintain the store instead, in one of the ways of [`UPKEEP`], without end.
    pub(crate) fn upkeep(&self, kind: &str) -> Command {
        let mut command = self.command();
        command.env(format!("{TASK}_UPKEEP"), kind);
        command
    }
}

/// What came of a file that was opened in a process of its own.
pub(crate) struct Opening {
    /// `Ok`, or the error.
    pub(crate) outcome: String,
    /// The shortest time that opening or refusing it took.
    pub(crate) time: Duration,
    /// The most memory that the process had, see [`peak_memory`].
    pub(crate) peak: f64,
}

impl Opening {
    /// Opens `db` several times.
    pub(crate) fn of(db: &Path) -> Self {
        let task = Task { db: db.to_owned(), articles: 0..0, each: true };
        Self::told(&task.open().output().unwrap().stdout)
    }

    /// What a process says that was told to open a file.
    pub(crate) fn told(output: &[u8]) -> Self {
        let output = String::from_utf8_lossy(output);
        let line = output.lines().find_map(|line| line.strip_prefix("opened ")).unwrap_or_else(|| panic!("{output}"));
        let mut parts = line.splitn(3, ' ');
        let mut part = || parts.next().unwrap();
        let (time, peak) = (Duration::from_nanos(part().parse().unwrap()), part().parse().unwrap());
        Self { outcome: part().to_owned(), time, peak }
    }
}

fn open(db: &str) {
    let mut outcome = String::new();
    let mut one = || {
        let start = Instant::now();
        let result = Store::open(db);
        let time = start.elapsed();
        outcome = result.map_or_else(|error| format!("{error:?}"), |_| "Ok".to_owned());
        time
    };
    let time = (0..5).map(|_| one()).min().unwrap();
    say(&format!("opened {} {} {outcome}", time.as_nanos(), peak_memory()));
}

/// Has `work` done in a process of its own by the test `name`, which calls this, and returns the most memory
/// that the process had. In that process it does the work, and returns nothing.
pub(crate) fn alone(name: &str, work: impl FnOnce()) -> Option<f64> {
    alone_under(name, &[], work)
}

/// As [`alone`], with environment variables.
pub(crate) fn alone_under(name: &str, variables: &[(&str, &str)], work: impl FnOnce()) -> Option<f64> {
    const ALONE: &str = "NEWSGRAPH_TEST_ALONE";
    if std::env::var(ALONE).is_ok_and(|alone| alone == name) {
        work();
        say(&format!("peak {}", peak_memory()));
        return None;
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]).env(ALONE, name).envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    print!("{text}");
    Some(text.lines().find_map(|line| line.strip_prefix("peak ")?.parse().ok()).unwrap())
}

/// The most memory the process has had, in MB; 0 where the system does not say.
pub(crate) fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).map_or(0.0, |kib| kib * 1024.0 / 1e6)
}

/// The result of `work`, which must come in time.
pub(crate) fn within<T: Send + 'static>(time: Duration, what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(work()));
    match receiver.recv_timeout(time) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what} hangs"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{what} panics"),
    }
}

/// The second process: tells on its output how many articles are committed, and at the end
/// `done`, or `failed` with the error. Does nothing where no task was given.
pub(crate) fn child() {
    let variable = |name: &str| std::env::var(format!("{TASK}{name}")).ok();
    let Some(db) = variable("") else { return };
    let numbers: Vec<usize> = variable("_ARTICLES").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    let commits = if variable("_EACH").unwrap().is_empty() { Commits::EachBatch } else { Commits::EachArticle };
    let mut told = 0;
    let watch = |progress: Progress| {
        if progress.stored > told {
            told = progress.stored;
            say(&format!("stored {told}"));
        }
        ControlFlow::Continue(())
    };
    if let Some(kind) = variable("_UPKEEP") {
        return upkeep(&db, &kind);
    }
    if variable("_OPEN").is_some() {
        return open(&db);
    }
    let articles = articles(numbers[0]..numbers[1]);
    let outcome = commits.open(&db).and_then(|mut store| {
        Ingest::new(&EXTRACTOR).commits(commits).run_watched(&mut store, articles.into_iter().map(Ok), watch)
    });
    match outcome {
        Ok(_) => say("done"),
        Err(error) => say(&format!("failed {error:?}")),
    }
}

/// What works on a whole store.
pub(crate) const UPKEEP: [&str; 5] = ["verify", "rebuild", "index", "vacuum", "all"];

/// Works on the whole store, again and again, until somebody ends the process.
fn upkeep(db: &str, kind: &str) {
    let mut store = Store::open(db).unwrap();
    loop {
        let is = |other: &str| kind == other || kind == "all";
        if is("index") {
            store.enable_search().unwrap();
            store.rebuild_search().unwrap();
        }
        if is("verify") {
            assert_eq!(store.verify().unwrap(), []);
        }
        if is("rebuild") {
            store.rebuild().unwrap();
        }
        if is("vacuum") {
            rusqlite::Connection::open(db).unwrap().execute_batch("VACUUM").unwrap();
            store.checkpoint().unwrap();
        }
        if is("index") {
            store.disable_search().unwrap();
        }
        say("once more");
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

/// The last number of articles that a second process told to be committed.
pub(crate) fn told(output: &[u8]) -> usize {
    let output = String::from_utf8_lossy(output);
    let mut numbers = output.lines().filter_map(|line| line.strip_prefix("stored ")?.parse().ok());
    numbers.next_back().unwrap_or(0)
}

/// Every file of a folder, byte for byte.
pub(crate) fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// A store that does not wait long for others.
pub(crate) fn hasty(db: &Path) -> Store {
    OpenOptions::new().busy_timeout(Duration::from_millis(300)).open(db).unwrap()
}

/// A linear congruential generator (Knuth's MMIX constants).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}
