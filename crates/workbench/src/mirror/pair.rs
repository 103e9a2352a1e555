//! The rows of a pair, read once: a comparison asks many small questions of
//! them, and the dataset may hold those of the whole world.

use std::sync::Arc;

use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_trade::mirror::timing;
use triffin_trade::{Flow, Selection};

use super::Mirror;
use crate::error::QuestionError;
use crate::workbench::Workbench;

/// More rows of a pair than this stay where they are.
const AT_MOST: i64 = 200_000;

impl Workbench {
    /// The rows of `view` a comparison looks at, in memory when they are few:
    /// what the two report of each other and of areas that are no economy, and
    /// what anybody re-exports to either.
    pub(super) fn pair_rows(
        &self,
        asked: &Mirror,
        view: LogicalPlan,
        rows: i64,
    ) -> Result<LogicalPlan, QuestionError> {
        if rows > AT_MOST {
            return Ok(view);
        }
        let either = |column: &str| {
            let code = |code: &str| col(column).eq(lit(code));
            code(&asked.a).or(code(&asked.b))
        };
        let lag = asked.lag.max(timing::LONGEST_LAG);
        let window = timing::around(&asked.window, lag)?;
        let within = Selection::new("", window)
            .in_window()
            .or(Selection::new("", asked.window).in_window());
        let special = col("partner_level").eq(lit("special"));
        let own = either("reporter").and(either("partner").or(special));
        let onward = Flow::Export
            .rows()
            .and(col("regime").eq(lit("reexport")))
            .and(either("partner"));
        let plan = LogicalPlanBuilder::from(view)
            .filter(within.and(own.or(onward)))?
            .build()?;
        let schema = Arc::new(plan.schema().as_arrow().clone());
        let batches = self.store().run(plan)?;
        let schema = batches.first().map_or(schema, |batch| batch.schema());
        let table = MemTable::try_new(schema, vec![batches])?;
        let source = provider_as_source(Arc::new(table));
        Ok(LogicalPlanBuilder::scan("pair", source, None)?.build()?)
    }
}
