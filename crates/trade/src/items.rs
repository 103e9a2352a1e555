//! Items: value, quantity and unit value (S1.9), and the record rule
//! `V = Q × P` (S1.1).

use std::collections::{BTreeMap, BTreeSet};

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{ExprSchemable, LogicalPlan, LogicalPlanBuilder, col};
use serde::Serialize;
use triffin_basis::BasisError;

use crate::columns::{Amounts, Texts};
use crate::exact::AMOUNT_SCALE;
use crate::functions::sum;
use crate::{Exact, Flow, Levels, Measure, Selection, TradeError};

/// Robust standard deviations beyond which a unit value is an outlier.
///
/// Source: B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993.
pub const OUTLIER_LIMIT: f64 = 3.5;

/// Fewest unit values of one item among which an outlier can be told.
const FEWEST: usize = 5;

/// Scatter below this, one per cent, is not taken for a scale.
const SMALLEST_SCALE: f64 = 0.01;

/// An item traded with one partner in one period, in one quantity unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemRow {
    /// Export or import.
    pub flow: Flow,
    /// The commodity code.
    pub product: String,
    /// The other economy.
    pub partner: String,
    /// The period as recorded.
    pub period: String,
    /// The quantity unit; none when there is no quantity.
    pub unit: Option<String>,
    /// Value.
    pub value: Option<Exact>,
    /// Quantity; none when there is none.
    pub quantity: Option<Exact>,
    /// Value per unit of quantity.
    pub unit_value: Option<f64>,
    /// Whether the unit value is far from the others of the product and unit.
    pub outlier: bool,
    /// Whether the product comes in several quantity units: they are kept
    /// apart and never added up.
    pub mixed_units: bool,
}

/// The plan: exact value and quantity by flow, product, partner, period, unit.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, selection, &levels.parts)?;
    let rows = measure.apply(rows, selection)?;
    let schema = rows.schema().clone();
    let keys = ["flow", "product", "partner", "period", "quantity_unit"]
        .into_iter()
        .map(|name| Ok(col(name).cast_to(&DataType::Utf8, &schema)?.alias(name)))
        .collect::<Result<Vec<_>, TradeError>>()?;
    let sums = [
        sum(registry, col("amount"))?.alias("value"),
        sum(registry, col("quantity"))?.alias("quantity"),
    ];
    Ok(LogicalPlanBuilder::from(rows)
        .aggregate(keys, sums)?
        .build()?)
}

/// Reads the batches of [`plan`], unit values far from the others flagged.
pub fn rows(batches: &[RecordBatch]) -> Result<Vec<ItemRow>, TradeError> {
    let mut rows = Vec::new();
    for batch in batches {
        let text = |name| Texts::of(batch, name);
        let (flow, product, partner) = (text("flow")?, text("product")?, text("partner")?);
        let (period, unit) = (text("period")?, text("quantity_unit")?);
        let value = Amounts::of(batch, "value")?;
        let quantity = Amounts::of(batch, "quantity")?;
        for row in 0..batch.num_rows() {
            let Some(flow) = flow.get(row).and_then(Flow::parse) else {
                continue;
            };
            let (value, quantity) = (value.get(row), quantity.get(row));
            rows.push(ItemRow {
                flow,
                product: product.owned(row),
                partner: partner.owned(row),
                period: period.owned(row),
                unit: quantity.and(unit.get(row).map(str::to_owned)),
                value,
                quantity,
                unit_value: value.zip(quantity).and_then(|(v, q)| v.ratio(q)),
                outlier: false,
                mixed_units: false,
            });
        }
    }
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    flag(&mut rows);
    Ok(rows)
}

fn order(row: &ItemRow) -> (Flow, &str, Option<&str>, &str, &str) {
    let unit = row.unit.as_deref();
    (row.flow, &row.product, unit, &row.period, &row.partner)
}

fn flag(rows: &mut [ItemRow]) {
    let mut groups: BTreeMap<(Flow, String, Option<String>), Vec<usize>> = BTreeMap::new();
    let mut units: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(unit) = &row.unit {
            units
                .entry(row.product.clone())
                .or_default()
                .insert(unit.clone());
        }
        if row.unit_value.is_some_and(|value| value > 0.0) {
            let group = (row.flow, row.product.clone(), row.unit.clone());
            groups.entry(group).or_default().push(at);
        }
    }
    for members in groups.into_values() {
        let unit_values: Vec<f64> = members
            .iter()
            .filter_map(|at| rows[*at].unit_value)
            .collect();
        for (at, outlier) in members.into_iter().zip(outliers(&unit_values)) {
            rows[at].outlier = outlier;
        }
    }
    for row in rows {
        row.mixed_units = units.get(&row.product).is_some_and(|units| units.len() > 1);
    }
}

/// Which of the positive unit values of one item are outliers:
/// `|ln p − median| > 3.5 × 1.4826 × MAD`, MAD the median absolute deviation
/// of the logarithms. Among fewer than five none is.
///
/// Source: B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993.
pub fn outliers(unit_values: &[f64]) -> Vec<bool> {
    if unit_values.len() < FEWEST {
        return vec![false; unit_values.len()];
    }
    let logs: Vec<f64> = unit_values.iter().map(|value| value.ln()).collect();
    let middle = median(logs.clone());
    let apart: Vec<f64> = logs.iter().map(|log| (log - middle).abs()).collect();
    let scale = (1.4826 * median(apart.clone())).max(SMALLEST_SCALE);
    apart
        .into_iter()
        .map(|gap| gap > OUTLIER_LIMIT * scale)
        .collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 {
        values[half]
    } else {
        (values[half - 1] + values[half]) / 2.0
    }
}

/// The gap `V − Q × P` of a record when it exceeds `tolerance` of the value,
/// none when it does not: the record is flagged, never dropped (S1.1).
///
/// Value, and quantity times unit price, in one unit; `tolerance` a share.
/// Errors with `E-TRADE-OVERFLOW`.
pub fn price_gap(
    value: Exact,
    quantity: Exact,
    unit_price: Exact,
    tolerance: Exact,
) -> Result<Option<Exact>, BasisError> {
    let gap = value.minus(quantity.times(unit_price, AMOUNT_SCALE)?)?;
    let allowed = value.magnitude().times(tolerance, AMOUNT_SCALE)?;
    Ok((gap.magnitude() > allowed).then_some(gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    /// S1.1: a value that is not quantity times price is flagged.
    #[test]
    fn s1_1_a_value_that_is_not_quantity_times_price_is_flagged() {
        let gap = |value: &str| {
            price_gap(exact(value), exact("10"), exact("2.5"), exact("0.01")).unwrap()
        };
        assert_eq!(gap("25"), None);
        assert_eq!(gap("25.2"), None);
        assert_eq!(gap("250"), Some(exact("225")));
    }

    /// S1.9: one unit value ten times the others is flagged, the others stay.
    #[test]
    fn s1_9_a_unit_value_ten_times_the_others_is_an_outlier() {
        let flags = outliers(&[10.0, 10.4, 9.8, 10.1, 100.0, 9.9]);
        assert_eq!(flags, [false, false, false, false, true, false]);
        assert_eq!(outliers(&[1.0, 1.0, 1000.0]), [false; 3]);
        assert_eq!(outliers(&[5.0, 5.0, 5.0, 5.0, 5.02]), [false; 5]);
    }
}
