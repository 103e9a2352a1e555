//! One currency (S1.3): rates, refusals, and what conversion alone did.

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

/// Units of one currency for a unit of others, period by period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateTable {
    /// The currency amounts are shown in.
    pub target: String,
    /// Average or record-date.
    pub kind: RateKind,
    /// The frequency of the rates.
    pub freq: Freq,
    /// Where the rates are from.
    pub source: String,
    rates: BTreeMap<(String, String), Exact>,
}

/// Decimals a rate keeps in a plan.
const RATE_SCALE: u8 = 18;

impl RateTable {
    /// An empty table into `target`, at `freq`.
    pub fn new(
        target: impl Into<String>,
        kind: RateKind,
        freq: Freq,
        source: impl Into<String>,
    ) -> Self {
        Self {
            target: target.into(),
            kind,
            freq,
            source: source.into(),
            rates: BTreeMap::new(),
        }
    }

    /// Adds a rate: units of the target for one unit of `currency`.
    ///
    /// Errors with `E-TRADE-RATE` when the rate is not positive, has more than
    /// 18 decimals, or its period is of another frequency than the table.
    pub fn add(&mut self, currency: &str, period: Period, rate: Exact) -> Result<(), BasisError> {
        let fits = rate.signum() > 0 && rate.at_scale(RATE_SCALE).is_ok();
        if !fits || period.freq() != self.freq {
            return Err(BasisError::new(
                "E-TRADE-RATE",
                format!("{rate} {} for one {currency} in {period}", self.target),
                format!("{period} 的汇率：1 {currency} 兑 {rate} {}", self.target),
            )
            .value(rate)
            .expected(
                format!("a positive rate of frequency {}", self.freq.letter()),
                format!("频率为 {} 的正汇率", self.freq.letter()),
            ));
        }
        let key = (currency.to_owned(), period.to_string());
        self.rates.insert(key, rate);
        Ok(())
    }

    /// The rate of `currency` in `period`; 1 for the target itself.
    pub fn rate(&self, currency: &str, period: Period) -> Option<Exact> {
        if currency == self.target {
            return Some(Exact::whole(1));
        }
        let period = if period.freq() == self.freq {
            period
        } else {
            period.parent(self.freq)?
        };
        self.rates
            .get(&(currency.to_owned(), period.to_string()))
            .copied()
    }

    /// Refuses rows this table cannot convert: a currency not stated or
    /// without a rate in a period, or a rate finer than the row's period.
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
        let period = LabelFunction::Period.call(
            assigned_day(selection.timing),
            lit(self.freq.letter().to_string()),
        );
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
                    lit(period.as_str()),
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
    BasisError::new(
        "E-TRADE-RATE-MISSING",
        format!("no rate from {currency} to {target} for {period}"),
        format!("{period} 缺少 {currency} 兑 {target} 的汇率"),
    )
    .value(currency)
    .expected(
        "a rate no finer than the period of each record",
        "不细于各记录期间的汇率",
    )
    .remedy("Add a series of this rate", "请添加该汇率序列")
}

/// A value in its own currency and the rates of two periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Translated {
    /// The value of the later period, in its own currency; imports negative.
    pub value: Exact,
    /// Units of the target for one unit, in the base period.
    pub rate_0: Exact,
    /// The same in the later period.
    pub rate_t: Exact,
}

/// The part of a change that conversion alone made: `Σ V_t (fx_t − fx_0)`.
///
/// Values signed as they enter the balance; the result in the target currency
/// at six decimals, positive when conversion raised the balance. Errors with
/// `E-TRADE-OVERFLOW`.
pub fn translation_effect(items: &[Translated]) -> Result<Exact, BasisError> {
    items.iter().try_fold(Exact::ZERO, |sum, item| {
        let moved = item.rate_t.minus(item.rate_0)?;
        sum.plus(item.value.times(moved, crate::exact::AMOUNT_SCALE)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    /// S1.3: quantities and prices unchanged, the dollar rises by a tenth: the
    /// balance in local currency moves, the one in dollars does not.
    #[test]
    fn s1_3_a_rate_moves_only_the_local_currency_balance() {
        let flows = [exact("300"), exact("-500")];
        let (before, after) = (exact("7"), exact("7.7"));
        let local = |rate| {
            flows
                .iter()
                .try_fold(Exact::ZERO, |sum, v| sum.plus(v.times(rate, 6)?))
                .unwrap()
        };
        let moved = local(after).minus(local(before)).unwrap();
        let items = flows.map(|value| Translated {
            value,
            rate_0: before,
            rate_t: after,
        });
        assert_eq!(translation_effect(&items).unwrap(), exact("-140"));
        assert_eq!(translation_effect(&items).unwrap(), moved);
        let dollars = flows.map(|value| Translated {
            value,
            rate_0: exact("1"),
            rate_t: exact("1"),
        });
        assert_eq!(translation_effect(&dollars).unwrap(), Exact::ZERO);
    }

    #[test]
    fn a_monthly_rate_does_not_convert_a_year() {
        let mut rates = RateTable::new("USD", RateKind::Average, Freq::Month, "test");
        rates
            .add("CNY", Period::parse("2018-01").unwrap(), exact("0.15"))
            .unwrap();
        assert_eq!(rates.rate("CNY", Period::parse("2018").unwrap()), None);
        let day = Period::parse("2018-01-09").unwrap();
        assert_eq!(rates.rate("CNY", day), Some(exact("0.15")));
        assert_eq!(rates.rate("USD", day), Some(exact("1")));
        assert!(
            rates
                .add("CNY", Period::parse("2018").unwrap(), exact("0.15"))
                .is_err()
        );
        assert!(
            rates
                .add("CNY", Period::parse("2018-02").unwrap(), exact("-1"))
                .is_err()
        );
    }
}
