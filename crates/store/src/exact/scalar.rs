//! The sum of one group, also over a sliding window.

use std::marker::PhantomData;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::Decimal256Type;
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::Accumulator;

use super::outcome::Outcome;
use super::total::{STATE_TYPE, Summand, Totals};

/// The exact sum of the rows seen so far; null before the first value.
#[derive(Debug)]
pub(super) struct RunningSum<T: Summand, S: Totals<T::Native>> {
    total: S,
    values: u64,
    outcome: Outcome,
    of: PhantomData<T>,
}

impl<T: Summand, S: Totals<T::Native>> RunningSum<T, S> {
    pub(super) fn new(outcome: Outcome) -> Self {
        let mut total = S::default();
        total.resize(1);
        Self {
            total,
            values: 0,
            outcome,
            of: PhantomData,
        }
    }
}

impl<T: Summand, S: Totals<T::Native>> Accumulator for RunningSum<T, S> {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        for value in columns[0].as_primitive::<T>().iter().flatten() {
            self.total.add(0, value);
            self.values += 1;
        }
        Ok(())
    }

    fn retract_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        for value in columns[0].as_primitive::<T>().iter().flatten() {
            self.total.subtract(0, value);
            self.values -= 1;
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let columns: Vec<_> = states
            .iter()
            .map(|s| s.as_primitive::<Decimal256Type>())
            .collect();
        for row in 0..columns[0].len() {
            if columns[0].is_valid(row) {
                let state: Vec<_> = columns.iter().map(|c| c.value(row)).collect();
                self.total.merge(0, &state);
                self.values += 1;
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let state = self.total.state(0);
        let scalar = |part| match STATE_TYPE {
            arrow::datatypes::DataType::Decimal256(p, s) => ScalarValue::Decimal256(part, p, s),
            _ => ScalarValue::Null,
        };
        let seen = self.values > 0;
        Ok(state[..S::STATE_COLUMNS]
            .iter()
            .map(|part| scalar(seen.then_some(*part)))
            .collect())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        if self.values == 0 {
            return ScalarValue::try_from(self.outcome.data_type());
        }
        let value = self.outcome.value::<T>(self.total.total(0))?;
        let array = self.outcome.array::<T>(vec![value], None);
        ScalarValue::try_from_array(&array, 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.total.size()
    }
}
