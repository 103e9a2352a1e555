//! What texts came to, remembered: a file repeats each on many lines.

use std::collections::HashMap;

/// Places of the short texts looked at first.
const SLOTS: usize = 1024;
/// Longest text kept in such a place, in bytes.
const SHORT: usize = 16;

/// What each text came to.
///
/// Short texts are found by one multiplication in a small table; where two of
/// them want one place, or a text is long, a map that no input can slow down
/// knows the rest.
#[derive(Clone, Debug)]
pub struct Memo<T> {
    slots: Vec<Option<(Key, T)>>,
    all: HashMap<Box<str>, T>,
}

/// A short text with its length.
type Key = (u128, u8);

impl<T: Copy> Memo<T> {
    /// Nothing remembered.
    pub fn new() -> Self {
        Self {
            slots: Vec::new(),
            all: HashMap::new(),
        }
    }

    /// How many texts are remembered.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// What `text` came to, if it was seen.
    #[inline]
    pub fn get(&mut self, text: &str) -> Option<T> {
        let Some(key) = key(text) else {
            return self.all.get(text).copied();
        };
        let place = place(key);
        if let Some(Some((known, value))) = self.slots.get(place)
            && *known == key
        {
            return Some(*value);
        }
        self.recall(text, key, place)
    }

    #[cold]
    fn recall(&mut self, text: &str, key: Key, place: usize) -> Option<T> {
        let value = *self.all.get(text)?;
        self.slots.resize(SLOTS, None);
        self.slots[place] = Some((key, value));
        Some(value)
    }

    /// Remembers what `text` came to.
    pub fn insert(&mut self, text: &str, value: T) {
        self.all.insert(text.into(), value);
    }
}

#[inline]
fn key(text: &str) -> Option<Key> {
    let bytes = text.as_bytes();
    let mut short = [0; SHORT];
    short.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some((u128::from_le_bytes(short), bytes.len() as u8))
}

#[inline]
fn place((text, length): Key) -> usize {
    let folded = (text as u64) ^ ((text >> 64) as u64).rotate_left(29) ^ u64::from(length);
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_memo_is_a_map(texts in prop::collection::vec("[ab\u{0}中]{0,18}", 0..300)) {
            let mut memo = Memo::new();
            let mut map = HashMap::new();
            for (at, text) in texts.iter().enumerate() {
                prop_assert_eq!(memo.get(text), map.get(text).copied());
                if !map.contains_key(text) {
                    memo.insert(text, at);
                    map.insert(text.clone(), at);
                }
                prop_assert_eq!(memo.get(text), map.get(text).copied());
            }
            prop_assert_eq!(memo.len(), map.len());
        }
    }

    #[test]
    fn more_texts_than_places() {
        let mut memo = Memo::new();
        let texts: Vec<String> = (0..5000).map(|n| n.to_string()).collect();
        texts
            .iter()
            .enumerate()
            .for_each(|(n, text)| memo.insert(text, n));
        for _ in 0..2 {
            assert!(
                texts
                    .iter()
                    .enumerate()
                    .all(|(n, text)| memo.get(text) == Some(n))
            );
        }
    }
}
