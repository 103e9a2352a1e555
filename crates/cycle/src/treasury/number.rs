//! A pure number: a share of one, a rate a year, a count of days.

use triffin_basis::{BasisError, Decimal, Interval, Quantity, Unit, parse_amount};
use triffin_basis::{Convertible, parse_decimal};

use super::amounts::overflow;
use super::refusal;

/// A pure number with every value its digits allow. Rates are shares of one:
/// 2 % is 0.02, 100 bp are 0.01.
///
/// ```
/// use triffin_cycle::treasury::number::Number;
/// let inflation = Number::read("2%")?;
/// assert_eq!(inflation.value().to_string(), "0.02");
/// assert_eq!(Number::read("2").unwrap_err().code(), "E-CYCLE-RATE");
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    value: Decimal,
    interval: Interval,
}

impl Number {
    /// A number known exactly.
    pub fn exact(value: Decimal) -> Self {
        Self {
            value,
            interval: Interval::point(value),
        }
    }

    /// A number and what its digits allow.
    pub(crate) fn within(value: Decimal, interval: Interval) -> Self {
        Self { value, interval }
    }

    /// A rate as a text prints it: `2%`, `100 bp`, `1 pp`, `0.02`, `1/3`.
    ///
    /// A bare number is a share of one and exact, a number with a sign holds
    /// every value its digits allow.
    ///
    /// # Errors
    /// `E-CYCLE-RATE` for a bare number above one, which may be a percentage,
    /// and for an amount in a unit; `E-AMOUNT-…` when there is no number.
    pub fn read(text: &str) -> Result<Self, BasisError> {
        if let Some((over, under)) = text.split_once('/') {
            return Self::fraction(parse_decimal(over)?, parse_decimal(under)?);
        }
        let amount = parse_amount(text)?;
        let hundredths = match &amount.unit {
            Unit::Unstated | Unit::Ratio if amount.value.abs() > Decimal::ONE => {
                return Err(refusal::ambiguous_rate(text));
            }
            Unit::Unstated | Unit::Ratio => return Ok(Self::exact(amount.value)),
            Unit::Percent | Unit::PercentOf(_) | Unit::PercentagePoint => Decimal::new(1, 2),
            Unit::BasisPoint => Decimal::new(1, 4),
            unit => return Err(refusal::no_rate(text, unit)),
        };
        Self::within(amount.value, amount.interval).times(&Self::exact(hundredths))
    }

    /// A multiple as a text prints it: like [`read`](Self::read), but a bare
    /// number may exceed one.
    ///
    /// # Errors
    /// As [`read`](Self::read), without `E-CYCLE-RATE` for a bare number.
    pub fn read_multiple(text: &str) -> Result<Self, BasisError> {
        match parse_decimal(text) {
            Ok(value) => Ok(Self::exact(value)),
            Err(_) => Self::read(text),
        }
    }

    /// over ÷ under
    ///
    /// # Errors
    /// `E-INTERVAL-ZERO` when the divisor is zero.
    pub fn fraction(over: Decimal, under: Decimal) -> Result<Self, BasisError> {
        Self::exact(over).over(&Self::exact(under))
    }

    /// a ÷ b of two amounts in one currency, as a share of one.
    ///
    /// # Errors
    /// `E-BASIS-…` when the two stand on different bases, `E-INTERVAL-ZERO`
    /// when the base may be zero.
    pub fn ratio<K: Convertible, J: Convertible>(
        part: &Quantity<K>,
        whole: &Quantity<J>,
    ) -> Result<Self, BasisError> {
        let percent = part.share_of(whole, "base")?;
        Self::within(percent.value(), *percent.interval()).times(&Self::exact(Decimal::new(1, 2)))
    }

    /// The number.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// Every value its digits allow.
    pub fn interval(&self) -> &Interval {
        &self.interval
    }

    /// The number in hundredths: 0.02 is 2.
    ///
    /// # Errors
    /// `E-NUMBER-OVERFLOW` when it does not fit.
    pub fn percent(&self) -> Result<Self, BasisError> {
        self.times(&Self::exact(Decimal::ONE_HUNDRED))
    }

    /// a × b
    ///
    /// # Errors
    /// `E-CYCLE-OVERFLOW` or `E-INTERVAL-RANGE` when it does not fit.
    pub fn times(&self, other: &Self) -> Result<Self, BasisError> {
        let value = self.value.checked_mul(other.value).ok_or_else(overflow)?;
        Ok(Self::within(value, self.interval.times(&other.interval)?))
    }

    /// a ÷ b
    ///
    /// # Errors
    /// `E-INTERVAL-ZERO` when b may be zero.
    pub fn over(&self, other: &Self) -> Result<Self, BasisError> {
        let interval = self.interval.over(&other.interval)?;
        let value = self.value.checked_div(other.value).ok_or_else(overflow)?;
        Ok(Self::within(value, interval))
    }

    /// a − b
    ///
    /// # Errors
    /// `E-CYCLE-OVERFLOW` or `E-INTERVAL-RANGE` when it does not fit.
    pub fn minus(&self, other: &Self) -> Result<Self, BasisError> {
        let value = self.value.checked_sub(other.value).ok_or_else(overflow)?;
        Ok(Self::within(value, self.interval.minus(&other.interval)?))
    }

    /// a + b
    ///
    /// # Errors
    /// `E-CYCLE-OVERFLOW` or `E-INTERVAL-RANGE` when it does not fit.
    pub fn plus(&self, other: &Self) -> Result<Self, BasisError> {
        let value = self.value.checked_add(other.value).ok_or_else(overflow)?;
        Ok(Self::within(value, self.interval.plus(&other.interval)?))
    }

    /// One.
    pub fn one() -> Self {
        Self::exact(Decimal::ONE)
    }

    /// Nothing.
    pub fn zero() -> Self {
        Self::exact(Decimal::ZERO)
    }

    /// The nearest number in double precision, for simulations.
    pub fn to_f64(&self) -> f64 {
        // proof: every Decimal has a nearest double; the conversion never fails.
        f64::try_from(self.value).unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rate_however_it_is_written() {
        for text in ["2%", "0.02", "200 bp", "2 pp", "2个百分点", "1/50"] {
            assert_eq!(
                Number::read(text).unwrap().value().normalize(),
                Decimal::new(2, 2),
                "{text}"
            );
        }
    }

    #[test]
    fn a_bare_number_above_one_and_an_amount_are_no_rates() {
        for text in ["2", "3 tn USD", "1/0", ""] {
            assert!(Number::read(text).is_err(), "{text}");
        }
        assert_eq!(Number::read("2").unwrap_err().code(), "E-CYCLE-RATE");
        assert_eq!(Number::read("3 t").unwrap_err().code(), "E-CYCLE-RATE");
        assert_eq!(Number::read_multiple("2").unwrap().value(), Decimal::TWO);
    }

    #[test]
    fn printed_digits_widen_a_rate() {
        let rate = Number::read("2%").unwrap();
        assert_eq!(rate.interval().to_string(), "[0.015, 0.025)");
    }
}
