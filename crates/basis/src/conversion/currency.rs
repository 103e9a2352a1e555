//! One currency to another at a named rate.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{divided, multiplied};
use crate::attribute::Attribute;
use crate::basis::Basis;
use crate::currency::Currency;
use crate::error::BasisError;
use crate::kind::Convertible;
use crate::lang::Lang;
use crate::lineage::{Step, plain};
use crate::period::Period;
use crate::quantity::Quantity;
use crate::stock_flow::StockFlow;
use crate::unit::Unit;
use crate::window::Window;
use crate::words::words;

words! {
    /// Which rate of a period a rate is.
    pub enum RateKind {
        /// The mean over the period: for flows.
        Average = "average", "period average", "期间平均汇率";
        /// The rate of the day of each record: for flows and stocks.
        RecordDate = "record_date", "record date", "记录日汇率";
        /// The rate at the end of the period: for stocks.
        EndOfPeriod = "end_of_period", "end of period", "期末汇率";
    }
}

/// `value` units of `of` for one unit of `per`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExchangeRate {
    #[serde(serialize_with = "crate::number::json")]
    value: Decimal,
    #[serde(serialize_with = "code")]
    of: Currency,
    #[serde(serialize_with = "code")]
    per: Currency,
    kind: RateKind,
    period: Period,
    source: String,
}

fn code<S: serde::Serializer>(currency: &Currency, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(currency.code())
}

impl ExchangeRate {
    /// The rate "`value` `of` per `per`": 7.19 CNY per USD.
    ///
    /// # Errors
    /// `E-RATE-RANGE` when the value is not positive, `E-BASIS-CURRENCY` when
    /// both sides are one currency.
    pub fn new(
        value: Decimal,
        of: Currency,
        per: Currency,
        kind: RateKind,
        period: Period,
        source: impl Into<String>,
    ) -> Result<Self, BasisError> {
        if value <= Decimal::ZERO {
            return Err(not_positive(value));
        }
        if of == per {
            return Err(Attribute::Currency
                .differs(of.code(), per.code())
                .remedy("A rate needs two currencies", "汇率需要两种货币"));
        }
        Ok(Self {
            value,
            of,
            per,
            kind,
            period,
            source: source.into(),
        })
    }

    /// V_c = V × fx towards `of`, V ÷ fx towards `per`
    ///
    /// Converts an amount in either currency into the other. A flow takes an
    /// average or a record-date rate, a stock an end-of-period or a
    /// record-date rate; the rate's period must be the amount's own (for a
    /// stock: must end with it).
    ///
    /// Unit: the other currency of the rate, at the scale of the amount. Sign:
    /// that of the amount.
    ///
    /// # Errors
    /// `E-BASIS-CURRENCY` when the amount is in neither currency, `E-RATE-KIND`
    /// when the kind of rate does not suit the kind of amount,
    /// `E-BASIS-PERIOD` when the periods differ.
    ///
    /// Source: document 001, first alignment layer; IMF, Balance of Payments and
    /// International Investment Position Manual, 6th edition (2009), chapter 3,
    /// on currency conversion.
    pub fn convert<K: Convertible>(&self, amount: &Quantity<K>) -> Result<Quantity<K>, BasisError> {
        amount.basis().require_stated()?;
        self.require_kind(K::STOCK_FLOW)?;
        self.require_period(amount.basis(), K::STOCK_FLOW)?;
        let (target, (value, interval)) = match amount.basis().unit.currency() {
            Some(currency) if currency == self.per => (self.of, multiplied(amount, self.value)?),
            Some(currency) if currency == self.of => (self.per, divided(amount, self.value)?),
            _ => return Err(self.other_currency(&amount.basis().unit)),
        };
        let basis = Basis {
            unit: Unit::Money(target),
            ..amount.basis().clone()
        };
        Ok(amount.derived(value, interval, basis, self.step(target)))
    }

    /// The amount in `target`: unchanged when it is in it already, else
    /// [`convert`](Self::convert)ed.
    ///
    /// # Errors
    /// As [`convert`](Self::convert); `E-BASIS-CURRENCY` when the rate does not
    /// lead to `target`.
    pub fn convert_to<K: Convertible>(
        &self,
        amount: &Quantity<K>,
        target: Currency,
    ) -> Result<Quantity<K>, BasisError> {
        if amount.basis().unit.currency() == Some(target) {
            return Ok(amount.clone());
        }
        if target != self.of && target != self.per {
            return Err(self.other_currency(&Unit::Money(target)));
        }
        self.convert(amount)
    }

