//! How much is under way at once.

use std::sync::{Condvar, Mutex, PoisonError};

/// What has been read and is not written yet. The source waits while there is too much of it.
#[derive(Debug)]
pub(super) struct Window {
    most: Load,
    state: Mutex<State>,
    room: Condvar,
}

/// An amount of articles.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Load {
    pub(super) articles: usize,
    pub(super) bytes: usize,
}

#[derive(Debug, Default)]
struct State {
    load: Load,
    closed: bool,
}

impl Window {
    pub(super) fn new(most: Load) -> Self {
        Self { most, state: Mutex::default(), room: Condvar::new() }
    }

    /// Waits for room for one more article; false where nothing more is wanted.
    pub(super) fn wait(&self) -> bool {
        let full = |state: &mut State| {
            !state.closed && (state.load.articles >= self.most.articles || state.load.bytes >= self.most.bytes)
        };
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        !self.room.wait_while(state, full).unwrap_or_else(PoisonError::into_inner).closed
    }

    /// One more article is under way.
    pub(super) fn enter(&self, bytes: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.load.articles += 1;
        state.load.bytes += bytes;
    }

    /// So much is done with.
    pub(super) fn leave(&self, load: Load) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.load.articles = state.load.articles.saturating_sub(load.articles);
        state.load.bytes = state.load.bytes.saturating_sub(load.bytes);
        drop(state);
        self.room.notify_all();
    }

    /// Nothing more is wanted.
    pub(super) fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.room.notify_all();
    }
}

impl Load {
    pub(super) fn add(&mut self, bytes: usize) {
        self.articles += 1;
        self.bytes += bytes;
    }
}
