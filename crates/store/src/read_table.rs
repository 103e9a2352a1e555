//! The table of rows read from a file given with a question.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use datafusion::physical_plan::{ExecutionPlan, SendableRecordBatchStream};

use crate::may_hold::may_hold;
use crate::read_rows::ReadRows;

/// A table over rows in memory. Of each piece only the columns asked for are
/// unpacked, and of pieces in which no row can pass the filters none.
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
        // Pieces are passed over, rows are not.
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
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
        let partitions = state.config().target_partitions().max(1);
        let scanned = self.parts(partitions, projection, filters, limit);
        Box::pin(std::future::ready(scanned))
    }
}

impl ReadTable {
    fn parts(
        &self,
        partitions: usize,
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
        let kept = |piece: &usize| filters.iter().all(|filter| may_hold(filter, rows, *piece));
        let pieces: Vec<usize> = (0..rows.pieces()).filter(kept).collect();
        let share = pieces.len().div_ceil(partitions).max(1);
        let part = |pieces: &[usize]| -> Arc<dyn PartitionStream> {
            Arc::new(Part {
                rows: rows.clone(),
                pieces: pieces.to_vec(),
                columns: columns.clone(),
                schema: schema.clone(),
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

/// Some columns of some pieces, one after the other.
#[derive(Debug)]
struct Part {
    rows: Arc<ReadRows>,
    pieces: Vec<usize>,
    columns: Vec<usize>,
    schema: SchemaRef,
}

impl PartitionStream for Part {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStream::builder(self.schema.clone(), 2);
        let out = stream.tx();
        let (rows, pieces) = (self.rows.clone(), self.pieces.clone());
        let (columns, schema) = (self.columns.clone(), self.schema.clone());
        stream.spawn(async move {
            for piece in pieces {
                let batch = rows.batch(piece, &columns, &schema);
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
