//! What one thread does: its rows to groups, its groups to parts.

use std::future::poll_fn;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, RecordBatch, UInt32Array};
use arrow::compute::take;
use arrow::datatypes::SchemaRef;
use datafusion::common::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;
use datafusion::physical_plan::SendableRecordBatchStream;

use super::groups::{Groups, hash};
use super::keys::{Coder, Domain};
use super::packed::Packed;

/// What is grouped and what is computed of each group.
#[derive(Clone, Debug)]
pub(super) struct Work {
    /// The keys, over the input's columns.
    pub(super) keys: Vec<Arc<dyn PhysicalExpr>>,
    /// The aggregates, over the input's columns.
    pub(super) aggregates: Vec<Arc<AggregateFunctionExpr>>,
    /// Which rows each aggregate takes.
    pub(super) filters: Vec<Option<Arc<dyn PhysicalExpr>>>,
    /// Keys, then aggregates, as they come out.
    pub(super) schema: SchemaRef,
}

/// The groups one thread found for one output partition.
#[derive(Debug)]
pub(super) struct Part {
    /// Codes of the keys, group by group.
    keys: Vec<u32>,
    /// Columns of partial state, aggregate by aggregate.
    states: Vec<Vec<Packed>>,
}

/// Groups and their accumulators.
struct Table<const N: usize> {
    groups: Groups<N>,
    accumulators: Vec<Box<dyn GroupsAccumulator>>,
}

impl Work {
    /// The domain of each key.
    pub(super) fn domains(&self) -> Vec<Arc<Domain>> {
        let keys = self.schema.fields().iter().take(self.keys.len());
        keys.map(|field| Arc::new(Domain::new(field.data_type())))
            .collect()
    }

    fn table<const N: usize>(&self) -> Result<Table<N>> {
        let accumulators = self.aggregates.iter();
        Ok(Table {
            groups: Groups::new(),
            accumulators: accumulators
                .map(|aggregate| aggregate.create_groups_accumulator())
                .collect::<Result<_>>()?,
        })
    }

    /// Groups every row of `input` and deals the groups out to `partitions`
    /// by the hash of their keys, at most `N` of them.
    pub(super) async fn gather<const N: usize>(
        &self,
        mut input: SendableRecordBatchStream,
        domains: &[Arc<Domain>],
        partitions: usize,
    ) -> Result<Vec<Part>> {
        let mut table = self.table::<N>()?;
        let mut coders: Vec<Coder> = domains.iter().cloned().map(Coder::new).collect();
        let (mut rows, mut numbers) = (Vec::new(), Vec::new());
        while let Some(batch) = poll_fn(|context| input.as_mut().poll_next(context)).await {
            let batch = batch?;
            rows.clear();
            rows.resize(batch.num_rows(), [0; N]);
            for (at, (key, coder)) in self.keys.iter().zip(&mut coders).enumerate() {
                let column = key.evaluate(&batch)?.into_array(batch.num_rows())?;
                coder.write(&column, at, &mut rows)?;
            }
            table.groups.number(&rows, &mut numbers);
            self.update(&mut table, &batch, &numbers)?;
        }
        table.deal(partitions)
    }

    fn update<const N: usize>(
        &self,
        table: &mut Table<N>,
        batch: &RecordBatch,
        numbers: &[usize],
    ) -> Result<()> {
        let rows = batch.num_rows();
        let calls = self.aggregates.iter().zip(&self.filters);
        for (accumulator, (aggregate, filter)) in table.accumulators.iter_mut().zip(calls) {
            let arguments = aggregate
                .expressions()
                .iter()
                .map(|argument| argument.evaluate(batch)?.into_array(rows))
                .collect::<Result<Vec<_>>>()?;
            let filter: Option<BooleanArray> = match filter {
                Some(filter) => {
                    let passes = filter.evaluate(batch)?.into_array(rows)?;
                    Some(passes.as_boolean().clone())
                }
                None => None,
            };
            accumulator.update_batch(&arguments, numbers, filter.as_ref(), table.groups.len())?;
        }
        Ok(())
    }

    /// Merges the parts of one partition and gives its rows.
    pub(super) fn merge<const N: usize>(
        &self,
        parts: Vec<Part>,
        domains: &[Arc<Domain>],
    ) -> Result<RecordBatch> {
        let mut table = self.table::<N>()?;
        for part in parts {
            table.take_in(&part)?;
        }
        let keys = table.groups.into_keys();
        let mut columns = Vec::with_capacity(self.schema.fields().len());
        for (at, domain) in domains.iter().enumerate() {
            let codes: UInt32Array = keys.iter().map(|key| key[at]).collect::<Vec<_>>().into();
            columns.push(domain.decode(&codes)?);
        }
        drop(keys);
        for mut accumulator in table.accumulators {
            columns.push(accumulator.evaluate(EmitTo::All)?);
        }
        Ok(RecordBatch::try_new(self.schema.clone(), columns)?)
    }
}

impl<const N: usize> Table<N> {
    /// Merges the groups of a part, some at a time.
    fn take_in(&mut self, part: &Part) -> Result<()> {
        const AT_ONCE: usize = 8192;
        let mut numbers = Vec::new();
        let mut start = 0;
        for keys in part.keys.as_chunks::<N>().0.chunks(AT_ONCE) {
            self.groups.number(keys, &mut numbers);
            for (accumulator, states) in self.accumulators.iter_mut().zip(&part.states) {
                let states = states.iter().map(|state| state.unpacked(start, keys.len()));
                let states = states.collect::<Result<Vec<_>>>()?;
                accumulator.merge_batch(&states, &numbers, self.groups.len())?;
            }
            start += keys.len();
        }
        Ok(())
    }

    /// The groups of each partition with their partial states.
    fn deal(self, partitions: usize) -> Result<Vec<Part>> {
        let keys = self.groups.into_keys();
        let mut dealt: Vec<Vec<u32>> = vec![Vec::new(); partitions.max(1)];
        for (group, key) in keys.iter().enumerate() {
            // The table within a partition uses the other bits of the hash.
            let partition = (hash(key) >> 32) as usize % dealt.len();
            dealt[partition].push(group as u32);
        }
        let mut parts: Vec<Part> = dealt
            .iter()
            .map(|groups| {
                let chosen = groups.iter().map(|group| keys[*group as usize]);
                Part {
                    keys: chosen.collect::<Vec<[u32; N]>>().into_flattened(),
                    states: Vec::new(),
                }
            })
            .collect();
        drop(keys);
        let dealt: Vec<UInt32Array> = dealt.into_iter().map(UInt32Array::from).collect();
        // One accumulator after the other, so that no more than one is there twice.
        for mut accumulator in self.accumulators {
            let states = accumulator.state(EmitTo::All)?;
            drop(accumulator);
            for (part, groups) in parts.iter_mut().zip(&dealt) {
                let pick = |column: &ArrayRef| Ok(Packed::new(take(column, groups, None)?));
                part.states
                    .push(states.iter().map(pick).collect::<Result<_>>()?);
            }
        }
        Ok(parts)
    }
}
