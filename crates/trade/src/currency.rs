//! One currency (S1.3): rates and refusals. What conversion alone did to a change is in
//! [`crate::translation`].

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, JoinType, LogicalPlan, LogicalPlanBuilder, col, lit, when};
use serde::Serialize;
use triffin_basis::{BasisError, Freq, Period};

use crate::cut::Cut;
use crate::functions::{AmountFunction, LabelFunction};
use crate::selection::assigned_day;
use crate::{Exact, Flow, Selection, TradeError};

/// Which rate a conversion uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RateKind {
    /// The average over the period of the record.
    Average,
    /// The rate of the record's own day.
    RecordDate,
}

/// Units of one currency for a unit of others, by the period of the records.
///
/// A record is converted at the rate of its own period: a year at a year's, a
/// month at a month's, a day at its month's average or, for record-date rates,
/// at its own. A coarser average that is to convert finer records is entered
/// under each of their periods, so that the table says what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct RateTable {
    /// The currency amounts are shown in.
    pub target: String,
    /// Average or record-date.
    pub kind: RateKind,
    /// Where the rates are from.
    pub source: String,
    rates: BTreeMap<(String, Period), Exact>,
}

/// Decimals a rate keeps in a plan.
const RATE_SCALE: u8 = 18;

impl RateTable {
    /// An empty table into `target`.
    pub fn new(target: impl Into<String>, kind: RateKind, source: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            kind,
            source: source.into(),
            rates: BTreeMap::new(),
        }
    }

    /// The period whose rate converts a record of `period`.
    pub fn slot(&self, period: Period) -> Period {
        match (period.freq(), self.kind) {
            (Freq::Day, RateKind::Average) => Period::containing(period.start(), Freq::Month),
            _ => period,
        }
    }

    /// Adds a rate: units of the target for one unit of `currency`, for the
    /// records of `period`.
    ///
    /// Errors with `E-TRADE-RATE` when the rate is not positive, has more than
    /// 18 decimals, or is an average of a single day.
    pub fn add(&mut self, currency: &str, period: Period, rate: Exact) -> Result<(), BasisError> {
        let fits = rate.signum() > 0 && rate.at_scale(RATE_SCALE).is_ok();
        if !fits || self.slot(period) != period {
            return Err(BasisError::new(
                "E-TRADE-RATE",
                format!("{rate} {} for one {currency} in {period}", self.target),
                format!("{period} 的汇率：1 {currency} 兑 {rate} {}", self.target),
            )
            .value(rate)
            .expected(
                "a positive rate of a year, a quarter or a month",
                "年、季或月的正汇率",
            )
            .remedy("Check the series of this rate", "请核对该汇率序列"));
        }
        self.rates.insert((currency.to_owned(), period), rate);
        Ok(())
    }

    /// The rate for a record of `currency` in `period`; 1 for the target itself.
    pub fn rate(&self, currency: &str, period: Period) -> Option<Exact> {
        if currency == self.target {
            return Some(Exact::whole(1));
        }
        let key = (currency.to_owned(), self.slot(period));
        self.rates.get(&key).copied()
    }

    /// Refuses rows this table cannot convert: a currency not stated, or
    /// without a rate for a period.
    pub fn covers(&self, cut: &Cut) -> Result<(), BasisError> {
        for row in cut.strata().iter().filter(|row| row.values > 0) {
            let currency = row.currency.as_deref().ok_or_else(unstated)?;
            if self.rate(currency, row.period).is_none() {
                return Err(missing_rate(currency, &self.target, row.period));
            }
        }
        Ok(())
    }

    /// `rows` beside their rates, and the value in the target currency.
    pub(crate) fn join(
        &self,
        rows: LogicalPlan,
        selection: &Selection,
    ) -> Result<(LogicalPlan, Expr), TradeError> {
        let own = col("currency").eq(lit(self.target.as_str()));
        if self.rates.is_empty() {
            return Ok((rows, when(own, col("value")).end()?));
        }
        let letter = |freq: Freq| lit(freq.letter().to_string());
        let day = col("freq").eq(letter(Freq::Day));
        let of_day = match self.kind {
            RateKind::Average => Freq::Month,
            RateKind::RecordDate => Freq::Day,
        };
        let freq = when(day, letter(of_day)).otherwise(col("freq"))?;
        let period = LabelFunction::Period.call(assigned_day(selection.timing), freq);
        let on = [
            col("currency").eq(col("rate_currency")),
            period.eq(col("rate_period")),
        ];
        let joined = LogicalPlanBuilder::from(rows)
            .join_on(self.as_plan()?, JoinType::Left, on)?
            .build()?;
        let converted = AmountFunction::Convert.call(vec![col("value"), col("rate")]);
        Ok((joined, when(own, col("value")).otherwise(converted)?))
    }

    fn as_plan(&self) -> Result<LogicalPlan, TradeError> {
        let rows = self
            .rates
            .iter()
            .map(|((currency, period), rate)| {
                let digits = rate.at_scale(RATE_SCALE)?;
                let rate = ScalarValue::Decimal128(Some(digits), 38, RATE_SCALE as i8);
                Ok(vec![
                    lit(currency.as_str()),
                    lit(period.to_string()),
                    lit(rate),
                ])
            })
            .collect::<Result<Vec<_>, BasisError>>()?;
        Ok(LogicalPlanBuilder::values(rows)?
            .project(vec![
                col("column1").alias("rate_currency"),
                col("column2").alias("rate_period"),
                col("column3").alias("rate"),
            ])?
            .build()?)
    }
}

