//! A depreciation as a rise of the quote or as a loss of value.

use rust_decimal::{Decimal, MathematicalOps};
use serde::Serialize;

use crate::error::BasisError;
use crate::lang::Bilingual;

/// The change of a direct quote (home per foreign), as a fraction: 0.37 when
/// the dollar costs 37 % more. Positive = the home currency depreciates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuoteChange(Decimal);

/// The change of a currency's value in foreign money, as a fraction: −0.27
/// when it buys 27 % less. Negative = the currency depreciates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueChange(Decimal);

/// One change of an exchange rate in every convention, as fractions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conventions {
    /// q: change of the direct quote, home per foreign.
    #[serde(serialize_with = "crate::number::json")]
    pub quote_rise: Decimal,
    /// v: change of the home currency's value.
    #[serde(serialize_with = "crate::number::json")]
    pub value_change: Decimal,
    /// −v: loss of the home currency's value.
    #[serde(serialize_with = "crate::number::json")]
    pub value_loss: Decimal,
    /// ln(1 + v): the symmetric measure, rounded to 12 places.
    #[serde(serialize_with = "crate::number::json")]
    pub log_value_change: Decimal,
}

impl QuoteChange {
    /// A change of the quote as a fraction.
    ///
    /// # Errors
    /// `E-QUOTE-RANGE` at −1 or below: no price falls by all of itself.
    pub fn new(fraction: Decimal) -> Result<Self, BasisError> {
        in_range(fraction).map(Self)
    }

    /// The fraction.
    pub fn fraction(self) -> Decimal {
        self.0
    }

    /// v = 1 / (1 + q) − 1
    ///
    /// Unit: fraction. Sign: q positive and v negative when the home currency
    /// depreciates. Rounded half even at the 28th significant digit.
    ///
    /// # Errors
    /// `E-QUOTE-RANGE` when q is so near −1 that v does not fit.
    ///
    /// Source: document 004, chart 5, and document 000 on the lira; J. Frankel and
    /// A. Rose, Currency crashes in emerging markets (1996), for why the
    /// convention must be named.
    ///
    /// ```
    /// use triffin_basis::{Decimal, conversion::QuoteChange};
    /// let rise = QuoteChange::new(Decimal::new(37, 2)).unwrap();
    /// let value = rise.to_value().unwrap().fraction();
    /// assert_eq!(value.round_dp(3), Decimal::new(-270, 3));
    /// ```
    pub fn to_value(self) -> Result<ValueChange, BasisError> {
        reciprocal_change(self.0).and_then(ValueChange::new)
    }

    /// This change in every convention.
    ///
    /// # Errors
    /// As [`to_value`](Self::to_value).
    pub fn conventions(self) -> Result<Conventions, BasisError> {
        in_every_convention(self, self.to_value()?)
    }
}

impl ValueChange {
    /// A change of value as a fraction.
    ///
    /// # Errors
    /// `E-QUOTE-RANGE` at −1 or below.
    pub fn new(fraction: Decimal) -> Result<Self, BasisError> {
        in_range(fraction).map(Self)
    }

    /// A loss of value as a positive fraction: 0.27 for −27 %.
    ///
    /// # Errors
    /// `E-QUOTE-RANGE` at 1 or above.
    pub fn from_loss(loss: Decimal) -> Result<Self, BasisError> {
        Self::new(-loss)
    }

    /// The fraction.
    pub fn fraction(self) -> Decimal {
        self.0
    }

    /// q = 1 / (1 + v) − 1
    ///
    /// The inverse of [`QuoteChange::to_value`].
    ///
    /// # Errors
    /// `E-QUOTE-RANGE` when v is so near −1 that q does not fit.
    pub fn to_quote(self) -> Result<QuoteChange, BasisError> {
        reciprocal_change(self.0).and_then(QuoteChange::new)
    }

    /// This change in every convention, its own digits kept as stated.
    ///
    /// # Errors
    /// As [`to_quote`](Self::to_quote).
    pub fn conventions(self) -> Result<Conventions, BasisError> {
        in_every_convention(self.to_quote()?, self)
    }
}

/// One change under its two names; the one that was stated keeps its digits.
fn in_every_convention(quote: QuoteChange, value: ValueChange) -> Result<Conventions, BasisError> {
    let log = Decimal::ONE
        .checked_add(value.0)
        .and_then(|kept| kept.checked_ln())
        .ok_or_else(|| out_of_range(value.0))?;
    Ok(Conventions {
        quote_rise: quote.0,
        value_change: value.0,
        value_loss: -value.0,
        log_value_change: log.round_dp(12),
    })
}

/// b − a in percentage points and (b / a − 1) × 100 in per cent: the two ways
/// to say that a percentage changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PercentageChange {
    /// b − a, unit: percentage point.
    #[serde(serialize_with = "crate::number::json")]
    pub points: Decimal,
    /// (b / a − 1) × 100, unit: per cent of a; `None` when a is zero or
    /// negative, where it means nothing.
    #[serde(serialize_with = "crate::number::json_or_null")]
    pub percent: Option<Decimal>,
}

