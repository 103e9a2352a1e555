//! Amounts as texts print them: `约4.19万亿美元`, `USD 418.2 bn`, `46.4%`.

mod range;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::attribute::Attribute;
use crate::error::BasisError;
use crate::hedge::Hedge;
use crate::interval::Interval;
use crate::number::{Printed, exact_mul, narrow, parse_printed, shift};
use crate::numeral::to_digits;
use crate::scale::Scale;
use crate::unit::Unit;

/// A figure read from a text: its exact value, its unit and how firm it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The value in the unit itself, at scale one: exact.
    pub value: Decimal,
    /// The digits as printed, before the scale.
    pub printed: Printed,
    /// The unit; [`Unit::Unstated`] when the text names none.
    pub unit: Unit,
    /// The scale the text printed it at.
    pub scale: Scale,
    /// The word that widens or bounds it.
    pub hedge: Hedge,
    /// Every value the digits, the scale and the hedge allow, at scale one.
    pub interval: Interval,
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'a> {
            #[serde(serialize_with = "crate::number::json")]
            value: Decimal,
            unit: &'a Unit,
            scale: Scale,
            hedge: Hedge,
            interval: Interval,
        }
        Row {
            value: self.value,
            unit: &self.unit,
            scale: self.scale,
            hedge: self.hedge,
            interval: self.interval,
        }
        .serialize(serializer)
    }
}

/// value = printed digits × 10^scale
///
/// Reads an amount in English or Chinese (either script): a hedge, a currency
/// sign before or a unit after the number, a scale, Chinese numerals. The value
/// is exact. A range is the interval between its ends, its value the middle
/// and its hedge [`Hedge::Between`].
///
/// Unit: the text's own, at scale one. Sign: the text's own.
///
/// # Errors
/// `E-AMOUNT-TEXT` when there is no number, `E-AMOUNT-RANGE` when a range is
/// not one; those of [`crate::parse_decimal`],
/// [`Unit::parse`] and [`Scale`] when a part cannot be read.
///
/// Source: GB/T 15835-2011, General rules for writing numerals in publications,
/// for numerals with 万 and 亿; document 002, whose 4.19 万亿 stands beside 4,190 亿.
///
/// ```
/// use triffin_basis::parse_amount;
/// let trillions = parse_amount("4.19万亿").unwrap();
/// assert_eq!(trillions.value, parse_amount("41,900亿").unwrap().value);
/// ```
pub fn parse_amount(text: &str) -> Result<Amount, BasisError> {
    let plain: String = text.trim().chars().map(narrow).collect();
    let (leading, body) = Hedge::strip_prefix(&plain);
    let (trailing, body) = Hedge::strip_suffix(body);
    let hedged = leading != Hedge::Exact || trailing != Hedge::Exact;
    let digits = spelled(body, hedged);
    let body = digits.as_deref().unwrap_or(body);
    if let Some(range) = range::read(body, text) {
        return range;
    }
    let parts = split(body).ok_or_else(|| no_number(text))?;
    let (inner, rest) = Hedge::strip_after_number(parts.after);
    let (after_scale, rest) = Hedge::strip_after_scale(rest);
    let printed = parse_printed(&format!("{}{}", parts.sign, parts.number))?;
    let (unit, scale) = unit_and_scale(parts.before, &rest)?;
    let hedge = [leading, inner, after_scale, trailing]
        .into_iter()
        .find(|hedge| *hedge != Hedge::Exact)
        .unwrap_or_default();
    let power = i32::try_from(scale.exponent()).unwrap_or_default();
    let value = shift(printed.value, power).ok_or_else(|| too_large(text))?;
    let interval = Interval::from_printed(printed, scale, hedge)?;
    let amount = Amount {
        value,
        printed,
        unit,
        scale,
        hedge,
        interval,
    };
    in_its_own_unit(amount, text)
}

/// A number word that the unit table holds as a unit is counted out: 3 dozen
/// are 36 items, within 12 times what the digits allow.
fn in_its_own_unit(amount: Amount, text: &str) -> Result<Amount, BasisError> {
    let Some((unit, times)) = amount.unit.counted_out() else {
        return Ok(amount);
    };
    Ok(Amount {
        value: exact_mul(amount.value, times).ok_or_else(|| too_large(text))?,
        interval: amount.interval.times(&Interval::point(times))?,
        unit,
        ..amount
    })
}

/// The text with digits for its Chinese numerals, on both sides of a range.
fn spelled(body: &str, hedged: bool) -> Option<String> {
    let sides: Vec<&str> = body.split(['至', '到']).collect();
    let read: Vec<String> = sides
        .iter()
        .map(|side| to_digits(side, hedged).unwrap_or_else(|| (*side).to_owned()))
        .collect();
    let text = read.join("至");
    (text != body).then_some(text)
}

/// A text around its number.
struct Parts<'a> {
    sign: &'static str,
    before: &'a str,
    number: &'a str,
    after: &'a str,
}

fn split(text: &str) -> Option<Parts<'_>> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let before = text[..start].trim();
    let tail = &text[start..];
    let number = number_length(tail);
    let (sign, before) = match (before.strip_prefix('-'), before.strip_suffix('-')) {
        (Some(rest), _) | (None, Some(rest)) => ("-", rest.trim()),
        (None, None) => ("", before.trim_start_matches('+').trim()),
    };
    Some(Parts {
        sign,
        before,
        number: &tail[..number],
        after: tail[number..].trim_start(),
    })
}

/// How many bytes of a text that begins with a digit are the number: digits,
/// one point, marks between digits, an exponent.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let inside = match byte {
            b'0'..=b'9' => true,
            b'.' | b',' | b'\'' => digit(end + 1),
            b' ' => digit(end + 1) && digit(end + 2) && digit(end + 3),
            _ => false,
        };
        if !inside {
            break;
        }
        end += 1;
    }
    end + exponent_length(&text[end..])
}

fn exponent_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(['e', 'E']) else {
        return 0;
    };
    let digits = rest.trim_start_matches(['-', '+']);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    if count == 0 {
        0
    } else {
        text.len() - digits.len() + count
    }
}

/// A unit may stand before the number (`US$ 4 bn`) or after it (`4亿美元`).
fn unit_and_scale(before: &str, after: &str) -> Result<(Unit, Scale), BasisError> {
    if before.is_empty() {
        return Unit::parse(after);
    }
    let (unit, _) = Unit::parse(before)?;
    if let Ok(scale) = Scale::parse(after) {
        return Ok((unit, scale));
    }
    // 人民币4亿元 names the currency twice; both must be the same.
    let (again, scale) = Unit::parse(after)?;
    if again == unit {
        return Ok((unit, scale));
    }
    Err(Attribute::Currency.differs(&unit.to_string(), &again.to_string()))
}

fn no_number(text: &str) -> BasisError {
    BasisError::new(
        "E-AMOUNT-TEXT",
        format!("\"{text}\" holds no number"),
        format!("“{text}”中没有数字"),
    )
    .value(text)
    .expected(
        "an amount such as 4.19万亿美元 or USD 418.2 bn",
        "如 4.19万亿美元 或 USD 418.2 bn 的数额",
    )
    .remedy("Leave a missing amount out", "缺失数额请留空")
}

fn too_large(text: &str) -> BasisError {
    BasisError::new(
        "E-NUMBER-PRECISION",
        format!("\"{text}\" has more digits than can be kept exactly"),
        format!("“{text}”的位数超出可精确保存的范围"),
    )
    .value(text)
    .expected("at most 28 significant digits", "至多 28 位有效数字")
    .remedy("Check the scale", "请核对数量级")
}
