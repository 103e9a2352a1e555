//! The joint values of columns as dense codes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use triffin_basis::BasisError;

use super::frame::{Column, Frame};
use super::term::Product;

/// The group of each row, counted from zero without a gap.
///
/// Groups are numbered in the order of the columns' values, so that rows
/// that lie side by side in a sorted table have codes side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Factor {
    pub codes: Vec<u32>,
    pub groups: usize,
}

/// The groups of `product` among `rows` of `frame`.
///
/// Errors: a column that is not there; more groups than codes can tell apart.
pub(crate) fn of(frame: &Frame, product: &Product, rows: &[u32]) -> Result<Factor, BasisError> {
    let mut joint = Factor {
        codes: vec![0; rows.len()],
        groups: 1,
    };
    for name in product.columns() {
        let single = of_column(frame.column(name)?, rows);
        joint = match joint.groups {
            0 | 1 => single,
            _ => cross(&joint, &single),
        };
    }
    Ok(joint)
}

fn of_column(column: &Column, rows: &[u32]) -> Factor {
    match column {
        Column::Labels(labels) => {
            let codes = rows.iter().map(|&row| label(labels.codes(), row)).collect();
            dense(codes, labels.levels().len() as u64)
        }
        Column::Numbers(numbers) => {
            let values: Vec<f64> = rows
                .iter()
                .map(|&row| numbers.get(row as usize).unwrap_or(f64::NAN))
                .collect();
            of_numbers(&values)
        }
    }
}

fn label(codes: &[u32], row: u32) -> u64 {
    codes.get(row as usize).copied().unwrap_or(0).into()
}

/// Whole numbers within a narrow range are their own codes; others are
/// told apart by their bits.
fn of_numbers(values: &[f64]) -> Factor {
    let (low, high) = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| {
            (low.min(value), high.max(value))
        });
    let whole = values.iter().all(|value| value.fract() == 0.0);
    if whole && high - low < 9e15 {
        let codes = values.iter().map(|value| (value - low) as u64).collect();
        return dense(codes, (high - low) as u64 + 1);
    }
    // One sign bit for both zeros.
    let codes = values.iter().map(|value| (value + 0.0).to_bits()).collect();
    dense(codes, u64::MAX)
}

fn cross(one: &Factor, other: &Factor) -> Factor {
    let width = other.groups as u64;
    let codes = one
        .codes
        .iter()
        .zip(&other.codes)
        .map(|(&a, &b)| u64::from(a) * width + u64::from(b))
        .collect();
    dense(codes, one.groups as u64 * width)
}

/// Renumbers codes below `bound` in ascending order without a gap.
fn dense(codes: Vec<u64>, bound: u64) -> Factor {
    match bound <= 8 * codes.len() as u64 + 65_536 {
        true => by_table(&codes, bound as usize),
        false => by_hash(&codes),
    }
}

fn by_table(codes: &[u64], bound: usize) -> Factor {
    let mut table = vec![u32::MAX; bound];
    for &code in codes {
        if let Some(place) = table.get_mut(code as usize) {
            *place = 0;
        }
    }
    let mut groups = 0;
    for place in table.iter_mut().filter(|place| **place == 0) {
        *place = groups;
        groups += 1;
    }
    let codes = codes
        .iter()
        .map(|&code| table.get(code as usize).copied().unwrap_or(0))
        .collect();
    Factor {
        codes,
        groups: groups as usize,
    }
}

fn by_hash(codes: &[u64]) -> Factor {
    let mut known: HashMap<u64, u32, BuildHasherDefault<Mix>> = HashMap::default();
    for &code in codes {
        known.insert(code, 0);
    }
    let mut order: Vec<u64> = known.keys().copied().collect();
    order.sort_unstable();
    for (place, code) in order.iter().enumerate() {
        known.insert(*code, place as u32);
    }
    let codes = codes
        .iter()
        .map(|code| known.get(code).copied().unwrap_or(0))
        .collect();
    Factor {
        codes,
        groups: order.len(),
    }
}

/// Codes come from our own arithmetic and need no defence, only speed.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

impl Factor {
    /// The rows at `places`, with groups that are left numbered anew.
    pub fn keep(&self, places: &[u32]) -> Self {
        let codes = places
            .iter()
            .map(|&place| label(&self.codes, place))
            .collect();
        dense(codes, self.groups as u64)
    }

    /// Whether every group of this factor lies within one group of `other`.
    pub fn nested_in(&self, other: &Self) -> bool {
        let mut parent = vec![u32::MAX; self.groups];
        self.codes.iter().zip(&other.codes).all(|(&code, &outer)| {
            let seen = &mut parent[code as usize];
            let first = *seen == u32::MAX;
            if first {
                *seen = outer;
            }
            first || *seen == outer
        })
    }

    /// The joint groups of two factors.
    pub fn crossed(&self, other: &Self) -> Self {
        cross(self, other)
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::{Labels, Numbers};
    use super::*;

    fn frame() -> Frame {
        let mut frame = Frame::new();
        let countries = [Some("DEU"), Some("CHN"), Some("DEU"), Some("CHN")];
        frame.push("e", Labels::from_texts(countries)).unwrap();
        let years = vec![1990.0, 1986.0, 1986.0, 1986.0];
        frame.push("t", Numbers::new(years)).unwrap();
        let odd = vec![0.5, -0.0, 0.0, 1e300];
        frame.push("x", Numbers::new(odd)).unwrap();
        frame
    }

    #[test]
    fn joint_values_are_dense_codes_in_ascending_order() {
        let product = "e^t".parse().unwrap();
        let factor = of(&frame(), &product, &[0, 1, 2, 3]).unwrap();
        assert_eq!(factor.codes, [1, 2, 0, 2]);
        assert_eq!(factor.groups, 3);
    }

    #[test]
    fn only_the_rows_asked_for_count() {
        let factor = of(&frame(), &"e".parse().unwrap(), &[1, 3]).unwrap();
        assert_eq!((factor.codes.as_slice(), factor.groups), (&[0, 0][..], 1));
    }

    #[test]
    fn numbers_that_are_not_whole_are_told_apart_and_both_zeros_are_one() {
        let factor = of(&frame(), &"x".parse().unwrap(), &[0, 1, 2, 3]).unwrap();
        assert_eq!(factor.groups, 3);
        assert_eq!(factor.codes[1], factor.codes[2]);
    }

    #[test]
    fn nesting_is_of_every_group() {
        let frame = frame();
        let rows = [0, 1, 2, 3];
        let joint = of(&frame, &"e^t".parse().unwrap(), &rows).unwrap();
        let single = of(&frame, &"e".parse().unwrap(), &rows).unwrap();
        assert!(joint.nested_in(&single));
        assert!(!single.nested_in(&joint));
    }
}
