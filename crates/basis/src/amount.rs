//! Amounts as texts print them: `约4.19万亿美元`, `USD 418.2 bn`, `46.4%`.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::attribute::Attribute;
use crate::error::BasisError;
use crate::hedge::Hedge;
use crate::interval::Interval;
use crate::number::{Printed, narrow, parse_printed, shift};
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
/// sign before or a unit after the number, a scale. The value is exact.
///
/// Unit: the text's own, at scale one. Sign: the text's own.
///
/// # Errors
/// `E-AMOUNT-TEXT` when there is no number; those of [`crate::parse_decimal`],
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
    let parts = split(body).ok_or_else(|| no_number(text))?;
    let (inner, rest) = Hedge::strip_after_number(parts.after);
    let printed = parse_printed(&format!("{}{}", parts.sign, parts.number))?;
    let (unit, scale) = unit_and_scale(parts.before, rest)?;
    let hedge = [leading, inner, trailing]
        .into_iter()
        .find(|hedge| *hedge != Hedge::Exact)
        .unwrap_or_default();
    let power = i32::try_from(scale.exponent()).unwrap_or_default();
    let value = shift(printed.value, power).ok_or_else(|| too_large(text))?;
    Ok(Amount {
        value,
        printed,
        unit,
        scale,
        hedge,
        interval: Interval::from_printed(printed, scale, hedge)?,
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::slip;
    use proptest::prelude::*;

    fn value(text: &str) -> Decimal {
        parse_amount(text)
            .unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
            .value
    }

    /// S11.5: 4.19万亿 and 41,900亿 are one number; 4190亿 beside it is a ×10
    /// slip (S11.6).
    #[test]
    fn scales_are_exact_and_a_slip_beside_them_is_suspected() {
        assert_eq!(value("4.19万亿"), value("41,900亿"));
        assert_eq!(value("4.19萬億"), Decimal::from(4_190_000_000_000i64));
        let slip = slip::suspect(value("4.19万亿"), value("4190亿")).unwrap();
        let message = slip.map(|slip| slip.localized(Lang::En)).unwrap();
        assert!(message.contains("×10 slip"), "{message}");
    }

    #[test]
    fn one_amount_in_many_writings() {
        let expected = Decimal::from(418_200_000_000i64);
        for text in [
            "418.2 bn USD",
            "USD 418.2 bn",
            "US$418.2 billion",
            "4182亿美元",
            "4,182 亿美元",
            "4１８２億美元",
            "418200 百万美元",
            "0.4182万亿美元",
        ] {
            let amount = parse_amount(text).unwrap();
            assert_eq!(amount.value, expected, "{text}");
            assert_eq!(amount.unit.to_string(), "USD", "{text}");
        }
    }

    #[test]
    fn names_of_currencies_are_read_as_texts_write_them() {
        for (text, currency, value) in [
            ("人民币4亿元", "CNY", 400_000_000i64),
            ("4亿元人民币", "CNY", 400_000_000),
            ("4,000 亿元", "CNY", 400_000_000_000),
            ("1.2 trillion yen", "JPY", 1_200_000_000_000),
            ("2千亿日圆", "JPY", 200_000_000_000),
            ("2億日圓", "JPY", 200_000_000),
            ("5 million euros", "EUR", 5_000_000),
            ("418.2 billion US dollars", "USD", 418_200_000_000),
            ("3百亿美元", "USD", 30_000_000_000),
            ("7千万英镑", "GBP", 70_000_000),
            ("6萬韓元", "KRW", 60_000),
        ] {
            let amount = parse_amount(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
            assert_eq!(amount.unit.to_string(), currency, "{text}");
            assert_eq!(amount.value, Decimal::from(value), "{text}");
        }
    }

    #[test]
    fn the_sign_may_stand_before_the_currency() {
        assert_eq!(value("−5,297.5亿日元"), value("-529750000000 JPY"));
        assert_eq!(value("-US$ 9096亿"), value("-9096亿美元"));
        assert_eq!(value("US$ -9096亿"), value("-9096亿美元"));
    }

    #[test]
    fn hedges_are_read_wherever_they_stand() {
        for (text, hedge) in [
            ("约4000亿美元", Hedge::About),
            ("近70%", Hedge::Nearly),
            ("逾5000亿美元", Hedge::Over),
            ("5000多亿美元", Hedge::Over),
            ("4000亿美元左右", Hedge::About),
            ("nearly 70 %", Hedge::Nearly),
            ("at least USD 3 tn", Hedge::AtLeast),
            ("不足5%", Hedge::Under),
            ("5%", Hedge::Exact),
        ] {
            assert_eq!(parse_amount(text).unwrap().hedge, hedge, "{text}");
        }
    }

    #[test]
    fn the_interval_is_at_scale_one() {
        let amount = parse_amount("4.19万亿美元").unwrap();
        assert_eq!(
            amount.interval.to_string(),
            "[4185000000000, 4195000000000)"
        );
        let about = parse_amount("约4000亿美元").unwrap();
        assert!(about.interval.contains(value("4220亿美元")));
    }

    proptest! {
        // An unknown name is compared with every known one: few cases do.
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = parse_amount(&text);
            let _ = Unit::parse(&text);
        }
    }

    proptest! {
        #[test]
        fn no_mixture_of_its_own_words_makes_it_panic(
            words in proptest::collection::vec(
                proptest::sample::select(vec![
                    "-", "−", "4", ".19", ",190", "e9", "万", "亿", "兆", "千克", "美元", "US$", "bn", "%",
                    "约", "不", "超过", "多", " ", "左右", "per", "/", "% of ", "元", "(", "=100", "占", "的%", "K",
                ]),
                0..9,
            )
        ) {
            let text = words.concat();
            if let Ok(amount) = parse_amount(&text) {
                prop_assert!(amount.interval.overlaps(&amount.interval), "{}", text);
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        let code = |text: &str| parse_amount(text).unwrap_err().code();
        assert_eq!(code("n.a."), "E-AMOUNT-TEXT");
        assert_eq!(code("4兆美元"), "E-SCALE-AMBIGUOUS");
        assert_eq!(code("4 florbs"), "E-UNIT-TEXT");
        assert_eq!(code("1,23亿美元"), "E-NUMBER-GROUPING");
        assert_eq!(code("US$4亿元"), "E-BASIS-CURRENCY");
        assert_eq!(code("8,800–9,500 亿美元"), "E-UNIT-TEXT");
    }
}
