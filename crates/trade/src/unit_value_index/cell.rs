//! Value and quantity of each item in each period, from the records.

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, cast, col};
use serde::Serialize;
use triffin_basis::Period;

use crate::classification;
use crate::columns::{Amounts, Texts};
use crate::functions::sum;
use crate::items::key;
use crate::{Axis, Depth, Exact, Flow, Levels, Measure, Selection, Survey, TradeError};

/// Value and quantity of one item in one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// The period.
    pub period: Period,
    /// The commodity code.
    pub product: String,
    /// The quantity unit; none for trade recorded without a quantity.
    pub unit: Option<String>,
    /// The value, in the currency of the measure.
    pub value: Exact,
    /// The quantity in `unit`; none for trade recorded without one.
    pub quantity: Option<Exact>,
}

/// The rows an index of `flow` counts: the finest codes of each cell, at the
/// frequency of the window or, when all records are coarser, at theirs.
///
/// Errors with `E-TRADE-EMPTY` when there are none and with
/// `E-BASIS-CLASSIFICATION` when they are coded in several classifications:
/// one code may then be two items.
pub fn levels(survey: &Survey, selection: &Selection, flow: Flow) -> Result<Levels, TradeError> {
    let asked = selection.period_grain();
    let mut strata = survey.strata.clone();
    strata.retain(|row| row.flow == flow);
    let grain = if strata.iter().any(|row| row.freq() >= asked) {
        asked
    } else {
        let coarsest = strata.iter().map(|row| row.freq()).min();
        coarsest.unwrap_or(asked)
    };
    strata.retain(|row| row.freq() >= grain);
    let mut levels = Levels::resolve(&Survey { strata }, selection, Axis::Product, Depth::Leaves)?;
    levels.grain = grain;
    key::one_classification(&levels.parts)?;
    Ok(levels)
}

/// The plan of the cells of `flow`: columns `period`, `product`, `unit`,
/// `value`, `quantity`. One aggregate over the rows of [`levels`].
///
/// `registry` gives the exact sum; `measure` the currency and valuation.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    flow: Flow,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, selection, &levels.parts)?;
    let rows = LogicalPlanBuilder::from(rows)
        .filter(flow.rows())?
        .build()?;
    let rows = measure.apply(rows, selection)?;
    let keys = vec![
        classification::key(Axis::Period, selection, levels.grain).alias("period"),
        classification::key(Axis::Product, selection, levels.grain).alias("product"),
        key::unit()?.alias("unit"),
    ];
    let sums = vec![
        sum(registry, col("amount"))?.alias("value"),
        sum(registry, key::quantity()?)?.alias("quantity"),
    ];
    let wide = |column: &str| cast(col(column), DataType::Decimal128(38, 6)).alias(column);
    Ok(LogicalPlanBuilder::from(rows)
        .aggregate(keys, sums)?
        .project(vec![
            col("period"),
            col("product"),
            col("unit"),
            wide("value"),
            wide("quantity"),
        ])?
        .build()?)
}

/// Reads the batches of [`plan`], in the order of period, product and unit.
/// Cells whose values are all published as missing are not there.
pub fn rows(batches: &[RecordBatch]) -> Result<Vec<Cell>, TradeError> {
    let mut cells = Vec::new();
    for batch in batches {
        let text = |name| Texts::of(batch, name);
        let (period, product, unit) = (text("period")?, text("product")?, text("unit")?);
        let value = Amounts::of(batch, "value")?;
        let quantity = Amounts::of(batch, "quantity")?;
        for row in 0..batch.num_rows() {
            let Some(value) = value.get(row) else {
                continue;
            };
            cells.push(Cell {
                period: Period::parse(period.get(row).unwrap_or_default())?,
                product: product.owned(row),
                unit: unit.get(row).map(str::to_owned),
                value,
                quantity: quantity.get(row),
            });
        }
    }
    cells.sort_by(|a, b| {
        let key = |cell: &Cell| (cell.period, cell.product.clone(), cell.unit.clone());
        key(a).cmp(&key(b))
    });
    Ok(cells)
}
