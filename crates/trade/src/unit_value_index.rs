//! Unit-value indices (S1.9): Laspeyres, Paasche, Fisher, Törnqvist.

use std::collections::{BTreeMap, BTreeSet};

use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::functions::core::expr_fn::coalesce;
use datafusion::logical_expr::{ExprSchemable, LogicalPlan, LogicalPlanBuilder, col, lit};
use serde::Serialize;
use triffin_basis::{BasisError, Freq, Period};

use crate::columns::{Amounts, Texts};
use crate::functions::{LabelFunction, sum};
use crate::selection::assigned_day;
use crate::{Flow, Levels, Measure, Selection, TradeError};

/// The formula of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Formula {
    /// `Σp1q0 / Σp0q0`.
    Laspeyres,
    /// `Σp1q1 / Σp0q1`.
    Paasche,
    /// `√(Laspeyres × Paasche)`.
    #[default]
    Fisher,
    /// `exp Σ ½(s0 + s1) ln(p1/p0)`.
    Tornqvist,
}

impl Formula {
    /// The four formulas.
    pub const ALL: [Formula; 4] = [
        Formula::Laspeyres,
        Formula::Paasche,
        Formula::Fisher,
        Formula::Tornqvist,
    ];

    /// The word after `--formula`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Formula::Laspeyres => "laspeyres",
            Formula::Paasche => "paasche",
            Formula::Fisher => "fisher",
            Formula::Tornqvist => "tornqvist",
        }
    }

    /// Reads the word after `--formula`.
    pub fn parse(text: &str) -> Option<Formula> {
        Self::ALL
            .into_iter()
            .find(|formula| formula.as_str() == text)
    }
}

/// Value and quantity of one item in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bought {
    /// Value.
    pub value: f64,
    /// Quantity, positive, in one unit over all periods.
    pub quantity: f64,
}

/// Items of one period, by name and unit.
pub type Basket = BTreeMap<(String, String), Bought>;

/// `P(0,1)` over the items of both periods, base 1.
///
/// Unit values are p = v/q; shares s are of the matched value. None when no
/// item is matched. Laspeyres `Σp1q0/Σp0q0`, Paasche `Σp1q1/Σp0q1`, Fisher
/// their geometric mean, Törnqvist `exp Σ½(s0+s1)ln(p1/p0)`.
///
/// Unit: none, base 1.
///
/// Source: ILO, IMF et al., Export and Import Price Index Manual, 2009, ch. 16.
pub fn index(formula: Formula, base: &Basket, later: &Basket) -> Option<f64> {
    let matched: Vec<(Bought, Bought)> = base
        .iter()
        .filter_map(|(item, first)| later.get(item).map(|second| (*first, *second)))
        .filter(|(a, b)| a.value > 0.0 && b.value > 0.0 && a.quantity > 0.0 && b.quantity > 0.0)
        .collect();
    if matched.is_empty() {
        return None;
    }
    let total = |of: &dyn Fn(&(Bought, Bought)) -> f64| matched.iter().map(of).sum::<f64>();
    let v0 = total(&|(a, _)| a.value);
    let v1 = total(&|(_, b)| b.value);
    let laspeyres = || total(&|(a, b)| b.value / b.quantity * a.quantity) / v0;
    let paasche = || v1 / total(&|(a, b)| a.value / a.quantity * b.quantity);
    Some(match formula {
        Formula::Laspeyres => laspeyres(),
        Formula::Paasche => paasche(),
        Formula::Fisher => (laspeyres() * paasche()).sqrt(),
        Formula::Tornqvist => total(&|(a, b)| {
            let share = (a.value / v0 + b.value / v1) / 2.0;
            share * ((b.value / b.quantity) / (a.value / a.quantity)).ln()
        })
        .exp(),
    })
}

/// One period of an index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndexRow {
    /// The period.
    pub period: String,
    /// Base 100 in the first period; none when no item is matched.
    pub index: Option<f64>,
    /// How many items are in this period and the one it is compared with.
    pub matched_items: usize,
    /// Share of this period's value that those items make up.
    pub matched_share: Option<f64>,
}

