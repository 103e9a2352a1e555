//! The table of rows read from a file given with a question.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DFSchema, Result};
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use datafusion::physical_plan::{ExecutionPlan, SendableRecordBatchStream};

use crate::always_holds::always_holds;
use crate::may_hold::may_hold;
use crate::read_rows::ReadRows;

/// A table over rows in memory. Of each piece only the columns asked for are
/// unpacked, of pieces in which no row can pass the filters none, and where
/// every row passes, none is looked at.
#[derive(Debug)]
pub(crate) struct ReadTable(pub(crate) Arc<ReadRows>);

impl TableProvider for ReadTable {
    fn schema(&self) -> SchemaRef {
        self.0.schema().clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Exact; filters.len()])
    }

    fn scan<'life, 'state, 'projection, 'filters, 'all>(
        &'life self,
        state: &'state dyn Session,
        projection: Option<&'projection Vec<usize>>,
        filters: &'filters [Expr],
        limit: Option<usize>,
    ) -> Pin<Box<dyn Future<Output = Result<Arc<dyn ExecutionPlan>>> + Send + 'all>>
    where
        'life: 'all,
        'state: 'all,
        'projection: 'all,
        'filters: 'all,
    {
        let scanned = self.parts(state, projection, filters, limit);
        Box::pin(std::future::ready(scanned))
    }
}

impl ReadTable {
    fn parts(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let rows = &self.0;
        let columns = match projection {
            Some(columns) => columns.clone(),
            None => (0..rows.schema().fields().len()).collect(),
        };
        let schema: SchemaRef = Arc::new(rows.schema().project(&columns)?);
        let asked = Asked::new(state, rows, &columns, filters)?;
        let partitions = state.config().target_partitions().max(1);
        let kept = |piece: &usize| filters.iter().all(|filter| may_hold(filter, rows, *piece));
        let sure = |piece| {
            filters
                .iter()
                .all(|filter| always_holds(filter, rows, piece))
        };
        let pieces = (0..rows.pieces()).filter(kept);
        let pieces: Vec<(usize, bool)> = pieces.map(|piece| (piece, sure(piece))).collect();
        let share = pieces.len().div_ceil(partitions).max(1);
        let part = |pieces: &[(usize, bool)]| -> Arc<dyn PartitionStream> {
            Arc::new(Part {
                rows: rows.clone(),
                pieces: pieces.to_vec(),
                columns: columns.clone(),
                schema: schema.clone(),
                asked: asked.clone(),
            })
        };
        let mut parts: Vec<_> = pieces.chunks(share).map(part).collect();
        if parts.is_empty() {
            parts.push(part(&[]));
        }
        let scan = StreamingTableExec::try_new(schema.clone(), parts, None, None, false, limit)?;
        Ok(Arc::new(scan))
    }
}

/// What is asked of a row.
#[derive(Clone, Debug)]
struct Asked {
    /// The columns of the answer, then those that only the filter reads.
    columns: Vec<usize>,
    schema: SchemaRef,
    /// Nothing where every row is wanted.
    filter: Option<Arc<dyn PhysicalExpr>>,
}

impl Asked {
    fn new(
        state: &dyn Session,
        rows: &ReadRows,
        answer: &[usize],
        filters: &[Expr],
    ) -> Result<Self> {
        let all = rows.schema();
        let mut columns = answer.to_vec();
        for read in filters.iter().flat_map(Expr::column_refs) {
            let place = all.index_of(read.name())?;
            if !columns.contains(&place) {
                columns.push(place);
            }
        }
        let schema: SchemaRef = Arc::new(all.project(&columns)?);
        let names = DFSchema::try_from(schema.clone())?;
        let filter = filters.iter().cloned().reduce(Expr::and);
        let filter = filter.map(|filter| state.create_physical_expr(filter, &names));
        Ok(Self {
            columns,
            schema,
            filter: filter.transpose()?,
        })
    }

    /// The first `width` columns of the rows of a piece that pass.
    fn batch(&self, rows: &ReadRows, piece: usize, width: usize) -> Result<RecordBatch> {
        let batch = rows.batch(piece, &self.columns, &self.schema)?;
        let answer = batch.project(&(0..width).collect::<Vec<_>>())?;
        let Some(filter) = &self.filter else {
            return Ok(answer);
        };
        let passes = filter.evaluate(&batch)?.into_array(batch.num_rows())?;
        Ok(filter_record_batch(&answer, passes.as_boolean())?)
    }
}

/// Some columns of some pieces, one after the other.
#[derive(Clone, Debug)]
struct Part {
    rows: Arc<ReadRows>,
    /// The pieces, and whether all their rows pass.
    pieces: Vec<(usize, bool)>,
    columns: Vec<usize>,
    schema: SchemaRef,
    asked: Asked,
}

