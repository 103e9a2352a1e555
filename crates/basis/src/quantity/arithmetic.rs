//! + − and ÷ of quantities on one basis.

use std::ops::{Add, Sub};

use rust_decimal::Decimal;

use super::{Quantity, overflow};
use crate::attribute::Attribute;
use crate::basis::Basis;
use crate::error::BasisError;
use crate::gross_net::GrossNet;
use crate::kind::{Additive, Convertible, Kind, Ratio};
use crate::lineage::Step;
use crate::number::exact_add;
use crate::provenance::weaker;
use crate::scale::Scale;
use crate::unit::Unit;

impl<K: Additive> Quantity<K> {
    /// a + b on one basis, exact.
    ///
    /// Unit: that of both. Sign: that of both.
    ///
    /// # Errors
    /// `E-BASIS-…` for the first attribute that differs, `E-NUMBER-OVERFLOW`
    /// when the exact sum does not fit.
    pub fn plus(&self, other: &Self) -> Result<Self, BasisError> {
        self.basis.require_same(&other.basis)?;
        let value =
            exact_add(self.value, other.value).ok_or_else(|| overflow("the sum", "合计"))?;
        Ok(Self::raw(
            value,
            self.interval.plus(&other.interval)?,
            self.basis.merged(&other.basis),
            self.lineage.clone().joined(&other.lineage),
        ))
    }

    /// a − b on one basis, exact.
    ///
    /// The difference of two gross numbers is net, and that of two percentages
    /// is in percentage points.
    ///
    /// # Errors
    /// As [`plus`](Self::plus).
    pub fn minus(&self, other: &Self) -> Result<Self, BasisError> {
        let difference = self.plus(&other.negated())?;
        let gross_net = match difference.basis.gross_net {
            Some(GrossNet::Gross) => Some(GrossNet::Net),
            stated => stated,
        };
        let basis = Basis {
            unit: unit_of_difference(&difference.basis.unit),
            gross_net,
            ..difference.basis.clone()
        };
        let step = Step::new(
            "subtract",
            format!("{} − {}", self.value.normalize(), other.value.normalize()),
            format!("{} − {}", self.value.normalize(), other.value.normalize()),
        );
        Ok(difference.derived(difference.value, difference.interval, basis, step))
    }

    /// −a.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self::raw(
            -self.value,
            self.interval.negated(),
            self.basis.clone(),
            self.lineage.clone(),
        )
    }

    /// Σ a on one basis, exact; `None` when there is nothing to add.
    ///
    /// # Errors
    /// As [`plus`](Self::plus); a single number must state its unit too.
    pub fn sum<'a>(
        quantities: impl IntoIterator<Item = &'a Self>,
    ) -> Result<Option<Self>, BasisError>
    where
        K: 'a,
    {
        let mut quantities = quantities.into_iter();
        let Some(first) = quantities.next() else {
            return Ok(None);
        };
        first.basis.require_stated()?;
        quantities
            .try_fold(first.clone(), |total, next| total.plus(next))
            .map(Some)
    }
}

impl<K: Convertible> Quantity<K> {
    /// a ÷ b × 100
    ///
    /// The share of a in a base b on the same unit, currency, scale and price
    /// basis. The kinds may differ: reserves over imports, debt over product.
    /// The quotient is rounded half even at the 28th significant digit; the
    /// interval encloses it.
    ///
    /// Unit: per cent of b.
    ///
    /// # Errors
    /// `E-BASIS-UNIT`, `-CURRENCY`, `-SCALE` or `-PRICE` when those differ,
    /// `E-BASIS-PERIOD` for two flows or two stocks of different periods,
    /// `E-INTERVAL-ZERO` when the base may be zero.
    ///
    /// Source: document 001, step two, on putting a ratio's two sides on one base.
    pub fn share_of<J: Convertible>(
        &self,
        base: &Quantity<J>,
        name: &str,
    ) -> Result<Quantity<Ratio>, BasisError> {
        require_common_base::<K, J>(&self.basis, base.basis())?;
        let ratio = self.interval.over(base.interval())?;
        let hundred = crate::interval::Interval::point(Decimal::ONE_HUNDRED);
        let value = self
            .value
            .checked_div(base.value)
            .and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED))
            .ok_or_else(|| overflow("the share", "占比"))?;
        let basis = Basis {
            unit: Unit::PercentOf(name.to_owned()),
            scale: Scale::One,
            sign: self.basis.sign,
            period: self.basis.period,
            flag: weaker(self.basis.flag, base.basis().flag),
            ..Basis::of(Unit::Percent)
        };
        let step = Step::new(
            "share",
            format!(
                "{} ÷ {} of {name}",
                self.value.normalize(),
                base.value.normalize()
            ),
            format!(
                "{} ÷ {name} {}",
                self.value.normalize(),
                base.value.normalize()
            ),
        );
        Ok(self.derived(value, ratio.times(&hundred)?, basis, step))
    }
}

fn unit_of_difference(unit: &Unit) -> Unit {
    match unit {
        Unit::Percent | Unit::PercentOf(_) => Unit::PercentagePoint,
        other => other.clone(),
    }
}

