//! Amounts printed as most are: digits and at most one point.

use crate::decimal::{NumberStyle, Thousands};
use crate::schema::AMOUNT_SCALE;

/// Most digits read here: they fit 64 bits.
const MOST: usize = 18;

/// Whether digits and one point mean the same under `style` as in any other.
pub fn is_plain(style: NumberStyle) -> bool {
    style.point == '.' && style.thousands != Thousands::Declared('.')
}

/// The amount in millionths of a text such as `1234.5`; none for a text of any
/// other form, which [`crate::decimal::Digits`] reads or refuses.
#[inline]
pub fn plain_amount(text: &[u8]) -> Option<i128> {
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
    let zeros = usize::from(AMOUNT_SCALE.unsigned_abs()).checked_sub(decimals)?;
    Some(i128::from(whole) * POWERS[zeros])
}

const POWERS: [i128; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Digits;
    use proptest::prelude::*;

    #[test]
    fn forms_that_are_not_plain_are_left_alone() {
        for text in [
            "",
            ".",
            "1.2.3",
            "-1",
            "1,234",
            "1e3",
            " 1",
            "1.2345678",
            "١",
        ] {
            assert_eq!(plain_amount(text.as_bytes()), None, "{text}");
        }
        assert_eq!(plain_amount(b"1234567890123456789"), None);
        assert_eq!(plain_amount(b".5"), Some(500_000));
        assert_eq!(plain_amount(b"7."), Some(7_000_000));
        assert_eq!(
            plain_amount(b"999999999999999999"),
            Some(999_999_999_999_999_999_000_000)
        );
    }

    proptest! {
        #[test]
        fn both_readings_agree(text in "[0-9.,]{0,20}|[0-9]{0,19}\\.[0-9]{0,8}") {
            if let Some(amount) = plain_amount(text.as_bytes()) {
                let digits = Digits::parse(&text, NumberStyle::PLAIN).unwrap();
                prop_assert_eq!(digits.amount(), Ok(amount));
            }
        }
    }
}
