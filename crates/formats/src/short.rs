//! Short texts as numbers: compared and hashed without a loop over their bytes.

/// Most bytes of a short text.
pub const SHORT: usize = 16;

/// A text of at most [`SHORT`] bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    low: u64,
    high: u64,
    length: u8,
}

/// Odd numbers without a pattern: the golden ratio and the square root of two
/// in 64 bits.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
const APART: u64 = 0xb504_f333_f9de_6485;

/// The bits of a text of each length.
const BITS: [u128; SHORT + 1] = {
    let mut bits = [0; SHORT + 1];
    let mut length = 1;
    while length <= SHORT {
        bits[length] = u128::MAX >> (8 * (SHORT - length));
        length += 1;
    }
    bits
};

impl Short {
    /// No text: of a length that none has.
    pub const NONE: Short = Short {
        low: 0,
        high: 0,
        length: u8::MAX,
    };

    /// The text between two places of `all`; none when it is longer than
    /// [`SHORT`] bytes or not there.
    #[inline(always)]
    pub fn of(all: &[u8], start: usize, end: usize) -> Option<Short> {
        let length = end.checked_sub(start)?;
        let bits = BITS.get(length)?;
        let text = window(all, start)? & bits;
        Some(Short {
            low: text as u64,
            high: (text >> 64) as u64,
            length: length as u8,
        })
    }

    /// A hash whose low bits are spread: each of them depends on every byte.
    #[inline(always)]
    pub fn hash(self) -> u64 {
        let both = self.low ^ self.high.wrapping_mul(APART) ^ u64::from(self.length);
        let wide = u128::from(both) * u128::from(SPREAD);
        wide as u64 ^ (wide >> 64) as u64
    }

    /// The text itself.
    pub fn text(self) -> String {
        let bytes = u128::from(self.low) | u128::from(self.high) << 64;
        let length = usize::from(self.length).min(SHORT);
        let text = bytes.to_le_bytes()[..length].to_vec();
        // proof: made from whole texts only, which are UTF-8.
        String::from_utf8(text).unwrap_or_default()
    }
}

/// Sixteen bytes from a place on, the first the lowest, zeros past the end;
/// none for a place past the end.
#[inline(always)]
pub fn window(all: &[u8], start: usize) -> Option<u128> {
    let rest = all.get(start..)?;
    Some(match rest.first_chunk::<SHORT>() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => padded(rest),
    })
}

#[cold]
fn padded(rest: &[u8]) -> u128 {
    let mut bytes = [0; SHORT];
    for (place, byte) in bytes.iter_mut().zip(rest) {
        *place = *byte;
    }
    u128::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_short_text_is_its_bytes(before in ".{0,20}", text in "[a\u{0}é]{0,20}", after in ".{0,20}") {
            let all = format!("{before}{text}{after}");
            let (start, end) = (before.len(), before.len() + text.len());
            let short = Short::of(all.as_bytes(), start, end);
            prop_assert_eq!(short.is_some(), text.len() <= SHORT);
            prop_assert_eq!(short, Short::of(text.as_bytes(), 0, text.len()));
            if let Some(short) = short {
                prop_assert_eq!(short.text(), text);
            }
        }
    }
}
