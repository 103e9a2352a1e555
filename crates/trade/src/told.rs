//! Which partners and which tags the counted rows carry, where that decides
//! whether their sum is what it is taken for.

use std::collections::{BTreeMap, BTreeSet};

use arrow::record_batch::RecordBatch;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::Period;

use crate::columns::{Texts, Whole};
use crate::cut::Cut;
use crate::survey::TAGS;
use crate::{Flow, Levels, Selection, TradeError};

/// The periods each partner of each side has a counted value for.
pub type Partners = BTreeMap<(Flow, String), BTreeSet<Period>>;

/// The plan of [`partners`].
pub fn partners_plan(
    input: LogicalPlan,
    selection: &Selection,
    cut: &Cut,
) -> Result<LogicalPlan, TradeError> {
    let keys = ["flow", "partner", "period"].map(col);
    Ok(
        LogicalPlanBuilder::from(Levels::rows(input, selection, cut)?)
            .filter(col("value").is_not_null())?
            .aggregate(keys, [count(lit(1)).alias("rows")])?
            .build()?,
    )
}

/// Reads the batches of [`partners_plan`].
pub fn partners(batches: &[RecordBatch]) -> Result<Partners, TradeError> {
    let mut told = Partners::new();
    for batch in batches {
        let text = |name| Texts::of(batch, name);
        let (flow, partner, period) = (text("flow")?, text("partner")?, text("period")?);
        for row in 0..batch.num_rows() {
            let Some(flow) = flow.get(row).and_then(Flow::parse) else {
                continue;
            };
            let period = Period::parse(period.get(row).unwrap_or_default())?;
            let periods = told.entry((flow, partner.owned(row))).or_default();
            periods.insert(period);
        }
    }
    Ok(told)
}

/// Whether rows with a tag and rows without it may stand at one place; only
/// then are the rows themselves looked at.
pub fn may_overlap(cut: &Cut) -> bool {
    let mut strata = cut.strata().iter();
    strata.any(|row| row.tagged.iter().any(|n| 0 < *n && *n < row.rows))
}

/// The plan of [`overlaps`]: places of one flow, period, partner and product
/// where some rows state a tag and others do not. Records of a day are single
/// deals, of which a blank is no total.
pub fn overlaps_plan(
    input: LogicalPlan,
    selection: &Selection,
    cut: &Cut,
) -> Result<LogicalPlan, TradeError> {
    let keys = ["flow", "period", "partner", "product_system", "product"].map(col);
    let tags = TAGS.map(|tag| count(col(tag)).alias(format!("with_{tag}")));
    let counts = [count(lit(1)).alias("rows")].into_iter().chain(tags);
    let both = TAGS
        .map(|tag| {
            let stated = || col(format!("with_{tag}"));
            stated().gt(lit(0)).and(stated().lt(col("rows")))
        })
        .into_iter()
        .reduce(datafusion::logical_expr::Expr::or)
        .unwrap_or_else(|| lit(false));
    Ok(
        LogicalPlanBuilder::from(Levels::rows(input, selection, cut)?)
            .filter(col("value").is_not_null().and(col("freq").not_eq(lit("D"))))?
            .aggregate(keys, counts)?
            .filter(both)?
            .build()?,
    )
}

/// At how many places rows with and without each of [`TAGS`] are added up,
/// from the batches of [`overlaps_plan`].
pub fn overlaps(batches: &[RecordBatch]) -> Result<[i64; TAGS.len()], TradeError> {
    let mut places = [0; TAGS.len()];
    for batch in batches {
        let rows = Whole::of(batch, "rows")?;
        for (tag, places) in TAGS.iter().zip(&mut places) {
            let stated = Whole::of(batch, &format!("with_{tag}"))?;
            let both = (0..batch.num_rows())
                .filter(|row| 0 < stated.get(*row) && stated.get(*row) < rows.get(*row));
            *places += both.count() as i64;
        }
    }
    Ok(places)
}
