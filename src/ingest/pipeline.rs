//! The source on a thread of its own, the store on the caller's ([`Writer`]), extraction on as many as there
//! are cores: on one thread less, and on the caller's while there is nothing to write. So there are no more
//! threads with work than cores, and a batch that is ready is written at once. The [`Window`] bounds
//! what is between them, so the channels need no bounds.

use super::options::Ingest;
use super::report::{Progress, Report};
use super::window::{Load, Window};
use super::writer::Writer;
use crate::model::{Article, Extraction};
use crate::store::Store;
use crate::{Error, Result};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many articles are read ahead of the batch that is being written, at most.
const AHEAD: usize = 1_500;

/// What reaches the caller's thread.
pub(super) enum Event {
    /// The source gave an item.
    Read(u64, Result<Article>),
    /// The source gave an article of so many bytes, and it is with those that extract.
    Sent(usize),
    /// An article was read.
    Extracted(u64, Article, Result<Extraction>, Duration),
    /// The source gives no more; the time spent in it.
    End(Duration),
}

pub(super) fn run<I>(
    ingest: &Ingest<'_>,
    store: &mut Store,
    source: I,
    watch: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Report>
where
    I: Iterator<Item = Result<Article>> + Send,
{
    let batch = ingest.commits.batch();
    // Enough for the other cores while a batch is written.
    let ahead = (3 * batch.articles).min(AHEAD).max(8 * ingest.threads.get());
    let window = Window::new(Load { articles: batch.articles + ahead, bytes: 2 * batch.bytes });
    let (event, events) = mpsc::channel();
    let (work, queue) = mpsc::channel();
    let queue = Mutex::new(queue);
    std::thread::scope(|scope| {
        // Whatever happens on this thread, the source is told to end.
        let _close = Close(&window);
        let (window, queue) = (&window, &queue);
        let to_caller = event.clone();
        // Past this thread, which may be writing for a while, where it need not look for articles that are known.
        let direct = (!ingest.skip_known).then(|| work.clone());
        let reading = scope.spawn(move || read(source, window, &to_caller, direct.as_ref()));
        for _ in 0..(ingest.threads.get() - 1).max(1) {
            let to_caller = event.clone();
            scope.spawn(move || {
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(next) = next else { return };
                    if to_caller.send(extract(ingest, next)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(event);
        let helps = (ingest.threads.get() > 1).then_some(queue);
        let mut writer = Writer::new(ingest, window, work, helps, watch);
        let outcome = writer.run(store, &events);
        let report = writer.into_report();
        // What is still queued is not wanted: the threads end at the next article.
        drop(events);
        window.close();
        if let Err(panic) = reading.join() {
            resume_unwind(panic);
        }
        outcome.map(|()| report)
    })
}

/// Closes the window when it goes.
struct Close<'w>(&'w Window);

impl Drop for Close<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Tells the caller's thread that the source has ended, even by a panic.
struct End<'s>(&'s Sender<Event>, Duration);

impl Drop for End<'_> {
    fn drop(&mut self) {
        // Nobody listens any more where the caller's thread has ended first.
        let _ = self.0.send(Event::End(self.1));
    }
}

/// The thread of the source. Articles go straight to those that extract, or by the caller's thread.
fn read(
    mut source: impl Iterator<Item = Result<Article>>,
    window: &Window,
    to_caller: &Sender<Event>,
    direct: Option<&Sender<(u64, Article)>>,
) {
    let mut end = End(to_caller, Duration::ZERO);
    for number in 0.. {
        if !window.wait() {
            return;
        }
        let start = Instant::now();
        let item = source.next();
        end.1 += start.elapsed();
        let Some(item) = item else { return };
        window.enter(item.as_ref().map_or(0, size));
        let (event, article) = match (item, direct) {
            (Ok(article), Some(_)) => (Event::Sent(size(&article)), Some(article)),
            (item, _) => (Event::Read(number, item), None),
        };
        if to_caller.send(event).is_err() {
            return;
        }
        if let (Some(direct), Some(article)) = (direct, article) {
            // Fails only where every thread has panicked; the scope passes that on.
            let _ = direct.send((number, article));
        }
    }
}

/// Reads one article.
pub(super) fn extract(ingest: &Ingest<'_>, (number, article): (u64, Article)) -> Event {
    let start = Instant::now();
    // Extraction does not panic; if it does all the same, it costs one article and not the run.
    let extraction = catch_unwind(AssertUnwindSafe(|| ingest.extractor.extract(&article))).map_err(|_| {
        let message = "the extractor panicked; please report the article".to_owned();
        Error::Extraction { uri: article.uri.clone(), message }
    });
    Event::Extracted(number, article, extraction, start.elapsed())
}

/// What counts of an article in the window.
pub(super) fn size(article: &Article) -> usize {
    article.body.len()
}