    /// The rate itself, units of `of` per unit of `per`.
    pub fn value(&self) -> Decimal {
        self.value
    }

    fn step(&self, target: Currency) -> Step {
        let rate = format!("{} {} per {}", plain(self.value), self.of, self.per);
        let period = self.period;
        Step::new(
            "convert-currency",
            format!(
                "converted to {target} at {rate} ({}, {period})",
                self.kind.label(Lang::En)
            ),
            format!(
                "按 {rate}（{period} {}）换算为 {target}",
                self.kind.label(Lang::Zh)
            ),
        )
        .from_source(self.source.clone())
    }

    fn require_kind(&self, kind: StockFlow) -> Result<(), BasisError> {
        let suits = match kind {
            StockFlow::Stock => self.kind != RateKind::Average,
            _ => self.kind != RateKind::EndOfPeriod,
        };
        if suits {
            return Ok(());
        }
        Err(wrong_kind(self.kind, kind))
    }

    fn require_period(&self, basis: &Basis, kind: StockFlow) -> Result<(), BasisError> {
        let of = basis
            .period
            .ok_or_else(|| Attribute::Period.unstated(basis.source.as_deref()))?;
        let own = match kind {
            StockFlow::Stock => self.period.end() == of.end(),
            _ => self.period.start() == of.start() && self.period.end() == of.end(),
        };
        if own {
            return Ok(());
        }
        let rate = Window {
            from: self.period,
            to: self.period,
        };
        Err(Attribute::Period.differs(&of.to_string(), &rate.to_string()))
    }

    fn other_currency(&self, unit: &Unit) -> BasisError {
        let pair = format!("{} per {}", self.of, self.per);
        Attribute::Currency.differs(&unit.to_string(), &pair)
    }
}

fn not_positive(value: Decimal) -> BasisError {
    BasisError::new(
        "E-RATE-RANGE",
        format!("{value} is no exchange rate"),
        format!("{value} 不是汇率"),
    )
    .value(value)
    .expected("a rate above zero", "大于零的汇率")
    .remedy(
        "Check the rate; a missing one is left out",
        "请核对汇率；缺失请留空",
    )
}

