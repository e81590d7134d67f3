//! Time on the processor, for what runs on one thread.

use std::time::Instant;

/// Time of this thread on a processor, or time as such where the system does not tell.
pub(crate) struct Clock(Instant, Option<f64>);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now(), thread_seconds())
    }

    pub(crate) fn seconds(&self) -> f64 {
        match (self.1, thread_seconds()) {
            (Some(start), Some(end)) => end - start,
            _ => self.0.elapsed().as_secs_f64(),
        }
    }
}

/// The first field is nanoseconds on a processor (Linux, Documentation/scheduler/sched-stats.rst).
fn thread_seconds() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}
