//! Parquet files with their text columns read as dictionaries.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl, PartitionedFile,
};
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfig};
use datafusion::datasource::source::DataSourceExec;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use triffin_formats::schema::coded;

use crate::parquet_facts::ParquetFacts;

/// A table over listed Parquet files whose text columns come as dictionaries,
/// whatever the files say of them.
///
/// A listing table by itself takes the type a file's Arrow schema names and
/// casts it row by row; this one tells the reader of each file beforehand, so
/// that the codes in the file are used as they are. It also lists a file row
/// group by row group: threads take these from one queue, so that all of them
/// work when a question needs a part of the file only.
#[derive(Debug)]
pub(crate) struct CodedTable {
    listing: ListingTable,
    files: Vec<CodedFile>,
}

/// A file of a [`CodedTable`].
#[derive(Debug)]
pub(crate) struct CodedFile {
    url: ListingTableUrl,
    /// The Arrow schema its reader is to use.
    schema: SchemaRef,
    /// Where each of its row groups begins.
    starts: Vec<u64>,
}

impl CodedFile {
    /// The file at `url`, its texts as dictionaries.
    pub(crate) fn of(url: ListingTableUrl, facts: &ParquetFacts) -> Self {
        Self {
            url,
            schema: coded(&facts.schema),
            starts: facts.starts.clone(),
        }
    }

    /// `file`, which is this one, in pieces of whole row groups.
    fn pieces(&self, file: &PartitionedFile) -> Vec<PartitionedFile> {
        let file = file.clone().with_arrow_schema(self.schema.clone());
        let ends = bounds(&self.starts, file.object_meta.size);
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts
            .zip(&ends)
            .map(|(start, end)| file.clone().with_range(start as i64, *end as i64))
            .collect()
    }
}

/// Bytes of a piece at least: a smaller one costs more to open than to read.
const SMALLEST_PIECE: u64 = 1 << 20;

/// Where pieces of a file of `size` bytes end, each before a row group.
fn bounds(starts: &[u64], size: u64) -> Vec<u64> {
    let mut ends = Vec::new();
    let mut begun = 0;
    for start in starts.iter().copied().filter(|start| *start < size) {
        if start >= begun + SMALLEST_PIECE {
            ends.push(start);
            begun = start;
        }
    }
    ends.push(size);
    ends
}

impl CodedTable {
    /// The table of `schema` over files.
    pub(crate) fn new(schema: SchemaRef, files: Vec<CodedFile>) -> Result<CodedTable> {
        let urls = files.iter().map(|file| file.url.clone()).collect();
        let options = ListingOptions::new(Arc::new(ParquetFormat::default()));
        let config = ListingTableConfig::new_with_multi_paths(urls)
            .with_listing_options(options)
            .with_schema(schema);
        Ok(CodedTable {
            listing: ListingTable::try_new(config)?,
            files,
        })
    }

    /// The scan with every file's schema named, in pieces.
    fn told(&self, plan: Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
        let scan = plan.downcast_ref::<DataSourceExec>();
        let config = scan.and_then(|scan| scan.data_source().downcast_ref::<FileScanConfig>());
        let Some(mut config) = config.cloned() else {
            return plan;
        };
        let groups = std::mem::take(&mut config.file_groups);
        config.file_groups = groups
            .into_iter()
            .map(|group| {
                let files = group.into_inner().into_iter();
                FileGroup::new(files.flat_map(|file| self.tell(file)).collect())
            })
            .collect();
        DataSourceExec::from_data_source(config)
    }

    fn tell(&self, file: PartitionedFile) -> Vec<PartitionedFile> {
        let path = &file.object_meta.location;
        match self.files.iter().find(|known| known.url.prefix() == path) {
            Some(known) => known.pieces(&file),
            None => vec![file],
        }
    }
}

impl TableProvider for CodedTable {
    fn schema(&self) -> SchemaRef {
        self.listing.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        self.listing.supports_filters_pushdown(filters)
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
        Box::pin(async move {
            let plan = self.listing.scan(state, projection, filters, limit).await?;
            Ok(self.told(plan))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_before_row_groups_and_hold_the_whole_file() {
        let mega = SMALLEST_PIECE;
        assert_eq!(
            bounds(&[4, 2 * mega, 5 * mega], 6 * mega),
            [2 * mega, 5 * mega, 6 * mega]
        );
        // Small row groups share a piece; a file without any is one piece.
        assert_eq!(
            bounds(&[4, 5, 6, mega, 2 * mega - 1], 2 * mega),
            [mega, 2 * mega]
        );
        assert_eq!(bounds(&[], 12), [12]);
        // A footer that lies about a place cuts nothing off.
        assert_eq!(bounds(&[4, 9 * mega], 3 * mega), [3 * mega]);
    }
}