impl Part {
    fn batch(&self, piece: usize, sure: bool) -> Result<RecordBatch> {
        match sure {
            true => self.rows.batch(piece, &self.columns, &self.schema),
            false => self.asked.batch(&self.rows, piece, self.columns.len()),
        }
    }
}

impl PartitionStream for Part {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStream::builder(self.schema.clone(), 2);
        let out = stream.tx();
        let part = self.clone();
        stream.spawn(async move {
            for (piece, sure) in &part.pieces {
                let batch = part.batch(*piece, *sure);
                // Nobody reads on once the receiver is gone.
                if out.send(batch).await.is_err() {
                    break;
                }
            }
            Ok(())
        });
        stream.build()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arrow::array::{ArrayRef, Date32Array, DictionaryArray, Int32Array};
    use arrow::datatypes::{DataType, Int32Type};
    use datafusion::common::ScalarValue;
    use datafusion::datasource::{MemTable, provider_as_source};
    use datafusion::functions::core::expr_fn::coalesce;
    use datafusion::logical_expr::{LogicalPlanBuilder, cast, col, lit};
    use proptest::prelude::*;

    use super::*;
    use crate::EngineOptions;
    use crate::read_rows::ReadRowsBuilder;
    use crate::session::Engine;

    /// Reporter, day of the declaration, first day of the period.
    type Record = (Option<u8>, Option<i32>, i32);

    fn batch(rows: &[Record], first: i32) -> RecordBatch {
        let name = |code: u8| ["CHN", "USA", "DEU"][usize::from(code) % 3];
        let reporters: DictionaryArray<Int32Type> =
            rows.iter().map(|row| row.0.map(name)).collect();
        let declared: Date32Array = rows.iter().map(|row| row.1).collect();
        let start: Date32Array = rows.iter().map(|row| Some(row.2)).collect();
        let lines: Int32Array = (first..).take(rows.len()).map(Some).collect();
        RecordBatch::try_from_iter_with_nullable([
            ("reporter", Arc::new(reporters) as ArrayRef, true),
            ("declared_on", Arc::new(declared) as ArrayRef, true),
            ("period_start", Arc::new(start) as ArrayRef, true),
            ("line", Arc::new(lines) as ArrayRef, true),
        ])
        .unwrap()
    }

    /// The lines that pass, as the engine finds them in a table.
    fn lines(table: Arc<dyn TableProvider>, filter: Expr, options: EngineOptions) -> BTreeSet<i32> {
        let plan = LogicalPlanBuilder::scan("rows", provider_as_source(table), None).unwrap();
        let plan = plan.filter(filter).unwrap().project([col("line")]).unwrap();
        let found = Engine::new(options).run(plan.build().unwrap()).unwrap();
        let lines = found.iter().flat_map(|batch| {
            let lines = batch.column(0).as_primitive::<Int32Type>();
            lines.values().to_vec()
        });
        lines.collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Rows are those of a plain table, whether a piece is passed over,
        /// taken whole or looked at row by row.
        #[test]
        fn rows_that_pass_are_those_of_a_plain_table(
            pieces in prop::collection::vec(
                prop::collection::vec((prop::option::weighted(0.9, 0u8..2), prop::option::of(0i32..4), 2i32..5), 1..6),
                1..6,
            ),
            asked in (0u8..3, 0i32..5, 0i32..6),
            partitions in 1usize..3,
        ) {
            let mut rows = None;
            let (mut plain, mut first) = (Vec::new(), 0);
            for piece in &pieces {
                let batch = batch(piece, first);
                first += piece.len() as i32;
                rows.get_or_insert_with(|| ReadRowsBuilder::new(batch.schema())).push(&batch);
                plain.push(batch);
            }
            let rows = rows.unwrap().finish();
            let day = |day| lit(ScalarValue::Date32(Some(day)));
            let whose = cast(col("reporter"), DataType::Utf8).eq(lit(["CHN", "USA", "FRA"][usize::from(asked.0)]));
            let assigned = || coalesce(vec![col("declared_on"), col("period_start")]);
            let filter = whose.and(assigned().gt_eq(day(asked.1))).and(assigned().lt_eq(day(asked.2)));
            let options = EngineOptions { target_partitions: partitions, batch_size: 4 };
            let table = MemTable::try_new(plain[0].schema(), vec![plain]).unwrap();
            let expected = lines(Arc::new(table), filter.clone(), options);
            prop_assert_eq!(lines(Arc::new(ReadTable(Arc::new(rows))), filter, options), expected);
        }
    }
}
