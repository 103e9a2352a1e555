//! Cells of an answer from amounts and numbers.

use triffin_basis::kind::Kind;
use triffin_basis::{BasisError, Bilingual, Bound, Decimal, Interval, Quantity};
use triffin_cycle::treasury::amounts::Number;

use crate::value::Value;

/// Digits behind the point of a quotient: enough for every check, few enough to read.
const PLACES: u32 = 12;

/// An amount.
pub(super) fn money<K: Kind>(amount: &Quantity<K>) -> Value {
    digits(amount.value())
}

/// An amount, or null.
pub(super) fn perhaps<K: Kind>(amount: Option<&Quantity<K>>) -> Value {
    Value::or_null(amount.map(money))
}

/// A plain number.
pub(super) fn number(number: &Number) -> Value {
    digits(number.value())
}

/// A number in hundredths.
pub(super) fn percent(number: &Number) -> Result<Value, BasisError> {
    Ok(digits(number.percent()?.value()))
}

/// A number in hundredths, or null.
pub(super) fn percent_or_null(number: Option<&Number>) -> Result<Value, BasisError> {
    number.map_or(Ok(Value::Null), percent)
}

/// A share of one in basis points.
pub(super) fn basis_points(number: &Number) -> Result<Value, BasisError> {
    let bp = number.times(&Number::exact(Decimal::from(10_000)))?;
    Ok(digits(bp.value()))
}

/// The lower end, or null where there is none.
pub(super) fn low(interval: &Interval) -> Value {
    end(interval.lo())
}

/// The upper end, or null where there is none.
pub(super) fn high(interval: &Interval) -> Value {
    end(interval.hi())
}

/// A decimal without a tail of noise.
pub(super) fn digits(value: Decimal) -> Value {
    value.round_dp(PLACES).into()
}

/// A name in both languages.
pub(super) fn told(en: &str, zh: &str) -> Value {
    Value::Both(Bilingual::new(en, zh))
}

fn end(bound: Bound) -> Value {
    Value::or_null(bound.value().map(digits))
}