/// The one currency of both sides of `cut`.
///
/// Errors with `E-BASIS-CURRENCY` when there are two, or one is not stated.
pub fn one_currency(cut: &Cut) -> Result<String, BasisError> {
    let mut seen = BTreeSet::new();
    for flow in [Flow::Export, Flow::Import] {
        seen.extend(cut.currencies(flow));
    }
    let mut stated = seen.into_iter();
    match (stated.next(), stated.next()) {
        (Some(Some(currency)), None) => Ok(currency),
        (None, _) | (Some(None), _) => Err(unstated()),
        (Some(Some(one)), Some(two)) => Err(mixed(&one, two.as_deref().unwrap_or("?"))),
    }
}

pub(crate) fn mixed(one: &str, two: &str) -> BasisError {
    BasisError::new(
        "E-BASIS-CURRENCY",
        format!("the records are in {one} and in {two}"),
        format!("记录的币种既有 {one} 也有 {two}"),
    )
    .between("currency", one, two)
    .expected("records in one currency", "同一币种的记录")
    .remedy(
        "Give --currency with exchange rates, or select one source",
        "请用 --currency 并提供汇率，或只选一个来源",
    )
}

/// The refusal of values whose currency is not stated.
pub fn unstated() -> BasisError {
    BasisError::new(
        "E-BASIS-CURRENCY",
        "some values do not state their currency",
        "部分数值没有注明币种",
    )
    .between("currency", "not stated", "?")
    .expected("a currency on every row", "每一行都注明币种")
    .remedy(
        "State the currency in the file's mapping",
        "请在文件映射中注明币种",
    )
}

fn missing_rate(currency: &str, target: &str, period: Period) -> BasisError {
    no_rate(
        currency,
        format!("no rate from {currency} to {target} for {period}"),
        format!("{period} 缺少 {currency} 兑 {target} 的汇率"),
    )
}

/// The refusal to convert a value for whose period no rate was joined.
pub(crate) fn unconverted(value: Exact) -> BasisError {
    no_rate(
        &value.to_string(),
        format!("no rate for the period a value of {value} counts in"),
        format!("数值 {value} 计入的期间没有汇率"),
    )
}

fn no_rate(value: &str, en: String, zh: String) -> BasisError {
    BasisError::new("E-TRADE-RATE-MISSING", en, zh)
        .value(value)
        .expected(
            "a rate no finer than the period of each record",
            "不细于各记录期间的汇率",
        )
        .remedy(
            "Add a series of this rate, or name another with --rates",
            "请添加该汇率序列，或用 --rates 另选",
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn a_monthly_rate_does_not_convert_a_year() {
        let mut rates = RateTable::new("USD", RateKind::Average, "test");
        rates
            .add("CNY", Period::parse("2018-01").unwrap(), exact("0.15"))
            .unwrap();
        assert_eq!(rates.rate("CNY", Period::parse("2018").unwrap()), None);
        let day = Period::parse("2018-01-09").unwrap();
        assert_eq!(rates.rate("CNY", day), Some(exact("0.15")));
        assert_eq!(rates.rate("USD", day), Some(exact("1")));
        assert!(rates.add("CNY", day, exact("0.15")).is_err());
        assert!(
            rates
                .add("CNY", Period::parse("2018-02").unwrap(), exact("-1"))
                .is_err()
        );
    }
}
