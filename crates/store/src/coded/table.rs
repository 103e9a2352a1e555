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

/// A table over listed Parquet files whose text columns come as dictionaries,
/// whatever the files say of them.
///
/// A listing table by itself takes the type a file's Arrow schema names and
/// casts it row by row; this one tells the reader of each file beforehand, so
/// that the codes in the file are used as they are.
#[derive(Debug)]
pub(crate) struct CodedTable {
    listing: ListingTable,
    /// Schemas of the files, by path, with the same types.
    files: Vec<(String, SchemaRef)>,
}

impl CodedTable {
    /// The table of `schema` over files, each with the Arrow schema its reader
    /// is to use.
    pub(crate) fn new(
        schema: SchemaRef,
        files: Vec<(ListingTableUrl, SchemaRef)>,
    ) -> Result<CodedTable> {
        let schemas = files
            .iter()
            .map(|(url, schema)| (url.prefix().to_string(), schema.clone()))
            .collect();
        let urls = files.into_iter().map(|(url, _)| url).collect();
        let options = ListingOptions::new(Arc::new(ParquetFormat::default()));
        let config = ListingTableConfig::new_with_multi_paths(urls)
            .with_listing_options(options)
            .with_schema(schema);
        Ok(CodedTable {
            listing: ListingTable::try_new(config)?,
            files: schemas,
        })
    }

    /// The scan with every file's schema named.
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
                FileGroup::new(files.map(|file| self.tell(file)).collect())
            })
            .collect();
        DataSourceExec::from_data_source(config)
    }

    fn tell(&self, file: PartitionedFile) -> PartitionedFile {
        let path = file.object_meta.location.to_string();
        match self.files.iter().find(|(known, _)| *known == path) {
            Some((_, schema)) => file.with_arrow_schema(schema.clone()),
            None => file,
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
