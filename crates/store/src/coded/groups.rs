//! Rows of codes to group numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Numbers rows of codes in the order they come.
#[derive(Debug)]
pub(super) struct Groups<const N: usize> {
    number_of: HashMap<[u32; N], u32, BuildHasherDefault<Folded>>,
    keys: Vec<[u32; N]>,
}

impl<const N: usize> Groups<N> {
    /// No groups yet.
    pub(super) fn new() -> Self {
        Self {
            number_of: HashMap::default(),
            keys: Vec::new(),
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

    /// Replaces `numbers` by the group of each row. All rows have the same
    /// codes but in the columns `varying`.
    pub(super) fn number(
        &mut self,
        rows: &[[u32; N]],
        varying: &[usize],
        numbers: &mut Vec<usize>,
    ) {
        numbers.clear();
        match (varying, rows.first()) {
            (_, None) => {}
            ([], Some(row)) => numbers.resize(rows.len(), self.of(row)),
            ([at], _) => self.number_one(rows, *at, numbers),
            _ => self.number_all(rows, numbers),
        }
    }

    /// Rows that differ in one column: of few values, as flows and periods
    /// have them, each group is looked up once.
    fn number_one(&mut self, rows: &[[u32; N]], at: usize, numbers: &mut Vec<usize>) {
        const PLACES: usize = 64;
        let mut known: [Option<(u32, usize)>; PLACES] = [None; PLACES];
        for row in rows {
            let place = &mut known[row[at] as usize % PLACES];
            let number = match place {
                Some((code, number)) if *code == row[at] => *number,
                _ => {
                    let number = self.of(row);
                    *place = Some((row[at], number));
                    number
                }
            };
            numbers.push(number);
        }
    }

    fn number_all(&mut self, rows: &[[u32; N]], numbers: &mut Vec<usize>) {
        let mut last: Option<(&[u32; N], usize)> = None;
        for row in rows {
            // Files come sorted: many rows repeat the key of the row before.
            let number = match last {
                Some((key, number)) if key == row => number,
                _ => self.of(row),
            };
            last = Some((row, number));
            numbers.push(number);
        }
    }

    /// The group of one key.
    fn of(&mut self, key: &[u32; N]) -> usize {
        let next = self.keys.len() as u32;
        let number = *self.number_of.entry(*key).or_insert(next);
        if number == next {
            self.keys.push(*key);
        }
        number as usize
    }
}

/// The hash of a row of codes: also says which share a group belongs to.
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
        fn groups_are_those_of_a_plain_map(
            batches in prop::collection::vec(
                (prop::collection::vec([0u32..4, 0u32..200], 0..60), prop::option::of(0usize..2)),
                1..4,
            ),
        ) {
            let mut groups = Groups::<2>::new();
            let mut found: Vec<([u32; 2], usize)> = Vec::new();
            for (mut rows, varying) in batches {
                // Rows that differ in one column only, or in none.
                if let (Some(at), Some(first)) = (varying, rows.first().copied()) {
                    rows.iter_mut().for_each(|row| row[1 - at] = first[1 - at]);
                }
                let varying: Vec<usize> = varying.map_or_else(|| vec![0, 1], |at| vec![at]);
                let mut numbers = Vec::new();
                groups.number(&rows, &varying, &mut numbers);
                prop_assert_eq!(numbers.len(), rows.len());
                found.extend(rows.iter().copied().zip(numbers.iter().copied()));
                if let Some(row) = rows.first() {
                    groups.number(&[*row; 3], &[], &mut numbers);
                    prop_assert_eq!(&numbers, &vec![found[found.len() - rows.len()].1; 3]);
                }
            }
            let (len, keys) = (groups.len(), groups.into_keys());
            prop_assert_eq!(len, keys.len());
            for (row, number) in &found {
                prop_assert_eq!(&keys[*number], row);
            }
            let distinct: std::collections::BTreeSet<_> = found.iter().map(|(row, _)| row).collect();
            prop_assert_eq!(distinct.len(), keys.len());
        }
    }
}
