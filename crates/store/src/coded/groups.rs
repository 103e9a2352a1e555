//! Rows of codes to group numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Numbers rows of codes in the order they come.
#[derive(Debug)]
pub(super) struct Groups<const N: usize> {
    number_of: HashMap<[u32; N], u32, BuildHasherDefault<Folded>>,
    keys: Vec<[u32; N]>,
    last: Option<([u32; N], u32)>,
}

impl<const N: usize> Groups<N> {
    /// No groups yet.
    pub(super) fn new() -> Self {
        Self {
            number_of: HashMap::default(),
            keys: Vec::new(),
            last: None,
        }
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The codes of each group.
    pub(super) fn into_keys(self) -> Vec<[u32; N]> {
        self.keys
    }

    /// Replaces `numbers` by the group of each row.
    pub(super) fn number(&mut self, rows: &[[u32; N]], numbers: &mut Vec<usize>) {
        numbers.clear();
        for row in rows {
            // Files come sorted: many rows repeat the key of the row before.
            if let Some((key, number)) = &self.last
                && key == row
            {
                numbers.push(*number as usize);
                continue;
            }
            let next = self.keys.len() as u32;
            let number = *self.number_of.entry(*row).or_insert(next);
            if number == next {
                self.keys.push(*row);
            }
            self.last = Some((*row, number));
            numbers.push(number as usize);
        }
    }
}

/// The hash of a row of codes: also says which partition a group belongs to.
pub(super) fn hash<const N: usize>(key: &[u32; N]) -> u64 {
    let mut hasher = Folded::default();
    std::hash::Hash::hash(key, &mut hasher);
    hasher.finish()
}

/// Multiply and fold, eight bytes at a time. Codes are numbers of our own, in
/// the order they came: nobody can choose them to collide.
#[derive(Debug, Default)]
pub(super) struct Folded(u64);

/// The golden ratio in 64 bits, odd.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Folded {
    fn mix(&mut self, word: u64) {
        let wide = u128::from(self.0 ^ word) * u128::from(SPREAD);
        self.0 = (wide as u64) ^ ((wide >> 64) as u64);
    }
}

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            // proof: chunks of exactly eight bytes.
            self.mix(u64::from_le_bytes(word.try_into().unwrap_or_default()));
        }
        let mut rest = [0; 8];
        let tail = words.remainder();
        if !tail.is_empty() {
            rest[..tail.len()].copy_from_slice(tail);
            self.mix(u64::from_le_bytes(rest));
        }
    }

    fn write_usize(&mut self, length: usize) {
        // The length of a row of codes: a start that no row of zeros keeps.
        self.0 ^= (length as u64).wrapping_mul(SPREAD);
    }

    fn finish(&self) -> u64 {
        let wide = u128::from(self.0) * u128::from(SPREAD);
        (wide as u64) ^ ((wide >> 64) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_codes_spread() {
        let hashes: std::collections::HashSet<u64> = (0..200u32)
            .flat_map(|a| (0..200u32).map(move |b| hash(&[a, b, 0, 0])))
            .collect();
        assert_eq!(hashes.len(), 40_000);
        // The table looks at the top seven bits and the low ones.
        for shift in [0, 57] {
            let mut count = [0; 128];
            hashes
                .iter()
                .for_each(|h| count[(h >> shift) as usize & 127] += 1);
            assert!(count.iter().all(|n| (200..430).contains(n)), "{count:?}");
        }
    }

    proptest! {
        #[test]
        fn groups_are_those_of_a_plain_map(rows in prop::collection::vec([0u32..4, 0u32..3], 0..60)) {
            let mut groups = Groups::<2>::new();
            let mut numbers = Vec::new();
            groups.number(&rows, &mut numbers);
            let (len, keys) = (groups.len(), groups.into_keys());
            prop_assert_eq!(len, keys.len());
            for (row, number) in rows.iter().zip(&numbers) {
                prop_assert_eq!(&keys[*number], row);
            }
            let distinct: std::collections::BTreeSet<_> = rows.iter().collect();
            prop_assert_eq!(distinct.len(), keys.len());
        }
    }
}
