//! Whether a record's value is its quantity times the unit price it states.

use triffin_basis::{BasisError, parse_decimal};

use crate::Exact;

/// The name of the unit price among the columns a format does not know.
pub const UNIT_PRICE: &str = "unit_price";

/// Share of the value by which `q·p` may miss it, in thousandths: unit prices
/// are printed with few digits.
pub const TOLERANCE_THOUSANDTHS: i128 = 5;

/// `|V − Q·P| > 0.005 |V|`: whether value and stated unit price disagree.
///
/// All in one currency and quantity unit; `Q·P` is rounded once at twelve
/// decimals. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: none. Source: document 001, second step, V = Σ q·p.
pub fn disagrees(value: Exact, quantity: Exact, price: Exact) -> Result<bool, BasisError> {
    let gap = value.minus(quantity.times(price, 12)?)?.magnitude();
    let allowed = value
        .magnitude()
        .times(Exact::new(TOLERANCE_THOUSANDTHS, 3), 12)?;
    Ok(gap > allowed)
}

/// The unit price in the JSON text of unknown columns; none when there is no
/// such column or it holds no number.
pub fn stated(extra: &str) -> Option<Exact> {
    // Most records state none: do not parse what cannot hold it.
    if !extra.contains(UNIT_PRICE) {
        return None;
    }
    let columns: serde_json::Map<String, serde_json::Value> = serde_json::from_str(extra).ok()?;
    let text = match columns.get(UNIT_PRICE)? {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => return None,
    };
    parse_decimal(&text).ok().map(Exact::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn a_unit_price_is_read_as_text_or_number() {
        assert_eq!(
            stated(r#"{"unit_price":"1,250.50"}"#),
            Some(exact("1250.5"))
        );
        assert_eq!(stated(r#"{"a":"b","unit_price":2.5}"#), Some(exact("2.5")));
        assert_eq!(stated(r#"{"unit_price_note":"n"}"#), None);
        assert_eq!(stated(r#"{"unit_price":"n/a"}"#), None);
        assert_eq!(stated("{}"), None);
    }

    /// S1.1: a value that is not quantity times price is flagged.
    #[test]
    fn s1_1_half_a_per_cent_is_rounding_and_more_is_not() {
        let of = |v, q, p| disagrees(exact(v), exact(q), exact(p)).unwrap();
        assert!(!of("100", "3", "33.33"));
        assert!(!of("1000", "10", "100.5"));
        assert!(of("1000", "10", "100.51"));
        assert!(of("1000", "10", "10"));
        assert!(
            of("-1000", "10", "100"),
            "a correction states its own price"
        );
        assert!(!of("0", "10", "0"));
        assert!(of("0", "10", "1"));
    }
}
