//! The table of items: one row a commodity code and quantity unit.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::AsArray;
use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::error::DataFusionError;
use datafusion::execution::FunctionRegistry;
use datafusion::functions_aggregate::expr_fn::{count, max, min};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, cast, col, lit, when};
use serde::Serialize;
use triffin_basis::{BasisError, Freq};

use super::key;
use crate::classification;
use crate::columns::{self, Amounts, Doubles, Texts, Whole};
use crate::functions::{price_disagrees, sum, unit_value_outliers};
use crate::quantity_unit::{in_common, trimmed};
use crate::{Axis, Exact, Flow, Levels, Measure, Selection, Survey, TradeError};

/// Decimals of a unit value.
const UNIT_VALUE_SCALE: u8 = 6;

/// One item: a commodity code in one quantity unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemRow {
    /// The commodity code.
    pub product: String,
    /// The quantity unit: as recorded where all records have the same, else
    /// the common one of its dimension; none for trade without a quantity.
    pub quantity_unit: Option<String>,
    /// The value, in the currency of the measure.
    pub value: Exact,
    /// The quantity; none for trade recorded without one.
    pub quantity: Option<Exact>,
    /// Value over quantity, six decimals; none without a quantity.
    pub unit_value: Option<Exact>,
    /// Records the item is made of.
    pub records: i64,
    /// Whether the code is recorded in several quantity units, which are
    /// listed apart and never added up.
    pub mixed_units: bool,
    /// Records whose unit value stands out, see [`super::outlier::count`].
    pub outliers: i64,
    /// Unit value below which a record stands out, by its double; none when
    /// there are too few records to tell.
    pub usual_low: Option<f64>,
    /// Unit value above which a record stands out.
    pub usual_high: Option<f64>,
    /// Records whose value is not quantity times the unit price they state.
    pub price_mismatches: i64,
}

impl ItemRow {
    /// `P = V/Q`, rounded half away from zero at six decimals; none when there
    /// is no quantity or it is zero.
    ///
    /// Unit: that of the value for one quantity unit. Sign: that of the value.
    /// Errors with `E-TRADE-OVERFLOW`. Source: document 001, second step.
    pub fn unit_value(value: Exact, quantity: Option<Exact>) -> Result<Option<Exact>, BasisError> {
        match quantity {
            Some(quantity) => value.over(quantity, UNIT_VALUE_SCALE),
            None => Ok(None),
        }
    }
}

/// The rows the items of `flow` are made of: the finest codes of each cell.
///
/// Errors with `E-TRADE-EMPTY` when there are none.
pub fn levels(survey: &Survey, selection: &Selection, flow: Flow) -> Result<Levels, TradeError> {
    key::levels(survey, selection, flow, Freq::Year)
}

/// `rest = V − Σ V_i`
///
/// The value of a total that no item accounts for: where codes are detailed in
/// part, the finest ones leave a rest without quantity and unit value. None
/// when there is none.
///
/// Unit: that of the values. Sign: negative when the items exceed the total,
/// the levels of the file then disagree. Errors with `E-TRADE-OVERFLOW`.
///
/// Source: 001, second step, V = Σ q·p over all items.
pub fn unallocated(total: Option<Exact>, items: &[ItemRow]) -> Result<Option<Exact>, BasisError> {
    let Some(total) = total else {
        return Ok(None);
    };
    let told = items
        .iter()
        .map(|item| item.value)
        .try_fold(Exact::ZERO, Exact::plus)?;
    let rest = total.minus(told)?;
    Ok((!rest.is_zero()).then_some(rest))
}

/// The plan of the items of `flow`: columns `product`, `quantity_unit`,
/// `value`, `quantity` in the common unit of its dimension, `recorded` (the
/// same as recorded, where `first_unit` is `last_unit`), `records`, `outliers` (`count`, `low`, `high`),
/// `price_mismatches`. One aggregate over the rows of [`levels`].
///
/// `registry` gives the exact sum; `measure` the currency and valuation. A
/// stated unit price is compared with the value as reported, whose currency
/// and valuation it shares. Errors with `E-BASIS-CLASSIFICATION` when the rows
/// are coded in several classifications.
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
        classification::key(Axis::Product, selection, levels.grain).alias("product"),
        key::unit()?.alias("quantity_unit"),
    ];
    let disagrees = price_disagrees().call(vec![col("value"), col("quantity"), col("extra")]);
    let sums = vec![
        sum(registry, col("amount"))?.alias("value"),
        sum(registry, key::quantity()?)?.alias("quantity"),
        sum(registry, key::measured(col("quantity"))?)?.alias("recorded"),
        min(key::measured(col("quantity_unit"))?).alias("first_unit"),
        max(key::measured(col("quantity_unit"))?).alias("last_unit"),
        count(lit(1)).alias("records"),
        unit_value_outliers()
            .call(vec![col("amount"), key::quantity()?])
            .alias("outliers"),
        count(when(disagrees, lit(1)).end()?).alias("price_mismatches"),
    ];
    let wide = |column: &str| cast(col(column), DataType::Decimal128(38, 6)).alias(column);
    Ok(LogicalPlanBuilder::from(rows)
        .aggregate(keys, sums)?
        .project(vec![
            col("product"),
            col("quantity_unit"),
            wide("value"),
            col("quantity"),
            wide("recorded"),
            col("first_unit"),
            col("last_unit"),
            col("records"),
            col("outliers"),
            col("price_mismatches"),
        ])?
        .build()?)
}

