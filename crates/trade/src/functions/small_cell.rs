//! The sums of nearly every item, in half the room of any.

use crate::changes::Cell;

/// Records of an item in one unit, like a [`Cell`]; sums that need more than 64
/// bits are for one of these.
#[derive(Clone, Copy, Debug)]
pub(super) struct SmallCell {
    values: [i64; 2],
    quantities: [i64; 2],
    unit: u32,
    seen: [bool; 2],
}

impl SmallCell {
    /// No records in a unit yet.
    pub(super) fn new(unit: u32) -> Self {
        Self {
            values: [0; 2],
            quantities: [0; 2],
            unit,
            seen: [false; 2],
        }
    }

    /// The unit.
    pub(super) fn unit(&self) -> u32 {
        self.unit
    }

    /// Adds value and quantity of one window; false, and nothing is added,
    /// where there is no room for the sums.
    #[inline]
    pub(super) fn add(&mut self, side: usize, (value, quantity): (i128, i128)) -> bool {
        let sum = |held: i64, more: i128| held.checked_add(i64::try_from(more).ok()?);
        let sums = (
            sum(self.values[side], value),
            sum(self.quantities[side], quantity),
        );
        let (Some(value), Some(quantity)) = sums else {
            return false;
        };
        self.values[side] = value;
        self.quantities[side] = quantity;
        self.seen[side] = true;
        true
    }

    /// The same with room for any sums.
    pub(super) fn wide(&self) -> Cell {
        let mut cell = Cell::default();
        for side in [0, 1].into_iter().filter(|side| self.seen[*side]) {
            let (value, quantity) = (self.values[side], self.quantities[side]);
            // proof: an empty cell has room for 64 bits.
            let _ = cell.add(side, value.into(), quantity.into());
        }
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What a small cell takes, and beside it what it does not, is what a
        /// wide one holds.
        #[test]
        fn sums_are_those_of_a_wide_cell(
            records in prop::collection::vec((0usize..2, any::<i128>(), any::<i128>(), 0u32..100), 0..12),
        ) {
            let (mut small, mut beside, mut wide) = (SmallCell::new(3), Cell::default(), Cell::default());
            for (side, value, quantity, shift) in records {
                let sums = (value >> shift.max(8), quantity >> shift.max(8));
                wide.add(side, sums.0, sums.1).unwrap();
                if !small.add(side, sums) {
                    beside.add(side, sums.0, sums.1).unwrap();
                }
            }
            let mut joined = small.wide();
            joined.join(&beside).unwrap();
            prop_assert_eq!(joined, wide);
        }
    }
}
