//! What makes two records the same item.

use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, when};
use triffin_basis::Freq;

use crate::functions::{common_quantity, common_unit};
use crate::survey::Stratum;
use crate::{Axis, Depth, Flow, Levels, Measure, Selection, Survey, TradeError, edition};

/// The rows the items of `flow` are made of, none coarser than `grain`: the
/// finest codes.
///
/// Errors with `E-TRADE-EMPTY` when there are none.
pub(crate) fn levels(
    survey: &Survey,
    selection: &Selection,
    flow: Flow,
    grain: Freq,
) -> Result<Levels, TradeError> {
    let of_side = |row: &&Stratum| row.flow == flow && row.freq() >= grain;
    let strata = survey.strata.iter().filter(of_side).cloned().collect();
    let mut levels = Levels::resolve(&Survey { strata }, selection, Axis::Product, Depth::Leaves)?;
    levels.grain = grain;
    Ok(levels)
}

/// The valued rows of `flow` that `levels` counts by code, with their amount.
///
/// Errors with `E-BASIS-CLASSIFICATION` when they are coded in several
/// classifications.
pub(crate) fn rows(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    flow: Flow,
    measure: &Measure,
) -> Result<LogicalPlan, TradeError> {
    edition::one(&[&levels.parts])?;
    let rows = Levels::rows(input, selection, &levels.parts)?;
    let valued = flow.rows().and(col("value").is_not_null());
    let rows = LogicalPlanBuilder::from(rows).filter(valued)?.build()?;
    measure.apply(rows, selection)
}

/// The common unit of the quantity of a record that has amount, quantity and
/// unit; null for any other, whose value must not enter a unit value.
pub(crate) fn unit() -> Result<Expr, TradeError> {
    measured(common_unit().call(vec![col("quantity_unit")]))
}

/// The quantity, in [`unit`], of a record that has amount, quantity and unit.
pub(crate) fn quantity() -> Result<Expr, TradeError> {
    measured(common_quantity().call(vec![col("quantity"), col("quantity_unit")]))
}

/// What a record that has amount, quantity and unit says; null for any other.
pub(crate) fn measured(of: Expr) -> Result<Expr, TradeError> {
    Ok(when(is_measured(), of).end()?)
}

fn is_measured() -> Expr {
    ["amount", "quantity", "quantity_unit"]
        .map(|name| col(name).is_not_null())
        .into_iter()
        .fold(datafusion::logical_expr::lit(true), Expr::and)
}
