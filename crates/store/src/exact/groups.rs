//! The sums of many groups at once.

use std::marker::PhantomData;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, PrimitiveArray};
use arrow::buffer::{BooleanBuffer, NullBuffer};
use arrow::datatypes::{Decimal256Type, i256};
use datafusion::error::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};

use super::outcome::Outcome;
use super::total::{STATE_TYPE, Summand, Totals};

/// Exact sums, one a group; null for a group without a value.
#[derive(Debug)]
pub(super) struct GroupSums<T: Summand, S: Totals<T::Native>> {
    totals: S,
    seen: Vec<bool>,
    outcome: Outcome,
    of: PhantomData<T>,
}

impl<T: Summand, S: Totals<T::Native>> GroupSums<T, S> {
    pub(super) fn new(outcome: Outcome) -> Self {
        Self {
            totals: S::default(),
            seen: Vec::new(),
            outcome,
            of: PhantomData,
        }
    }

    fn resize(&mut self, groups: usize) {
        self.totals.resize(groups);
        self.seen.resize(groups, false);
    }

    #[inline]
    fn add(&mut self, group: usize, value: T::Native) {
        self.totals.add(group, value);
        self.seen[group] = true;
    }

    fn emitted(&self, emit_to: EmitTo) -> usize {
        match emit_to {
            EmitTo::All => self.seen.len(),
            EmitTo::First(n) => n,
        }
    }

    fn forget(&mut self, n: usize) {
        self.totals.forget(n);
        self.seen.drain(..n);
    }

    fn nulls(&self, n: usize) -> Option<NullBuffer> {
        let seen = &self.seen[..n];
        (!seen.iter().all(|s| *s)).then(|| NullBuffer::from(seen.to_vec()))
    }
}

impl<T: Summand, S: Totals<T::Native>> GroupsAccumulator for GroupSums<T, S> {
    fn update_batch(
        &mut self,
        columns: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.resize(total_num_groups);
        let values = columns[0].as_primitive::<T>();
        match chosen(filter, values.nulls()) {
            // All rows or none of a batch is the usual case of a filter by year.
            Some(rows) if rows.count_set_bits() == 0 => {}
            Some(rows) if rows.count_set_bits() < rows.len() => {
                for row in rows.set_indices() {
                    self.add(groups[row], values.value(row));
                }
            }
            _ => {
                for (group, value) in groups.iter().zip(values.values()) {
                    self.add(*group, *value);
                }
            }
        }
        Ok(())
    }

    fn merge_batch(
        &mut self,
        states: &[ArrayRef],
        groups: &[usize],
        total_num_groups: usize,
    ) -> Result<()> {
        self.resize(total_num_groups);
        let columns: Vec<_> = states
            .iter()
            .map(|s| s.as_primitive::<Decimal256Type>())
            .collect();
        let mut state = [i256::ZERO; 2];
        for (row, group) in groups.iter().enumerate() {
            if columns[0].is_valid(row) {
                for (part, column) in state.iter_mut().zip(&columns) {
                    *part = column.value(row);
                }
                self.totals.merge(*group, &state[..columns.len()]);
                self.seen[*group] = true;
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let n = self.emitted(emit_to);
        let nulls = self.nulls(n);
        let mut values = Vec::with_capacity(n);
        for group in 0..n {
            // A group without a value has the total zero, which always fits.
            values.push(self.outcome.value::<T>(self.totals.total(group))?);
        }
        self.forget(n);
        Ok(self.outcome.array::<T>(values, nulls))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let n = self.emitted(emit_to);
        let nulls = self.nulls(n);
        let columns = (0..S::STATE_COLUMNS)
            .map(|i| {
                let part = (0..n).map(|group| self.totals.state(group)[i]).collect();
                state_column(part, nulls.clone())
            })
            .collect();
        self.forget(n);
        Ok(columns)
    }

    fn convert_to_state(
        &self,
        columns: &[ArrayRef],
        filter: Option<&BooleanArray>,
    ) -> Result<Vec<ArrayRef>> {
        let rows = columns[0].len();
        let mut each = GroupSums::<T, S>::new(self.outcome.clone());
        let groups: Vec<usize> = (0..rows).collect();
        each.update_batch(columns, &groups, filter, rows)?;
        each.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        self.totals.size() + self.seen.capacity()
    }
}

/// The rows that pass the filter and have a value; none stands for all.
fn chosen(filter: Option<&BooleanArray>, values: Option<&NullBuffer>) -> Option<BooleanBuffer> {
    let passing = filter.map(|filter| match filter.nulls() {
        Some(known) => filter.values() & known.inner(),
        None => filter.values().clone(),
    });
    match (passing, values.map(NullBuffer::inner)) {
        (Some(passing), Some(there)) => Some(&passing & there),
        (Some(passing), None) => Some(passing),
        (None, there) => there.cloned(),
    }
}

fn state_column(values: Vec<i256>, nulls: Option<NullBuffer>) -> ArrayRef {
    let array = PrimitiveArray::<Decimal256Type>::new(values.into(), nulls);
    Arc::new(array.with_data_type(STATE_TYPE))
}
