//! Value and quantity of each item in each period, from the records.

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, cast, col};
use serde::Serialize;
use triffin_basis::{BasisError, Freq, Period};

use crate::classification;
use crate::columns::{Amounts, Texts};
use crate::functions::sum;
use crate::items::key;
use crate::quantity_unit::trimmed;
use crate::survey::Stratum;
use crate::{Axis, Exact, Flow, Levels, Measure, Selection, Survey, TradeError};

/// Value and quantity of one item in one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// The period.
    pub period: Period,
    /// The commodity code.
    pub product: String,
    /// The quantity unit, the common one of its dimension; none for trade
    /// recorded without a quantity.
    pub unit: Option<String>,
    /// The value, in the currency of the measure.
    pub value: Exact,
    /// The quantity in `unit`; none for trade recorded without one.
    pub quantity: Option<Exact>,
}

/// The rows an index of `flow` counts: the finest codes of each cell, at the
/// frequency of the window or, when all records are coarser, at theirs.
///
/// Errors with `E-TRADE-EMPTY` when there are none.
pub fn levels(survey: &Survey, selection: &Selection, flow: Flow) -> Result<Levels, TradeError> {
    let asked = selection.period_grain();
    let of_side = survey.strata.iter().filter(|row| row.flow == flow);
    let freqs: Vec<Freq> = of_side.map(Stratum::freq).collect();
    let grain = match freqs.iter().any(|freq| *freq >= asked) {
        true => asked,
        false => freqs.into_iter().min().unwrap_or(asked),
    };
    key::levels(survey, selection, flow, grain)
}

/// The plan of the cells of `flow`: columns `period`, `product`, `unit`,
/// `value`, `quantity`. One aggregate over the rows of [`levels`].
///
/// `registry` gives the exact sum; `measure` the currency and valuation.
/// Errors with `E-BASIS-CLASSIFICATION` when the rows are coded in several
/// classifications: one code may then be two items.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    flow: Flow,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = key::rows(input, selection, levels, flow, measure)?;
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
            col("quantity"),
        ])?
        .build()?)
}

/// The product of trade that no item accounts for.
pub const UNALLOCATED: &str = "unallocated";

/// The plan of all trade of `flow` period by period: columns `period`, `value`.
pub fn totals_plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    flow: Flow,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, selection, &levels.total)?;
    let rows = LogicalPlanBuilder::from(rows)
        .filter(flow.rows())?
        .build()?;
    let period = classification::key(Axis::Period, selection, levels.grain).alias("period");
    let value = sum(registry, col("amount"))?.alias("value");
    let wide = cast(col("value"), DataType::Decimal128(38, 6)).alias("value");
    Ok(LogicalPlanBuilder::from(measure.apply(rows, selection)?)
        .aggregate(vec![period], vec![value])?
        .project(vec![col("period"), wide])?
        .build()?)
}

/// Reads the batches of [`totals_plan`].
pub fn totals(batches: &[RecordBatch]) -> Result<BTreeMap<Period, Exact>, TradeError> {
    let mut totals = BTreeMap::new();
    for batch in batches {
        let period = Texts::of(batch, "period")?;
        let value = Amounts::of(batch, "value")?;
        for row in 0..batch.num_rows() {
            if let Some(value) = value.get(row) {
                totals.insert(Period::parse(period.get(row).unwrap_or_default())?, value);
            }
        }
    }
    Ok(totals)
}

/// `rest_t = V_t − Σ V_i,t`
///
/// One cell a period whose `totals` the items do not exhaust: trade without a
/// quantity, so that a matched share is one of all trade.
///
/// Unit: that of the values. Errors with `E-TRADE-OVERFLOW`.
///
/// Source: ILO, IMF and others, Export and Import Price Index Manual, 2009,
/// chapter 5, on coverage.
pub fn unallocated(
    cells: &[Cell],
    totals: &BTreeMap<Period, Exact>,
) -> Result<Vec<Cell>, BasisError> {
    let mut rest = totals.clone();
    for cell in cells {
        let left = rest.entry(cell.period).or_insert(cell.value);
        *left = left.minus(cell.value)?;
    }
    let cells = rest.into_iter().filter(|(_, value)| !value.is_zero());
    Ok(cells
        .map(|(period, value)| Cell {
            period,
            product: UNALLOCATED.to_owned(),
            unit: None,
            value,
            quantity: None,
        })
        .collect())
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
                quantity: quantity.get(row).map(trimmed),
            });
        }
    }
    cells.sort_by(|a, b| {
        let key = |cell: &Cell| (cell.period, cell.product.clone(), cell.unit.clone());
        key(a).cmp(&key(b))
    });
    Ok(cells)
}
