//! Totals that no number of rows can overflow, one a group.

use std::fmt::Debug;
use std::hash::Hash;

use arrow::array::ArrowPrimitiveType;
use arrow::datatypes::{
    DECIMAL256_MAX_PRECISION, DataType, Decimal128Type, Decimal256Type, Int64Type, UInt64Type, i256,
};

/// The type of every column of partial state. Its 256 bits are used to the
/// full; the precision is only a label.
pub(super) const STATE_TYPE: DataType = DataType::Decimal256(DECIMAL256_MAX_PRECISION, 0);

/// An Arrow type that can be summed exactly.
pub(super) trait Summand:
    ArrowPrimitiveType<Native: Eq + Hash + Debug + Send + Sync> + Debug + Send + Sync
{
    /// The value of an exact total in this type, if it has one (bits only:
    /// the decimal precision is checked by the outcome).
    fn narrow(total: i256) -> Option<Self::Native>;
}

impl Summand for Int64Type {
    fn narrow(total: i256) -> Option<i64> {
        total.to_i128()?.try_into().ok()
    }
}

impl Summand for UInt64Type {
    fn narrow(total: i256) -> Option<u64> {
        total.to_i128()?.try_into().ok()
    }
}

impl Summand for Decimal128Type {
    fn narrow(total: i256) -> Option<i128> {
        total.to_i128()
    }
}

impl Summand for Decimal256Type {
    fn narrow(total: i256) -> Option<i256> {
        Some(total)
    }
}

/// Exact totals of values of type `V`, one a group.
pub(super) trait Totals<V>: Default + Debug + Send + Sync + 'static {
    /// Columns of partial state.
    const STATE_COLUMNS: usize;
    /// Makes room for `groups` groups; new ones are zero.
    fn resize(&mut self, groups: usize);
    /// Adds a value to a group's total.
    fn add(&mut self, group: usize, value: V);
    /// Takes a value back out of a group's total.
    fn subtract(&mut self, group: usize, value: V);
    /// Adds a partial total, given as its state columns.
    fn merge(&mut self, group: usize, state: &[i256]);
    /// A group's total as state columns.
    fn state(&self, group: usize) -> [i256; 2];
    /// A group's total, `None` when it needs more than 256 bits.
    fn total(&self, group: usize) -> Option<i256>;
    /// Forgets the first `n` groups.
    fn forget(&mut self, n: usize);
    /// Bytes held.
    fn size(&self) -> usize;
}

/// Totals of values of up to 128 bits: total = low + carry × 2¹²⁸.
///
/// `low` wraps and `carry` counts the wraps, so the common case costs one
/// 128-bit addition. The carries are not even allocated before the first wrap.
#[derive(Debug, Default)]
pub(super) struct NarrowTotals {
    low: Vec<i128>,
    carry: Vec<i64>,
}

impl NarrowTotals {
    fn add_low(&mut self, group: usize, value: i128) {
        let (sum, wrapped) = self.low[group].overflowing_add(value);
        self.low[group] = sum;
        if wrapped {
            // Adding two values of one sign wrapped: the sign says which way.
            self.add_carry(group, if value < 0 { -1 } else { 1 });
        }
    }

    fn add_carry(&mut self, group: usize, carry: i64) {
        if self.carry.len() < self.low.len() {
            self.carry.resize(self.low.len(), 0);
        }
        self.carry[group] += carry;
    }

    fn exact(&self, group: usize) -> i256 {
        let carry = self.carry.get(group).copied().unwrap_or(0);
        i256::from_parts(0, i128::from(carry)).wrapping_add(i256::from_i128(self.low[group]))
    }
}

impl<V: Into<i128>> Totals<V> for NarrowTotals {
    const STATE_COLUMNS: usize = 1;

    fn resize(&mut self, groups: usize) {
        self.low.resize(groups, 0);
        if !self.carry.is_empty() {
            self.carry.resize(groups, 0);
        }
    }

    #[inline]
    fn add(&mut self, group: usize, value: V) {
        self.add_low(group, value.into());
    }

    fn subtract(&mut self, group: usize, value: V) {
        let (sum, wrapped) = self.low[group].overflowing_sub(value.into());
        let went_up = sum < 0;
        self.low[group] = sum;
        if wrapped {
            self.add_carry(group, if went_up { 1 } else { -1 });
        }
    }

    fn merge(&mut self, group: usize, state: &[i256]) {
        // high × 2¹²⁸ + low, with low read as signed: a negative reading is
        // 2¹²⁸ too small, which one more carry makes good.
        let (low, high) = state[0].to_parts();
        let low = low as i128;
        let carry = high + i128::from(low < 0);
        self.add_low(group, low);
        // proof: |carry| is below the number of rows, which is below 2⁶³.
        if carry != 0 {
            self.add_carry(group, carry as i64);
        }
    }

