//! Maps for what a store looks up over and over.
//!
//! The standard library's hash takes the better part of a look-up. The names come from texts that anybody may
//! have written, so the seed is another one in each process; no order of a map reaches the file.

use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};

/// A map that hashes fast.
pub(super) type FastMap<K, V> = HashMap<K, V, RandomState>;

/// A set that hashes fast.
pub(super) type FastSet<K> = HashSet<K, RandomState>;

/// The entries in the order of their keys.
pub(super) fn sorted<K: Ord, V>(map: FastMap<K, V>) -> Vec<(K, V)> {
    let mut entries: Vec<(K, V)> = map.into_iter().collect();
    entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    entries
}