/// The change from one percentage to another, both ways; `None` when it does
/// not fit.
pub fn percentage_change(from: Decimal, to: Decimal) -> Option<PercentageChange> {
    let points = to.checked_sub(from)?;
    let percent = if from > Decimal::ZERO {
        let ratio = points.checked_div(from)?;
        Some(ratio.checked_mul(Decimal::ONE_HUNDRED)?)
    } else {
        None
    };
    Some(PercentageChange { points, percent })
}

/// 1 / (1 + x) − 1 is its own inverse. Written as −x / (1 + x), so that a
/// small change keeps all its digits.
fn reciprocal_change(x: Decimal) -> Result<Decimal, BasisError> {
    Decimal::ONE
        .checked_add(x)
        .and_then(|whole| (-x).checked_div(whole))
        .ok_or_else(|| out_of_range(x))
}

fn in_range(fraction: Decimal) -> Result<Decimal, BasisError> {
    if fraction > -Decimal::ONE {
        return Ok(fraction);
    }
    Err(out_of_range(fraction))
}

fn out_of_range(fraction: Decimal) -> BasisError {
    let message = Bilingual::new(
        format!("{fraction} is no change of an exchange rate"),
        format!("{fraction} 不是汇率变动"),
    );
    BasisError::new("E-QUOTE-RANGE", message.en, message.zh)
        .value(fraction)
        .expected(
            "a fraction above −1; 0.12 is twelve per cent",
            "大于 −1 的小数；0.12 即 12%",
        )
        .remedy(
            "Divide per cent by 100; a loss of value is below 100 %",
            "百分数请除以 100；币值损失小于 100%",
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value_of(quote_percent: i64) -> Decimal {
        QuoteChange::new(Decimal::new(quote_percent, 2))
            .and_then(QuoteChange::to_value)
            .map(|value| (value.fraction() * Decimal::ONE_HUNDRED).round_dp(1))
            .unwrap()
    }

    /// S5.10: the worked list.
    #[test]
    fn a_quote_rise_is_a_smaller_loss_of_value() {
        for (quote, tenths) in [(37, -270), (19, -160), (12, -107), (7, -65), (-39, 639)] {
            assert_eq!(value_of(quote), Decimal::new(tenths, 1), "{quote} %");
        }
    }

    #[test]
    fn a_total_loss_is_refused() {
        for loss in [Decimal::ONE, Decimal::TWO] {
            assert_eq!(
                ValueChange::from_loss(loss).unwrap_err().code(),
                "E-QUOTE-RANGE"
            );
        }
    }

    #[test]
    fn every_convention_of_one_change() {
        let all = QuoteChange::new(Decimal::new(25, 2))
            .and_then(QuoteChange::conventions)
            .unwrap();
        assert_eq!(all.value_change, Decimal::new(-2, 1));
        assert_eq!(all.value_loss, Decimal::new(2, 1));
        // ln 0.8 = −0.223143551314…
        assert_eq!(
            all.log_value_change.round_dp(9),
            Decimal::new(-223_143_551, 9)
        );
    }

    /// 0.12 came back as 0.1199…, by way of the quote.
    #[test]
    fn a_stated_change_of_value_keeps_its_digits() {
        for hundredths in [12, -12, 3, -99] {
            let stated = Decimal::new(hundredths, 2);
            let all = ValueChange::new(stated).and_then(ValueChange::conventions);
            assert_eq!(all.unwrap().value_change, stated);
        }
    }

    /// S11.12: from 5 % to 6 % is one point and twenty per cent.
    #[test]
    fn points_are_not_percent() {
        let change = percentage_change(Decimal::from(5), Decimal::from(6)).unwrap();
        assert_eq!(change.points, Decimal::ONE);
        assert_eq!(change.percent, Some(Decimal::from(20)));
        let from_zero = percentage_change(Decimal::ZERO, Decimal::ONE).unwrap();
        assert_eq!(from_zero.percent, None);
    }

    proptest! {
        #[test]
        fn the_two_conventions_are_a_bijection(q in -990i64..100_000) {
            let rise = QuoteChange::new(Decimal::new(q, 3)).unwrap();
            let back = rise.to_value().unwrap().to_quote().unwrap();
            prop_assert!((back.fraction() - rise.fraction()).abs() <= Decimal::new(1, 20));
        }

        #[test]
        fn the_form_kept_for_its_digits_is_the_published_one(q in -990i64..100_000) {
            let q = Decimal::new(q, 3);
            let published = Decimal::ONE / (Decimal::ONE + q) - Decimal::ONE;
            let kept = QuoteChange::new(q).unwrap().to_value().unwrap().fraction();
            prop_assert!((kept - published).abs() <= Decimal::new(1, 25));
        }
    }
}
