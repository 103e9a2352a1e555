//! Exact printing: every digit, at the scale a reader of the language uses.

use rust_decimal::Decimal;

use crate::amount::Amount;
use crate::hedge::Hedge;
use crate::lang::Lang;
use crate::number::shift;
use crate::scale::Scale;
use crate::unit::Unit;

/// The steps an English text prints amounts in, largest first.
const ENGLISH: [Scale; 3] = [Scale::Trillion, Scale::Billion, Scale::Million];
/// The steps a Chinese text prints amounts in, largest first.
const CHINESE: [Scale; 3] = [Scale::Trillion, Scale::Yi, Scale::Wan];

/// The scale a reader of `lang` expects for an amount of this size: tn, bn, mn
/// or 万亿, 亿, 万; [`Scale::One`] below the smallest, and for what has none
/// (per cent, rates, indices).
pub fn customary_scale(value: Decimal, unit: &Unit, lang: Lang) -> Scale {
    if !is_scaled(unit) {
        return Scale::One;
    }
    let ladder = match lang {
        Lang::En => ENGLISH,
        Lang::Zh => CHINESE,
    };
    ladder
        .into_iter()
        .find(|scale| {
            power(*scale)
                .and_then(|p| shift(Decimal::ONE, p))
                .is_some_and(|step| value.abs() >= step)
        })
        .unwrap_or_default()
}

/// A value at scale one with all its digits and its unit: `418.2 bn USD`,
/// `4,182亿美元`.
///
/// Both languages print the same number: reading the text back with
/// [`crate::parse_amount`] gives the value itself.
///
/// ```
/// use triffin_basis::{Decimal, Lang, Unit, printing};
/// let usd = Unit::parse("USD").unwrap().0;
/// let deficit = Decimal::from(-418_200_000_000i64);
/// assert_eq!(printing::exact(deficit, &usd, Lang::En), "-418.2 bn USD");
/// assert_eq!(printing::exact(deficit, &usd, Lang::Zh), "-4,182亿美元");
/// ```
pub fn exact(value: Decimal, unit: &Unit, lang: Lang) -> String {
    at_scale(value, unit, customary_scale(value, unit, lang), lang)
}

/// A value at scale one printed at a named scale, with all its digits.
///
/// Falls back to scale one when the digits do not fit at that scale.
pub fn at_scale(value: Decimal, unit: &Unit, scale: Scale, lang: Lang) -> String {
    let shifted = power(scale).and_then(|power| shift(value, -power));
    let (number, scale) = match shifted {
        Some(number) => (number, scale),
        None => (value, Scale::One),
    };
    let number = grouped(number);
    match (unit, lang) {
        (Unit::Unstated | Unit::Ratio | Unit::Count | Unit::Index { .. }, _) => {
            join(&number, scale.label(lang), lang)
        }
        (Unit::Percent, _) => format!("{number}%"),
        (Unit::PercentOf(base), Lang::En) => format!("{number}% of {base}"),
        (Unit::PercentOf(base), Lang::Zh) => format!("{base}的{number}%"),
        (unit, lang) => join(&number, &unit.with_scale(scale, lang), lang),
    }
}

/// The digits of a value in groups of three, without trailing zeros.
pub fn grouped(value: Decimal) -> String {
    let text = value.normalize().abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if value.is_sign_negative() && !value.is_zero() {
        out.push('-');
    }
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

impl Amount {
    /// The amount with its hedge, in the scale of the language: `about 4.19 tn
    /// USD`, `约4.19万亿美元`.
    pub fn text(&self, lang: Lang) -> String {
        let amount = exact(self.value, &self.unit, lang);
        match (self.hedge, lang) {
            (Hedge::Exact, _) => amount,
            (hedge, Lang::En) => format!("{} {amount}", hedge.label(lang)),
            (hedge, Lang::Zh) => format!("{}{amount}", hedge.label(lang)),
        }
    }
}

fn is_scaled(unit: &Unit) -> bool {
    matches!(
        unit,
        Unit::Unstated | Unit::Money(_) | Unit::LocalMoney | Unit::Count | Unit::Physical(_)
    )
}

fn power(scale: Scale) -> Option<i32> {
    i32::try_from(scale.exponent()).ok()
}

fn join(number: &str, unit: &str, lang: Lang) -> String {
    let latin = unit.starts_with(|c: char| c.is_ascii());
    match lang {
        _ if unit.is_empty() => number.to_owned(),
        Lang::Zh if !latin => format!("{number}{unit}"),
        _ => format!("{number} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::parse_amount;
    use proptest::prelude::*;

    fn both(text: &str) -> (String, String) {
        let amount = parse_amount(text).unwrap();
        (amount.text(Lang::En), amount.text(Lang::Zh))
    }

    fn pair(en: &str, zh: &str) -> (String, String) {
        (en.to_owned(), zh.to_owned())
    }

    #[test]
    fn scales_switch_with_the_language() {
        assert_eq!(both("4.19万亿美元"), pair("4.19 tn USD", "4.19万亿美元"));
        assert_eq!(both("41,900亿美元"), both("4.19 tn USD"));
        assert_eq!(both("418.2 bn USD"), pair("418.2 bn USD", "4,182亿美元"));
        assert_eq!(
            both("约4000亿美元"),
            pair("about 400 bn USD", "约4,000亿美元")
        );
        assert_eq!(
            both("12,345.67 JPY"),
            pair("12,345.67 JPY", "1.234567万日元")
        );
        assert_eq!(both("0 USD"), pair("0 USD", "0美元"));
    }

    #[test]
    fn what_has_no_scale_is_printed_plain() {
        assert_eq!(both("46.4%"), pair("46.4%", "46.4%"));
        assert_eq!(both("1.2 pp"), pair("1.2 pp", "1.2个百分点"));
        assert_eq!(both("7.12 CNY per USD").0, "7.12 CNY per USD");
        assert_eq!(both("3.5% of GDP"), pair("3.5% of GDP", "GDP的3.5%"));
        assert_eq!(both("1500000吨"), pair("1.5 mn t", "150万吨"));
    }

    proptest! {
        #[test]
        fn both_languages_read_back_to_the_value(m in any::<i64>(), s in 0u32..10, code in 0usize..4) {
            let unit = Unit::parse(["USD", "CNY", "JPY", "kg"][code]).unwrap().0;
            let value = Decimal::new(m, s);
            for lang in [Lang::En, Lang::Zh] {
                let text = exact(value, &unit, lang);
                let read = parse_amount(&text).unwrap();
                prop_assert_eq!(read.value, value, "{}", text);
                prop_assert_eq!(&read.unit, &unit, "{}", text);
            }
        }
    }
}
