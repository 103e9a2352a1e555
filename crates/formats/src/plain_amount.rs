//! Amounts printed as most are: digits and at most one point.

use crate::decimal::{NumberStyle, Thousands};
use crate::schema::AMOUNT_SCALE;
use crate::short::{SHORT, window};

/// Most digits read here: they fit 64 bits.
const MOST: usize = 18;

/// Whether digits and one point mean the same under `style` as in any other.
pub fn is_plain(style: NumberStyle) -> bool {
    style.point == '.' && style.thousands != Thousands::Declared('.')
}

/// The amount in millionths of the text between two places of `all`, such as
/// `1234.5`; none for a text of any other form, which
/// [`crate::decimal::Digits`] reads or refuses.
#[inline(always)]
pub fn plain_amount(all: &[u8], start: usize, end: usize) -> Option<i128> {
    match end.checked_sub(start)? {
        0 => None,
        length @ 1..=SHORT => short_amount(window(all, start)?, length),
        _ => long_amount(all.get(start..end)?),
    }
}

/// One byte of value one in each place.
const ONES: u128 = u128::from_le_bytes([1; SHORT]);
/// The lowest seven bits of each byte, and the highest one.
const SEVEN: u128 = ONES * 0x7f;
const HIGHEST: u128 = ONES << 7;
/// A point after the digits were taken from their characters.
const POINT: u128 = ONES * (b'.' ^ b'0') as u128;

/// The same in eight bytes.
const ONES8: u64 = ONES as u64;
const SEVEN8: u64 = SEVEN as u64;
const HIGHEST8: u64 = HIGHEST as u64;

/// The amount of up to sixteen characters, the first in the lowest byte. Most
/// have at most eight digits before the point and six after it.
#[inline(always)]
fn short_amount(text: u128, length: usize) -> Option<i128> {
    // What a byte is depends on itself alone, so all are looked at together.
    let digits = text ^ (ONES * u128::from(b'0'));
    let apart = (digits ^ POINT) as u64;
    let points = !(((apart & SEVEN8) + SEVEN8) | apart) & HIGHEST8;
    let place = (points.trailing_zeros() / 8) as usize;
    let decimals = length.wrapping_sub(place + 1);
    if place == 0 || place >= 8 || decimals == 0 || decimals > SCALE {
        return rare_amount(digits, length);
    }
    // The last digit in the highest byte, zeros before the first.
    let whole = (digits as u64) << (8 * (8 - place));
    let part = ((digits >> (8 * (place + 1))) as u64) << (8 * (8 - decimals));
    let beyond_nine = |digits: u64| ((digits & SEVEN8) + ONES8 * (0x7f - 9)) | digits;
    if (beyond_nine(whole) | beyond_nine(part)) & HIGHEST8 != 0 {
        return None;
    }
    // Below 10^8 wholes, and below 10^6 parts: these fit 64 bits.
    let part = eight_digits(part) * POWERS[SCALE - decimals];
    Some(i128::from(eight_digits(whole) * POWERS[SCALE] + part))
}

/// The amount of the characters that `digits` were taken from.
fn rare_amount(digits: u128, length: usize) -> Option<i128> {
    // The last character in the highest byte, zeros before the first.
    let digits = digits << (8 * (SHORT - length));
    let apart = digits ^ POINT;
    let points = !(((apart & SEVEN) + SEVEN) | apart) & HIGHEST;
    let (digits, decimals) = match points {
        0 => (digits, 0),
        // A lone point is no number, and two are none either.
        _ if length == 1 || points & (points - 1) != 0 => return None,
        _ => {
            let place = points.trailing_zeros() / 8;
            let before = digits & !(u128::MAX << (8 * place));
            // The characters before the point move up by one.
            let after = (digits >> (8 * place)) & !0xff;
            (before << 8 | after << (8 * place), 15 - place)
        }
    };
    let beyond_nine = (digits & SEVEN) + ONES * (0x7f - 9);
    if (beyond_nine | digits) & HIGHEST != 0 {
        return None;
    }
    let first = eight_digits(digits as u64);
    let whole = first * 100_000_000 + eight_digits((digits >> 64) as u64);
    scaled(whole, decimals as usize)
}

/// A number of so many decimals in millionths.
fn scaled(number: u64, decimals: usize) -> Option<i128> {
    let zeros = SCALE.checked_sub(decimals)?;
    Some(i128::from(number) * i128::from(POWERS[zeros]))
}

/// The number of eight digits, one a byte, the first in the lowest: pairs, then
/// fours, then all of them.
#[inline(always)]
fn eight_digits(digits: u64) -> u64 {
    let pairs = (digits.wrapping_mul(10).wrapping_add(digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff
}

#[cold]
fn long_amount(text: &[u8]) -> Option<i128> {
    if text.len() > MOST + 1 {
        return None;
    }
    let mut whole = 0u64;
    let mut digits = text.len();
    let mut decimals = 0;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => whole = whole.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')),
            b'.' if digits == text.len() => {
                digits -= 1;
                decimals = text.len() - at - 1;
            }
            _ => return None,
        }
    }
    // Nineteen digits might not fit, and no digit is no number.
    if digits == 0 || digits > MOST {
        return None;
    }
    scaled(whole, decimals)
}

/// Decimals of an amount.
const SCALE: usize = AMOUNT_SCALE.unsigned_abs() as usize;
const POWERS: [u64; SCALE + 1] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Digits;
    use proptest::prelude::*;

    fn amount(text: &str) -> Option<i128> {
        plain_amount(text.as_bytes(), 0, text.len())
    }

    #[test]
    fn forms_that_are_not_plain_are_left_alone() {
        for text in [
            "",
            ".",
            "..",
            "1.2.3",
            "-1",
            "1,234",
            "1e3",
            " 1",
            "1 ",
            "1.2345678",
            "١",
            "12345678901234.5:",
        ] {
            assert_eq!(amount(text), None, "{text}");
        }
        assert_eq!(amount("1234567890123456789"), None);
        assert_eq!(amount(".5"), Some(500_000));
        assert_eq!(amount("7."), Some(7_000_000));
        assert_eq!(
            amount("999999999999999999"),
            Some(999_999_999_999_999_999_000_000)
        );
    }

    proptest! {
        #[test]
        fn both_readings_agree(text in "[0-9.,]{0,20}|[0-9]{0,19}\\.[0-9]{0,8}|[0-9]{1,16}") {
            if let Some(amount) = amount(&text) {
                let digits = Digits::parse(&text, NumberStyle::PLAIN).unwrap();
                prop_assert_eq!(digits.amount(), Ok(amount));
            }
        }

        /// Looked at together or one after the other, in whatever company.
        #[test]
        fn short_amounts_are_long_ones(
            text in "[0-9]{0,16}|[0-9]{0,10}\\.[0-9]{0,6}|[ -~]{0,16}|[/-:.]{0,16}",
            after in "[ -~é]{0,20}",
        ) {
            prop_assume!(text.len() <= SHORT);
            let all = format!(";{text}{after}");
            let read = plain_amount(all.as_bytes(), 1, 1 + text.len());
            prop_assert_eq!(read, long_amount(text.as_bytes()));
        }
    }
}