/// S1.20: a ratio needs both sides on the base, and two flows or two stocks of
/// one period. A stock over a flow has a moment and a stretch of time.
fn require_common_base<K: Kind, J: Kind>(left: &Basis, right: &Basis) -> Result<(), BasisError> {
    left.require_stated()?;
    right.require_stated()?;
    let decisive = [
        Attribute::Unit,
        Attribute::Currency,
        Attribute::Scale,
        Attribute::Price,
    ];
    match left.differences(right).iter().find(|difference| {
        decisive.contains(&difference.attribute)
            || (difference.attribute == Attribute::Period && K::STOCK_FLOW == J::STOCK_FLOW)
    }) {
        Some(difference) => Err(difference.refusal()),
        None => Ok(()),
    }
}

impl<K: Kind + Additive> Add for Quantity<K> {
    type Output = Result<Quantity<K>, BasisError>;

    fn add(self, other: Self) -> Self::Output {
        self.plus(&other)
    }
}

impl<K: Kind + Additive> Sub for Quantity<K> {
    type Output = Result<Quantity<K>, BasisError>;

    fn sub(self, other: Self) -> Self::Output {
        self.minus(&other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::parse_amount;
    use crate::kind::Flow;
    use crate::valuation::Valuation;
    use crate::window::Window;
    use proptest::prelude::*;

    fn flow(text: &str) -> Quantity<Flow> {
        let amount = parse_amount(text).unwrap();
        let basis = Basis {
            gross_net: Some(GrossNet::Gross),
            ..Basis::of(amount.unit.clone())
        };
        Quantity::printed(&amount, basis).unwrap()
    }

    #[test]
    fn a_balance_is_net_and_knows_its_digits() {
        let balance = (flow("1957亿美元") - flow("4289亿美元")).unwrap();
        assert_eq!(balance.value(), Decimal::from(-233_200_000_000i64));
        assert_eq!(balance.basis().gross_net, Some(GrossNet::Net));
        assert_eq!(
            balance.interval().to_string(),
            "(-233300000000, -233100000000)"
        );
        assert!(balance.lineage().has("subtract"));
    }

    /// S1.18: 2,332 of 9,096 is 25.6 %.
    #[test]
    fn a_share_is_of_one_base() {
        let share = flow("2332亿美元")
            .share_of(&flow("9096亿美元"), "total deficit")
            .unwrap();
        assert_eq!(share.value().round_dp(1), Decimal::new(256, 1));
        assert_eq!(share.basis().unit.to_string(), "% of total deficit");
        let refusal = flow("2332亿美元").share_of(&flow("9096亿元"), "total");
        assert_eq!(refusal.unwrap_err().code(), "E-BASIS-CURRENCY");
        let later = Basis {
            period: Window::parse("2024").ok(),
            ..flow("9096亿美元").basis().clone()
        };
        let later = Quantity::<Flow>::new(Decimal::from(9096), later).unwrap();
        let refusal = flow("2332亿美元").share_of(&later, "total");
        assert_eq!(refusal.unwrap_err().code(), "E-BASIS-PERIOD");
    }

    /// S1.20: a spread is y1 − y2, in points, and only on one base.
    #[test]
    fn a_spread_of_two_yields_is_in_percentage_points() {
        let of = |value, unit: &str| {
            let basis = Basis::of(Unit::parse(unit).unwrap().0);
            Quantity::<Ratio>::new(Decimal::new(value, 1), basis).unwrap()
        };
        let spread = (of(45, "%") - of(18, "%")).unwrap();
        assert_eq!(spread.value(), Decimal::new(27, 1));
        assert_eq!(spread.basis().unit, Unit::PercentagePoint);
        let other_base = of(45, "% of GDP") - of(18, "% of exports");
        assert_eq!(other_base.unwrap_err().code(), "E-BASIS-UNIT");
        let points_and_percent = of(45, "%") + of(18, "pp");
        assert_eq!(points_and_percent.unwrap_err().code(), "E-BASIS-UNIT");
    }

    #[test]
    fn cif_is_not_taken_from_fob() {
        let valued = |text, valuation| {
            let quantity = flow(text);
            let basis = Basis {
                valuation: Some(valuation),
                ..quantity.basis().clone()
            };
            Quantity::<Flow>::new(quantity.value(), basis).unwrap()
        };
        let refusal =
            (valued("100 USD", Valuation::Fob) - valued("110 USD", Valuation::Cif)).unwrap_err();
        assert_eq!(refusal.code(), "E-BASIS-VALUATION");
        assert_eq!(
            (refusal.left(), refusal.right()),
            (Some("fob"), Some("cif"))
        );
    }

    #[test]
    fn an_empty_sum_is_nothing_not_zero() {
        assert_eq!(Quantity::<Flow>::sum([]).unwrap(), None);
    }

    proptest! {
        #[test]
        fn a_sum_does_not_depend_on_order(mut cents in proptest::collection::vec(any::<i64>(), 1..20)) {
            let basis = Basis::of(Unit::parse("USD").unwrap().0);
            let of = |cents: &[i64]| {
                let quantities: Vec<Quantity<Flow>> = cents
                    .iter()
                    .map(|c| Quantity::new(Decimal::new(*c, 2), basis.clone()).unwrap())
                    .collect();
                Quantity::sum(&quantities).unwrap().unwrap().value()
            };
            let forward = of(&cents);
            cents.reverse();
            prop_assert_eq!(of(&cents), forward);
            let exact: i128 = cents.iter().map(|c| i128::from(*c)).sum();
            prop_assert_eq!(forward, Decimal::from_i128_with_scale(exact, 2));
        }
    }
}
