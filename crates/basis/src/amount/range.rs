//! Ranges: `30–40亿`, `USD 30 to 40 bn`.

use rust_decimal::Decimal;

use super::{Amount, parse_amount, split};
use crate::error::BasisError;
use crate::hedge::Hedge;
use crate::interval::Interval;

/// What stands between the two ends, dashes narrowed.
const BETWEEN: [&str; 8] = ["-", "—", "~", "～", "至", "到", "to ", "and "];

/// `30–40亿 → [30亿, 40亿]`
///
/// The amount a text gives as a range; none when it gives one figure. The ends
/// are included, and are held as firmly as printed: what the digits of an end
/// leave open is not added to the range. The value is the middle, which nobody
/// stated: the hedge says so.
///
/// # Errors
/// `E-AMOUNT-RANGE` when the lower end is not below the upper, or a sign makes
/// the order unclear; those of [`parse_amount`] when an end cannot be read.
pub(super) fn read(body: &str, text: &str) -> Option<Result<Amount, BasisError>> {
    let (low, high) = ends(body)?;
    Some(between(&low, high, text))
}

/// The two sides of the mark between two numbers. The first carries what
/// stands before both; what stands after both is with the second.
fn ends(body: &str) -> Option<(String, &str)> {
    let first = split(body)?;
    let begun = body.len()
        - body
            .find(|c: char| c.is_ascii_digit())
            .map(|at| &body[at..])?
            .len();
    let past = begun + first.number.len();
    BETWEEN.iter().find_map(|mark| {
        let at = past + body[past..].find(mark)?;
        let (low, high) = (body[..at].trim_end(), body[at + mark.len()..].trim_start());
        let numeric = high.starts_with(|c: char| c.is_ascii_digit());
        numeric.then(|| (low.to_owned(), high))
    })
}

fn between(low: &str, high: &str, text: &str) -> Result<Amount, BasisError> {
    let first = split(low).ok_or_else(|| unclear(text))?;
    if !first.sign.is_empty() {
        return Err(unclear(text));
    }
    // `USD 30–40 bn`: the currency before and the scale after hold for both.
    let upper = parse_amount(&format!("{} {high}", first.before))?;
    let own = first.after.trim();
    let lower = if own.is_empty() {
        let tail = split(high).map(|parts| parts.after).unwrap_or_default();
        parse_amount(&format!("{low}{tail}"))?
    } else {
        parse_amount(low)?
    };
    let stated = lower.unit != crate::Unit::Unstated;
    if stated && lower.unit != upper.unit {
        let attribute = crate::attribute::Attribute::Currency;
        return Err(attribute.differs(&lower.unit.to_string(), &upper.unit.to_string()));
    }
    if lower.value >= upper.value {
        return Err(unclear(text));
    }
    let middle = lower
        .value
        .checked_add(upper.value)
        .and_then(|sum| sum.checked_div(Decimal::TWO))
        .ok_or_else(|| unclear(text))?;
    let interval = Interval::closed(lower.value, upper.value)?;
    Ok(Amount {
        value: middle,
        hedge: Hedge::Between,
        interval,
        ..upper
    })
}

fn unclear(text: &str) -> BasisError {
    BasisError::new(
        "E-AMOUNT-RANGE",
        format!("\"{text}\" is no range from a lower to a higher amount"),
        format!("“{text}”不是由低到高的区间"),
    )
    .value(text)
    .expected(
        "two amounts without a sign, the lower first, such as 30–40亿美元",
        "两个不带符号、由低到高的数额，如 30–40亿美元",
    )
    .remedy(
        "Write the scale of both ends, and give a sign to neither",
        "请写明两端的数量级，且不要带符号",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(text: &str) -> String {
        let amount = parse_amount(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        assert_eq!(amount.hedge, Hedge::Between, "{text}");
        format!("{} {}", amount.interval, amount.unit)
    }

    #[test]
    fn a_range_is_the_interval_between_its_ends() {
        for text in [
            "30–40亿美元",
            "30-40亿美元",
            "30亿—40亿美元",
            "30亿至40亿美元",
            "三十亿到四十亿美元",
            "USD 3 to 4 bn",
            "US$3–4 billion",
            "约30~40亿美元",
            "30亿美元至40亿美元",
        ] {
            assert_eq!(interval(text), "[3000000000, 4000000000] USD", "{text}");
        }
        assert_eq!(
            interval("8,800–9,500 亿美元"),
            "[880000000000, 950000000000] USD"
        );
        assert_eq!(
            interval("9000亿–1万亿元"),
            "[900000000000, 1000000000000] CNY"
        );
        assert_eq!(interval("5-10%"), "[5, 10] %");
    }

    #[test]
    fn an_unclear_range_is_refused() {
        for (text, code) in [
            ("40–30亿美元", "E-AMOUNT-RANGE"),
            ("-30–40亿美元", "E-AMOUNT-RANGE"),
            ("30亿欧元–40亿美元", "E-BASIS-CURRENCY"),
        ] {
            assert_eq!(parse_amount(text).unwrap_err().code(), code, "{text}");
        }
    }
}
