//! The amount of a record: its value in one currency at one valuation.

use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit, when};
use triffin_basis::BasisError;

use crate::currency::{RateTable, mixed, one_currency};
use crate::cut::Cut;
use crate::functions::AmountFunction;
use crate::valuation::{Margin, Target};
use crate::{Exact, Selection, TradeError};

/// How values become comparable amounts, record by record.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    /// The valuation asked for, with the margin that leads there.
    pub valuation: Option<(Target, Margin)>,
    /// The rates into the currency asked for.
    pub rates: Option<RateTable>,
}

impl Measure {
    /// Values as the files report them.
    pub fn as_reported() -> Self {
        Self::default()
    }

    /// At `target`; as reported needs no margin.
    #[must_use]
    pub fn at(mut self, target: Target, margin: Margin) -> Self {
        self.valuation = target.converts().map(|_| (target, margin));
        self
    }

    /// In the currency of `rates`.
    #[must_use]
    pub fn in_currency(mut self, rates: RateTable) -> Self {
        self.rates = Some(rates);
        self
    }

    /// Refuses rows whose amounts could not be added: values of several or
    /// unstated currencies without rates, or values the rates do not cover.
    /// A cut without a value has nothing to refuse.
    ///
    /// Errors with `E-BASIS-CURRENCY` or `E-TRADE-RATE-MISSING`.
    pub fn admits(&self, cuts: &[&Cut]) -> Result<(), BasisError> {
        let valued = |cut: &&&Cut| cut.strata().iter().any(|stratum| stratum.values > 0);
        let mut seen: Option<String> = None;
        for cut in cuts.iter().filter(valued) {
            if let Some(rates) = &self.rates {
                rates.covers(cut)?;
                continue;
            }
            let currency = one_currency(cut)?;
            match &seen {
                Some(other) if *other != currency => return Err(mixed(other, &currency)),
                _ => seen = Some(currency),
            }
        }
        Ok(())
    }

    /// `rows` with the column `amount`: `Decimal(_, 6)`.
    pub fn apply(
        &self,
        rows: LogicalPlan,
        selection: &Selection,
    ) -> Result<LogicalPlan, TradeError> {
        let (rows, value) = match &self.rates {
            Some(rates) => rates.join(rows, selection)?,
            None => (rows, col("value")),
        };
        let amount = self.revalued(value)?.alias("amount");
        let columns: Vec<Expr> = rows
            .schema()
            .columns()
            .into_iter()
            .map(Expr::Column)
            .collect();
        Ok(LogicalPlanBuilder::from(rows)
            .project(columns.into_iter().chain([amount]))?
            .build()?)
    }

    fn revalued(&self, value: Expr) -> Result<Expr, TradeError> {
        let Some((target, margin)) = &self.valuation else {
            return Ok(value);
        };
        let Some(from) = target.converts() else {
            return Ok(value);
        };
        let function = match target {
            Target::Cif => AmountFunction::Cif,
            _ => AmountFunction::Fob,
        };
        let moved = function.call(vec![value.clone(), amount_literal(margin.of_fob)]);
        Ok(when(col("valuation").eq(lit(from)), moved).otherwise(value)?)
    }
}

/// An exact amount as a literal of a plan.
pub(crate) fn amount_literal(amount: Exact) -> Expr {
    let (digits, scale) = (amount.digits(), amount.scale());
    lit(ScalarValue::Decimal128(Some(digits), 38, scale as i8))
}
