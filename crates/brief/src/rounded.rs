//! A number rounded at a power of ten and printed at any scale.

use triffin_basis::Decimal;

/// `mantissa × 10^place`, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounded {
    mantissa: i128,
    place: i32,
}

impl Rounded {
    /// `mantissa` times ten to the `place`.
    pub fn new(mantissa: i128, place: i32) -> Self {
        Self { mantissa, place }
    }

    /// The number as a decimal; `None` when it has more digits than one holds.
    pub fn decimal(&self) -> Option<Decimal> {
        let scale = self.place.min(0).unsigned_abs();
        let step = 10_i128.checked_pow(self.place.max(0).unsigned_abs())?;
        Decimal::try_from_i128_with_scale(self.mantissa.checked_mul(step)?, scale).ok()
    }

    /// The number as a position on paper; never to be printed.
    pub fn float(&self) -> f64 {
        self.mantissa as f64 * 10_f64.powi(self.place)
    }

    /// `value` rounded half away from zero to a multiple of ten to the `place`.
    pub fn at(value: Decimal, place: i32) -> Self {
        let own = -(value.scale() as i32);
        if own >= place {
            return Self::exact(value).extended(place);
        }
        let step = ten_to(place - own);
        let mantissa = value.mantissa();
        let (whole, left) = (mantissa / step, mantissa % step);
        let up = left.abs() >= step - left.abs();
        Self {
            mantissa: whole + if up { mantissa.signum() } else { 0 },
            place,
        }
    }

    /// `value` with every digit it has.
    pub fn exact(value: Decimal) -> Self {
        Self {
            mantissa: value.mantissa(),
            place: -(value.scale() as i32),
        }
    }

    /// The power of ten of the first digit of `value`; 0 for zero.
    pub fn leading_place(value: Decimal) -> i32 {
        Self::exact(value).leading()
    }

    /// The power of ten of the first digit; 0 for zero.
    pub fn leading(&self) -> i32 {
        match self.mantissa.unsigned_abs().checked_ilog10() {
            Some(log) => log as i32 + self.place,
            None => 0,
        }
    }

    /// The number in units of ten to the `scale`, thousands grouped, with every
    /// digit down to its place.
    pub fn text(&self, scale: i32, minus: char) -> String {
        let decimals = (scale - self.place).max(0) as usize;
        let zeros = (self.place - scale).max(0) as usize;
        let digits = format!("{}{}", self.mantissa.unsigned_abs(), "0".repeat(zeros));
        let digits = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - decimals);
        let whole = grouped(whole.trim_start_matches('0'));
        let mut text = String::new();
        if self.mantissa < 0 {
            text.push(minus);
        }
        text.push_str(if whole.is_empty() { "0" } else { &whole });
        if !part.is_empty() {
            text.push('.');
            text.push_str(part);
        }
        text
    }

    /// The same number with zeros down to `place`, when they fit.
    fn extended(self, place: i32) -> Self {
        let scaled = 10_i128
            .checked_pow((self.place - place).unsigned_abs())
            .and_then(|step| self.mantissa.checked_mul(step));
        match scaled {
            Some(mantissa) => Self { mantissa, place },
            None => self,
        }
    }
}

/// Ten to the power `n`, at most 10^38, which no mantissa of a decimal reaches.
fn ten_to(n: i32) -> i128 {
    10_i128.pow(n.clamp(0, 38).unsigned_abs())
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(Rounded::at(dec("2.5"), 0).text(0, '-'), "3");
        assert_eq!(Rounded::at(dec("-2.5"), 0).text(0, '-'), "-3");
        assert_eq!(Rounded::at(dec("2.4999"), 0).text(0, '-'), "2");
    }

    #[test]
    fn only_the_point_moves_between_scales() {
        let value = Rounded::at(dec("-418232000000"), 8);
        assert_eq!(value.text(9, '-'), "-418.2");
        assert_eq!(value.text(8, '-'), "-4,182");
        assert_eq!(value.text(12, '-'), "-0.4182");
        assert_eq!(value.text(0, '-'), "-418,200,000,000");
    }

    #[test]
    fn zero_has_a_place_too() {
        assert_eq!(Rounded::at(dec("0"), -1).text(0, '-'), "0.0");
        assert_eq!(Rounded::leading_place(dec("0.000")), 0);
    }

    #[test]
    fn every_digit_of_the_longest_decimal_is_printed() {
        let value = Decimal::MAX;
        assert_eq!(
            Rounded::exact(value).text(0, '-').replace(',', ""),
            value.to_string()
        );
    }
}
