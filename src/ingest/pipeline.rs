//! The source on a thread of its own, the store on the caller's, extraction on as many as there are
//! cores: on one thread less, and on the caller's while there is nothing to write. So there are no more
//! threads with work than cores, and a batch that is ready is written at once. The [`Window`] bounds
//! what is between them, so the channels need no bounds.

use super::options::Ingest;
use super::report::{Progress, Report};
use super::window::{Load, Window};
use crate::extract::Extractor;
use crate::model::{Article, Extraction};
use crate::store::{Batch, Outcome, Store};
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the caller is asked whether to go on while nothing happens.
const TICK: Duration = Duration::from_millis(100);

/// How many articles are read ahead of the batch that is being written, at most.
const AHEAD: usize = 1_500;

/// When the source has ended, so many articles that are ready open the next commit; the others join it as they come,
/// so that little is left to write when the last of them is read.
const LAST: usize = 64;

/// How long articles wait for others to be committed with, and others for the store.
const PATIENCE: Duration = Duration::from_secs(1);

/// What reaches the caller's thread.
enum Event {
    /// The source gave an item.
    Read(u64, Result<Article>),
    /// The source gave an article of so many bytes, and it is with those that extract.
    Sent(usize),
    /// An article was read.
    Extracted(u64, Article, Result<Extraction>, Duration),
    /// The source gives no more; the time spent in it.
    End(Duration),
}

/// An item on its way to the store.
enum Finished {
    Article(Article, Extraction),
    /// The store has it word for word.
    Known(usize),
    Refused(usize, Error),
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
        let mut writer = Writer {
            ingest,
            window,
            work: Some(work),
            queue: (ingest.threads.get() > 1).then_some(queue),
            ended: false,
            watch,
            started: Instant::now(),
            report: Report::default(),
            waiting: BTreeMap::new(),
            next: 0,
            buffer: Vec::new(),
            load: Load::default(),
        };
        let outcome = writer.run(store, &events);
        let report = writer.report;
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
fn extract(ingest: &Ingest<'_>, (number, article): (u64, Article)) -> Event {
    let start = Instant::now();
    // Extraction does not panic; if it does all the same, it costs one article and not the run.
    let extraction = catch_unwind(AssertUnwindSafe(|| ingest.extractor.extract(&article))).map_err(|_| {
        let message = "the extractor panicked; please report the article".to_owned();
        Error::Extraction { uri: article.uri.clone(), message }
    });
    Event::Extracted(number, article, extraction, start.elapsed())
}

/// The caller's thread.
struct Writer<'a, 'e, W> {
    ingest: &'a Ingest<'e>,
    window: &'a Window,
    /// To the threads that extract; `None` once the source has ended.
    work: Option<Sender<(u64, Article)>>,
    /// What they have not begun, where this thread helps them.
    queue: Option<&'a Mutex<Receiver<(u64, Article)>>>,
    /// The source gives no more.
    ended: bool,
    watch: W,
    started: Instant,
    report: Report,
    /// Items that are ready and not in the buffer yet.
    waiting: BTreeMap<u64, Finished>,
    /// The number of the next item for the buffer.
    next: u64,
    /// Items for the next commit, in the order of the source.
    buffer: Vec<(u64, Finished)>,
    load: Load,
}

impl<W: FnMut(Progress) -> ControlFlow<()>> Writer<'_, '_, W> {
    fn run(&mut self, store: &mut Store, events: &Receiver<Event>) -> Result<()> {
        let mut last_commit = Instant::now();
        while self.wait(events, |writer, article| writer.is_known(store, article))? {
            while self.tell() && (self.fill() || !self.buffer.is_empty() && last_commit.elapsed() > PATIENCE) {
                self.write(store, events)?;
                last_commit = Instant::now();
            }
            if self.report.stopped {
                break;
            }
        }
        if !self.report.stopped {
            self.write(store, events)?;
            self.tell();
        }
        self.work = None;
        self.report.elapsed = self.started.elapsed();
        Ok(())
    }

