//! The caller's thread: it writes what the others have read, in the order of the source, and reads with them
//! while there is nothing to write.

use super::options::Ingest;
use super::pipeline::{Event, extract, size};
use super::report::{Progress, Report};
use super::window::{Load, Window};
use crate::extract::Extractor;
use crate::model::{Article, Extraction};
use crate::store::{Batch, Outcome, Store};
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How often the caller is asked whether to go on while nothing happens.
const TICK: Duration = Duration::from_millis(100);

/// When the source has ended, so many articles that are ready open the next commit; the others join it as they come,
/// so that little is left to write when the last of them is read.
const LAST: usize = 64;

/// How long articles wait for others to be committed with, and others for the store.
const PATIENCE: Duration = Duration::from_secs(1);

/// An item on its way to the store.
enum Finished {
    Article(Article, Extraction),
    /// The store has it word for word.
    Known(usize),
    Refused(usize, Error),
}

/// The caller's thread.
pub(super) struct Writer<'a, 'e, W> {
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

impl<'a, 'e, W: FnMut(Progress) -> ControlFlow<()>> Writer<'a, 'e, W> {
    /// One that sends articles to `work`, and helps with those in `queue`, where it is to help.
    pub(super) fn new(
        ingest: &'a Ingest<'e>,
        window: &'a Window,
        work: Sender<(u64, Article)>,
        queue: Option<&'a Mutex<Receiver<(u64, Article)>>>,
        watch: W,
    ) -> Self {
        Self {
            ingest,
            window,
            work: Some(work),
            queue,
            ended: false,
            watch,
            started: Instant::now(),
            report: Report::default(),
            waiting: BTreeMap::new(),
            next: 0,
            buffer: Vec::new(),
            load: Load::default(),
        }
    }

    /// What was done.
    pub(super) fn into_report(self) -> Report {
        self.report
    }

    /// Writes all that comes, until it has or the caller says stop.
    pub(super) fn run(&mut self, store: &mut Store, events: &Receiver<Event>) -> Result<()> {
        let mut last_commit = Instant::now();
        while self.wait(events, Some(store))? {
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

    /// Waits for what comes and notes it, with all that has come besides; false where everything has. Of what the
    /// source gives, `store` may know some already.
    fn wait(&mut self, events: &Receiver<Event>, store: Option<&Store>) -> Result<bool> {
        match self.next(events) {
            Ok(event) => self.note(event, store)?,
            Err(RecvTimeoutError::Timeout) => {}
            // All threads have ended.
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
        while let Ok(event) = events.try_recv() {
            self.note(event, store)?;
        }
        Ok(true)
    }

    fn note(&mut self, event: Event, store: Option<&Store>) -> Result<()> {
        match event {
            Event::Read(number, item) => self.take(number, item, store)?,
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
    fn take(&mut self, number: u64, item: Result<Article>, store: Option<&Store>) -> Result<()> {
        let article = match item {
            Ok(article) => article,
            Err(reason) => {
                self.count(0);
                self.waiting.insert(number, Finished::Refused(0, reason));
                return Ok(());
            }
        };
        self.count(size(&article));
        let known = match store.filter(|_| self.ingest.skip_known) {
            Some(store) => self.is_known(store, &article)?,
            None => false,
        };
        if known {
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
            // The source gives no more articles that the store might know.
            let more = self.wait(events, None)?;
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
