//! A map that forgets what was not asked for lately.

use crate::store::map::FastMap;
use std::borrow::Borrow;
use std::hash::Hash;

/// Entries in two halves: what is asked for stands in the younger one; when that is full, the older one is
/// forgotten and the younger takes its place. So the entries asked for last are always there, at most twice as
/// many as a half holds are kept, and each access is constant on average. (The scheme of two generations, as
/// in a generational collector; a list in the order of access would cost more than it saves.)
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    young: FastMap<K, V>,
    old: FastMap<K, V>,
    /// The weight of what is in the younger half.
    weight: usize,
}

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self { young: FastMap::default(), old: FastMap::default(), weight: 0 }
    }
}

impl<K: Eq + Hash, V> Recent<K, V> {
    /// The entry of a key, which is young now. `weigh` gives its weight.
    pub(super) fn get<Q>(&mut self, key: &Q, weigh: impl FnOnce(&V) -> usize) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        // Most are young; the borrow checker wants them looked up twice.
        if !self.young.contains_key(key) {
            let (key, value) = self.old.remove_entry(key)?;
            self.weight += weigh(&value);
            return Some(self.young.entry(key).or_insert(value));
        }
        self.young.get_mut(key)
    }

    /// Enters a value of that weight. `most` is the weight of a half.
    pub(super) fn insert(&mut self, key: K, value: V, weight: usize, most: usize) {
        if self.weight >= most {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight += weight;
        self.young.insert(key, value);
    }

    /// Notes that an entry has grown.
    pub(super) fn grown(&mut self, weight: usize) {
        self.weight += weight;
    }

    /// Forgets an entry.
    pub(super) fn remove<Q>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.young.remove(key);
        self.old.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays() {
        let mut recent: Recent<u32, u32> = Recent::default();
        recent.insert(0, 0, 1, 10);
        for key in 1..100 {
            assert_eq!(recent.get(&0, |_| 1), Some(&mut 0), "{key}");
            recent.insert(key, key, 1, 10);
            assert_eq!(recent.get(&key, |_| 1), Some(&mut key.clone()));
            assert!(recent.young.len() + recent.old.len() <= 21);
        }
        assert_eq!(recent.get(&50, |_| 1), None);
        recent.remove(&0);
        assert_eq!(recent.get(&0, |_| 1), None);
    }

    #[test]
    fn a_heavy_entry_makes_room() {
        let mut recent: Recent<u32, ()> = Recent::default();
        recent.insert(1, (), 1, 10);
        recent.insert(2, (), 50, 10);
        recent.insert(3, (), 1, 10);
        recent.insert(4, (), 9, 10);
        recent.insert(5, (), 1, 10);
        assert!(recent.get(&1, |()| 1).is_none() && recent.get(&2, |()| 50).is_none());
        assert!(recent.get(&3, |()| 1).is_some() && recent.get(&5, |()| 1).is_some());
    }
}
