//! Printed numbers to exact decimals; never rounds.

use crate::schema::{AMOUNT_PRECISION, AMOUNT_SCALE};

/// How a publisher prints numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// The decimal mark.
    pub point: char,
    /// The thousands mark, when the publisher declares one.
    pub thousands: Thousands,
}

/// Which thousands marks a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thousands {
    /// This mark.
    Declared(char),
    /// A comma, where it cannot be a decimal comma.
    Guess,
    /// A comma, which the file's framing shows is no decimal mark.
    Comma,
    /// None.
    None,
}

impl NumberStyle {
    /// A point and, where no doubt is left, thousands commas.
    pub const PLAIN: NumberStyle = NumberStyle {
        point: '.',
        thousands: Thousands::Comma,
    };

    /// The style of a file that declares none: in a file parted by commas a
    /// comma within a number parts thousands; elsewhere `1,234` may be either.
    pub fn undeclared(delimiter: u8) -> NumberStyle {
        let thousands = match delimiter {
            b',' => Thousands::Comma,
            _ => Thousands::Guess,
        };
        NumberStyle {
            point: '.',
            thousands,
        }
    }
}

/// Why a text is not stored as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not a number as printed.
    Bad,
    /// A comma that may part thousands or decimals.
    Ambiguous,
    /// A number that [`AMOUNT_PRECISION`] and [`AMOUNT_SCALE`] cannot hold.
    TooManyDigits,
}

impl NumberError {
    /// The reason a row is set aside for.
    pub fn reason(self) -> &'static str {
        match self {
            NumberError::Bad | NumberError::Ambiguous => "bad_number",
            NumberError::TooManyDigits => "too_many_digits",
        }
    }

    /// What was expected, for people.
    pub fn expected(self) -> &'static str {
        match self {
            NumberError::Bad => "a number such as 1234.5, 1,234.5 or 1.2345e3",
            NumberError::Ambiguous => {
                "a number whose comma is plain: declare `decimal` or `thousands` in a mapping"
            }
            NumberError::TooManyDigits => {
                "at most 28 digits, at most 6 of them after the decimal mark"
            }
        }
    }
}

/// Whether a cell says that there is no figure.
pub fn is_missing(text: &str) -> bool {
    const MARKS: [&str; 13] = [
        "", ".", "..", "...", "…", "-", "--", "—", ":", "na", "n/a", "n.a.", "null",
    ];
    MARKS.iter().any(|mark| text.eq_ignore_ascii_case(mark))
}

