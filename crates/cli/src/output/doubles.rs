//! How a double is printed in comma-separated values.

use triffin_basis::Lang;
use triffin_workbench::Value;

/// Significant digits that tell any two doubles apart.
const DIGITS: i32 = 17;

/// The digits of doubles in comma-separated values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Doubles {
    /// As few as give the same double back.
    #[default]
    Shortest,
    /// Always seventeen significant ones, as the paths of models are compared.
    Seventeen,
}

impl Doubles {
    /// A cell as text: every digit, nothing for null.
    pub fn cell(self, value: &Value, lang: Lang) -> String {
        match (self, value) {
            (Doubles::Seventeen, Value::Float(x)) => seventeen(*x),
            _ => value.plain(lang),
        }
    }
}

/// Seventeen significant digits: plain from 1e-5 to 1e17, with an exponent
/// beyond; a zero is `0`.
fn seventeen(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{x:.16e}");
    // The exponent after rounding, so that 9.99…9 that becomes 10 keeps its digits.
    let exponent = scientific.split_once('e').and_then(|(_, e)| e.parse().ok());
    match exponent {
        Some(exponent @ -5..DIGITS) => {
            let after_point = usize::try_from(DIGITS - 1 - exponent).unwrap_or_default();
            format!("{x:.after_point$}")
        }
        _ => scientific,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_double_has_seventeen_digits_and_comes_back_the_same() {
        let some = [
            20.0,
            1.0 / 3.0,
            -0.1,
            1e-5,
            123_456.789,
            9.999_999_999_999_999e16,
        ];
        let others = [
            1e17,
            9.9e-6,
            f64::MAX,
            f64::MIN_POSITIVE,
            -1e300,
            99_999.999_999_999_99,
        ];
        for x in some.into_iter().chain(others) {
            let text = seventeen(x);
            assert_eq!(text.parse(), Ok(x), "{text}");
            let mantissa = text.split('e').next().unwrap_or_default();
            let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits.trim_start_matches('0').len(), 17, "{text}");
        }
    }

    #[test]
    fn plain_where_that_is_short_and_with_an_exponent_beyond() {
        assert_eq!(seventeen(20.0), "20.000000000000000");
        assert_eq!(seventeen(20.0 / 0.52), "38.461538461538460");
        assert_eq!(seventeen(1e-6), "9.9999999999999995e-7");
        assert_eq!(seventeen(-0.0), "0");
    }

    #[test]
    fn only_doubles_and_only_where_asked() {
        let cell = |doubles: Doubles, value| doubles.cell(&value, Lang::En);
        assert_eq!(cell(Doubles::Shortest, Value::Float(0.1)), "0.1");
        assert_eq!(
            cell(Doubles::Seventeen, Value::Float(0.1)),
            "0.10000000000000001"
        );
        assert_eq!(cell(Doubles::Seventeen, Value::Int(3)), "3");
        assert_eq!(cell(Doubles::Seventeen, Value::Null), "");
    }
}
