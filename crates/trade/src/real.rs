//! Values at constant prices (S1.4): `V_real = V / P`. Which index is whose is in
//! [`indices`], the same over records in [`records`].

pub mod indices;
pub mod records;

use std::collections::BTreeMap;

use triffin_basis::BasisError;

use crate::Exact;
use crate::balance::BalanceRow;
use crate::exact::AMOUNT_SCALE;

/// `V_real = V / (P/base)`
///
/// A value at the prices of the base period, rounded half away from zero at six
/// decimals. `index` and `base` are price indices in one unit: 130 on 100 is
/// 30 % dearer. Errors with `E-TRADE-DEFLATOR` when either is not positive.
///
/// Unit: that of the value, at constant prices of the base period. Sign: that
/// of the value.
///
/// Source: 001, second layer of alignment; System of National Accounts 2008,
/// chapter 15, on deflation.
pub fn real(value: Exact, index: Exact, base: Exact) -> Result<Exact, BasisError> {
    let refusal = || {
        BasisError::new(
            "E-TRADE-DEFLATOR",
            format!("a price index of {index} on {base}"),
            format!("价格指数 {index}（基期 {base}）"),
        )
        .between("price index", index, base)
        .expected("positive price indices", "正的价格指数")
    };
    if index.signum() <= 0 || base.signum() <= 0 {
        return Err(refusal());
    }
    let times = value.times(base, AMOUNT_SCALE + 6)?;
    times.over(index, AMOUNT_SCALE)?.ok_or_else(refusal)
}

/// Price indices of one key for exports and imports, base 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deflators {
    /// Export prices.
    pub exports: Exact,
    /// Import prices.
    pub imports: Exact,
}

/// `rows` at the prices of the base period, each key by its own deflators.
///
/// Errors with `E-TRADE-DEFLATOR` when a key has none.
pub fn at_constant_prices(
    rows: &[BalanceRow],
    deflators: &BTreeMap<String, Deflators>,
) -> Result<Vec<BalanceRow>, BasisError> {
    let base = Exact::whole(100);
    rows.iter()
        .map(|row| {
            let by = deflators.get(&row.key).ok_or_else(|| missing(&row.key))?;
            let side =
                |value: Option<Exact>, index| value.map(|v| real(v, index, base)).transpose();
            BalanceRow::new(
                row.key.as_str(),
                side(row.exports, by.exports)?,
                side(row.imports, by.imports)?,
            )
        })
        .collect()
}

fn missing(key: &str) -> BasisError {
    BasisError::new(
        "E-TRADE-DEFLATOR",
        format!("no price index for {key}"),
        format!("{key} 没有价格指数"),
    )
    .value(key)
    .expected("a price index for every key", "每一项都有价格指数")
    .remedy(
        "Add the series, or leave the key out",
        "请添加该序列，或排除该项",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use triffin_basis::conversion::Deflator;
    use triffin_basis::kind::Flow;
    use triffin_basis::{Basis, PriceBasis, Quantity, Unit, Window};

    /// S1.4: the oil price rises 30 % on the same quantity: nominal imports
    /// rise 30 %, real ones do not.
    #[test]
    fn s1_4_a_dearer_barrel_raises_nominal_imports_only() {
        let oil = |value| BalanceRow::new("2709", None, Some(Exact::whole(value))).unwrap();
        let by = |imports| {
            let index = Deflators {
                exports: Exact::whole(100),
                imports: Exact::whole(imports),
            };
            BTreeMap::from([("2709".to_owned(), index)])
        };
        let before = at_constant_prices(&[oil(200)], &by(100)).unwrap();
        let after = at_constant_prices(&[oil(260)], &by(130)).unwrap();
        assert_eq!(before[0].imports, after[0].imports);
        assert_eq!(after[0].imports, Some(Exact::whole(200)));
        assert_eq!(after[0].exports, None);
        assert!(at_constant_prices(&[oil(1)], &BTreeMap::new()).is_err());
        assert!(real(Exact::whole(1), Exact::ZERO, Exact::whole(100)).is_err());
    }

    /// The same through the deflator of quantities, which knows its basis.
    #[test]
    fn agrees_with_the_deflator_of_quantities() {
        let period = triffin_basis::Period::year;
        let basis = Basis {
            price: Some(PriceBasis::Current),
            period: Window::parse("2018").ok(),
            ..Basis::of(Unit::parse("USD").unwrap().0)
        };
        for (value, index) in [(260i64, 130i64), (1957, 97), (-41_900, 311)] {
            let nominal = Quantity::<Flow>::new(value.into(), basis.clone()).unwrap();
            let deflator = Deflator::new(index.into(), period(2015), period(2018), "made up");
            let other = deflator.unwrap().to_real(&nominal).unwrap();
            let own = real(
                Exact::whole(value.into()),
                Exact::whole(index.into()),
                Exact::whole(100),
            );
            let other = Exact::from(other.value()).rounded(AMOUNT_SCALE).unwrap();
            assert_eq!(own.unwrap(), other);
        }
    }

    proptest! {
        #[test]
        fn values_and_prices_times_one_factor_leave_real_values(
            value in -1_000_000_000i64..1_000_000_000, index in 1i64..10_000, factor in 1i64..100,
        ) {
            let of = |n: i64| Exact::whole(n.into());
            let base = of(100);
            let plain = real(of(value), of(index), base).unwrap();
            prop_assert_eq!(real(of(value * factor), of(index * factor), base).unwrap(), plain);
            prop_assert_eq!(real(of(value), base, base).unwrap(), of(value));
            let back = plain.times(of(index), 6).unwrap().over(base, 6).unwrap().unwrap();
            let gap = back.minus(of(value)).unwrap().magnitude();
            prop_assert!(gap <= Exact::new(i128::from(index), 8).plus(Exact::new(1, 6)).unwrap());
        }
    }
}