/// The index over `baskets`: each period against the first, or chained period
/// by period. A link without a matched item ends the chain.
pub fn series(formula: Formula, chained: bool, baskets: &[(String, Basket)]) -> Vec<IndexRow> {
    let Some((_, first)) = baskets.first() else {
        return Vec::new();
    };
    let mut level = Some(100.0);
    let mut before = first;
    let mut rows = Vec::with_capacity(baskets.len());
    for (period, basket) in baskets {
        let base = if chained { before } else { first };
        let link = index(formula, base, basket);
        level = match (chained, level, link) {
            (true, Some(level), Some(link)) => Some(level * link),
            (true, _, _) => None,
            (false, _, link) => link.map(|link| 100.0 * link),
        };
        rows.push(IndexRow {
            period: period.clone(),
            index: level,
            matched_items: basket
                .keys()
                .filter(|item| base.contains_key(*item))
                .count(),
            matched_share: matched_share(base, basket),
        });
        before = basket;
    }
    rows
}

fn matched_share(base: &Basket, basket: &Basket) -> Option<f64> {
    let whole: f64 = basket.values().map(|item| item.value).sum();
    let matched: f64 = basket
        .iter()
        .filter(|(item, _)| base.contains_key(*item))
        .map(|(_, item)| item.value)
        .sum();
    (whole > 0.0).then(|| matched / whole)
}

/// The plan: exact value and quantity by `period`, `item` and `unit` of one
/// flow; rows without a positive quantity are left out.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    flow: Flow,
    freq: Freq,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, selection, &levels.parts)?;
    let rows = measure.apply(rows, selection)?;
    let schema = rows.schema().clone();
    let text = |column: &str| col(column).cast_to(&DataType::Utf8, &schema);
    let period = LabelFunction::Period.call(
        assigned_day(selection.timing),
        lit(freq.letter().to_string()),
    );
    let keys = vec![
        period.alias("period"),
        text("product")?.alias("item"),
        coalesce(vec![text("quantity_unit")?, lit("")]).alias("unit"),
    ];
    let sums = vec![
        sum(registry, col("amount"))?.alias("value"),
        sum(registry, col("quantity"))?.alias("quantity"),
    ];
    let usable = flow.rows().and(col("quantity").gt(lit(0)));
    Ok(LogicalPlanBuilder::from(rows)
        .filter(usable)?
        .aggregate(keys, sums)?
        .build()?)
}

/// Reads the batches of [`plan`]: one basket a period, in order of time.
pub fn baskets(batches: &[RecordBatch]) -> Result<Vec<(String, Basket)>, TradeError> {
    let mut periods: BTreeMap<Period, Basket> = BTreeMap::new();
    for batch in batches {
        let (period, item) = (Texts::of(batch, "period")?, Texts::of(batch, "item")?);
        let unit = Texts::of(batch, "unit")?;
        let value = Amounts::of(batch, "value")?;
        let quantity = Amounts::of(batch, "quantity")?;
        for row in 0..batch.num_rows() {
            let (Some(value), Some(quantity)) = (value.get(row), quantity.get(row)) else {
                continue;
            };
            let at = Period::parse(period.get(row).unwrap_or_default())?;
            let bought = Bought {
                value: value.to_f64(),
                quantity: quantity.to_f64(),
            };
            periods
                .entry(at)
                .or_default()
                .insert((item.owned(row), unit.owned(row)), bought);
        }
    }
    Ok(periods
        .into_iter()
        .map(|(period, basket)| (period.to_string(), basket))
        .collect())
}

/// Items recorded in more than one quantity unit: their units are compared
/// apart, never added up.
pub fn mixed_units(baskets: &[(String, Basket)]) -> BTreeSet<String> {
    let mut units: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (item, unit) in baskets.iter().flat_map(|(_, basket)| basket.keys()) {
        units.entry(item).or_default().insert(unit);
    }
    units
        .into_iter()
        .filter(|(_, units)| units.len() > 1)
        .map(|(item, _)| item.to_owned())
        .collect()
}

