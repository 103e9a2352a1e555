//! The part of a change that is only the exchange rate.

use rust_decimal::Decimal;

use crate::error::BasisError;
use crate::number::{exact_add, exact_mul};
use crate::quantity::overflow;

/// Σ V_t·(fx_t − fx_0)
///
/// What a series of values V_t moves in the reporting currency because the
/// rate moved away from a base rate, and for no other reason. Exact.
///
/// Unit: the currency fx is counted in; V_t in the other one, fx_t in units of
/// the reporting currency per unit of that other one.
/// Sign: positive when the reporting currency's figure rises.
///
/// # Errors
/// `E-TRANSLATION-LENGTH` when values and rates are not one to one,
/// `E-NUMBER-OVERFLOW` when the exact sum does not fit.
///
/// Source: document 001, first alignment layer.
///
/// ```
/// use triffin_basis::{Decimal, conversion::translation_effect};
/// let exports = [Decimal::from(100), Decimal::from(100)];
/// let rates = [Decimal::new(70, 1), Decimal::new(77, 1)];
/// let effect = translation_effect(&exports, &rates, rates[0]).unwrap();
/// assert_eq!(effect, Decimal::from(70));
/// ```
pub fn translation_effect(
    values: &[Decimal],
    rates: &[Decimal],
    base: Decimal,
) -> Result<Decimal, BasisError> {
    if values.len() != rates.len() {
        return Err(lengths(values.len(), rates.len()));
    }
    values
        .iter()
        .zip(rates)
        .try_fold(Decimal::ZERO, |total, (value, rate)| {
            let effect = exact_mul(*value, exact_add(*rate, -base)?)?;
            exact_add(total, effect)
        })
        .ok_or_else(|| overflow("the translation effect", "折算影响"))
}

fn lengths(values: usize, rates: usize) -> BasisError {
    BasisError::new(
        "E-TRANSLATION-LENGTH",
        format!("{values} values and {rates} rates"),
        format!("{values} 个数值与 {rates} 个汇率"),
    )
    .between("length", values, rates)
    .expected("one rate a value", "每个数值对应一个汇率")
    .remedy("Give a rate for every period", "请为每个时期给出汇率")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// S1.3: same quantities and prices, the rate moves 10 %: the balance in
    /// local currency moves, the dollar balance does not.
    #[test]
    fn ten_percent_of_rate_moves_only_the_local_balance() {
        let dollars = [Decimal::from(-50), Decimal::from(-50)];
        let rates = [Decimal::from(7), Decimal::new(77, 1)];
        let local: Vec<Decimal> = dollars.iter().zip(rates).map(|(v, r)| v * r).collect();
        assert_eq!(dollars[1] - dollars[0], Decimal::ZERO);
        let effect = translation_effect(&dollars, &rates, rates[0]).unwrap();
        assert_eq!(effect, local[1] - local[0]);
        assert_eq!(effect, Decimal::from(-35));
    }

    #[test]
    fn values_without_a_rate_are_refused() {
        let refusal = translation_effect(&[Decimal::ONE], &[], Decimal::ONE).unwrap_err();
        assert_eq!(refusal.code(), "E-TRANSLATION-LENGTH");
    }

    proptest! {
        #[test]
        fn it_is_what_the_total_loses_at_the_base_rate(
            rows in proptest::collection::vec((any::<i32>(), 1i64..100_000), 0..12),
            base in 1i64..100_000,
        ) {
            let values: Vec<Decimal> = rows.iter().map(|(v, _)| Decimal::from(*v)).collect();
            let rates: Vec<Decimal> = rows.iter().map(|(_, r)| Decimal::new(*r, 4)).collect();
            let base = Decimal::new(base, 4);
            let total: Decimal = values.iter().zip(&rates).map(|(v, r)| v * r).sum();
            let at_base: Decimal = values.iter().map(|v| v * base).sum();
            prop_assert_eq!(translation_effect(&values, &rates, base).unwrap(), total - at_base);
        }
    }
}
