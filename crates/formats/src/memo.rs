//! What texts came to, remembered: a file repeats each on many lines.

use std::collections::HashMap;

use crate::short::Short;

/// Places of the short texts at first; a power of two.
const FEWEST: usize = 256;
/// Places for each text, up to so many: hardly a text lies in the place of
/// another, and the first place looked at is the right one.
const ROOMY: (usize, usize) = (16, 1 << 14);
/// The same where texts are many; no more places are made.
const DENSE: (usize, usize) = (4, 1 << 17);
/// Places in a row that a text may lie in.
const PROBES: usize = 8;

/// What each text came to: a number, which often is a place in a list.
///
/// A short text is found by one multiplication in a table that is mostly empty.
/// A text that is long, or whose places are all taken, is in a map that no
/// input can slow down.
#[derive(Clone, Debug)]
pub struct Memo {
    slots: Vec<Slot>,
    placed: usize,
    others: HashMap<Box<str>, i32>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    text: Short,
    number: i32,
}

const FREE: Slot = Slot {
    text: Short::NONE,
    number: 0,
};

impl Memo {
    /// Nothing remembered.
    pub fn new() -> Self {
        Self {
            slots: vec![FREE; FEWEST],
            placed: 0,
            others: HashMap::new(),
        }
    }

    /// How many texts are remembered.
    pub fn len(&self) -> usize {
        self.placed + self.others.len()
    }

    /// What `text` came to, if it was seen.
    #[inline]
    pub fn get(&self, text: &str) -> Option<i32> {
        self.find(text, 0, text.len())
    }

    /// What the text between two places of `all` came to, if it was seen.
    #[inline(always)]
    pub fn find(&self, all: &str, start: usize, end: usize) -> Option<i32> {
        let Some(short) = Short::of(all.as_bytes(), start, end) else {
            return self.other(all.get(start..end)?);
        };
        let slot = self
            .slots
            .get(short.hash() as usize & (self.slots.len() - 1))?;
        match slot.text == short {
            true => Some(slot.number),
            false => self.further(all.get(start..end)?),
        }
    }

    /// A short text that is not in the first of its places.
    #[inline(never)]
    fn further(&self, all: &str) -> Option<i32> {
        let text = Short::of(all.as_bytes(), 0, all.len())?;
        let first = text.hash() as usize;
        for step in 0..PROBES {
            let slot = self.slots.get((first + step) & (self.slots.len() - 1))?;
            if slot.text == text {
                return Some(slot.number);
            }
            if slot.text == Short::NONE {
                return None;
            }
        }
        self.other(all)
    }

    #[cold]
    fn other(&self, text: &str) -> Option<i32> {
        match self.others.is_empty() {
            true => None,
            false => self.others.get(text).copied(),
        }
    }

    /// Remembers what `text`, which was not seen, came to.
    pub fn insert(&mut self, text: &str, number: i32) {
        let full = |(room, most)| self.placed * room >= self.slots.len() && self.slots.len() < most;
        if full(ROOMY) || full(DENSE) {
            self.grow();
        }
        let short = Short::of(text.as_bytes(), 0, text.len());
        if !short.is_some_and(|short| self.place(short, number)) {
            self.others.insert(text.into(), number);
        }
    }

    /// Puts a text in one of its places; false when they are all taken.
    fn place(&mut self, text: Short, number: i32) -> bool {
        let (first, last) = (text.hash() as usize, self.slots.len() - 1);
        let mut places = (0..PROBES).map(|step| (first + step) & last);
        let Some(place) = places.find(|place| self.slots[*place].text == Short::NONE) else {
            return false;
        };
        self.slots[place] = Slot { text, number };
        self.placed += 1;
        true
    }

    fn grow(&mut self) {
        let wider = vec![FREE; self.slots.len() * 2];
        let held = std::mem::replace(&mut self.slots, wider);
        self.placed = 0;
        for slot in held.into_iter().filter(|slot| slot.text != Short::NONE) {
            if !self.place(slot.text, slot.number) {
                self.others.insert(slot.text.text().into(), slot.number);
            }
        }
    }
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
                    memo.insert(text, at as i32);
                    map.insert(text.clone(), at as i32);
                }
                prop_assert_eq!(memo.get(text), map.get(text).copied());
            }
            prop_assert_eq!(memo.len(), map.len());
        }
    }

    #[test]
    fn more_texts_than_places() {
        let mut memo = Memo::new();
        let texts: Vec<String> = (0..200_000).map(|n| n.to_string()).collect();
        for (n, text) in texts.iter().enumerate() {
            memo.insert(text, n as i32);
        }
        assert_eq!(memo.len(), texts.len());
        for (n, text) in texts.iter().enumerate() {
            assert_eq!(memo.get(text), Some(n as i32));
        }
        assert_eq!(memo.get("200000"), None);
    }
}
