//! The values a check looks at, summed by what may differ between the sides.

use arrow::record_batch::RecordBatch;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col};

use crate::columns::{Amounts, Texts};
use crate::functions::sum;
use crate::{Exact, Flow, Levels, Measure, Selection, TradeError};

/// The values of both sides by everything the checks look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Export or import.
    pub flow: Flow,
    /// Currency, none when not stated.
    pub currency: Option<String>,
    /// Valuation, none when not stated.
    pub valuation: Option<String>,
    /// Customs regime, none when not stated.
    pub regime: Option<String>,
    /// General or special trade, none when not stated.
    pub trade_system: Option<String>,
    /// Value as reported.
    pub reported: Exact,
    /// Value after the conversions asked for; none when it has no rate.
    pub amount: Option<Exact>,
}

impl Cell {
    /// The same values as the partner sees them: `X* = M`, `M* = X`.
    ///
    /// What the reporter counts as an import left the partner as an export; its
    /// valuation, regime and currency stay those it was recorded at.
    pub fn mirrored(self) -> Self {
        Self {
            flow: match self.flow {
                Flow::Export => Flow::Import,
                Flow::Import => Flow::Export,
            },
            ..self
        }
    }
}

/// The plan of the cells.
pub fn plan(
    input: LogicalPlan,
    selection: &Selection,
    levels: &Levels,
    measure: &Measure,
    registry: &dyn FunctionRegistry,
) -> Result<LogicalPlan, TradeError> {
    let rows = Levels::rows(input, selection, &levels.total)?;
    let keys = ["flow", "currency", "valuation", "regime", "trade_system"].map(col);
    let sums = [
        sum(registry, col("value"))?.alias("reported"),
        sum(registry, col("amount"))?.alias("amount"),
    ];
    Ok(LogicalPlanBuilder::from(measure.apply(rows, selection)?)
        .filter(col("value").is_not_null())?
        .aggregate(keys, sums)?
        .build()?)
}

/// Reads the batches of [`plan`].
pub fn cells(batches: &[RecordBatch]) -> Result<Vec<Cell>, TradeError> {
    let mut cells = Vec::new();
    for batch in batches {
        let text = |name| Texts::of(batch, name);
        let (flow, currency, valuation) = (text("flow")?, text("currency")?, text("valuation")?);
        let (regime, trade_system) = (text("regime")?, text("trade_system")?);
        let reported = Amounts::of(batch, "reported")?;
        let amount = Amounts::of(batch, "amount")?;
        for row in 0..batch.num_rows() {
            let (Some(flow), Some(reported)) =
                (flow.get(row).and_then(Flow::parse), reported.get(row))
            else {
                continue;
            };
            cells.push(Cell {
                flow,
                currency: currency.get(row).map(str::to_owned),
                valuation: valuation.get(row).map(str::to_owned),
                regime: regime.get(row).map(str::to_owned),
                trade_system: trade_system.get(row).map(str::to_owned),
                reported,
                amount: amount.get(row),
            });
        }
    }
    Ok(cells)
}
