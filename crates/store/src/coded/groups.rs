//! Rows of codes to group numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::grid::Grid;
use super::keys::Codes;

/// Numbers rows of codes in the order they come.
#[derive(Debug)]
pub(super) struct Groups<const N: usize> {
    number_of: HashMap<[u32; N], u32, BuildHasherDefault<Folded>>,
    keys: Vec<[u32; N]>,
    grid: Grid<N>,
}

/// The codes of rows, key by key.
#[derive(Debug)]
pub(super) struct Keys<const N: usize> {
    /// How many rows.
    pub(super) rows: usize,
    /// The codes of the keys in which all rows are alike.
    pub(super) alike: [u32; N],
    /// The other keys by their places, in order, with a code a row.
    pub(super) varying: Vec<(usize, Codes)>,
}

impl<const N: usize> Keys<N> {
    /// The codes of each row together.
    pub(super) fn by_row(&self) -> Vec<[u32; N]> {
        let mut rows = vec![self.alike; self.rows];
        for (at, codes) in &self.varying {
            for (row, code) in rows.iter_mut().zip(&codes.codes) {
                row[*at] = *code;
            }
        }
        rows
    }
}

impl<const N: usize> Groups<N> {
    /// No groups yet.
    pub(super) fn new() -> Self {
        Self {
            number_of: HashMap::default(),
            keys: Vec::new(),
            grid: Grid::new(),
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
    pub(super) fn number(&mut self, keys: &Keys<N>, numbers: &mut Vec<usize>) {
        if keys.varying.is_empty() {
            numbers.clear();
            if keys.rows > 0 {
                numbers.resize(keys.rows, self.of(&keys.alike));
            }
            return;
        }
        let mut grid = std::mem::replace(&mut self.grid, Grid::new());
        let placed = grid.number(&keys.alike, &keys.varying, numbers, |key| self.of(key));
        self.grid = grid;
        if !placed {
            self.number_rows(&keys.by_row(), numbers);
        }
    }

    /// Replaces `numbers` by the group of each row, its codes given together.
    pub(super) fn number_rows(&mut self, rows: &[[u32; N]], numbers: &mut Vec<usize>) {
        numbers.clear();
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

    /// Some batches, each alike in all keys but some.
    fn keys() -> impl Strategy<Value = Vec<Keys<3>>> {
        let below = prop::sample::select(vec![2u32, 5, 200]);
        let column = (prop::option::weighted(0.7, below), 0u32..2);
        let batch = (
            1usize..60,
            [column.clone(), column.clone(), column],
            any::<u64>(),
        );
        let keys = |(rows, columns, seed): (usize, [(Option<u32>, u32); 3], u64)| {
            let code = |row: usize, at: usize| {
                seed.wrapping_mul(row as u64 * 3 + at as u64 + 1)
                    .wrapping_mul(SPREAD)
                    >> 40
            };
            let varying = (0..3).filter_map(|at| {
                let below = columns[at].0?;
                let codes = (0..rows).map(|row| code(row, at) as u32 % below).collect();
                Some((at, Codes { codes, below }))
            });
            Keys {
                rows,
                alike: columns.map(|(varies, alike)| if varies.is_some() { 0 } else { alike }),
                varying: varying.collect(),
            }
        };
        prop::collection::vec(batch.prop_map(keys), 1..8)
    }

    proptest! {
        /// By place, by hash or all at once: a group is a group.
        #[test]
        fn groups_are_those_of_a_plain_map(batches in keys()) {
            let mut groups = Groups::<3>::new();
            let mut found: Vec<([u32; 3], usize)> = Vec::new();
            let mut numbers = Vec::new();
            for keys in batches {
                let rows = keys.by_row();
                groups.number(&keys, &mut numbers);
                prop_assert_eq!(numbers.len(), rows.len());
                found.extend(rows.iter().copied().zip(numbers.iter().copied()));
                let placed = numbers.clone();
                groups.number_rows(&rows, &mut numbers);
                prop_assert_eq!(&placed, &numbers);
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
