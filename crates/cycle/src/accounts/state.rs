//! The values a matrix is computed from.

use triffin_basis::BasisError;

use super::{Accounts, CurrencyId, Instrument};
use crate::expression::Expression;
use crate::model::VariableId;

/// The state of a model in one period, with the past of it.
pub struct State<'a> {
    accounts: &'a Accounts,
    period: u32,
    currency: CurrencyId,
    value: &'a dyn Fn(VariableId, u32) -> f64,
}

impl<'a> State<'a> {
    /// The state in `period`, where `value` gives a variable in a period, and
    /// amounts are shown in the first currency.
    pub fn new(
        accounts: &'a Accounts,
        period: u32,
        value: &'a dyn Fn(VariableId, u32) -> f64,
    ) -> Self {
        Self {
            accounts,
            period,
            currency: CurrencyId(0),
            value,
        }
    }

    /// Shows amounts in another currency of the model.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-CURRENCY`: the model has no such currency.
    pub fn shown_in(mut self, currency: &str) -> Result<Self, BasisError> {
        let known = &self.accounts.currencies;
        let place = known.iter().position(|known| known.name == currency);
        let Some(place) = place else {
            let names: Vec<&str> = known.iter().map(|known| known.name.as_str()).collect();
            return Err(BasisError::new(
                "E-CYCLE-CURRENCY",
                format!("the model has no currency {currency:?}"),
                format!("模型中没有货币“{currency}”"),
            )
            .value(currency)
            .expected(names.join(", "), names.join("、")));
        };
        self.currency = CurrencyId(place);
        Ok(self)
    }

    /// The accounts.
    pub fn accounts(&self) -> &'a Accounts {
        self.accounts
    }

    /// The period.
    pub fn period(&self) -> u32 {
        self.period
    }

    /// The name of the currency shown.
    pub fn currency(&self) -> &'a str {
        &self.accounts.currencies[self.currency.0].name
    }

    /// What a transaction needs: a period before this one.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-MATRIX-PERIOD` in the opening state.
    pub(crate) fn has_past(&self) -> Result<(), BasisError> {
        if self.period > 0 {
            return Ok(());
        }
        Err(BasisError::new(
            "E-CYCLE-MATRIX-PERIOD",
            "the opening state has a balance sheet but no transactions",
            "期初状态只有资产负债表，没有交易",
        )
        .value(0)
        .expected("a period from 1 on", "1 及以后的时期")
        .remedy("Ask for --at 1 or later", "请使用 --at 1 或更晚的时期"))
    }

    /// An expression of this period, in the currency shown.
    pub(crate) fn amount(&self, amount: Expression, currency: CurrencyId) -> f64 {
        self.past_amount(amount, currency, 0)
    }

    /// An amount converted at the rates of `lag` periods ago.
    pub(crate) fn past_amount(&self, amount: Expression, currency: CurrencyId, lag: u32) -> f64 {
        let shown = self
            .accounts
            .converted(amount, currency, self.currency, lag);
        self.evaluate(&shown)
    }

    /// What a stock gained by prices and exchange rates since the last period.
    ///
    /// X[−1] × (value of a unit − value of a unit a period ago)
    pub(crate) fn gain(&self, instrument: &Instrument, stock: VariableId) -> f64 {
        let unit = |lag| {
            let price = instrument.price.map_or(Expression::from(1.0), |price| {
                Expression::lagged(price, lag)
            });
            self.past_amount(price, instrument.currency, lag)
        };
        self.evaluate(&Expression::lagged(stock, 1)) * (unit(0) - unit(1))
    }

    /// The value of an expression in this period.
    pub fn evaluate(&self, expression: &Expression) -> f64 {
        expression.value(f64::from(self.period), |variable, lag| {
            self.past(variable, lag)
        })
    }

    fn past(&self, variable: VariableId, lag: u32) -> f64 {
        match self.period.checked_sub(lag) {
            Some(period) => (self.value)(variable, period),
            None => f64::NAN,
        }
    }
}
