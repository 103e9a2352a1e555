//! S7.9: what part of trade a list of duties covers, by every base it may be counted on.

use triffin_basis::kind::Flow;
use triffin_basis::{BasisError, Decimal, Interval, Quantity};

use super::refusal::shape;

/// A total that a covered value may be a part of, and who counts it.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// Who counts it.
    pub name: String,
    /// The total of a year.
    pub total: Quantity<Flow>,
}

/// The covered part of one base, with every value that the digits allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// Who counts the base.
    pub name: String,
    /// Per cent of the base.
    pub percent: Decimal,
    /// Every per cent that the printed digits allow.
    pub interval: Interval,
    /// Whether a stated share agrees with this base; none where none is stated.
    pub agrees: Option<bool>,
}

/// covered ÷ total, one for each base
///
/// A covered value is a share of something only once the base is named: the
/// exporter's and the importer's customs do not count the same trade. Where a
/// text states a share, the bases on which it is true are found.
///
/// Inputs: the covered value and the bases, in one currency; the stated share as
/// an interval in per cent.
///
/// Unit: per cent of the base. Sign: positive.
///
/// Errors: `E-TARIFF-SHAPE` without a base, `E-BASIS-CURRENCY` where currencies differ, `E-INTERVAL-ZERO` for a base that may be zero.
///
/// Source: document 002, introduction (370 bn USD, two thirds).
///
/// ```
/// use triffin_basis::{Basis, Quantity, kind::Flow, parse_amount};
/// use triffin_tariff::mechanisms::coverage::{Base, coverage};
/// let money = |text: &str| -> Result<Quantity<Flow>, triffin_basis::BasisError> {
///     let amount = parse_amount(text)?;
///     Quantity::printed(&amount, Basis::of(amount.unit.clone()))
/// };
/// let base = Base { name: "China's customs".into(), total: money("4789亿美元")? };
/// let made = coverage(&money("3700亿美元")?, &[base], None)?;
/// assert_eq!(made[0].percent.round_dp(0).to_string(), "77");
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn coverage(
    covered: &Quantity<Flow>,
    bases: &[Base],
    stated: Option<&Interval>,
) -> Result<Vec<Covered>, BasisError> {
    if bases.is_empty() {
        return Err(shape(
            "no base is given".to_owned(),
            "没有给出任何总额".to_owned(),
            0,
        ));
    }
    bases
        .iter()
        .map(|base| {
            let percent = covered.share_of(&base.total, &base.name)?;
            Ok(Covered {
                name: base.name.clone(),
                percent: percent.value(),
                agrees: stated.map(|stated| stated.overlaps(percent.interval())),
                interval: *percent.interval(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use triffin_basis::{Basis, parse_amount};

    fn money(text: &str) -> Quantity<Flow> {
        let amount = parse_amount(text).unwrap();
        Quantity::printed(&amount, Basis::of(amount.unit.clone())).unwrap()
    }

    fn base(name: &str, text: &str) -> Base {
        Base {
            name: name.to_owned(),
            total: money(text),
        }
    }

    /// 002, introduction: 370 bn are 77 % of what China's customs count and 69 % of what America's do.
    #[test]
    fn s7_9_two_thirds_is_true_on_the_importers_base_only() {
        let stated = Interval::closed(Decimal::from(66), Decimal::from(69)).unwrap();
        let bases = [base("CHN", "4789亿美元"), base("USA", "5395亿美元")];
        let made = coverage(&money("3700亿美元"), &bases, Some(&stated)).unwrap();
        let rounded: Vec<String> = made
            .iter()
            .map(|each| each.percent.round_dp(0).to_string())
            .collect();
        assert_eq!(rounded, ["77", "69"]);
        assert_eq!(made[0].agrees, Some(false));
        assert_eq!(made[1].agrees, Some(true));
    }

    #[test]
    fn bases_of_another_currency_and_none_at_all_are_refused() {
        let code = |bases: &[Base]| {
            coverage(&money("1 bn USD"), bases, None)
                .unwrap_err()
                .code()
        };
        assert_eq!(code(&[]), "E-TARIFF-SHAPE");
        assert_eq!(code(&[base("x", "1 bn CNY")]), "E-BASIS-CURRENCY");
        assert_eq!(code(&[base("x", "0 USD")]), "E-INTERVAL-ZERO");
    }

    proptest! {
        /// Parts of a list add up to the coverage of the whole.
        #[test]
        fn s7_9_coverage_is_additive_over_a_list(a in 1i64..999, b in 1i64..999, total in 1_000i64..9_999) {
            let bases = [base("x", &format!("{total} USD"))];
            let percent = |n: i64| coverage(&money(&format!("{n} USD")), &bases, None).unwrap()[0].percent;
            let gap = percent(a) + percent(b) - percent(a + b);
            prop_assert!(gap.abs() < Decimal::new(1, 20));
        }
    }
}