    /// Waits for what comes and notes it, with all that has come besides; false where everything has. `known` tells
    /// whether an article is to be passed over.
    fn wait(
        &mut self,
        events: &Receiver<Event>,
        mut known: impl FnMut(&mut Self, &Article) -> Result<bool>,
    ) -> Result<bool> {
        match self.next(events) {
            Ok(event) => self.note(event, &mut known)?,
            Err(RecvTimeoutError::Timeout) => {}
            // All threads have ended.
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
        while let Ok(event) = events.try_recv() {
            self.note(event, &mut known)?;
        }
        Ok(true)
    }

    fn note(&mut self, event: Event, known: impl FnMut(&mut Self, &Article) -> Result<bool>) -> Result<()> {
        match event {
            Event::Read(number, item) => self.take(number, item, known)?,
            Event::Sent(bytes) => self.count(bytes),
            Event::Extracted(number, article, extraction, time) => {
                self.report.extracting += time;
                let finished = match extraction {
                    Ok(extraction) => Finished::Article(article, extraction),
                    Err(reason) => Finished::Refused(size(&article), reason),
                };
                self.waiting.insert(number, finished);
            }
            Event::End(time) => {
                self.report.reading = time;
                self.work = None;
                self.ended = true;
            }
        }
        Ok(())
    }

    /// What comes next. Where nothing has come, an article that waits is read here.
    fn next(&self, events: &Receiver<Event>) -> std::result::Result<Event, RecvTimeoutError> {
        if let Ok(event) = events.try_recv() {
            return Ok(event);
        }
        // Where another thread holds the lock, it takes the next article or waits for one.
        let waiting = self.queue.and_then(|queue| queue.try_lock().ok()?.try_recv().ok());
        match waiting {
            Some(waiting) => Ok(extract(self.ingest, waiting)),
            None => events.recv_timeout(TICK),
        }
    }

    /// An article of so many bytes was read.
    fn count(&mut self, bytes: usize) {
        self.report.read += 1;
        self.report.bytes += bytes as u64;
    }

    /// An item comes from the source.
    fn take(
        &mut self,
        number: u64,
        item: Result<Article>,
        mut known: impl FnMut(&mut Self, &Article) -> Result<bool>,
    ) -> Result<()> {
        let article = match item {
            Ok(article) => article,
            Err(reason) => {
                self.count(0);
                self.waiting.insert(number, Finished::Refused(0, reason));
                return Ok(());
            }
        };
        self.count(size(&article));
        if self.ingest.skip_known && known(self, &article)? {
            self.waiting.insert(number, Finished::Known(size(&article)));
        } else if let Some(work) = &self.work {
            // Fails only where every thread has panicked; the scope passes that on.
            let _ = work.send((number, article));
        }
        Ok(())
    }

    /// Whether the store has the article word for word. One that is on its way is not looked for.
    fn is_known(&mut self, store: &Store, article: &Article) -> Result<bool> {
        let start = Instant::now();
        let known = store.article(&article.uri)?;
        self.report.writing += start.elapsed();
        Ok(known.is_some_and(|known| known == *article))
    }

    /// Says how far it is; false where that is far enough.
    fn tell(&mut self) -> bool {
        let progress = self.report.progress(self.started.elapsed());
        self.report.stopped = self.report.stopped || (self.watch)(progress).is_break();
        !self.report.stopped
    }

    /// Moves what is ready into the buffer, in the order of the source; true where that is to be written.
    fn fill(&mut self) -> bool {
        while !self.is_full() {
            let Some(finished) = self.waiting.remove(&self.next) else {
                return self.ended && self.load.articles >= LAST;
            };
            self.load.add(finished.size());
            self.buffer.push((self.next, finished));
            self.next += 1;
        }
        true
    }

    /// Whether the buffer holds what is committed together at most.
    fn is_full(&self) -> bool {
        let batch = self.ingest.commits.batch();
        self.load.articles >= batch.articles || self.load.bytes >= batch.bytes
    }

    /// Commits the buffer; once the source has ended, with what comes meanwhile.
    fn write(&mut self, store: &mut Store, events: &Receiver<Event>) -> Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let began = Instant::now();
        let mut start = began;
        let (mut tally, mut refused) = (Report::default(), Vec::new());
        let articles = self.buffer.iter().any(|(_, finished)| matches!(finished, Finished::Article(..)));
        let mut batch = if articles { Some(store.begin()?) } else { None };
        if let Some(batch) = &mut batch {
            batch.read_by(Extractor::VERSION)?;
        }
        let mut written = 0;
        while let Some(batch) = &mut batch {
            for (number, finished) in self.buffer.iter().skip(written) {
                let Finished::Article(article, extraction) = finished else { continue };
                match batch.put(article, extraction) {
                    Ok(outcome) => tally.count(outcome, extraction),
                    Err(reason @ (Error::Nul { .. } | Error::EmptyArticle { .. } | Error::Extraction { .. })) => {
                        refused.push((*number, reason));
                    }
                    Err(error) => return Err(error),
                }
            }
            written = self.buffer.len();
            if !self.ended || self.is_full() || began.elapsed() > PATIENCE {
                break;
            }
            self.report.writing += start.elapsed();
            // The source gives no more articles that might be known.
            let more = self.wait(events, |_, _| Ok(false))?;
            if !self.tell() {
                // What is not committed is taken back.
                return Ok(());
            }
            self.fill();
            start = Instant::now();
            if !more && written == self.buffer.len() {
                break;
            }
        }
        // Where all is as it was, the store is not written at all.
        if let Some(batch) = batch.filter(Batch::has_written) {
            batch.commit()?;
        }
        for (number, finished) in self.buffer.drain(..) {
            match finished {
                Finished::Article(..) => {}
                Finished::Known(_) => tally.unchanged += 1,
                Finished::Refused(_, reason) => refused.push((number, reason)),
            }
        }
        refused.sort_by_key(|(number, _)| *number);
        for (number, reason) in refused {
            self.report.refuse(number, reason);
        }
        self.report.add(&tally);
        self.report.writing += start.elapsed();
        self.window.leave(std::mem::take(&mut self.load));
        Ok(())
    }
}

impl Report {
    fn count(&mut self, outcome: Outcome, extraction: &Extraction) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Replaced => self.replaced += 1,
            Outcome::Unchanged => {
                self.unchanged += 1;
                return;
            }
        }
        self.entities += extraction.entities.len() as u64;
        self.mentions += extraction.mentions.len() as u64;
        self.relations += extraction.relations.len() as u64;
    }

    fn add(&mut self, tally: &Self) {
        self.new += tally.new;
        self.unchanged += tally.unchanged;
        self.replaced += tally.replaced;
        self.entities += tally.entities;
        self.mentions += tally.mentions;
        self.relations += tally.relations;
    }
}

impl Finished {
    fn size(&self) -> usize {
        match self {
            Self::Article(article, _) => size(article),
            Self::Known(size) | Self::Refused(size, _) => *size,
        }
    }
}

/// What counts of an article in the window.
fn size(article: &Article) -> usize {
    article.body.len()
}
