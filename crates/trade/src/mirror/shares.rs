//! Everybody's flows in parts, compared one after the other.

use arrow::record_batch::RecordBatch;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::Window;

use super::flows::{Grid, between_economies};
use crate::columns::{Texts, Whole};
use crate::{Flow, TradeError};

/// Rows compared at once. A flow takes some eighty bytes while its two reports
/// are put beside each other: this bounds them to several hundred megabytes,
/// however long the file.
pub const AT_ONCE: i64 = 8 << 20;

/// The flows of some importers; of all where it names none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    importers: Vec<String>,
}

impl Share {
    /// The flows of all importers.
    pub fn all() -> Self {
        Self::default()
    }

    /// Its rows: imports of its importers, and exports to them.
    pub(super) fn rows(&self) -> Expr {
        if self.importers.is_empty() {
            return lit(true);
        }
        let among = |column: &str| {
            let codes = self.importers.iter().map(|code| lit(code.as_str()));
            col(column).in_list(codes.collect(), false)
        };
        let imports = Flow::Import.rows().and(among("reporter"));
        imports.or(Flow::Export.rows().and(among("partner")))
    }
}

/// The plan that counts what importers report: `reporter`, `records`.
pub fn plan(input: LogicalPlan, window: &Window, grid: &Grid) -> Result<LogicalPlan, TradeError> {
    let rows = between_economies(window)
        .and(grid.cut.filter())
        .and(Flow::Import.rows());
    Ok(LogicalPlanBuilder::from(input)
        .filter(rows)?
        .aggregate(vec![col("reporter")], vec![count(lit(1)).alias("records")])?
        .build()?)
}

/// Shares of at most about `at_most` rows, exports to an importer taken to be
/// as many as it reports; an importer is never parted, so that the pairs of
/// the shares are those of the whole. Importers that report nothing have no
/// flow with two reports and are in no share.
pub fn shares(batches: &[RecordBatch], at_most: i64) -> Result<Vec<Share>, TradeError> {
    let mut importers: Vec<(String, i64)> = Vec::new();
    for batch in batches {
        let (reporter, records) = (Texts::of(batch, "reporter")?, Whole::of(batch, "records")?);
        importers.extend((0..batch.num_rows()).map(|row| (reporter.owned(row), records.get(row))));
    }
    importers.sort_unstable();
    let mut shares: Vec<(Share, i64)> = Vec::new();
    for (code, imports) in importers {
        let rows = 2 * imports;
        match shares.last_mut() {
            Some((share, held)) if *held + rows <= at_most => {
                share.importers.push(code);
                *held += rows;
            }
            _ => shares.push((
                Share {
                    importers: vec![code],
                },
                rows,
            )),
        }
    }
    Ok(shares.into_iter().map(|(share, _)| share).collect())
}
