//! Every flow that both ends report, pair by pair: the plan the reliability of
//! reporters is estimated from.

use std::collections::{BTreeMap, BTreeSet};

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit, when};
use triffin_basis::Window;

use super::shares::Share;
use crate::columns::{Amounts, Texts, Whole};
use crate::cover::Rule;
use crate::cut::Cut;
use crate::functions::{MirrorFunction, sum};
use crate::survey::Stratum;
use crate::{Exact, Flow, Measure, Selection, Survey, TradeError};

/// The flows of one exporter and one importer, added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Who sells.
    pub exporter: String,
    /// Who buys.
    pub importer: String,
    /// How many flows both report.
    pub flows: i64,
    /// `Σw` of the flows.
    pub weight: f64,
    /// `Σw·d` of the flows.
    pub moment: f64,
}

/// The rows in which flows are compared: one frequency, one length of the
/// commodity code, one breakdown.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The rows, as a filter.
    pub cut: Cut,
    several_periods: bool,
    /// Whether flows are told product by product.
    pub(super) products: bool,
}

/// Rows between economies within `window`, whoever reports them.
pub(super) fn between_economies(window: &Window) -> Expr {
    Selection::new("", *window)
        .in_window()
        .and(col("partner_level").eq(lit("economy")))
        .and(col("reporter").not_eq(col("partner")))
}

impl Grid {
    /// The plan that counts the rows of every reporter by level; read it with
    /// [`Survey::read`].
    pub fn survey(input: LogicalPlan, window: &Window) -> Result<LogicalPlan, TradeError> {
        let stated = |column: &str, name: &str| col(column).is_not_null().alias(name);
        let keys = vec![
            col("flow"),
            col("period"),
            col("partner_level"),
            col("product_system"),
            col("product_level"),
            col("product_level").eq(lit(0)).alias("top"),
            col("breakdown"),
            stated("partner2", "has_partner2"),
            stated("customs_procedure", "has_procedure"),
            stated("transport", "has_transport"),
            col("currency"),
            col("valuation"),
        ];
        Ok(LogicalPlanBuilder::from(input)
            .filter(between_economies(window))?
            .aggregate(keys, Survey::counts())?
            .build()?)
    }

    /// The level at which most flows can have two reports; none when no level
    /// has both exports and imports.
    pub fn choose(survey: &Survey) -> Option<Grid> {
        let level = |row: &Stratum| {
            (
                row.freq().letter(),
                row.product_level,
                row.total,
                row.detail,
            )
        };
        let mut values: BTreeMap<_, [i64; 2]> = BTreeMap::new();
        for row in &survey.strata {
            values.entry(level(row)).or_default()[row.flow as usize] += row.values;
        }
        let (best, _) = values
            .into_iter()
            .map(|(level, [exports, imports])| (level, exports.min(imports)))
            .filter(|(_, both)| *both > 0)
            .max_by_key(|(_, both)| *both)?;
        let chosen: Vec<&Stratum> = survey
            .strata
            .iter()
            .filter(|row| level(row) == best)
            .collect();
        let periods: BTreeSet<_> = chosen.iter().map(|row| row.period).collect();
        let products = chosen.iter().any(|row| row.product_level > 0);
        Some(Grid {
            cut: Cut::new(chosen, &survey.strata, Rule::Whole),
            several_periods: periods.len() > 1,
            products,
        })
    }

    fn keys(&self) -> Result<Vec<Expr>, TradeError> {
        // An exporter is who reports an export, and whom an importer names.
        let end = |flow: Flow, name: &str| -> Result<Expr, TradeError> {
            let code = when(flow.rows(), col("reporter")).otherwise(col("partner"))?;
            Ok(code.alias(name))
        };
        let mut keys = vec![
            end(Flow::Export, "exporter")?,
            end(Flow::Import, "importer")?,
        ];
        if self.products {
            keys.extend(["product_system", "product"].map(col));
        }
        if self.several_periods {
            keys.push(col("period"));
        }
        Ok(keys)
    }
}

/// The plan of the pairs: `exporter`, `importer`, `flows`, `weight`, `moment`.
///
/// One aggregate puts the two reports of each flow beside each other, a second
/// adds the flows of each pair up; a flow with one report falls out between the
/// two. Sums are decimals: the same digits in any order. `measure` takes the
/// freight out of CIF imports; the pairs of several shares are those of the
/// whole. Errors with `E-BASIS-CURRENCY` as
/// [`Measure::admits`].
pub fn plan(
    input: LogicalPlan,
    window: &Window,
    (grid, share): (&Grid, &Share),
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let total =
        |name: &str| -> Result<Expr, TradeError> { Ok(sum(registry, col(name))?.alias(name)) };
    let totals = vec![
        count(col("weight")).alias("flows"),
        total("weight")?,
        total("moment")?,
    ];
    let flows = beside(input, window, (grid, share), measure, registry)?;
    Ok(LogicalPlanBuilder::from(flows)
        .project(vec![
            col("exporter"),
            col("importer"),
            MirrorFunction::Weight
                .call(col("x"), col("m"))
                .alias("weight"),
            MirrorFunction::Moment
                .call(col("x"), col("m"))
                .alias("moment"),
        ])?
        .aggregate(vec![col("exporter"), col("importer")], totals)?
        .build()?)
}

/// The two reports `x` and `m` of every flow that has both, beside its keys.
pub(super) fn beside(
    input: LogicalPlan,
    window: &Window,
    (grid, share): (&Grid, &Share),
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    measure.admits(&[&grid.cut])?;
    let rows = LogicalPlanBuilder::from(input)
        .filter(
            between_economies(window)
                .and(grid.cut.filter())
                .and(share.rows()),
        )?
        .build()?;
    let measured = measure.apply(rows, &Selection::new("", *window))?;
    let report = |flow: Flow, name: &str| -> Result<Expr, TradeError> {
        let amount = when(flow.rows(), col("amount")).end()?;
        Ok(sum(registry, amount)?.alias(name))
    };
    let reports = vec![report(Flow::Export, "x")?, report(Flow::Import, "m")?];
    Ok(LogicalPlanBuilder::from(measured)
        .aggregate(grid.keys()?, reports)?
        .filter(col("x").is_not_null().and(col("m").is_not_null()))?
        .build()?)
}

/// Reads the batches of [`plan`], in the order of exporter and importer; pairs
/// without a flow large enough to compare are left out.
pub fn pairs(batches: &[RecordBatch]) -> Result<Vec<Pair>, TradeError> {
    let mut pairs = Vec::new();
    for batch in batches {
        let (exporter, importer) = (Texts::of(batch, "exporter")?, Texts::of(batch, "importer")?);
        let flows = Whole::of(batch, "flows")?;
        let (weight, moment) = (Amounts::of(batch, "weight")?, Amounts::of(batch, "moment")?);
        for row in 0..batch.num_rows() {
            let (Some(weight), Some(moment)) = (weight.get(row), moment.get(row)) else {
                continue;
            };
            pairs.push(Pair {
                exporter: exporter.owned(row),
                importer: importer.owned(row),
                flows: flows.get(row),
                weight: Exact::to_f64(weight),
                moment: Exact::to_f64(moment),
            });
        }
    }
    pairs.sort_by(|a, b| (&a.exporter, &a.importer).cmp(&(&b.exporter, &b.importer)));
    Ok(pairs)
}