    fn state(&self, group: usize) -> [i256; 2] {
        [self.exact(group), i256::ZERO]
    }

    fn total(&self, group: usize) -> Option<i256> {
        Some(self.exact(group))
    }

    fn forget(&mut self, n: usize) {
        self.low.drain(..n);
        self.carry.drain(..n.min(self.carry.len()));
    }

    fn size(&self) -> usize {
        self.low.capacity() * size_of::<i128>() + self.carry.capacity() * size_of::<i64>()
    }
}

/// Totals of 256-bit values: total = high × 2¹²⁸ + low, each half of every
/// value summed in 256 bits of its own.
#[derive(Debug, Default)]
pub(super) struct WideTotals {
    high: Vec<i256>,
    low: Vec<i256>,
}

fn halves(value: i256) -> (i256, i256) {
    let (low, high) = value.to_parts();
    (i256::from_i128(high), i256::from_parts(low, 0))
}

impl Totals<i256> for WideTotals {
    const STATE_COLUMNS: usize = 2;

    fn resize(&mut self, groups: usize) {
        self.high.resize(groups, i256::ZERO);
        self.low.resize(groups, i256::ZERO);
    }

    fn add(&mut self, group: usize, value: i256) {
        let (high, low) = halves(value);
        self.merge(group, &[high, low]);
    }

    fn subtract(&mut self, group: usize, value: i256) {
        let (high, low) = halves(value);
        self.merge(group, &[high.wrapping_neg(), low.wrapping_neg()]);
    }

    fn merge(&mut self, group: usize, state: &[i256]) {
        // proof: each half of a value is below 2¹²⁸, so 2¹²⁷ rows fit.
        self.high[group] = self.high[group].wrapping_add(state[0]);
        self.low[group] = self.low[group].wrapping_add(state[1]);
    }

    fn state(&self, group: usize) -> [i256; 2] {
        [self.high[group], self.low[group]]
    }

    fn total(&self, group: usize) -> Option<i256> {
        let (low, carry) = self.low[group].to_parts();
        let high = self.high[group].wrapping_add(i256::from_i128(carry));
        Some(i256::from_parts(low, high.to_i128()?))
    }

    fn forget(&mut self, n: usize) {
        self.high.drain(..n);
        self.low.drain(..n);
    }

    fn size(&self) -> usize {
        (self.high.capacity() + self.low.capacity()) * size_of::<i256>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(values: &[i128]) -> i256 {
        values
            .iter()
            .fold(i256::ZERO, |sum, v| sum.wrapping_add(i256::from_i128(*v)))
    }

    fn near_the_limit() -> impl Strategy<Value = i128> {
        prop_oneof![
            any::<i128>(),
            (0..3i128).prop_map(|d| i128::MAX - d),
            (0..3i128).prop_map(|d| i128::MIN + d),
            -2..2i128,
        ]
    }

    proptest! {
        #[test]
        fn narrow_totals_equal_a_256_bit_sum(
            values in prop::collection::vec(near_the_limit(), 0..40),
            cut in 0..40usize,
            back in 0..40usize,
        ) {
            let mut left = NarrowTotals::default();
            let mut right = NarrowTotals::default();
            Totals::<i128>::resize(&mut left, 1);
            Totals::<i128>::resize(&mut right, 1);
            for (i, v) in values.iter().enumerate() {
                if i < cut { left.add(0, *v) } else { right.add(0, *v) }
            }
            let state = Totals::<i128>::state(&right, 0);
            Totals::<i128>::merge(&mut left, 0, &state[..1]);
            prop_assert_eq!(Totals::<i128>::total(&left, 0), Some(exact(&values)));
            let taken = &values[..back.min(values.len())];
            for v in taken { left.subtract(0, *v) }
            prop_assert_eq!(
                Totals::<i128>::total(&left, 0),
                Some(exact(&values[taken.len()..]))
            );
        }

        #[test]
        fn wide_totals_come_back_from_beyond_256_bits(
            values in prop::collection::vec((near_the_limit(), any::<u128>()), 1..20),
        ) {
            // Every value, then every value but the first taken back out: what
            // remains is the first, however far the total had gone.
            let values: Vec<i256> = values.iter().map(|(h, l)| i256::from_parts(*l, *h)).collect();
            let mut totals = WideTotals::default();
            totals.resize(1);
            for v in &values { totals.add(0, *v) }
            for v in &values[1..] { totals.subtract(0, *v) }
            prop_assert_eq!(totals.total(0), Some(values[0]));
        }
    }

    #[test]
    fn a_wide_total_beyond_256_bits_is_none() {
        let mut totals = WideTotals::default();
        totals.resize(1);
        totals.add(0, i256::MAX);
        totals.add(0, i256::MAX);
        assert_eq!(totals.total(0), None);
    }
}