fn wrong_kind(rate: RateKind, amount: StockFlow) -> BasisError {
    BasisError::new(
        "E-RATE-KIND",
        format!(
            "a {} rate does not suit a {}",
            rate.label(Lang::En),
            amount.label(Lang::En)
        ),
        format!("{}不适用于{}", rate.label(Lang::Zh), amount.label(Lang::Zh)),
    )
    .between("rate_kind", rate, amount)
    .expected(
        "average or record-date for a flow, end-of-period or record-date for a stock",
        "流量用平均或记录日汇率，存量用期末或记录日汇率",
    )
    .remedy("Use a rate of the other kind", "请改用另一种汇率")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::parse_amount;
    use crate::kind::{Flow, Stock};
    use crate::scale::Scale;
    use proptest::prelude::*;

    fn basis(unit: &str, period: &str) -> Basis {
        let (unit, scale) = Unit::parse(unit).unwrap();
        Basis {
            scale,
            period: Window::parse(period).ok(),
            ..Basis::of(unit)
        }
    }

    fn flow(value: Decimal, unit: &str, period: &str) -> Quantity<Flow> {
        Quantity::new(value, basis(unit, period)).unwrap()
    }

    fn rate(value: &str, of: &str, per: &str, kind: RateKind) -> ExchangeRate {
        let currency = |code| Currency::parse(code).unwrap();
        ExchangeRate::new(
            value.parse().unwrap(),
            currency(of),
            currency(per),
            kind,
            Period::year(2024),
            "test rates",
        )
        .unwrap()
    }

    #[test]
    fn either_side_converts_into_the_other() {
        let cny = rate("7.12", "CNY", "USD", RateKind::Average);
        let yuan = cny
            .convert(&flow(Decimal::from(100), "USD", "2024"))
            .unwrap();
        assert_eq!(yuan.value(), Decimal::from(712));
        assert_eq!(yuan.basis().unit.to_string(), "CNY");
        let back = cny.convert(&yuan).unwrap();
        assert_eq!(back.value(), Decimal::from(100));
        assert_eq!(
            back.lineage().describe(Lang::En),
            [
                "converted to CNY at 7.12 CNY per USD (period average, 2024) (source: test rates)",
                "converted to USD at 7.12 CNY per USD (period average, 2024) (source: test rates)",
            ]
        );
    }

    #[test]
    fn the_rate_must_suit_the_amount() {
        let hundred = flow(Decimal::ONE_HUNDRED, "USD", "2024");
        let code = |refusal: Result<Quantity<Flow>, BasisError>| refusal.unwrap_err().code();
        let year_end = rate("7.3", "CNY", "USD", RateKind::EndOfPeriod);
        assert_eq!(code(year_end.convert(&hundred)), "E-RATE-KIND");
        let average = rate("7.12", "CNY", "USD", RateKind::Average);
        let other_year = flow(Decimal::ONE, "USD", "2023");
        assert_eq!(code(average.convert(&other_year)), "E-BASIS-PERIOD");
        let euro = flow(Decimal::ONE, "EUR", "2024");
        assert_eq!(code(average.convert(&euro)), "E-BASIS-CURRENCY");
        let reserves = Quantity::<Stock>::new(Decimal::ONE, basis("USD", "2024-12")).unwrap();
        assert!(year_end.convert(&reserves).is_ok());
        assert_eq!(
            average.convert(&reserves).unwrap_err().code(),
            "E-RATE-KIND"
        );
    }

    /// S1.3, S3.14: the 2024 table of 000 states no currency. It is refused
    /// until each row has one, and then until each is converted.
    #[test]
    fn the_country_table_is_refused_until_tagged_and_converted() {
        let rows = [
            ("38414", "亿", "亿元人民币"),
            ("-5297.5", "亿", "十亿日元"),
            ("1635.2", "亿", "亿欧元"),
            ("-9096", "亿", "亿美元"),
            ("-251.4", "亿", "亿英镑"),
        ];
        let table = |tagged: bool| -> Vec<Quantity<Flow>> {
            rows.iter()
                .map(|(value, bare, unit)| {
                    let unit = if tagged { unit } else { bare };
                    flow(value.parse().unwrap(), unit, "2024")
                })
                .collect()
        };
        for untagged_or_mixed in [table(false), table(true)] {
            let rank = Quantity::rank(&untagged_or_mixed).unwrap_err();
            let sum = Quantity::sum(&untagged_or_mixed).unwrap_err();
            assert_eq!(rank.code(), "E-BASIS-CURRENCY");
            assert_eq!(sum.code(), "E-BASIS-CURRENCY");
        }
        let dollars = in_dollars(&table(true));
        let rounded: Vec<String> = dollars
            .iter()
            .map(|row| row.value().round_dp(0).to_string())
            .collect();
        assert_eq!(rounded, ["5395", "-350", "1769", "-9096", "-321"]);
        assert_eq!(Quantity::rank(&dollars).unwrap(), [0, 2, 4, 1, 3]);
    }

    /// All rows in 亿美元, at illustrative 2024 averages.
    fn in_dollars(rows: &[Quantity<Flow>]) -> Vec<Quantity<Flow>> {
        let rates = [
            rate("7.12", "CNY", "USD", RateKind::Average),
            rate("151.4", "JPY", "USD", RateKind::Average),
            rate("1.082", "USD", "EUR", RateKind::Average),
            rate("1.278", "USD", "GBP", RateKind::Average),
        ];
        let usd = Currency::parse("USD").unwrap();
        rows.iter()
            .map(|row| {
                let row = crate::conversion::rescale(row, Scale::Yi).unwrap();
                rates
                    .iter()
                    .find_map(|rate| rate.convert_to(&row, usd).ok())
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn a_printed_amount_stays_an_interval_through_a_conversion() {
        let amount = parse_amount("4.19万亿美元").unwrap();
        let quantity = flow(amount.value, "USD", "2024")
            .with_interval(amount.interval)
            .unwrap();
        let yuan = rate("7", "CNY", "USD", RateKind::Average)
            .convert(&quantity)
            .unwrap();
        assert_eq!(
            yuan.interval().to_string(),
            "[29295000000000, 29365000000000)"
        );
    }

    proptest! {
        #[test]
        fn there_and_back_agrees_to_the_28th_digit(cents in -1_000_000_000_000i64..1_000_000_000_000, fx in 1i64..1_000_000) {
            let rate = rate(&Decimal::new(fx, 3).to_string(), "CNY", "USD", RateKind::Average);
            let amount = flow(Decimal::new(cents, 2), "CNY", "2024");
            let there = rate.convert(&amount).unwrap();
            let back = rate.convert(&there).unwrap();
            let off = (back.value() - amount.value()).abs();
            prop_assert!(off <= amount.value().abs() * Decimal::new(1, 26) + Decimal::new(1, 24));
            prop_assert!(back.interval().contains(amount.value()));
        }
    }
}
