//! A cell of an answer: exact where the number is exact, null where there is none.

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, Decimal128Type, DecimalType};
use triffin_basis::Lang;

/// One cell of an answer's row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value: never zero, never an empty text.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A ratio or an index, computed in double precision.
    Float(f64),
    /// An exact decimal: unscaled integer and digits after the point.
    Decimal(i128, i8),
    /// An exact decimal as its digits were published.
    Digits(String),
    /// Yes or no.
    Bool(bool),
    /// A text in both languages, printed in the one asked for.
    Both(triffin_basis::Bilingual),
    /// A nested object, for example `reasons{reason: count}`.
    Nested(serde_json::Value),
}

impl Value {
    /// Text, or null.
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    /// Whatever converts, or null.
    pub fn or_null<T: Into<Value>>(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }

    /// Is there no value?
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Is it a number (and so aligned right in a table)?
    pub fn is_number(&self) -> bool {
        matches!(
            self,
            Value::Int(_) | Value::Float(_) | Value::Decimal(..) | Value::Digits(_)
        )
    }

    /// The cell as plain text: every digit, nothing for null.
    pub fn plain(&self, lang: Lang) -> String {
        match self {
            Value::Null => String::new(),
            Value::Both(text) => text.get(lang).to_owned(),
            Value::Text(text) | Value::Digits(text) => text.clone(),
            Value::Int(n) => n.to_string(),
            Value::Float(x) => x.to_string(),
            Value::Decimal(unscaled, scale) => digits(*unscaled, *scale),
            Value::Bool(b) => b.to_string(),
            Value::Nested(json) => json.to_string(),
        }
    }

    /// The cell as JSON, numbers with every digit.
    pub fn json(&self, lang: Lang) -> serde_json::Value {
        match self {
            Value::Both(text) => text.get(lang).into(),
            Value::Null => serde_json::Value::Null,
            Value::Text(text) => serde_json::Value::String(text.clone()),
            Value::Int(n) => (*n).into(),
            Value::Float(x) => {
                serde_json::Number::from_f64(*x).map_or(serde_json::Value::Null, Into::into)
            }
            Value::Decimal(..) | Value::Digits(_) => number(&self.plain(lang)),
            Value::Bool(b) => (*b).into(),
            Value::Nested(json) => json.clone(),
        }
    }
}

/// Digits of an exact decimal, without a tail of zeros after the point.
fn digits(unscaled: i128, scale: i8) -> String {
    let text = Decimal128Type::format_decimal(unscaled, DECIMAL128_MAX_PRECISION, scale);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A JSON number with the digits given, or a JSON string where they are no number.
fn number(text: &str) -> serde_json::Value {
    serde_json::from_str::<serde_json::Number>(text)
        .map_or_else(|_| serde_json::Value::String(text.to_owned()), Into::into)
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Value::Int(n)
    }
}

impl From<i32> for Value {
    fn from(n: i32) -> Self {
        Value::Int(n.into())
    }
}

impl From<u64> for Value {
    fn from(n: u64) -> Self {
        i64::try_from(n).map_or_else(|_| Value::Digits(n.to_string()), Value::Int)
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Self {
        Value::from(n as u64)
    }
}

impl From<f64> for Value {
    /// A number that is not finite is no number: it becomes null.
    fn from(x: f64) -> Self {
        if x.is_finite() {
            Value::Float(x)
        } else {
            Value::Null
        }
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Value::Bool(b)
    }
}

impl From<triffin_basis::Decimal> for Value {
    fn from(d: triffin_basis::Decimal) -> Self {
        Value::Digits(d.normalize().to_string())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        Value::or_null(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_keeps_every_digit_in_json() {
        let value = Value::Decimal(12_345_678_901_234_567_890_123_456_789_012_345_678, 6);
        assert_eq!(
            value.json(Lang::En).to_string(),
            "12345678901234567890123456789012.345678"
        );
    }

    #[test]
    fn zeros_after_the_point_are_not_printed_and_others_are() {
        assert_eq!(Value::Decimal(120_280_000_000, 6).plain(Lang::En), "120280");
        assert_eq!(Value::Decimal(-5, 6).plain(Lang::En), "-0.000005");
        assert_eq!(Value::Decimal(100, 0).plain(Lang::En), "100");
    }

    #[test]
    fn what_is_not_finite_is_null_never_zero() {
        assert!(Value::from(f64::NAN).is_null());
        assert!(Value::from(f64::INFINITY).is_null());
    }
}