/// A number as its sign, printed digits and power of ten:
/// ±digits × 10^exponent. Zeros printed at the end are kept, for they say how
/// far the figure is rounded; leading zeros are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Digits {
    /// Reads a printed number: sign or accounting parentheses, full-width
    /// digits, thousands marks as `style` allows, an exponent.
    ///
    /// # Errors
    /// [`NumberError::Bad`] and [`NumberError::Ambiguous`].
    pub fn parse(text: &str, style: NumberStyle) -> Result<Digits, NumberError> {
        let text: String = text.trim().chars().map(narrow).collect();
        let (body, bracketed) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            Some(inside) => (inside.trim(), true),
            None => (text.as_str(), false),
        };
        let (body, signed) = match body.strip_prefix('-') {
            Some(rest) => (rest, true),
            None => (body.strip_prefix('+').unwrap_or(body), false),
        };
        if bracketed && signed {
            return Err(NumberError::Bad);
        }
        let (mantissa, power) = match body.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, exponent(power)?),
            None => (body, 0),
        };
        let (whole, fraction) = split_point(mantissa, style)?;
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(NumberError::Bad);
        }
        let exponent = power - fraction.len() as i64;
        let zeros = digits.iter().take_while(|&&d| d == b'0').count();
        digits.drain(..zeros);
        Ok(Digits {
            negative: (bracketed || signed) && !digits.is_empty(),
            digits,
            exponent,
        })
    }

    /// Times 10^`power`.
    pub fn shifted(mut self, power: i64) -> Digits {
        self.exponent = self.exponent.saturating_add(power);
        self
    }

    /// The number in millionths, as the amount columns store it.
    ///
    /// # Errors
    /// [`NumberError::TooManyDigits`] when it does not fit exactly.
    pub fn amount(&self) -> Result<i128, NumberError> {
        let last = self.digits.iter().rposition(|&d| d != b'0');
        let digits = &self.digits[..last.map_or(0, |last| last + 1)];
        if digits.is_empty() {
            return Ok(0);
        }
        let dropped = (self.digits.len() - digits.len()) as i64;
        let zeros = self
            .exponent
            .saturating_add(dropped + i64::from(AMOUNT_SCALE));
        let length = zeros.saturating_add(digits.len() as i64);
        if zeros < 0 || length > i64::from(AMOUNT_PRECISION) {
            return Err(NumberError::TooManyDigits);
        }
        let value = digits
            .iter()
            .chain(std::iter::repeat_n(&b'0', zeros as usize))
            .fold(0i128, |sum, digit| sum * 10 + i128::from(digit - b'0'));
        Ok(if self.negative { -value } else { value })
    }

    /// The figure in plain digits, for the `printed` column: `-1234.50`.
    ///
    /// # Errors
    /// [`NumberError::TooManyDigits`] past some hundred digits, which no
    /// publisher prints.
    pub fn plain(&self) -> Result<String, NumberError> {
        const MOST: i64 = 128;
        let count = self.digits.len() as i64;
        if count > MOST || self.exponent.abs() > MOST {
            return Err(NumberError::TooManyDigits);
        }
        let sign = if self.negative { "-" } else { "" };
        let places = self.exponent.min(0).unsigned_abs() as usize;
        let mut digits: String = self.digits.iter().map(|&d| char::from(d)).collect();
        if !digits.is_empty() {
            digits.push_str(&"0".repeat(self.exponent.max(0) as usize));
        }
        // At least one digit stands before the point.
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        let point = if places > 0 { "." } else { "" };
        Ok(format!("{sign}{whole}{point}{fraction}"))
    }
}

/// Full-width forms and typographic signs to their ASCII form.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{fe63}' => '-',
        '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        '\u{2019}' => '\'',
        other => other,
    }
}

fn exponent(text: &str) -> Result<i64, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Bad);
    }
    // A power this large is refused as too many digits unless the number is 0.
    let power = digits.parse::<i64>().unwrap_or(i64::MAX).min(1 << 40);
    Ok(if text.starts_with('-') { -power } else { power })
}

