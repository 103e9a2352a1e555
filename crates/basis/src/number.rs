//! Exact decimal text: what is printed is what is stored, or a refusal.

use rust_decimal::Decimal;
use serde::Serializer;

use crate::error::BasisError;

/// The largest mantissa a [`Decimal`] holds: 2⁹⁶ − 1.
const LARGEST_MANTISSA: i128 = (1 << 96) - 1;
/// The most decimal places a [`Decimal`] holds.
const MOST_PLACES: i32 = 28;

/// A number as it was printed: its exact value and the place of its last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The value, exact.
    pub value: Decimal,
    /// Power of ten of the last printed digit: −1 for `46.4`, 0 for `41,900`,
    /// 10 for `4.19e12`.
    pub place: i32,
}

/// Reads a decimal number exactly; never rounds.
///
/// Accepts a sign (`-`, `−`, full-width forms), thousands marks (comma, thin
/// or no-break space, apostrophe) in groups of three, full-width digits and
/// exponents (`1.2e-3`).
///
/// # Errors
/// `E-NUMBER-TEXT` when the text is no number, `E-NUMBER-GROUPING` when the
/// marks do not part groups of three (a decimal comma is ambiguous),
/// `E-NUMBER-PRECISION` when the digits do not fit 96 bits or 28 places.
///
/// ```
/// use triffin_basis::{parse_decimal, Decimal};
/// assert_eq!(parse_decimal("−5,297.50").unwrap(), Decimal::new(-529_750, 2));
/// assert_eq!(parse_decimal("1,23").unwrap_err().code(), "E-NUMBER-GROUPING");
/// ```
pub fn parse_decimal(text: &str) -> Result<Decimal, BasisError> {
    parse_printed(text).map(|printed| printed.value)
}

/// Reads a decimal number and the place of its last printed digit.
///
/// # Errors
/// As [`parse_decimal`].
pub fn parse_printed(text: &str) -> Result<Printed, BasisError> {
    let plain: String = text.trim().chars().map(narrow).collect();
    let (negative, unsigned) = split_sign(&plain);
    let (digits, exponent) = split_exponent(unsigned).ok_or_else(|| not_a_number(text))?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = ungroup(whole, text)?;
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(fraction) {
        return Err(not_a_number(text));
    }
    let places = i32::try_from(fraction.len()).map_err(|_| too_many_digits(text))?;
    let place = exponent
        .checked_sub(places)
        .ok_or_else(|| too_many_digits(text))?;
    let mantissa = mantissa(&format!("{whole}{fraction}")).ok_or_else(|| too_many_digits(text))?;
    let signed = if negative { -mantissa } else { mantissa };
    let value = compose(signed, place).ok_or_else(|| too_many_digits(text))?;
    Ok(Printed { value, place })
}

/// `mantissa × 10^place` as an exact [`Decimal`], or `None` when it does not fit.
pub fn compose(mantissa: i128, place: i32) -> Option<Decimal> {
    let (mut mantissa, mut place) = (mantissa, place);
    if mantissa == 0 {
        return Decimal::try_from_i128_with_scale(0, place.clamp(-MOST_PLACES, 0).unsigned_abs())
            .ok();
    }
    while place < -MOST_PLACES && mantissa % 10 == 0 {
        mantissa /= 10;
        place += 1;
    }
    if place < -MOST_PLACES {
        return None;
    }
    if place > 0 {
        let power = 10i128.checked_pow(place.unsigned_abs())?;
        mantissa = mantissa.checked_mul(power)?;
        place = 0;
    }
    if mantissa.abs() > LARGEST_MANTISSA {
        return None;
    }
    Decimal::try_from_i128_with_scale(mantissa, place.unsigned_abs()).ok()
}

/// `a + b` without rounding, or `None` when the exact sum does not fit.
///
/// [`Decimal`]'s own addition drops digits in silence when the operands are
/// too far apart; totals of money may not.
pub fn exact_add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let places = a.scale().max(b.scale());
    let left = widen(a, places)?;
    let right = widen(b, places)?;
    compose(left.checked_add(right)?, -i32::try_from(places).ok()?)
}

