//! Maps and sets for the few hundred things of one article.
//!
//! The standard library's hash withstands keys that were chosen to collide and pays for it with
//! the better part of a look-up. Here a map holds what one article names, which is bounded, and no
//! order of a map reaches the output; so a few multiplications do. The method is that of the Rust
//! compiler's own tables (`FxHash`), with its bits mixed once more at the end.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map that hashes fast.
pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// A set that hashes fast.
pub(super) type FastSet<K> = HashSet<K, BuildHasherDefault<FastHasher>>;

/// Hashes eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct FastHasher(u64);

impl Hasher for FastHasher {
    #[inline]
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            self.write_u64(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
    }

    #[inline]
    fn write_u8(&mut self, value: u8) {
        self.write_u64(value.into());
    }

    #[inline]
    fn write_u32(&mut self, value: u32) {
        self.write_u64(value.into());
    }

    #[inline]
    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::FastSet;

    #[test]
    fn many_names_have_many_hashes() {
        use std::hash::BuildHasher;
        let set: FastSet<String> = (0..20_000).map(|n| format!("Name {n}")).collect();
        assert_eq!(set.len(), 20_000);
        // The low bits choose the place in the table.
        let places: FastSet<u64> = set.iter().map(|name| set.hasher().hash_one(name) & 0xFFFF).collect();
        assert!(places.len() > 12_000, "{}", places.len());
    }
}
