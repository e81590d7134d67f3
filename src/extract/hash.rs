//! Maps and sets for the few hundred things of one article.
//!
//! The standard library's hash takes the better part of a look-up. Here a map holds what one
//! article names, and no order of a map reaches the output; so a fast hash with a fixed seed does.

use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// A map that hashes fast.
pub(super) type FastMap<K, V> = HashMap<K, V, FixedState>;

/// A set that hashes fast.
pub(super) type FastSet<K> = HashSet<K, FixedState>;
