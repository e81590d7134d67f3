//! Folding: what makes two spellings of one word the same word.

use super::character::is_invisible;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The folded form of a word or name: lower case, without accents, with straight apostrophes and
/// without soft hyphens and zero-width characters.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            c if is_invisible(c) => None,
            '’' | '‘' | 'ʼ' | '′' | 'ʻ' => Some('\''),
            'ı' => Some('i'),
            'ø' => Some('o'),
            'ł' => Some('l'),
            'đ' => Some('d'),
            other => Some(other),
        })
        .collect()
}

/// A 64-bit key of one word's folded form. Words with the same folded form have the same key.
///
/// FNV-1a with a final mix (public domain, Fowler, Noll and Vo); the same on every platform.
pub fn key(word: &str) -> u64 {
    if word.is_ascii() {
        return finish(word.bytes().fold(OFFSET, |h, b| step(h, b.to_ascii_lowercase())));
    }
    // Typographic marks, the most frequent characters beyond ASCII, fold without help.
    let mut hash = OFFSET;
    for c in word.chars() {
        match c {
            '’' | '‘' => hash = step(hash, b'\''),
            '“' | '”' | '–' | '—' => hash = c.encode_utf8(&mut [0; 4]).bytes().fold(hash, step),
            _ if c.is_ascii() => hash = step(hash, (c as u8).to_ascii_lowercase()),
            _ => return finish(fold(word).bytes().fold(OFFSET, step)),
        }
    }
    finish(hash)
}

/// The [`key`] of each word of a phrase of ASCII letters, blanks and hyphens, after those in `keys`;
/// of any other phrase none, and the answer is no.
pub(crate) fn plain_keys(phrase: &str, keys: &mut Vec<u64>) -> bool {
    let first = keys.len();
    let (mut hash, mut open) = (OFFSET, false);
    for byte in phrase.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => (hash, open) = (step(hash, byte.to_ascii_lowercase()), true),
            b' ' | b'-' => {
                if open {
                    keys.push(finish(hash));
                }
                (hash, open) = (OFFSET, false);
            }
            _ => {
                keys.truncate(first);
                return false;
            }
        }
    }
    if open {
        keys.push(finish(hash));
    }
    true
}

/// The key of a phrase, from the keys of its words. Hyphens between words are not words here, so
/// that "vice-president" and "vice president" are one phrase.
pub fn phrase_key(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().fold(0, |h: u64, w| (h.rotate_left(23) ^ w).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// The start of a key.
pub(super) const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;

/// A key with one more byte, in lower case.
pub(super) const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01B3)
}

/// A key after its last byte.
pub(super) const fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typographic_marks_fold_as_the_rest_does() {
        for word in ["’s", "‘Twas", "“", "”", "–", "—", "O’Neill", "…", "naïve’s", "′"] {
            assert_eq!(key(word), key(&fold(word)), "{word}");
            assert_eq!(key(word), finish(fold(word).bytes().fold(OFFSET, step)), "{word}");
        }
    }

    #[test]
    fn plain_keys_are_those_of_the_words() {
        let mut keys = vec![1];
        assert!(plain_keys("Vice-President of  Peru", &mut keys));
        assert_eq!(keys, [1, key("vice"), key("president"), key("of"), key("peru")]);
        for phrase in ["U.S.", "Côte", "G7", "don't"] {
            assert!(!plain_keys(phrase, &mut keys), "{phrase}");
        }
        assert_eq!(keys.len(), 5);
        assert!(plain_keys("", &mut keys));
        assert_eq!(keys.len(), 5);
    }

    #[test]
    fn spellings_of_one_word_share_a_key() {
        for (a, b) in [
            ("Merkel", "MERKEL"),
            ("José", "Jose"),
            ("Jose\u{301}", "José"),
            ("O’Brien", "o'brien"),
            ("Gda\u{ad}ńsk", "Gdansk"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("Iran"), key("Iraq"));
    }
}
