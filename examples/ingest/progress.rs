//! How far it is: one line that is written over on a terminal, a line now and then elsewhere.

use newsgraph::ingest::Progress;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct Meter {
    total_bytes: u64,
    terminal: bool,
    /// Since the start, of the last line.
    shown: Duration,
}

impl Meter {
    pub(crate) fn new(paths: &[PathBuf]) -> Self {
        let total_bytes = paths.iter().map(|path| size(path)).sum();
        Self { total_bytes, terminal: std::io::stderr().is_terminal(), shown: Duration::ZERO }
    }

    pub(crate) fn show(&mut self, progress: Progress) {
        let pause = Duration::from_millis(if self.terminal { 200 } else { 5_000 });
        if progress.elapsed < self.shown + pause {
            return;
        }
        self.shown = progress.elapsed;
        let seconds = progress.elapsed.as_secs_f64();
        let rate = progress.stored as f64 / seconds;
        let mut parts = vec![format!("{} articles stored, {rate:.0}/s", progress.stored)];
        // Articles are read ahead: of what was read, some is not done yet.
        let done = progress.bytes as f64 * (progress.stored + progress.refused) as f64 / progress.read.max(1) as f64;
        if done > 0.0 && self.total_bytes as f64 > done {
            let left = seconds * (self.total_bytes as f64 - done) / done;
            parts.push(format!("about {} left", in_words(left)));
        }
        if progress.refused > 0 {
            parts.push(format!("{} refused", progress.refused));
        }
        let line = parts.join(", ");
        if self.terminal {
            eprint!("\r\x1b[K{line}");
            // A progress line that cannot be written is no reason to stop.
            let _ = std::io::stderr().flush();
        } else {
            eprintln!("{line}");
        }
    }

    pub(crate) fn end(&self) {
        if self.terminal && self.shown > Duration::ZERO {
            eprint!("\r\x1b[K");
        }
    }
}

fn in_words(seconds: f64) -> String {
    if seconds < 90.0 { format!("{seconds:.0} s") } else { format!("{:.0} min", seconds / 60.0) }
}

/// The bytes of a file, or of the files in a folder and those below it.
fn size(path: &Path) -> u64 {
    let Ok(metadata) = fs::metadata(path) else { return 0 };
    if !metadata.is_dir() {
        return metadata.len();
    }
    let Ok(entries) = fs::read_dir(path) else { return 0 };
    let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
    entries.flatten().map(|entry| entry.path()).filter(|path| !is_link(path)).map(|path| size(&path)).sum()
}
