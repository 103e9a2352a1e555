//! The routes a margin is estimated from: flows told FOB by the exporter and
//! CIF by the importer, as a plan of the engine.

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::functions_aggregate::expr_fn::{count, median};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit};
use triffin_basis::Window;

use super::flows::{Grid, beside};
use super::margin::Route;
use super::shares::Share;
use crate::columns::{Amounts, Texts, Whole};
use crate::functions::{LabelFunction, MirrorFunction};
use crate::{Exact, Flow, Measure, TradeError};

/// What the flows of an importer are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Between {
    /// The exporter.
    Exporters,
    /// The section of the Harmonized System, in the exporter's place.
    Sections,
}

impl Grid {
    /// Whether flows of the grid can be told apart by commodity.
    pub fn by_product(&self) -> bool {
        self.products
    }

    /// Whether it holds exports at FOB and imports at CIF.
    pub fn spans_freight(&self) -> bool {
        let states = |flow: Flow, word: &str| {
            let stated = self.cut.valuations(flow);
            stated.contains(&Some(word.to_owned()))
        };
        states(Flow::Export, "fob") && states(Flow::Import, "cif")
    }
}

/// The plan of the routes: `exporter`, `importer`, `flows`, `log_ratio`.
///
/// As [`super::flows::plan`], of FOB exports and CIF imports alone and with
/// values as reported: `measure` may convert currencies and takes no freight
/// out. The median of a route is that of decimals of six places, the same for
/// any order of the rows. Errors with `E-BASIS-CURRENCY` as
/// [`Measure::admits`].
pub fn plan(
    input: LogicalPlan,
    window: &Window,
    (grid, share): (&Grid, &Share),
    between: Between,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let at = |flow: Flow, word: &str| flow.rows().and(col("valuation").eq(lit(word)));
    let told = LogicalPlanBuilder::from(input)
        .filter(at(Flow::Export, "fob").or(at(Flow::Import, "cif")))?
        .build()?;
    let first = match between {
        Between::Exporters => col("exporter"),
        Between::Sections => LabelFunction::Section
            .call(col("product_system"), col("product"))
            .alias("exporter"),
    };
    let ratio = MirrorFunction::LogRatio.call(col("x"), col("m"));
    let totals = vec![
        count(col("ratio")).alias("flows"),
        median(col("ratio")).alias("log_ratio"),
    ];
    let flows = beside(told, window, (grid, share), measure, registry)?;
    Ok(LogicalPlanBuilder::from(flows)
        .project(vec![first, col("importer"), ratio.alias("ratio")])?
        .aggregate(vec![col("exporter"), col("importer")], totals)?
        .build()?)
}

/// Reads the batches of [`plan`], in the order of exporter and importer; routes
/// without a flow large enough to compare, or of no section, are left out.
pub fn routes(batches: &[RecordBatch]) -> Result<Vec<Route>, TradeError> {
    let mut routes = Vec::new();
    for batch in batches {
        let (exporter, importer) = (Texts::of(batch, "exporter")?, Texts::of(batch, "importer")?);
        let flows = Whole::of(batch, "flows")?;
        let ratio = Amounts::of(batch, "log_ratio")?;
        for row in 0..batch.num_rows() {
            let (Some(exporter), Some(ratio)) = (exporter.get(row), ratio.get(row)) else {
                continue;
            };
            routes.push(Route {
                exporter: exporter.to_owned(),
                importer: importer.owned(row),
                flows: flows.get(row),
                log_ratio: Exact::to_f64(ratio),
            });
        }
    }
    routes.sort_by(|a, b| (&a.exporter, &a.importer).cmp(&(&b.exporter, &b.importer)));
    Ok(routes)
}
