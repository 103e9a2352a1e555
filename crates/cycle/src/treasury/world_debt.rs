//! S6.20: a debt ratio turned back into a stock.

use triffin_basis::BasisError;

use super::amounts::{Flow, Number, Stock, at_least_zero, part};

/// stock = ratio · GDP
///
/// The debt that a stated ratio to output implies. Which debt a ratio counts
/// (all sectors or governments, loans only or securities too) differs by its
/// publisher: 340 % and 235 % of one world's output can both be right.
///
/// Unit: that of the output.
///
/// Errors: `E-CYCLE-NEGATIVE` for an output below zero.
///
/// Source: document 003, line 111 (over 340 %, attributed there to IMF, World Economic
/// Outlook 2025).
pub fn implied_stock(ratio: &Number, output: &Flow) -> Result<Stock, BasisError> {
    at_least_zero(("the output", "产出"), output)?;
    part(output, ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, stock};
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    /// 114 tn at 340 % are 387.6 tn; 111 tn are 377.4.
    #[test]
    fn s6_20_three_hundred_and_forty_percent_of_114_are_388() {
        let ratio = Number::read("340%").unwrap();
        for (output, debt) in [
            ("114 tn USD", "387.6 tn USD"),
            ("111 tn USD", "377.4 tn USD"),
        ] {
            let implied = implied_stock(&ratio, &flow(output).unwrap()).unwrap();
            assert_eq!(implied.value(), stock(debt).unwrap().value());
        }
    }

    proptest! {
        #[test]
        fn the_implied_stock_has_the_stated_ratio(g in 1i64..1_000_000, r in 1i64..100_000) {
            let output = flow(&format!("{g} mn USD")).unwrap();
            let ratio = Number::exact(Decimal::new(r, 2));
            let debt = implied_stock(&ratio, &output).unwrap();
            let back = Number::ratio(&debt, &output).unwrap();
            prop_assert!((back.value() - ratio.value()).abs() < Decimal::new(1, 15));
        }
    }
}