/// The digits before and after the decimal mark, thousands marks removed.
fn split_point(mantissa: &str, style: NumberStyle) -> Result<(String, &str), NumberError> {
    let (whole, fraction) = match mantissa.split_once(style.point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let mark = match style.thousands {
        Thousands::Declared(mark) => narrow(mark),
        Thousands::None => ' ',
        Thousands::Comma | Thousands::Guess if whole.contains(',') => ',',
        Thousands::Comma | Thousands::Guess if whole.contains('\'') => '\'',
        Thousands::Comma | Thousands::Guess => ' ',
    };
    let groups = whole.split(mark).count();
    if style.thousands == Thousands::Guess && mark == ',' && groups == 2 && fraction.is_none() {
        return Err(NumberError::Ambiguous);
    }
    let fraction = fraction.unwrap_or("");
    if groups == 1 || style.thousands == Thousands::None {
        return Ok((whole.to_owned(), fraction));
    }
    let regular = whole.split(mark).enumerate().all(|(at, group)| match at {
        0 => (1..=3).contains(&group.len()),
        _ => group.len() == 3,
    });
    if !regular {
        return Err(NumberError::Bad);
    }
    Ok((whole.split(mark).collect(), fraction))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn amount(text: &str) -> Result<i128, NumberError> {
        Digits::parse(text, NumberStyle::PLAIN)?.amount()
    }

    #[test]
    fn printed_forms_of_one_number_agree() {
        for text in [
            "1234.5",
            "1,234.5",
            "1 234.5",
            "1'234.5",
            "+1234.50",
            "1.2345e3",
            "12345E-1",
            "１２３４．５",
            "0001234.5",
        ] {
            assert_eq!(amount(text), Ok(1_234_500_000), "{text}");
        }
        for text in ["-1234.5", "\u{2212}1,234.5", "(1,234.5)"] {
            assert_eq!(amount(text), Ok(-1_234_500_000), "{text}");
        }
    }

    #[test]
    fn a_declared_comma_is_the_decimal_mark() {
        let style = NumberStyle {
            point: ',',
            thousands: Thousands::Declared('.'),
        };
        let read = |text| Digits::parse(text, style).and_then(|d| d.amount());
        assert_eq!(read("1.234,5"), Ok(1_234_500_000));
        assert_eq!(read("1,5"), Ok(1_500_000));
        assert_eq!(read("1.5"), Err(NumberError::Bad));
    }

    #[test]
    fn a_comma_that_may_be_either_mark_is_not_guessed() {
        let read =
            |text| Digits::parse(text, NumberStyle::undeclared(b';')).and_then(|d| d.amount());
        assert_eq!(read("1,234"), Err(NumberError::Ambiguous));
        assert_eq!(read("1,234,567"), Ok(1_234_567_000_000));
        assert_eq!(read("1,187.5"), Ok(1_187_500_000));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "abc",
            "1,23",
            "12,34,567",
            "1.2.3",
            "--1",
            "(-1)",
            "1e",
            "e5",
            "inf",
            "0x10",
            "1,",
            "١",
        ] {
            assert_eq!(amount(text), Err(NumberError::Bad), "{text}");
        }
    }

    #[test]
    fn a_number_that_does_not_fit_is_never_rounded() {
        assert_eq!(amount("0.0000001"), Err(NumberError::TooManyDigits));
        assert_eq!(amount("1.0000000000"), Ok(1_000_000));
        assert_eq!(amount("1e22"), Err(NumberError::TooManyDigits));
        assert_eq!(
            amount("1e999999999999999999999"),
            Err(NumberError::TooManyDigits)
        );
        assert_eq!(amount("0e999999999999999999999"), Ok(0));
        let most = "9999999999999999999999.999999";
        assert_eq!(amount(most), Ok(10i128.pow(28) - 1));
        assert_eq!(
            amount("10000000000000000000000"),
            Err(NumberError::TooManyDigits)
        );
    }

    #[test]
    fn plain_digits_keep_the_printed_figure() {
        let plain = |text| Digits::parse(text, NumberStyle::PLAIN).and_then(|d| d.plain());
        assert_eq!(plain("2.862511e-08"), Ok("0.00000002862511".to_owned()));
        assert_eq!(plain("-9,795,821.0"), Ok("-9795821.0".to_owned()));
        assert_eq!(plain("15.440"), Ok("15.440".to_owned()));
        assert_eq!(plain("0.00"), Ok("0.00".to_owned()));
        assert_eq!(plain("1.5e3"), Ok("1500".to_owned()));
        assert_eq!(plain("-0"), Ok("0".to_owned()));
    }

    proptest! {
        #[test]
        fn amounts_agree_with_rust_decimal(units in -(10i128.pow(28) - 1)..10i128.pow(28), scale in 0u32..=6) {
            let decimal = Decimal::from_i128_with_scale(units, scale);
            let expected = units.checked_mul(10i128.pow(6 - scale)).filter(|v| v.abs() < 10i128.pow(28));
            prop_assert_eq!(amount(&decimal.to_string()).ok(), expected);
        }

        #[test]
        fn plain_text_is_read_back_as_the_same_number(units in any::<i64>(), scale in 0u32..=20) {
            let text = Decimal::from_i128_with_scale(i128::from(units), scale).to_string();
            let digits = Digits::parse(&text, NumberStyle::PLAIN).unwrap();
            let plain = digits.plain().unwrap();
            prop_assert_eq!(Digits::parse(&plain, NumberStyle::PLAIN).unwrap(), digits);
            prop_assert_eq!(plain, text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = amount(&text);
        }
    }
}