/// Reads the batches of [`plan`]: the codes of largest value first, the rows of
/// one code together. Items whose amounts are all missing are not there.
pub fn rows(batches: &[RecordBatch]) -> Result<Vec<ItemRow>, TradeError> {
    let mut items = Vec::new();
    for batch in batches {
        let text = |name| Texts::of(batch, name);
        let whole = |name| Whole::of(batch, name);
        let product = text("product")?;
        let value = Amounts::of(batch, "value")?;
        let measured = Measured::of(batch)?;
        let records = whole("records")?;
        let odd = Odd::of(batch)?;
        let mismatches = whole("price_mismatches")?;
        for row in 0..batch.num_rows() {
            let Some(value) = value.get(row) else {
                continue;
            };
            let (quantity_unit, quantity) = measured.get(row).unzip();
            let factor = |unit: &String| in_common(Exact::whole(1), unit).map(Exact::to_f64);
            let factor = quantity_unit.as_ref().map_or(Ok(1.0), factor)?;
            items.push(ItemRow {
                product: product.owned(row),
                quantity_unit,
                value,
                quantity,
                unit_value: ItemRow::unit_value(value, quantity)?,
                records: records.get(row),
                mixed_units: false,
                outliers: odd.count.get(row),
                usual_low: odd.low.get(row).map(|low| low * factor),
                usual_high: odd.high.get(row).map(|high| high * factor),
                price_mismatches: mismatches.get(row),
            });
        }
    }
    Ok(table(items)?)
}

/// The quantity of an item and its unit.
struct Measured {
    common_unit: Texts,
    quantity: Amounts,
    first_unit: Texts,
    last_unit: Texts,
    recorded: Amounts,
}

impl Measured {
    fn of(batch: &RecordBatch) -> Result<Self, TradeError> {
        Ok(Self {
            common_unit: Texts::of(batch, "quantity_unit")?,
            quantity: Amounts::of(batch, "quantity")?,
            first_unit: Texts::of(batch, "first_unit")?,
            last_unit: Texts::of(batch, "last_unit")?,
            recorded: Amounts::of(batch, "recorded")?,
        })
    }

    /// As recorded where all records share a unit, else in the common one.
    fn get(&self, row: usize) -> Option<(String, Exact)> {
        let (first, last) = (self.first_unit.get(row)?, self.last_unit.get(row)?);
        match first == last {
            true => Some((first.to_owned(), self.recorded.get(row)?)),
            false => Some((
                self.common_unit.owned(row),
                trimmed(self.quantity.get(row)?),
            )),
        }
    }
}

/// The parts of the column `outliers`.
struct Odd {
    count: Whole,
    low: Doubles,
    high: Doubles,
}

impl Odd {
    fn of(batch: &RecordBatch) -> Result<Self, TradeError> {
        let column = columns::column(batch, "outliers")?;
        let parts = RecordBatch::from(column.as_struct_opt().ok_or_else(|| {
            DataFusionError::Internal("the column outliers is no structure".into())
        })?);
        Ok(Self {
            count: Whole::of(&parts, "count")?,
            low: Doubles::of(&parts, "low")?,
            high: Doubles::of(&parts, "high")?,
        })
    }
}

/// `items` with mixed units flagged, the codes of largest value first.
///
/// Errors with `E-TRADE-OVERFLOW`.
pub fn table(mut items: Vec<ItemRow>) -> Result<Vec<ItemRow>, BasisError> {
    let mut units: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut totals: BTreeMap<String, Exact> = BTreeMap::new();
    for item in &items {
        let units = units.entry(item.product.clone()).or_default();
        units.extend(item.quantity_unit.clone());
        let total = totals.entry(item.product.clone()).or_default();
        *total = total.plus(item.value)?;
    }
    for item in &mut items {
        item.mixed_units = units
            .get(&item.product)
            .is_some_and(|units| units.len() > 1);
    }
    let size = |item: &ItemRow| totals.get(&item.product).map(|total| total.magnitude());
    items.sort_by(|a, b| {
        let names = (&a.product, &a.quantity_unit).cmp(&(&b.product, &b.quantity_unit));
        size(b).cmp(&size(a)).then(names)
    });
    Ok(items)
}
