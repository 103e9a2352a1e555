//! What aggregates read of a batch, each expression computed once.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, RecordBatch};
use datafusion::common::Result;
use datafusion::logical_expr::{ColumnarValue, GroupsAccumulator};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::Literal;

/// The arguments and filters of some aggregates, none of them twice: sums of
/// two columns in two periods read four.
#[derive(Clone, Debug)]
pub(super) struct Reads {
    expressions: Vec<Arc<dyn PhysicalExpr>>,
    calls: Vec<Call>,
}

/// Where one aggregate finds its arguments and its filter.
#[derive(Clone, Debug)]
struct Call {
    arguments: Vec<usize>,
    filter: Option<usize>,
}

/// The values of [`Reads`] in some rows.
pub(super) type Columns = Vec<ColumnarValue>;

impl Reads {
    /// What `aggregates` read: `arguments` and filters, one of each a call.
    pub(super) fn of(
        arguments: impl Iterator<Item = Vec<Arc<dyn PhysicalExpr>>>,
        filters: &[Option<Arc<dyn PhysicalExpr>>],
    ) -> Self {
        let mut expressions: Vec<Arc<dyn PhysicalExpr>> = Vec::new();
        let mut place = |expression: Arc<dyn PhysicalExpr>| {
            let known = expressions.iter().position(|known| known.eq(&expression));
            known.unwrap_or_else(|| {
                expressions.push(expression);
                expressions.len() - 1
            })
        };
        let calls = arguments.zip(filters).map(|(arguments, filter)| Call {
            arguments: arguments.into_iter().map(&mut place).collect(),
            filter: filter.clone().map(&mut place),
        });
        let calls = calls.collect();
        Self { expressions, calls }
    }

    /// Every expression read.
    pub(super) fn expressions(&self) -> &[Arc<dyn PhysicalExpr>] {
        &self.expressions
    }

    /// Their values in `batch`: a literal as itself, all others row by row.
    pub(super) fn columns(&self, batch: &RecordBatch) -> Result<Columns> {
        let read = self.expressions.iter();
        read.map(|expression| match expression.evaluate(batch)? {
            literal if expression.is::<Literal>() => Ok(literal),
            values => Ok(ColumnarValue::Array(values.into_array(batch.num_rows())?)),
        })
        .collect()
    }

    /// Gives each accumulator its arguments of rows that are of the groups
    /// `numbers`, below `groups`.
    pub(super) fn update(
        &self,
        accumulators: &mut [Box<dyn GroupsAccumulator>],
        columns: &Columns,
        numbers: &[usize],
        groups: usize,
    ) -> Result<()> {
        let arrays = columns.iter();
        let arrays: Vec<ArrayRef> = arrays
            .map(|column| column.to_array(numbers.len()))
            .collect::<Result<_>>()?;
        for (accumulator, call) in accumulators.iter_mut().zip(&self.calls) {
            let arguments: Vec<ArrayRef> = call
                .arguments
                .iter()
                .map(|at| arrays[*at].clone())
                .collect();
            let filter: Option<&BooleanArray> = call.filter.map(|at| arrays[at].as_boolean());
            accumulator.update_batch(&arguments, numbers, filter, groups)?;
        }
        Ok(())
    }
}
