//! Groups and their accumulators: rows in, rows out.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, UInt32Array};
use arrow::compute::take;
use arrow::datatypes::SchemaRef;
use datafusion::common::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;

use super::domain::Domain;
use super::groups::{Groups, Keys};
use super::keys::Coder;
use super::reads::{Columns, Reads};
use super::waiting::Picked;

/// What is grouped and what is computed of each group.
#[derive(Clone, Debug)]
pub(super) struct Work {
    /// The keys, over the input's columns.
    pub(super) keys: Vec<Arc<dyn PhysicalExpr>>,
    /// The aggregates.
    pub(super) aggregates: Vec<Arc<AggregateFunctionExpr>>,
    /// What they read of the input's columns.
    pub(super) reads: Reads,
    /// Keys, then aggregates, as they come out.
    pub(super) schema: SchemaRef,
}

/// Rows as far as groups need them.
#[derive(Debug)]
pub(super) struct Rows<const N: usize> {
    /// The codes of their keys.
    pub(super) keys: Keys<N>,
    /// What aggregates read of them.
    pub(super) columns: Columns,
}

impl Work {
    /// The domain of each key.
    pub(super) fn domains(&self) -> Vec<Arc<Domain>> {
        let keys = self.schema.fields().iter().take(self.keys.len());
        keys.map(|field| Arc::new(Domain::new(field.data_type())))
            .collect()
    }

    /// The rows of `batch`, at most `N` keys.
    pub(super) fn read<const N: usize>(
        &self,
        batch: &RecordBatch,
        coders: &mut [Coder],
    ) -> Result<Rows<N>> {
        let rows = batch.num_rows();
        let (mut alike, mut varying) = ([0; N], Vec::new());
        for (at, (key, coder)) in self.keys.iter().zip(coders.iter_mut()).enumerate() {
            let column = key.evaluate(batch)?.into_array(rows)?;
            match coder.uniform(&column) {
                Some(code) => alike[at] = code,
                None => varying.push((at, coder.codes(&column)?)),
            }
        }
        Ok(Rows {
            keys: Keys {
                rows,
                alike,
                varying,
            },
            columns: self.reads.columns(batch)?,
        })
    }
}

/// Some groups and their accumulators.
pub(super) struct Table<const N: usize> {
    groups: Groups<N>,
    accumulators: Vec<Box<dyn GroupsAccumulator>>,
    /// The group of each row, of the rows last taken in.
    numbers: Vec<usize>,
}

/// Groups of a table with their partial state.
#[derive(Debug)]
pub(super) struct Part<const N: usize> {
    keys: Vec<[u32; N]>,
    /// Columns of partial state, aggregate by aggregate.
    states: Vec<Vec<ArrayRef>>,
}

impl<const N: usize> Table<N> {
    /// No groups yet.
    pub(super) fn new(work: &Work) -> Result<Self> {
        let accumulators = work.aggregates.iter();
        Ok(Self {
            groups: Groups::new(),
            accumulators: accumulators
                .map(|aggregate| aggregate.create_groups_accumulator())
                .collect::<Result<_>>()?,
            numbers: Vec::new(),
        })
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// Adds rows to their groups.
    pub(super) fn add(&mut self, work: &Work, rows: &Rows<N>) -> Result<()> {
        self.groups.number(&rows.keys, &mut self.numbers);
        self.update(work, &rows.columns)
    }

    /// Adds rows whose codes are given row by row.
    pub(super) fn add_picked(&mut self, work: &Work, rows: &Picked<N>) -> Result<()> {
        self.groups.number_rows(&rows.keys, &mut self.numbers);
        self.update(work, &rows.columns)
    }

    fn update(&mut self, work: &Work, columns: &Columns) -> Result<()> {
        let groups = self.groups.len();
        work.reads
            .update(&mut self.accumulators, columns, &self.numbers, groups)
    }

    /// Adds the groups of a part.
    pub(super) fn merge(&mut self, part: &Part<N>) -> Result<()> {
        self.groups.number_rows(&part.keys, &mut self.numbers);
        for (accumulator, states) in self.accumulators.iter_mut().zip(&part.states) {
            accumulator.merge_batch(states, &self.numbers, self.groups.len())?;
        }
        Ok(())
    }

    /// The groups in `parts` parts, each where `part_of` puts its key.
    pub(super) fn deal(
        self,
        parts: usize,
        part_of: impl Fn(&[u32; N]) -> usize,
    ) -> Result<Vec<Part<N>>> {
        let keys = self.groups.into_keys();
        let mut dealt: Vec<Vec<u32>> = vec![Vec::new(); parts];
        for (group, key) in keys.iter().enumerate() {
            dealt[part_of(key)].push(group as u32);
        }
        let chosen = |groups: &Vec<u32>| groups.iter().map(|group| keys[*group as usize]).collect();
        let mut parts: Vec<Part<N>> = dealt
            .iter()
            .map(|groups| Part {
                keys: chosen(groups),
                states: Vec::new(),
            })
            .collect();
        let dealt: Vec<UInt32Array> = dealt.into_iter().map(UInt32Array::from).collect();
        // One accumulator after the other, so that no more than one is there twice.
        for mut accumulator in self.accumulators {
            let states = accumulator.state(EmitTo::All)?;
            drop(accumulator);
            for (part, groups) in parts.iter_mut().zip(&dealt) {
                let pick = |column: &ArrayRef| Ok(take(column, groups, None)?);
                part.states
                    .push(states.iter().map(pick).collect::<Result<_>>()?);
            }
        }
        Ok(parts)
    }

    /// One row a group: keys, then what was computed of it.
    pub(super) fn finish(self, work: &Work, domains: &[Arc<Domain>]) -> Result<RecordBatch> {
        let keys = self.groups.into_keys();
        let mut columns = Vec::with_capacity(work.schema.fields().len());
        for (at, domain) in domains.iter().enumerate() {
            let codes: UInt32Array = keys.iter().map(|key| key[at]).collect::<Vec<_>>().into();
            columns.push(domain.decode(&codes)?);
        }
        drop(keys);
        for mut accumulator in self.accumulators {
            columns.push(accumulator.evaluate(EmitTo::All)?);
        }
        Ok(RecordBatch::try_new(work.schema.clone(), columns)?)
    }
}

impl<const N: usize> Part<N> {
    /// Whether there is no group in it.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}