/// `a × b` without rounding, or `None` when the exact product does not fit.
pub fn exact_mul(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let mut mantissa = a.mantissa().checked_mul(b.mantissa())?;
    let mut place = -i32::try_from(a.scale() + b.scale()).ok()?;
    while place < 0 && mantissa != 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        place += 1;
    }
    compose(mantissa, place)
}

/// `value × 10^power` without rounding, or `None` when it does not fit.
pub fn shift(value: Decimal, power: i32) -> Option<Decimal> {
    let value = value.normalize();
    let place = power.checked_sub(i32::try_from(value.scale()).ok()?)?;
    compose(value.mantissa(), place)
}

/// Serializes a [`Decimal`] as a JSON number with every digit.
///
/// For `#[serde(serialize_with = "…")]`.
///
/// # Errors
/// Those of the serializer.
pub fn json<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let number: serde_json::Number = value
        .to_string()
        .parse()
        .map_err(serde::ser::Error::custom)?;
    serde::Serialize::serialize(&number, serializer)
}

/// Serializes an optional [`Decimal`] as a JSON number or `null`.
///
/// # Errors
/// Those of the serializer.
pub fn json_or_null<S: Serializer>(
    value: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => json(value, serializer),
        None => serializer.serialize_none(),
    }
}

fn widen(value: Decimal, places: u32) -> Option<i128> {
    value
        .mantissa()
        .checked_mul(10i128.checked_pow(places - value.scale())?)
}

/// The ASCII form of a full-width or typographic character of a number.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
        '−' | '－' | '﹣' | '–' => '-',
        '＋' => '+',
        '．' => '.',
        '，' => ',',
        '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => ' ',
        '’' => '\'',
        'Ｅ' | 'ｅ' => 'e',
        other => other,
    }
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text).trim_start()),
    }
}

fn split_exponent(text: &str) -> Option<(&str, i32)> {
    match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => Some((digits, exponent.parse().ok()?)),
        None => Some((text, 0)),
    }
}

