//! The sum of the distinct values of one group.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, PrimitiveArray};
use datafusion::common::ScalarValue;
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::error::Result;
use datafusion::logical_expr::Accumulator;

use super::outcome::Outcome;
use super::total::{Summand, Totals};

/// `sum(DISTINCT x)`: every value once, however often it came; null before the
/// first value.
#[derive(Debug)]
pub(super) struct DistinctSum<T: Summand, S: Totals<T::Native>> {
    /// How often each value is in the window.
    values: HashMap<T::Native, u64>,
    outcome: Outcome,
    of: PhantomData<S>,
}

impl<T: Summand, S: Totals<T::Native>> DistinctSum<T, S> {
    pub(super) fn new(outcome: Outcome) -> Self {
        Self {
            values: HashMap::new(),
            outcome,
            of: PhantomData,
        }
    }
}

impl<T: Summand, S: Totals<T::Native>> Accumulator for DistinctSum<T, S> {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        for value in columns[0].as_primitive::<T>().iter().flatten() {
            *self.values.entry(value).or_default() += 1;
        }
        Ok(())
    }

    fn retract_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        for value in columns[0].as_primitive::<T>().iter().flatten() {
            if let Some(count) = self.values.get_mut(&value) {
                *count -= 1;
                if *count == 0 {
                    self.values.remove(&value);
                }
            }
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for list in states[0].as_list::<i32>().iter().flatten() {
            self.update_batch(&[list])?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values = PrimitiveArray::<T>::from_iter_values(self.values.keys().copied())
            .with_data_type(self.outcome.data_type().clone());
        let list = SingleRowListArrayBuilder::new(Arc::new(values)).build_list_scalar();
        Ok(vec![list])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        if self.values.is_empty() {
            return ScalarValue::try_from(self.outcome.data_type());
        }
        let mut total = S::default();
        total.resize(1);
        for value in self.values.keys() {
            total.add(0, *value);
        }
        let value = self.outcome.value::<T>(total.total(0))?;
        ScalarValue::try_from_array(&self.outcome.array::<T>(vec![value], None), 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * (size_of::<T::Native>() + size_of::<u64>())
    }
}