/// The refusal of an index whose first period holds no quantity.
pub fn no_base(period: &str) -> BasisError {
    BasisError::new(
        "E-TRADE-INDEX",
        format!("no item of {period} has a quantity"),
        format!("{period} 没有带数量的商品"),
    )
    .value(period)
    .expected("records with quantities", "带数量的记录")
    .remedy("Choose a window with quantities", "请选择有数量的时间窗")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Prices and outlays of four goods over twelve periods; quantities follow
    /// from CES demand with elasticity 2 and weights 0.2, 0.2, 0.2, 0.4.
    ///
    /// Source: W. E. Diewert and K. J. Fox, "Substitution Bias in Multilateral
    /// Methods for CPI Construction using Scanner Data", UBC DP 17-02, 2017.
    fn diewert_fox() -> Vec<(String, Basket)> {
        const WEIGHTS: [f64; 4] = [0.2, 0.2, 0.2, 0.4];
        const OUTLAY: [f64; 12] = [10., 13., 11., 12., 15., 13., 14., 17., 15., 18., 16., 17.];
        const PRICES: [[f64; 12]; 4] = [
            [
                2., 1.75, 1.6, 1.5, 1.45, 1.4, 1.35, 1.3, 1.25, 1.2, 1.15, 1.1,
            ],
            [
                1., 0.5, 1.05, 1.1, 1.12, 1.15, 1.18, 0.6, 1.2, 1.25, 1.28, 1.3,
            ],
            [
                1., 0.95, 0.9, 0.85, 0.4, 0.8, 0.75, 0.72, 0.7, 0.4, 0.7, 0.65,
            ],
            [
                0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.7, 0.65, 0.7, 0.75, 0.75, 0.8,
            ],
        ];
        let basket = |t: usize| {
            let weight = |j: usize| WEIGHTS[j] / PRICES[j][t];
            let all: f64 = (0..4).map(weight).sum();
            (0..4)
                .map(|j| {
                    let value = OUTLAY[t] * weight(j) / all;
                    let quantity = value / PRICES[j][t];
                    ((j.to_string(), "u".to_owned()), Bought { value, quantity })
                })
                .collect()
        };
        (0..12)
            .map(|t| (format!("2017-{:02}", t + 1), basket(t)))
            .collect()
    }

    /// The vignette of the R package IndexNumR prints these at period 12.
    #[test]
    fn s1_9_chained_indices_of_the_published_example() {
        let published = [
            (Formula::Laspeyres, 2.2000474),
            (Formula::Paasche, 0.5745408),
            (Formula::Fisher, 1.1242851),
            (Formula::Tornqvist, 1.1346166),
        ];
        for (formula, expected) in published {
            let rows = series(formula, true, &diewert_fox());
            let last = rows[11].index.unwrap() / 100.0;
            assert!((last - expected).abs() < 5e-8, "{formula:?}: {last}");
        }
    }

    #[test]
    fn a_period_without_matched_items_has_no_index() {
        let mut baskets = diewert_fox();
        baskets[1].1 = Basket::new();
        let rows = series(Formula::Fisher, true, &baskets);
        assert_eq!(
            (rows[0].index, rows[1].index, rows[2].index),
            (Some(100.0), None, None)
        );
        let direct = series(Formula::Fisher, false, &baskets);
        assert!(direct[2].index.is_some());
    }

    proptest! {
        #[test]
        fn fisher_lies_between_and_reverses(prices in prop::collection::vec((0.1f64..10.0, 0.1f64..10.0, 0.1f64..10.0, 0.1f64..10.0), 1..6)) {
            let basket = |second: bool| -> Basket {
                prices.iter().enumerate().map(|(i, (p0, q0, p1, q1))| {
                    let (p, q) = if second { (p1, q1) } else { (p0, q0) };
                    ((i.to_string(), String::new()), Bought { value: p * q, quantity: *q })
                }).collect()
            };
            let (a, b) = (basket(false), basket(true));
            let at = |formula| index(formula, &a, &b).unwrap();
            let (l, p, f) = (at(Formula::Laspeyres), at(Formula::Paasche), at(Formula::Fisher));
            prop_assert!(f >= l.min(p) * (1.0 - 1e-12) && f <= l.max(p) * (1.0 + 1e-12));
            for formula in [Formula::Fisher, Formula::Tornqvist] {
                let back = index(formula, &b, &a).unwrap();
                prop_assert!((at(formula) * back - 1.0).abs() < 1e-12);
            }
        }
    }
}