/// Removes thousands marks; they must part groups of three.
fn ungroup(whole: &str, text: &str) -> Result<String, BasisError> {
    let Some(mark) = whole.chars().find(|c| matches!(c, ',' | ' ' | '\'')) else {
        return if all_digits(whole) {
            Ok(whole.to_owned())
        } else {
            Err(not_a_number(text))
        };
    };
    let groups: Vec<&str> = whole.split(mark).collect();
    if !groups.iter().all(|group| all_digits(group)) {
        return Err(not_a_number(text));
    }
    let led = matches!(groups.first().map(|g| g.len()), Some(1..=3));
    if led && groups.iter().skip(1).all(|group| group.len() == 3) {
        return Ok(groups.concat());
    }
    Err(wrong_groups(text))
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn mantissa(digits: &str) -> Option<i128> {
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    significant.parse().ok()
}

fn not_a_number(text: &str) -> BasisError {
    BasisError::new(
        "E-NUMBER-TEXT",
        format!("\"{text}\" is not a number"),
        format!("“{text}”不是数字"),
    )
    .value(text)
    .expected(
        "digits such as -5,297.5 or 1.2e-3",
        "如 -5,297.5 或 1.2e-3 的数字",
    )
    .remedy("Leave a missing value empty", "缺失值请留空")
}

fn wrong_groups(text: &str) -> BasisError {
    BasisError::new(
        "E-NUMBER-GROUPING",
        format!("the marks in \"{text}\" do not part groups of three digits"),
        format!("“{text}”中的分隔符未按三位分节"),
    )
    .value(text)
    .expected("1,234.5 with a decimal point", "以小数点书写的 1,234.5")
    .remedy(
        "Write the decimal mark as a point, or name it in a mapping",
        "请用“.”作小数点，或在映射中指明",
    )
}

fn too_many_digits(text: &str) -> BasisError {
    BasisError::new(
        "E-NUMBER-PRECISION",
        format!("\"{text}\" has more digits than can be kept exactly"),
        format!("“{text}”的位数超出可精确保存的范围"),
    )
    .value(text)
    .expected(
        "at most 28 significant digits and 28 decimal places",
        "至多 28 位有效数字、28 位小数",
    )
    .remedy(
        "Round it yourself and say so; it is not rounded for you",
        "请自行取舍并注明；系统不代为舍入",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> &'static str {
        parse_decimal(text).unwrap_err().code()
    }

    #[test]
    fn every_written_form_of_a_number_is_the_same_number() {
        let expected = Decimal::new(-12_345_675, 1);
        for text in [
            "-1234567.5",
            "−1,234,567.5",
            "－１，２３４，５６７．５",
            "-1 234 567.5",
            "-1\u{202f}234\u{202f}567.5",
            "-1'234'567.5",
            "-1.2345675e6",
            "-12345675E-1",
        ] {
            assert_eq!(parse_decimal(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn the_last_printed_digit_has_a_place() {
        let place = |text| parse_printed(text).unwrap().place;
        assert_eq!(place("46.4"), -1);
        assert_eq!(place("46.40"), -2);
        assert_eq!(place("41,900"), 0);
        assert_eq!(place("4.19e12"), 10);
    }

    #[test]
    fn what_is_no_number_is_refused_by_name() {
        for text in [
            "", "-", ".", "abc", "1.2.3", "1e", "..", "n.a.", "NaN", "1,2a3",
        ] {
            assert_eq!(code(text), "E-NUMBER-TEXT", "{text:?}");
        }
        for text in ["1,23", "1,2345", "12,34,567", "1234,567", ",123"] {
            assert_eq!(code(text), "E-NUMBER-GROUPING", "{text:?}");
        }
    }

    #[test]
    fn digits_that_do_not_fit_are_refused_not_rounded() {
        assert_eq!(code("1e-29"), "E-NUMBER-PRECISION");
        assert_eq!(code("79228162514264337593543950336"), "E-NUMBER-PRECISION");
        assert_eq!(code("1e2147483648"), "E-NUMBER-TEXT");
        assert_eq!(code("0.1e-2147483648"), "E-NUMBER-PRECISION");
        assert!(parse_decimal("79228162514264337593543950335").is_ok());
        assert!(parse_decimal("10e-29").is_ok());
    }

    #[test]
    fn an_exact_sum_refuses_what_would_round() {
        let huge: Decimal = "10000000000000000000000000000".parse().unwrap();
        let tiny = Decimal::new(1, 1);
        assert_eq!(exact_add(huge, tiny), None);
        assert_eq!(exact_add(huge, Decimal::ONE).unwrap() - Decimal::ONE, huge);
        assert_eq!(exact_mul(huge, Decimal::TEN), None);
    }

    /// The rounding the documentation of conversions promises.
    #[test]
    fn division_rounds_half_to_even() {
        let last = |m| Decimal::new(m, 28);
        assert_eq!(last(1) / Decimal::TWO, last(0));
        assert_eq!(last(3) / Decimal::TWO, last(2));
        assert_eq!(last(5) / Decimal::TWO, last(2));
    }

    #[test]
    fn json_keeps_every_digit() {
        #[derive(serde::Serialize)]
        struct Row(#[serde(serialize_with = "json")] Decimal);
        let long: Decimal = "1234567890123456789012345.678".parse().unwrap();
        assert_eq!(
            serde_json::to_string(&Row(long)).unwrap(),
            "1234567890123456789012345.678"
        );
    }

    proptest! {
        #[test]
        fn print_and_parse_round_trip(mantissa in -LARGEST_MANTISSA..=LARGEST_MANTISSA, scale in 0u32..=28) {
            let value = Decimal::from_i128_with_scale(mantissa, scale);
            let read = parse_decimal(&value.to_string()).unwrap();
            prop_assert_eq!(read, value);
            prop_assert_eq!(read.scale(), value.scale());
        }

        #[test]
        fn exact_sum_undoes_itself(a in any::<i64>(), b in any::<i64>(), s in 0u32..9, t in 0u32..9) {
            let (a, b) = (Decimal::new(a, s), Decimal::new(b, t));
            let sum = exact_add(a, b).unwrap();
            prop_assert_eq!(exact_add(sum, -b).unwrap(), a);
        }

        #[test]
        fn a_shift_is_undone_by_its_opposite(m in any::<i64>(), s in 0u32..6, p in 0i32..9) {
            let value = Decimal::new(m, s);
            prop_assert_eq!(shift(shift(value, p).unwrap(), -p).unwrap(), value);
        }
    }
}
