//! Partial state that waits to be merged, in as little memory as it needs.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Decimal256Array};
use arrow::datatypes::{DataType, Decimal256Type, i256};
use datafusion::common::Result;

/// A column of partial state. An exact total is kept in 256 bits, which hardly
/// any needs: a column of totals that all fit 128 bits waits in those.
#[derive(Debug)]
pub(super) enum Packed {
    /// As the accumulator gave it.
    AsGiven(ArrayRef),
    /// Decimals of this 256-bit type, in 128 bits each.
    Halved(Decimal128Array, DataType),
}

impl Packed {
    /// Packs a column.
    pub(super) fn new(column: ArrayRef) -> Self {
        let Some(wide) = column.as_primitive_opt::<Decimal256Type>() else {
            return Packed::AsGiven(column);
        };
        let narrow = wide.values().iter().map(|total| total.to_i128());
        match narrow.collect::<Option<Vec<i128>>>() {
            Some(narrow) => Packed::Halved(
                Decimal128Array::new(narrow.into(), wide.nulls().cloned()),
                column.data_type().clone(),
            ),
            None => Packed::AsGiven(column),
        }
    }

    /// The rows from `start` on, as they were given.
    pub(super) fn unpacked(&self, start: usize, rows: usize) -> Result<ArrayRef> {
        let (narrow, data_type) = match self {
            Packed::AsGiven(column) => return Ok(column.slice(start, rows)),
            Packed::Halved(narrow, data_type) => (narrow.slice(start, rows), data_type),
        };
        let wide: Vec<i256> = narrow
            .values()
            .iter()
            .map(|n| i256::from_i128(*n))
            .collect();
        let wide = Decimal256Array::new(wide.into(), narrow.nulls().cloned());
        Ok(Arc::new(wide.with_data_type(data_type.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(
            rows in prop::collection::vec(prop::option::of((any::<u128>(), -1i128..2)), 1..20),
            start in 0usize..20,
        ) {
            let wide = |(low, high)| i256::from_parts(low, high);
            let column: Decimal256Array = rows.iter().map(|row| row.map(wide)).collect();
            let column: ArrayRef = Arc::new(column.with_data_type(DataType::Decimal256(76, 0)));
            let start = start.min(rows.len() - 1);
            let back = Packed::new(column.clone()).unpacked(start, rows.len() - start).unwrap();
            prop_assert_eq!(&back, &column.slice(start, rows.len() - start));
        }
    }
}
